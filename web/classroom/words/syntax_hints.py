"""What to try where Python cannot read the code."""

from __future__ import annotations

import difflib
import keyword
import re

_LOOKALIKES = {"×": "*", "·": "*", "−": "-", "–": "-", "÷": "/", "“": '"', "”": '"', "‘": "'",
               "’": "'", "²": "** 2", "³": "** 3", "√": "sqrt(...)", "≤": "<=", "≥": ">=",
               "≠": "!="}
_SYNTAX: tuple[tuple[str, str], ...] = (
    ("expected ':'", "Put a colon at the end of the line."),
    ("was never closed", "Close the bracket."),
    ("unmatched", "A closing bracket has no partner: remove it, or open one before."),
    ("does not match opening", "Close the brackets in the order in which they were opened."),
    ("unterminated", "Close the text with the quote that it began with."),
    ("invalid decimal literal",
     "Write the multiplication sign: `2 * x`. A name cannot begin with a digit."),
    ("missing parentheses in call", "print is a function: `print(...)`."),
    ("'return' outside function", "Indent the `return`, so that it belongs to the function."),
    ("'await' outside", "Leave `await` out."),
    ("perhaps you forgot a comma",
     "Is a comma or an operator such as `*` missing between two values?"),
    ("cannot assign to", "On the left of `=` stands a name; compare with `==`."),
    ("maybe you meant '=='", "`=` gives a name a value; `==` compares."),
    ("non-default argument follows", "Give this parameter a start too: `y=0.3`."),
    ("parameter without a default follows", "Give this parameter a start too: `y=0.3`."),
)


def advise_syntax(kind: str, message: str, text: str) -> tuple[str, str | None]:
    """The message and the hint for code that Python cannot read."""
    if kind == "TabError":
        return ("This line mixes tabs and spaces.",
                "Indent with spaces alone, four a level: replace each tab by four spaces.")
    if kind == "IndentationError":
        return message, _indentation(message)
    for sign, instead in _LOOKALIKES.items():
        if sign in text and ("invalid character" in message.lower() or f"'{sign}'" in message):
            return message, f"`{sign}` looks right, but Python wants `{instead}`."
    if "non-printable" in message:
        return message, ("It came along with a copy from elsewhere: delete the blank there, and "
                         "type a new one.")
    for words, hint in _SYNTAX:
        if words in message.lower():
            return message, hint
    return message, _misspelt_keyword(text) or (
        "Look at this line and the one before: a bracket, a colon or an operator is missing, or "
        "one too many.")


def _indentation(message: str) -> str:
    if "expected an indented block" in message.lower():
        return "Indent what belongs to it by four spaces."
    if "unexpected indent" in message.lower():
        return "Remove the spaces at the beginning of this line, or indent the lines before it too."
    return "Line it up with the lines that it belongs to: four spaces a level."


def _misspelt_keyword(text: str) -> str | None:
    first = re.match(r"\s*(\w+)", text)
    if first is None or keyword.iskeyword(first[1]):
        return None
    close = difflib.get_close_matches(first[1], keyword.kwlist, 1)
    return f"Did you mean `{close[0]}`?" if close else None
