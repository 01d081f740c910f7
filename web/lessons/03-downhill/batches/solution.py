def batches(houses, size, random):
    shuffled = list(houses)
    random.shuffle(shuffled)
    return [shuffled[i:i + size] for i in range(0, len(shuffled), size)]
