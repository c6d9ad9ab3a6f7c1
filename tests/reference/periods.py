"""Periods as days, from `datetime` alone: a week belongs to the month that holds its Thursday, so all end on a Thursday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from bsctui.model.periods import Grain

MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}
MONDAY = date(2000, 1, 3)


class Period(NamedTuple):
    """A grain and a number that counts periods of that grain."""

    grain: Grain
    ordinal: int


class FiscalYear:
    """Which days a period has, where the fiscal year begins in `first_month`."""

    def __init__(self, first_month=1, *, named_for_end=False):
        self.shift = first_month - 1 - (12 if named_for_end and first_month > 1 else 0)

    def days(self, grain, ordinal):
        """First and last day."""
        if grain is Grain.WEEK:
            first = MONDAY + timedelta(weeks=ordinal)
            return first, first + timedelta(days=6)
        shift = 0 if grain is Grain.MONTH else self.shift
        first, after = (step * MONTHS[grain] + shift for step in (ordinal, ordinal + 1))
        return month_start(first), month_start(after) - timedelta(days=1)

    def end(self, grain, ordinal):
        """The Thursday it ends with, by which periods of all grains compare."""
        last = self.days(grain, ordinal)[1]
        return last.toordinal() - (last.weekday() - 3) % 7

    def holding(self, grain, day):
        """The ordinal of the period that a day belongs to."""
        if grain is Grain.WEEK:
            return (day - MONDAY).days // 7
        shift = 0 if grain is Grain.MONTH else self.shift
        return (day.year * 12 + day.month - 1 - shift) // MONTHS[grain]

    def containing(self, grain, period):
        """The coarser (or the same) period that a period belongs to."""
        return Period(grain, self.holding(grain, date.fromordinal(self.end(*period))))

    def within(self, grain, period):
        """The ordinals of the finer (or the same) periods that belong to a period."""
        first, last = self.days(*period)
        low, high = self.holding(grain, first) - 1, self.holding(grain, last) + 1
        there = range(low, high + 1)
        return [at for at in there if self.containing(period.grain, Period(grain, at)) == period]

    def parse(self, text):
        """`2025`, `2025-H1`, `2025-Q1`, `2025-03` or `2025-W07`."""
        year, _, rest = text.partition("-")
        if not rest:
            return Period(Grain.YEAR, int(year))
        if rest[0] == "W":
            return Period(
                Grain.WEEK,
                self.holding(Grain.WEEK, date.fromisocalendar(int(year), int(rest[1:]), 1)),
            )
        if rest[0] in "QH":
            grain = Grain.QUARTER if rest[0] == "Q" else Grain.HALF
            return Period(grain, int(year) * (12 // MONTHS[grain]) + int(rest[1:]) - 1)
        return Period(Grain.MONTH, int(year) * 12 + int(rest) - 1)

    def fiscal_start(self, grain, ordinal):
        """The first period of a grain in the fiscal year of another."""
        return self.within(grain, self.containing(Grain.YEAR, Period(grain, ordinal)))[0]


def month_start(month):
    """The first day of a month that is counted from year 0."""
    return date(month // 12, month % 12 + 1, 1)
