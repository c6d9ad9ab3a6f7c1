"""What is wrong with a text while it is typed: by the rules of `check`, without waiting for them; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bsctui.app.core.spans import StyledSpan
from bsctui.edits import Refused
from bsctui.escaping import printable
from bsctui.language.cursor import begins_record
from bsctui.text.document import HEADERS, STATEMENTS
from bsctui.text.line_errors import line_diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bsctui.app.core.spans import Spans
    from bsctui.edits import Edit
    from bsctui.text.diagnostics import Diagnostic
    from bsctui.workspace import Workspace
    from bsctui.workspace.workspace import Preview


class EditorDiagnostic(NamedTuple):
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


def diagnostic_spans(remark: EditorDiagnostic) -> Spans:
    """A remark as a line: code, message, what to write instead."""
    hint = f"  {printable(remark.help)}" if remark.help else ""
    return (
        StyledSpan(f" {remark.code} ", "dim"),
        StyledSpan(printable(remark.message), remark.look),
        StyledSpan(hint, "dim"),
    )


def editor_diagnostics(
    problems: Iterable[Diagnostic], path: str, first: int, last: int
) -> list[EditorDiagnostic]:
    """The problems of some lines of a file (`first` to `last`, from 1)."""
    return [
        EditorDiagnostic(p.line - first, p.column - 1, p.end_column - 1, p.code, p.message, p.help)
        for p in problems
        if p.path == path and first <= p.line <= last
    ]


@dataclass(frozen=True, slots=True)
class DiagnosedLines:
    """The remarks on lines as they were when they were last judged as a whole."""

    lines: Sequence[str]
    remarks: Sequence[EditorDiagnostic]

    def on(self, lines: Sequence[str], row: int) -> list[EditorDiagnostic]:
        """What still holds of lines typed since then; the row being typed is read anew."""
        kept = [
            each
            for each in self.remarks
            if each.row < min(len(lines), len(self.lines))
            and lines[each.row] == self.lines[each.row]
        ]
        if row < len(lines) and (row >= len(self.lines) or lines[row] != self.lines[row]):
            kept += diagnostics_in_line(lines[row], row)
        return sorted(kept)


def diagnostics_in_line(line: str, row: int) -> list[EditorDiagnostic]:
    """Why a line cannot be read, if it cannot."""
    if not line.strip() or line.lstrip(" \t").startswith("#"):
        return []
    start = "header" if begins_record(line) else "statement"
    if (HEADERS if start == "header" else STATEMENTS).read(line, row) is not None:
        return []
    fault = line_diagnostic(line, start)
    if fault is None:
        return []
    end = max(fault.end, fault.start + 1)
    return [EditorDiagnostic(row, fault.start, end, fault.code, fault.message, fault.help)]


def try_preview(workspace: Workspace, edit: Edit) -> Preview | None:
    """What the edit would make; None where it cannot be tried."""
    try:
        return workspace.preview(edit)
    except Refused:
        return None
