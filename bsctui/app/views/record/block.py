"""What is pasted into the sheet: a block of cells, each of which has its line and its period; pure."""

from __future__ import annotations

import re
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from bsctui.app.features.edit.values import value_and_note
from bsctui.edits import RecordValue, Refused, SetField
from bsctui.edits.implausible_values import typed_doubt
from bsctui.model.periods import Period
from bsctui.phrases import count_phrase
from bsctui.text.literals import NUMBER, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.app.views.record.due import DueValue
    from bsctui.edits import Texts
    from bsctui.model.model import Model
    from bsctui.model.periods import FiscalYear

Block = tuple[tuple[str, ...], ...]
"""Rows of cells, each without the blanks around it; an empty cell keeps its place."""


class BlockTooLong(Exception):
    """A block has values beyond the last line; the message says so."""


class SheetEntry(NamedTuple):
    """A value for a line of the sheet, in one of its periods."""

    line: DueValue
    period: str
    text: str

    @property
    def edit(self) -> RecordValue | SetField:
        """As an edit; a note may stand behind the value."""
        if self.line.is_progress:
            return SetField(self.line.address, "progress", f"{self.text.removesuffix('%')}%")
        return RecordValue(self.line.address, self.period, *value_and_note(self.text))

    def doubt(self, model: Model) -> str | None:
        """What makes it look like another number than was meant; None for nothing."""
        text, _ = value_and_note(self.text)
        quantity, calendar = model.quantity(self.line.address), model.settings.calendar
        period = calendar.fiscal.parse(self.period) if calendar is not None else None
        if quantity is None or period is None or not NUMBER.fullmatch(text):
            return None
        strange = typed_doubt(quantity, period.ordinal, number(text))
        return strange or thousands_doubt(text, self.line.before)


def parse_block(text: str) -> Block:
    """The cells of a pasted text, as a spreadsheet copies them: lines, and tabs between the cells of one."""
    lines = re.split(r"\r\n|\r|\n", text)
    if not lines[-1]:  # the end of the last line begins no other
        lines.pop()
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines)


def is_single_cell(cells: Block) -> bool:
    """Whether it is one cell at most, which belongs into the text that is being typed."""
    return len(cells) < 2 and all(len(row) < 2 for row in cells)


def block_entries(
    cells: Block, lines: Sequence[DueValue], fiscal: FiscalYear
) -> tuple[SheetEntry, ...]:
    """A row for each line from the first one on, a column for each period from the line's own on.

    Raises:
        TooLong: A value stands below the last line.
    """
    rows = len(cells)
    while rows and not any(cells[rows - 1]):
        rows -= 1
    if rows > len(lines):
        left = count_phrase(len(lines), "line")
        raise BlockTooLong(f"{rows} rows, but only {left} from here on")
    return tuple(
        SheetEntry(line, period, text)
        for line, row in zip(lines, cells, strict=False)
        for period, text in zip(_periods(line, len(row), fiscal), row, strict=True)
        if text
    )


def _periods(line: DueValue, count: int, fiscal: FiscalYear) -> Iterator[str]:
    """A line's period and those after it, as written."""
    first = fiscal.parse(line.period) if not line.is_progress else None
    if first is None:
        if count > 1:
            raise BlockTooLong(f"{line.label} has one progress, not one for each period")
        return iter((line.period,))
    return (fiscal.format(Period(first.grain, first.ordinal + step)) for step in range(count))


def first_refusal(entries: Sequence[SheetEntry], texts: Texts) -> str | None:
    """The first of them that cannot be recorded: its place, why, that nothing was recorded, the remedy; None where all can be."""
    for entry in entries:
        try:
            entry.edit.plan(texts)
        except Refused as refused:
            help_text = f"  {refused.help}" if refused.help else ""
            place = f"{entry.line.label} {entry.period}"
            return f"{place}: {refused.message}: nothing was recorded{help_text}"
    return None


_DOTTED = re.compile(r"[-+]?[0-9]{1,3}\.[0-9]{3}")


def thousands_doubt(text: str, before: float) -> str | None:
    """Why a value with a dot may have been meant as thousands: it is about a thousandth of the one before."""
    if isnan(before) or not before or not _DOTTED.fullmatch(text):
        return None
    value = float(text)
    if not 0.2 <= abs(value * 1000 / before) <= 5:
        return None
    return (
        f"{text} is {value:g}, a thousandth of the value before: is {text.replace('.', '')} meant?"
    )
