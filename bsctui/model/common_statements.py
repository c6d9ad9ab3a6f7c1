"""What all records share, and the claims that objectives and KPIs make about others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bsctui.model.entities import ALWAYS, Assessment, Dated, EntityLink, Note, Origin, Span
from bsctui.model.periods import IN_A_YEAR, Grain
from bsctui.text.bounds import LONGEST_EFFECT
from bsctui.text.literals import string

if TYPE_CHECKING:
    from bsctui.model.record_reader import RecordReader
    from bsctui.text.lines import Statement


def common_fields(reader: RecordReader, origin: Origin) -> dict[str, Any]:
    """The fields of `Entity`, by name."""
    header = reader.header
    label = header.get("label")
    forms = reader.forms
    return {
        "address": reader.address,
        "name": header.parts[0],
        "label": string(label) if label else None,
        "origin": origin,
        "owner": _person_or_text(reader, "owner") if "owner" in forms else None,
        "reporter": _person_or_text(reader, "reporter") if "reporter" in forms else None,
        "notes": notes(reader) if "note" in forms else (),
        "tags": _tags(reader) if "tag" in forms else (),
        "meta": _meta(reader) if "meta" in forms else (),
        "was": tuple(s.parts[0] for s in reader.all("was")) if "was" in forms else (),
        "span": own_span(reader),
    }


def _tags(reader: RecordReader) -> tuple[str, ...]:
    return tuple(name for statement in reader.all("tag") for name in statement.all("names"))


def _meta(reader: RecordReader) -> tuple[tuple[str, str], ...]:
    return tuple((s.parts[0], string(s.parts[1])) for s in reader.all("meta"))


def _person_or_text(reader: RecordReader, form: str) -> str | None:
    statement = reader.single(form)
    if statement is None:
        return None
    person = statement.get("person")
    return person if person is not None else string(statement.parts[0])


def notes(reader: RecordReader) -> tuple[Note, ...]:
    """The remarks of a record."""
    remarks = []
    for statement in reader.all("note"):
        period = reader.period(statement) if "period" in statement.form.slots else None
        remarks.append(
            Note(period, string(statement.get("text") or '""'), reader.origin(statement))
        )
    return tuple(remarks)


def own_span(reader: RecordReader) -> Span:
    """A record's own `from` and `until`."""
    start, end = reader.single("from_line"), reader.single("until_line")
    if start is None and end is None:
        return ALWAYS
    first = reader.period(start) if start else None
    last = reader.period(end) if end else None
    return reader.make_span(first, last, end or start)  # type: ignore[arg-type]


def assessments(reader: RecordReader) -> tuple[Assessment, ...]:
    """Human judgements; one a period."""
    by_period: dict[object, Assessment] = {}
    lines: dict[object, Statement] = {}
    for statement in reader.all("assess"):
        period = reader.period(statement)
        if period is None:
            continue
        if period in by_period:
            reader.diagnose_duplicate(statement, lines[period], "this period is assessed twice")
            continue
        lines[period] = statement
        by_period[period] = Assessment(
            statement.parts[0],
            period,
            string(statement.get("reason") or '""'),
            reader.origin(statement),
        )
    return tuple(by_period.values())


def links(reader: RecordReader, form: str, kinds: tuple[str, ...]) -> tuple[Dated[EntityLink], ...]:
    """The links of a form to things of some kinds."""
    if form not in reader.forms:
        return ()
    dated_links = []
    for statement, span in reader.dated_statements(form):
        address = reader.resolve_reference(statement, kinds)
        if address is not None:
            weight = reader.weight(statement) if "value" in statement.form.slots else None
            dated_links.append(
                Dated(
                    EntityLink(address, weight),
                    span,
                    reader.origin(statement),
                    reader.reason(statement),
                )
            )
    return tuple(dated_links)


def _lag(reader: RecordReader, statement: Statement, grain: Grain) -> int:
    """How many periods later an effect comes."""
    most = LONGEST_EFFECT * IN_A_YEAR[grain]
    return reader.count(statement, most, f"takes effect {LONGEST_EFFECT} years later at most")


def drives(reader: RecordReader, kinds: tuple[str, ...]) -> tuple[Dated[EntityLink], ...]:
    """Cause and effect, with how much later."""
    if "drives" not in reader.forms:
        return ()
    dated_links = []
    for statement, span in reader.dated_statements("drives"):
        address = reader.resolve_reference(statement, kinds)
        grain = statement.get("grain")
        lag = (_lag(reader, statement, Grain.of(grain)), Grain.of(grain)) if grain else None
        if address is not None:
            dated_links.append(
                Dated(EntityLink(address, None, lag), span, reader.origin(statement))
            )
    return tuple(dated_links)
