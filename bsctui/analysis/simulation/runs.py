"""Many runs of the same periods at once: values of KPIs and measures where some cells were drawn.

The rules are the evaluator's own: which own periods a figure is made from, what they are held to,
windows, formulas and rollups all come from its functions. They depend on which cells have a value,
not on the values; so runs are grouped by that, almost always into one group, and each group's
numbers are computed as one array. `tests/analysis/test_runs.py` holds every run to the evaluator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.analysis.simulation.groups import (
    EVERY,
    NOTHING,
    Cells,
    aggregated,
    computed,
    of_runs,
)
from bsctui.analysis.simulation.recompute import Recomputation
from bsctui.model.periods import Period
from bsctui.scoring.formulas import Evaluator, Operand
from bsctui.scoring.kpi_view import (
    for_window,
    goals_at,
    latest_ended,
    shown_period,
    window_of,
)
from bsctui.scoring.resampling.aggregate import MAX, MIN, SUM, OwnPeriods, combine
from bsctui.scoring.resampling.recompute import is_recomputed, seen_in
from bsctui.scoring.resampling.resample import own_periods
from bsctui.scoring.targets import Goals
from bsctui.scoring.values import lowered, rolled_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Quantity
    from bsctui.model.periods import Grain
    from bsctui.scoring.time_axis import Axis, View
    from bsctui.scoring.values import Table, Values

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Members = slice | Places
    Draws = Callable[[str], tuple[Places, Array] | None]


class Figure(NamedTuple):
    """What is shown of one KPI in the runs: `value` and `counted` (1 or runs,), `layers` (5, 1 or runs)."""

    value: Array
    layers: Array
    counted: Array


class Grouped(NamedTuple):
    """One row in a group of runs: what there is to combine (its values only tell where there are some).

    `source` (periods,) is the own period that each value was measured in.
    """

    own: OwnPeriods
    source: Places


class Runs:
    """The values of all quantities of one evaluation, where cells of some were drawn.

    Args:
        values: The evaluator's, of a model in which the drawn cells have any value at all.
        draws: By address: own periods (ordinals, ascending) and their values (h, runs), or None.
        count: How many runs.
        moving: A day before which no drawn period ends: until then all runs are the same.
    """

    def __init__(self, values: Values, draws: Draws, count: int, moving: int) -> None:
        self.values = values
        self._moving = moving
        self.count = count
        self._draws = draws
        self._raw: dict[str, Cells] = {}
        self._own: dict[Grain, OwnPeriods] = {}
        for address in values.computed:
            quantity = values.model.quantity(address)
            if quantity is not None and quantity.formula is not None:
                self._raw[address] = computed(self._formula(quantity))
            elif quantity is not None and quantity.rollup is not None:
                self._raw[address] = self._rollup(quantity)

    # --- Values at their own grain

    def column(self, address: str) -> Array:
        """(periods, 1 or runs) the values of a quantity, those that are carried too."""
        table, row = self._found(address)
        parts = [
            (runs, [of_runs(self._cells(table, row).at(group.source), runs)])
            for runs, group in self._groups(table, row)
        ]
        return self._joined(parts)[0]

    def _found(self, address: str) -> tuple[Table, int]:
        found = self.values.table_of(address)
        assert found is not None, "only asked for what was computed"
        return found

    def _cells(self, table: Table, row: int) -> Cells:
        """The values as entered, drawn or computed, nothing carried yet."""
        quantity = table.quantities[row]
        found = self._raw.get(quantity.address)
        if found is None:
            entered = np.where(table.carried[row], np.nan, table.value[row])
            nothing = np.zeros(0, np.int64), np.zeros((0, 1))
            ordinals, drawn = self._draws(quantity.address) or nothing
            found = Cells(entered[:, None], ordinals - table.axis.first, drawn)
            if quantity.address in self.values.ties.resting:
                self._raw[quantity.address] = found
        return found

    def _groups(self, table: Table, row: int) -> Iterator[tuple[Members, Grouped]]:
        """The runs by which own periods have a value in them, with what that makes of the row."""
        quantity = table.quantities[row]
        if quantity.formula is None and quantity.rollup is None:
            yield EVERY, Grouped(self._base(table).rows(np.array([row])), table.source[row])
            return
        found = self._raw.get(quantity.address)
        if found is None:  # it stands in a circle
            yield EVERY, self._patterned(table, row, np.zeros(len(table.axis), dtype=bool))
            return
        for runs, present in found.patterns():
            yield runs, self._patterned(table, row, present)

    def _base(self, table: Table) -> OwnPeriods:
        found = self._own.get(table.axis.grain)
        if found is None:
            found = self._own[table.axis.grain] = own_periods(self.values, table, table.quantities)
        return found

    def _patterned(self, table: Table, row: int, present: Flags) -> Grouped:
        """The row as it is where exactly these own periods have a value."""
        definition, axis = table.quantities[row].definition, table.axis
        base = self._base(table).rows(np.array([row]))
        every = np.arange(len(axis))
        source = every
        if definition.carry:
            last = np.maximum.accumulate(np.where(present, every, -1))
            ended = axis.ends <= self.values.timeline.current_end
            source = np.where(~present & (last >= 0) & ended, last, every)
        goals = Goals(axis, [definition])
        own = OwnPeriods(
            base.methods, np.where(present[source], 1.0, np.nan)[None], (source != every)[None],
            base.measured, base.partial, base.in_force, goals.complete[:, source],
            goals.layers[:, :, source], goals.layers,
        )  # fmt: skip
        return Grouped(own, source)

    def _joined(self, parts: Sequence[tuple[Members, Sequence[Array]]]) -> list[Array]:
        """Arrays of groups of runs (the last axis) made arrays of all runs."""
        if len(parts) == 1:
            return list(parts[0][1])
        made = []
        for arrays in zip(*(found for _, found in parts), strict=True):
            whole = np.empty((*arrays[0].shape[:-1], self.count))
            for (runs, _), array in zip(parts, arrays, strict=True):
                whole[..., runs] = array
            made.append(whole)
        return made

    # --- Formulas and rollups

    def _formula(self, quantity: Quantity) -> Array:
        assert quantity.formula is not None
        table, _ = self._found(quantity.address)
        looked_at = FormulaRuns(self, quantity, table.axis)
        return Evaluator(looked_at).evaluate(quantity.formula.expression)

    def _rollup(self, quantity: Quantity) -> Cells:
        assert quantity.rollup is not None
        values, (table, _) = self.values, self._found(quantity.address)
        axis, rollup = table.axis, quantity.rollup
        columns, weights = [], []
        for feeder in values.feeders_of(quantity):
            if feeder.definition.grain <= axis.grain:
                columns.append(self._brought(feeder, axis))
                weights.append(values.feed_weight(feeder, quantity.address, axis)[:, None])
        if not columns:
            return computed(np.full((len(axis), 1), np.nan))
        weight = np.array(weights)

        def rolled(places: slice, runs: slice) -> Array:
            some = np.array(np.broadcast_arrays(*(column[places, runs] for column in columns)))
            some_weight = weight[:, places]
            return rolled_up(
                rollup.method, some, some_weight, some_weight > 0, partial=rollup.partial
            )[0]

        moving = int(np.searchsorted(axis.ends, self._moving))
        still = np.full((len(axis), 1), np.nan)
        still[:moving] = rolled(slice(moving), slice(1))
        drawn = rolled(slice(moving, None), EVERY)
        return Cells(still, np.arange(moving, len(axis)), drawn)

    def _brought(self, feeder: Quantity, axis: Axis) -> Array:
        """(periods, 1 or runs) a feeder on a coarser axis or its own, as a rollup sees it."""
        table, row = self._found(feeder.address)
        if table.axis.grain == axis.grain:
            return self.column(feeder.address)
        fiscal = self.values.timeline.fiscal
        ranges = []
        for at in range(len(axis)):
            inside = fiscal.within(table.axis.grain, Period(axis.grain, axis.first + at))
            ranges.append((table.axis.place(inside[0]), table.axis.place(inside[-1]) + 1))
        parts = []
        for runs, group in self._groups(table, row):
            made = combine(group.own.whatever_goals(), ranges)
            shown = [
                self._combined(table, row, group, runs, max(low, 0) + np.flatnonzero(chosen[0]))
                for (low, _), chosen in zip(ranges, made.chosen, strict=True)
            ]
            parts.append((runs, [np.array(np.broadcast_arrays(*shown))]))
        return self._joined(parts)[0]

    # --- What a view shows

    def figure(self, address: str, view: View, at: int) -> Figure:
        """What is shown of a KPI (not one that is `same`) in the view's period `at`."""
        table, row = self._found(address)
        parts = []
        for runs, group in self._groups(table, row):
            if table.quantities[row].definition.over is not None:
                made = self._window(table, row, group, runs, view, at)
            elif table.axis.grain > view.grain:
                made = self._finer(table, row, group, runs, view, at)
            else:
                made = self._coarser(table, row, group, runs, view, at)
            parts.append((runs, made))
        return Figure(*self._joined(parts))

    def _coarser(
        self, table: Table, row: int, group: Grouped, runs: Members, view: View, at: int
    ) -> Figure:
        low, high = view.inside(table.axis.grain)[at]
        made = combine(group.own, [(low, high)])
        places = max(low, 0) + np.flatnonzero(made.chosen[0][0])
        if table.axis.grain < view.grain:
            value = self._combined(table, row, group, runs, places)
        else:
            value = (
                self._values(table, row, group, runs, places).sum(axis=0)
                if len(places)
                else NOTHING
            )
        layers = made.layers[:, 0, :1]
        method = group.own.methods[0]
        if method in {MIN, MAX} and len(places) > 1:
            values = self._values(table, row, group, runs, places)
            picked = values.argmin(axis=0) if method == MIN else values.argmax(axis=0)
            layers = group.own.layers[:, 0, places][:, picked]
        return Figure(value, layers, _counted(group, places))

    def _finer(
        self, table: Table, row: int, group: Grouped, runs: Members, view: View, at: int
    ) -> Figure:
        made = latest_ended(group.own, table, view)
        place = table.axis.ended_by(view.ends[at : at + 1])
        there = not np.isnan(made.value[0, at])
        value = self._values(table, row, group, runs, place)[0] if there else NOTHING
        return Figure(value, made.layers[:, 0, at : at + 1], np.ones(1))

    def _window(
        self, table: Table, row: int, group: Grouped, runs: Members, view: View, at: int
    ) -> Figure:
        """`over`: a combination over a window, as in `cascade.figures`."""
        place, has_value = shown_period(group.own, table, view, at)
        if place < 0:
            return Figure(NOTHING, np.full((5, 1), np.nan), np.ones(1))
        low, high = window_of(table.quantities[row], self.values, table, place)
        windowed = Grouped(for_window(group.own), group.source)
        made = combine(windowed.own, [(low, high)])
        places = max(low, 0) + np.flatnonzero(made.chosen[0][0])
        value = self._combined(table, row, windowed, runs, places) if has_value else NOTHING
        goals = made.layers if has_value and len(places) else made.ahead
        layers = goals_at(group.own, goals, 0, place)[:, None]
        return Figure(value, layers, _counted(group, places))

    def _values(
        self, table: Table, row: int, group: Grouped, runs: Members, places: Places
    ) -> Array:
        """(places, 1 or runs) what was measured there."""
        return of_runs(self._cells(table, row).at(group.source[places]), runs)

    def _combined(
        self, table: Table, row: int, group: Grouped, runs: Members, places: Places
    ) -> Array:
        """(1 or runs,) some own periods made one value by the row's method."""
        quantity = table.quantities[row]
        if quantity.definition.aggregate is None:
            return NOTHING
        if is_recomputed(quantity):
            behind = seen_in(group.source, places)
            return Recomputation(self).value(quantity, table.axis, behind, runs)
        return aggregated(
            quantity.definition.aggregate, self._values(table, row, group, runs, places)
        )


def _counted(group: Grouped, places: Places) -> Array:
    """How many own periods a sum was made from; 1 for other methods."""
    return np.array([float(max(1, len(places)) if group.own.methods[0] == SUM else 1)])


class FormulaRuns:
    """What a formula looks at, in all runs."""

    def __init__(self, runs: Runs, quantity: Quantity, axis: Axis) -> None:
        self.runs = runs
        self.axis = axis
        self.shape: tuple[int, ...] = (len(axis), 1)
        self.addresses = quantity.formula.addresses if quantity.formula is not None else {}

    def fiscal_starts(self) -> Places:
        """For each period the index of the first one of its fiscal year."""
        return self.runs.values.timeline.fiscal_starts(self.axis.grain)

    def operand(self, name: str) -> Operand:
        """The input's values, a coarser one brought down; nobody asks when they were measured."""
        values = self.runs.values
        found = values.table_of(self.addresses.get(name, ""))
        if found is None:
            return Operand(np.full(self.shape, np.nan))
        table, row = found
        at = lowered(table.axis, self.axis, values.timeline.current_end)
        column = self.runs.column(table.quantities[row].address)
        return Operand(np.where((at >= 0)[:, None], column[at], np.nan))
