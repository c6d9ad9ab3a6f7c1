"""One KPI continued into the periods of a view to come, as its chart draws it: cheap enough for a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bsctui.analysis.forecast import (
    known_until,
    model_as_known,
    model_closed_at,
    model_with_actuals,
)
from bsctui.analysis.joint_forecasts import ForecastWindow, forecasts
from bsctui.analysis.outlook import SEED, outlook
from bsctui.analysis.simulation.runs import Runs
from bsctui.analysis.simulation.simulate import kpi_run_scores
from bsctui.model.entities import Kind
from bsctui.scoring.result import COLOURS
from bsctui.scoring.score_formulas import EPSILON
from bsctui.scoring.status import bands_of_node
from bsctui.scoring.time_axis import Timeline, View
from bsctui.scoring.values import Values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from bsctui.analysis.forecast import Forecast
    from bsctui.analysis.simulation.runs import RunFigure
    from bsctui.model.entities import Kpi, Quantity
    from bsctui.scoring.result import Scores

    Array = NDArray[np.float64]

LARGE = 3000
"""With more KPIs than this what stands above them takes too long for a screen."""

RUNS = 2000
"""Futures drawn of one KPI: enough that its line stays where it is."""


@dataclass(frozen=True, slots=True)
class KpiForecast:
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
        places = np.flatnonzero(~np.isnan(self.middle))
        return int(places[-1]) if len(places) else None


def kpi_forecast(scores: Scores, address: str) -> KpiForecast:
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
    beneath = _quantity_and_inputs(scores, original)
    fiscal, view = scores.timeline.fiscal, scores.structure.view
    until = known_until(scores.timeline.calendar)
    times = ForecastWindow(
        until, scores.timeline.current_end, int(view.ends[-1]), scores.timeline.calendar.grain
    )
    continued = forecasts(beneath, fiscal, times)
    few = not any(forecast.has_range for forecast in continued.values())
    return _simulated(scores, original, continued, few=few)


def forecasts_above(scores: Scores) -> dict[str, KpiForecast]:
    """Where the scores of everything above KPIs will stand in the view's last period, by address.

    All of it is simulated together, as `outlook` does; empty where the view ends with the current
    period or there are more KPIs than `LARGE`.

    Args:
        scores: In any view; what is assumed in them is left out.
    """
    last = len(scores.periods) - 1
    if scores.current >= last or len(scores.model.kpis) > LARGE:
        return {}
    future = outlook(scores.model, scores.periods[-1])
    result = {}
    for row, node in enumerate(future.scores.nodes):
        if node.kind is not Kind.KPI:
            bands = bands_of_node(future.scores.structure, node.address, node.kind)
            best = future.colours[row, COLOURS.index(bands[-1].colour)]
            rows = np.full((4, last + 1), np.nan)
            rows[:3, last] = [column[row] for column in future.score]
            rows[3, last] = best
            low, middle, high, met = rows
            result[node.address] = KpiForecast(low, middle, high, met, not future.ranged[row])
    return result


def _nothing(count: int) -> KpiForecast:
    none = np.full(count, np.nan)
    return KpiForecast(none, none, none, none, few=True)


def _quantity_and_inputs(scores: Scores, kpi: Kpi) -> list[Quantity]:
    """The KPI and all that its value is computed from."""
    model, quantities, waiting = scores.model, dict[str, "Quantity"](), [kpi.address]
    while waiting:
        address = waiting.pop()
        quantity = model.quantity(address)
        if quantity is not None and address not in quantities:
            quantities[address] = quantity
            waiting += scores.dependencies.inputs_of(quantity)
    return list(quantities.values())


def _simulated(
    scores: Scores, kpi: Kpi, continued: Mapping[str, Forecast], *, few: bool
) -> KpiForecast:
    """The futures of one KPI, period by period, by the evaluator's own rules."""
    calendar, view = scores.timeline.calendar, scores.structure.view
    last = scores.timeline.fiscal.last(calendar.grain, scores.periods[-1])
    middles = {
        address: (forecast.ordinals, forecast.quantile(0.5))
        for address, forecast in continued.items()
    }
    beneath = [quantity.address for quantity in _quantity_and_inputs(scores, kpi)]
    known_actuals = model_as_known(scores.model, known_until(calendar), beneath)
    model = model_closed_at(model_with_actuals(known_actuals, middles), last)
    timeline = Timeline(calendar, scores.timeline.years, last.ordinal)
    future_view = View(timeline, view.periods)
    values = Values(model, timeline, scores.dependencies, [kpi.address])
    draws = {
        address: (forecast.ordinals, forecast.draw((SEED, 0), RUNS))
        for address, forecast in continued.items()
    }
    runs = Runs(values, draws.get, RUNS, scores.timeline.current_end + 1)
    rows = np.full((4, len(scores.periods)), np.nan)
    row = scores.row[kpi.address]
    for at in range(scores.current + 1, len(scores.periods)):
        if scores.in_force[row, at]:
            rows[:, at] = _shown(runs.figure(kpi.address, future_view, at), kpi, few=few)
    low, middle, high, met = rows
    return KpiForecast(low, middle, high, met, few)


def _shown(figure: RunFigure, kpi: Kpi, *, few: bool) -> Array:
    """Low, middle and high of the values, and the part that meets the target."""
    value = figure.value[~np.isnan(figure.value)]
    if not len(value):
        return np.full(4, np.nan)
    low, middle, high = np.quantile(value, (0.1, 0.5, 0.9))
    raw, _ = kpi_run_scores(figure, kpi.definition)
    met = np.nan if few or np.isnan(raw).all() else float((raw >= 100 - EPSILON).mean())
    return np.array([low, middle, high, met])
