from py_engine import relu

def loss(x=0.5):
    return relu(x)
