"""Places in a text: the client's rows and units, the document's lines and characters.

The protocol ends a line at LF, CR LF and a lone CR, and counts columns in the client's units; a document ends lines at
LF alone, counts characters, and keeps a byte order mark apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol.types import Position, Range

from bsctui.text.document import BOM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.text.document import Document

_LONE_CR = re.compile(r"\r(?!\n)")


class Encoding(StrEnum):
    """What a client counts columns in."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    UTF_32 = "utf-32"

    def units(self, text: str) -> int:
        """How many units a text has; a lone surrogate counts as the character it was cut from."""
        if self is Encoding.UTF_32 or text.isascii():
            return len(text)
        if self is Encoding.UTF_8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(character > "\uffff" for character in text)

    def column(self, text: str, units: int) -> int:
        """The character in which a unit lies; the text's end for all behind it."""
        if self is Encoding.UTF_32 or text.isascii():
            return min(units, len(text))
        at = 0
        for column, character in enumerate(text):
            at += self.units(character)
            if at > units:
                return column
        return len(text)


class RowColumn(NamedTuple):
    """A row and column of raw lines, from 0; the byte order mark is the first character of its line."""

    row: int
    column: int


class Places:
    """The places of one document, as its client counts."""

    def __init__(self, document: Document, encoding: Encoding) -> None:
        self.document = document
        self.encoding = encoding
        lines = document.lines
        if document.bom:
            lines = [BOM + lines[0], *lines[1:]] if lines else [BOM]
        self.lines = lines

    @property
    def text(self) -> str:
        """The whole text as the client has it."""
        return "".join(self.lines)

    @cached_property
    def _cuts(self) -> dict[int, list[int]]:
        """By row: where its pieces begin, for rows that a lone CR cuts."""
        if "\r" not in self.text:
            return {}
        return {
            row: [0, *(cut.end() for cut in cuts)]
            for row, line in enumerate(self.lines)
            if (cuts := list(_LONE_CR.finditer(line)))
        }

    @cached_property
    def _firsts(self) -> list[int]:
        """The client's first row of each row; only asked for where rows are cut."""
        counts = [len(self._cuts.get(row, (0,))) for row in range(len(self.lines))]
        return [0, *accumulate(counts)]

    # --- From the document to the client

    def position(self, line: int, column: int) -> Position:
        """A place in the document (both from 1) as the client counts it; what lies outside is moved inside."""
        row = min(max(line - 1, 0), max(len(self.lines) - 1, 0))
        raw = self._body(row)
        shift = 1 if row == 0 and self.document.bom else 0
        at = len(raw) if line - 1 > row else min(max(column - 1 + shift, 0), len(raw))
        cuts = self._cuts.get(row)
        if cuts is None:
            first = self._firsts[row] if self._cuts else row
            return Position(first, self.encoding.units(raw[:at]))
        piece = bisect_right(cuts, at) - 1
        return Position(self._firsts[row] + piece, self.encoding.units(raw[cuts[piece] : at]))

    def span(self, line: int, start: int, end: int) -> Range:
        """Columns of a line (all from 1, the end one past the last)."""
        return Range(self.position(line, start), self.position(line, end))

    def columns(self, row: int, start: int, end: int) -> tuple[int, int, int] | None:
        """The client's line and columns of columns of a row (all from 0); None where a lone CR cuts them."""
        if not self._cuts and self.lines[row].isascii():
            return row, start, end
        first, last = self.position(row + 1, start + 1), self.position(row + 1, end + 1)
        return (first.line, first.character, last.character) if first.line == last.line else None

    def rows(self, first: int, last: int) -> Range:
        """Whole lines (from 1), from the start of one to the end of the other."""
        end = len(self.document.line_text(last)) + 1
        return Range(self.position(first, 1), self.position(last, end))

    @property
    def end(self) -> Position:
        """Behind the last character."""
        return self.shown(RowColumn(len(self.lines), 0))

    def shown(self, place: RowColumn) -> Position:
        """A raw place as the client counts it."""
        if place.row < len(self.lines):
            line, column = place.row + 1, place.column + 1
            shift = 1 if place.row == 0 and self.document.bom else 0
            return self.position(line, column - shift)
        if not self.lines or self.lines[-1].endswith("\n"):
            return Position(self._firsts[-1] if self._cuts else len(self.lines), 0)
        return self.position(len(self.lines), len(self.lines[-1]) + 1)

    # --- From the client to the document

    def raw_place(self, position: Position) -> RowColumn:
        """Where a position of the client lies in the raw lines; the nearest place where there is no such."""
        if not self._cuts:
            row, start, stop = position.line, 0, None
        else:
            row = min(bisect_right(self._firsts, position.line), len(self._firsts)) - 1
            row, start, stop = self._piece(row, position.line)
        if row >= len(self.lines):
            return self._last()
        raw = self._body(row)
        piece = raw[start:stop].removesuffix("\r") if stop is not None else raw[start:]
        return RowColumn(row, start + self.encoding.column(piece, position.character))

    def _piece(self, row: int, line: int) -> tuple[int, int, int | None]:
        """A row that is cut: the piece that the client's line is, as columns of the row."""
        if row >= len(self.lines):
            return row, 0, None
        cuts = self._cuts.get(row, [0])
        at = min(line - self._firsts[row], len(cuts) - 1)
        return row, cuts[at], cuts[at + 1] if at + 1 < len(cuts) else None

    def _last(self) -> RowColumn:
        if self.lines and not self.lines[-1].endswith("\n"):
            return RowColumn(len(self.lines) - 1, len(self.lines[-1]))
        return RowColumn(len(self.lines), 0)

    def place(self, position: Position) -> RowColumn:
        """Where a position of the client lies in the document (from 0), without its byte order mark."""
        row, column = self.raw_place(position)
        shift = 1 if row == 0 and self.document.bom else 0
        return RowColumn(row, max(column - shift, 0))

    def _body(self, row: int) -> str:
        """A raw line without its end; a lone CR is not one."""
        if row >= len(self.lines):
            return ""
        raw = self.lines[row]
        return raw.removesuffix("\n").removesuffix("\r") if raw.endswith("\n") else raw


def offset(lines: Iterable[str], place: RowColumn) -> int:
    """How many characters stand before a raw place."""
    before = 0
    for row, line in enumerate(lines):
        if row == place.row:
            break
        before += len(line)
    return before + place.column
