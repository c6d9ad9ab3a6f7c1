"""What is wrong with a text, as values: a code, a place, a message and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from bsctui.escaping import cell_width, printable
from bsctui.text.excerpts import split_around


class Severity(StrEnum):
    """How grave a problem is; errors come from codes `E…`."""

    ERROR = "error"
    WARNING = "warning"


class LineDiagnostic(NamedTuple):
    """A fault of one line; columns count from 0."""

    code: str
    message: str
    start: int
    end: int
    help: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class RelatedLine:
    """Another line that a problem names."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem; `line`, `column` and `end_column` count from 1, columns in characters."""

    code: str
    message: str
    path: str
    line: int
    column: int
    end_column: int
    help: str | None = None
    related: tuple[RelatedLine, ...] = ()

    @property
    def is_error(self) -> bool:
        """Told by the code's letter."""
        return self.code.startswith("E")

    @property
    def severity(self) -> Severity:
        """Error or warning."""
        return Severity.ERROR if self.is_error else Severity.WARNING

    def moved(self, lines: int) -> Diagnostic:
        """The same problem so many lines further down."""
        return replace(self, line=self.line + lines)


def in_file_order(diagnostic: Diagnostic) -> tuple[tuple[str, ...], int, int, str]:
    """The sorting key of reports: files by path components, then lines and columns."""
    return tuple(diagnostic.path.split("/")), diagnostic.line, diagnostic.column, diagnostic.code


def render_diagnostic(diagnostic: Diagnostic, line_text: str) -> str:
    """A problem as people read it, with the line it speaks of and marks under the span."""
    place = f"{printable(diagnostic.path)}:{diagnostic.line}:{diagnostic.column}"
    lines = [f"{place}: {diagnostic.severity}[{diagnostic.code}]: {printable(diagnostic.message)}"]
    if line_text.strip():
        gutter = str(diagnostic.line)
        parts = split_around(line_text, diagnostic.column - 1, diagnostic.end_column - 1)
        before, marked, after = map(printable, parts)
        marks = " " * cell_width(before) + "^" * max(1, cell_width(marked))
        lines += [f"  {gutter} | {before}{marked}{after}", f"  {' ' * len(gutter)} | {marks}"]
    lines += [
        f"  also: {printable(related_line.path)}:{related_line.line}"
        for related_line in diagnostic.related
    ]
    if diagnostic.help:
        lines.append(f"  help: {printable(diagnostic.help)}")
    return "\n".join(lines)
