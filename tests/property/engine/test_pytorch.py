"""Random programs against PyTorch in double precision; collected where it is installed."""

from __future__ import annotations

import pytest
import torch
from hypothesis import assume, given, settings

from py_engine import functions
from py_engine.gradients import flat_value_and_grad
from tests.property.engine.programs import POINTS, PROGRAMS, Program, run

NAMES = ("sqrt", "exp", "log", "sin", "cos", "tanh")
OURS = {name: getattr(functions, name) for name in NAMES}
TORCH = {name: getattr(torch, name) for name in NAMES}


@settings(max_examples=200)
@given(PROGRAMS, POINTS)
def test_the_gradient_is_that_of_pytorch(program: Program, point: list[float]) -> None:
    try:
        value, gradient = flat_value_and_grad(lambda *xs: run(program, list(xs), OURS)[-1])(*point)
    except (ArithmeticError, ValueError):
        assume(False)
        return
    tensors = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in point]
    last = run(program, list(tensors), TORCH)[-1]
    last.backward()
    slopes = [0.0 if t.grad is None else float(t.grad) for t in tensors]
    assert value == pytest.approx(float(last.detach()), rel=1e-9, abs=1e-9)
    size = max(1.0, *(abs(slope) for slope in slopes))
    assert list(gradient) == pytest.approx(slopes, rel=1e-6, abs=1e-7 * size)
