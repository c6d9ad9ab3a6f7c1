"""Formulas that are written as in a spreadsheet or a program: other signs, other functions, several comparisons at once."""

from __future__ import annotations

import re
from typing import Final

from bsctui.text.excerpts import closest
from bsctui.text.expressions import FUNCTIONS

_OPERATORS: Final = {
    "÷": "`/` divides", "×": "`*` multiplies", "·": "`*` multiplies", "x": "`*` multiplies",
    "==": "equal is `=`", "<>": "unequal is `!=`", "≠": "unequal is `!=`", "≥": "write `>=`", "≤": "write `<=`",
    "**": "there are no powers: write `a * a`", "^": "there are no powers: write `a * a`",
    "and": "both conditions hold where their product is 1: `(a > 1) * (b > 1)`",
    "&&": "both conditions hold where their product is 1: `(a > 1) * (b > 1)`",
    "or": "either condition holds where `max(a > 1, b > 1)` is 1",
    "||": "either condition holds where `max(a > 1, b > 1)` is 1",
    ";": "`,` sets arguments apart", "[": "write the name without brackets", "{": "write the name without brackets",
    "=": "a formula begins without `=`",
}  # fmt: skip
"""Signs of other formulas, the longer first where one begins another."""

_MEANT: Final = {
    "average": "avg", "mean": "avg", "total": "sum", "minimum": "min", "maximum": "max",
    "ifnull": "coalesce", "nvl": "coalesce", "isnull": "coalesce", "iferror": "coalesce",
    "lag": "prev", "previous": "prev", "cumsum": "ytd", "moving_average": "rolling",
}  # fmt: skip
"""Functions of other programs that one of these does the work of."""


def meant_formula(code: str, at: int) -> str | None:
    """What to write instead of what stands at `at` in a line that says a formula; None where nobody could tell.

    Args:
        code: The line without its comment.
        at: Where it cannot be read, from 0.
    """
    rest, before = code[at:].lstrip(), code[:at].rstrip()
    if rest.startswith("=") and before.endswith(("=", "!", "<", ">")):
        return "equal is `=`"
    if rest.startswith(">") and before.endswith("<"):
        return "unequal is `!=`"
    if rest.startswith("*") and before.endswith("*"):
        return _OPERATORS["**"]
    if rest.startswith("("):
        return _unknown_function(before)
    if re.match(r"[<>=!]", rest) and re.search(r"[<>=]\s*[^<>=\s]", before):
        return "each pair of parentheses holds one comparison: `(a > 1) * (a < 3)`"
    if re.match(r"[0-9.]+%", rest):
        return "numbers in a formula have no `%`"
    return next(
        (
            advice
            for sign, advice in _OPERATORS.items()
            if rest.startswith(sign) and not (sign.isalpha() and rest[len(sign) :][:1].isalnum())
        ),
        None,
    )


def _unknown_function(before: str) -> str | None:
    """`average(a, b)`: what stands before a parenthesis is none of the functions."""
    name = re.search(r"([^\W\d]\w*)$", before)
    if name is None:
        return None
    if name[1].lower() in FUNCTIONS:
        return f"functions are written in small letters: `{name[1].lower()}(`"
    meant = _MEANT.get(name[1].lower()) or closest(name[1].lower(), FUNCTIONS)
    if meant is not None:
        return f"there is no function `{name[1]}`; did you mean `{meant}`?"
    return f"there is no function `{name[1]}`; there are {', '.join(f'`{each}`' for each in FUNCTIONS)}"
