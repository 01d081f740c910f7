"""Reverse-mode automatic differentiation, in the Python standard library."""

from .descent import Descent, Step, descend, minibatches
from .errors import (
    AutogradError,
    CycleError,
    DomainError,
    GradientError,
    GraphError,
    OperandError,
)
from .functions import (
    acos,
    acosh,
    asin,
    asinh,
    atan,
    atanh,
    cbrt,
    cos,
    cosh,
    erf,
    exp,
    exp2,
    expm1,
    hypot,
    log,
    log1p,
    log2,
    log10,
    mean,
    relu,
    sigmoid,
    sin,
    sinh,
    softplus,
    sqrt,
    stop_gradient,
    tan,
    tanh,
    total,
)
from .gradcheck import gradcheck
from .gradients import grad, value_and_grad
from .node import Node, no_grad, zero_grad
from .optimizers import (
    Adam,
    AdaGrad,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    cosine_decay,
    exponential_decay,
    inverse_decay,
    step_decay,
)
