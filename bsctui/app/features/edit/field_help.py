"""What a field of a record may say, as in the editor, and what the names in it mean."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from bsctui.app.ui.offers import FieldHelp, Offer
from bsctui.escaping import printable
from bsctui.model.names import home_scorecard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bsctui.app.core.session import Session
    from bsctui.language.cursor import TextCursor

NAMING: Final = frozenset({"supports", "aligns", "drives", "like", "same", "owner", "reporter"})
"""The keywords whose lines name items or persons."""


def record_help(session: Session, address: str, keyword: str) -> Callable[[str], FieldHelp]:
    """Help for a field of a record that is written."""
    entity = session.entity(address)
    record = entity.origin.record if entity is not None else None
    if record is None or record.header_line is None:
        return partial(header_help, session, "", keyword)
    return partial(header_help, session, record.lines[record.header_line], keyword)


def header_help(session: Session, header: str, keyword: str, text: str) -> FieldHelp:
    """Help for what is typed in a field, below a header that may not stand in any file yet."""
    from bsctui.language.completion import complete  # the grammar: nobody waits for it at the start
    from bsctui.language.cursor import TextCursor

    line = f"  {keyword} {text}"
    start = len(line) - len(text)
    cursor = TextCursor((header, line), 1, len(line))
    proposals = complete(session.model, cursor) if header else ()
    offers = {
        each.text: Offer(
            f"{line[start : each.start]}{each.text}", printable(each.text), printable(each.detail)
        )
        for each in proposals
        if each.start >= start
    }
    meaning = ", ".join(_labels(session, cursor, text)) if keyword in NAMING else ""
    return FieldHelp(tuple(offers.values()), printable(meaning))


def _labels(session: Session, cursor: TextCursor, text: str) -> Iterator[str]:
    """What the names in a text are called, where that tells more than they do."""
    home = home_scorecard(cursor.header)
    for word in text.replace(",", " ").split():
        for address in (word, f"{home}.{word}"):
            entity = session.entity(address)
            if entity is not None and entity.label:
                yield entity.label
                break
        else:
            if word in session.model.settings.persons:
                yield session.model.person_label(word)
