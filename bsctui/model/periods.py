"""Periods: weeks to years on integer axes, the fiscal year, and which period contains which.

A period is a grain and an ordinal: months count from year 0 (`year * 12 + month - 1`), quarters,
halves and years count fiscal ones, weeks count ISO weeks by the ordinal of their Thursday. Ends are
compared as day ordinals; the last week of a month ends *with* that month, because a period contains
the weeks that belong to it (those whose Thursday it holds) and ends with the last of them.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from bsctui.phrases import count_phrase


class Grain(IntEnum):
    """How long a period is; a smaller number is a finer grain."""

    WEEK = 0
    MONTH = 1
    QUARTER = 2
    HALF = 3
    YEAR = 4

    @classmethod
    def of(cls, word: str) -> Grain:
        """The grain of a keyword, singular or plural: `month`, `halves`."""
        return _GRAIN_WORDS[word]

    @property
    def word(self) -> str:
        """The keyword, singular."""
        return self.name.lower()

    @property
    def plural(self) -> str:
        """The keyword, plural."""
        return "halves" if self is Grain.HALF else f"{self.word}s"

    def counted(self, count: int) -> str:
        """So many periods: `1 month`, `2 halves`."""
        return count_phrase(count, self.word, self.plural)


_GRAIN_WORDS = {form: grain for grain in Grain for form in (grain.word, grain.plural)}

MONTHS_IN = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}
"""Months in a period of each grain that consists of months."""

IN_A_YEAR = {Grain.WEEK: 52, Grain.MONTH: 12, Grain.QUARTER: 4, Grain.HALF: 2, Grain.YEAR: 1}
"""How many periods of each grain a year has."""

YEARS = range(1800, 3000)
"""Years that can be written: wide enough for any plan, narrow enough that every week has a date."""

_PERIOD = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|W(\d\d)|(\d\d)))?")
_WEEK_ZERO = date(1, 1, 4).toordinal()  # the Thursday of 0001-W01


class Period(NamedTuple):
    """One period: `grain` and its `ordinal` on that grain's axis; a tuple, because tables are keyed by millions of them."""

    grain: Grain
    ordinal: int


class FiscalYear(NamedTuple):
    """Where the fiscal year begins and which calendar year names it; a tuple, as what is cached is keyed by it.

    Attributes:
        first_month: 1 to 12.
        named_for_end: Whether a year is named for the calendar year it ends in.
    """

    first_month: int = 1
    named_for_end: bool = False

    @property
    def offset(self) -> int:
        """Months from January of year Y to the start of fiscal year Y."""
        months = self.first_month - 1
        return months - 12 if self.named_for_end and months else months

    def parse(self, text: str) -> Period | None:
        """Read `2025`, `2025-H1`, `2025-Q1`, `2025-03` or `2025-W07`; None if there is no such period."""
        return _parse(text)

    def format(self, period: Period) -> str:
        """The text of a period, as `parse` reads it."""
        return _format(period)

    def months(self, period: Period) -> range:
        """The month ordinals of a period that consists of months (not of a week)."""
        length = MONTHS_IN[period.grain]
        if period.grain is Grain.MONTH:
            return range(period.ordinal, period.ordinal + 1)
        start = period.ordinal * length + self.offset
        return range(start, start + length)

    def end(self, grain: Grain, ordinal: int) -> int:
        """When a period ends, as a day ordinal by which periods of all grains compare."""
        if grain is Grain.WEEK:
            return _week_end(ordinal)
        return _month_end(self.months(Period(grain, ordinal))[-1])

    def containing(self, grain: Grain, period: Period) -> Period:
        """The period of `grain` that holds `period`; `grain` must not be finer than the period's."""
        if grain is period.grain:
            return period
        month = (
            _month_of(_thursday(period.ordinal))
            if period.grain is Grain.WEEK
            else self.months(period)[-1]
        )
        if grain is Grain.MONTH:
            return Period(grain, month)
        return Period(grain, (month - self.offset) // MONTHS_IN[grain])

    def within(self, grain: Grain, period: Period) -> range:
        """Ordinals of the periods of `grain` inside `period`; `grain` must not be coarser."""
        if grain is period.grain:
            return range(period.ordinal, period.ordinal + 1)
        months = self.months(period)
        if grain is Grain.WEEK:
            return range(_first_week(months[0]), _first_week(months[-1] + 1))
        if grain is Grain.MONTH:
            return months
        start = (months[0] - self.offset) // MONTHS_IN[grain]
        return range(start, start + len(months) // MONTHS_IN[grain])

    def first(self, grain: Grain, period: Period) -> Period:
        """The first period of a finer (or the same) grain inside `period`."""
        if grain is period.grain:
            return period
        return Period(grain, self.within(grain, period)[0])

    def last(self, grain: Grain, period: Period) -> Period:
        """The last period of a finer (or the same) grain inside `period`."""
        if grain is period.grain:
            return period
        return Period(grain, self.within(grain, period)[-1])

    def seen_in(self, grain: Grain, period: Period) -> Period:
        """Where a view of any grain shows a period: in the one that holds it; of a longer one in its last."""
        if period.grain <= grain:
            return self.containing(grain, period)
        return self.last(grain, period)

    def first_seen_in(self, grain: Grain, period: Period) -> Period:
        """The first period of any grain that a period touches."""
        if period.grain <= grain:
            return self.containing(grain, period)
        return self.first(grain, period)

    def fiscal_start(self, grain: Grain, ordinal: int) -> int:
        """The ordinal of the first period of `grain` in the fiscal year that holds `ordinal`."""
        year = self.containing(Grain.YEAR, Period(grain, ordinal))
        return self.within(grain, year)[0]


LONGEST_CALENDAR = 100
"""Years."""


def spans_too_much(fiscal: FiscalYear, grain: Grain, first: int, last: int) -> bool:
    """Whether a calendar of these periods would be longer than a calendar may be."""
    return fiscal.end(grain, last) - fiscal.end(grain, first) > LONGEST_CALENDAR * 366


@lru_cache
def last_of_year(grain: Grain, year: int) -> int:
    """The ordinal of the last period that is named for a year: `2026-12`, `2026-W53`."""
    if grain is Grain.WEEK:
        return (date(year, 12, 28).toordinal() - _WEEK_ZERO + 3) // 7
    return (year + 1) * IN_A_YEAR[grain] - 1


def last_day(fiscal: FiscalYear, period: Period) -> date:
    """The last calendar day of a period (of a week, its Sunday)."""
    if period.grain is Grain.WEEK:
        return _thursday(period.ordinal) + timedelta(days=3)
    return date.fromordinal(_month_end(fiscal.months(period)[-1]))


def is_date(text: str) -> bool:
    """Whether `2025-03-31` names a day that exists."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def _parse(text: str) -> Period | None:
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    year = int(match[1])
    if year not in YEARS:
        return None
    if match[2]:
        return Period(Grain.HALF, year * 2 + int(match[2]) - 1)
    if match[3]:
        return Period(Grain.QUARTER, year * 4 + int(match[3]) - 1)
    if match[4]:
        return _week(year, int(match[4]))
    if match[5]:
        month = int(match[5])
        return Period(Grain.MONTH, year * 12 + month - 1) if 1 <= month <= 12 else None
    return Period(Grain.YEAR, year)


@lru_cache(maxsize=4096)
def _format(period: Period) -> str:
    grain, ordinal = period
    if grain is Grain.WEEK:
        year, week, _ = _thursday(ordinal).isocalendar()
        return f"{year:04}-W{week:02}"
    if grain is Grain.MONTH:
        return f"{ordinal // 12:04}-{ordinal % 12 + 1:02}"
    if grain is Grain.QUARTER:
        return f"{ordinal // 4:04}-Q{ordinal % 4 + 1}"
    if grain is Grain.HALF:
        return f"{ordinal // 2:04}-H{ordinal % 2 + 1}"
    return f"{ordinal:04}"


def _week(year: int, week: int) -> Period | None:
    try:
        thursday = date.fromisocalendar(year, week, 4)
    except ValueError:
        return None
    return Period(Grain.WEEK, (thursday.toordinal() - _WEEK_ZERO) // 7)


def _thursday(ordinal: int) -> date:
    return date.fromordinal(ordinal * 7 + _WEEK_ZERO)


def _month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


@lru_cache(maxsize=4096)
def _month_end(month: int) -> int:
    year, index = divmod(month + 1, 12)
    return date(year, index + 1, 1).toordinal() - 1


@lru_cache(maxsize=4096)
def _week_end(ordinal: int) -> int:
    """A week ends on its Thursday's day, the last one of a month with the month."""
    month = _month_of(_thursday(ordinal))
    if _first_week(month + 1) == ordinal + 1:
        return _month_end(month)
    return ordinal * 7 + _WEEK_ZERO


@lru_cache(maxsize=4096)
def _first_week(month: int) -> int:
    """The ordinal of the first week whose Thursday is in `month` or after it."""
    first_day = _month_end(month - 1) + 1
    return -((_WEEK_ZERO - first_day) // 7)
