"""What an item is made of, what it counts towards, what drives it, and what is written of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from bsctui import numbers
from bsctui.app.core.statement_text import value_of
from bsctui.app.core.tree import Branch
from bsctui.app.core.weights import link_weight
from bsctui.explain import contributions
from bsctui.model.entities import Kind, Origin
from bsctui.scoring.status import shown_score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.app.core.session import Session
    from bsctui.app.core.tree import Outline
    from bsctui.model.entities import Entity
    from bsctui.model.periods import Grain


class ScoreMember(NamedTuple):
    """A part of a score: its weight as written, share of the scored weight, and points it gives."""

    address: str
    weight: str
    share: float
    score: float
    points: float
    status: str | None


class Relation(NamedTuple):
    """Another item, and how it relates."""

    word: str
    address: str
    remark: str = ""
    verdict: str | None = None
    """What the data say, where it is a claim of cause and effect."""


class WrittenLine(NamedTuple):
    """A line of the text: `own` where it stands in the item's own record."""

    address: str
    keyword: str
    text: str
    own: bool
    remark: str = ""
    origin: Origin | None = None


_MEMBERS = {Kind.PERSPECTIVE, Kind.OBJECTIVE, Kind.KPI}


def score_members(session: Session, address: str) -> list[ScoreMember]:
    """What the score of an item is made from in the period in view; empty for a KPI."""
    scores, column = session.scores, session.column
    if address not in scores.row:
        return []
    return [
        ScoreMember(
            part.address,
            _as_written(session, address, part),
            100 * part.share if part.counted else math.nan,
            shown_score(scores, scores.row[part.address], column),
            part.points if part.counted else math.nan,
            scores.status_word(scores.row[part.address], column),
        )
        for part in contributions.members(scores, address, column)
    ]


def _as_written(session: Session, address: str, part: contributions.Member) -> str:
    """The member's weight, with its `%` where it was written with one."""
    supporting = part.kind is Kind.OBJECTIVE and address in session.model.objectives
    weight = session.weight(Branch(part.address, part.kind, supporting), address)
    return numbers.format_weight(part.weight, percent=weight is not None and weight.percent)


def towards(session: Session, outline: Outline, address: str) -> Iterator[Relation]:
    """Where the score (or the value) of an item goes."""
    kind, parent = outline.kind(address), outline.parent(address)
    if parent is not None and kind in _MEMBERS:
        weight = session.weight(Branch(address, kind), parent)
        yield Relation(
            "part of", parent, _weight(weight.value, percent=weight.percent) if weight else ""
        )
    objective = session.model.objectives.get(address)
    for line in objective.supports if objective else ():
        link = link_weight(session.model, line.value.target, address, session.end)
        yield Relation("supports", line.value.target, _weight(link.value, percent=link.percent))
    for line in objective.aligns if objective else ():
        yield Relation("aligns with", line.value.target)
    quantity = session.model.kpis.get(address) or session.model.measures.get(address)
    for line in quantity.feeds if quantity else ():
        yield Relation("feeds", line.value.target)


def _weight(value: float, *, percent: bool) -> str:
    return f"weight {numbers.format_weight(value, percent=percent)}"


def causes(session: Session, address: str) -> Iterator[Relation]:
    """What drives an item, what it drives, and where its value comes from."""
    model = session.model
    for driver, line in model.drivers.get(address, ()):
        yield Relation("driven by", driver, _lag(line.value.lag), session.verdict(driver, line))
    own = model.objectives.get(address) or model.kpis.get(address)
    for line in own.drives if own else ():
        verdict = session.verdict(address, line)
        yield Relation("drives", line.value.target, _lag(line.value.lag), verdict)
    yield from _inputs(session, address)


def _inputs(session: Session, address: str) -> Iterator[Relation]:
    model = session.model
    quantity = model.kpis.get(address) or model.measures.get(address)
    if quantity is None:
        return
    if quantity.formula is not None:
        for operand in dict.fromkeys(quantity.formula.addresses.values()):
            yield Relation("computed from", operand)
    if quantity.rollup is not None:
        for giver in session.scores.dependencies.feeders.get(address, ()):
            yield Relation("rolls up", giver)
    for word in ("like", "same"):
        original: str | None = getattr(quantity, word, None)
        if original:
            yield Relation(word, original)


def _lag(lag: tuple[int, Grain] | None) -> str:
    if lag is None:
        return ""
    count, grain = lag
    return f"after {grain.counted(count)}"


def written_lines(session: Session, address: str) -> Iterator[WrittenLine]:
    """The statements of the item's record in file order, then those taken over by `like` or `same`."""
    entity = session.entity(address)
    if entity is None:
        return
    yield from _own_lines(entity)
    definition = getattr(entity, "definition", None)
    origins = getattr(definition, "origins", {})
    for keyword, lines in origins.items():
        for origin in lines:
            if origin.record is not entity.origin.record:
                path, line = session.model.place(origin)
                text = value_of(session.line_text(origin), keyword)
                yield WrittenLine(address, keyword, text, own=False, remark=f"{path}:{line}")


def _own_lines(entity: Entity) -> Iterator[WrittenLine]:
    record = entity.origin.record
    for statement in record.statements:
        keyword = statement.form.keyword
        text = value_of(record.lines[statement.line], keyword)
        origin = Origin(entity.origin.path, record, statement.line)
        yield WrittenLine(entity.address, keyword, text, own=True, origin=origin)
