# message: Not 0.5901: the first arrow turns the sign.
0.5901
