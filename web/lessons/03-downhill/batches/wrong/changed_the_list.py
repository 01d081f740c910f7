# message: The list of houses that was given has been changed; it should stay as it was.
def batches(houses, size, random):
    shuffled = houses
    random.shuffle(shuffled)
    return [shuffled[i:i + size] for i in range(0, len(shuffled), size)]
