"""The value of every KPI and measure in each period of its own grain, however it is made (`scoring.md`, A value)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.entities import Aggregate
from bsctui.model.graph import components
from bsctui.model.link_lines import LinkLines
from bsctui.model.validity import spans_of
from bsctui.scoring.dependencies import has_conflicting_sources
from bsctui.scoring.feeder_totals import FeederTotals
from bsctui.scoring.formulas import Evaluator, Operand, Trace
from bsctui.scoring.matched_members import MatchedInput, RollupMembers, matched_inputs
from bsctui.scoring.overrides import NO_OVERRIDES
from bsctui.scoring.validity import lines_in_force, spans_hold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Dated, EntityLink, Formula, Quantity, Rollup
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain
    from bsctui.scoring.dependencies import Dependencies
    from bsctui.scoring.overrides import Overrides, ValueOverrides
    from bsctui.scoring.time_axis import Axis, Timeline

    Column = NDArray[np.float64]
    Flags = NDArray[np.bool_]

FRESH = np.iinfo(np.int64).max
"""Measured when asked: what rests on no measurement is never stale."""


class ValueTable:
    """The values of all quantities of one grain: rows by periods of its axis.

    Attributes:
        value: (n, periods); nan for none.
        carried: Where the value is the last measurement, carried on.
        source: (n, periods) the index of the period it was measured in (its own but for carried ones).
        measured: (n, periods) the day on which the period of the oldest measurement behind it ended.
        partial: Where something was missing in what it was combined from.
    """

    def __init__(self, axis: Axis, quantities: list[Quantity], *, is_blank: bool = False) -> None:
        self.axis = axis
        self.quantities = quantities
        self.row = {quantity.address: at for at, quantity in enumerate(quantities)}
        shape = (len(quantities), len(axis))
        self.value = np.full(shape, np.nan)
        self.carried = np.zeros(shape, dtype=bool)
        self.source = np.broadcast_to(np.arange(len(axis)), shape).copy()
        self.measured = np.broadcast_to(axis.ends, shape).copy()
        self.partial = np.zeros(shape, dtype=bool)
        if not is_blank:
            self._enter()

    def _enter(self) -> None:
        """Write the entered actuals into their cells."""
        first, count = self.axis.first, len(self.axis)
        for at, quantity in enumerate(self.quantities):
            for line in () if quantity.is_computed else quantity.actuals:
                start = line.start - first
                if start >= 0 and start + len(line.values) <= count:
                    self.value[at, start : start + len(line.values)] = line.values

    def override(self, overrides: Mapping[str, ValueOverrides]) -> None:
        """Put assumed values in place of what is there, however it was made."""
        for address, cells in overrides.items():
            row = self.row.get(address)
            for ordinal, value in cells.items() if row is not None else ():
                at = self.axis.index_of(ordinal)
                if 0 <= at < len(self.axis):
                    self.value[row, at] = value
                    self.measured[row, at] = self.axis.ends[at]
                    self.partial[row, at] = False

    def carry(self, rows: list[int], current_end: int) -> None:
        """Fill own periods of rows that carry, up to the current one, with the last measurement before them."""
        rows = [row for row in rows if self.quantities[row].definition.carry]
        if not rows:
            return
        value = self.value[rows]
        present = ~np.isnan(value)
        place = np.where(present, np.arange(len(self.axis)), -1)
        last = np.maximum.accumulate(place, axis=1)
        fill = ~present & (last >= 0) & (self.axis.ends <= current_end)
        at = np.where(fill, last, np.arange(len(self.axis)))
        self.value[rows] = np.take_along_axis(value, at, axis=1)
        self.carried[rows] = fill
        self.source[rows] = at
        self.measured[rows] = np.take_along_axis(self.measured[rows], at, axis=1)
        self.partial[rows] = np.take_along_axis(self.partial[rows], at, axis=1)


class Values:
    """All values that a set of quantities needs, in tables by grain.

    With `is_blank` nothing has a value: for what things are held to, whatever their values.
    """

    def __init__(
        self,
        model: Model,
        timeline: Timeline,
        dependencies: Dependencies,
        addresses: Iterable[str],
        overrides: Overrides = NO_OVERRIDES,
        *,
        is_blank: bool = False,
    ) -> None:
        self.model = model
        self.overrides = overrides
        self.timeline = timeline
        self.dependencies = dependencies
        self.divided_by_zero: set[str] = set()
        self._members: dict[str, RollupMembers] = {}
        self._feeds = LinkLines()
        self.matched: dict[tuple[str, str], MatchedInput] = {}
        """By a formula's and an input's address: a sum that lacks members, as the formula counts it."""
        order = self._order(addresses)
        self.reached = {quantity.address for quantity in order}
        groups: dict[Grain, list[Quantity]] = {}
        for quantity in order:
            groups.setdefault(quantity.definition.grain, []).append(quantity)
        self.tables = {
            grain: ValueTable(timeline.axis(grain), members, is_blank=is_blank)
            for grain, members in groups.items()
        }
        self.computed: list[str] = []
        if is_blank:
            return
        for table in self.tables.values():
            table.override(overrides.values)
            entered = [
                at for at, candidate in enumerate(table.quantities) if not candidate.is_computed
            ]
            table.carry(entered, timeline.current_end)
        computed = [
            quantity
            for quantity in order
            if quantity.is_computed
            and not has_conflicting_sources(quantity)
            and quantity.address not in self.circular
        ]
        self.computed = [quantity.address for quantity in computed]
        for quantity in computed:
            self._compute(quantity)

    def _order(self, addresses: Iterable[str]) -> list[Quantity]:
        """The wanted ones and all they rest on, inputs first; what stands in a circle has no value."""
        self.circular: set[str] = set()
        entered, resting = self._told_apart(addresses)
        ordered = list(entered.values())
        if not resting:
            return ordered
        for members in components(resting, self._inputs_of):
            if members[0] in entered:
                continue
            if len(members) > 1 or members[0] in self._inputs_of(members[0]):
                self.circular.update(members)
            ordered += [
                quantity for quantity in map(self.model.quantity, members) if quantity is not None
            ]
        return ordered

    def _told_apart(self, addresses: Iterable[str]) -> tuple[dict[str, Quantity], list[str]]:
        """Those that rest on nothing (most do: they need no walk), and the others."""
        entered: dict[str, Quantity] = {}
        resting: list[str] = []
        for address in addresses:
            quantity = self.model.quantity(address)
            if quantity is not None and not self.dependencies.inputs_of(quantity):
                entered[address] = quantity
            elif quantity is not None:
                resting.append(address)
        return entered, resting

    def _inputs_of(self, address: str) -> Iterable[str]:
        quantity = self.model.quantity(address)
        return () if quantity is None else self.dependencies.inputs_of(quantity)

    def _compute(self, quantity: Quantity) -> None:
        """Fill the row of a formula or rollup, whose inputs are filled; an assumed value takes its place."""
        address = quantity.address
        if quantity.formula is not None:
            self._fill_formula(quantity, quantity.formula)
        elif quantity.rollup is not None:
            self._fill_rollup(quantity, quantity.rollup)
        table = self.tables[quantity.definition.grain]
        table.override({address: self.overrides.values.get(address, {})})
        table.carry([table.row[address]], self.timeline.current_end)

    def holds(self, addresses: Iterable[str]) -> bool:
        """Whether it has all of some addresses, as far as they are KPIs and measures."""
        return all(
            address in self.reached or self.model.quantity(address) is None for address in addresses
        )

    def table_of(self, address: str) -> tuple[ValueTable, int] | None:
        """The table and the row of a quantity; under `same` the original's."""
        quantity = self.model.quantity(address)
        if quantity is None:
            return None
        address = getattr(quantity, "same", None) or address
        table = self.tables.get(quantity.definition.grain)
        row = table.row.get(address) if table is not None else None
        return None if table is None or row is None else (table, row)

    def place(self, address: str) -> tuple[ValueTable, int]:
        """As `table_of`, of a quantity that was asked for.

        Raises:
            KeyError: It was not.
        """
        table_row = self.table_of(address)
        if table_row is None:
            raise KeyError(address)
        return table_row

    # --- Ratios of incomplete sums

    def _match_members(self, quantity: Quantity) -> None:
        """Where a ratio's sums lack members: the sums as it counts them."""
        formula = quantity.formula
        if formula is None or not quantity.is_recomputed:
            return
        rows = map(self.table_of, formula.addresses.values())
        inputs = [table.quantities[row] for table, row in filter(None, rows)]
        sums = {feeder.address: feeder for feeder in inputs if feeder.address in self._members}
        grains = {feeder.definition.grain for feeder in sums.values()}
        if len(sums) < 2 or len(grains) > 1 or self.overrides.values.keys() & sums:
            return
        matched = matched_inputs([self._members[name] for name in sums])
        for name, sum_input in zip(sums, matched or (), strict=False):
            self.matched[quantity.address, name] = sum_input

    def input_values(self, formula: str, table: ValueTable, row: int) -> Column:
        """(periods,) an input on its own axis, as a formula counts it."""
        matched = self.matched.get((formula, table.quantities[row].address))
        if matched is None:
            return np.asarray(table.value[row])
        return np.where(matched.gap & ~table.carried[row], matched.value, table.value[row])

    # --- Formulas

    def _fill_formula(self, quantity: Quantity, formula: Formula) -> None:
        table = self.tables[quantity.definition.grain]
        row = table.row[quantity.address]
        self._match_members(quantity)
        evaluator = Evaluator(FormulaInputs(self, quantity, table.axis))
        table.value[row], trace = evaluator.traced(formula.expression)
        if trace is not None:
            present = ~np.isnan(table.value[row])
            measured = np.arange(len(table.axis)) - np.where(present, trace.lag, 0)
            table.measured[row] = table.axis.ends[measured]
            table.partial[row] = present & trace.partial
        if (evaluator.divided_by_zero & self._in_calendar(table.axis)).any():
            self.divided_by_zero.add(quantity.address)

    def _in_calendar(self, axis: Axis) -> Flags:
        calendar, fiscal = self.timeline.calendar, self.timeline.fiscal
        before = fiscal.end(calendar.grain, calendar.first - 1)
        return (axis.ends > before) & (axis.ends <= fiscal.end(calendar.grain, calendar.last))

    # --- Rollups

    def summed_feeders(self, quantity: Quantity, table: ValueTable) -> list[Quantity]:
        """What feeds a rollup; a coarser one (an error) does not."""
        return [
            feeder
            for feeder in self.feeders_of(quantity)
            if feeder.definition.grain <= table.axis.grain
        ]

    def _fill_rollup(self, quantity: Quantity, rollup: Rollup) -> None:
        from bsctui.scoring.resampling.resample import resampled_columns

        table = self.tables[quantity.definition.grain]
        row = table.row[quantity.address]
        feeders = self.summed_feeders(quantity, table)
        if not feeders:
            return
        columns = resampled_columns(self, feeders, table.axis)
        value, measured, partial = (np.array(layer) for layer in zip(*columns, strict=True))
        weight = np.array(
            [self.feed_weight(feeder, quantity.address, table.axis) for feeder in feeders]
        )
        if rollup.partial and rollup.method is Aggregate.SUM:
            names = tuple(feeder.scorecard for feeder in feeders)
            self._members[quantity.address] = RollupMembers(names, value, weight)
        totals = FeederTotals(rollup.method, (len(table.axis),))
        totals.add(value, weight)
        table.value[row], gap = totals.value(partial=rollup.partial)
        counted = (weight > 0) & ~np.isnan(value)
        table.measured[row] = np.where(counted, measured, FRESH).min(axis=0)
        table.measured[row] = np.where(
            table.measured[row] == FRESH, table.axis.ends, table.measured[row]
        )
        table.partial[row] = (partial & counted).any(axis=0) | gap

    def feeders_of(self, rollup: Quantity) -> list[Quantity]:
        """What feeds a rollup, in order of display."""
        feeders = map(self.model.quantity, self.dependencies.feeders.get(rollup.address, ()))
        return [feeder for feeder in feeders if feeder is not None]

    def feed_weight(self, feeder: Quantity, fed: str, axis: Axis) -> Column:
        """A feeder's weight in each period: 0 where the feed or the feeder is not in force."""
        lines = self.feeds_to(feeder, fed)
        numbers = [1.0 if line.value.weight is None else line.value.weight.value for line in lines]
        held = lines_in_force([line.span for line in lines], axis.ends)
        weight = np.array([*numbers, 0.0])[held]
        weight[~in_force_on(self.model, feeder, axis.ends)] = 0.0
        return weight

    def feeds_to(self, feeder: Quantity, fed: str) -> Sequence[Dated[EntityLink]]:
        """The `feeds` lines of a feeder that name a rollup."""
        return self._feeds.naming(feeder.feeds, fed)


def in_force_on(model: Model, quantity: Quantity, ends: NDArray[np.int64]) -> Flags:
    """In which periods a KPI or measure is in force: its own span, its objective's and its scorecard's."""
    return spans_hold(spans_of(model, quantity), ends)


class FormulaInputs:
    """What one formula looks at, on its own axis."""

    def __init__(self, values: Values, quantity: Quantity, axis: Axis) -> None:
        self.values = values
        self.axis = axis
        self.shape: tuple[int, ...] = (len(axis),)
        self.address = quantity.address
        formula = quantity.formula
        self.addresses = formula.addresses if formula is not None else {}

    def fiscal_starts(self) -> NDArray[np.int64]:
        """For each period the index of the first one of its fiscal year."""
        return self.values.timeline.fiscal_starts(self.axis.grain)

    def operand(self, name: str) -> Operand:
        """The input's values, a coarser one brought down, each with when it was measured."""
        table_row = self.values.table_of(self.addresses.get(name, ""))
        if table_row is None:
            return Operand(np.full(self.shape, np.nan))
        table, row = table_row
        at = coarse_periods_shown(table.axis, self.axis, self.values.timeline.current_end)
        inside = at >= 0
        column = self.values.input_values(self.address, table, row)
        value = np.where(inside, column[at], np.nan)
        measured = np.searchsorted(self.axis.ends, table.measured[row, at], side="left")
        lag = np.maximum(np.arange(len(self.axis)) - measured, 0)
        return Operand(value, Trace(lag, table.partial[row, at]))


def coarse_periods_shown(coarse: Axis, fine: Axis, current_end: int) -> NDArray[np.int64]:
    """For each fine period the coarse one shown there (`scoring.md`, Finer view); -1 for none."""
    if coarse.grain == fine.grain:
        return np.arange(len(fine))
    at = coarse.ended_by(fine.ends)
    ends_with = coarse.ends[np.maximum(at, 0)] == fine.ends
    return np.where((fine.ends <= current_end) | ends_with, at, -1)
