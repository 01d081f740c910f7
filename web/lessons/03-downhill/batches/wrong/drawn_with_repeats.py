# message: Of houses 0 to 9, yours has house 1 more than once in an epoch.
def batches(houses, size, random):
    shuffled = [random.choice(houses) for _ in houses]
    return [shuffled[i:i + size] for i in range(0, len(shuffled), size)]
