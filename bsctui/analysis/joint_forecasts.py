"""What is measured, continued together: every KPI from its own history, and what their errors have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.analysis.common_misses import MissWindow, common_misses, period_ended
from bsctui.analysis.common_shocks import shared_errors, with_common_shock
from bsctui.analysis.forecast import (
    FARTHEST,
    MIN_VALUES,
    Forecast,
    ForecastRequest,
    forecast_all,
    value_limits,
)
from bsctui.analysis.history import history
from bsctui.model.entities import Better, Kpi
from bsctui.model.periods import IN_A_YEAR, Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bsctui.analysis.history import History
    from bsctui.model.entities import Quantity
    from bsctui.model.periods import FiscalYear, Grain

    Array = NDArray[np.float64]


class ForecastWindow(NamedTuple):
    """Three days, as of `FiscalYear.end`.

    Attributes:
        known: Values of periods that end later are not looked at.
        since: Nothing is continued into periods that end by this day: what is missing there stays missing.
        until: The last period continued into ends by this day.
        together: The periods in which errors of different KPIs are compared; None for none.
    """

    known: int
    since: int
    until: int
    together: Grain | None = None


@dataclass(frozen=True, slots=True)
class _Together:
    """Forecasts of one workspace: what was asked for, which way is better (1, -1, 0 for neither), when."""

    requests: Sequence[ForecastRequest]
    towards: Sequence[int]
    fiscal: FiscalYear
    times: ForecastWindow
    grain: Grain


def forecasts(
    quantities: Iterable[Quantity], fiscal: FiscalYear, times: ForecastWindow
) -> dict[str, Forecast]:
    """Continue what is measured; what is computed is left out, and what has no value at all.

    With fewer than `FEWEST` values a KPI stays at the last one (under `carry` it does so by itself).
    """
    requests: list[ForecastRequest] = []
    towards: list[int] = []
    for quantity in quantities:
        past = history(quantity, fiscal, times.known)
        steps = _steps(past, fiscal, times) if past is not None else ()
        if past is None or not len(steps):
            continue
        if len(past.values) >= MIN_VALUES or not quantity.definition.carry:
            limits = value_limits(quantity.definition, past)
            requests.append(ForecastRequest(past, np.array(steps, dtype=np.int64), limits))
            towards.append(_towards_better(quantity))
    separate = forecast_all(requests)
    if times.together is not None and len(separate) > 1:
        world = _Together(requests, towards, fiscal, times, times.together)
        separate = _with_shared_errors(separate, world)
    return {forecast.address: forecast for forecast in separate}


def _steps(past: History, fiscal: FiscalYear, times: ForecastWindow) -> list[int]:
    """The measurements to come, counted from the last one."""
    steps = []
    for step in range(1, FARTHEST + 1):
        end = fiscal.end(past.grain, int(past.ordinals[-1]) + step * past.step)
        if end > times.until:
            break
        if end > times.since:
            steps.append(step)
    return steps


def _towards_better(quantity: Quantity) -> int:
    if not isinstance(quantity, Kpi):
        return 0
    return {Better.HIGHER: 1, Better.LOWER: -1}.get(quantity.definition.better, 0)


# --- What their errors have in common


def _with_shared_errors(separate: Sequence[Forecast], world: _Together) -> list[Forecast]:
    """The same forecasts with what they share, and with when their steps are."""
    shortest = 366 / max(IN_A_YEAR[forecast.grain] / forecast.past.step for forecast in separate)
    shared = with_common_shock(
        shared_errors(_errors_together(separate, world)),
        np.array(world.towards, dtype=np.float64),
        common_misses(world.requests, world.towards, world.fiscal, _miss_window(world)),
    )
    return [
        replace(forecast, shared=felt, back=_steps_back(forecast, world, shortest))
        for forecast, felt in zip(separate, shared, strict=True)
    ]


def _miss_window(world: _Together) -> MissWindow:
    """As far ahead as is looked out to, but no farther than a third of what is known."""
    fiscal, grain, times = world.fiscal, world.grain, world.times
    known = min(times.since, times.known)
    last = period_ended(fiscal, grain, known)
    begun = [int(_places(request.past, fiscal, grain)[0]) for request in world.requests]
    ahead = period_ended(fiscal, grain, times.until) - period_ended(fiscal, grain, times.since)
    return MissWindow(grain, last, max(1, min(ahead, int(last - np.median(begun)) // 3)))


def _steps_back(forecast: Forecast, world: _Together, shortest: float) -> NDArray[np.int64]:
    """(steps + 1,) see `Forecast.back`."""
    past, steps = forecast.past, forecast.felt.shape[1]
    ends = [
        world.fiscal.end(past.grain, int(past.ordinals[-1]) + step * past.step)
        for step in range(steps + 1)
    ]
    back = [max(0, round((world.times.until - end) / shortest)) for end in ends]
    return np.array(back, dtype=np.int64)


RECENT = 40
"""So many of the latest periods tell what moves together."""


def _errors_together(separate: Sequence[Forecast], world: _Together) -> Array:
    """(forecasts, periods) their errors one step ahead beside each other, added up in the same periods."""
    places = [_places(forecast.past, world.fiscal, world.grain) for forecast in separate]
    first = max(int(place[-1]) for place in places) - RECENT + 1
    errors = np.full((len(separate), RECENT), np.nan)
    for row, (forecast, place) in enumerate(zip(separate, places, strict=True)):
        known = (place >= first) & ~np.isnan(forecast.errors)
        at = place[known] - first
        count = np.bincount(at, minlength=RECENT)
        total = np.bincount(at, forecast.errors[known], minlength=RECENT)
        usual = float(np.median(count[count > 0])) if known.any() else 1.0
        enough = count * 2 > usual
        errors[row, enough] = total[enough] / np.sqrt(count[enough])
    return errors


def _places(past: History, fiscal: FiscalYear, grain: Grain) -> NDArray[np.int64]:
    """(values,) the period of a grain in which each measurement is seen."""
    seen = (
        fiscal.seen_in(grain, Period(past.grain, int(ordinal))).ordinal for ordinal in past.ordinals
    )
    return np.fromiter(seen, dtype=np.int64, count=len(past.ordinals))
