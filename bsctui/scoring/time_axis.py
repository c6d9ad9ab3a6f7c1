"""Time as index ranges: one axis of periods for each grain, and where a view's periods lie on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.periods import FiscalYear, Grain, Period
from bsctui.scoring.lookback import years_looked_back

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model
    from bsctui.model.workspace_settings import Calendar

    WrittenSpans = dict[Grain, tuple[int, int]]


@dataclass(frozen=True)
class Axis:
    """The periods of one grain from ordinal `first` on.

    `ends` are the days on which they end, as day ordinals by which periods of all grains compare.
    """

    grain: Grain
    first: int
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ends)

    def index_of(self, ordinal: int) -> int:
        """The index of a period; may lie outside."""
        return ordinal - self.first

    def ended_by(self, ends: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each day the index of the latest period ended by then; -1 for none."""
        return np.searchsorted(self.ends, ends, side="right") - 1


class Timeline:
    """All axes of a workspace: each covers whole fiscal years around the calendar and every written value."""

    def __init__(self, calendar: Calendar, years: range, current: int) -> None:
        self.calendar = calendar
        self.fiscal: FiscalYear = calendar.fiscal
        self.years = years
        self.current = current
        self.current_end = self.fiscal.end(calendar.grain, current)
        self._axes: dict[Grain, Axis] = {}
        self._starts: dict[Grain, NDArray[np.int64]] = {}

    def axis(self, grain: Grain) -> Axis:
        """The axis of a grain."""
        grain_axis = self._axes.get(grain)
        if grain_axis is None:
            first = self.fiscal.first(grain, Period(Grain.YEAR, self.years[0])).ordinal
            last = self.fiscal.last(grain, Period(Grain.YEAR, self.years[-1])).ordinal
            ends = [self.fiscal.end(grain, ordinal) for ordinal in range(first, last + 1)]
            grain_axis = self._axes[grain] = Axis(grain, first, np.array(ends, dtype=np.int64))
        return grain_axis

    def fiscal_starts(self, grain: Grain) -> NDArray[np.int64]:
        """For each period of an axis the index of the first one of its fiscal year."""
        start_indexes = self._starts.get(grain)
        if start_indexes is None:
            axis = self.axis(grain)
            starts = [
                self.fiscal.fiscal_start(grain, axis.first + at) - axis.first
                for at in range(len(axis))
            ]
            start_indexes = self._starts[grain] = np.array(starts, dtype=np.int64)
        return start_indexes

    def view(self, grain: Grain) -> View:
        """The view of the calendar in a grain that is not finer than it."""
        first = self.fiscal.containing(grain, Period(self.calendar.grain, self.calendar.first))
        last = self.fiscal.containing(grain, Period(self.calendar.grain, self.calendar.last))
        return View(
            self,
            tuple(Period(grain, ordinal) for ordinal in range(first.ordinal, last.ordinal + 1)),
        )


class View:
    """The periods that are looked at, in order."""

    def __init__(self, timeline: Timeline, periods: tuple[Period, ...]) -> None:
        self.timeline = timeline
        self.periods = periods
        self.grain = periods[0].grain

    def __len__(self) -> int:
        return len(self.periods)

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """The day on which each period ends."""
        fiscal = self.timeline.fiscal
        return np.array([fiscal.end(p.grain, p.ordinal) for p in self.periods], dtype=np.int64)

    @cached_property
    def after_current(self) -> NDArray[np.bool_]:
        """Which periods come after the current one; told by their ends."""
        return self.ends > self.timeline.current_end

    def inside(self, grain: Grain) -> list[tuple[int, int]]:
        """For each period the index range on the axis of a finer (or the same) grain."""
        axis, fiscal = self.timeline.axis(grain), self.timeline.fiscal
        ranges = [fiscal.within(grain, period) for period in self.periods]
        return [(axis.index_of(r[0]), axis.index_of(r[-1]) + 1) for r in ranges]

    def index_of_end(self, ends: NDArray[np.int64]) -> NDArray[np.int64]:
        """The index of the view's period that holds each day; negative before the view."""
        axis = self.timeline.axis(self.grain)
        shift = self.periods[0].ordinal - axis.first
        return np.searchsorted(axis.ends, ends, side="left") - shift


def needed_years(model: Model, calendar: Calendar) -> range:
    """The fiscal years that the axes span: all that is written, and as far before it as anything looks back."""
    written = written_years(model.quantities(), calendar)
    return range(written.start - years_looked_back(model), written.stop)


def written_years(quantities: Iterable[Quantity], calendar: Calendar) -> range:
    """The fiscal years that hold the calendar and every written value, and one before for what looks back."""
    spans = written_spans(quantities)
    years = [
        calendar.fiscal.containing(Grain.YEAR, Period(grain, ordinal)).ordinal
        for grain, span in (*spans.items(), (calendar.grain, (calendar.first, calendar.last)))
        for ordinal in span
    ]
    return range(min(years) - 1, max(years) + 1)


def written_spans(quantities: Iterable[Quantity]) -> WrittenSpans:
    """By grain the first and the last period for which something is written."""
    ordinals: dict[Grain, list[int]] = {}
    for quantity in quantities:
        for line in quantity.actuals:
            written = ordinals.setdefault(quantity.definition.grain, [])
            written += (line.start, line.start + len(line.values) - 1)
    return {grain: (min(written), max(written)) for grain, written in ordinals.items()}
