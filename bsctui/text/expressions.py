"""Formulas as trees of values; `formula_grammar` makes them."""

from __future__ import annotations

from typing import Final

from bsctui.frozen import dataclass

FUNCTIONS: Final = {
    "sum": (1, None),
    "avg": (1, None),
    "min": (1, None),
    "max": (1, None),
    "coalesce": (1, None),
    "abs": (1, 1),
    "round": (1, 2),
    "if": (3, 3),
    "prev": (1, 2),
    "ytd": (1, 1),
    "rolling": (2, 2),
}
"""The fewest and the most arguments of each function."""


@dataclass(frozen=True, slots=True)
class Num:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Ref:
    """A KPI or measure by name or address; `column` counts from 0 in the formula's text."""

    name: str
    column: int


@dataclass(frozen=True, slots=True)
class Neg:
    """A change of sign."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """`+ - * /`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Compare:
    """`< <= > >= = !=`: 1 or 0."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Expression, ...]


Expression = Num | Ref | Neg | Binary | Compare | Call


class FormulaError(ValueError):
    """A formula that reads, and says nothing: a wrong number of arguments, say. `column` counts from 0."""

    def __init__(self, message: str, column: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        self.end = end


def parse_formula(text: str) -> Expression:
    """The tree of a formula's text.

    Raises:
        FormulaError: It reads by the grammar, but a function has wrong arguments, a name is no
            identifier, or it nests too deep.
        LarkError: It does not read by the grammar.
    """
    from bsctui.text.formula_grammar import LarkError, tree_or_reason

    outcome = tree_or_reason(text)
    if outcome is None:
        raise LarkError("this formula cannot be read")
    if isinstance(outcome, FormulaError):
        raise FormulaError(outcome.message, outcome.column, outcome.end)
    return outcome


def formula_or_none(text: str) -> Expression | None:
    """The tree of a formula's text, None where it has none."""
    from bsctui.text.formula_grammar import tree_or_reason

    outcome = tree_or_reason(text)
    return None if isinstance(outcome, FormulaError) else outcome


def references(expression: Expression) -> list[Ref]:
    """Every reference in a formula, in order of the text."""
    refs: list[Ref] = []
    waiting = [expression]
    while waiting:
        at = waiting.pop()
        if isinstance(at, Ref):
            refs.append(at)
        elif isinstance(at, Call):
            waiting += reversed(at.arguments)
        elif isinstance(at, Binary | Compare):
            waiting += (at.right, at.left)
        elif isinstance(at, Neg):
            waiting.append(at.operand)
    return refs


LOOKING_BACK: Final = frozenset({"prev", "ytd", "rolling"})


def uses_history(expression: Expression) -> bool:
    """Whether a formula looks at other periods than its own."""
    waiting = [expression]
    while waiting:
        at = waiting.pop()
        if isinstance(at, Call):
            if at.function in LOOKING_BACK:
                return True
            waiting += at.arguments
        elif isinstance(at, Binary | Compare):
            waiting += (at.left, at.right)
        elif isinstance(at, Neg):
            waiting.append(at.operand)
    return False
