"""Every measured KPI continued from its history in its own grain, with a range, up to a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from bsctui.analysis.common_shocks import drawn_shocks
from bsctui.analysis.exponential_smoothing import smoothed_forecast
from bsctui.analysis.outliers import believable
from bsctui.analysis.student_t import student_quantile
from bsctui.model.entities import SeriesLine
from bsctui.scoring.evaluate import calendar_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bsctui.analysis.history import History
    from bsctui.model.entities import Definition, Quantity, Series
    from bsctui.model.model import Model
    from bsctui.model.periods import FiscalYear, Grain, Period
    from bsctui.model.workspace_settings import Calendar

    Array = NDArray[np.float64]

MIN_VALUES = 4
"""So many values a forecast needs: with fewer no range can be told from what was measured."""

FARTHEST = 120
"""Steps ahead at most: beyond, a forecast from a scorecard's history says nothing."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """One KPI or measure continued, in its own unit and grain.

    The value in period i is `mean[i] + (factor[i] . z) / sqrt(c / freedom)`, z independent standard
    normals and c one chi-square of `freedom` degrees for all periods together (so the errors of a
    path belong together), kept within `low` and `high`.

    Attributes:
        ordinals: (h,) the own periods continued into.
        mean: (h,) the middle.
        factor: (h, k) roots of the errors' covariance.
        freedom: Degrees of freedom of the errors.
        low: What the value cannot fall below; -inf for no limit.
        high: What it cannot rise above.
        points: How many values it was made from.
        past: What it is continued from.
        errors: (values,) of the models one step ahead, beside `past.values`; nan where nothing was learned.
        shared: (shocks,) how strongly it feels what others feel too; empty for nothing.
        felt: (h, k) `factor` before any period was left out.
        back: (k + 1,) how many of the shortest steps of all before the day looked out to each of its steps begins;
            the last one where it ends.
    """

    address: str
    grain: Grain
    ordinals: NDArray[np.int64]
    mean: Array
    factor: Array
    freedom: float
    low: float
    high: float
    points: int
    past: History
    errors: Array
    shared: Array
    felt: Array
    back: NDArray[np.int64]

    @property
    def has_range(self) -> bool:
        """Whether there were enough values to tell a range; else it stays at the last value."""
        return self.points >= MIN_VALUES

    def quantile(self, probability: float) -> Array:
        """(h,) the value that is not exceeded with this probability, in the KPI's unit.

        `mean + t(probability) sd`, t of Student's distribution, sd the root of the summed squares of
        `factor`'s row; the 80% range goes from 0.1 to 0.9.
        """
        deviation = np.sqrt((self.factor**2).sum(axis=1))
        values = self.mean + student_quantile(probability, self.freedom) * deviation
        return np.asarray(np.clip(values, self.low, self.high))

    def only(self, mask: NDArray[np.bool_]) -> Forecast:
        """Some of the periods alone, with as few normals as they need: the root of their own covariance."""
        rows = self.factor[mask]
        size = float(np.abs(rows).max(initial=0.0)) or 1.0
        scaled = rows / size
        root = np.linalg.cholesky(scaled @ scaled.T + 1e-12 * np.eye(len(rows))) * size
        factor = np.asarray(root if rows.any() else np.zeros(root.shape), dtype=np.float64)
        return replace(
            self, ordinals=self.ordinals[mask], mean=self.mean[mask], factor=factor, felt=self.felt[mask]
        )  # fmt: skip

    def draw(self, seed: Sequence[int], runs: int) -> Array:
        """(h, runs) possible futures; the same for the same seed, whatever else is drawn."""
        random = np.random.default_rng([*seed, crc32(self.address.encode())])
        normal = random.standard_normal((self.factor.shape[1], runs))
        spread = np.sqrt(random.chisquare(self.freedom, runs) / self.freedom)
        paths = self.factor @ normal
        if self.shared.any():
            paths *= np.sqrt(1.0 - float(self.shared @ self.shared))
            common = np.tensordot(self.shared, drawn_shocks(seed, self.back, runs), axes=1)
            paths += self.felt @ common
        paths /= spread
        paths += self.mean[:, None]
        return np.clip(paths, self.low, self.high, out=paths)


FAR_FUTURE = 10**9
"""A day after all others."""


def known_until(calendar: Calendar) -> int:
    """The day until which figures are known: the close, where the calendar has one; what comes after it is not final."""
    if calendar.closed is None:
        return FAR_FUTURE
    return calendar.fiscal.end(calendar.grain, calendar.closed)


def count_after(quantity: Quantity, fiscal: FiscalYear, known: int) -> int:
    """How many values were entered for periods that end after a day."""
    grain = quantity.definition.grain
    return sum(
        not isnan(value) and fiscal.end(grain, line.start + at) > known
        for line in quantity.actuals
        for at, value in enumerate(line.values)
    )


@dataclass(frozen=True, slots=True)
class ForecastRequest:
    """A history to continue by `steps` (h,), each counted from the last measurement."""

    past: History
    steps: NDArray[np.int64]
    limits: tuple[float, float]

    @property
    def ordinals(self) -> NDArray[np.int64]:
        """(h,) the own periods to continue into."""
        return np.asarray(self.past.ordinals[-1] + self.steps * self.past.step, dtype=np.int64)


def value_limits(definition: Definition, past: History) -> tuple[float, float]:
    """A percentage that was always within 0 and 100 stays there; what never was below 0 stays above."""
    least, most = float(past.values.min()), float(past.values.max())
    if definition.unit == "%" and least >= 0 and most <= 100:
        return 0.0, 100.0
    return (0.0 if least >= 0 else -np.inf), np.inf


def _last_value_forecast(request: ForecastRequest) -> Forecast:
    """Too few values: it stays at the last one, and no range is told."""
    past, count = request.past, len(request.steps)
    mean = np.full(count, past.values[-1])
    return _forecast(request, mean, np.zeros((count, 1)), 2.0, np.full(len(past.values), np.nan))


def _forecast(
    request: ForecastRequest, mean: Array, factor: Array, freedom: float, errors: Array
) -> Forecast:
    past = request.past
    return Forecast(
        past.address, past.grain, request.ordinals, mean, factor, freedom, *request.limits, len(past.values),
        past, errors, np.zeros(0), factor, np.zeros(0, dtype=np.int64),
    )  # fmt: skip


def forecast_all(requests: Sequence[ForecastRequest]) -> list[Forecast]:
    """Each history continued, in the same order; those of one grain and season together."""
    by_index = {
        at: _last_value_forecast(request)
        for at, request in enumerate(requests)
        if len(request.past.values) < MIN_VALUES
    }
    groups: dict[tuple[Grain, int], list[int]] = {}
    for at, request in enumerate(requests):
        if at not in by_index:
            groups.setdefault((request.past.grain, request.past.season), []).append(at)
    for (_, season), places in groups.items():
        group = [requests[at] for at in places]
        by_index.update(zip(places, _forecast_group(group, season), strict=True))
    return [by_index[at] for at in range(len(requests))]


def _forecast_group(group: Sequence[ForecastRequest], season: int) -> list[Forecast]:
    series = [request.past.series(believable(request.past)) for request in group]
    aligned = np.full((len(group), max(map(len, series))), np.nan)
    for row, values in enumerate(series):
        aligned[row, -len(values) :] = values
    smoothed = smoothed_forecast(aligned, season, max(int(request.steps[-1]) for request in group))
    return [
        _forecast(
            request,
            smoothed.mean[row, request.steps - 1],
            smoothed.factor[row, request.steps - 1, : int(request.steps[-1])],
            float(smoothed.freedom[row]),
            smoothed.errors[row, request.past.columns() - len(series[row])],
        )
        for row, request in enumerate(group)
    ]


# --- Models in which something else was entered


def model_as_known(model: Model, until: int, addresses: Iterable[str] | None = None) -> Model:
    """The model as it was known on a day: no actual of a period that ends later, of all or some KPIs and measures."""
    fiscal = calendar_of(model).fiscal

    def known_actuals(quantity: Quantity) -> Series:
        grain = quantity.definition.grain
        return tuple(
            replace(line, values=line.values[:count], estimated=_first(line.estimated, count))
            for line in quantity.actuals
            if (
                count := sum(
                    fiscal.end(grain, line.start + at) <= until for at in range(len(line.values))
                )
            )
        )

    chosen = model.quantities() if addresses is None else map(model.quantity, addresses)
    return model.with_actuals({q.address: known_actuals(q) for q in chosen if q is not None})


def _first(cells: frozenset[int], count: int) -> frozenset[int]:
    return frozenset(at for at in cells if at < count) if cells else cells


def model_with_actuals(
    model: Model, entered: Mapping[str, tuple[NDArray[np.int64], Array]]
) -> Model:
    """The model with values entered behind the actuals: by address own periods and their values (both (h,))."""
    longer: dict[str, Series] = {}
    for address, columns in entered.items():
        quantity = model.quantity(address)
        if quantity is not None:
            origin = quantity.actuals[-1].origin
            values = zip(*(column.tolist() for column in columns), strict=True)
            lines = (SeriesLine(ordinal, (value,), origin) for ordinal, value in values)
            longer[address] = (*quantity.actuals, *lines)
    return model.with_actuals(longer)


def model_closed_at(model: Model, last: Period) -> Model:
    """The model as it will be seen when the calendar period `last` is the current one; the calendar reaches there."""
    calendar = calendar_of(model)
    longer = replace(calendar, last=max(calendar.last, last.ordinal), closed=last.ordinal)
    return replace(model, settings=replace(model.settings, calendar=longer))
