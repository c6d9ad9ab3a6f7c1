"""One KPI continued into the periods of a view to come, as its chart draws it: cheap enough for a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bsctui.analysis.forecast import (
    Times,
    closed_model,
    entered_model,
    forecasts,
    known_model,
    known_until,
)
from bsctui.analysis.outlook import SEED, outlook
from bsctui.analysis.simulation.runs import Runs
from bsctui.analysis.simulation.simulate import scored
from bsctui.model.entities import Kind
from bsctui.scoring.result import COLOURS
from bsctui.scoring.score_formulas import CLOSE
from bsctui.scoring.status import bands_of
from bsctui.scoring.time_axis import Timeline, View
from bsctui.scoring.values import Values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from bsctui.analysis.forecast import Forecast
    from bsctui.analysis.simulation.runs import Figure
    from bsctui.model.entities import Kpi, Quantity
    from bsctui.scoring.result import Scores

    Array = NDArray[np.float64]

LARGE = 3000
"""With more KPIs than this what stands above them takes too long for a screen."""

RUNS = 2000
"""Futures drawn of one KPI: enough that its line stays where it is."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """An item in the periods of a view: (periods,) each, nan up to the current period and without a forecast.

    Attributes:
        low: 10% of the simulated values of a KPI, in its unit (else of the scores), lie below.
        middle: Half of them do.
        high: 90% of them do.
        met: (periods,) the part of futures (0 to 1) in which a KPI then meets its target (a raw score of
            100 or more), anything else is in the best colour of its bands; nan without a target or a score.
        few: Whether too few values are known for a range; then the middle is made of last values.
    """

    low: Array
    middle: Array
    high: Array
    met: Array
    few: bool

    @property
    def last(self) -> int | None:
        """The index of the last period it is continued into; None where there is none."""
        there = np.flatnonzero(~np.isnan(self.middle))
        return int(there[-1]) if len(there) else None


def prospect(scores: Scores, address: str) -> Prospect:
    """A KPI continued into the view's periods after the current one.

    Only the KPI and what its value rests on is looked at, so that the size of the workspace does not matter.

    Args:
        scores: In any view; what is assumed in them is left out.
        address: A KPI's.

    Raises:
        KeyError: There is no such KPI.
    """
    kpi = scores.model.kpis[address]
    original = scores.model.kpis.get(kpi.same or address, kpi)
    count = len(scores.periods)
    if scores.current >= count - 1:
        return _nothing(count)
    beneath = _beneath(scores, original)
    fiscal, view = scores.timeline.fiscal, scores.layout.view
    known = known_until(scores.timeline.calendar)
    times = Times(known, scores.timeline.current_end, int(view.ends[-1]))
    found = forecasts(beneath, fiscal, times)
    few = not any(one.has_range for one in found.values())
    return _drawn(scores, original, found, few=few)


def prospects_above(scores: Scores) -> dict[str, Prospect]:
    """Where the scores of everything above KPIs will stand in the view's last period, by address.

    All of it is simulated together, as `outlook` does; empty where the view ends with the current
    period or there are more KPIs than `LARGE`.

    Args:
        scores: In any view; what is assumed in them is left out.
    """
    last = len(scores.periods) - 1
    if scores.current >= last or len(scores.model.kpis) > LARGE:
        return {}
    found = outlook(scores.model, scores.periods[-1])
    made = {}
    for row, node in enumerate(found.scores.nodes):
        if node.kind is not Kind.KPI:
            bands = bands_of(found.scores.layout, node.address, node.kind)
            best = found.colours[row, COLOURS.index(bands[-1].colour)]
            rows = np.full((4, last + 1), np.nan)
            rows[:3, last] = [column[row] for column in found.score]
            rows[3, last] = best
            low, middle, high, met = rows
            made[node.address] = Prospect(low, middle, high, met, not found.ranged[row])
    return made


def _nothing(count: int) -> Prospect:
    none = np.full(count, np.nan)
    return Prospect(none, none, none, none, few=True)


def _beneath(scores: Scores, kpi: Kpi) -> list[Quantity]:
    """The KPI and all that its value is computed from."""
    model, found, waiting = scores.model, dict[str, "Quantity"](), [kpi.address]
    while waiting:
        address = waiting.pop()
        quantity = model.quantity(address)
        if quantity is not None and address not in found:
            found[address] = quantity
            waiting += scores.ties.beneath(quantity)
    return list(found.values())


def _drawn(scores: Scores, kpi: Kpi, found: Mapping[str, Forecast], *, few: bool) -> Prospect:
    """The futures of one KPI, period by period, by the evaluator's own rules."""
    calendar, view = scores.timeline.calendar, scores.layout.view
    last = scores.timeline.fiscal.last(calendar.grain, scores.periods[-1])
    middles = {address: (one.ordinals, one.quantile(0.5)) for address, one in found.items()}
    beneath = [one.address for one in _beneath(scores, kpi)]
    known = known_model(scores.model, known_until(calendar), beneath)
    model = closed_model(entered_model(known, middles), last)
    timeline = Timeline(calendar, scores.timeline.years, last.ordinal)
    seen = View(timeline, view.periods)
    values = Values(model, timeline, scores.ties, [kpi.address])
    draws = {address: (one.ordinals, one.draw((SEED, 0), RUNS)) for address, one in found.items()}
    runs = Runs(values, draws.get, RUNS, scores.timeline.current_end + 1)
    rows = np.full((4, len(scores.periods)), np.nan)
    row = scores.row[kpi.address]
    for at in range(scores.current + 1, len(scores.periods)):
        if scores.in_force[row, at]:
            rows[:, at] = _shown(runs.figure(kpi.address, seen, at), kpi, few=few)
    low, middle, high, met = rows
    return Prospect(low, middle, high, met, few)


def _shown(figure: Figure, kpi: Kpi, *, few: bool) -> Array:
    """Low, middle and high of the values, and the part that meets the target."""
    value = figure.value[~np.isnan(figure.value)]
    if not len(value):
        return np.full(4, np.nan)
    low, middle, high = np.quantile(value, (0.1, 0.5, 0.9))
    raw, _ = scored(figure, kpi.definition)
    met = np.nan if few or np.isnan(raw).all() else float((raw >= 100 - CLOSE).mean())
    return np.array([low, middle, high, met])
