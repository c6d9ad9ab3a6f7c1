"""Which period of a KPI or measure is to be recorded next; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.model.periods import Period

if TYPE_CHECKING:
    from bsctui.app.core.session import Session
    from bsctui.model.entities import Quantity


def first_missing(session: Session, address: str) -> Period | None:
    """The first own period that nothing is written for; None where no values are entered.

    Counted from the first value written (or the calendar's first period) up to the current period;
    where all of those are written, the period after the last.
    """
    quantity = session.model.kpis.get(address) or session.model.measures.get(address)
    if quantity is None or quantity.formula or quantity.rollup or getattr(quantity, "same", None):
        return None
    calendar = session.model.settings.calendar
    if calendar is None:
        return None
    grain = quantity.definition.grain
    first = _first(session, quantity)
    written = {
        ordinal
        for line in quantity.actuals
        for ordinal in range(line.start, line.start + len(line.values))
    }
    ordinal = first
    while ordinal in written:
        ordinal += 1
    return Period(grain, ordinal)


def _first(session: Session, quantity: Quantity) -> int:
    """The first period written, else the calendar's first one in force."""
    if quantity.actuals:
        return min(line.start for line in quantity.actuals)
    calendar = session.model.settings.calendar
    if calendar is None:
        return 0
    fiscal, grain = session.fiscal, quantity.definition.grain
    start = Period(calendar.grain, calendar.first)
    if grain >= calendar.grain:
        ordinal = fiscal.containing(grain, start).ordinal
    else:
        ordinal = fiscal.first(grain, start).ordinal
    while not quantity.span.holds(fiscal.end(grain, ordinal)) and _ahead(
        session, quantity, ordinal
    ):
        ordinal += 1
    return ordinal


def _ahead(session: Session, quantity: Quantity, ordinal: int) -> bool:
    """Whether a span still lies ahead of a period (one that ended long ago never begins again)."""
    return session.fiscal.end(quantity.definition.grain, ordinal) <= quantity.span.after
