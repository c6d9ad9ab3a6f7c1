"""A line of an item's record as a field to edit: its keyword, its text, and where it stood when it was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bsctui.app.core.relations import WrittenLine
    from bsctui.app.core.session import Session
    from bsctui.model.entities import Origin


class LineSnapshot(NamedTuple):
    """Where a line stands, and what it is, when it was looked at."""

    path: str
    line: int
    raw: str


class FormField(NamedTuple):
    """A line of the form: its keyword, what is written now (empty: not written) and where."""

    keyword: str
    text: str
    snapshot: LineSnapshot | None = None


def line_snapshot(session: Session, origin: Origin) -> LineSnapshot:
    """The place of a fact's line now."""
    return LineSnapshot(*session.model.place(origin), origin.record.lines[origin.line])


def written_field(session: Session, line: WrittenLine) -> FormField:
    """A written line as a field."""
    spot = line_snapshot(session, line.origin) if line.origin else None
    return FormField(line.keyword, line.text, spot)
