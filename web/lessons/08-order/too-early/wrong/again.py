# message: Not 12: `a` has its turn only once; what it receives later is not handed on.
12
