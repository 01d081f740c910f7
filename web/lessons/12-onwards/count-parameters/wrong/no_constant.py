# message: Not 32: there is one number in the score that belongs to no neuron.
32
