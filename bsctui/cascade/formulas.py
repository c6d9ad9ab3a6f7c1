"""A formula on columns: each step is one operation over all periods of an axis; nan is missing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Protocol

import numpy as np

from bsctui.text.expressions import Binary, Call, Compare, Neg, Num, Ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from bsctui.text.expressions import Expression

    Column = NDArray[np.float64]
    Flags = NDArray[np.bool_]

BINARY = {"+": np.add, "-": np.subtract, "*": np.multiply}
COMPARE = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "=": np.equal,
    "!=": np.not_equal,
}


class Inputs(Protocol):
    """What a formula looks at: columns over the same periods.

    A column is (periods,), or (periods, runs) where many runs of the same periods are computed at
    once; `shape` is that of a column that is the same in all runs: (periods,) or (periods, 1).
    """

    shape: tuple[int, ...]

    def column(self, name: str) -> Column:
        """The values of the KPI or measure that a name in the formula means."""

    def fiscal_starts(self) -> NDArray[np.int64]:
        """For each period the index of the first one of its fiscal year."""


class Evaluator:
    """Evaluates one formula; `divided_by_zero` tells where a division had nothing to divide by."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.divided_by_zero = np.zeros(inputs.shape, dtype=bool)

    def evaluate(self, expression: Expression) -> Column:
        """The values of an expression; what is not finite is missing."""
        with np.errstate(all="ignore"):
            found = self._value(expression)
        return np.where(np.isfinite(found), found, np.nan)

    def _value(self, expression: Expression) -> Column:
        match expression:
            case Num(value):
                return np.full(self.inputs.shape, value)
            case Ref(name, _):
                return self.inputs.column(name)
            case Neg(operand):
                return -self._value(operand)
            case Binary(operator, left, right):
                return self._binary(operator, self._value(left), self._value(right))
            case Compare(operator, left, right):
                return _compared(operator, self._value(left), self._value(right))
            case Call(function, arguments):
                return _CALLS[function](self, arguments)

    def _binary(self, operator: str, left: Column, right: Column) -> Column:
        if operator != "/":
            return BINARY[operator](left, right)
        nothing = (right == 0) & ~np.isnan(left)
        self.divided_by_zero = self.divided_by_zero | nothing
        return np.where(right == 0, np.nan, left / np.where(right == 0, 1.0, right))

    def _all(self, arguments: tuple[Expression, ...]) -> Column:
        return np.array(np.broadcast_arrays(*(self._value(argument) for argument in arguments)))

    def coalesce(self, arguments: tuple[Expression, ...]) -> Column:
        """The first argument that is there."""
        found = self._value(arguments[0])
        for argument in arguments[1:]:
            missing = np.isnan(found)
            found = np.where(missing, self._only_where(missing, argument), found)
        return found

    def _only_where(self, wanted: Flags, expression: Expression) -> Column:
        """A branch: a zero it divides by elsewhere is nobody's."""
        before = self.divided_by_zero
        self.divided_by_zero = np.zeros_like(before)
        found = self._value(expression)
        self.divided_by_zero = before | (self.divided_by_zero & wanted)
        return found

    def if_then(self, arguments: tuple[Expression, ...]) -> Column:
        """One branch or the other, by a condition."""
        condition = self._value(arguments[0])
        known = ~np.isnan(condition)
        first = self._only_where(known & (condition != 0), arguments[1])
        second = self._only_where(condition == 0, arguments[2])
        return np.where(known, np.where(condition != 0, first, second), np.nan)

    def prev(self, arguments: tuple[Expression, ...]) -> Column:
        """The value so many periods before."""
        steps = _count(arguments, 1)
        values = self._value(arguments[0])
        found = np.full(values.shape, np.nan)
        if steps < len(values):
            found[steps:] = values[: len(values) - steps]
        return found

    def ytd(self, arguments: tuple[Expression, ...]) -> Column:
        """The sum since the fiscal year began."""
        values = self._value(arguments[0])
        found = np.empty(values.shape)
        starts = np.unique(self.inputs.fiscal_starts()).tolist()
        for start, stop in zip(starts, [*starts[1:], len(values)], strict=True):
            np.cumsum(values[start:stop], axis=0, out=found[start:stop])
        return found

    def rolling(self, arguments: tuple[Expression, ...]) -> Column:
        """The mean of the last periods."""
        values, count = self._value(arguments[0]), _count(arguments, 1)
        found = np.full(values.shape, np.nan)
        if count <= len(values):
            windows = np.lib.stride_tricks.sliding_window_view(values, count, axis=0)
            found[count - 1 :] = windows.sum(axis=-1) / count
        return found

    def round(self, arguments: tuple[Expression, ...]) -> Column:
        """Half away from zero."""
        digits = _count(arguments, 0)
        values = self._value(arguments[0])
        rounded = [half_away(value, digits) for value in values.ravel().tolist()]
        return np.array(rounded).reshape(values.shape)


def _count(arguments: tuple[Expression, ...], default: int) -> int:
    """The literal count behind an expression; the reader made sure that it is one."""
    count = arguments[1] if len(arguments) > 1 else None
    return int(count.value) if isinstance(count, Num) else default


def _compared(operator: str, left: Column, right: Column) -> Column:
    missing = np.isnan(left) | np.isnan(right)
    return np.where(missing, np.nan, COMPARE[operator](left, right).astype(float))


_EXACT = Context(prec=1000)


def half_away(value: float, digits: int) -> float:
    """Rounded half away from zero, of the shortest decimal form (`language.md`, Formulas)."""
    if not np.isfinite(value) or digits > 300:
        return value
    exact = Decimal(repr(value))
    if -exact.as_tuple().exponent <= digits:  # type: ignore[operator]
        return value
    return float(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EXACT)) + 0.0


_CALLS: dict[str, Callable[[Evaluator, tuple[Expression, ...]], Column]] = {
    "sum": lambda self, arguments: self._all(arguments).sum(axis=0),
    "avg": lambda self, arguments: self._all(arguments).mean(axis=0),
    "min": lambda self, arguments: self._all(arguments).min(axis=0),
    "max": lambda self, arguments: self._all(arguments).max(axis=0),
    "abs": lambda self, arguments: np.abs(self._value(arguments[0])),
    "coalesce": Evaluator.coalesce,
    "if": Evaluator.if_then,
    "prev": Evaluator.prev,
    "ytd": Evaluator.ytd,
    "rolling": Evaluator.rolling,
    "round": Evaluator.round,
}
