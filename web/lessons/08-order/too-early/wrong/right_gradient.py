# message: Not 8: that would be right if `a` waited for `b`. What has `a` received when its turn comes?
8
