"""A learner's object is taken apart before it is freed: then no chain falls link by link."""

from __future__ import annotations

import weakref
from typing import Any

import pytest

from classroom.run.flat_free import learner_builtins

KINDS = {
    "a dictionary": "class Link: pass",
    "slots": "class Link: __slots__ = ('parent',)",
    "slots and a dictionary": "class Base: __slots__ = ('parent',)\nclass Link(Base): pass",
    "slots of a subclass": "class Base: pass\nclass Link(Base): __slots__ = ('parent',)",
    "slots of another module's subclass": "class Link(Given): __slots__ = ('parent',)",
    "slots of the last of many classes": (
        "for i in range(300):\n    class Link: __slots__ = ('parent', 'never_set')"
    ),
}


class Held:
    """What a link holds."""


def defined(text: str, **names: Any) -> Any:
    """The class `Link` of a learner's module."""
    space = {"__builtins__": learner_builtins(), "__name__": "learners", **names}
    exec(text, space)
    return space["Link"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_dying_object_lets_go_of_all_that_it_holds(kind: str) -> None:
    given = defined("class Link: pass")
    link = defined(KINDS[kind], Given=given)()
    link.parent = Held()
    held = weakref.ref(link.parent)
    link.__del__()
    assert held() is None
    assert not hasattr(link, "parent")


def test_what_a_dying_object_held_is_let_go_by_the_outermost_alone() -> None:
    cls = defined("class Link: pass")
    seen: list[str] = []

    class Last:
        def __del__(self) -> None:
            inner = cls()
            inner.parent = Held()
            weakref.finalize(inner.parent, seen.append, "inner")
            inner.__del__()
            seen.append("last")

    outer = cls()
    outer.parent = Last()
    outer.__del__()
    assert seen == ["last", "inner"]


def test_a_finalizer_of_ones_own_stays() -> None:
    cls = defined("class Link:\n    def __del__(self): self.log.append('own')")
    log: list[str] = []
    link = cls()
    link.log = log
    del link
    assert log == ["own"]
