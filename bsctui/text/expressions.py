"""Formulas as trees of values, made by the grammar's `expression` start."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bsctui.text.bounds import LARGEST, MOST_DIGITS, MOST_PERIODS
from bsctui.text.grammar import LarkError, Token, Tree, parse_tree
from bsctui.text.literals import is_name, number
from bsctui.text.nesting import DEEPEST, TooDeepError

_TOO_DEEP: Final = f"a formula nests at most {DEEPEST} deep; write `sum(a, b, …)` for long sums"

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
    outcome = _parsed(text)
    if outcome is None:
        raise LarkError("this formula cannot be read")
    if isinstance(outcome, FormulaError):
        raise FormulaError(outcome.message, outcome.column, outcome.end)
    return outcome


@lru_cache(maxsize=16384)
def _parsed(text: str) -> Expression | FormulaError | None:
    """The tree, or why there is none: what does not read is not parsed again for each who asks."""
    try:
        return _tree_of(text)
    except FormulaError as error:
        return error.with_traceback(None)
    except LarkError:
        return None


def _tree_of(text: str) -> Expression:
    try:
        tree = parse_tree(text, "expression")
    except TooDeepError as error:
        raise FormulaError(_TOO_DEEP, error.column, error.column + 1) from None
    if _depth(tree) > DEEPEST:
        raise FormulaError(_TOO_DEEP, 0, len(text))
    return _built(tree.children)


def formula_or_none(text: str) -> Expression | None:
    """The tree of a formula's text, None where it has none."""
    try:
        return parse_formula(text)
    except (LarkError, FormulaError):
        return None


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


def _depth(tree: Tree[Token]) -> int:
    """How deep a tree nests, found without recursion."""
    deepest, open_trees = 0, [(tree, 1)]
    while open_trees:
        node, depth = open_trees.pop()
        deepest = max(deepest, depth)
        open_trees += [(child, depth + 1) for child in node.children if isinstance(child, Tree)]
    return deepest


def _built(children: list[Tree[Token] | Token]) -> Expression:
    """The expression among the children of a node that holds one (parentheses are dropped)."""
    return next(_expression(child) for child in children if isinstance(child, Tree))


def _expression(tree: Tree[Token]) -> Expression:
    parts = [_expression(child) for child in tree.children if isinstance(child, Tree)]
    tokens = [child for child in tree.children if isinstance(child, Token)]
    match str(tree.data):
        case "constant":
            return _constant(tokens[0])
        case "input":
            return _input(tokens[0])
        case "negation":
            return Neg(parts[0])
        case "call":
            return _call(tokens, parts)
        case "comparison":
            operator = next(token for token in tokens if token.type == "COMPARE")
            return Compare(str(operator), parts[0], parts[1])
        case _:
            operator = next(token for token in tokens if token.type in _OPERATORS)
            return Binary(str(operator), parts[0], parts[1])


_OPERATORS: Final = frozenset({"PLUS", "MINUS", "STAR", "SLASH"})


def _input(token: Token) -> Ref:
    column = token.start_pos or 0
    if not is_name(token):
        raise FormulaError(f"`{token}` is not a valid name", column, column + len(token))
    return Ref(str(token), column)


def _constant(token: Token) -> Num:
    value = number(token)
    if value > LARGEST:
        start = token.start_pos or 0
        message = "this number is too large; numbers reach to 10^15"
        raise FormulaError(message, start, start + len(token))
    return Num(value)


_COUNTS: Final = {
    "prev": (1, MOST_PERIODS), "rolling": (1, MOST_PERIODS), "round": (0, MOST_DIGITS),
}  # fmt: skip
"""Functions whose second argument is a literal whole number, the least and the most it may be."""


def _call(tokens: list[Token], parts: list[Expression]) -> Call:
    name = str(tokens[0])
    start = tokens[0].start_pos or 0
    end = tokens[-1].end_pos or start
    fewest, most = FUNCTIONS[name]
    if len(parts) < fewest or (most is not None and len(parts) > most):
        expected = (
            f"{fewest}"
            if fewest == most
            else f"{fewest} to {most}"
            if most
            else f"at least {fewest}"
        )
        noun = "argument" if expected in {"1", "at least 1"} else "arguments"
        raise FormulaError(f"`{name}` takes {expected} {noun}, not {len(parts)}", start, end)
    if name in _COUNTS and len(parts) == 2:
        count, (least, most) = parts[1], _COUNTS[name]
        whole = isinstance(count, Num) and count.value == int(count.value)
        if not isinstance(count, Num) or not whole or not least <= count.value <= most:
            expected = f"a whole number from {least} to {most:_}"
            raise FormulaError(f"the second argument of `{name}` is {expected}", start, end)
    return Call(name, tuple(parts))
