"""What if: the scores with some numbers assumed, by the same evaluator, beside the present ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.analysis.assumptions import Facet
from bsctui.model.entities import Aggregate, Span
from bsctui.scoring.evaluate import assume
from bsctui.scoring.overrides import Assumed, AssumedWeight
from bsctui.scoring.resampling.resample import own_periods
from bsctui.scoring.targets import HIGH, LOW
from bsctui.scoring.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.analysis.assumptions import Assumption
    from bsctui.model.periods import FiscalYear, Period
    from bsctui.scoring.result import Scores


def assumed_scores(scores: Scores, assumptions: Iterable[Assumption]) -> Scores:
    """The scores with all these numbers in place of the workspace's own.

    Of two for one fact the later one holds. `scores` are the present ones; the outcome has the same
    view, nodes and current period, so that both can be read side by side.
    """
    held = {one.fact: one for one in assumptions}
    return assume(scores, laid_over(held.values(), scores.timeline.fiscal)) if held else scores


def laid_over(assumptions: Iterable[Assumption], fiscal: FiscalYear) -> Assumed:
    """Assumptions as the evaluator takes them."""
    values: dict[str, dict[int, float]] = {}
    targets: dict[str, dict[int, tuple[float, float]]] = {}
    weights: list[AssumedWeight] = []
    for one in assumptions:
        if one.facet is Facet.VALUE:
            values.setdefault(one.address, {})[one.period.ordinal] = one.low
        elif one.facet is Facet.TARGET:
            targets.setdefault(one.address, {})[one.period.ordinal] = one.low, one.high
        else:
            span = _span(one.period, fiscal)
            weights.append(AssumedWeight(one.address, one.above, span, one.low))
    return Assumed(values, targets, tuple(weights))


def _span(period: Period, fiscal: FiscalYear) -> Span:
    grain, ordinal = period.grain, period.ordinal
    return Span(fiscal.end(grain, ordinal - 1), fiscal.end(grain, ordinal), period, period)


def is_averaged(scores: Scores, one: Assumption) -> bool:
    """Whether the view shows the mean of an assumed value and the other own periods.

    A formula that is recomputed in coarser views has no inputs for a value that was put in.
    """
    quantity = scores.model.quantity(one.address)
    return (
        one.facet is Facet.VALUE
        and quantity is not None
        and quantity.definition.aggregate is Aggregate.RECOMPUTE
        and one.period.grain < scores.grain
    )


class Ends(NamedTuple):
    """A number as it is or is assumed: both ends are equal but for a band; nan for none."""

    low: float
    high: float


def instead_of(scores: Scores, one: Assumption) -> Ends:
    """What scores say in place of an assumption: the own period's value or target, or the weight.

    A weight that changes within the period is the last one's.
    """
    if one.facet is Facet.WEIGHT:
        return _weight(scores, one)
    values = Values(scores.model, scores.timeline, scores.ties, [one.address], scores.assumed)
    found = values.table_of(one.address)
    at = scores.timeline.axis(one.period.grain).place(one.period.ordinal)
    if found is None:
        return Ends(np.nan, np.nan)
    table, row = found
    if one.facet is Facet.VALUE:
        return Ends(float(table.value[row, at]), float(table.value[row, at]))
    layers = own_periods(values, table, [table.quantities[row]]).layers
    return Ends(float(layers[LOW, 0, at]), float(layers[HIGH, 0, at]))


def _weight(scores: Scores, one: Assumption) -> Ends:
    row = scores.row[one.address]
    span = _span(one.period, scores.timeline.fiscal)
    held = [at for at, end in enumerate(scores.layout.ends.tolist()) if span.holds(end)]
    column = scores.weight[row]
    if one.above is not None:
        edges, above = scores.layout.support_edges, scores.row[one.above]
        edge = np.flatnonzero((edges.child == row) & (edges.parent == above))
        column = edges.weight[edge[0]] if len(edge) else np.full(len(column), np.nan)
    weight = float(column[held[-1]]) if held else np.nan
    return Ends(weight, weight)


class Move(NamedTuple):
    """One node's score now and as assumed; nan for none.

    Attributes:
        points: What it gains or loses; nan where a score comes or goes.
    """

    row: int
    present: float
    assumed: float

    @property
    def points(self) -> float:
        """Points gained, negative for lost ones."""
        return self.assumed - self.present


def moves(present: Scores, assumed: Scores, at: int) -> list[Move]:
    """The nodes whose score, value, target or weight is another in the view's period `at`, in order of display."""
    changed = np.zeros(len(present.nodes), dtype=bool)
    for name in ("score", "value", "target_low", "target_high", "weight"):
        before, after = getattr(present, name)[:, at], getattr(assumed, name)[:, at]
        changed |= ~((before == after) | (np.isnan(before) & np.isnan(after)))
    return [
        Move(row, float(present.score[row, at]), float(assumed.score[row, at]))
        for row in np.flatnonzero(changed).tolist()
    ]
