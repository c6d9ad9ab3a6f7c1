"""A query's rows read against the model: which KPI, which of its periods, which value; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.edits.values import is_grain_known
from bsctui.exchange.sources.cells import NULL, SourceCellKind
from bsctui.exchange.sources.columns import AnswerError, columns_of
from bsctui.model.periods import FiscalYear, Grain, Period
from bsctui.text.bounds import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bsctui.exchange.sources.cells import SourceCell
    from bsctui.exchange.sources.columns import AnswerColumns
    from bsctui.model.entities import Quantity

LONGEST_NOTE: Final = 500
"""Characters of a remark that comes with a value."""

MOST_DIGITS: Final = 60
"""Of a number as it is written out; no measurement has so many."""

PROVISIONAL: Final = "~"
"""Glued to a number: an estimate, or a period that is not over yet."""

_PLAIN: Final = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_YES: Final = frozenset({"true", "t", "yes", "y", "1", "p", "(p)", "e", "(e)", "~", "provisional"})
_NO: Final = frozenset({"false", "f", "no", "n", "0", ""})


class PeriodReading(NamedTuple):
    """What a row says of a period: the cell as the language writes it, and the row (from 1)."""

    row: int
    text: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Readings:
    """What a source says of one KPI or measure, by ordinal of one grain."""

    quantity: Quantity
    grain: Grain
    values: dict[int, PeriodReading] = field(default_factory=dict)


@dataclass
class AnswerReader:
    """Takes rows as they come.

    Attributes:
        find: The KPI or measure that an address or a foreign id means; None: none here.
        only: Of one KPI's own query: the KPI.
        most: The rows that there may be.
        fiscal: How dates become periods.
        readings: What was read so far, by address.
        unknown: AnswerRows of KPIs that are none here, by what they are called.
    """

    find: Callable[[str], Quantity | None]
    only: Quantity | None
    most: int
    fiscal: FiscalYear
    readings: dict[str, Readings] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    rows: int = 0

    def take(self, names: Sequence[str], rows: Sequence[Sequence[SourceCell]]) -> None:
        """Some rows.

        Raises:
            AnswerError: One cannot be taken, or there are more than there may be.
        """
        columns = columns_of(names, of_many=self.only is None)
        for row in rows:
            self.rows += 1
            if self.rows > self.most:
                raise AnswerError(
                    f"it gives more than {self.most} rows, which is more than there are periods; let the query "
                    "give one row a period (`group by`)"
                )
            try:
                self._take(columns, row)
            except _RowError as error:
                raise AnswerError(f"row {self.rows}: {error}") from None

    def _take(self, columns: AnswerColumns, row: Sequence[SourceCell]) -> None:
        quantity = self.only if columns.kpi is None else self._named(row[columns.kpi])
        if quantity is None:
            return
        period = self._period(row[columns.period], quantity)
        readings = self.readings.setdefault(quantity.address, Readings(quantity, period.grain))
        if period.grain is not readings.grain:
            raise _RowError(
                f"`{row[columns.period].text}` is a {period.grain.word}; rows before it name {readings.grain.plural}"
            )
        note = row[columns.note] if columns.note is not None else NULL
        doubt = row[columns.provisional] if columns.provisional is not None else NULL
        reading = PeriodReading(self.rows, _cell_text(row[columns.value], doubt), _note(note))
        before = readings.values.setdefault(period.ordinal, reading)
        if before is not reading:
            raise _RowError(
                f"{self.fiscal.format(period)} of `{quantity.address}` is given twice: {before.text} in row {before.row}, "
                f"{reading.text} here"
            )

    def _named(self, cell: SourceCell) -> Quantity | None:
        if cell.kind is SourceCellKind.NULL:
            raise _RowError("it names no KPI")
        quantity = self.find(cell.text)
        if quantity is None:
            self.unknown[cell.text] = self.unknown.get(cell.text, 0) + 1
            if len(self.unknown) > self.most:
                raise _RowError("it names more KPIs than there are")
        return quantity

    def _period(self, cell: SourceCell, quantity: Quantity) -> Period:
        grain = quantity.definition.grain
        day = _day(cell)
        if day is not None:
            return self._of_day(day, grain)
        period = self.fiscal.parse(cell.text.strip()) if cell.kind in _NAMED else None
        if period is None:
            raise _RowError(
                f"`{cell.text or 'NULL'}` is not a period; give a date, or a text such as `2025-03`"
            )
        if period.grain is not grain and is_grain_known(quantity):
            raise _RowError(
                f"`{cell.text}` is a {period.grain.word}, and `{quantity.address}` is measured every {grain.word}"
            )
        return period

    def _of_day(self, day: date, grain: Grain) -> Period:
        text = f"{day.year:04}-{day.month:02}"
        if grain is Grain.WEEK:
            year, week, _ = day.isocalendar()
            text = f"{year:04}-W{week:02}"
        period = self.fiscal.parse(text)
        if period is None:
            raise _RowError(f"`{day.isoformat()}` lies in no year that can be written")
        return self.fiscal.containing(grain, period)


class _RowError(Exception):
    """What is wrong with a row."""


_NAMED: Final = frozenset({SourceCellKind.TEXT, SourceCellKind.NUMBER})


def _day(cell: SourceCell) -> date | None:
    """The day that a date means, or a moment that does; None: the cell is none.

    Raises:
        _RowError: Which day it is depends on a time zone.
    """
    if cell.kind not in {
        SourceCellKind.DATE,
        SourceCellKind.MOMENT,
        SourceCellKind.ZONED,
        SourceCellKind.TEXT,
    }:
        return None
    try:
        moment = datetime.fromisoformat(cell.text.strip())
    except ValueError:
        return None
    if cell.kind is SourceCellKind.TEXT and len(cell.text.strip()) < len("2025-01-01"):
        return None  # `2025-W07` and `20250301` are dates to Python, a week and nothing to us
    if moment.tzinfo is not None and moment.time() != time():
        raise _RowError(
            f"`{cell.text}` is a moment, and which day it is depends on the time zone; cast it to a date in the query"
        )
    return moment.date()


def _cell_text(cell: SourceCell, doubt: SourceCell) -> str:
    """The value as the language writes it: `-` for none, `~` before a provisional one."""
    if cell.kind is SourceCellKind.NULL:
        return "-"
    written = cell.text.strip()
    is_provisional = _is_provisional(doubt)
    if cell.kind is SourceCellKind.TEXT and written.startswith(PROVISIONAL):
        is_provisional, written = True, written[1:]
    number = _number(cell, written)
    return f"{PROVISIONAL}{number}" if is_provisional else number


def _number(cell: SourceCell, written: str) -> str:
    is_number = cell.kind is SourceCellKind.NUMBER
    if not is_number and not (cell.kind is SourceCellKind.TEXT and _PLAIN.fullmatch(written)):
        problem = (
            f"`{written}`"
            if cell.kind is not SourceCellKind.OTHER
            else f"a value of type {written}"
        )
        raise _RowError(f"{problem} is not a number")
    try:
        value = Decimal(written)
    except InvalidOperation:
        raise _RowError(f"`{written}` is not a number") from None
    if not value.is_finite():
        raise _RowError(
            f"`{written}` is not a number; let the query leave such rows out, or give NULL"
        )
    if value.adjusted() > MOST_DIGITS or value.copy_abs() > Decimal(LARGEST):
        raise _RowError(f"`{written}` is larger than a number may be")
    text = _plain_digits(value) if value.adjusted() > -MOST_DIGITS else ""
    if not text or len(text) > MOST_DIGITS:
        raise _RowError(
            f"`{written}` has more digits than a measurement can have; round it in the query"
        )
    return text


def _plain_digits(value: Decimal) -> str:
    """The number without an exponent and without zeros that say nothing: exact."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return "0" if text in {"-0", "0"} else text


def _is_provisional(cell: SourceCell) -> bool:
    word = cell.text.strip().casefold()
    if cell.kind is SourceCellKind.NULL or word in _NO:
        return False
    if word not in _YES:
        raise _RowError(
            f"`{cell.text}` says neither that the value is provisional nor that it is not"
        )
    return True


def _note(cell: SourceCell) -> str | None:
    if cell.kind is SourceCellKind.NULL:
        return None
    note = " ".join(cell.text.split())
    if len(note) > LONGEST_NOTE:
        raise _RowError(f"its note has {len(note)} characters; at most {LONGEST_NOTE} are taken")
    return note or None
