"""What all records share, and the claims that objectives and KPIs make about others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bsctui.model.entities import ALWAYS, Assessment, Dated, Link, Note, Origin, Span
from bsctui.model.periods import IN_A_YEAR, Grain
from bsctui.text.bounds import LONGEST_EFFECT
from bsctui.text.literals import string

if TYPE_CHECKING:
    from bsctui.model.record_reader import Desk
    from bsctui.text.lines import Statement


def common_fields(desk: Desk, origin: Origin) -> dict[str, Any]:
    """The fields of `Entity`, by name."""
    header = desk.record.header
    assert header is not None, "only records whose header was read"
    label = header.get("label")
    forms = desk.forms
    return {
        "address": desk.address,
        "name": header.parts[0],
        "label": string(label) if label else None,
        "origin": origin,
        "owner": _somebody(desk, "owner") if "owner" in forms else None,
        "reporter": _somebody(desk, "reporter") if "reporter" in forms else None,
        "notes": notes(desk) if "note" in forms else (),
        "tags": tuple(name for statement in desk.all("tag") for name in statement.all("names")),
        "meta": tuple((s.parts[0], string(s.parts[1])) for s in desk.all("meta")),
        "was": tuple(s.parts[0] for s in desk.all("was")),
        "span": own_span(desk),
    }


def _somebody(desk: Desk, form: str) -> str | None:
    statement = desk.one(form)
    if statement is None:
        return None
    person = statement.get("person")
    return person if person is not None else string(statement.parts[0])


def notes(desk: Desk) -> tuple[Note, ...]:
    """The remarks of a record."""
    found = []
    for statement in desk.all("note"):
        period = desk.period(statement) if "period" in statement.form.slots else None
        found.append(Note(period, string(statement.get("text") or '""'), desk.origin(statement)))
    return tuple(found)


def own_span(desk: Desk) -> Span:
    """A record's own `from` and `until`."""
    start, end = desk.one("from_line"), desk.one("until_line")
    if start is None and end is None:
        return ALWAYS
    first = desk.period(start) if start else None
    last = desk.period(end) if end else None
    return desk.make_span(first, last, end or start)  # type: ignore[arg-type]


def assessments(desk: Desk) -> tuple[Assessment, ...]:
    """Human judgements; one a period."""
    found: dict[object, Assessment] = {}
    lines: dict[object, Statement] = {}
    for statement in desk.all("assess"):
        period = desk.period(statement)
        if period is None:
            continue
        if period in found:
            desk.doubled(statement, lines[period], "this period is assessed twice")
            continue
        lines[period] = statement
        found[period] = Assessment(
            statement.parts[0],
            period,
            string(statement.get("reason") or '""'),
            desk.origin(statement),
        )
    return tuple(found.values())


def links(desk: Desk, form: str, kinds: tuple[str, ...]) -> tuple[Dated[Link], ...]:
    """The links of a form to things of some kinds."""
    if form not in desk.forms:
        return ()
    found = []
    for statement, span in desk.dated(form):
        address = desk.ref(statement, kinds)
        if address is not None:
            weight = desk.weight(statement) if "value" in statement.form.slots else None
            found.append(
                Dated(Link(address, weight), span, desk.origin(statement), desk.reason(statement))
            )
    return tuple(found)


def _lag(desk: Desk, statement: Statement, grain: Grain) -> int:
    """How many periods later an effect comes."""
    most = LONGEST_EFFECT * IN_A_YEAR[grain]
    return desk.count(statement, most, f"takes effect {LONGEST_EFFECT} years later at most")


def drives(desk: Desk, kinds: tuple[str, ...]) -> tuple[Dated[Link], ...]:
    """Cause and effect, with how much later."""
    if "drives" not in desk.forms:
        return ()
    found = []
    for statement, span in desk.dated("drives"):
        address = desk.ref(statement, kinds)
        grain = statement.get("grain")
        lag = (_lag(desk, statement, Grain.of(grain)), Grain.of(grain)) if grain else None
        if address is not None:
            found.append(Dated(Link(address, None, lag), span, desk.origin(statement)))
    return tuple(found)
