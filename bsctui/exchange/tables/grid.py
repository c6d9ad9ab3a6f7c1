"""A sheet of cells as another program wrote it: texts, and numbers and days with what the sheet shows of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from bsctui.model.periods import Grain

MOST_CELLS: Final = 5_000_000
"""More than any scorecard has; a table of that size belongs into a database, and is aggregated there."""

NEVER_CALCULATED: Final = "=(never calculated)"
"""What stands for a formula that no program has calculated yet: the file holds no value of it."""


MULTIPLES: Final = {
    "k": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "b": 9, "bn": 9, "billion": 9,
}  # fmt: skip
"""Powers of ten behind a number; a small `m` may be milli, minutes or metres, and is none (only whoever reads it can tell)."""


PROVISIONAL: Final = '"~"'
"""In a number format: the mark before a value that is not final."""


class UnreadableTable(Exception):
    """A file that is no table that can be read; the message says why, and what to do."""


class Typed(NamedTuple):
    """A cell that is more than text.

    Attributes:
        shown: What the sheet shows.
        number: As shown: 0.91 in a cell that shows percents is 91.
        day: A calendar day.
        is_percent: Whether the cell shows a percent sign.
        grain: How much of a day the cell shows: a month, a year; None: all of it.
        thousands: How many times the cell shows its number divided by a thousand.
        is_provisional: Whether the cell shows `~` before its number.
    """

    shown: str
    number: Decimal | None = None
    day: date | None = None
    is_percent: bool = False
    grain: Grain | None = None
    thousands: int = 0
    is_provisional: bool = False


RawCell = str | Typed
"""A cell: plain text (blank where empty), or more."""


class CellPlace(NamedTuple):
    """Where a cell stands; rows and columns count from 0."""

    file: str
    sheet: str | None
    row: int
    column: int

    def __str__(self) -> str:
        """`board.csv, B4` or `board.xlsx, Sheet 1, B4`."""
        at = f"{column_letter(self.column)}{self.row + 1}"
        return ", ".join(part for part in (self.file, self.sheet, at) if part)


def column_letter(column: int) -> str:
    """A, B, …, Z, AA, …: what spreadsheets call a column (from 0)."""
    letters = ""
    at = column + 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def plain_number(number: Decimal) -> str:
    """A number without exponent and without zeros that say nothing."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def text_of(cell: RawCell) -> str:
    """What a cell shows."""
    return cell if isinstance(cell, str) else cell.shown


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table.

    Attributes:
        file: The file's name, for messages.
        stem: The name without its ending.
        title: The sheet's title; None where the file has but one table without a title.
        rows: All rows from the top, each as long as it is.
        remarks: What a reader should know of how it was read: encoding, delimiter, what is hidden.
        down: Merged cells (row, column) below the first of their column: they say what the first one says.
        across: Merged cells right of the first of their row.
    """

    file: str
    stem: str
    title: str | None
    rows: Sequence[Sequence[RawCell]]
    remarks: tuple[str, ...] = ()
    down: frozenset[tuple[int, int]] = frozenset()
    across: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    _texts: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def place(self, row: int, column: int) -> CellPlace:
        """Where a cell stands."""
        return CellPlace(self.file, self.title, row, column)

    def cell(self, row: int, column: int) -> RawCell:
        """A cell; blank where the row is shorter."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)


LONGEST_LINE: Final = 2_000
"""Characters that are kept of a cell's text."""


def cell_line(text: str) -> str:
    """A cell's text as one line that a file may hold: blanks at its ends and doubled ones are gone."""
    if text.isascii() and text.isprintable() and "  " not in text:
        text = text.strip()
    else:
        text = " ".join("".join(each if each.isprintable() or each.isspace() else " " for each in text).split())  # fmt: skip
    return text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1] + "…"
