"""Where an editor stands: lines of text with a place in them, and the record that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.language.tokens import grammar_start
from bsctui.text.document import HEADERS, STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.text.lines import Statement


@dataclass(frozen=True, slots=True)
class TextCursor:
    """A place in lines that are being typed (a file's, or a whole record's); rows and columns count from 0."""

    lines: Sequence[str]
    row: int
    column: int

    @property
    def line(self) -> str:
        """The line without its end."""
        return self.lines[self.row].rstrip("\r\n") if self.row < len(self.lines) else ""

    @property
    def header_row(self) -> int | None:
        """The row of the header that the line belongs to; None above the first."""
        for row in range(min(self.row, len(self.lines) - 1), -1, -1):
            if begins_record(self.lines[row]):
                return row
        return None

    @property
    def header(self) -> Statement | None:
        """The header that the line belongs to; None where there is none or it cannot be read."""
        row = self.header_row
        return HEADERS.read(self.lines[row], row) if row is not None else None

    @property
    def is_readable(self) -> bool:
        """Whether the line says something as it stands."""
        line = self.line
        if not line.strip():
            return False
        reader = HEADERS if begins_record(line) else STATEMENTS
        return reader.read(line, self.row) is not None

    def other_statements(self) -> Iterator[Statement]:
        """The statements of the record that can be read, apart from the line itself."""
        first = self.header_row
        for row in range((first if first is not None else -1) + 1, len(self.lines)):
            raw = self.lines[row]
            if begins_record(raw):
                return
            if row != self.row and raw.strip() and not raw.lstrip(" \t").startswith("#"):
                statement = STATEMENTS.read(raw, row)
                if statement is not None:
                    yield statement


def begins_record(raw: str) -> bool:
    """Whether a line is a header, by its margin."""
    return bool(raw.strip()) and raw[0] != "#" and grammar_start(raw) == "header"
