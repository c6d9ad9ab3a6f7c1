"""Every measured KPI continued from its history in its own grain, with a range, up to a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from bsctui.analysis.exponential_smoothing import continued
from bsctui.analysis.history import history
from bsctui.analysis.student_t import student_quantile
from bsctui.model.entities import Better, SeriesLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bsctui.analysis.history import History
    from bsctui.model.entities import Calendar, Definition, Quantity, Series
    from bsctui.model.model import Model
    from bsctui.model.periods import FiscalYear, Grain, Period

    Array = NDArray[np.float64]

FEWEST = 4
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

    @property
    def has_range(self) -> bool:
        """Whether there were enough values to tell a range; else it stays at the last value."""
        return self.points >= FEWEST

    def quantile(self, probability: float) -> Array:
        """(h,) the value that is not exceeded with this probability, in the KPI's unit.

        `mean + t(probability) sd`, t of Student's distribution, sd the root of the summed squares of
        `factor`'s row; the 80% range goes from 0.1 to 0.9.
        """
        deviation = np.sqrt((self.factor**2).sum(axis=1))
        found = self.mean + student_quantile(probability, self.freedom) * deviation
        return np.asarray(np.clip(found, self.low, self.high))

    def only(self, wanted: NDArray[np.bool_]) -> Forecast:
        """Some of the periods alone, with as few normals as they need: the root of their own covariance."""
        rows = self.factor[wanted]
        size = float(np.abs(rows).max(initial=0.0)) or 1.0
        scaled = rows / size
        root = np.linalg.cholesky(scaled @ scaled.T + 1e-12 * np.eye(len(rows))) * size
        factor = np.asarray(root if rows.any() else np.zeros(root.shape), dtype=np.float64)
        return replace(self, ordinals=self.ordinals[wanted], mean=self.mean[wanted], factor=factor)

    def draw(self, seed: Sequence[int], runs: int) -> Array:
        """(h, runs) possible futures; the same for the same seed, whatever else is drawn."""
        random = np.random.default_rng([*seed, crc32(self.address.encode())])
        normal = random.standard_normal((self.factor.shape[1], runs))
        spread = np.sqrt(random.chisquare(self.freedom, runs) / self.freedom)
        found = self.factor @ normal
        found /= spread
        found += self.mean[:, None]
        return np.clip(found, self.low, self.high, out=found)


EVER = 10**9
"""A day after all others."""


def known_until(calendar: Calendar) -> int:
    """The day until which figures are known: the close, where the calendar has one; what comes after it is not final."""
    if calendar.closed is None:
        return EVER
    return calendar.fiscal.end(calendar.grain, calendar.closed)


class Times(NamedTuple):
    """Three days, as of `FiscalYear.end`.

    Attributes:
        known: Values of periods that end later are not looked at.
        since: Nothing is continued into periods that end by this day: what is missing there stays missing.
        until: The last period continued into ends by this day.
    """

    known: int
    since: int
    until: int


def forecasts(
    quantities: Iterable[Quantity], fiscal: FiscalYear, times: Times
) -> dict[str, Forecast]:
    """Continue what is measured; what is computed is left out, and what has no value at all.

    With fewer than `FEWEST` values a KPI stays at the last one (under `carry` it does so by itself).
    """
    wanted: list[Wanted] = []
    for quantity in quantities:
        past = history(quantity, fiscal, times.known)
        steps = _steps(past, fiscal, times) if past is not None else ()
        if past is None or not len(steps):
            continue
        if len(past.values) >= FEWEST or not quantity.definition.carry:
            wanted.append(
                Wanted(past, np.array(steps, dtype=np.int64), limits(quantity.definition, past))
            )
    return {one.address: one for one in continue_all(wanted)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A history to continue by `steps` (h,), each counted from the last measurement."""

    past: History
    steps: NDArray[np.int64]
    limits: tuple[float, float]

    @property
    def ordinals(self) -> NDArray[np.int64]:
        """(h,) the own periods to continue into."""
        return np.asarray(self.past.ordinals[-1] + self.steps * self.past.step, dtype=np.int64)


def _steps(past: History, fiscal: FiscalYear, times: Times) -> list[int]:
    """The measurements to come, counted from the last one."""
    found = []
    for step in range(1, FARTHEST + 1):
        end = fiscal.end(past.grain, int(past.ordinals[-1]) + step * past.step)
        if end > times.until:
            break
        if end > times.since:
            found.append(step)
    return found


def limits(definition: Definition, past: History) -> tuple[float, float]:
    """A percentage that was always within 0 and 100 stays there; what is better lower and never was below 0 stays above."""
    least, most = float(past.values.min()), float(past.values.max())
    if definition.unit == "%" and least >= 0 and most <= 100:
        return 0.0, 100.0
    lower = definition.better is Better.LOWER
    return (0.0 if lower and least >= 0 else -np.inf), np.inf


def _held(wanted: Wanted) -> Forecast:
    """Too few values: it stays at the last one, and no range is told."""
    count = len(wanted.steps)
    mean = np.full(count, wanted.past.values[-1])
    return _made(wanted, mean, np.zeros((count, 1)), 2.0)


def _made(wanted: Wanted, mean: Array, factor: Array, freedom: float) -> Forecast:
    past = wanted.past
    return Forecast(
        past.address, past.grain, wanted.ordinals, mean, factor, freedom, *wanted.limits, len(past.values)
    )  # fmt: skip


def continue_all(wanted: Sequence[Wanted]) -> list[Forecast]:
    """Each history continued, in the same order; those of one grain and season together."""
    found = {at: _held(one) for at, one in enumerate(wanted) if len(one.past.values) < FEWEST}
    groups: dict[tuple[Grain, int], list[int]] = {}
    for at, one in enumerate(wanted):
        if at not in found:
            groups.setdefault((one.past.grain, one.past.season), []).append(at)
    for (_, season), places in groups.items():
        group = [wanted[at] for at in places]
        found.update(zip(places, _continued(group, season), strict=True))
    return [found[at] for at in range(len(wanted))]


def _continued(group: Sequence[Wanted], season: int) -> list[Forecast]:
    series = [one.past.series() for one in group]
    aligned = np.full((len(group), max(map(len, series))), np.nan)
    for row, values in enumerate(series):
        aligned[row, -len(values) :] = values
    made = continued(aligned, season, max(int(one.steps[-1]) for one in group))
    return [
        _made(
            one,
            made.mean[row, one.steps - 1],
            made.factor[row, one.steps - 1, : int(one.steps[-1])],
            float(made.freedom[row]),
        )
        for row, one in enumerate(group)
    ]


# --- Models in which something else was entered


def known_model(model: Model, known: int, wanted: Iterable[str] | None = None) -> Model:
    """The model as it was known on a day: no actual of a period that ends later, of all or some KPIs and measures."""
    fiscal = _calendar(model).fiscal

    def kept(quantity: Quantity) -> Series:
        grain = quantity.definition.grain
        return tuple(
            replace(line, values=line.values[:count])
            for line in quantity.actuals
            if (
                count := sum(
                    fiscal.end(grain, line.start + at) <= known for at in range(len(line.values))
                )
            )
        )

    every = (*model.kpis, *model.measures)
    return _with_actuals(model, every if wanted is None else wanted, kept)


def entered_model(model: Model, entered: Mapping[str, tuple[NDArray[np.int64], Array]]) -> Model:
    """The model with values entered behind the actuals: by address own periods and their values (both (h,))."""

    def longer(quantity: Quantity) -> Series:
        lines, origin = quantity.actuals, quantity.actuals[-1].origin
        more = zip(*(column.tolist() for column in entered[quantity.address]), strict=True)
        return (*lines, *(SeriesLine(ordinal, (value,), origin) for ordinal, value in more))

    return _with_actuals(model, entered, longer)


def closed_model(model: Model, last: Period) -> Model:
    """The model as it will be seen when the calendar period `last` is the current one; the calendar reaches there."""
    calendar = _calendar(model)
    longer = replace(calendar, last=max(calendar.last, last.ordinal), closed=last.ordinal)
    return replace(model, settings=replace(model.settings, calendar=longer))


def _calendar(model: Model) -> Calendar:
    calendar = model.settings.calendar
    assert calendar is not None, "what is forecast has a calendar"
    return calendar


def _with_actuals(
    model: Model, wanted: Iterable[str], actuals: Callable[[Quantity], Series]
) -> Model:
    """The model with other actuals of some KPIs and measures."""
    kpis, measures = dict(model.kpis), dict(model.measures)
    for address in wanted:
        if address in kpis:
            kpis[address] = replace(kpis[address], actuals=actuals(kpis[address]))
        elif address in measures:
            measures[address] = replace(measures[address], actuals=actuals(measures[address]))
    return replace(model, kpis=kpis, measures=measures)
