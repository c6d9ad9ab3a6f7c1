"""Canonical layout, of a file or of whole records: one edit, from the first difference to the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import Range, TextEdit

from bsctui.lsp.changes import common_ends
from bsctui.lsp.places import RowColumn
from bsctui.lsp.turns import LongAnswer
from bsctui.text.document import BOM, Document
from bsctui.text.formatting import format_document, formatted_lines, has_layout, lay_out

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from lsprotocol.types import DocumentFormattingParams, DocumentRangeFormattingParams

    from bsctui.lsp.session import EditorSession, RequestContext
    from bsctui.text.formatting import FormattedLine


def format_file(session: EditorSession, params: DocumentFormattingParams) -> LongAnswer | None:
    """The file as `fmt` would write it."""
    view = session.view(params.text_document.uri)
    return LongAnswer(view, _format_file(view)) if view is not None else None


def _format_file(view: RequestContext) -> Generator[None, None, list[TextEdit]]:
    document = view.document
    if not has_layout(document):
        return []
    lines: list[FormattedLine] = []
    for record in document.records:
        lines += formatted_lines(record)
        yield
    text = lay_out(lines)
    return _edit(view, 0, view.places.lines, BOM + text if document.bom else text)


def format_records(
    session: EditorSession, params: DocumentRangeFormattingParams
) -> list[TextEdit] | None:
    """The records that a range touches, as `fmt` would write them."""
    view = session.view(params.text_document.uri)
    if view is None or not view.document.records:
        return None
    first, last = view.place(params.range.start).row + 1, view.place(params.range.end).row + 1
    document = view.document
    starts = document.starts
    low = max(at for at, start in enumerate(starts) if start <= max(first, 1))
    high = max(at for at, start in enumerate(starts) if start <= max(last, first)) + 1
    text = _formatted(document, low, high)
    if text is None:
        return []
    old = [raw for record in document.records[low:high] for raw in record.lines]
    shift = starts[low] - 1
    if shift == 0 and document.bom:
        old, text = [BOM + old[0], *old[1:]], BOM + text
    return _edit(view, shift, old, text)


def _formatted(document: Document, low: int, high: int) -> str | None:
    """Some records in canonical layout, with the blank lines before the next one; None where that cannot be told."""
    if any(problem.code in {"E113", "E114"} for problem in document.diagnostics):
        return None
    if high == len(document.records):
        return format_document(_part(document, low, high))
    with_next = format_document(_part(document, low, high + 1))
    following = format_document(_part(document, high, high + 1))
    return with_next.removesuffix(following) if with_next.endswith(following) else None


def _part(document: Document, low: int, high: int) -> Document:
    return Document(document.path, document.records[low:high], bom=False)


def _edit(view: RequestContext, first: int, old: Sequence[str], text: str) -> list[TextEdit]:
    """Nothing where nothing changes; rows from `first` on."""
    before = "".join(old)
    if before == text:
        return []
    top, bottom = common_ends(before, text)
    # A line end of two characters is one to the client: neither half may be cut off.
    if top and before[top - 1] == "\r":
        top -= 1
    if (
        bottom
        and before[len(before) - bottom] == "\n"
        and before[: len(before) - bottom].endswith("\r")
    ):
        bottom -= 1
    places = view.places
    start, end = (_place(old, first, at) for at in (top, len(before) - bottom))
    return [TextEdit(Range(places.shown(start), places.shown(end)), text[top : len(text) - bottom])]


def _place(old: Sequence[str], first: int, at: int) -> RowColumn:
    """The raw place of a character of some lines."""
    for row, line in enumerate(old):
        if at < len(line):
            return RowColumn(first + row, at)
        at -= len(line)
    if old and not old[-1].endswith("\n"):
        return RowColumn(first + len(old) - 1, len(old[-1]))
    return RowColumn(first + len(old), 0)
