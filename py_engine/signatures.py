"""What `grad` and its like give, as types: a gradient has the type of what it is by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar, overload

T = TypeVar("T")
T1 = TypeVar("T1")
T2 = TypeVar("T2")
T3 = TypeVar("T3")
T_co = TypeVar("T_co", covariant=True)


class Gradient(Protocol):
    """By all arguments: by one alone, or a tuple."""

    @overload
    def __call__(self, **by_name: float) -> dict[str, float]: ...  # type: ignore[overload-overlap]  # names alone come first
    @overload
    def __call__(self, x: float, /, **data: object) -> float: ...
    @overload
    def __call__(self, x: T, /, **data: object) -> T: ...
    @overload
    def __call__(self, x: float, y: float, /, **data: object) -> tuple[float, float]: ...
    @overload
    def __call__(self, x: T1, y: T2, /, **data: object) -> tuple[T1, T2]: ...
    @overload
    def __call__(self, *arguments: float, **data: object) -> tuple[float, ...]: ...
    @overload
    def __call__(self, x: T1, y: T2, z: T3, /, **data: object) -> tuple[T1, T2, T3]: ...
    @overload
    def __call__(self, *arguments: object, **data: object) -> tuple[object, ...]: ...


class ValueAndGradient(Protocol):
    """The value, and the gradient by all arguments."""

    @overload
    def __call__(  # type: ignore[overload-overlap]  # names alone come first
        self, **by_name: float
    ) -> tuple[float, dict[str, float]]: ...
    @overload
    def __call__(self, x: float, /, **data: object) -> tuple[float, float]: ...
    @overload
    def __call__(self, x: T, /, **data: object) -> tuple[float, T]: ...
    @overload
    def __call__(
        self, x: float, y: float, /, **data: object
    ) -> tuple[float, tuple[float, float]]: ...
    @overload
    def __call__(self, x: T1, y: T2, /, **data: object) -> tuple[float, tuple[T1, T2]]: ...
    @overload
    def __call__(self, *arguments: float, **data: object) -> tuple[float, tuple[float, ...]]: ...
    @overload
    def __call__(
        self, x: T1, y: T2, z: T3, /, **data: object
    ) -> tuple[float, tuple[T1, T2, T3]]: ...
    @overload
    def __call__(self, *arguments: object, **data: object) -> tuple[float, tuple[object, ...]]: ...


class ByFirst(Protocol):
    """By the first argument; the others are data."""

    @overload
    def __call__(self, x: float, /, *data: object, **more: object) -> float: ...
    @overload
    def __call__(self, x: T, /, *data: object, **more: object) -> T: ...


class ValueAndFirst(Protocol):
    """The value, and the gradient by the first argument."""

    @overload
    def __call__(self, x: float, /, *data: object, **more: object) -> tuple[float, float]: ...
    @overload
    def __call__(self, x: T, /, *data: object, **more: object) -> tuple[float, T]: ...


class BySome(Protocol):
    """By arguments whose numbers are known only when it runs."""

    def __call__(self, *arguments: object, **data: object) -> object: ...


class ValueAndSome(Protocol):
    """The value, and the gradient by such arguments."""

    def __call__(self, *arguments: object, **data: object) -> tuple[float, object]: ...


class Jvp(Protocol[T_co]):
    """The value at a point, and the derivative in a direction."""

    def __call__(
        self, point: object, direction: object, /, **data: object
    ) -> tuple[T_co, T_co]: ...


class Pullback(Protocol):
    """From a number for each result to a gradient for each argument."""

    def __call__(self, cotangent: object, /) -> tuple[object, ...]: ...


class Vjp(Protocol[T_co]):
    """The value at a point, and the way back."""

    def __call__(self, *point: object, **data: object) -> tuple[T_co, Pullback]: ...


class SecondDerivatives(Protocol):
    """What `jit` compiles besides losses. `second_of`: of which one, and by which method of it."""

    second_of: tuple[Callable[..., Any], str]


class ProductWithHessian(SecondDerivatives, Protocol):
    """The Hessian at a point times a direction."""

    @overload
    def __call__(self, point: float, direction: float, /, **data: object) -> float: ...
    @overload
    def __call__(
        self, point: tuple[T1, T2], direction: tuple[T1, T2], /, **data: object
    ) -> tuple[T1, T2]: ...
    @overload
    def __call__(self, point: object, direction: object, /, **data: object) -> object: ...


class Jacobian(Protocol):
    """All derivatives of what a function gives, whose shape is known only when it runs."""

    def __call__(self, *arguments: object, **data: object) -> object: ...


class Hessian(SecondDerivatives, Protocol):
    """The second derivatives, row by row."""

    @overload
    def __call__(self, x: float, /, **data: object) -> float: ...
    @overload
    def __call__(
        self, x: float, y: float, /, **data: object
    ) -> tuple[tuple[float, float], tuple[float, float]]: ...
    @overload
    def __call__(
        self, *arguments: float, **data: object
    ) -> tuple[tuple[float, ...], ...]: ...
    @overload
    def __call__(self, x: list[float], /, **data: object) -> list[list[float]]: ...
    @overload
    def __call__(self, *arguments: object, **data: object) -> object: ...
