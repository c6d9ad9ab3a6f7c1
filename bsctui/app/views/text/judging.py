"""What is wrong with a text while it is typed: by the rules of `check`, without waiting for them; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bsctui.app.core.spans import Span, clean
from bsctui.edits import Refused
from bsctui.language.cursor import begins_record
from bsctui.text.document import HEADERS, STATEMENTS
from bsctui.text.line_errors import fault_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bsctui.app.core.spans import Spans
    from bsctui.edits import Edit
    from bsctui.text.diagnostics import Problem
    from bsctui.workspace import Workspace
    from bsctui.workspace.workspace import Preview


class Remark(NamedTuple):
    """A problem of a row (from 0) of what is shown, columns from 0."""

    row: int
    start: int
    end: int
    code: str
    message: str
    help: str | None

    @property
    def look(self) -> str:
        """How grave it is."""
        return "error" if self.code.startswith("E") else "warning"


def said_of(remark: Remark) -> Spans:
    """A remark as a line: code, message, what to write instead."""
    hint = f"  {clean(remark.help)}" if remark.help else ""
    return (
        Span(f" {remark.code} ", "dim"),
        Span(clean(remark.message), remark.look),
        Span(hint, "dim"),
    )


def remarks_of(problems: Iterable[Problem], path: str, first: int, last: int) -> list[Remark]:
    """The problems of some lines of a file (`first` to `last`, from 1)."""
    return [
        Remark(p.line - first, p.column - 1, p.end_column - 1, p.code, p.message, p.help)
        for p in problems
        if p.path == path and first <= p.line <= last
    ]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The remarks on lines as they were when they were last judged as a whole."""

    lines: Sequence[str]
    remarks: Sequence[Remark]

    def on(self, lines: Sequence[str], row: int) -> list[Remark]:
        """What still holds of lines typed since then; the row being typed is read anew."""
        kept = [
            each
            for each in self.remarks
            if each.row < min(len(lines), len(self.lines))
            and lines[each.row] == self.lines[each.row]
        ]
        if row < len(lines) and (row >= len(self.lines) or lines[row] != self.lines[row]):
            kept += fault_in(lines[row], row)
        return sorted(kept)


def fault_in(line: str, row: int) -> list[Remark]:
    """Why a line cannot be read, if it cannot."""
    if not line.strip() or line.lstrip(" \t").startswith("#"):
        return []
    start = "header" if begins_record(line) else "statement"
    if (HEADERS if start == "header" else STATEMENTS).read(line, row) is not None:
        return []
    fault = fault_of(line, start)
    if fault is None:
        return []
    end = max(fault.end, fault.start + 1)
    return [Remark(row, fault.start, end, fault.code, fault.message, fault.help)]


def previewed(workspace: Workspace, edit: Edit) -> Preview | None:
    """What the edit would make; None where it cannot be tried."""
    try:
        return workspace.preview(edit)
    except Refused:
        return None
