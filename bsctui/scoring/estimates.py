"""Which figures rest on an estimate: on a value entered with `~`, by themselves or through what they are computed from."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from bsctui.scoring.roll_up import with_ancestors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bsctui.model.entities import Quantity
    from bsctui.model.periods import Period
    from bsctui.scoring.result import Scores


def is_estimated(scores: Scores, address: str, at: int) -> bool:
    """Whether the value shown of a KPI or measure in the view's period `at` rests on an estimate of that time."""
    row = scores.row.get(address)
    if row is not None and isnan(float(scores.value[row, at])):
        return False
    return rests_on_estimate(scores, address, scores.periods[at])


def rests_on_estimate(scores: Scores, address: str, period: Period) -> bool:
    """Whether the value of a KPI or measure in a period of whatever grain rests on an estimate of that time."""
    model = scores.model
    waiting, opened = [address] if model.estimates else [], {address}
    while waiting:
        quantity = model.quantity(waiting.pop())
        if quantity is None:
            continue
        if _has_estimate(scores, quantity, period):
            return True
        further = [
            address for address in scores.dependencies.inputs_of(quantity) if address not in opened
        ]
        opened.update(further)
        waiting += further
    return False


def estimated_rows(scores: Scores, at: int) -> NDArray[np.bool_]:
    """(nodes,) where an estimate stands behind the score in the view's period `at`, above KPIs too."""
    kpis = [
        address in scores.model.kpis and is_estimated(scores, address, at) for address in scores.row
    ]
    return with_ancestors(scores.structure, np.array(kpis, dtype=bool))


def _has_estimate(scores: Scores, quantity: Quantity, period: Period) -> bool:
    ordinals = scores.model.estimates.get(quantity.address)
    if not ordinals or quantity.is_computed:
        return False
    shown = _shown_ordinals(scores, quantity, period)
    if not shown:
        return False
    measured = [
        line.start + step
        for line in quantity.actuals
        for step, value in enumerate(line.values)
        if not isnan(value) and line.start + step <= shown[-1]
    ]
    behind = [ordinal for ordinal in measured if ordinal >= shown[0]]
    if not behind and quantity.definition.carry:
        behind = measured[-1:]
    return not ordinals.isdisjoint(behind)


def _shown_ordinals(scores: Scores, quantity: Quantity, period: Period) -> range:
    """The own periods whose values a view's period shows; with `over` those of the window."""
    fiscal, grain = scores.timeline.fiscal, quantity.definition.grain
    if grain <= period.grain:
        inside = fiscal.within(grain, period)
    else:
        last = fiscal.containing(grain, period).ordinal
        ends = fiscal.end(grain, last) <= fiscal.end(period.grain, period.ordinal)
        inside = range(last, last + 1) if ends else range(last - 1, last)
    over = quantity.definition.over
    if over is None or not inside:
        return inside
    last = inside[-1]
    first = last - over.window + 1 if over.window else fiscal.fiscal_start(grain, last)
    return range(first, last + 1)
