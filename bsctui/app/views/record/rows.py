"""The lines of the reporting sheet, laid out in columns under their heads."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from rich.cells import cell_len

from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.cells import (
    align_label,
    align_left,
    align_right,
    share_cells,
    shorten_label,
    truncate_cells,
)
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bsctui.app.views.record.due import DueValue


class TypedValues(Protocol):
    """What is typed into the lines and not recorded yet."""

    def typed_in(self, line: DueValue) -> str:
        """What is typed for a line."""

    def look_of(self, line: DueValue) -> str:
        """The look of what is typed for a line."""


ROOMY = 72
"""From so many cells on a line also says who reports it; below, its numbers need the room."""

WIDE = 100
"""From so many cells on numbers stand apart; below, the names need the room."""


UNIT_SHARE = 5
"""Of this part of a name's room the unit is sure, however long the name is."""


WIDEST = 14
"""So many cells a number may take of the names; a band of two long ends is that wide."""

MEASURED = 200
"""So many lines tell how wide names and numbers are."""

UNBOUNDED = 1000
"""Cells in which no name is cut."""


Key = tuple[str, str]
"""What tells one line from the others: the address and the period."""


def sheet_key(line: DueValue) -> Key:
    """The key of a line."""
    return line.address, line.period


class SheetRows:
    """The lines of the sheet; the one under the cursor shows what is being typed."""

    def __init__(self, lines: list[DueValue], view: TypedValues) -> None:
        self.lines = lines
        self._view = view
        self._shape: SheetColumns | None = None
        self._width = -1

    def __len__(self) -> int:
        """How many are due."""
        return len(self.lines)

    def shape(self, width: int) -> SheetColumns:
        """The columns in so many cells."""
        if self._shape is None or width != self._width:
            self._shape, self._width = sheet_columns(width, self.lines), width
        return self._shape

    def line(self, index: int, width: int) -> Spans:
        """Who, what, which period, the value before, the target, and the value or what is typed."""
        due = self.lines[index]
        typed = self._view.typed_in(due)
        entered = due.texts.entered or due.judged or ("-" if due.is_left_out else "")
        first = index == 0 or self.lines[index - 1].who != due.who
        shape = self.shape(width)
        value = (
            StyledSpan(align_right(printable(typed), shape.cell + 1), self._view.look_of(due))
            if typed
            else StyledSpan(
                align_right(entered or "...", shape.cell + 1), "" if entered else "warning"
            )
        )
        return (
            StyledSpan(shape.first(printable(due.who) if first else ""), "dim"),
            StyledSpan(align_label(_described(due, shape.label), shape.label)),
            StyledSpan(f" {align_left(due.period, 8)}", "dim"),
            StyledSpan(f" {align_right(due.texts.before, shape.cell)}", "dim"),
            StyledSpan(f" {align_right(due.texts.target, shape.cell)} ", "target"),
            value,
        )


def _described(due: DueValue, width: int) -> str:
    """The label with its unit, which gives way first, and the source that a pull gets it from."""
    label, source = printable(due.label), f" (from {printable(due.source)})" if due.source else ""
    room = width - cell_len(label) - cell_len(source) - 2
    unit = truncate_cells(printable(due.unit), max(room, width // UNIT_SHARE))
    beside = f", {unit}{source}" if unit else source
    return f"{shorten_label(label, max(width // 2, width - cell_len(beside)))}{beside}"


class SheetSort(NamedTuple):
    """The head that was clicked; lines without what it shows stand last either way."""

    column: str
    falling: bool

    def turned(self) -> SheetSort:
        """The other way round."""
        return SheetSort(self.column, not self.falling)

    def ordered(self, lines: Sequence[DueValue]) -> list[DueValue]:
        """The lines in this order; equal ones keep theirs."""
        key = _SORT_KEYS[self.column]
        known = [line for line in lines if key(line) not in _UNKNOWN]
        rest = [line for line in lines if key(line) in _UNKNOWN]
        known.sort(key=key, reverse=self.falling)
        return known + rest


_UNKNOWN: Final[tuple[object, ...]] = (None, "")
_SORT_KEYS: Final[Mapping[str, Callable[[DueValue], Any]]] = {
    "who": lambda line: line.who.casefold(),
    "item": lambda line: line.label.casefold(),
    "period": lambda line: line.period,
    "before": lambda line: _number(line.before),
    "target": lambda line: _number(line.target),
    "value": lambda line: _number(line.value),
}
"""What a click on each head sorts by."""


def _number(value: float) -> float | None:
    return None if isnan(value) else value


class SheetColumns(NamedTuple):
    """The cells of the columns: who reports, the label, each number."""

    who: int
    label: int
    cell: int

    def first(self, who: str) -> str:
        """The first column; only a blank where there is no room for it."""
        return f" {align_left(who, self.who)} " if self.who else " "

    def titles(self, who: str, sort: SheetSort | None, trends: Mapping[int, str]) -> Spans:
        """The heads, each of which a click sorts by; `who` is the one whose lines stand at the top."""
        sign = trends[-1 if sort is not None and sort.falling else 1]

        def headed(name: str) -> str:
            return f"{sign}{name}" if sort is not None and sort.column == name else name

        return (
            StyledSpan(self.first(headed("who") if who == "who" else who), "dim", "who"),
            StyledSpan(align_left(headed("item"), self.label), "dim", "item"),
            StyledSpan(f" {align_left(headed('period'), 8)}", "dim", "period"),
            StyledSpan(f" {align_right(headed('before'), self.cell)}", "dim", "before"),
            StyledSpan(f" {align_right(headed('target'), self.cell)}", "dim", "target"),
            StyledSpan(f" {align_right(headed('value'), self.cell + 2)}", "dim", "value"),
        )


def sheet_columns(width: int, lines: Sequence[DueValue] = ()) -> SheetColumns:
    """The columns at a width.

    Names give way to numbers, and of names the item's to who reports it, where one has too little. An item has no more
    than it needs: across a wide screen nobody finds the number that belongs to it.
    """
    who, cell = (14, 11) if width >= WIDE else (13, 7) if width >= ROOMY else (0, 9)
    measured = lines[:MEASURED]
    if who:
        longest = max((cell_len(text) for line in measured for text in line.texts), default=0)
        cell = max(cell, min(longest, WIDEST))
    beside = 2 if who else 1
    label = max(8, width - who - beside - 3 * cell - 15)
    if who and lines:
        needs = (
            max(len("who"), *(cell_len(printable(line.who)) for line in measured)),
            max(cell_len(_described(line, UNBOUNDED)) for line in measured),
        )
        least = (min(who, needs[0]), min(label, needs[1]))
        room = who + label
        who, _ = share_cells(needs, least, room)
        label = min(room - who, max(needs[1], len("item") + 1))
    return SheetColumns(who, label, cell)
