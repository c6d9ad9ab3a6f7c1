"""What is wrong with a text, as values: a code, a place, a message and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bsctui.escaping import cell_width, printable
from bsctui.text.excerpts import around

__all__ = [
    "Problem",
    "Related",
    "Severity",
    "cell_width",
    "in_file_order",
    "printable",
    "render",
]


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
