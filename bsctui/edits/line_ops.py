"""Raw lines: their indentation, their tail, their end; and edits that give lines as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.edits.edit import EditPlan, Intent, Texts
from bsctui.text.edits import LineEdit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bsctui.text.document import Document, Record

INDENT = "  "


def indent_of(raw: str) -> str:
    """The blanks a line begins with."""
    return raw[: len(raw) - len(raw.lstrip(" \t"))]


def line_ending_of(raw: str) -> str:
    """A line's end: CR LF, LF, or nothing."""
    return raw[len(raw.rstrip("\r\n")) :]


def with_columns(raw: str, changes: list[tuple[int, int, str]]) -> str:
    """A line with some of its columns (from 1) replaced."""
    for start, end, text in sorted(changes, reverse=True):
        raw = raw[: start - 1] + text + raw[end - 1 :]
    return raw


def line_ending_near(document: Document, line: int) -> str:
    """The line end that a new line near `line` takes: that of the line there, else the file's, else LF."""
    record = document.record_at(line)
    if record is not None:
        ending = line_ending_of(record.lines[line - document.start_of(record)])
        if ending:
            return ending
    return next((end for raw in document.lines if (end := line_ending_of(raw))), "\n")


def insert_lines(document: Document, path: str, after: int, texts: list[str]) -> LineEdit:
    """New lines behind line `after` (from 1; 0 for the file's beginning), with the line ends of their neighbour."""
    end = line_ending_near(document, max(after, 1))
    lines = [text + end for text in texts]
    record = document.record_at(after)
    raw = record.lines[after - document.start_of(record)] if record is not None else ""
    if raw and not line_ending_of(
        raw
    ):  # the last line of a file that does not end: its end moves to the new last line
        return LineEdit(path, after, after, (raw + end, *lines[:-1], texts[-1]))
    return LineEdit(path, after + 1, after, tuple(lines))


def merge_last_line_edits(
    documents: Mapping[str, Document], edits: Iterable[LineEdit]
) -> tuple[LineEdit, ...]:
    """Edits of a file's last line as one, where it is rewritten and lines come behind it that it had no end for."""
    by_place: dict[tuple[str, int, int], list[LineEdit]] = {}
    for edit in edits:
        by_place.setdefault((edit.path, edit.first, edit.last), []).append(edit)
    return tuple(
        edit
        for (path, first, last), same_place in by_place.items()
        for edit in (
            same_place
            if first > last or len(same_place) == 1
            else [_merged_edit(documents[path], path, last, same_place)]
        )
    )


def _merged_edit(document: Document, path: str, at: int, edits: list[LineEdit]) -> LineEdit:
    """One edit of the file's last line, which has no end: at most one rewrites it, the others add lines behind it."""
    end = line_ending_near(document, at)
    rewriting = [edit.lines for edit in edits if len(edit.lines) == 1]
    adding = [raw for edit in edits if len(edit.lines) > 1 for raw in edit.lines[1:]]
    last = rewriting[0][0] if rewriting else document.lines[at - 1]
    ended = [raw if line_ending_of(raw) else raw + end for raw in (last, *adding)]
    return LineEdit(path, at, at, (*ended[:-1], ended[-1].removesuffix(end)))


def with_comments(record: Record, line: int) -> int:
    """The first of the comment lines that belong to a statement's line (both from 0)."""
    first = line
    while first - 1 > (record.header_line or 0) and record.lines[first - 1].lstrip(
        " \t"
    ).startswith("#"):
        first -= 1
    return first


@dataclass(frozen=True, slots=True)
class ReplaceRecordText:
    """Raw lines `first` to `last` (from 1) of a file give way to others: the Text view and the user's own editor."""

    path: str
    first: int
    last: int
    lines: tuple[str, ...]

    may_add_errors = True

    def plan(self, texts: Texts) -> EditPlan:
        """As given; what it changes is whatever the lines say."""
        del texts
        return EditPlan(
            f"text of {self.path}",
            (LineEdit(self.path, self.first, self.last, self.lines),),
            ANYTHING,
        )


ANYWHERE = "*"
"""In place of an address: any record may change."""

ANYTHING = Intent(changed=frozenset({ANYWHERE}))
"""The intent of an edit that gives the text itself."""
