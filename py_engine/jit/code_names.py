"""What the code of a function names, and which instructions it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from opcode import opmap
from types import CodeType

HANDLER = opmap["PUSH_EXC_INFO"]
"""What `except`, `finally` and `with` are compiled to."""
IMPORTS: Mapping[int, int] = {opmap["IMPORT_NAME"]: 0}
LOOK_UPS: Mapping[int, int] = {opmap["LOAD_GLOBAL"]: 1, opmap["LOAD_NAME"]: 0}
"""The instructions that look a name up by itself, and by how many bits its number is shifted."""
EXTENDED = opmap["EXTENDED_ARG"]
CLASS_BODY = frozenset({"__module__", "__qualname__"})
"""What the body of a class sets; it may set `__doc__` and others too, without asking for any."""


def names_in(code: CodeType) -> Iterator[str]:
    """The names that a function, and those defined in it, look up; its texts may be some too."""
    for each in codes_in(code):
        yield from each.co_names
        yield from (constant for constant in each.co_consts if isinstance(constant, str))


def asked_for(code: CodeType) -> Iterator[str]:
    """The same, without what bodies of classes set."""
    for each in codes_in(code):
        if not CLASS_BODY.issubset(each.co_names):
            yield from each.co_names


def named_by(code: CodeType, instructions: Mapping[int, int]) -> Iterator[str]:
    """The names in instructions of these kinds."""
    for each in codes_in(code):
        number = 0
        for opcode, argument in zip(each.co_code[::2], each.co_code[1::2], strict=True):
            number = number << 8 | argument
            if opcode in instructions:
                yield each.co_names[number >> instructions[opcode]]
            if opcode != EXTENDED:
                number = 0


def has_opcode(code: CodeType, opcode: int) -> bool:
    """Whether a function, or one that is defined in it, has an instruction of this kind."""
    return any(opcode in each.co_code[::2] for each in codes_in(code))


def codes_in(code: CodeType) -> Iterator[CodeType]:
    """The code of a function, and of all that is defined in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes_in(constant)
