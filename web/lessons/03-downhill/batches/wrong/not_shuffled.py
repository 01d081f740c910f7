# message: The houses come in the order in which they were given; they should be shuffled.
def batches(houses, size, random):
    shuffled = list(houses)
    return [shuffled[i:i + size] for i in range(0, len(shuffled), size)]
