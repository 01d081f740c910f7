# message: Not `M`: 0.09 and 0.8 do make 0.89. Are the two right?
M
