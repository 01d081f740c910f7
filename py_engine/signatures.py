"""What `grad` and `value_and_grad` give, as types: a gradient has the type of what it is by."""

from __future__ import annotations

from typing import Protocol, TypeVar, overload

T = TypeVar("T")
T1 = TypeVar("T1")
T2 = TypeVar("T2")
T3 = TypeVar("T3")


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
