"""Replacing lines of a document: only the records that the edit touches are read again."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bsctui.text.document import Document, Record, read_records, split_records
from bsctui.text.encodings import is_foreign

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class LineEdit:
    """Replace the raw lines `first` to `last` (from 1, both included) of a file by others.

    `last = first - 1` inserts before `first`. Lines carry their ends.
    """

    path: str
    first: int
    last: int
    lines: tuple[str, ...]

    @property
    def growth(self) -> int:
        """How many lines the document gains."""
        return len(self.lines) - (self.last - self.first + 1)


def apply_line_edits(document: Document, edits: Sequence[LineEdit]) -> Document:
    """The document after the edits, whose places all speak of the document as it is (no two may overlap)."""
    records: list[Record] = []
    done = 0
    for stretch in _stretches(document, edits):
        records += document.records[done : stretch.low]
        records += _read_again(document, stretch)
        done = stretch.high
    if not edits:
        return document
    return Document(document.path, (*records, *document.records[done:]), bom=document.bom)


def inverse_line_edits(document: Document, edits: Sequence[LineEdit]) -> tuple[LineEdit, ...]:
    """The edits that turn `apply(document, edits)` back into `document`."""
    lines = document.lines
    inverses: list[LineEdit] = []
    grown = 0
    for edit in sorted(edits, key=lambda edit: (edit.first, edit.last)):
        first = edit.first + grown
        old = tuple(lines[edit.first - 1 : edit.last])
        last = first + len(edit.lines) - 1
        if edit.first > len(lines) and lines and not lines[-1].endswith("\n"):
            first, old = first - 1, (lines[-1],)  # the last line got the end that it lacked
        inverses.append(LineEdit(edit.path, first, last, old))
        grown += edit.growth
    return tuple(inverses)


class _Stretch(NamedTuple):
    """Records `low` to `high` (not included), which are read again for the sake of some edits, ascending."""

    low: int
    high: int
    edits: list[LineEdit]


def _stretches(document: Document, edits: Sequence[LineEdit]) -> list[_Stretch]:
    """From the record before each edit to the one after it; all others are kept."""
    starts, count = document.starts, len(document.records)
    stretches: list[_Stretch] = []
    for edit in sorted(edits, key=lambda edit: (edit.first, edit.last)):
        low = max(0, bisect_right(starts, edit.first) - 2)
        high = min(count, bisect_right(starts, max(edit.last, edit.first)) + 1)
        if low == 0 and _makes_foreign(edit):
            high = count
        if stretches and low < max(stretches[-1].high, 1):
            before = stretches[-1]
            before.edits.append(edit)
            stretches[-1] = _Stretch(before.low, max(before.high, high), before.edits)
        else:
            stretches.append(_Stretch(low, high, [edit]))
    return stretches


def _read_again(document: Document, stretch: _Stretch) -> list[Record]:
    """The records of a stretch after its edits."""
    low, high, edits = stretch
    old = document.records[low:high]
    base = document.starts[low] if document.records else 1
    lines = [raw for record in old for raw in record.lines]
    for edit in reversed(edits):
        lines[edit.first - base : edit.last + 1 - base] = edit.lines
    joined = _with_line_ends(lines, last=high == len(document.records))
    read = read_records if low == 0 else split_records
    return _reuse_unchanged(old, read(document.path, joined))


def _makes_foreign(edit: LineEdit) -> bool:
    """Whether a new first line makes the whole file another program's."""
    return edit.first <= 1 and bool(edit.lines) and is_foreign(edit.lines[0])


def _with_line_ends(lines: list[str], *, last: bool) -> list[str]:
    """Every line but the file's last one ends with a line feed."""
    stop = len(lines) - 1 if last else len(lines)
    ended = [
        raw if raw.endswith("\n") or at >= stop else raw + "\n" for at, raw in enumerate(lines)
    ]
    return [raw for raw in ended if raw]


def _reuse_unchanged(old: Sequence[Record], new: Sequence[Record]) -> list[Record]:
    """The new records, an old one in place of each that says the same: what was made of it stays.

    Each old one is used once: a record stands in one place, even where two say the same.
    """
    if not old:
        return list(new)
    by_content: dict[tuple[tuple[str, ...], int | None], list[Record]] = {}
    for record in reversed(old):
        by_content.setdefault((record.lines, record.header_line), []).append(record)
    records: list[Record] = []
    for record in new:
        alike = by_content.get((record.lines, record.header_line))
        records.append(alike.pop() if alike else record)
    return records


def common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many items two sequences share at their beginning and, of the rest, at their end."""
    most = min(len(old), len(new))
    top = 0
    while top < most and old[top] == new[top]:
        top += 1
    bottom = 0
    while bottom < most - top and old[-1 - bottom] == new[-1 - bottom]:
        bottom += 1
    return top, bottom
