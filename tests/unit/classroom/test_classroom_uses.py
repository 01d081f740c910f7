"""Which use of a parameter is named where its gradient is wrong by the student's engine."""

from __future__ import annotations

import pytest

from .test_classroom_engine import ENGINE

LOSS = """
def loss(x=2.0, y=5.0):
    a = x * y
    b = a + x
    c = x ** 3
    return b * b + c
"""
# What is sent back to x: 2 b y = 120 on line 3, 2 b = 24 on line 4, 3 x^2 = 12 on line 5.
STEP = "            node._backward()\n"
LATER = f"            if not node.op.startswith('**'):\n    {STEP}"
EARLIER = f"            if node.op.startswith('**'):\n    {STEP}"
POWER = "self.grad += k * self.value ** (k - 1)"
FAULTS = {
    "a wrong local gradient": (
        POWER, "self.grad += self.value ** (k - 1)",
        "Its use in `x ** 3` on line 5 sends back 4 and should send 12.", 5),
    "nothing sent": (
        STEP, LATER,
        "Its use in `x ** 3` on line 5 should send back 12, which does not arrive.", 5),
    "all else forgotten": (
        STEP, STEP + "        for node in order:\n"
        "            if not node.parents and node.value == 2.0: node.grad = 12.0\n",
        "Its use in `x ** 3` on line 5 sends back 12, and nothing else arrives.", 5),
    "sent twice": (
        STEP, STEP + EARLIER,
        "Its use in `x ** 3` on line 5 should send back 12, which arrives twice.", 5),
    "more than was sent": (
        STEP, STEP + "        for node in order:\n"
        "            if not node.parents and node.value == 2.0: node.grad += 0.25\n",
        "and the shares of its uses add up to 156. It is used on the lines 3, 4 and 5.", 3),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_use_whose_share_is_wrong_is_named_with_its_line(room, fault):
    right, wrong, said, line = FAULTS[fault]
    assert right in ENGINE
    room.result(LOSS, engine=ENGINE.replace(right, wrong))
    remark = room.remark("problem")
    assert remark["message"].endswith(said)
    assert remark["line"] == line
