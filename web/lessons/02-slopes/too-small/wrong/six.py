# message: Not 6: that would be right if numbers had endless digits. What does Python give for 3 + 1e-17?
6
