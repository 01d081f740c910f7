"""The errors of the engine, in one tree.

    AutogradError                        anything that the engine refuses
      GradientError (ArithmeticError)    a gradient that does not exist, or is not a finite number
      OperandError (TypeError)           something that is not a number, where one is needed
      DomainError (ValueError)           a result outside the real numbers
      ThreadError (RuntimeError)         a Node that belongs to another thread
    graph.CycleError (ValueError)        an order was asked for, and the graph goes in a circle

An operation on Nodes raises whatever the same operation raises on floats (ZeroDivisionError,
OverflowError, ValueError); the errors above are for what floats do not have.

Each error says first what was wrong, then what to do. The two sentences are also there by
themselves, as `message` and `hint`, and what they speak of is there as data.
"""

from __future__ import annotations


class AutogradError(Exception):
    """Anything that the engine refuses. `message`: what was wrong; `hint`: what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class GradientError(AutogradError, ArithmeticError):
    """A gradient that does not exist, or is not a finite number.

    `op` names the operation where it was born, `value` is that operation's result, `operands` are
    the numbers that went in, `position` is its place on the tape. `local` is the local gradient
    (d result / d operand) and `gradient` the gradient of the result: their product is what failed.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        op: str = "",
        position: int = -1,
        value: float = float("nan"),
        operands: tuple[float, ...] = (),
        local: float = float("nan"),
        gradient: float = float("nan"),
    ) -> None:
        super().__init__(message, hint)
        self.op = op
        self.position = position
        self.value = value
        self.operands = operands
        self.local = local
        self.gradient = gradient


class OperandError(AutogradError, TypeError):
    """Something that is not a number, where a number is needed. `operand` is the thing."""

    def __init__(self, message: str, hint: str = "", *, operand: object = None) -> None:
        super().__init__(message, hint)
        self.operand = operand


class DomainError(AutogradError, ValueError):
    """A result outside the real numbers. `op` and `operands` say of what."""

    def __init__(
        self, message: str, hint: str = "", *, op: str = "", operands: tuple[float, ...] = ()
    ) -> None:
        super().__init__(message, hint)
        self.op = op
        self.operands = operands


class ThreadError(AutogradError, RuntimeError):
    """A Node was used in another thread than the one that it was made in."""
