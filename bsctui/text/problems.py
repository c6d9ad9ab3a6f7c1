"""What is wrong with a text, as values: a code, a place, a message and what to write instead."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from bsctui.text.excerpts import around


class Severity(StrEnum):
    """How grave a problem is; errors come from codes `E…`."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Related:
    """Another line that a problem names."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem; `line`, `column` and `end_column` count from 1, columns in characters."""

    code: str
    message: str
    path: str
    line: int
    column: int
    end_column: int
    help: str | None = None
    related: tuple[Related, ...] = ()

    @property
    def severity(self) -> Severity:
        """Told by the code's letter."""
        return Severity.ERROR if self.code.startswith("E") else Severity.WARNING

    def moved(self, lines: int) -> Problem:
        """The same problem so many lines further down."""
        return replace(self, line=self.line + lines)


def in_file_order(problem: Problem) -> tuple[tuple[str, ...], int, int, str]:
    """The sorting key of reports: files by path components, then lines and columns."""
    return tuple(problem.path.split("/")), problem.line, problem.column, problem.code


def render(problem: Problem, line_text: str) -> str:
    """A problem as people read it, with the line it speaks of and marks under the span."""
    place = f"{printable(problem.path)}:{problem.line}:{problem.column}"
    lines = [f"{place}: {problem.severity}[{problem.code}]: {printable(problem.message)}"]
    if line_text.strip():
        gutter = str(problem.line)
        parts = around(line_text, problem.column - 1, problem.end_column - 1)
        before, marked, after = map(printable, parts)
        marks = " " * cell_width(before) + "^" * max(1, cell_width(marked))
        lines += [f"  {gutter} | {before}{marked}{after}", f"  {' ' * len(gutter)} | {marks}"]
    lines += [f"  also: {printable(other.path)}:{other.line}" for other in problem.related]
    if problem.help:
        lines.append(f"  help: {printable(problem.help)}")
    return "\n".join(lines)


_HARMLESS = frozenset({"Zs", "Zl", "Zp"}) ^ {"Zl", "Zp"}
_WIDE = frozenset({"W", "F"})


def printable(text: str) -> str:
    """Text that cannot steer a terminal: whatever does not print is shown as an escape, a tab as one blank."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character == "\t":
        return " "
    if character.isprintable() or unicodedata.category(character) in _HARMLESS:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def cell_width(text: str) -> int:
    """How many cells of a terminal a printable text takes."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1
