"""Automatic differentiation, in the Python standard library.

>>> from py_engine import Node, sqrt
>>> x, y = Node(4.0), Node(10.0)
>>> z = sqrt(x) * y
>>> z.backward()
>>> z.value, x.grad, y.grad
(20.0, 2.5, 2.0)

Read it in this order: tape.py, handle.py, joining.py, primitives.py, node.py, functions.py,
vectors.py; then recorded_sweep.py, tracing.py, gradients.py, forward_sweep.py, modes.py,
gradcheck.py, optimizers.py, descent.py and searching.py, which use it. graph.py stands by itself;
pausing.py, guarding.py and fast.py may wait.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from . import functions, graph
from .descent import Descent, Step, descend, minibatches
from .errors import AutogradError, DomainError, GradientError, OperandError, ThreadError
from .functions import (
    acos,
    acosh,
    asin,
    asinh,
    atan,
    atan2,
    atanh,
    cbrt,
    clip,
    cos,
    cosh,
    digamma,
    dist,
    erf,
    exp,
    exp2,
    expm1,
    hypot,
    leaky_relu,
    lgamma,
    log,
    log1p,
    log2,
    log10,
    maximum,
    mean,
    minimum,
    primitive,
    relu,
    sigmoid,
    sign,
    sin,
    sinh,
    softplus,
    sqrt,
    stop_gradient,
    tan,
    tanh,
    total,
    where,
)
from .gradcheck import gradcheck
from .gradients import grad, value_and_grad
from .handle import zero_grad
from .median import weiszfeld
from .node import Node
from .optimizers import (
    AdaGrad,
    Adam,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    cosine_decay,
    exponential_decay,
    inverse_decay,
    step_decay,
)
from .pausing import no_grad
from .vectors import dot, log_softmax, logsumexp, norm, softmax

if TYPE_CHECKING:
    from .modes import hessian, hvp, jacobian, jvp, vjp
    from .searching import LBFGS, LineSearch, Newton
else:
    _LATER = {
        "modes": ("hessian", "hvp", "jacobian", "jvp", "vjp"),
        "searching": ("LBFGS", "LineSearch", "Newton"),
    }

    def __getattr__(name: str) -> object:
        """Import what few ask for when it is asked for: the page's memory image is without it."""
        for module, names in _LATER.items():
            if name in names:
                return getattr(import_module(f".{module}", __name__), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__version__ = "0.1.0"

__all__ = [
    "LBFGS",
    "AdaGrad",
    "Adam",
    "AutogradError",
    "Descent",
    "DomainError",
    "GradientDescent",
    "GradientError",
    "LineSearch",
    "Momentum",
    "Nesterov",
    "Newton",
    "Node",
    "OperandError",
    "RMSProp",
    "Step",
    "ThreadError",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cbrt",
    "clip",
    "cos",
    "cosh",
    "cosine_decay",
    "descend",
    "digamma",
    "dist",
    "dot",
    "erf",
    "exp",
    "exp2",
    "expm1",
    "exponential_decay",
    "grad",
    "gradcheck",
    "graph",
    "hessian",
    "hvp",
    "hypot",
    "inverse_decay",
    "jacobian",
    "jvp",
    "leaky_relu",
    "lgamma",
    "log",
    "log1p",
    "log2",
    "log10",
    "log_softmax",
    "logsumexp",
    "maximum",
    "mean",
    "minibatches",
    "minimum",
    "no_grad",
    "norm",
    "primitive",
    "relu",
    "sigmoid",
    "sign",
    "sin",
    "sinh",
    "softmax",
    "softplus",
    "sqrt",
    "step_decay",
    "stop_gradient",
    "tan",
    "tanh",
    "total",
    "value_and_grad",
    "vjp",
    "weiszfeld",
    "where",
    "zero_grad",
]

__all__ += functions.FURTHER
globals().update({name: getattr(functions, name) for name in functions.FURTHER})
