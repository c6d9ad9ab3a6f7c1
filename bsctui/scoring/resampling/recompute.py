"""`aggregate recompute`: a formula applied to its inputs, each combined over S (`scoring.md`, recompute)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.model.entities import Aggregate
from bsctui.scoring.formulas import Evaluator, Operand
from bsctui.scoring.resampling.aggregate import RECOMPUTE
from bsctui.scoring.values import coarse_periods_shown
from bsctui.text.expressions import uses_history

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Quantity
    from bsctui.scoring.resampling.aggregate import Combined, OwnPeriods
    from bsctui.scoring.time_axis import Axis
    from bsctui.scoring.values import Values, ValueTable

    Column = NDArray[np.float64]
    Places = NDArray[np.int64]
    Key = tuple[str, tuple[bytes, ...]]


def recompute(
    values: Values,
    table: ValueTable,
    quantities: Sequence[Quantity],
    own: OwnPeriods,
    combined: Combined,
    ranges: Sequence[tuple[int, int]],
) -> None:
    """Replace the values of `recompute` rows: the formula of the inputs, each combined over S."""
    recomputation = Recomputation(values)
    for row in np.flatnonzero(own.methods == RECOMPUTE).tolist():
        source = table.source[table.row[quantities[row].address]]
        chosen = tuple(
            periods_measured_in(source, max(low, 0) + np.flatnonzero(flags[row]))
            for (low, _), flags in zip(ranges, combined.chosen, strict=True)
        )
        combined.value[row] = recomputation.value(
            RecomputeTask(quantities[row], table.axis, chosen)
        )


class RecomputeTask(NamedTuple):
    """A formula to be recomputed over several S, each given by the indexes of its own periods."""

    quantity: Quantity
    axis: Axis
    chosen: tuple[Places, ...]

    @property
    def key(self) -> Key:
        """What tells it from others."""
        return self.quantity.address, tuple(places.tobytes() for places in self.chosen)


class Recomputation:
    """Recomputes formulas and the recomputed ones they look at, each once, the inner ones first."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self._results: dict[Key, Column] = {}

    def value(self, task: RecomputeTask) -> Column:
        """(S,) the recomputed values; chains are followed without recursion, a circle has none."""
        waiting = [task]
        opened: set[Key] = set()
        while waiting:
            top = waiting[-1]
            if top.key in self._results:
                waiting.pop()
                continue
            opened.add(top.key)
            inner = [
                inner_task
                for inner_task in self._inner(top)
                if inner_task.key not in self._results and inner_task.key not in opened
            ]
            if inner:
                waiting += inner
            else:
                self._results[top.key] = self._evaluated(top)
                waiting.pop()
        return self._results[task.key]

    def _inner(self, task: RecomputeTask) -> list[RecomputeTask]:
        """The recomputed formulas among the inputs."""
        formula = task.quantity.formula
        addresses = formula.addresses.values() if formula is not None else ()
        recomputed = [
            address
            for address in dict.fromkeys(addresses)
            if (table_row := self.values.table_of(address)) is not None
            and is_recomputed_as_input(table_row[0].quantities[table_row[1]])
        ]
        tasks = [self._task(task, address) for address in recomputed]
        return [inner_task for inner_task in tasks if inner_task is not None]

    def _task(self, task: RecomputeTask, address: str) -> RecomputeTask | None:
        """An input over the distinct periods of its own behind each S in which it has a value."""
        table_row = self.values.table_of(address)
        if table_row is None:
            return None
        table, row = table_row
        at = coarse_periods_shown(table.axis, task.axis, self.values.timeline.current_end)
        column = self.values.input_values(task.quantity.address, table, row)
        is_brought_down = table.axis.grain > task.axis.grain
        shown = (_distinct(at[chosen]) if is_brought_down else chosen for chosen in task.chosen)
        places = tuple(periods[~np.isnan(column[periods])] for periods in shown)
        quantity = table.quantities[row]
        if is_recomputed_as_input(quantity):
            places = tuple(periods_measured_in(table.source[row], periods) for periods in places)
        return RecomputeTask(quantity, table.axis, places)

    def _evaluated(self, task: RecomputeTask) -> Column:
        formula = task.quantity.formula
        if formula is None or uses_history(formula.expression):
            return np.full(len(task.chosen), np.nan)
        value = Evaluator(RecomputedInputs(self, task)).evaluate(formula.expression)
        value = np.where([len(places) > 0 for places in task.chosen], value, np.nan)
        return self._averaged(task, value)

    def _averaged(self, task: RecomputeTask, value: Column) -> Column:
        """Where a value is assumed there are no inputs to recompute from: the mean over S stands in."""
        cells = self.values.overrides.values.get(task.quantity.address)
        table_row = self.values.table_of(task.quantity.address) if cells else None
        if not cells or table_row is None:
            return value
        table, row = table_row
        places = {table.axis.index_of(ordinal) for ordinal in cells}
        for at, chosen in enumerate(task.chosen):
            if places & set(chosen.tolist()):
                value[at] = table.value[row, chosen].mean()
        return value

    def combined_input(self, task: RecomputeTask, address: str) -> Column:
        """One input of a formula, combined over each S by its own method."""
        table_row, inner = self.values.table_of(address), self._task(task, address)
        if table_row is None or inner is None:
            return np.full(len(task.chosen), np.nan)
        if is_recomputed_as_input(inner.quantity):
            return self._results.get(inner.key, np.full(len(task.chosen), np.nan))
        table, row = table_row
        method = inner.quantity.definition.aggregate
        column = self.values.input_values(task.quantity.address, table, row)
        return np.array([_combined(method, column[places]) for places in inner.chosen])


class RecomputedInputs:
    """What a recomputed formula looks at: one value for each S."""

    def __init__(self, recomputation: Recomputation, task: RecomputeTask) -> None:
        self.recomputation = recomputation
        self.task = task
        self.shape: tuple[int, ...] = (len(task.chosen),)

    def fiscal_starts(self) -> Places:
        """Never asked: what looks back cannot be recomputed."""
        return np.zeros(self.shape, dtype=np.int64)

    def operand(self, name: str) -> Operand:
        """The combined input that a name in the formula means."""
        formula = self.task.quantity.formula
        address = formula.addresses.get(name, "") if formula is not None else ""
        return Operand(self.recomputation.combined_input(self.task, address))


def is_recomputed_as_input(quantity: Quantity) -> bool:
    """Whether it is recomputed as an input of what is: so is a formula that no line says how to combine."""
    return quantity.formula is not None and quantity.definition.aggregate in {
        Aggregate.RECOMPUTE,
        None,
    }


def periods_measured_in(source: Places, places: Places) -> Places:
    """The periods whose inputs made the values there: of a carried value those of its own measurement."""
    periods: Places = np.unique(source[places])
    return periods


def _distinct(at: Places) -> Places:
    """The coarse periods behind fine ones, each once; -1 is none."""
    periods: Places = np.unique(at[at >= 0])
    return periods


def _combined(method: Aggregate | None, values: Column) -> float:
    """Some values by an aggregate; nan without values or method."""
    if not len(values):
        return np.nan
    match method:
        case Aggregate.SUM:
            return float(values.sum())
        case Aggregate.AVERAGE:
            return float(values.mean())
        case Aggregate.LAST:
            return float(values[-1])
        case Aggregate.MIN:
            return float(values.min())
        case Aggregate.MAX:
            return float(values.max())
        case _:
            return np.nan
