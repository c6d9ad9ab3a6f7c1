"""Periods as sheets write them: `FY 2025`, `2024-25`, `Q1 25`, `01/2025`, `Jan-25`, days, weeks; a doubt is told, never settled by a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.exchange.reading.month_names import MONTHS, without_accents
from bsctui.model.periods import YEARS, FiscalYear, Grain, Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.exchange.tables.grid import RawCell


class Basis(StrEnum):
    """Which year a text speaks of."""

    CALENDAR = "calendar"
    FISCAL = "fiscal"
    """`FY 2025`: by its name."""
    SPLIT = "split"
    """`2024-25`: by both calendar years that it touches."""


class DateOrder(StrEnum):
    """What `03/04/2025` means."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class PeriodText(NamedTuple):
    """A period as it is written.

    Attributes:
        grain: Its length; of a day None.
        year: As written; None where it is left out.
        nth: Which month, quarter, half or week (from 1); 0 for a year.
        basis: Which year that is.
        days: The day that is meant, day first and month first (the same where there is no doubt).
        is_serial: A bare number that may count days, as a spreadsheet does.
        other: What it could mean as well (`2011-12`: a month, or a year).
    """

    grain: Grain | None
    year: int | None = None
    nth: int = 0
    basis: Basis = Basis.CALENDAR
    days: tuple[date | None, date | None] | None = None
    is_serial: bool = False
    other: tuple[Grain, int, int, Basis] | None = None

    @property
    def alternative(self) -> PeriodText | None:
        """The other thing that the text may mean."""
        return PeriodText(*self.other) if self.other is not None else None


@dataclass(frozen=True, slots=True)
class PeriodRules:
    """What settles the doubts of period texts.

    Attributes:
        fiscal: Where the year begins and what names it; None: nobody said so.
        year: The year of texts that have none.
        order: Of day and month.
        serials: Whether bare numbers count days.
        grain: What days are taken to; None: months.
        split_years: Whether `2011-12` is a year (True) or a month (False).
    """

    fiscal: FiscalYear | None = None
    year: int | None = None
    order: DateOrder | None = None
    serials: bool = False
    grain: Grain | None = None
    split_years: bool | None = None


FISCAL_OPTION: Final = "--fiscal-year 'MONTH [named end]'"
"""What says where a fiscal year begins and which calendar year names it."""


class Unsettled(Exception):
    """A period text that may mean several things; the message says which, `option` what settles it."""

    def __init__(self, message: str, option: str) -> None:
        super().__init__(message)
        self.option = option


def settled_period(text: PeriodText, rules: PeriodRules) -> Period:
    """The period that a text means.

    Raises:
        Unsettled: It may mean several.
    """
    other = text.alternative
    if other is not None:
        text = _one_of(text, other, rules)
    day = _day(text, rules)
    if day is not None:
        grain = next((each for each in (text.grain, rules.grain) if each is not None), Grain.MONTH)
        return period_of_day(day, grain, rules.fiscal)
    if text.grain is None:
        raise Unsettled("it is not a day", "another period")
    year = rules.year if text.year is None else text.year
    if year is None:
        raise Unsettled("there is no year next to it", "--year YEAR")
    if text.grain is Grain.MONTH and text.basis is not Basis.CALENDAR:
        return _month_of_fiscal_year(text, year, rules.fiscal)
    if text.basis is Basis.SPLIT and rules.fiscal is not None and rules.fiscal.named_for_end:
        year += 1
    return _period(text.grain, year, text.nth)


def _month_of_fiscal_year(text: PeriodText, year: int, fiscal: FiscalYear | None) -> Period:
    """A month below a fiscal year: which calendar year it is in depends on where that begins."""
    if fiscal is None:
        raise Unsettled("it is a month of a fiscal year", FISCAL_OPTION)
    if text.basis is Basis.SPLIT and fiscal.named_for_end:
        year += 1
    months = fiscal.months(Period(Grain.YEAR, year))
    return Period(Grain.MONTH, next(at for at in months if at % 12 + 1 == text.nth))


def _one_of(text: PeriodText, other: PeriodText, rules: PeriodRules) -> PeriodText:
    if rules.split_years is None:
        raise Unsettled(
            "it may be a month, or a year that begins in one calendar year and ends in the next",
            "--split-years yes|no",
        )
    is_split = text.basis is Basis.SPLIT
    return text._replace(other=None) if is_split is rules.split_years else other


def _day(text: PeriodText, rules: PeriodRules) -> date | None:
    if text.days is None:
        return None
    if text.is_serial and not rules.serials:
        raise Unsettled(
            f"a bare number, which as a spreadsheet counts days is {text.days[0]}", "--serial-dates"
        )
    day_first, month_first = text.days
    if day_first == month_first or month_first is None:
        return day_first
    if day_first is None:
        return month_first
    if rules.order is None:
        raise Unsettled(f"either {day_first} or {month_first}", "--dates day-first|month-first")
    return day_first if rules.order is DateOrder.DAY_FIRST else month_first


def _period(grain: Grain, year: int, index: int) -> Period:
    if grain is Grain.YEAR:
        return Period(grain, year)
    if grain is Grain.WEEK:
        week = FiscalYear().parse(f"{year}-W{index:02}")
        if week is None:
            raise Unsettled(f"{year} has no week {index}", "another period")
        return week
    parts = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.HALF: 2}[grain]
    return Period(grain, year * parts + index - 1)


def period_of_day(day: date, grain: Grain, fiscal: FiscalYear | None) -> Period:
    """The period that holds a day."""
    if grain is Grain.WEEK:
        year, week, _ = day.isocalendar()
        return _period(Grain.WEEK, year, week)
    month = Period(Grain.MONTH, day.year * 12 + day.month - 1)
    return (fiscal or FiscalYear()).containing(grain, month)


# --- Reading

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_Y4 = r"(?:18|19|20|21)\d\d"
_Y = rf"(?P<y>{_Y4}|'?\d\d)"
_FY = r"(?P<fy>fy|f\.y\.|fiscal year|financial year|fiscal|gj)?\s*"
_GAP = r"\s*[-/., '_]?\s*"
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_QUARTERS = "quarter|quartal|trimestre|trimestr|kwartaal|kvartal"
_HALVES = "half|halbjahr|semestre|halfjaar"
_NTH = r"1st|2nd|3rd|4th|first|second|third|fourth|[1-4](?:\.|er|eme|e|o|a)"
_PART = (
    r"(?:(?P<letter>[qh])(?P<n>[1-4])|(?P<n2>[1-4])(?P<letter2>[qh])"
    rf"|(?P<word>{_QUARTERS}|{_HALVES})\s*(?P<n3>[1-4])|(?P<nth>{_NTH})\s*(?P<word2>{_QUARTERS}|{_HALVES})(?:\s+of)?)"
)


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], PeriodText | None]


def year_of(text: str) -> int:
    """A year of four digits or two: those from 70 on are of the last century."""
    text = text.strip("' ")
    number = int(text)
    if len(text) == 4:
        return number
    return number + (1900 if number >= 70 else 2000)


def _year(match: re.Match[str]) -> PeriodText:
    basis = Basis.FISCAL if match["fy"] else Basis.CALENDAR
    return PeriodText(Grain.YEAR, year_of(match["y"]), 0, basis)


def _split(match: re.Match[str]) -> PeriodText | None:
    first, second = year_of(match["a"]), int(match["b"])
    if (first + 1) % (10 ** len(match["b"])) != second:
        if len(match["b"]) == 2 and 1 <= second <= 12 and len(match["a"]) == 4 and not match["fy"]:
            return PeriodText(Grain.MONTH, first, second)
        return None
    text = PeriodText(Grain.YEAR, first, 0, Basis.SPLIT)
    if match["fy"] or len(match["b"]) == 4:
        return text
    if len(match["a"]) == 4 and second <= 12:
        return text._replace(other=(Grain.MONTH, first, second, Basis.CALENDAR))
    if len(match["a"]) == 2 and int(match["a"]) <= 12:
        month = (Grain.MONTH, year_of(match["b"]), int(match["a"]), Basis.CALENDAR)
        return text._replace(other=month)
    return text


def _part(match: re.Match[str]) -> PeriodText | None:
    groups = match.groupdict()
    letter = groups.get("letter") or groups.get("letter2") or groups.get("word") or groups["word2"]
    number = groups.get("n") or groups.get("n2") or groups.get("n3")
    index = int(number) if number else _ordinal(groups["nth"])
    grain = Grain.HALF if re.fullmatch(rf"h|{_HALVES}", letter) else Grain.QUARTER
    if grain is Grain.HALF and index > 2:
        return None
    written = groups.get("y")
    basis = Basis.FISCAL if groups.get("fy") else Basis.CALENDAR
    second = groups.get("s")
    if written and second:
        if (year_of(written) + 1) % 100 != int(second) % 100:
            return None
        basis = Basis.SPLIT
    return PeriodText(grain, year_of(written) if written else None, index, basis)


def _ordinal(text: str) -> int:
    """`2nd`, `2.`, `second`."""
    return _ORDINALS[text] if text in _ORDINALS else int(text[0])


def _month(match: re.Match[str]) -> PeriodText | None:
    groups = match.groupdict()
    index = MONTHS[groups["name"]] if groups.get("name") else int(groups["m"])
    if not 1 <= index <= 12:
        return None
    written = groups.get("y")
    return PeriodText(Grain.MONTH, year_of(written) if written else None, index)


def _week(match: re.Match[str]) -> PeriodText | None:
    week = int(match["w"])
    if not 1 <= week <= 53:
        return None
    written = match.groupdict().get("y")
    return PeriodText(Grain.WEEK, year_of(written) if written else None, week)


def _iso_day(match: re.Match[str]) -> PeriodText | None:
    return _days(int(match["y"]), int(match["m"]), int(match["d"]))


def _slashed_day(match: re.Match[str]) -> PeriodText | None:
    year, first, second = year_of(match["y"]), int(match["a"]), int(match["b"])
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if match["by"] == ".":
        month_first = day_first
    if day_first is None and month_first is None:
        return None
    return PeriodText(None, days=(day_first, month_first))


def _named_day(match: re.Match[str]) -> PeriodText | None:
    return _days(year_of(match["y"]), MONTHS[match["name"]], int(match["d"]))


def _days(year: int, month: int, day: int) -> PeriodText | None:
    meant = _date(year, month, day)
    return PeriodText(None, days=(meant, meant)) if meant is not None else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


FIRST_SERIAL: Final = 20_000
LAST_SERIAL: Final = 73_050
"""1954 to 2099 as spreadsheets count days."""
_DAY_ZERO: Final = date(1899, 12, 30)


def _serial(match: re.Match[str]) -> PeriodText | None:
    number = int(match[0])
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return None
    day = _DAY_ZERO + timedelta(days=number)
    return PeriodText(None, days=(day, day), is_serial=True)


_FORMS: Final = tuple(
    _Form(re.compile(pattern), read)
    for pattern, read in (
        (rf"{_FY}(?P<y>{_Y4})", _year),
        (rf"(?P<fy>calendar year|year|cy)\s*(?P<y>{_Y4})", lambda m: PeriodText(Grain.YEAR, year_of(m["y"]))),
        (r"(?P<fy>fy|gj)\s*'?(?P<y>\d\d)", _year),
        (rf"{_FY}(?P<a>{_Y4}|\d\d)\s*[-/]\s*(?P<b>{_Y4}|\d\d)", _split),
        (rf"{_PART}{_GAP}{_FY}{_Y}(?:\s*[-/]\s*(?P<s>\d\d|{_Y4}))?", _part),
        (rf"{_FY}{_Y}(?:\s*[-/]\s*(?P<s>\d\d|{_Y4}))?{_GAP}{_PART}", _part),
        (_PART, _part),
        (rf"(?P<y>{_Y4})\s*[-/.]\s*(?P<m>\d\d?)", _month),
        (rf"(?P<m>\d\d?)\s*[-/.]\s*(?P<y>{_Y4})", _month),
        (rf"(?P<y>{_Y4})(?P<m>0[1-9]|1[0-2])", _month),
        (rf"(?P<y>{_Y4})\s?m(?P<m>0?[1-9]|1[0-2])", _month),
        (rf"(?P<name>{_MONTH})\.?{_GAP}{_Y}", _month),
        (rf"(?P<y>{_Y4}){_GAP}(?P<name>{_MONTH})\.?", _month),
        (rf"(?P<name>{_MONTH})\.?", _month),
        (rf"(?P<y>{_Y4})\s*[-/ ]?\s*(?:w|wk|week|cw|kw)\s*(?P<w>\d\d?)", _week),
        (rf"(?:w|wk|week|cw|kw)\s*(?P<w>\d\d?)\s*[-/, ]?\s*(?P<y>{_Y4})", _week),
        (r"(?:w|wk|week|cw|kw)\s*(?P<w>\d\d?)", _week),
        (rf"(?P<y>{_Y4})[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?:[t ]\d\d?:\d\d(?::\d\d)?(?:\.\d+)?z?)?", _iso_day),
        (rf"(?P<y>{_Y4})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)", _iso_day),
        (rf"(?P<a>\d\d?)(?P<by>[-/.])(?P<b>\d\d?)(?P=by)(?P<y>{_Y4}|\d\d)(?: \d\d?:\d\d(?::\d\d)?)?", _slashed_day),
        (rf"(?P<d>\d\d?)[-./ ]+(?P<name>{_MONTH})[-., ]+{_Y}", _named_day),
        (rf"(?P<name>{_MONTH})\.? (?P<d>\d\d?)(?:st|nd|rd|th)?,? {_Y}", _named_day),
        (r"\d{5}", _serial),
    )
)  # fmt: skip

_OF = re.compile(r" (?:de|do|del) ")
"""`31 de marzo de 2025`."""
_DASHES = str.maketrans({"–": "-", "—": "-", "\u2010": "-", "\u2011": "-", "−": "-", "\u00a0": " ", "’": "'"})  # fmt: skip


@lru_cache(maxsize=16384)
def read_period(text: str) -> PeriodText | None:
    """The period that a text names; None where it names none."""
    plain = " ".join(text.translate(_DASHES).casefold().split())
    plain = _OF.sub(" ", without_accents(plain))
    if not plain or len(plain) > 40:
        return None
    for form in _FORMS:
        match = form.pattern.fullmatch(plain)
        if match is not None:
            read = form.read(match)
            if read is not None and (read.year is None or read.year in YEARS):
                return read
    return None


def period_in(cell: RawCell) -> PeriodText | None:
    """The period that a cell names: a text, a day, a number that is a year."""
    if isinstance(cell, str):
        return read_period(cell)
    if cell.day is not None:
        return PeriodText(cell.grain, days=(cell.day, cell.day))
    if cell.number is None or cell.is_percent:
        return None
    return read_period(cell.shown)
