"""The program that a rolled one stands for, by the definitions of roll.py and nothing else."""

from __future__ import annotations

from itertools import product
from typing import Any

from py_engine.jit.program import Operand
from py_engine.jit.roll import Block, Carried, Column, Loop, Ref, Rolled


def unrolled(rolled: Rolled) -> dict[int, tuple[str, list[Operand]]]:
    """Operation and operands by position."""
    found: dict[int, tuple[str, list[Operand]]] = {}
    _unroll(rolled.block, (), found)
    return found


def _unroll(block: Block, loops: tuple[Loop, ...], found: dict[int, Any]) -> None:
    for item in block:
        if isinstance(item, Loop):
            _unroll(item.body, (*loops, item), found)
            continue
        for indices in product(*(range(loop.count) for loop in loops)):
            place = item.position + sum(
                index * loop.period for index, loop in zip(indices, loops, strict=True)
            )
            assert place not in found
            found[place] = item.op, [_operand(each, indices) for each in item.operands]


def _operand(operand: Any, indices: tuple[int, ...]) -> Operand:
    if isinstance(operand, float):
        return operand
    if isinstance(operand, Carried):
        depth = len(operand.ref.strides)
        if indices[depth - 1] == 0:
            return _operand(operand.initial, indices[: depth - 1])
        operand = operand.ref
    walked = sum(i * s for i, s in zip(indices, operand.strides, strict=False))
    if isinstance(operand, Column):
        return operand.values[walked]
    assert isinstance(operand, Ref)
    return operand.base + walked


def assert_same_program(rolled: Rolled) -> None:
    """Nothing is guessed, and nothing is lost."""
    program = rolled.program
    expected = {
        position: (op, [operand for operand in operands if operand is not None])
        for position, (op, *operands) in enumerate(zip(program.ops, *program.slots, strict=True))
        if position >= len(program.names)
    }
    assert unrolled(rolled) == expected
