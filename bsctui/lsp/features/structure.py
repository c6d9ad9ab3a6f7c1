"""What of a text belongs together: folds, selections that grow, and links to elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lsprotocol.types import DocumentLink, FoldingRange, FoldingRangeKind, Range, SelectionRange
from pygls.uris import from_fs_path

from bsctui.language.tokens import tokens
from bsctui.text.literals import string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lsprotocol.types import (
        DocumentLinkParams,
        FoldingRangeParams,
        Position,
        SelectionRangeParams,
    )

    from bsctui.language.tokens import LineToken
    from bsctui.lsp.session import EditorSession, RequestContext

_URL: Final = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}']")


def folding_ranges(session: EditorSession, params: FoldingRangeParams) -> list[FoldingRange] | None:
    """Each record below its header, and comments of several lines."""
    view = session.view(params.text_document.uri)
    if view is None:
        return None
    ranges: list[FoldingRange] = []
    for start, record in zip(view.document.starts, view.document.records, strict=True):
        header = record.header_line
        if header is not None and record.last_nonblank_line > header:
            ranges.append(_fold(view, start + header, start + record.last_nonblank_line, None))
        if header is not None and header > 1:
            ranges.append(_fold(view, start, start + header - 1, FoldingRangeKind.Comment))
    return ranges


def _fold(
    view: RequestContext, first: int, last: int, kind: FoldingRangeKind | None
) -> FoldingRange:
    span = view.rows(first, last)
    return FoldingRange(span.start.line, span.end.line, kind=kind)


def selection_ranges(
    session: EditorSession, params: SelectionRangeParams
) -> list[SelectionRange] | None:
    """Word, line, record, file."""
    view = session.view(params.text_document.uri)
    return [_selection(view, at) for at in params.positions] if view is not None else None


def _selection(view: RequestContext, position: Position) -> SelectionRange:
    row, column = view.place(position)
    line = row + 1
    places, document = view.places, view.document
    spans = [Range(places.position(1, 1), places.end)]
    record = document.record_at(line)
    if record is not None:
        start = document.start_of(record)
        spans.append(view.rows(start, max(start + record.last_nonblank_line, line)))
        spans.append(view.rows(line, line))
    for token in tokens(document.line_text(line)):
        if token.start <= column <= token.end:
            spans.append(places.span(line, token.start + 1, token.end + 1))
            break
    ranges = SelectionRange(spans[0])
    for span in spans[1:]:
        if span != ranges.range:
            ranges = SelectionRange(span, ranges)
    return ranges


def document_links(session: EditorSession, params: DocumentLinkParams) -> list[DocumentLink] | None:
    """Addresses of the web in texts of `meta`, and `.sql` files that are there."""
    view = session.view(params.text_document.uri)
    if view is None:
        return None
    lines = enumerate(view.document.lines, 1)
    return [
        link
        for line, raw in lines
        if "://" in raw or ".sql" in raw
        for token in tokens(raw)
        for link in _of(view, line, token)
    ]


def _of(view: RequestContext, line: int, token: LineToken) -> Iterator[DocumentLink]:
    if (token.form, token.slot) == ("meta", "text"):
        for url in _URL.finditer(token.text):
            start, end = token.start + url.start() + 1, token.start + url.end() + 1
            yield DocumentLink(view.places.span(line, start, end), target=url[0])
    elif (token.form, token.slot) == ("source", "query"):
        target = _file(view, string(token.text))
        if target is not None:
            span = view.places.span(line, token.start + 2, token.end)
            yield DocumentLink(span, target=target)


def _file(view: RequestContext, name: str) -> str | None:
    """A file of the workspace that a query stands in."""
    if not name.endswith(".sql") or view.project.home is None:
        return None
    root = view.project.root.resolve()
    try:
        file = (root / name).resolve()
        is_there = file.is_relative_to(root) and file.is_file()
    except (OSError, ValueError):
        return None
    return from_fs_path(str(file)) if is_there else None
