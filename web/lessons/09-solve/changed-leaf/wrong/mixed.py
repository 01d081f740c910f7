# message: Not 13: both local gradients were noted down at the same moment.
13
