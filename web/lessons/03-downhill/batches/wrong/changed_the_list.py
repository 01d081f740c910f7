# message: The caller's list of houses was changed; shuffle a copy, `list(houses)`.
def batches(houses, size, random):
    shuffled = houses
    random.shuffle(shuffled)
    return [shuffled[i:i + size] for i in range(0, len(shuffled), size)]
