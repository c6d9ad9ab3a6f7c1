"""The text behind a fact: the statement an origin points to, its parts as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.text.lines import code_part

if TYPE_CHECKING:
    from bsctui.app.core.session import Session
    from bsctui.model.entities import Kpi, Origin, Quantity
    from bsctui.text.lines import Statement


def statement(origin: Origin) -> Statement | None:
    """The statement (or header) on the origin's line."""
    record = origin.record
    everything = (*((record.header,) if record.header else ()), *record.statements)
    return next((each for each in everything if each.line == origin.line), None)


def written_slot(origin: Origin, slot: str) -> str:
    """One value token of the origin's statement, as written; empty where it has no such slot."""
    written = statement(origin)
    return (written.get(slot) if written else None) or ""


def written_cells(origin: Origin) -> list[str]:
    """The cells of a series as written, bars included."""
    return written_slot(origin, "series").split()


def keyword_holder(session: Session, quantity: Quantity, keyword: str) -> str | None:
    """Whose record holds the lines of a keyword in force; None where it is written nowhere."""
    lines = quantity.definition.origins.get(keyword, ())
    if not lines:
        return None
    origin = lines[0]
    for group in (session.model.kpis, session.model.measures):
        for candidate in group.values():
            if candidate.origin.record is origin.record:
                return candidate.address
    return quantity.address


def written_text(session: Session, kpi: Kpi, keyword: str) -> str | None:
    """What is written after the keyword of a fact in force; None where it is not written."""
    lines = kpi.definition.origins.get(keyword, ())
    if not lines:
        return None
    return value_of(session.line_text(lines[0]), keyword)


def value_of(raw: str, keyword: str) -> str:
    """What a line says after its keyword, without its comment."""
    return code_part(raw).strip(" \t").removeprefix(keyword).strip(" \t")
