"""`aggregate recompute` in many runs at once: a formula of its inputs, each combined over the same own periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.analysis.simulation.groups import NO_VALUE, aggregated, group_by_presence, select_runs
from bsctui.scoring.formulas import Evaluator, Operand
from bsctui.scoring.resampling.recompute import is_recomputed_as_input, periods_measured_in
from bsctui.scoring.values import coarse_periods_shown
from bsctui.text.expressions import uses_history

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from bsctui.analysis.simulation.groups import Members
    from bsctui.analysis.simulation.runs import Runs
    from bsctui.model.entities import Quantity
    from bsctui.scoring.time_axis import Axis

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]


class RunRecomputation:
    """`aggregate recompute`: a formula of its inputs, each combined over the same own periods."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs
        self._opened: set[str] = set()

    def value(self, quantity: Quantity, axis: Axis, places: Places, runs: Members) -> Array:
        """(1 or runs,) the formula applied to what its inputs were over `places`; what stands in a circle has none."""
        formula = quantity.formula
        if (
            formula is None
            or not len(places)
            or uses_history(formula.expression)
            or quantity.address in self._opened
        ):
            return NO_VALUE
        self._opened.add(quantity.address)
        inputs = CombinedInputs(
            {
                name: self._input(quantity.address, address, axis, places, runs)[None]
                for name, address in formula.addresses.items()
            }
        )
        self._opened.remove(quantity.address)
        result: Array = Evaluator(inputs).evaluate(formula.expression)[0]
        return result

    def _input(
        self, formula: str, address: str, axis: Axis, places: Places, runs: Members
    ) -> Array:
        """(1 or runs,) one input over its distinct own periods behind `places` in which it has a value."""
        values = self.runs.values
        table_row = values.table_of(address)
        if table_row is None:
            return NO_VALUE
        table, row = table_row
        quantity = table.quantities[row]
        at = coarse_periods_shown(table.axis, axis, values.timeline.current_end)[places]
        input_periods = np.unique(at[at >= 0])
        column = select_runs(self.runs.input_column(formula, quantity.address)[input_periods], runs)
        result = np.empty(column.shape[1])
        for subset, present in group_by_presence(~np.isnan(column)):
            if is_recomputed_as_input(quantity):
                measured = periods_measured_in(table.source[row], input_periods[present])
                value = self.value(quantity, table.axis, measured, _within(runs, subset))
            else:
                method = quantity.definition.aggregate
                value = aggregated(method, column[present][:, subset])
            if isinstance(subset, slice):
                return value
            result[subset] = value
        return result


def _within(runs: Members, subset: Members) -> Members:
    """Some of some runs."""
    if isinstance(subset, slice):
        return runs
    return subset if isinstance(runs, slice) else runs[subset]


class CombinedInputs:
    """What a recomputed formula looks at: by name (1, 1 or runs)."""

    def __init__(self, inputs: Mapping[str, Array]) -> None:
        self.inputs = inputs
        self.shape: tuple[int, ...] = (1, 1)

    def fiscal_starts(self) -> Places:
        """Never asked: what looks back cannot be recomputed."""
        return np.zeros(1, dtype=np.int64)

    def operand(self, name: str) -> Operand:
        """The combined input that a name in the formula means."""
        return Operand(self.inputs.get(name, np.full(self.shape, np.nan)))
