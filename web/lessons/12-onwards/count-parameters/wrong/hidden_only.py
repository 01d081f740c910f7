# message: Not 24: those are the neurons; the score has parameters, too.
24
