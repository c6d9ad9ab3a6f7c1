"""`aggregate recompute` in many runs at once: a formula of its inputs, each combined over the same own periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.analysis.simulation.groups import NOTHING, aggregated, of_runs, patterns
from bsctui.scoring.formulas import Evaluator, Operand
from bsctui.scoring.resampling.recompute import is_recomputed_within, seen_in
from bsctui.scoring.values import lowered
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


class Recomputation:
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
            return NOTHING
        self._opened.add(quantity.address)
        inputs = CombinedInputs(
            {
                name: self._input(address, axis, places, runs)[None]
                for name, address in formula.addresses.items()
            }
        )
        self._opened.remove(quantity.address)
        made: Array = Evaluator(inputs).evaluate(formula.expression)[0]
        return made

    def _input(self, address: str, axis: Axis, places: Places, runs: Members) -> Array:
        """(1 or runs,) one input over its distinct own periods behind `places` in which it has a value."""
        values = self.runs.values
        found = values.table_of(address)
        if found is None:
            return NOTHING
        table, row = found
        quantity = table.quantities[row]
        at = lowered(table.axis, axis, values.timeline.current_end)[places]
        behind = np.unique(at[at >= 0])
        column = of_runs(self.runs.column(quantity.address)[behind], runs)
        made = np.empty(column.shape[1])
        for some, there in patterns(~np.isnan(column)):
            if is_recomputed_within(quantity):
                seen = seen_in(table.source[row], behind[there])
                one = self.value(quantity, table.axis, seen, _within(runs, some))
            else:
                method = quantity.definition.aggregate
                one = aggregated(method, column[there][:, some])
            if isinstance(some, slice):
                return one
            made[some] = one
        return made


def _within(runs: Members, some: Members) -> Members:
    """Some of some runs."""
    if isinstance(some, slice):
        return runs
    return some if isinstance(runs, slice) else runs[some]


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
