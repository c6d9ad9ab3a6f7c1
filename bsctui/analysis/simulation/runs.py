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
    ALL_RUNS,
    NO_VALUE,
    RunCells,
    aggregated,
    computed_cells,
    select_runs,
)
from bsctui.analysis.simulation.recompute import RunRecomputation
from bsctui.model.periods import Period
from bsctui.scoring.feeder_totals import FeederTotals
from bsctui.scoring.formulas import Evaluator, Operand
from bsctui.scoring.kpi_view import latest_ended
from bsctui.scoring.resampling.aggregate import MAX, MIN, SUM, OwnPeriods, combine
from bsctui.scoring.resampling.recompute import periods_measured_in
from bsctui.scoring.resampling.resample import own_period_rows
from bsctui.scoring.targets import Targets
from bsctui.scoring.values import coarse_periods_shown
from bsctui.scoring.windows import for_window, window_ends, window_of, window_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Formula, Quantity, Rollup
    from bsctui.model.periods import Grain
    from bsctui.scoring.resampling.aggregate import Combined
    from bsctui.scoring.time_axis import Axis, View
    from bsctui.scoring.values import Values, ValueTable

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Members = slice | Places
    Draws = Callable[[str], tuple[Places, Array] | None]


HELD = 25_000_000
"""So many drawn numbers are kept for the formulas and rollups that look at them (200 MB)."""


class RunFigure(NamedTuple):
    """What is shown of one KPI in the runs: `value` and `counted` (1 or runs,), `layers` (5, 1 or runs)."""

    value: Array
    layers: Array
    counted: Array


class GroupedRow(NamedTuple):
    """One row in a group of runs: what there is to combine (its values only tell where there are some).

    `source` (periods,) is the own period that each value was measured in; `as_scored` tells whether exactly those
    have a value that have one in the scores: then what is made of all rows of the table at once holds for it.
    """

    own: OwnPeriods
    source: Places
    as_scored: bool = False


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
        self._raw: dict[str, RunCells] = {}
        self._held = 0
        self._latest: tuple[str, RunCells | None] = "", None
        self._own: dict[Grain, OwnPeriods] = {}
        self._scored: dict[tuple[Grain, Grain, int], Combined] = {}
        for address in values.computed:
            quantity = values.model.quantity(address)
            if quantity is not None and quantity.formula is not None:
                self._raw[address] = computed_cells(self._formula(quantity, quantity.formula))
            elif quantity is not None and quantity.rollup is not None:
                self._raw[address] = self._rollup(quantity, quantity.rollup)

    # --- Values at their own grain

    def column(self, address: str) -> Array:
        """(periods, 1 or runs) the values of a quantity, those that are carried too."""
        table, row = self.values.place(address)
        parts = [
            (runs, [select_runs(self._cells(table, row).at(group.source), runs)])
            for runs, group in self._groups(table, row)
        ]
        return self._joined(parts)[0]

    def _cells(self, table: ValueTable, row: int) -> RunCells:
        """The values as entered, drawn or computed, nothing carried yet."""
        quantity = table.quantities[row]
        cells = self._raw.get(quantity.address)
        if cells is None and self._latest[0] == quantity.address:
            cells = self._latest[1]
        if cells is None:
            entered = np.where(table.carried[row], np.nan, table.value[row])
            nothing = np.zeros(0, np.int64), np.zeros((0, 1))
            ordinals, drawn = self._draws(quantity.address) or nothing
            cells = RunCells(entered[:, None], ordinals - table.axis.first, drawn)
            self._latest = quantity.address, cells
            self._hold(quantity.address, cells)
        return cells

    def _hold(self, address: str, cells: RunCells) -> None:
        """Keep what others look at too, as far as there is room; what is not kept is drawn once more, and the same."""
        if address in self.values.dependencies.dependents and self._held + cells.drawn.size <= HELD:
            self._held += cells.drawn.size
            self._raw[address] = cells

    def _groups(self, table: ValueTable, row: int) -> Iterator[tuple[Members, GroupedRow]]:
        """The runs by which own periods have a value in them, with what that makes of the row."""
        quantity = table.quantities[row]
        if not quantity.is_computed:
            yield ALL_RUNS, self._as_scored(table, row)
            return
        cells = self._raw.get(quantity.address)
        if cells is None:  # it stands in a circle
            yield ALL_RUNS, self._patterned(table, row, np.zeros(len(table.axis), dtype=bool))
            return
        in_scores = ~np.isnan(table.value[row]) & ~table.carried[row]
        for runs, present in cells.presence_patterns():
            if (present == in_scores).all():
                yield runs, self._as_scored(table, row)
            else:
                yield runs, self._patterned(table, row, present)

    def _as_scored(self, table: ValueTable, row: int) -> GroupedRow:
        own = self._base(table).rows(np.array([row]))
        return GroupedRow(own, table.source[row], as_scored=True)

    def _base(self, table: ValueTable) -> OwnPeriods:
        periods = self._own.get(table.axis.grain)
        if periods is None:
            periods = self._own[table.axis.grain] = own_period_rows(
                self.values, table, table.quantities
            )
        return periods

    def _patterned(self, table: ValueTable, row: int, present: Flags) -> GroupedRow:
        """The row as it is where exactly these own periods have a value."""
        definition, axis = table.quantities[row].definition, table.axis
        base = self._base(table).rows(np.array([row]))
        every = np.arange(len(axis))
        source = every
        if definition.carry:
            last = np.maximum.accumulate(np.where(present, every, -1))
            ended = axis.ends <= self.values.timeline.current_end
            source = np.where(~present & (last >= 0) & ended, last, every)
        targets = Targets(axis, [definition])
        own = OwnPeriods(
            base.methods, np.where(present[source], 1.0, np.nan)[None], (source != every)[None],
            base.measured, base.partial, base.in_force, targets.complete[:, source],
            targets.layers[:, :, source], targets.layers,
        )  # fmt: skip
        return GroupedRow(own, source)

    def _joined(self, parts: Sequence[tuple[Members, Sequence[Array]]]) -> list[Array]:
        """Arrays of groups of runs (the last axis) made arrays of all runs."""
        if len(parts) == 1:
            return list(parts[0][1])
        joined = []
        for arrays in zip(*(group for _, group in parts), strict=True):
            whole = np.empty((*arrays[0].shape[:-1], self.count))
            for (runs, _), array in zip(parts, arrays, strict=True):
                whole[..., runs] = array
            joined.append(whole)
        return joined

    # --- Formulas and rollups

    def _formula(self, quantity: Quantity, formula: Formula) -> Array:
        table, _ = self.values.place(quantity.address)
        looked_at = FormulaRuns(self, quantity, table.axis)
        return Evaluator(looked_at).evaluate(formula.expression)

    def input_column(self, formula: str, address: str) -> Array:
        """(periods, 1 or runs) an input of a formula, a sum that lacks members as the formula counts it."""
        column, matched = self.column(address), self.values.matched.get((formula, address))
        quantity = self.values.model.quantity(address)
        if matched is None or quantity is None or quantity.rollup is None:
            return column
        cells = self._rollup(quantity, quantity.rollup, matched.counted)
        counted = cells.at(np.arange(len(matched.gap)))
        table, row = self.values.place(address)
        return np.where((matched.gap & ~table.carried[row])[:, None], counted, column)

    def _rollup(self, quantity: Quantity, rollup: Rollup, counted: Flags | None = None) -> RunCells:
        """The values of a rollup; of a sum over some members, where `counted` (feeders, periods) tells them."""
        values, (table, _) = self.values, self.values.place(quantity.address)
        axis = table.axis
        feeders = values.summed_feeders(quantity, table)
        if not feeders:
            return computed_cells(np.full((len(axis), 1), np.nan))
        moving = int(np.searchsorted(axis.ends, self._moving))
        still = FeederTotals(rollup.method, (moving, 1))
        drawn = FeederTotals(rollup.method, (len(axis) - moving, self.count))
        for at, (feeder, column) in enumerate(self._feeder_columns(feeders, axis)):
            weight = values.feed_weight(feeder, quantity.address, axis)[None, :, None]
            if counted is not None:
                weight = weight * counted[at, :, None]
            still.add(column[None, :moving, :1], weight[:, :moving])
            drawn.add(column[None, moving:], weight[:, moving:])
        same = np.full((len(axis), 1), np.nan)
        same[:moving] = still.value(partial=rollup.partial)[0]
        return RunCells(same, np.arange(moving, len(axis)), drawn.value(partial=rollup.partial)[0])

    def _feeder_columns(
        self, feeders: Sequence[Quantity], axis: Axis
    ) -> Iterator[tuple[Quantity, Array]]:
        """Each feeder with its (periods, 1 or runs) values on a coarser axis or its own, as a rollup sees it."""
        finer: dict[Grain, list[int]] = {}
        for feeder in feeders:
            table, row = self.values.place(feeder.address)
            if table.axis.grain != axis.grain and not feeder.is_computed:
                finer.setdefault(table.axis.grain, []).append(row)
        chosen: dict[tuple[Grain, int], list[Places]] = {}
        for grain, rows in finer.items():
            table = self.values.tables[grain]
            ranges = self._ranges(table.axis, axis)
            own = self._base(table).rows(np.array(rows))
            for row, places in zip(rows, _chosen_places(own, ranges), strict=True):
                chosen[grain, row] = places
        for feeder in feeders:
            table, row = self.values.place(feeder.address)
            if table.axis.grain == axis.grain:
                yield feeder, self.column(feeder.address)
            else:
                yield feeder, self._resampled(table, row, axis, chosen.get((table.axis.grain, row)))

    def _resampled(
        self, table: ValueTable, row: int, axis: Axis, chosen: list[Places] | None
    ) -> Array:
        """(periods, 1 or runs) a row on a coarser axis; `chosen` are the own periods, where no run tells them."""
        parts = []
        for runs, group in self._groups(table, row):
            own_places = chosen or _chosen_places(group.own, self._ranges(table.axis, axis))[0]
            shown = [self._combined(table, row, group, runs, places) for places in own_places]
            parts.append((runs, [np.array(np.broadcast_arrays(*shown))]))
        return self._joined(parts)[0]

    def _ranges(self, fine: Axis, coarse: Axis) -> list[tuple[int, int]]:
        """For each coarse period the index range of the finer ones that it consists of."""
        fiscal = self.values.timeline.fiscal
        ranges = []
        for at in range(len(coarse)):
            inside = fiscal.within(fine.grain, Period(coarse.grain, coarse.first + at))
            ranges.append((fine.index_of(inside[0]), fine.index_of(inside[-1]) + 1))
        return ranges

    # --- What a view shows

    def figure(self, address: str, view: View, at: int) -> RunFigure:
        """What is shown of a KPI (not one that is `same`) in the view's period `at`."""
        table, row = self.values.place(address)
        parts = []
        for runs, group in self._groups(table, row):
            if table.quantities[row].definition.over is not None:
                shown = self._window(table, row, group, runs, view, at)
            elif table.axis.grain > view.grain:
                shown = self._finer(table, row, group, runs, view, at)
            else:
                shown = self._coarser(table, row, group, runs, view, at)
            parts.append((runs, shown))
        return RunFigure(*self._joined(parts))

    def _coarser(
        self, table: ValueTable, row: int, group: GroupedRow, runs: Members, view: View, at: int
    ) -> RunFigure:
        low, _ = view.inside(table.axis.grain)[at]
        chosen, shown_layers = self._chosen(table, row, group, view, at)
        places = max(low, 0) + np.flatnonzero(chosen)
        if table.axis.grain < view.grain:
            value = self._combined(table, row, group, runs, places)
        else:
            value = (
                self._values(table, row, group, runs, places).sum(axis=0)
                if len(places)
                else NO_VALUE
            )
        layers = shown_layers[:, None]
        method = group.own.methods[0]
        if method in {MIN, MAX} and len(places) > 1:
            values = self._values(table, row, group, runs, places)
            picked = values.argmin(axis=0) if method == MIN else values.argmax(axis=0)
            layers = group.own.layers[:, 0, places][:, picked]
        return RunFigure(value, layers, _counted(group, places))

    def _chosen(
        self, table: ValueTable, row: int, group: GroupedRow, view: View, at: int
    ) -> tuple[Flags, Array]:
        """(width,) which own periods of the view's period `at` are combined, and (5,) the goals beside the value."""
        ranges = [view.inside(table.axis.grain)[at]]
        if not group.as_scored:
            combined = combine(group.own, ranges)
            return combined.chosen[0][0], combined.layers[:, 0, 0]
        key = table.axis.grain, view.grain, at
        if key not in self._scored:
            self._scored[key] = combine(self._base(table), ranges)
        combined = self._scored[key]
        return combined.chosen[0][row], combined.layers[:, row, 0]

    def _finer(
        self, table: ValueTable, row: int, group: GroupedRow, runs: Members, view: View, at: int
    ) -> RunFigure:
        latest = latest_ended(group.own, table, view)
        place = table.axis.ended_by(view.ends[at : at + 1])
        has_value = not np.isnan(latest.value[0, at])
        value = self._values(table, row, group, runs, place)[0] if has_value else NO_VALUE
        return RunFigure(value, latest.layers[:, 0, at : at + 1], np.ones(1))

    def _window(
        self, table: ValueTable, row: int, group: GroupedRow, runs: Members, view: View, at: int
    ) -> RunFigure:
        """`over`: a combination over a window, as in `cascade.figures`."""
        ends = window_ends(group.own, table, view)
        place, has_value = int(ends.place[0, at]), bool(ends.counts[0, at])
        if place < 0:
            return RunFigure(NO_VALUE, np.full((5, 1), np.nan), np.ones(1))
        low, high = window_of(table.quantities[row], self.values, table, place)
        windowed = GroupedRow(for_window(group.own), group.source)
        combined = combine(windowed.own, [(low, high)])
        places = max(low, 0) + np.flatnonzero(combined.chosen[0][0])
        value = self._combined(table, row, windowed, runs, places) if has_value else NO_VALUE
        targets = combined.layers if has_value and len(places) else combined.ahead
        layers = window_targets(group.own, targets[:, :, 0], place)
        return RunFigure(value, layers, _counted(group, places))

    def _values(
        self, table: ValueTable, row: int, group: GroupedRow, runs: Members, places: Places
    ) -> Array:
        """(places, 1 or runs) what was measured there."""
        return select_runs(self._cells(table, row).at(group.source[places]), runs)

    def _combined(
        self, table: ValueTable, row: int, group: GroupedRow, runs: Members, places: Places
    ) -> Array:
        """(1 or runs,) some own periods made one value by the row's method."""
        quantity = table.quantities[row]
        if quantity.definition.aggregate is None:
            return NO_VALUE
        if quantity.is_recomputed:
            measured = periods_measured_in(group.source, places)
            return RunRecomputation(self).value(quantity, table.axis, measured, runs)
        return aggregated(
            quantity.definition.aggregate, self._values(table, row, group, runs, places)
        )


def _chosen_places(own: OwnPeriods, ranges: Sequence[tuple[int, int]]) -> list[list[Places]]:
    """For each row and each range the own periods that make the value, as a rollup sees it."""
    combined = combine(own.without_targets(), ranges)
    firsts = [max(low, 0) for low, _ in ranges]
    return [
        [
            first + np.flatnonzero(chosen[row])
            for first, chosen in zip(firsts, combined.chosen, strict=True)
        ]
        for row in range(len(own.methods))
    ]


def _counted(group: GroupedRow, places: Places) -> Array:
    """How many own periods a sum was made from; 1 for other methods."""
    return np.array([float(max(1, len(places)) if group.own.methods[0] == SUM else 1)])


class FormulaRuns:
    """What a formula looks at, in all runs."""

    def __init__(self, runs: Runs, quantity: Quantity, axis: Axis) -> None:
        self.runs = runs
        self.axis = axis
        self.shape: tuple[int, ...] = (len(axis), 1)
        self.address = quantity.address
        self.addresses = quantity.formula.addresses if quantity.formula is not None else {}

    def fiscal_starts(self) -> Places:
        """For each period the index of the first one of its fiscal year."""
        return self.runs.values.timeline.fiscal_starts(self.axis.grain)

    def operand(self, name: str) -> Operand:
        """The input's values, a coarser one brought down; nobody asks when they were measured."""
        values = self.runs.values
        table_row = values.table_of(self.addresses.get(name, ""))
        if table_row is None:
            return Operand(np.full(self.shape, np.nan))
        table, row = table_row
        at = coarse_periods_shown(table.axis, self.axis, values.timeline.current_end)
        column = self.runs.input_column(self.address, table.quantities[row].address)
        return Operand(np.where((at >= 0)[:, None], column[at], np.nan))
