"""Whatever a loss reads from outside: a change of it is seen, or the loss is not compiled."""

from __future__ import annotations

import sys
from io import IOBase
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from py_engine import value_and_grad
from py_engine.jit import jit
from py_engine.jit.guards import Watched

POINTS = [(0.5, 2.0), (3.0, -1.0)]
EXAMPLES = Path("web/app/model/examples")


class Case:
    """Code that defines `loss(x, y)`, and code that changes what it reads."""

    def __init__(self, code: str, change: str) -> None:
        self.space: dict[str, Any] = {"__name__": "__main__"}
        exec(code, self.space)
        self.change = change

    @property
    def loss(self) -> Any:
        return self.space["loss"]

    def alter(self) -> None:
        exec(self.change, self.space)


SEEN: dict[str, tuple[str, str]] = {
    "a global": ("k = 2.0\ndef loss(x, y): return x * k + y", "k = 3.0"),
    "a list": ("data = [1.0, 2.0]\ndef loss(x, y): return sum(x * d for d in data) + y",
               "data[1] = 5.0"),
    "a list that grows": ("data = [1.0, 2.0]\ndef loss(x, y): return sum(x * d for d in data) + y",
                          "data.append(5.0)"),
    "rows": ("data = [[1.0, 2.0], [3.0, 4.0]]\n"
             "def loss(x, y): return sum(x * a + y * b for a, b in data)", "data[1][0] = 9.0"),
    "rows of tuples": ("data = [(1.0, 2.0), (3.0, 4.0)]\n"
                       "def loss(x, y): return sum(x * a + y * b for a, b in data)",
                       "data[1] = (9.0, 4.0)"),
    "deep lists": ("data = [[[[[[[2.0]]]]]]]\n"
                   "def loss(x, y): return x * data[0][0][0][0][0][0][0] + y",
                   "data[0][0][0][0][0][0][0] = 7.0"),
    "a dict": ("data = {'a': 2.0}\ndef loss(x, y): return x * data['a'] + y", "data['a'] = 3.0"),
    "the order of a dict": ("data = {'a': 2.0, 'b': 3.0}\n"
                            "def loss(x, y): return x * list(data.values())[0] + y",
                            "data['a'] = data.pop('a')"),
    "a set": ("data = {2.0}\ndef loss(x, y): return sum(x * d for d in data) + y", "data.add(4.0)"),
    "a default": ("def loss(x, y, k=[2.0]): return x * k[0] + y", "loss.__defaults__[0][0] = 3.0"),
    "a keyword default": ("def loss(x, y, *, k=[2.0]): return x * k[0] + y",
                          "loss.__kwdefaults__['k'][0] = 3.0"),
    "another named default": ("def loss(x, y, *, k=[2.0]): return x * k[0] + y",
                              "loss.__kwdefaults__['k'] = [3.0]"),
    "other defaults": ("def loss(x, y, k=2.0): return x * k + y", "loss.__defaults__ = (3.0,)"),
    "other named defaults": ("def loss(x, y, *, k=2.0): return x * k + y",
                             "loss.__kwdefaults__ = {'k': 3.0}"),
    "the code of a function": (
        "def scaled(x): return x * 2.0\ndef loss(x, y): return scaled(x) + y",
        "scaled.__code__ = (lambda x: x * 3.0).__code__"),
    "a name among the builtins": (
        "import builtins\nbuiltins.factor = 2.0\ndef loss(x, y): return x * factor + y",
        "builtins.factor = 3.0"),
    "the sign of a zero": (
        "from math import copysign\ndata = [0.0]\n"
        "def loss(x, y): return x * copysign(2.0, data[0]) + y", "data[0] = -0.0"),
    "the sign of a zero in rows": (
        "from math import copysign\ndata = [(1.0, 0.0)] * 3\n"
        "def loss(x, y): return sum(x * copysign(a, b) for a, b in data) + y",
        "data[1] = (1.0, -0.0)"),
    "the sign of a zero in a dict": (
        "from math import copysign\ndata = {'a': [0.0]}\n"
        "def loss(x, y): return x * copysign(2.0, data['a'][0]) + y", "data['a'][0] = -0.0"),
    "the sign of a zero in an array": (
        "from math import copysign\nfrom array import array\ndata = array('d', [0.0])\n"
        "def loss(x, y): return x * copysign(2.0, data[0]) + y", "data[0] = -0.0"),
    "a truth for a number": (
        "data = [1]\ndef loss(x, y): return x * (2.0 if data[0] is True else 3.0) + y",
        "data[0] = True"),
    "an attribute of a metaclass": (
        "class Meta(type):\n    k = 2.0\nclass Data(metaclass=Meta): pass\n"
        "def loss(x, y): return x * Data.k + y", "Meta.k = 3.0"),
    "a class by its instance": (
        "class Meta(type):\n    k = 2.0\nclass Data(metaclass=Meta): pass\ndata = Data()\n"
        "def loss(x, y): return x * type(data).k + y", "Meta.k = 3.0"),
    "a closure": ("def make():\n    k = [2.0]\n    def loss(x, y): return x * k[0] + y\n"
                  "    return loss, k\nloss, k = make()", "k[0] = 3.0"),
    "a closure's variable": (
        "def make():\n    k = 2.0\n    def put(v):\n        nonlocal k\n        k = v\n"
        "    def loss(x, y): return x * k + y\n    return loss, put\nloss, put = make()",
        "put(3.0)"),
    "a variable of a closure that is set later": (
        "def make():\n    def put(v):\n        nonlocal k\n        k = v\n"
        "    def loss(x, y):\n        try: return x * k + y\n"
        "        except NameError: return x * y\n"
        "    if 0: k = 1\n    return loss, put\nloss, put = make()", "put(3.0)"),
    "a helper's global": ("k = 2.0\ndef helper(x): return x * k\n"
                          "def loss(x, y): return helper(x) + y", "k = 3.0"),
    "a helper": ("def helper(x): return x * 2.0\ndef loss(x, y): return helper(x) + y",
                 "def helper(x): return x * 3.0"),
    "an attribute of a function": ("def loss(x, y): return x * loss.k + y\nloss.k = 2.0",
                                   "loss.k = 3.0"),
    "an attribute": ("class C: pass\nc = C()\nc.k = 2.0\ndef loss(x, y): return x * c.k + y",
                     "c.k = 3.0"),
    "an attribute of a class": ("class C: k = 2.0\ndef loss(x, y): return x * C.k + y",
                                "C.k = 3.0"),
    "a class's, through an object": ("class C: k = 2.0\nc = C()\n"
                                     "def loss(x, y): return x * c.k + y", "C.k = 3.0"),
    "a base class's": ("class B: k = [2.0]\nclass C(B): pass\n"
                       "def loss(x, y): return x * C().k[0] + y", "B.k[0] = 3.0"),
    "a method": ("class C:\n    def f(self, x): return x * 2.0\nc = C()\n"
                 "def loss(x, y): return c.f(x) + y", "C.f = lambda self, x: x * 3.0"),
    "a method's global": ("k = 2.0\nclass C:\n    def f(self, x): return x * k\nc = C()\n"
                          "def loss(x, y): return c.f(x) + y", "k = 3.0"),
    "a property": ("k = [2.0]\nclass C:\n    @property\n    def v(self): return k[0]\nc = C()\n"
                   "def loss(x, y): return x * c.v + y", "k[0] = 3.0"),
    "a static method": ("k = [2.0]\nclass C:\n    @staticmethod\n    def v(): return k[0]\n"
                        "def loss(x, y): return x * C.v() + y", "k[0] = 3.0"),
    "slots": ("class C:\n    __slots__ = ('k', '__own')\n"
              "    def __init__(self): self.k, self.__own = 2.0, 1.0\nc = C()\n"
              "def loss(x, y): return x * c.k + y", "c.k = 3.0"),
    "a slot with its own name": (
        "class C:\n    __slots__ = ('__k',)\n    def __init__(self): self.__k = 2.0\n"
        "    def get(self): return self.__k\n    def put(self, v): self.__k = v\nc = C()\n"
        "def loss(x, y): return x * c.get() + y", "c.put(3.0)"),
    "attributes deep down": (
        "class C: pass\na = b = C()\nfor _ in range(9):\n    b.inside = C()\n    b = b.inside\n"
        "b.k = 2.0\ndef loss(x, y):\n    c = a\n    while hasattr(c, 'inside'): c = c.inside\n"
        "    return x * c.k + y", "b.k = 3.0"),
    "objects in a list": (
        "from dataclasses import dataclass\n@dataclass\nclass P:\n    a: float\n    b: float\n"
        "data = [P(1.0, 2.0), P(3.0, 4.0)]\n"
        "def loss(x, y): return sum(x * p.a + y * p.b for p in data)",
        "data[1].a = 9.0"),
    "an array": ("from array import array\ndata = array('d', [1.0, 2.0])\n"
                 "def loss(x, y): return sum(x * d for d in data) + y", "data[1] = 5.0"),
    "bytes": ("data = bytearray([1, 2])\ndef loss(x, y): return sum(x * d for d in data) + y",
              "data[1] = 5"),
    "a deque": ("from collections import deque\ndata = deque([1.0, 2.0], maxlen=2)\n"
                "def loss(x, y): return sum(x * d for d in data) + y", "data.append(5.0)"),
    "a default dict": ("from collections import defaultdict\ndata = defaultdict(float, a=2.0)\n"
                       "def loss(x, y): return x * data['a'] + y", "data['a'] = 3.0"),
    "a named tuple's list": (
        "from collections import namedtuple\nP = namedtuple('P', 'a b')\np = P([2.0], 1.0)\n"
        "def loss(x, y): return x * p.a[0] + y * p.b", "p.a[0] = 3.0"),
    "a namespace": ("from types import SimpleNamespace\nc = SimpleNamespace(k=2.0)\n"
                    "def loss(x, y): return x * c.k + y", "c.k = 3.0"),
    "a partial": ("from functools import partial\ndata = [2.0]\ndef f(k, x): return x * k[0]\n"
                  "g = partial(f, data)\ndef loss(x, y): return g(x) + y", "data[0] = 3.0"),
    "a partial's keywords": ("from functools import partial\ndef f(x, k): return x * k\n"
                             "g = partial(f, k=2.0)\ndef loss(x, y): return g(x) + y",
                             "g.keywords['k'] = 3.0"),
    "a partial as the loss": ("from functools import partial\ndata = [2.0]\n"
                              "def f(k, x, y): return x * k[0] + y\nloss = partial(f, data)",
                              "data[0] = 3.0"),
    "a bound method": ("class C:\n    k = 2.0\n    def f(self, x, y): return x * self.k + y\n"
                       "c = C()\nloss = c.f", "c.k = 3.0"),
    "an object that is called": ("class C:\n    def __init__(self): self.k = 2.0\n"
                                 "    def __call__(self, x, y): return x * self.k + y\nloss = C()",
                                 "loss.k = 3.0"),
    "a list of one's own": ("class L(list):\n    __slots__ = ()\n    k = 2.0\n"
                            "    def f(self): return self[0] * self.k\nd = L([1.0])\n"
                            "def loss(x, y): return x * d.f() + y", "L.k = 3.0"),
    "what is asked for by its text": ("class C: pass\nc = C()\nc.k = 2.0\n"
                                      "def loss(x, y): return x * getattr(c, 'k') + y",
                                      "c.k = 3.0"),
    "an object that has all attributes": (
        "class C:\n    def __init__(self): self.k = 2.0\n"
        "    def __getattr__(self, name): return 1.0\n"
        "c = C()\ndef loss(x, y): return x * c.k * c.other + y", "c.k = 3.0"),
    "a bound method of a list": ("data = [2.0]\nget = data.__getitem__\n"
                                 "def loss(x, y): return x * get(0) + y", "data[0] = 3.0"),
    "a wrapped function": (
        "from functools import wraps\nk = 2.0\ndef inner(x, y): return x * k + y\n@wraps(inner)\n"
        "def loss(*a): return inner(*a)", "k = 3.0"),
    "a context manager of one's own": (
        "from contextlib import contextmanager\nk = [2.0]\n@contextmanager\ndef scale():\n"
        "    yield k[0]\ndef loss(x, y):\n    with scale() as s: return x * s + y", "k[0] = 3.0"),
    "a gradient's function": (
        "from py_engine import grad\nk = 2.0\ndef inner(a): return a * k\ng = grad(inner)\n"
        "def loss(x, y): return x * g(1.0) + y", "k = 3.0"),
    "a proxy": ("from types import MappingProxyType\nd = {'k': 2.0}\np = MappingProxyType(d)\n"
                "def loss(x, y): return x * p['k'] + y", "d['k'] = 3.0"),
    "a builtin that is hidden": ("def loss(x, y): return max(x, y) * 2.0",
                                 "max = lambda a, b: a + b"),
    "an enumeration": ("import enum\nclass E(enum.Enum):\n    A = 2.0\nnow = E.A\n"
                       "def loss(x, y): return x * now.value + y", "now = E('oops') if 0 else "
                       "type('E', (), {'value': 3.0})"),
    "a class with an abstract base": (
        "import abc\nclass B(abc.ABC):\n    @abc.abstractmethod\n    def f(self): ...\n"
        "class C(B):\n    k = 2.0\n    def f(self): return self.k\nc = C()\n"
        "def loss(x, y): return x * c.f() + y", "C.k = 3.0"),
    "an integer for a float": (
        "data = [2.0, 0.5]\ndef loss(x, y): return x * (1 if type(data[0]) is float else 3) + y",
        "data[0] = 2"),
    "an integer for a float in rows": (
        "data = [[0.5, 2.0]]\n"
        "def loss(x, y): return x * (1 if type(data[0][1]) is float else 3) + y",
        "data[0][1] = 2"),
    "an integer for a float in rows of tuples": (
        "data = [(0.5, 2.0)]\n"
        "def loss(x, y): return x * (1 if type(data[0][1]) is float else 3) + y",
        "data[0] = (0.5, 2)"),
    "a truth in a set": (
        "data = {1, 5}\ndef loss(x, y): return x * sum(type(d) is int for d in data) + y",
        "data.remove(1); data.add(True)"),
    "the sign of a complex zero": (
        "from math import copysign\ndata = [complex(1.0, 0.0)]\n"
        "def loss(x, y): return x * copysign(2.0, data[0].imag) + y", "data[0] = complex(1, -0.0)"),
    "the order of a dict in a list": (
        "data = [{'a': 2.0, 'b': 3.0}]\n"
        "def loss(x, y): return x * list(data[0].values())[0] + y",
        "data[0]['a'] = data[0].pop('a')"),
    "the digits of a decimal": (
        "from decimal import Decimal\ndata = [Decimal('2.0')]\n"
        "def loss(x, y): return x * len(str(data[0])) + y", "data[0] = Decimal('2.000')"),
    "how decimals are rounded": (
        "import decimal\nfrom decimal import Decimal\n"
        "def loss(x, y): return x * float(Decimal(1) / Decimal(3)) + y",
        "decimal.setcontext(decimal.Context(prec=3 + decimal.getcontext().prec % 5))"),
    "an object that wraps a function": (
        "from functools import update_wrapper\nclass Scaled:\n"
        "    def __init__(self, f):\n        update_wrapper(self, f)\n        self.k = 2.0\n"
        "    def __call__(self, x, y): return self.k * self.__wrapped__(x, y)\n"
        "@Scaled\ndef loss(x, y): return x + y", "loss.k = 3.0"),
    "the class of an object that wraps a function": (
        "from functools import update_wrapper\nclass Scaled:\n    k = 2.0\n"
        "    def __init__(self, f): update_wrapper(self, f)\n"
        "    def __call__(self, x): return self.k * self.__wrapped__(x)\n"
        "@Scaled\ndef f(x): return x\ndef loss(x, y): return f(x) + y", "Scaled.k = 3.0"),
    "a partial method": (
        "from functools import partialmethod\ndata = [2.0]\nclass C:\n"
        "    def f(self, k, x): return x * k[0]\n    g = partialmethod(f, data)\nc = C()\n"
        "def loss(x, y): return c.g(x) + y", "data[0] = 3.0"),
    "a property of an enumeration": (
        "import enum\nk = 2.0\nclass E(enum.Enum):\n    A = 1\n    @enum.property\n"
        "    def scale(self): return k\ndef loss(x, y): return x * E.A.scale + y", "k = 3.0"),
    "a property of one's own kind": (
        "class P(property):\n    k = 2.0\n    def __get__(self, one, kind=None): return self.k\n"
        "class C: p = P(abs)\nc = C()\ndef loss(x, y): return x * c.p + y",
        "vars(C)['p'].k = 3.0"),
    "a partial of one's own kind": (
        "from functools import partial\nclass P(partial):\n"
        "    def __call__(self, x): return self.k * super().__call__(x)\n"
        "p = P(lambda x: x)\np.k = 2.0\ndef loss(x, y): return p(x) + y", "p.k = 3.0"),
    "a date of one's own kind": (
        "from datetime import date\nclass Day(date): pass\nday = Day(2020, 1, 1)\nday.k = 2.0\n"
        "def loss(x, y): return x * day.k + y", "day.k = 3.0"),
    "a source of numbers of one's own kind": (
        "import random\nclass R(random.Random):\n    def random(self): return self.k\n"
        "r = R(1)\nr.k = 2.0\ndef loss(x, y): return x * r.random() + y", "r.k = 3.0"),
    "another class": (
        "class A: k = 2.0\nclass B: k = 3.0\ndata = [A()]\n"
        "def loss(x, y): return x * data[0].k + y", "data[0].__class__ = B"),
    "another base": (
        "class A: k = 2.0\nclass B: k = 3.0\nclass C(A): pass\nc = C()\n"
        "def loss(x, y): return x * c.k + y", "C.__bases__ = (B,)"),
    "a class that is registered": (
        "import abc\nclass B(abc.ABC): pass\nclass C: pass\nc = C()\n"
        "def loss(x, y): return x * (3.0 if isinstance(c, B) else 2.0) + y", "B.register(C)"),
    "the factory of a dict": (
        "from collections import defaultdict\ndata = defaultdict(lambda: 2.0)\n"
        "def loss(x, y):\n    k = data['a']\n    del data['a']\n    return x * k + y",
        "data.default_factory = lambda: 3.0"),
    "what a dict's factory reads": (
        "from collections import defaultdict\nk = 2.0\ndata = defaultdict(lambda: k)\n"
        "def loss(x, y):\n    k = data['a']\n    del data['a']\n    return x * k + y", "k = 3.0"),
    "an attribute between underscores": (
        "class C: __data__ = [2.0]\ndef loss(x, y): return x * C.__data__[0] + y",
        "C.__data__[0] = 3.0"),
    "the name of a function": (
        "def f(): pass\ndef loss(x, y): return x * len(f.__name__) + y", "f.__name__ = 'longer'"),
    "what an exception carries": (
        "class Odd(Exception): pass\nodd = Odd(2.0)\n"
        "def loss(x, y): return x * odd.args[0] + y", "odd.args = (3.0,)"),
    "a name that comes up": (
        "def scale():\n    try: return k\n    except NameError: return 2.0\n"
        "def loss(x, y): return x * scale() + y", "k = 3.0"),
    "an attribute that comes up": (
        "class C: pass\nc = C()\ndef loss(x, y): return x * getattr(c, 'k', 2.0) + y",
        "c.k = 3.0"),
    "what is got by a name": (
        "from operator import methodcaller\ndata = [2.0]\nclass C:\n"
        "    def f(self, k): return k[0]\nget, c = methodcaller('f', data), C()\n"
        "def loss(x, y): return x * get(c) + y", "data[0] = 3.0"),
}  # fmt: skip


def test_an_equal_object_in_another_s_place_is_watched_from_then_on() -> None:
    case = Case(
        "class P:\n    def __init__(self, a): self.a = a\n"
        "    def __eq__(self, other): return True\ndata = [P([1.0])]\n"
        "def loss(x, y): return x * data[0].a[0] + y",
        "data[0].a[0] = 9.0",
    )
    fast = jit(case.loss)
    assert fast(0.5, 2.0)[0] == 2.5
    exec("data[0] = P([1.0])", case.space)
    assert fast(0.5, 2.0)[0] == 2.5
    case.alter()
    assert fast(0.5, 2.0)[0] == 6.5


def assert_as_eager(fast: Any, loss: Any) -> None:
    eager = value_and_grad(loss)
    for point in POINTS:
        assert fast(*point) == eager(*point)


@pytest.mark.parametrize("name", sorted(SEEN))
def test_a_change_of_what_the_loss_reads_is_seen(name: str) -> None:
    case = Case(*SEEN[name])
    fast = jit(case.loss)
    assert_as_eager(fast, case.loss)
    assert fast.how == "python", fast.reason
    assert not fast.watched.changed()
    before = fast(*POINTS[0])
    case.alter()
    assert fast.watched.changed()
    loss = case.loss if case.loss is not fast.f and name != "a helper" else fast.f
    assert_as_eager(fast, fast.f)
    assert_as_eager(jit(loss), loss)
    assert fast(*POINTS[0]) != before
    assert fast.how == "python"


def test_a_change_in_a_module_of_one_s_own_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    settings, deep = ModuleType("settings"), ModuleType("settings.deep")
    exec("k = 2.0\ndef f(x): return x * k", vars(settings))
    exec("m = [1.0]", vars(deep))
    vars(settings)["deep"] = deep
    monkeypatch.setitem(sys.modules, "settings", settings)
    for code in (
        "import settings\ndef loss(x, y): return settings.f(x) + y * settings.deep.m[0]",
        "def loss(x, y):\n    import settings\n    return settings.k * x + y * settings.deep.m[0]",
        "from settings import f, deep\ndef loss(x, y): return f(x) + y * deep.m[0]",
    ):
        case = Case(code, "")
        fast = jit(case.loss)
        assert_as_eager(fast, case.loss)
        vars(settings)["k"] += 1.0
        assert fast.watched.changed()
        assert_as_eager(fast, case.loss)
        vars(deep)["m"][0] += 1.0
        assert fast.watched.changed()
        assert_as_eager(fast, case.loss)
        assert fast.how == "python"


IN_MODULES = {
    "handed on": "def f(m): return m.k\ndef loss(x, y): return f(settings) * x + y",
    "in a list": "data = [settings]\ndef loss(x, y): return data[0].k * x + y",
    "by a text": "name = 'k'\ndef loss(x, y): return getattr(settings, name) * x + y",
    "by a key": "name = 'k'\ndef loss(x, y): return settings.__dict__[name] * x + y",
    "by a getter": "from operator import attrgetter\nget = attrgetter('k')\n"
    "def loss(x, y): return get(settings) * x + y",
}


@pytest.mark.parametrize("way", sorted(IN_MODULES))
@pytest.mark.parametrize("change", ["settings.k = 3.0", "del settings.k"])
def test_a_change_in_a_module_is_seen_however_it_is_read(way: str, change: str) -> None:
    case = Case("from types import ModuleType\nsettings = ModuleType('settings')\n"
                f"settings.k = 2.0\n{IN_MODULES[way]}", change)  # fmt: skip
    fast = jit(case.loss)
    assert_as_eager(fast, case.loss)
    assert fast.how == "python", fast.reason
    case.alter()
    assert fast.watched.changed()


@pytest.mark.parametrize("read", ["settings.k", "getattr(settings, 'k')"])
def test_an_attribute_of_a_module_that_comes_up_is_seen(read: str) -> None:
    case = Case("from types import ModuleType\nsettings = ModuleType('settings')\n"
                "def loss(x, y):\n"
                f"    try: return {read} * x + y\n    except AttributeError: return 2.0 * x + y",
                "settings.k = 3.0")  # fmt: skip
    fast = jit(case.loss)
    assert fast(0.5, 2.0)[0] == 3.0
    assert fast.how == "python", fast.reason
    case.alter()
    assert fast(0.5, 2.0)[0] == 3.5


def test_a_module_that_comes_up_or_is_exchanged_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case("def loss(x, y):\n    try:\n        import settings\n"
                "        return settings.k * x + y\n"
                "    except ImportError: return x + y", "")  # fmt: skip
    fast = jit(case.loss)
    assert fast(0.5, 2.0)[0] == 2.5
    assert fast.how == "python", fast.reason
    for k in (2.0, 3.0):
        module = ModuleType("settings")
        vars(module)["k"] = k
        monkeypatch.setitem(sys.modules, "settings", module)
        assert fast(0.5, 2.0)[0] == k * 0.5 + 2.0
    assert fast.how == "python", fast.reason


REFUSED: dict[str, tuple[str, str]] = {
    "an iterator": ("it = iter([1.0, 2.0, 3.0, 4.0] * 99)\ndef loss(x, y): return x * next(it) + y",
                    "`it`, an iterator"),
    "a generator": ("def g():\n    while 1:\n        yield 2.0\nit = g()\n"
                    "def loss(x, y): return x * next(it) + y", "`it`"),
    "a zip that is left over": ("z = zip([1.0], [2.0])\n"
                                "def loss(x, y): return sum((x * a for a, b in z), y)", "`z`"),
    "a counter": ("from itertools import count\nc = count()\n"
                  "def loss(x, y): return x * (next(c) * 0 + 2) + y", "`c`"),
    "an iterator in an object": ("class C: pass\nc = C()\nc.it = iter([])\n"
                                 "def loss(x, y): return x * len(list(c.it)) + y", "iterator"),
    "a file": ("f = open('/dev/null')\ndef loss(x, y): return x * len(f.read()) + y", "`f`"),
    "opening a file": ("def loss(x, y):\n    with open('/dev/null') as f:\n"
                       "        return x * len(f.read()) + y", "open"),
    "the clock": ("import time\ndef loss(x, y): return x + 0 * time.time() + y", "time.time"),
    "the clock by its name": ("from time import perf_counter\n"
                              "def loss(x, y): return x + 0 * perf_counter() + y", "perf_counter"),
    "the clock inside": ("def loss(x, y):\n    import time\n    return x + 0 * time.time() + y",
                         "time.time"),
    "the date": ("from datetime import datetime\n"
                 "def loss(x, y): return x + 0 * datetime.now().year + y", "now"),
    "the date in a module": (
        "import datetime\n"
        "def loss(x, y): return x + 0 * datetime.datetime.now().year + y", "now"),
    "the clock by a text": ("import time\nname = 'time'\n"
                            "def loss(x, y): return x + 0 * getattr(time, name)() + y", "time"),
    "whether there is a file": (
        "def loss(x, y):\n    from os.path import exists\n"
        "    return x + 0 * exists('/dev/null') + y", "os.path"),
    "a module by its text": ("import importlib\ndef loss(x, y):\n"
                             "    return x * importlib.import_module('math').pi + y", "importlib"),
    "the limit of recursion": (
        "import sys\ndef loss(x, y): return x + 0 * sys.getrecursionlimit() + y", "recursion"),
    "all classes below": (
        "class A: pass\ndef loss(x, y): return x * len(A.__subclasses__()) + y", "subclasses"),
    "the globals of a function": (
        "k = 2.0\ndef f(): pass\ndef loss(x, y): return x * f.__globals__['k'] + y", "globals"),
    "the text of a function": ("def f(): '2'\ndef loss(x, y): return x * float(f.__doc__) + y",
                               "doc"),
    "an object that answers for itself": (
        "class C:\n    def __getattribute__(self, name): return 2.0\nc = C()\n"
        "def loss(x, y): return x * c.k + y", "`c`"),
    "a reference of one's own kind": (
        "import weakref\nclass C: k = 2.0\nclass R(weakref.ref): pass\nc = C()\nr = R(c)\n"
        "def loss(x, y): return x * r().k + y", "`r`"),
    "the environment": ("import os\ndef loss(x, y): return x * len(os.environ) * 0 + y", "os."),
    "secrets": ("import secrets\ndef loss(x, y): return x + 0 * secrets.randbelow(3) + y",
                "secrets"),
    "the system's random numbers": ("import random\nr = random.SystemRandom()\n"
                                    "def loss(x, y): return x + 0 * r.random() + y", "random"),
    "a cache": ("from functools import lru_cache\n@lru_cache\ndef f(): return [2.0]\n"
                "def loss(x, y): return x * f()[0] + y", "cache"),
    "names by their text": ("k = 2.0\ndef loss(x, y): return x * eval('k') + y", "eval"),
    "all globals": ("k = 2.0\ndef loss(x, y): return x * globals()['k'] + y", "globals"),
    "what nobody knows": ("from queue import Queue\nimport io\nb = io.StringIO('12')\n"
                          "def loss(x, y): return x * len(b.getvalue()) + y", "`b`"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_watched_makes_the_loss_run_eagerly_and_says_why(name: str) -> None:
    code, words = REFUSED[name]
    case = Case(code, "")
    fast = jit(case.loss)
    assert fast.how == "eager" if "next(" not in code else True
    value, gradient = fast(0.5, 2.0)
    assert len(gradient) == 2
    assert isinstance(value, float)
    assert words in str(fast.reason)
    assert str(fast.reason).startswith("The loss ")
    assert not fast.variants
    for opened in case.space.values():
        if issubclass(type(opened), IOBase):
            opened.close()


RANDOM = {
    "the module": "import random\ndef loss(x, y): return x * random.random() + y",
    "a function": "from random import gauss\ndef loss(x, y): return x * gauss(0, 1) + y",
    "a source": "import random\nr = random.Random(1)\ndef loss(x, y): return x * r.random() + y",
    "a source in an object": "import random\nclass C: pass\nc = C()\nc.r = random.Random(1)\n"
    "def loss(x, y): return x * c.r.random() + y",
    "a method of a source": "import random\nu = random.Random(1).uniform\n"
    "def loss(x, y): return x * u(0, 1) + y",
}


@pytest.mark.parametrize("name", sorted(RANDOM))
def test_a_loss_that_draws_random_numbers_is_not_compiled(name: str) -> None:
    fast = jit(Case(RANDOM[name], "").loss)
    assert fast(1.0, 2.0) != fast(1.0, 2.0)
    assert "random" in str(fast.reason)


class Dtype:
    def __init__(self, hasobject: bool) -> None:
        self.hasobject = hasobject


class Array:
    """What the watch asks of an array of numpy's."""

    __slots__ = ("dtype", "numbers")

    def __init__(self, numbers: list[float], *, hasobject: bool = False) -> None:
        self.numbers, self.dtype = numbers, Dtype(hasobject)

    @property
    def shape(self) -> tuple[int]:
        return (len(self.numbers),)

    def tobytes(self) -> bytes:
        return repr(self.numbers).encode()


Array.__module__ = "numpy"


def test_arrays_of_numpy_are_watched_by_their_bytes() -> None:
    case = Case("def loss(x, y): return sum(x * d for d in data.numbers) + y", "")
    case.space["data"] = data = Array([1.0, 2.0])
    fast = jit(case.loss)
    assert_as_eager(fast, case.loss)
    assert fast.how == "python"
    data.numbers[1] = 5.0
    assert fast.watched.changed()
    assert_as_eager(fast, case.loss)
    case.space["data"] = Array([1.0], hasobject=True)
    assert jit(case.loss).watched.refusal is not None


def test_random_numbers_of_numpy_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    numpy = ModuleType("numpy")
    vars(numpy)["random"] = ModuleType("numpy.random")
    monkeypatch.setitem(sys.modules, "numpy", numpy)
    case = Case("import numpy as np\ndef loss(x, y): return x * np.random.rand() + y", "")
    assert "numpy.random" in str(Watched(case.loss).refusal)


ORDINARY = {
    "local iterators": "def loss(x, y):\n    it = iter([1.0, 2.0])\n    return x * next(it) + y",
    "names of attributes": "class C: open = time = 2.0\nc = C()\n"
    "def loss(x, y): return x * c.open * c.time + y",
    "a seeded source inside": "import random\ndef loss(x, y):\n    r = random.Random(1)\n"
    "    return x * r.random() + y",
    "the library": "import math, statistics, itertools, operator\nfrom fractions import Fraction\n"
    "third = Fraction(1, 3)\nget = operator.itemgetter(0)\n"
    "def loss(x, y): return x * math.pi * get([statistics.mean([1, 2])]) + y * third + "
    "sum(itertools.accumulate([1, 2]))",
    "a pattern": "import re\np = re.compile('a')\n"
    "def loss(x, y): return x * len(p.findall('aa')) + y",
    "types": "from typing import Any, TypeVar\nT = TypeVar('T')\n"
    "def loss(x: Any, y: Any) -> Any:\n    z: Any = x\n    return z * 2.0 + (y if T else 0)",
    "a sentinel": "none = object()\n"
    "def loss(x, y, k=none): return x * (2.0 if k is none else 1.0) + y",
    "an engine's own": "import py_engine as ag\nfrom py_engine import Node, mean, primitive\n"
    "w = Node(2.0)\ncube = primitive(lambda a: a**3, lambda a: 3 * a * a, name='a cube')\n"
    "def loss(x, y): return mean([cube(x), ag.sqrt(y * y + 1), x * w])",
    "itself": "def loss(x, y, k=2): return x * y if k == 0 else loss(x, y, k - 1) + x",
    "circles": "a = []\na.append(a)\nclass C: pass\nc = C()\nc.me = c\n"
    "def loss(x, y): return x * len(a) + y * (c.me is c)",
}


@pytest.mark.parametrize("name", sorted(ORDINARY))
def test_ordinary_code_is_compiled(name: str) -> None:
    case = Case(ORDINARY[name], "")
    fast = jit(case.loss)
    found, expected = fast(0.5, 2.0), value_and_grad(case.loss)(0.5, 2.0)
    assert found[0] == pytest.approx(expected[0], rel=1e-12)
    assert found[1] == pytest.approx(expected[1], rel=1e-12)
    assert fast.how == "python", fast.reason


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_each_example_of_the_lab_is_compiled(path: Path) -> None:
    space: dict[str, Any] = {"__name__": "__main__"}
    exec(path.read_text(encoding="utf-8"), space)
    fast = jit(space["loss"])
    assert fast.how == "python", fast.reason
    assert not fast.watched.changed()


def test_whether_errors_may_be_caught_is_seen_in_all_that_is_called() -> None:
    plain = "def helper(x): return x * 2.0\ndef loss(x, y): return sum(helper(k) for k in (x, y))"
    catching = "def helper(x):\n    try: return 1 / x\n    except ZeroDivisionError: return x\n"
    assert not Watched(Case(plain, "").loss).catches
    for loss in (
        "def loss(x, y): return helper(x) + y",
        "def loss(x, y): return sum(helper(k) for k in (x, y))",
        "class C:\n    def f(self, x): return helper(x)\nc = C()\n"
        "def loss(x, y): return c.f(x) + y",
    ):
        assert Watched(Case(catching + loss, "").loss).catches
    suppress = (
        "from contextlib import suppress\n"
        "def loss(x, y):\n    with suppress(ValueError): x = x / y"
    )
    assert Watched(Case(suppress, "").loss).catches
