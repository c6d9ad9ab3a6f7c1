"""How far forecasts missed together so far, all towards better or all towards worse.

Errors one step ahead do not show it: what every KPI gains month by month drowns in each month's own noise,
and a model that is fitted to a history has no error that lasts. So what is known is forecast from what was known
before, as far ahead as is looked out to now, and the mean of the misses, each by its own deviation and towards
better, is compared with what misses that have nothing in common would leave of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from bsctui.analysis.forecast import MIN_VALUES, forecast_all
from bsctui.analysis.student_t import student_quantile
from bsctui.model.periods import Grain, Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bsctui.analysis.forecast import ForecastRequest
    from bsctui.model.periods import FiscalYear

    Array = NDArray[np.float64]

ORIGINS = 6
"""So many of the latest periods are forecast from what was known before them."""

COMPARED = 300
"""So many KPIs tell it; of more, those that their address happens to draw."""

FEWEST = 4
"""With fewer KPIs their mean is mostly the miss of one."""

MOST = 0.9
"""What is missed in common is never all."""


class MissWindow(NamedTuple):
    """The grain of the periods forecast, the last one known, and how many periods are looked out."""

    grain: Grain
    known: int
    ahead: int


def common_misses(
    requests: Sequence[ForecastRequest],
    towards: Sequence[int],
    fiscal: FiscalYear,
    window: MissWindow,
) -> float:
    """The part (0 to 1) of a forecast's variance that all share, towards better or worse.

    The mean of squared means, less what misses with nothing in common would leave; as few origins tell
    it badly, by the square of how much wider Student's range is than the normal one.

    Args:
        requests: The histories as they are continued now.
        towards: 1 where higher is better, -1 where lower is, 0 where neither.
        fiscal: The workspace's fiscal year.
        window: What is looked out to.
    """
    compared = _drawn(requests, towards)
    tries = [each for origin in range(ORIGINS) for each in _tries(compared, fiscal, window, origin)]
    misses = _misses(tries)
    origins = np.array([each.origin for each in tries])
    squares, chance = [], []
    for origin in range(ORIGINS):
        of_origin = misses[origins == origin] if tries else misses
        of_origin = of_origin[~np.isnan(of_origin)]
        if len(of_origin) >= FEWEST:
            squares.append(float(of_origin.mean()) ** 2)
            chance.append(float((of_origin**2).mean()) / len(of_origin))
    if not squares:
        return 0.0
    shared = max(0.0, float(np.mean(squares) - np.mean(chance)))
    doubt = student_quantile(0.9, float(len(squares))) / student_quantile(0.9, 1e9)
    return float(min(MOST, shared * doubt**2))


def period_ended(fiscal: FiscalYear, grain: Grain, day: int) -> int:
    """The last period of a grain that ends by a day."""
    year = Period(Grain.YEAR, date.fromordinal(day).year + 1)
    ordinal = fiscal.last(grain, year).ordinal
    while fiscal.end(grain, ordinal) > day:
        ordinal -= 1
    return ordinal


def _drawn(
    requests: Sequence[ForecastRequest], towards: Sequence[int]
) -> list[tuple[ForecastRequest, int]]:
    """Those whose direction is known; the same of them whatever their order is."""
    known = [(request, sign) for request, sign in zip(requests, towards, strict=True) if sign]
    known.sort(key=lambda pair: crc32(pair[0].past.address.encode()))
    return known[:COMPARED]


class _Try(NamedTuple):
    """A history as it was known at an origin, the value that came, and which way is better (1 or -1)."""

    origin: int
    request: ForecastRequest
    came: float
    sign: int


def _tries(
    compared: Sequence[tuple[ForecastRequest, int]],
    fiscal: FiscalYear,
    window: MissWindow,
    origin: int,
) -> Iterator[_Try]:
    """Those that can be tried at an origin, so many periods before what is known."""
    until = window.known - origin
    known = fiscal.end(window.grain, until - window.ahead)
    for request, sign in compared:
        cut = _cut(request, fiscal, known, fiscal.end(window.grain, until))
        if cut is not None:
            yield _Try(origin, *cut, sign)


def _misses(tries: Sequence[_Try]) -> Array:
    """(tries,) how many deviations each came out better than foreseen, three at most; nan where nothing could miss.

    All are continued at once: that costs little more than one origin.
    """
    misses = np.full(len(tries), np.nan)
    for at, forecast in enumerate(forecast_all([each.request for each in tries])):
        deviation = float(np.sqrt((forecast.factor[-1] ** 2).sum()))
        if deviation > 0:
            away = (tries[at].came - float(forecast.mean[-1])) / deviation
            misses[at] = tries[at].sign * min(3.0, max(-3.0, away))
    return misses


def _cut(
    request: ForecastRequest, fiscal: FiscalYear, known: int, until: int
) -> tuple[ForecastRequest, float] | None:
    """A history as it was known on a day, to be continued to its last value by another, and that value."""
    past = request.past
    ends = np.array([fiscal.end(past.grain, int(ordinal)) for ordinal in past.ordinals])
    count, last = int((ends <= known).sum()), int((ends <= until).sum()) - 1
    if count < MIN_VALUES or last < count:
        return None
    gap = int(past.ordinals[last] - past.ordinals[count - 1])
    before = replace(past, ordinals=past.ordinals[:count], values=past.values[:count])
    steps = np.array([max(1, round(gap / past.step))], dtype=np.int64)
    return replace(request, past=before, steps=steps), float(past.values[last])
