"""Bringing KPIs and measures from their own grain to another: combined, recomputed, or the latest one ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.cascade.combining import CODE, RECOMPUTE, Combined, OwnPeriods, combine
from bsctui.cascade.formulas import Evaluator
from bsctui.cascade.goals import Goals
from bsctui.cascade.values import in_force_on, lowered
from bsctui.model.entities import ALWAYS, Aggregate
from bsctui.model.periods import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.cascade.axes import Axis
    from bsctui.cascade.values import Table, Values
    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model

    Column = NDArray[np.float64]


class Brought(NamedTuple):
    """One row on another axis."""

    value: Column
    measured: NDArray[np.int64]
    partial: NDArray[np.bool_]


def own_periods(values: Values, table: Table, quantities: Sequence[Quantity]) -> OwnPeriods:
    """What there is to combine of some quantities of one table."""
    rows = np.array([table.row[quantity.address] for quantity in quantities], dtype=np.int64)
    goals = Goals(table.axis, [quantity.definition for quantity in quantities])
    layers, complete = goals.layers, goals.complete
    source = table.source[rows]
    carrying = np.array([quantity.definition.carry for quantity in quantities], dtype=bool)
    if carrying.any():
        at = np.broadcast_to(source, layers.shape)
        layers = np.take_along_axis(layers, at, axis=2)
        complete = np.take_along_axis(complete, source, axis=1)
    return OwnPeriods(
        methods=np.array(
            [CODE[quantity.definition.aggregate] for quantity in quantities], dtype=np.int64
        ),
        value=table.value[rows],
        carried=table.carried[rows],
        measured=table.measured[rows],
        partial=table.partial[rows],
        in_force=forces(values.model, quantities, table.axis),
        complete=complete,
        layers=layers,
        shown=goals.layers,
    )


def forces(model: Model, quantities: Sequence[Quantity], axis: Axis) -> NDArray[np.bool_]:
    """(n, periods) where each is in force; almost always everywhere."""
    found = np.ones((len(quantities), len(axis)), dtype=bool)
    limited = {card.address for card in model.scorecards.values() if card.span is not ALWAYS}
    limited |= {one.address for one in model.objectives.values() if one.span is not ALWAYS}
    for row, quantity in enumerate(quantities):
        if (
            quantity.span is not ALWAYS
            or quantity.scorecard in limited
            or getattr(quantity, "objective", None) in limited
        ):
            found[row] = in_force_on(model, quantity, axis.ends)
    return found


def recompute(
    values: Values,
    table: Table,
    quantities: Sequence[Quantity],
    own: OwnPeriods,
    combined: Combined,
    ranges: Sequence[tuple[int, int]],
) -> None:
    """Replace the values of `recompute` rows: the formula of the inputs, each combined over S."""
    for row in np.flatnonzero(own.methods == RECOMPUTE):
        formula = quantities[row].formula
        if formula is None:
            continue
        chosen = [
            max(low, 0) + np.flatnonzero(flags[row])
            for (low, _), flags in zip(ranges, combined.chosen, strict=True)
        ]
        inputs = RecomputedInputs(values, quantities[row], table.axis, chosen)
        value = Evaluator(inputs).evaluate(formula.expression)
        some = np.array([len(periods) > 0 for periods in chosen])
        combined.value[row] = np.where(some, value, np.nan)


class RecomputedInputs:
    """What a recomputed formula looks at: each input combined over S by its own method, for each of several S."""

    def __init__(
        self, values: Values, quantity: Quantity, axis: Axis, chosen: Sequence[NDArray[np.int64]]
    ) -> None:
        self.values = values
        self.axis = axis
        self.chosen = chosen
        self.length = len(chosen)
        self.addresses = quantity.formula.addresses if quantity.formula is not None else {}

    def fiscal_starts(self) -> NDArray[np.int64]:
        """Never asked: what looks back cannot be recomputed."""
        return np.zeros(self.length, dtype=np.int64)

    def column(self, name: str) -> Column:
        """The combined input, one value for each S."""
        address = self.addresses.get(name, "")
        found, quantity = self.values.table_of(address), self.values.model.quantity(address)
        if found is None or quantity is None:
            return np.full(self.length, np.nan)
        table, row = found
        quantity = table.quantities[row]
        at = lowered(table.axis, self.axis, self.values.timeline.current_end)
        periods = [_present(table, row, at[chosen]) for chosen in self.chosen]
        if quantity.definition.aggregate is Aggregate.RECOMPUTE and quantity.formula is not None:
            inner = RecomputedInputs(self.values, quantity, table.axis, periods)
            value = Evaluator(inner).evaluate(quantity.formula.expression)
            return np.where([len(found) > 0 for found in periods], value, np.nan)
        method = _METHODS.get(quantity.definition.aggregate)
        if method is None:
            return np.full(self.length, np.nan)
        return np.array(
            [method(table.value[row, found]) if len(found) else np.nan for found in periods]
        )


def _present(table: Table, row: int, at: NDArray[np.int64]) -> NDArray[np.int64]:
    """The distinct periods of an input behind S that have a value, in order."""
    distinct = np.unique(at[at >= 0])
    return distinct[~np.isnan(table.value[row, distinct])]


_METHODS = {
    Aggregate.SUM: np.sum,
    Aggregate.AVERAGE: np.mean,
    Aggregate.LAST: lambda values: values[-1],
    Aggregate.MIN: np.min,
    Aggregate.MAX: np.max,
}


def brought(values: Values, feeder: Quantity, axis: Axis) -> Brought:
    """One KPI or measure on a coarser axis (or its own), as a rollup sees it."""
    found = values.table_of(feeder.address)
    if found is None:
        return Brought(np.full(len(axis), np.nan), axis.ends, np.zeros(len(axis), dtype=bool))
    table, row = found
    if table.axis.grain == axis.grain:
        return Brought(table.value[row], table.measured[row], table.partial[row])
    quantity = table.quantities[row]
    fiscal = values.timeline.fiscal
    low, high = _filled(table, row)
    ranges, places = [], []
    for at in range(len(axis)):
        inside = fiscal.within(table.axis.grain, Period(axis.grain, axis.first + at))
        first, last = table.axis.place(inside[0]), table.axis.place(inside[-1]) + 1
        if first < high and last > low:
            ranges.append((first, last))
            places.append(at)
    own = own_periods(values, table, [quantity])
    combined = combine(own, ranges)
    recompute(values, table, [quantity], own, combined, ranges)
    made = Brought(np.full(len(axis), np.nan), axis.ends.copy(), np.zeros(len(axis), dtype=bool))
    made.value[places] = combined.value[0]
    made.measured[places] = np.where(
        np.isnan(combined.value[0]), axis.ends[places], combined.measured[0]
    )
    made.partial[places] = combined.partial[0]
    return made


def _filled(table: Table, row: int) -> tuple[int, int]:
    present = np.flatnonzero(~np.isnan(table.value[row]))
    return (int(present[0]), int(present[-1]) + 1) if len(present) else (0, 0)
