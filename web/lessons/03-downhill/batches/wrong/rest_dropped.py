# message: Of houses 0 to 9 in batches of 4, yours leaves out 2; the last batch may be shorter.
def batches(houses, size, random):
    shuffled = list(houses)
    random.shuffle(shuffled)
    return [shuffled[i:i + size] for i in range(0, len(shuffled) - size + 1, size)]
