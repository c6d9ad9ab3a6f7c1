"""What is to be reported for a period: one line a KPI or measure whose values are entered; pure."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.kpi_text import entered_text, target_text
from bsctui.model.definitions import target_ends, value_at
from bsctui.model.entities import InitiativeState, Kpi
from bsctui.model.periods import Period
from bsctui.model.validity import is_in_force
from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from bsctui.app.core.session import Session
    from bsctui.model.entities import Entity, Initiative, Quantity
    from bsctui.model.periods import Grain


class DueTexts(NamedTuple):
    """A line's figures as they are shown, an estimate with its mark; empty for none."""

    entered: str = ""
    before: str = ""
    target: str = ""


class DueValue(NamedTuple):
    """One line of the sheet.

    Attributes:
        who: Who reports it: the reporter, else the nearest owner; empty for nobody.
        period: The own period to be reported, as written.
        value: What is entered for it; nan for nothing.
        before: The value before it; nan for none.
        texts: The three figures as they are shown.
        source: Where a pull gets it from; empty where somebody enters it.
        judged: The colour of a person's judgement, which speaks for the period without a number; empty for none.
        is_left_out: Whether `-` is recorded: there is no value, and none is waited for.
    """

    address: str
    label: str
    who: str
    unit: str
    period: str
    value: float
    before: float
    texts: DueTexts
    target: float = nan
    """What the value should be, of a band its lower end; nan for none."""
    is_progress: bool = False
    """Whether it is the progress of an initiative, which has no period."""
    source: str = ""
    judged: str = ""
    is_left_out: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether nothing speaks for the period yet."""
        return isnan(self.value) and not self.judged and not self.is_left_out


FURTHEST: Final = 60
"""Periods after the current one among which the first due one is sought."""


def first_due(session: Session) -> Period | None:
    """The first period of the finest grain reported, from the current one on, for which something is missing.

    Where the user reports something, of that; None without a calendar or without entered values.
    """
    calendar = session.model.settings.calendar
    entered = [each for each in session.model.quantities() if _is_entered(each)]
    if calendar is None or not session.scores.periods or not entered:
        return None
    mine = own_addresses(session)
    asked = [each for each in entered if each.address in mine] or entered
    grain = min(each.definition.grain for each in asked)
    first = _inside(session, grain, session.scores.periods[session.scores.current])[0]
    for ordinal in range(first, first + FURTHEST):
        end = session.fiscal.end(grain, ordinal)
        due = (each for each in asked if each.definition.grain is grain)
        if any(
            is_in_force(session.model, each, end)
            and isnan(value_at(each.actuals, ordinal))
            and not _judgement(each, Period(grain, ordinal))
            for each in due
        ):
            return Period(grain, ordinal)
    return Period(grain, first)


def _inside(session: Session, grain: Grain, shown: Period) -> list[int]:
    """The periods of a grain in one of the view, or the one that holds it."""
    if grain >= shown.grain:
        return [session.fiscal.containing(grain, shown).ordinal]
    return list(session.fiscal.within(grain, shown))


def own_addresses(session: Session) -> frozenset[str]:
    """What the user owns or reports; nothing where it is not known who that is."""
    return frozenset(session.search("mine")) if session.me is not None else frozenset()


def due_values(session: Session, shown: Period | None = None) -> list[DueValue]:
    """The lines of the sheet: the user's own first, then by who reports, what is missing first.

    Args:
        session: What is shown.
        shown: The period to report; by default the one in view.
    """
    calendar = session.model.settings.calendar
    if calendar is None or not session.scores.periods:
        return []
    period = shown or session.scores.periods[session.column]
    end = calendar.fiscal.end(period.grain, period.ordinal)
    lines = [
        line
        for quantity in session.model.quantities()
        if _is_entered(quantity) and is_in_force(session.model, quantity, end)
        for line in _lines(session, quantity, period)
    ]
    lines += [
        _progress(session, each)
        for each in session.model.initiatives.values()
        if each.state is InitiativeState.ACTIVE
    ]
    mine = own_addresses(session)
    return sorted(
        lines,
        key=lambda line: (
            line.address not in mine,
            line.who.casefold(),
            line.is_progress,
            not line.is_missing,
        ),
    )


def _progress(session: Session, initiative: Initiative) -> DueValue:
    """How far an initiative has come, which is reported beside the values."""
    value = nan if initiative.progress is None else initiative.progress
    shown = "" if isnan(value) else f"{value:g}"
    who = _who(session, initiative)
    return DueValue(
        initiative.address,
        session.distinct_label(initiative.address),
        who,
        "%",
        "progress",
        value,
        value,
        DueTexts(shown, shown, "100"),
        100.0,
        is_progress=True,
    )


def due_sentence(session: Session) -> str:
    """What is due for the user, in one line; empty where nothing is, or it is not known who that is."""
    mine = own_addresses(session)
    period = first_due(session) if mine else None
    if period is None:
        return ""
    missing = sum(line.address in mine and line.is_missing for line in due_values(session, period))
    values = count_phrase(missing, "value")
    return f"due for you: {values} of {session.format(period)} (8 records)" if missing else ""


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
    missing = [ordinal for ordinal in inside if not _is_recorded(quantity, ordinal)]
    return [_line(session, quantity, missing[0] if missing else inside[-1])]


def _line(session: Session, quantity: Quantity, ordinal: int) -> DueValue:
    definition, period = quantity.definition, Period(quantity.definition.grain, ordinal)
    before = next(
        (
            earlier
            for earlier in range(ordinal - 1, ordinal - 13, -1)
            if not isnan(value_at(quantity.actuals, earlier))
        ),
        ordinal,
    )
    return DueValue(
        address=quantity.address,
        label=session.distinct_label(quantity.address),
        who=_who(session, quantity),
        unit=definition.unit or "",
        period=session.format(period),
        value=value_at(quantity.actuals, ordinal),
        before=value_at(quantity.actuals, before) if before != ordinal else nan,
        texts=_texts(session, quantity, ordinal, before),
        target=_target(session, quantity, ordinal)[0],
        source=quantity.source[0] if quantity.source else "",
        judged=_judgement(quantity, period),
        is_left_out=_is_recorded(quantity, ordinal) and isnan(value_at(quantity.actuals, ordinal)),
    )


def _is_recorded(quantity: Quantity, ordinal: int) -> bool:
    """Whether a line of values says something of a period, be it that there is none."""
    return any(line.start <= ordinal < line.start + len(line.values) for line in quantity.actuals)


def _texts(session: Session, quantity: Quantity, ordinal: int, before: int) -> DueTexts:
    """The figures of a period, none of which looks as if it met the target where it misses it."""
    low, high = _target(session, quantity, ordinal)
    entered, earlier = (
        entered_text(quantity, at, value_at(quantity.actuals, at), (low, high))
        for at in (ordinal, before)
    )
    return DueTexts(entered, earlier if before != ordinal else "", target_text(quantity, low, high))


def _target(session: Session, quantity: Quantity, ordinal: int) -> tuple[float, float]:
    """The target of an own period: of a band both ends."""
    calendar = session.model.settings.calendar
    return target_ends(quantity.definition, ordinal, calendar) if calendar else (nan, nan)


def _judgement(quantity: Quantity, period: Period) -> str:
    """The colour that an `assess` line gives a KPI in its own period; empty for none."""
    lines = quantity.assessments if isinstance(quantity, Kpi) else ()
    return next((line.colour for line in lines if line.period == period), "")


def _who(session: Session, quantity: Entity) -> str:
    name = quantity.reporter or session.model.owner(quantity)
    return session.model.person_label(name) if name else ""
