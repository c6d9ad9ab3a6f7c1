"""The client's changes of a text as edits of lines, so that records keep their identity; and edits for the client."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol.types import Range, TextEdit

from bsctui.lsp.places import Places, RowColumn, offset
from bsctui.text.document import BOM, Document, document_of
from bsctui.text.edits import LineEdit, apply_line_edits, common_ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lsprotocol.types import Position

_RAW_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def changed(places: Places, span: Range, text: str) -> Document:
    """The document after the client put a text in place of a range."""
    start, end = sorted((places.raw_place(span.start), places.raw_place(span.end)))
    lines = places.lines
    begun = lines[start.row][: start.column] if start.row < len(lines) else ""
    rest = lines[end.row][end.column :] if end.row < len(lines) else ""
    if start.row == 0 and (places.document.bom or (begun + text + rest).startswith(BOM)):
        return _rewritten(places, start, end, text)
    last = min(end.row + 1, len(lines))
    new = tuple(_RAW_LINE.findall(begun + text + rest))
    path = places.document.path
    return apply_line_edits(places.document, [LineEdit(path, start.row + 1, last, new)])


def _rewritten(places: Places, start: RowColumn, end: RowColumn, text: str) -> Document:
    """The same where a byte order mark comes, goes or stays: the text is read as a whole."""
    whole = places.text
    first, last = offset(places.lines, start), offset(places.lines, end)
    return document_of(places.document.path, whole[:first] + text + whole[last:])


def replaced(document: Document, text: str) -> Document:
    """The document after the client sent its whole text: only the lines that differ are read again."""
    if document.bom or text.startswith(BOM):
        return document_of(document.path, text)
    old, new = document.lines, _RAW_LINE.findall(text)
    top, bottom = common_ends(old, new)
    lines = tuple(new[top : len(new) - bottom])
    return apply_line_edits(document, [LineEdit(document.path, top + 1, len(old) - bottom, lines)])


def text_edits(places: Places, edits: Sequence[LineEdit]) -> Iterator[TextEdit]:
    """Edits of lines as the client takes them; of a line that gives way to one other only what differs."""
    lines = places.document.lines
    for edit in sorted(edits, key=lambda edit: (edit.first, edit.last)):
        old = lines[edit.first - 1 : edit.last]
        if len(old) > len(edit.lines) or (old and not old[-1].endswith("\n")):
            yield _over(places, edit, old)
            continue
        for at, (before, after) in enumerate(zip(old, edit.lines, strict=False)):
            if before != after:
                yield _within(places, edit.first + at, before, after)
        if len(old) < len(edit.lines):
            yield _insertion(places, edit.last + 1, edit.lines[len(old) :])


def _within(places: Places, line: int, before: str, after: str) -> TextEdit:
    """What differs in a line: between the common beginning and the common end."""
    top, bottom = common_ends(before, after)
    if bottom < len(before) - len(before.rstrip("\r\n")):  # its end becomes another one
        return TextEdit(Range(_start(places, line), _start(places, line + 1)), after)
    span = places.span(line, top + 1, len(before) - bottom + 1)
    return TextEdit(span, after[top : len(after) - bottom])


def _over(places: Places, edit: LineEdit, old: Sequence[str]) -> TextEdit:
    """Lines that give way to fewer, or at the text's end; those that both have at the ends stay."""
    top, bottom = common_ends(old, edit.lines)
    lines = edit.lines[top : len(edit.lines) - bottom]
    first, last = edit.first + top, edit.last - bottom
    if first > last:
        return _insertion(places, first, lines)
    return TextEdit(Range(_start(places, first), _start(places, last + 1)), "".join(lines))


def _insertion(places: Places, line: int, lines: Sequence[str]) -> TextEdit:
    """Lines before a line (from 1)."""
    at = _start(places, line)
    text = "".join(lines)
    document = places.document
    count = len(document.lines)
    if line > count and count and not document.lines[-1].endswith("\n"):
        text = "\n" + text
    return TextEdit(Range(at, at), text)


def _start(places: Places, line: int) -> Position:
    """The start of a line; behind the last one the text's end."""
    return places.position(line, 1) if line <= len(places.document.lines) else places.end
