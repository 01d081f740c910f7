houses = [0, 1, 2, 3, 100]


def loss(x):
    return sum(abs(house - x) for house in houses) / len(houses)


answer = min(range(101), key=loss)
average = sum(houses) / len(houses)

print(f"best place: {answer}, average walk {loss(answer)}")
print(f"average position: {average}, average walk {loss(average)}")
