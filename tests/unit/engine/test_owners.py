"""State with an owner: no_grad belongs to a thread, a task or a generator; Nodes to a thread."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest

from py_engine import (
    GradientDescent,
    Node,
    descend,
    fast,
    grad,
    mean,
    no_grad,
    pausing,
    sqrt,
    value_and_grad,
)
from py_engine.errors import ThreadError
from py_engine.jit import jit


def records() -> bool:
    """Whether operations are recorded here, by all ways to them."""
    x = Node(3.0)
    results = [x + 1, x * x, sqrt(x), x**2, abs(x), x % 2, mean([x * 1.0, x])]
    kinds = {result.is_leaf for result in results}
    assert len(kinds) == 1
    return not kinds.pop()


@pytest.fixture(autouse=True)
def _nothing_is_left_off() -> Iterator[None]:
    yield
    gc.collect()
    assert records()
    assert fast.recording


def test_no_grad_holds_within_itself_nested_and_after_errors() -> None:
    with no_grad():
        assert not records()
        with no_grad():
            assert not records()
        assert not records()
        with pytest.raises(ZeroDivisionError), no_grad():
            Node(1.0) / 0
        assert not records()
    assert records()


def test_one_no_grad_may_be_entered_again_and_again() -> None:
    one = no_grad()
    with one:
        with one:
            assert not records()
        assert not records()
    assert records()
    with one:
        assert not records()


def test_no_grad_decorates_a_function_that_calls_itself() -> None:
    @no_grad()
    def depth(k: int) -> bool:
        return not records() and (k == 0 or depth(k - 1))

    assert depth(3)
    assert records()


def test_no_grad_of_one_thread_is_not_another_s() -> None:
    inside, done = threading.Event(), threading.Event()
    found: list[bool] = []

    def other() -> None:
        inside.wait(60)
        found.append(records())
        done.set()

    thread = threading.Thread(target=other)
    thread.start()
    with no_grad():
        inside.set()
        assert done.wait(60)
        assert not records()
    thread.join()
    assert found == [True]


def test_no_grad_of_one_task_is_not_another_s() -> None:
    found: dict[str, list[bool]] = {"without": [], "with": []}

    async def without() -> None:
        with no_grad():
            for _ in range(3):
                found["without"].append(records())
                await asyncio.sleep(0)

    async def with_() -> None:
        for _ in range(3):
            found["with"].append(records())
            await asyncio.sleep(0)

    async def both() -> None:
        await asyncio.gather(without(), with_(), without())

    asyncio.run(both())
    assert found == {"without": [False] * 6, "with": [True] * 3}


def test_no_grad_holds_for_what_a_task_awaits() -> None:
    async def helper() -> bool:
        await asyncio.sleep(0)
        return records()

    async def main() -> list[bool]:
        with no_grad():
            return [await helper(), *await asyncio.gather(helper(), helper())]

    assert asyncio.run(main()) == [False, False, False]


def paused(seen: list[bool]) -> Iterator[int]:
    with no_grad():
        for k in range(3):
            seen.append(records())
            yield k
    seen.append(records())


def test_no_grad_of_a_suspended_generator_is_not_its_caller_s() -> None:
    inside: list[bool] = []
    outside = [records() for _ in paused(inside)]
    assert outside == [True] * 3
    assert inside == [False, False, False, True]


def test_generators_that_leave_no_grad_out_of_order_leave_nothing_off() -> None:
    first, second = paused([]), paused([])
    next(first)
    next(second)
    first.close()  # type: ignore[attr-defined]  # a generator, to be exact
    assert records()
    assert next(second) == 1
    second.close()  # type: ignore[attr-defined]  # likewise
    assert records()


def test_a_generator_that_is_forgotten_leaves_nothing_off() -> None:
    next(paused([]))
    gc.collect()
    assert records()


def test_a_generator_within_no_grad_is_within_it() -> None:
    def plain() -> Iterator[bool]:
        yield records()
        yield records()

    generator = plain()
    with no_grad():
        assert not next(generator)
    assert next(generator)


def test_a_generator_enters_no_grad_by_a_stack_for_itself_alone() -> None:
    def stacked() -> Iterator[bool]:
        with ExitStack() as stack:
            stack.enter_context(no_grad())
            yield records()
            yield records()

    generator = stacked()
    assert not next(generator)
    assert records()
    assert not next(generator)
    assert list(generator) == []


def test_an_async_generator_s_no_grad_is_its_own() -> None:
    async def numbers() -> Any:
        with no_grad():
            for k in range(2):
                yield records(), k

    async def main() -> list[tuple[bool, bool]]:
        return [(inside, records()) async for inside, _ in numbers()]

    assert asyncio.run(main()) == [(False, True)] * 2


# Threads


def in_a_thread(f: Callable[[], Any]) -> Any:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(f).result(timeout=60)


def test_separate_nodes_in_separate_threads_have_their_gradients() -> None:
    def work(k: float) -> tuple[float, float]:
        total = 0.0
        for _ in range(200):
            x = Node(k)
            (x * x * x).backward()
            total += x.grad
        return total, value_and_grad(lambda a, b: sqrt(a * a + b) * a)(k, 1.0)[0]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(work, [1.0, 2.0, 3.0, 4.0]))
    assert [each for each, _ in found] == [200 * 3 * k * k for k in (1.0, 2.0, 3.0, 4.0)]
    assert [each for _, each in found] == [(k * k + 1) ** 0.5 * k for k in (1.0, 2.0, 3.0, 4.0)]


@pytest.mark.parametrize(
    "use",
    [
        lambda x, y: x * 2,
        lambda x, y: sqrt(x),
        lambda x, y: Node(1.0) + y,
        lambda x, y: y.backward(),
        lambda x, y: y > 2,
        lambda x, y: (y * 2).backward(),
        lambda x, y: (x * x).backward(),
        lambda x, y: value_and_grad(lambda a: a * y)(1.0),
    ],
)
def test_a_node_of_another_thread_is_refused_in_words(use: Callable[[Any, Any], Any]) -> None:
    x = Node(3.0)
    y = Node(2.0) * 2
    with pytest.raises(ThreadError, match="another thread") as refusal:
        in_a_thread(lambda: use(x, y))
    assert "Make the Nodes in the thread" in refusal.value.hint
    assert (x * x).value == 9.0


def test_the_numbers_of_a_node_may_be_read_in_another_thread() -> None:
    x = Node(3.0)
    y = x * x
    y.backward()
    assert in_a_thread(lambda: (y.value, x.grad, y.grad, f"{y:.1f}")) == (9.0, 6.0, 1.0, "9.0")
    assert y.tape.escaped is not None  # by backward()
    z = Node(1.0) * 2
    assert in_a_thread(lambda: z.value) == 2.0
    assert z.tape.escaped is None


def cube(x: Any) -> Any:
    return x**3


ASKED: dict[str, Callable[[], float]] = {
    "grad": lambda: grad(cube)(2.0),
    "value_and_grad": lambda: value_and_grad(cube)(2.0)[1],
    "jit": lambda: jit(cube)(2.0)[1],
    "descend": lambda: 2.0 - list(descend(cube, (2.0,), GradientDescent(1.0), 1))[-1].point[0],
}


@pytest.mark.parametrize("way", ASKED)
def test_a_gradient_that_is_asked_for_within_no_grad_is_found(way: str) -> None:
    with no_grad():
        assert ASKED[way]() == 12.0
        assert not records()


def test_code_compiled_within_no_grad_serves_outside_too() -> None:
    fast = jit(cube)
    with no_grad():
        fast(2.0)
        fast(2.0)
    assert len(fast.variants) == 1
    assert fast(3.0) == (27.0, 27.0)


def test_no_grad_within_a_function_holds_in_its_gradient() -> None:
    def loss(x: Any) -> Any:
        with no_grad():
            constant = x * 1.0
        return x * constant

    with no_grad():
        assert grad(loss)(2.0) == 2.0


def test_a_suspended_generator_s_no_grad_holds_within_a_gradient_too() -> None:
    found = []

    def suspended() -> Iterator[None]:
        with no_grad():
            while True:
                found.append(records())
                yield

    generator = suspended()
    next(generator)

    def loss(x: Any) -> Any:
        next(generator)
        found.append(records())
        return x * x

    with no_grad():
        assert grad(loss)(2.0) == 4.0
        assert not records()
    generator.close()
    assert found == [False, False, True]


def test_no_grad_that_ends_within_a_gradient_has_ended() -> None:
    pause = no_grad()

    def loss(x: Any) -> Any:
        pause.__exit__()
        return x * x

    pause.__enter__()
    assert grad(loss)(2.0) == 4.0
    assert not pausing.paused()
