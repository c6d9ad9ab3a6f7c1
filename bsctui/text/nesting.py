"""How deep a formula nests, counted before it is parsed: the parser would take the square of it, and recursion ends."""

from __future__ import annotations

import re
from typing import Final

from lark.exceptions import LarkError

DEEPEST: Final = 200
"""Levels a formula may nest: beyond what a person reads, within what recursion can follow."""

_SIGN = re.compile(r'"(?:[^"\\]|\\.)*"?|[()+*/,]|-|[<>=!]+|[^\s()+*/,\-<>=!"]+')
_FORMULA = re.compile(r"\s*formula\b")


class TooDeepError(LarkError):
    """Parentheses, or operators in a row, that nest deeper than `DEEPEST`; `column` counts from 0."""

    def __init__(self, column: int) -> None:
        super().__init__(f"parentheses and operators nest at most {DEEPEST} deep")
        self.column = column


def check_depth(text: str, start: str) -> None:
    """Refuse what nests too deep, before it is parsed; lines that hold no formula nest by nothing.

    Raises:
        TooDeepError: It does.
    """
    if start != "expression" and not _FORMULA.match(text):
        return
    if sum(map(text.count, "(+-*/")) > DEEPEST:
        _Nesting().follow(text)


class _Nesting:
    """Where a walk through a formula stands.

    A sum of n terms nests n deep, since `a + b + c` is `(a + b) + c`; so do products and signs.
    """

    def __init__(self) -> None:
        self.levels: list[tuple[int, int]] = []
        self.sums = self.products = self.signs = 0

    def follow(self, text: str) -> None:
        after_operand = False
        for match in _SIGN.finditer(text):
            sign = match[0]
            self._count(sign, after_operand=after_operand)
            after_operand = sign not in _OPEN
            if max(len(self.levels), self.sums, self.products, self.signs) > DEEPEST:
                raise TooDeepError(match.start())

    def _count(self, sign: str, *, after_operand: bool) -> None:
        if sign == "(":
            self.levels.append((self.sums, self.products))
            self.sums = self.products = self.signs = 0
        elif sign == ")":
            self.sums, self.products = self.levels.pop() if self.levels else (0, 0)
        elif sign == "-" and not after_operand:
            self.signs += 1
        elif sign in _ADDING:
            self.sums, self.products, self.signs = self.sums + 1, 0, 0
        elif sign in _MULTIPLYING:
            self.products, self.signs = self.products + 1, 0
        elif sign in _PARTING:
            self.sums = self.products = self.signs = 0


_ADDING: Final = frozenset("+-")
_MULTIPLYING: Final = frozenset("*/")
_PARTING: Final = frozenset({",", "<", "<=", ">", ">=", "=", "!="})
_OPEN: Final = _ADDING | _MULTIPLYING | _PARTING | {"("}
