"""The mistakes that newcomers make here, each with what to try.

A rule looks at a `Case` and gives (message, hint) if it knows it, with None for the message where
Python's own is plain enough. The first rule that answers counts.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from classroom.words.faults import ENGINE_NAMES
from py_engine import GradientError, Node

Advice = tuple[str | None, str | None]


@dataclass
class Case:
    """An error at a line: Python's message for it, the line's text, and the names known there."""

    error: BaseException
    kind: str
    message: str
    text: str
    names: dict[str, Any]
    functions: list[str]


def advise(case: Case) -> tuple[str, str | None]:
    """The message and the hint for a runtime error."""
    for base in type(case.error).__mro__:
        for rule in _RULES.get(base.__name__, ()):
            advice = rule(case)
            if advice is not None:
                return advice[0] or case.message, advice[1]
    hint = getattr(case.error, "hint", None)
    return case.message or _without_words(case), hint if hint and isinstance(hint, str) else None


def _without_words(case: Case) -> str:
    if case.kind == "AssertionError":
        return f"This is not so: `{case.text.strip().removeprefix('assert').strip()}`"
    return f"A {case.kind} was raised."


# -- TypeError ---------------------------------------------------------------------------------

_LIBRARIES = ("numpy", "torch", "jax", "tensorflow", "scipy", "pandas", "matplotlib", "sympy")
_OPERANDS = re.compile(
    r"operand type\(s\) for (\S+?):?(?: or pow\(\):)? .*?'([\w.]+)' and '([\w.]+)'")


def _caret(case: Case) -> Advice | None:
    match = _OPERANDS.search(case.message)
    if match is None or match[1] not in ("^", "^="):
        return None
    return ("`^` is not the power in Python: it works on the bits of integers.",
            "Write `**`, as in `(x_i - x) ** 2`.")


def _math_function(case: Case) -> Advice | None:
    match = re.search(r"\b(math|cmath|statistics|np|numpy)\.(\w+)\(", case.text)
    if "Node" not in case.message or "operand type" in case.message:
        return None
    if match is None:
        return None
    name = match[2]
    message = f"`{match[1]}.{name}` works on plain numbers only, and here it was given a Node."
    if name in ENGINE_NAMES:
        return message, f"Use ours, which knows its derivative: `from py_engine import {name}`."
    return message, "Write it with the functions of py_engine, so that the gradient can be found."


def _uncalled(case: Case) -> Advice | None:
    match = _OPERANDS.search(case.message)
    if match is None:
        return None
    functions = {"function", "builtin_function_or_method", "method", "type", "property"}
    if not functions & {match[2], match[3]}:
        return None
    name = next((word for word in re.findall(r"[A-Za-z_]\w*(?!\w*\s*\()", case.text)
                 if callable(case.names.get(word)) and not isinstance(case.names[word], Node)),
                None)
    return (f"`{name}` stands there as a function, without being called." if name else None,
            f"Call it, with brackets: `{name or 'f'}(...)`.")


def _collection_arithmetic(case: Case) -> Advice | None:
    match = _OPERANDS.search(case.message)
    kinds = {match[2], match[3]} if match else set()
    if "list" in kinds or "tuple" in kinds or "multiply sequence" in case.message:
        return (f"{case.message.rstrip('.')}: Python's lists do not calculate element by element.",
                "Take the elements one at a time: `[(x_i - x) ** 2 for x_i in xs]`.")
    if "generator" in kinds or "zip" in kinds or "range" in kinds:
        return None, "Take its elements one at a time, with a `for` in brackets."
    return None


def _missing_operator(case: Case) -> Advice | None:
    match = _OPERANDS.search(case.message)
    if match is None or not {match[2], match[3]} <= {"Node", "int", "float"}:
        return None
    name = _METHODS.get(match[1].removesuffix("="))
    if name is None:
        return None
    reflected = match[2] != "Node"
    method = f"__r{name}__" if reflected else f"__{name}__"
    return (f"Your Node cannot do `{'number' if reflected else 'node'} {match[1]} "
            f"{'number' if match[3] != 'Node' else 'node'}` yet.",
            f"Write the method `{method}` in your class.")


_METHODS = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "**": "pow", "%": "mod",
            "//": "floordiv"}


def _missing_method(case: Case) -> Advice | None:
    number = "'(?:Node|int|float)'"
    match = (re.search(rf"'([<>]=?)' not supported between instances of {number} and {number}",
                       case.message)
             or re.search(r"operand type for (abs|unary [-+]).*'Node'", case.message))
    if match is None:
        return None
    return None, f"Write the method `__{_MORE_METHODS[match[1]]}__` in your class."


_MORE_METHODS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "abs": "abs", "unary -": "neg",
                 "unary +": "pos"}


def _text_arithmetic(case: Case) -> Advice | None:
    match = _OPERANDS.search(case.message)
    kinds = {match[2], match[3]} if match else set()
    if "str" in kinds or "concatenate str" in case.message:
        return (f"{case.message.rstrip('.')}: a text is not a number.",
                "Make it a number first: `float('0.3')`; to print both, write an f-string.")
    return None


def _exact_number(case: Case) -> Advice | None:
    match = _OPERANDS.search(case.message)
    if match is None or "decimal.Decimal" not in (match[2], match[3]):
        return None
    return None, "Nodes calculate with floats: write `float(...)` around the Decimal."


def _nothing(case: Case) -> Advice | None:
    if "NoneType" not in case.message:
        return None
    return None, "None often comes from a function without `return`: look at what it gives back."


def _called_number(case: Case) -> Advice | None:
    match = re.search(r"'([\w.]+)' object is not callable", case.message)
    if match is None:
        return None
    if match[1] in ("int", "float", "Node"):
        return (f"{case.message.rstrip('.')}: brackets after a value call it.",
                "Write the multiplication sign: `2 * (x + 1)`. Or has a function's name been "
                "given to a number?")
    return None, "Is a variable hiding a function of the same name? Rename the variable."


def _node_as_collection(case: Case) -> Advice | None:
    if re.search(r"'Node' object is not (iterable|subscriptable)|'Node' has no len", case.message):
        return (None, "A Node is one number. To add up or average several, give them in a list: "
                      "`total([a, b])`.")
    return None


def _whole_number(case: Case) -> Advice | None:
    if "cannot be interpreted as an integer" not in case.message:
        return None
    return None, "A count must be whole: divide with `//`, or take `int(...)`."


def _arguments(case: Case) -> Advice | None:
    if re.search(r"\(\) (missing|takes|got)", case.message):
        return None, "Compare the call with the function's `def` line."
    return None


# -- names, imports, attributes -------------------------------------------------------------------


def _unknown_name(case: Case) -> Advice | None:
    match = re.search(r"[Nn]ame '(\w+)' is not defined", case.message)
    if match is None:
        return None
    name = match[1]
    if name in ENGINE_NAMES:
        return None, f"Import it at the top: `from py_engine import {name}`."
    if name in ("np", "numpy", "torch"):
        return None, "Use py_engine and plain Python here: `from py_engine import sqrt, mean`."
    if name.capitalize() in ("True", "False", "None"):
        return None, f"Python writes it with a capital: `{name.capitalize()}`."
    if "Did you" in case.message:
        return None, "Check the spelling; Python tells capitals and small letters apart."
    known = [word for word in {*case.names, *ENGINE_NAMES} if not word.startswith("__")]
    close = difflib.get_close_matches(name, known, 1)
    if close and close[0] not in case.names:
        return None, f"Did you mean `{close[0]}`? Import it: `from py_engine import {close[0]}`."
    if close:
        return None, f"Did you mean `{close[0]}`?"
    return None, f"Give it a value before this line (`{name} = ...`), or check the spelling."


def _used_too_soon(case: Case) -> Advice | None:
    return None, ("A name that a function assigns to is its own: give it a value there first, "
                  "or pass it in as an argument.")


def _missing_library(case: Case) -> Advice | None:
    module = str(getattr(case.error, "name", "") or "")
    top = module.partition(".")[0]
    if top in _LIBRARIES:
        return (f"{top} is not available here, and its functions could not see through a Node.",
                "Use py_engine and plain Python: `from py_engine import sqrt, mean`, "
                "and lists in place of arrays.")
    if top == "py_engine":
        return None, "Everything is imported from py_engine itself: `from py_engine import sqrt`."
    return None, "Only Python's standard library and py_engine are here; check the spelling."


def _missing_import(case: Case) -> Advice | None:
    match = re.search(r"[Cc]annot import name '(\w+)' from 'py_engine", case.message)
    if match is None:
        return None
    close = difflib.get_close_matches(match[1], ENGINE_NAMES, 3)
    return None, ("It has " + ", ".join(f"`{name}`" for name in close) + "." if close
                  else "Its names are listed when you type `from py_engine import ` in the editor.")


def _missing_attribute(case: Case) -> Advice | None:
    match = re.search(r"'Node' object has no attribute '(\w+)'", case.message)
    if match is not None and match[1] in set(ENGINE_NAMES) - {"grad"}:
        return None, f"It is a function: write `{match[1]}(...)` around the Node."
    if "NoneType" in case.message:
        return _nothing(case)
    match = re.search(r"module '(\w+)' has no attribute '(\w+)'", case.message)
    if match is not None and match[1] == "py_engine":
        close = difflib.get_close_matches(match[2], ENGINE_NAMES, 1)
        return None, f"Did you mean `{close[0]}`?" if close else None
    return None


def advise_gradient(error: GradientError) -> tuple[str, str]:
    """The message and the hint for a gradient that does not exist."""
    op, operands = error.op, error.operands
    if op in ("sqrt", "pow", "cbrt") and operands and operands[0] == 0:
        return ("At 0 a root is infinitely steep: it has no gradient there "
                f"(this was {_call(op, operands)}).",
                "For a distance write `hypot(dx, dy)`, whose gradient at 0 counts as 0; or start "
                "elsewhere; or keep what is under the root above 0, by adding 1e-12.")
    return error.message, error.hint or (
        "Start elsewhere, or keep what goes into this operation away from there.")


def _no_gradient(case: Case) -> Advice | None:
    return advise_gradient(case.error) if isinstance(case.error, GradientError) else None


def _call(op: str, operands: tuple[float, ...]) -> str:
    numbers = [f"{operand:g}" for operand in operands]
    return f"`{' ** '.join(numbers)}`" if op == "pow" else f"`{op}({', '.join(numbers)})`"


# -- values -------------------------------------------------------------------------------------


def _domain(case: Case) -> Advice | None:
    text = case.message.lower()
    if "math domain error" not in text and "expected a" not in text:
        return None
    return None, ("The function has no value there: a square root or a logarithm of a negative "
                  "number, say. Print what goes in.")


def _unpacking(case: Case) -> Advice | None:
    if "to unpack" not in case.message:
        return None
    return None, "On the left of `=` or of `in` there must be as many names as values come."


def _division(case: Case) -> Advice | None:
    if "power" in case.message or "**" in case.text:
        return None, "0 has no negative power: keep the base away from 0."
    return None, "Something here is 0; print it, or add a small number to what you divide by."


def _overflow(case: Case) -> Advice | None:
    if "index-sized" in case.message:
        return "This would be larger than all of Python's memory.", "Make it smaller."
    return None, "A number grew beyond 1.8e308: exp() of more than 709, or a high power, does."


def _index(case: Case) -> Advice | None:
    return None, ("Positions count from 0: the last of N is at N - 1. A loop over the list itself "
                  "needs none.")


def _recursion(case: Case) -> Advice | None:
    functions = case.functions
    name = max(set(functions), key=functions.count) if functions else None
    if name is None or functions.count(name) < 2:
        return ("The calls went too deep: too many, one inside the other.",
                "Use a loop in place of the recursion.")
    return (f"`{name}` calls itself again and again, too often for Python.",
            f"Let `{name}` return without calling itself in some case, or use a loop.")


Rule = Callable[[Case], Advice | None]
_RULES: dict[str, tuple[Rule, ...]] = {
    "TypeError": (_caret, _math_function, _uncalled, _collection_arithmetic, _text_arithmetic,
                  _exact_number, _missing_operator, _missing_method, _called_number,
                  _node_as_collection, _whole_number, _nothing, _arguments),
    "NameError": (_unknown_name,),
    "UnboundLocalError": (_used_too_soon,),
    "ModuleNotFoundError": (_missing_library,),
    "ImportError": (_missing_import,),
    "AttributeError": (_missing_attribute,),
    "GradientError": (_no_gradient,),
    "ValueError": (_domain, _unpacking),
    "ZeroDivisionError": (_division,),
    "OverflowError": (_overflow,),
    "IndexError": (_index,),
    "RecursionError": (_recursion,),
}
