"""Which lines the Text view and the user's editor open at; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bsctui.app.core.session import Session


def opening_place(session: Session) -> tuple[str, int] | None:
    """File and line of what is looked at: the line gone to last, else the item's header, else the first file's first line."""
    documents = session.workspace.documents
    if session.text_place is not None:
        looked_at, line, selected = session.text_place
        if looked_at in documents and selected == session.selected:
            return looked_at, line
    address = session.selected
    entity = session.entity(address) if address else None
    if entity is None and address:
        entity = session.entity(address.partition(".")[0])
    if entity is not None:
        return session.model.place(entity.origin)
    path = next(iter(documents), None)
    return (path, 1) if path is not None else None


def editable_lines(session: Session, path: str, line: int) -> tuple[int, int]:
    """First and last line (from 1) of what is edited at once: a small file whole, else the record.

    A text area's keys cost as much as its text is long (`style.md`), so that of a large file only the
    record is opened.
    """
    document = session.workspace.documents[path]
    count = sum(len(record.lines) for record in document.records)
    record = document.record_at(line)
    if count <= WHOLE_FILE or record is None:
        return 1, count
    first = document.start_of(record)
    return first, first + len(record.lines) - 1


WHOLE_FILE = 2000
"""Lines up to which a file is opened whole."""
