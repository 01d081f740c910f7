# %% [markdown]
# # Your engine and PyTorch, side by side
#
# This notebook holds an engine of a few hundred lines against PyTorch: the same problems, the same
# numbers to start from, and the differences between the results. It needs PyTorch
# (`pip install torch`), and nothing else. Run the cells from top to bottom.
#
# ## The engine
#
# The next cell writes the file `my_engine.py`. It holds the engine that the course ends with. Put
# your own in its place: open **My engine** on the site, copy all of it, and paste it below the
# first line. (It has to have come as far as chapter 11.)

# %% 11-speed/let-go
# %%writefile my_engine.py

# %%
import math
import random
import time

import torch

from my_engine import Node, exp, log, mean, sqrt, tanh, total, zero_grad

torch.set_num_threads(1)  # for blocks as small as ours, a second thread costs more than it brings
print("PyTorch", torch.__version__)

# %% [markdown]
# ## A thousand houses
#
# The problem of the course: of all points of the plane, which has the least average distance to a
# thousand given ones? The data are the course's own. PyTorch gets 64 bits for each number, as
# Python's floats have.

# %%
N = 1000
r = random.Random(5)
xs = [r.uniform(0, 1) for _ in range(N)]
ys = [r.uniform(0, 1) for _ in range(N)]


def my_loss(x, y):
    return mean(sqrt((x_i - x) ** 2 + (y_i - y) ** 2) for x_i, y_i in zip(xs, ys))


XS = torch.tensor(xs, dtype=torch.float64)
YS = torch.tensor(ys, dtype=torch.float64)


def torch_loss(x, y):
    return ((XS - x) ** 2 + (YS - y) ** 2).sqrt().mean()


def parameter(value):
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


x, y = Node(0.3), Node(0.3)
mine = my_loss(x, y)
mine.backward()

tx, ty = parameter(0.3), parameter(0.3)
theirs = torch_loss(tx, ty)
theirs.backward()

print("mine:  ", mine.value, x.grad, y.grad)
print("theirs:", theirs.item(), tx.grad.item(), ty.grad.item())

assert abs(mine.value - theirs.item()) < 1e-12
assert abs(x.grad - tx.grad.item()) < 1e-12
assert abs(y.grad - ty.grad.item()) < 1e-12

# %% [markdown]
# ## Down to the well
#
# Gradient descent, forty steps of rate 0.5, with both. Mind the one line that differs: a step is
# taken on the values, and is not part of the loss. You write `x.value`, PyTorch `torch.no_grad()`.

# %%
x, y = Node(0.3), Node(0.3)
tx, ty = parameter(0.3), parameter(0.3)
apart = 0.0
for step in range(40):
    zero_grad([x, y])
    my_loss(x, y).backward()
    for node in (x, y):
        node.value -= 0.5 * node.grad

    tx.grad = ty.grad = None
    torch_loss(tx, ty).backward()
    with torch.no_grad():
        for tensor in (tx, ty):
            tensor -= 0.5 * tensor.grad

    apart = max(apart, abs(x.value - tx.item()), abs(y.value - ty.item()))

print("mine:  ", x.value, y.value)
print("theirs:", tx.item(), ty.item())
print("never further apart than", apart)

assert apart < 1e-9
assert abs(x.value - 0.4832598) < 1e-6 and abs(y.value - 0.4905608) < 1e-6

# %% [markdown]
# ## Called twice
#
# Leaves add up in both. PyTorch has to be told to keep the graph; without, the second call is
# refused.

# %%
x = Node(3.0)
z = 2 * (x * x)
z.backward()
z.backward()

tx = parameter(3.0)
tz = 2 * (tx * tx)
tz.backward(retain_graph=True)
tz.backward()
print("after two calls:", x.grad, tx.grad.item())
assert x.grad == tx.grad.item() == 24

try:
    tz.backward()
except RuntimeError as error:
    print("a third:", str(error).partition(" (")[0])
else:
    raise AssertionError("PyTorch should have refused")

# %% [markdown]
# ## Two moons
#
# The network of chapter 12: two inputs, eight neurons, one score, 33 parameters. First the data,
# and the loss on nodes, number by number.

# %%
def two_moons(n, r):
    points = []
    for i in range(n):
        angle = r.uniform(0, math.pi)
        x, y = math.cos(angle), math.sin(angle)
        if i % 2:
            x, y = 1 - x, 0.5 - y
        points.append((x + r.gauss(0, 0.08), y + r.gauss(0, 0.08), -1 if i % 2 else 1))
    return points


def network(p, x, y):
    n = (len(p) - 1) // 4
    hidden = [tanh(p[3 * j] * x + p[3 * j + 1] * y + p[3 * j + 2]) for j in range(n)]
    return total(p[3 * n + j] * hidden[j] for j in range(n)) + p[4 * n]


def moons_loss(p, points):
    return mean(log(1 + exp(-t * network(p, x, y))) for x, y, t in points)


r = random.Random(2)
points = two_moons(24, r)
start = [r.gauss(0, 1) for _ in range(33)]

# %% [markdown]
# The same on tensors. All points and all neurons go through at once, so there are no loops; the
# parameters are one tensor of 33 numbers, cut into its parts.

# %%
X = torch.tensor([point[:2] for point in points], dtype=torch.float64)
T = torch.tensor([point[2] for point in points], dtype=torch.float64)


def torch_moons_loss(p):
    n = (len(p) - 1) // 4
    neurons = p[: 3 * n].reshape(n, 3)
    hidden = torch.tanh(X @ neurons[:, :2].T + neurons[:, 2])
    score = hidden @ p[3 * n : 4 * n] + p[4 * n]
    return torch.log(1 + torch.exp(-T * score)).mean()


nodes, tensor = [Node(value) for value in start], parameter(start)
moons_loss(nodes, points).backward()
torch_moons_loss(tensor).backward()
apart = max(abs(node.grad - slope) for node, slope in zip(nodes, tensor.grad.tolist()))
print("33 gradients, never further apart than", apart)
assert apart < 1e-12

# %% [markdown]
# ## Training
#
# A hundred steps with momentum, by your own loop and by `torch.optim.SGD`, which keeps the velocity
# with another sign and scale and takes the same steps.

# %%
def train_mine(p, steps, rate=0.3, keep=0.9):
    velocity = [0.0] * len(p)
    losses = []
    for step in range(steps):
        zero_grad(p)
        loss = moons_loss(p, points)
        loss.backward()
        losses.append(loss.value)
        for i, node in enumerate(p):
            velocity[i] = keep * velocity[i] - rate * node.grad
            node.value += velocity[i]
    return losses


def train_theirs(p, steps, rate=0.3, keep=0.9):
    optimizer = torch.optim.SGD([p], lr=rate, momentum=keep)
    losses = []
    for step in range(steps):
        optimizer.zero_grad()
        loss = torch_moons_loss(p)
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    return losses


nodes, tensor = [Node(value) for value in start], parameter(start)
began = time.perf_counter()
my_losses = train_mine(nodes, 100)
halfway = time.perf_counter()
torch_losses = train_theirs(tensor, 100)
ended = time.perf_counter()

for step in (0, 10, 50, 99):
    print(f"step {step:3}: mine {my_losses[step]:.12f}   theirs {torch_losses[step]:.12f}")
print(f"a step takes {10 * (halfway - began):.2f} ms with mine, {10 * (ended - halfway):.2f} ms with theirs")

assert max(abs(a - b) for a, b in zip(my_losses, torch_losses)) < 1e-6
assert my_losses[-1] < 0.1 < my_losses[0]

right = sum((network(nodes, x, y).value > 0) == (t > 0) for x, y, t in points)
print(f"{right} of {len(points)} points on the right side")
assert right == len(points)

# %% [markdown]
# ## From here
#
# Make the network larger, and the data more, and watch both times. A step of yours takes time for
# each number; a step of PyTorch's has a price for each *operation*, and the numbers in the block
# come almost for nothing. That is the whole difference: the idea is the one in your file.
