"""What if: the scores with some numbers assumed, by the same evaluator, beside the present ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.analysis.assumptions import Facet
from bsctui.model.entities import Span
from bsctui.scoring.evaluate import with_overrides
from bsctui.scoring.overrides import Overrides, WeightOverride
from bsctui.scoring.resampling.resample import own_period_rows
from bsctui.scoring.targets import HIGH, LOW

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
    by_fact = {assumption.fact: assumption for assumption in assumptions}
    differing = [each for each in by_fact.values() if not _is_what_is(scores, each)]
    if not differing:
        return scores
    return with_overrides(scores, overrides_of(differing, scores.timeline.fiscal))


def _is_what_is(scores: Scores, assumption: Assumption) -> bool:
    """Whether a ratio is assumed as it is: put in, it would lose the inputs that its windows are recomputed from."""
    quantity = scores.model.quantity(assumption.address)
    return (
        assumption.facet is Facet.VALUE
        and quantity is not None
        and quantity.is_recomputed
        and present_ends(scores, assumption).low == assumption.low
    )


def overrides_of(assumptions: Iterable[Assumption], fiscal: FiscalYear) -> Overrides:
    """Assumptions as the evaluator takes them."""
    values: dict[str, dict[int, float]] = {}
    targets: dict[str, dict[int, tuple[float, float]]] = {}
    weights: list[WeightOverride] = []
    for assumption in assumptions:
        if assumption.facet is Facet.VALUE:
            values.setdefault(assumption.address, {})[assumption.period.ordinal] = assumption.low
        elif assumption.facet is Facet.TARGET:
            targets.setdefault(assumption.address, {})[assumption.period.ordinal] = (
                assumption.low,
                assumption.high,
            )
        else:
            span = _span(assumption.period, fiscal)
            weights.append(
                WeightOverride(assumption.address, assumption.above, span, assumption.low)
            )
    return Overrides(values, targets, tuple(weights))


def _span(period: Period, fiscal: FiscalYear) -> Span:
    grain, ordinal = period.grain, period.ordinal
    return Span(fiscal.end(grain, ordinal - 1), fiscal.end(grain, ordinal), period, period)


def is_averaged(scores: Scores, assumption: Assumption) -> bool:
    """Whether the view shows the mean of an assumed value and the other own periods.

    A formula that is recomputed over a window or in a coarser view has no inputs for a value that was put in.
    """
    quantity = scores.model.quantity(assumption.address)
    return (
        assumption.facet is Facet.VALUE
        and quantity is not None
        and quantity.is_recomputed
        and (assumption.period.grain < scores.grain or quantity.definition.over is not None)
    )


class NumberEnds(NamedTuple):
    """A number as it is or is assumed: both ends are equal but for a band; nan for none."""

    low: float
    high: float


def present_ends(scores: Scores, assumption: Assumption) -> NumberEnds:
    """What scores say in place of an assumption: the own period's value or target, or the weight.

    A weight that changes within the period is the last one's.
    """
    if assumption.facet is Facet.WEIGHT:
        return _weight(scores, assumption)
    values = scores.values_of([assumption.address])
    table_row = values.table_of(assumption.address)
    at = scores.timeline.axis(assumption.period.grain).index_of(assumption.period.ordinal)
    if table_row is None:
        return NumberEnds(np.nan, np.nan)
    table, row = table_row
    if assumption.facet is Facet.VALUE:
        return NumberEnds(float(table.value[row, at]), float(table.value[row, at]))
    layers = own_period_rows(values, table, [table.quantities[row]]).layers
    return NumberEnds(float(layers[LOW, 0, at]), float(layers[HIGH, 0, at]))


def _weight(scores: Scores, assumption: Assumption) -> NumberEnds:
    row = scores.row[assumption.address]
    span = _span(assumption.period, scores.timeline.fiscal)
    in_span = [at for at, end in enumerate(scores.structure.ends.tolist()) if span.holds(end)]
    column = scores.weight[row]
    if assumption.above is not None:
        edges, above = scores.structure.support_edges, scores.row[assumption.above]
        edge = np.flatnonzero((edges.child == row) & (edges.parent == above))
        column = edges.weight[edge[0]] if len(edge) else np.full(len(column), np.nan)
    weight = float(column[in_span[-1]]) if in_span else np.nan
    return NumberEnds(weight, weight)


class WhatIfDifference(NamedTuple):
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


def whatif_differences(present: Scores, assumed: Scores, at: int) -> list[WhatIfDifference]:
    """The nodes whose score, value, target or weight is another in the view's period `at`, in order of display."""
    changed = np.zeros(len(present.nodes), dtype=bool)
    for name in ("score", "value", "target_low", "target_high", "weight"):
        before, after = getattr(present, name)[:, at], getattr(assumed, name)[:, at]
        changed |= ~((before == after) | (np.isnan(before) & np.isnan(after)))
    return [
        WhatIfDifference(row, float(present.score[row, at]), float(assumed.score[row, at]))
        for row in np.flatnonzero(changed).tolist()
    ]
