"""A formula on columns: each step is one operation over all periods of an axis; nan is missing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

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


class Trace(NamedTuple):
    """What stands behind the values of a column, (periods,) each; without meaning where there is no value.

    Attributes:
        lag: How many periods ago the oldest measurement was made that the value used.
        partial: Whether something was missing in what it used.
    """

    lag: NDArray[np.int64]
    partial: Flags


class Operand(NamedTuple):
    """A column of values, and what stands behind them: None where nothing was measured, or nobody asks."""

    value: Column
    trace: Trace | None = None


class Inputs(Protocol):
    """What a formula looks at: columns over the same periods.

    A column is (periods,), or (periods, runs) where many runs of the same periods are computed at
    once (then without traces); `shape` is that of a column that is the same in all runs: (periods,)
    or (periods, 1).
    """

    shape: tuple[int, ...]

    def operand(self, name: str) -> Operand:
        """The KPI or measure that a name in the formula means."""

    def fiscal_starts(self) -> NDArray[np.int64]:
        """For each period the index of the first one of its fiscal year."""


class Evaluator:
    """Evaluates one formula; `divided_by_zero` tells where a division had nothing to divide by."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.divided_by_zero = np.zeros(inputs.shape, dtype=bool)

    def evaluate(self, expression: Expression) -> Column:
        """The values of an expression; what is not finite is missing."""
        return self.traced(expression).value

    def traced(self, expression: Expression) -> Operand:
        """The same, with what stands behind the values that were used."""
        with np.errstate(all="ignore"):
            operand = self._operand(expression)
        return Operand(np.where(np.isfinite(operand.value), operand.value, np.nan), operand.trace)

    def _operand(self, expression: Expression) -> Operand:
        match expression:
            case Num(value):
                return Operand(np.full(self.inputs.shape, value))
            case Ref(name, _):
                return self.inputs.operand(name)
            case Neg(operand):
                negated = self._operand(operand)
                return Operand(-negated.value, negated.trace)
            case Binary(operator, left, right):
                return self._both(left, right, lambda a, b: self._binary(operator, a, b))
            case Compare(operator, left, right):
                return self._both(left, right, lambda a, b: _compared(operator, a, b))
            case Call(function, arguments):
                return _CALLS[function](self, arguments)

    def _both(
        self, left: Expression, right: Expression, combine: Callable[[Column, Column], Column]
    ) -> Operand:
        first, second = self._operand(left), self._operand(right)
        return Operand(combine(first.value, second.value), _joined([first.trace, second.trace]))

    def _binary(self, operator: str, left: Column, right: Column) -> Column:
        if operator != "/":
            return BINARY[operator](left, right)
        nothing = (right == 0) & ~np.isnan(left)
        self.divided_by_zero = self.divided_by_zero | nothing
        return np.where(right == 0, np.nan, left / np.where(right == 0, 1.0, right))

    def all_of(self, arguments: tuple[Expression, ...], combine: np.ufunc) -> Operand:
        """One value of all arguments, one after the other: they need not all be held at once."""
        value, trace = self._operand(arguments[0])
        for argument in arguments[1:]:
            operand = self._operand(argument)
            value = combine(value, operand.value)
            trace = _joined([trace, operand.trace])
        return Operand(value, trace)

    def mean(self, arguments: tuple[Expression, ...]) -> Operand:
        """The mean of all arguments."""
        total, trace = self.all_of(arguments, np.add)
        return Operand(total / len(arguments), trace)

    def coalesce(self, arguments: tuple[Expression, ...]) -> Operand:
        """The first argument that is there."""
        result = self._operand(arguments[0])
        for argument in arguments[1:]:
            missing = np.isnan(result.value)
            result = _chosen(missing, self._only_where(missing, argument), result)
        return result

    def _only_where(self, branch: Flags, expression: Expression) -> Operand:
        """A branch: a zero it divides by elsewhere is nobody's."""
        before = self.divided_by_zero
        self.divided_by_zero = np.zeros_like(before)
        operand = self._operand(expression)
        self.divided_by_zero = before | (self.divided_by_zero & branch)
        return operand

    def if_then(self, arguments: tuple[Expression, ...]) -> Operand:
        """One branch or the other, by a condition, which is used too."""
        condition = self._operand(arguments[0])
        has_condition, holds = ~np.isnan(condition.value), condition.value != 0
        first = self._only_where(has_condition & holds, arguments[1])
        second = self._only_where(condition.value == 0, arguments[2])
        taken = _chosen(holds, first, second)
        value = np.where(has_condition, taken.value, np.nan)
        return Operand(value, _joined([condition.trace, taken.trace]))

    def prev(self, arguments: tuple[Expression, ...]) -> Operand:
        """The value so many periods before; it counts as stale as it was there."""
        steps = _count(arguments, 1)
        before = self._operand(arguments[0])
        trace = before.trace and Trace(*(_shifted(column, steps, 0) for column in before.trace))
        return Operand(_shifted(before.value, steps, np.nan), trace)

    def ytd(self, arguments: tuple[Expression, ...]) -> Operand:
        """The sum since the fiscal year began."""
        summed = self._operand(arguments[0])
        trace = summed.trace and Trace(
            *(self._since_start(column, np.maximum) for column in summed.trace)
        )
        return Operand(self._since_start(summed.value, np.add), trace)

    def _since_start(self, column: NDArray[Any], running: np.ufunc) -> NDArray[Any]:
        """A running sum or maximum that begins anew with each fiscal year."""
        result = np.empty_like(column)
        starts = np.unique(self.inputs.fiscal_starts()).tolist()
        for start, stop in zip(starts, [*starts[1:], len(column)], strict=True):
            running.accumulate(column[start:stop], axis=0, out=result[start:stop])
        return result

    def rolling(self, arguments: tuple[Expression, ...]) -> Operand:
        """The mean of the last periods."""
        averaged, count = self._operand(arguments[0]), _count(arguments, 1)
        values, trace = averaged
        means = np.full(values.shape, np.nan)
        if count > len(values):
            return Operand(means)
        means[count - 1 :] = _windows(values, count).sum(axis=-1) / count
        if trace is not None:
            lag, partial = np.zeros_like(trace.lag), np.zeros_like(trace.partial)
            lag[count - 1 :] = _windows(trace.lag, count).max(axis=-1)
            partial[count - 1 :] = _windows(trace.partial, count).any(axis=-1)
            trace = Trace(lag, partial)
        return Operand(means, trace)

    def absolute(self, arguments: tuple[Expression, ...]) -> Operand:
        """The size of a value."""
        values, trace = self._operand(arguments[0])
        return Operand(np.abs(values), trace)

    def round(self, arguments: tuple[Expression, ...]) -> Operand:
        """Half away from zero."""
        digits = _count(arguments, 0)
        values, trace = self._operand(arguments[0])
        rounded = [half_away(value, digits) for value in values.ravel().tolist()]
        return Operand(np.array(rounded).reshape(values.shape), trace)


def _joined(traces: list[Trace | None]) -> Trace | None:
    """What stands behind a value that used all of these."""
    present = [trace for trace in traces if trace is not None]
    if len(present) < 2:
        return present[0] if present else None
    return Trace(
        np.maximum.reduce([trace.lag for trace in present]),
        np.logical_or.reduce([trace.partial for trace in present]),
    )


def _chosen(condition: Flags, then: Operand, otherwise: Operand) -> Operand:
    """One where `first` holds, else the other, each with what stands behind it."""
    value = np.where(condition, then.value, otherwise.value)
    if then.trace is None and otherwise.trace is None:
        return Operand(value)
    nothing = Trace(np.zeros(len(value), dtype=np.int64), np.zeros(len(value), dtype=bool))
    pairs = zip(then.trace or nothing, otherwise.trace or nothing, strict=True)
    return Operand(value, Trace(*(np.where(condition, a, b) for a, b in pairs)))


def _shifted(column: NDArray[Any], steps: int, before: float) -> NDArray[Any]:
    """Each cell so many periods later; `before` where there is none."""
    shifted = np.full_like(column, before)
    if steps < len(column):
        shifted[steps:] = column[: len(column) - steps]
    return shifted


def _windows(column: NDArray[Any], count: int) -> NDArray[Any]:
    return np.lib.stride_tricks.sliding_window_view(column, count, axis=0)


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


_CALLS: dict[str, Callable[[Evaluator, tuple[Expression, ...]], Operand]] = {
    "sum": lambda self, arguments: self.all_of(arguments, np.add),
    "avg": Evaluator.mean,
    "min": lambda self, arguments: self.all_of(arguments, np.minimum),
    "max": lambda self, arguments: self.all_of(arguments, np.maximum),
    "abs": Evaluator.absolute,
    "coalesce": Evaluator.coalesce,
    "if": Evaluator.if_then,
    "prev": Evaluator.prev,
    "ytd": Evaluator.ytd,
    "rolling": Evaluator.rolling,
    "round": Evaluator.round,
}
