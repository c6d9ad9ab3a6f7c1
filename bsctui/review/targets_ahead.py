"""Targets that change where there are no results yet, from the plan as it is written (`review.md`, 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from bsctui.model.entities import Aggregate
from bsctui.model.periods import Period
from bsctui.scoring.resampling.resample import own_period_rows
from bsctui.scoring.score_formulas import EPSILON
from bsctui.scoring.targets import HIGH, LOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Definition
    from bsctui.scoring.result import Scores

    Column = NDArray[np.float64]

PER_CENT: Final = "%"


@dataclass(frozen=True, slots=True)
class TargetsAhead:
    """How targets change in the KPI's own periods that have no results yet.

    Attributes:
        first: The first of the own periods whose target changes.
        last: The last of them.
        old: The target of the last before; what is summed: of all of them together.
        new: The same now.
        is_summed: Whether the periods add up: with `aggregate sum` alone.
        is_steady: Whether the difference is the same in all of them.
        in_points: Whether the unit is `%`, so that a difference is in points and has no share.
    """

    first: Period
    last: Period
    old: float
    new: float
    is_summed: bool
    is_steady: bool
    in_points: bool

    @property
    def difference(self) -> float:
        """By how much the target changes."""
        return self.new - self.old

    @property
    def share(self) -> float | None:
        """The difference against the old target; None where that is 0, and of points."""
        if self.in_points or abs(self.old) <= EPSILON:
            return None
        return self.difference / abs(self.old)


class OwnTargets:
    """What some KPIs are held to in the periods of their own grain, and where they have values."""

    def __init__(self, scores: Scores, addresses: Sequence[str]) -> None:
        self.scores = scores
        kpis = [scores.model.kpis[address] for address in addresses]
        values = scores.values_of(addresses)
        self._layers: dict[str, Column] = {}
        self._values: dict[str, Column] = {}
        for grain in {kpi.definition.grain for kpi in kpis} & values.tables.keys():
            table = values.tables[grain]
            alike = [kpi for kpi in kpis if kpi.definition.grain is grain]
            rows = [table.quantities[table.row[kpi.same or kpi.address]] for kpi in alike]
            own = own_period_rows(values, table, rows)
            layers = np.where(own.in_force, own.shown, np.nan)
            for at, kpi in enumerate(alike):
                self._layers[kpi.address] = layers[:, at]
                self._values[kpi.address] = own.value[at]

    def definition(self, address: str) -> Definition:
        """How a KPI is defined."""
        return self.scores.model.kpis[address].definition

    def layers(self, address: str) -> Column:
        """(5, periods) as in `Targets`; nan where the KPI is not in force."""
        return self._layers[address]

    def is_empty(self, address: str) -> NDArray[np.bool_]:
        """In which own periods there is no value."""
        return np.isnan(self._values[address])


def targets_ahead(before: Scores, after: Scores, address: str) -> TargetsAhead | None:
    """What a change of a KPI's target does after the current period, where there are no values yet.

    Args:
        before: Scores under the old rules.
        after: Scores under the changed ones.
        address: The KPI.
    """
    if address not in before.model.kpis or address not in after.model.kpis:
        return None
    return target_difference(OwnTargets(before, [address]), OwnTargets(after, [address]), address)


def target_difference(before: OwnTargets, after: OwnTargets, address: str) -> TargetsAhead | None:
    """The same of one of several KPIs."""
    definition, grain = before.definition(address), before.definition(address).grain
    if after.definition(address).grain is not grain:
        return None
    timeline = before.scores.timeline
    axis, calendar = timeline.axis(grain), timeline.calendar
    old = before.layers(address)
    new = _aligned(after.layers(address), after.scores.timeline.axis(grain).ends, axis.ends)
    last_end = calendar.fiscal.end(calendar.grain, calendar.last)
    ahead = (axis.ends > timeline.current_end) & (axis.ends <= last_end) & before.is_empty(address)
    layer = LOW if (np.abs(new[LOW] - old[LOW])[ahead] > EPSILON).any() else HIGH
    change = new[layer] - old[layer]
    places = np.flatnonzero(ahead & (np.abs(change) > EPSILON))
    if not len(places):
        return None
    first, last = (Period(grain, axis.first + int(at)) for at in (places[0], places[-1]))
    steps = change[places]
    is_summed = definition.aggregate is Aggregate.SUM
    places_shown = places if is_summed else places[-1:]
    return TargetsAhead(
        first, last, float(old[layer][places_shown].sum()), float(new[layer][places_shown].sum()), is_summed,
        bool(steps.max() - steps.min() <= EPSILON), definition.unit == PER_CENT,
    )  # fmt: skip


def _aligned(layers: Column, ends: NDArray[np.int64], wanted: NDArray[np.int64]) -> Column:
    """Layers on another axis of the same grain; nan where it has no such period."""
    if ends is wanted:
        return layers
    at = np.minimum(np.searchsorted(ends, wanted), len(ends) - 1)
    return np.where(ends[at] == wanted, layers[:, at], np.nan)
