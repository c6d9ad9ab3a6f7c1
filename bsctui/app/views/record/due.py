"""What is to be reported for a period: one line a KPI or measure whose values are entered; pure."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING, NamedTuple

from bsctui.model.definitions import target_at, value_at
from bsctui.model.periods import Period
from bsctui.model.validity import is_in_force

if TYPE_CHECKING:
    from bsctui.app.core.session import Session
    from bsctui.model.entities import Quantity


class DueValue(NamedTuple):
    """One line of the sheet.

    Attributes:
        who: Who reports it: the reporter, else the nearest owner; empty for nobody.
        period: The own period to be reported, as written.
        value: What is entered for it; nan for nothing.
        before: The value before it; nan for none.
        target: The target of that period; nan for none.
        source: Where a pull gets it from; empty where somebody enters it.
    """

    address: str
    label: str
    who: str
    unit: str
    period: str
    value: float
    before: float
    target: float
    source: str = ""


def due_values(session: Session) -> list[DueValue]:
    """The lines of the sheet for the period in view: by who reports, what is missing first."""
    calendar = session.model.settings.calendar
    if calendar is None or not session.scores.periods:
        return []
    shown = session.scores.periods[session.column]
    end = calendar.fiscal.end(shown.grain, shown.ordinal)
    lines = [
        line
        for quantity in session.model.quantities()
        if _is_entered(quantity) and is_in_force(session.model, quantity, end)
        for line in _lines(session, quantity, shown)
    ]
    return sorted(lines, key=lambda line: (line.who.casefold(), not isnan(line.value)))


def _is_entered(quantity: Quantity) -> bool:
    """Whether its values are entered, not computed."""
    return not (quantity.formula or quantity.rollup or getattr(quantity, "same", None))


def _lines(session: Session, quantity: Quantity, shown: Period) -> list[DueValue]:
    """The first own period in view that is missing, else the last one; none where none ends in view."""
    fiscal, grain = session.fiscal, quantity.definition.grain
    if grain > shown.grain:
        whole = fiscal.containing(grain, shown)
        inside = (
            [whole.ordinal]
            if fiscal.end(grain, whole.ordinal) == fiscal.end(shown.grain, shown.ordinal)
            else []
        )
    else:
        inside = list(fiscal.within(grain, shown))
    if not inside:
        return []
    missing = [ordinal for ordinal in inside if isnan(value_at(quantity.actuals, ordinal))]
    return [_line(session, quantity, missing[0] if missing else inside[-1])]


def _line(session: Session, quantity: Quantity, ordinal: int) -> DueValue:
    calendar = session.model.settings.calendar
    definition = quantity.definition
    before = [value_at(quantity.actuals, ordinal - step) for step in range(1, 13)]
    return DueValue(
        address=quantity.address,
        label=quantity.display_name,
        who=_who(session, quantity),
        unit=definition.unit or "",
        period=session.format(Period(definition.grain, ordinal)),
        value=value_at(quantity.actuals, ordinal),
        before=next((value for value in before if not isnan(value)), nan),
        target=target_at(definition, ordinal, calendar) if calendar else nan,
        source=quantity.source[0] if quantity.source else "",
    )


def _who(session: Session, quantity: Quantity) -> str:
    name = quantity.reporter or session.model.owner(quantity)
    return session.model.person_label(name) if name else ""
