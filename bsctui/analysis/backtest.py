"""How good the forecasts have been: what is known, forecast from what was known before, and compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bsctui.analysis.forecast import (
    MIN_VALUES,
    ForecastRequest,
    forecast_all,
    known_until,
    value_limits,
)
from bsctui.analysis.history import history
from bsctui.scoring.evaluate import calendar_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from bsctui.analysis.forecast import Forecast
    from bsctui.analysis.history import History
    from bsctui.model.entities import Definition
    from bsctui.model.model import Model

    Array = NDArray[np.float64]

AHEAD = 12
"""Steps ahead at most that are compared; fewer where a year has fewer (but 4)."""

ORIGINS = 12
"""So many of the latest origins of each series are tried."""


@dataclass(frozen=True, slots=True)
class Trials:
    """Forecasts that can be compared with what came: one element each.

    Attributes:
        groups: What the series belongs to (its grain's word, or the kind it was generated as).
        steps: How many measurements ahead.
        inside: Whether the value came within the 80% range (its ends included).
        error: The absolute error of the middle, as a multiple of the mean absolute change from one
            measurement to the next up to the origin: the mean over trials is the mean absolute
            scaled error (Hyndman and Koehler, *Another look at measures of forecast accuracy*,
            International Journal of Forecasting 22, 2006).
        naive_error: The same for carrying the last value forward.
    """

    groups: NDArray[np.str_]
    steps: NDArray[np.int64]
    inside: NDArray[np.bool_]
    error: Array
    naive_error: Array

    def where(self, mask: NDArray[np.bool_]) -> Trials:
        """Some of them."""
        return Trials(
            self.groups[mask], self.steps[mask], self.inside[mask], self.error[mask], self.naive_error[mask]
        )  # fmt: skip

    @property
    def coverage(self) -> float:
        """The part (0 to 1) that came within the 80% range; nan without trials."""
        return float(self.inside.mean()) if len(self.inside) else float("nan")

    @property
    def ratio(self) -> float:
        """The mean error over that of carrying the last value forward: below 1 is better; nan without trials."""
        carried = float(self.naive_error.sum())
        return float(self.error.sum()) / carried if carried else float("nan")


def backtest(model: Model, addresses: Iterable[str] | None = None) -> Trials:
    """Try the forecasts on what a workspace has measured.

    Args:
        model: A workspace with a calendar.
        addresses: KPIs and measures to try (default: all); what is computed has no history of its own.
    """
    calendar = calendar_of(model)
    chosen = None if addresses is None else set(addresses)
    histories = [
        (past.grain.word, past, quantity.definition)
        for quantity in model.quantities()
        if (chosen is None or quantity.address in chosen)
        and (past := history(quantity, calendar.fiscal, known_until(calendar))) is not None
    ]
    return backtest_histories(histories)


def backtest_histories(histories: Iterable[tuple[str, History, Definition | None]]) -> Trials:
    """Forecast every history from each of its latest origins, looking at nothing later, and compare.

    Args:
        histories: Each with the group it is told under, and its definition for the limits of its values
            (None: no limits).
    """
    cuts = [
        (group, past, cut)
        for group, past, definition in histories
        for cut in _cuts(past, definition)
    ]
    forecasts = forecast_all([cut for _, _, cut in cuts])
    parts = [
        _compared(group, past, cut, forecast)
        for (group, past, cut), forecast in zip(cuts, forecasts, strict=True)
    ]
    return _joined(parts)


def _cuts(past: History, definition: Definition | None) -> Iterator[ForecastRequest]:
    """The history up to each origin, to be continued by up to a year."""
    count = len(past.values)
    ahead = min(AHEAD, max(past.season, 4))
    for origin in range(max(MIN_VALUES, count - ORIGINS), count):
        cut = replace(past, ordinals=past.ordinals[:origin], values=past.values[:origin])
        bounds = (-np.inf, np.inf) if definition is None else value_limits(definition, cut)
        steps = (past.ordinals[origin:] - cut.ordinals[-1]) // past.step
        far = min(ahead, int(steps[-1]))
        if far >= 1:
            yield ForecastRequest(cut, np.arange(1, far + 1), bounds)


def _compared(group: str, past: History, cut: ForecastRequest, forecast: Forecast) -> Trials:
    """The steps of one forecast in which a value came."""
    origin = len(cut.past.values)
    coming = dict(zip(past.ordinals[origin:].tolist(), past.values[origin:].tolist(), strict=True))
    came = np.array([coming.get(ordinal, np.nan) for ordinal in forecast.ordinals.tolist()])
    present = ~np.isnan(came)
    scale = float(np.abs(np.diff(cut.past.values)).mean()) or 1.0
    low, middle, high = (forecast.quantile(p) for p in (0.1, 0.5, 0.9))
    close = 1e-9 * (1 + np.abs(came))
    return Trials(
        np.full(int(present.sum()), group),
        cut.steps[present],
        ((came >= low - close) & (came <= high + close))[present],
        (np.abs(came - middle) / scale)[present],
        (np.abs(came - cut.past.values[-1]) / scale)[present],
    )


def _joined(parts: list[Trials]) -> Trials:
    return Trials(
        np.concatenate([np.zeros(0, dtype=np.str_), *(part.groups for part in parts)]),
        np.concatenate([np.zeros(0, dtype=np.int64), *(part.steps for part in parts)]),
        np.concatenate([np.zeros(0, dtype=bool), *(part.inside for part in parts)]),
        np.concatenate([np.zeros(0), *(part.error for part in parts)]),
        np.concatenate([np.zeros(0), *(part.naive_error for part in parts)]),
    )
