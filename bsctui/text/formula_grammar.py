"""A formula's text read by the grammar's `expression` start, as a tree of values."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from bsctui.text.bounds import LARGEST, MOST_DIGITS, MOST_PERIODS
from bsctui.text.expressions import (
    FUNCTIONS,
    Binary,
    Call,
    Compare,
    Expression,
    FormulaError,
    Neg,
    Num,
    Ref,
)
from bsctui.text.grammar import LarkError, Token, Tree, parse_tree
from bsctui.text.literals import is_name, number
from bsctui.text.nesting import DEEPEST, TooDeepError

_TOO_DEEP: Final = f"a formula nests at most {DEEPEST} deep; write `sum(a, b, …)` for long sums"


@lru_cache(maxsize=16384)
def tree_or_reason(text: str) -> Expression | FormulaError | None:
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


__all__ = ["LarkError", "tree_or_reason"]
