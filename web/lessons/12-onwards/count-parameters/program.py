neurons = 8

hidden = neurons * (2 + 1)
score = neurons + 1

answer = hidden + score
print(f"hidden layer: {hidden}, score: {score}, together: {answer}")
