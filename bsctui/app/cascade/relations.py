"""What an item is made of, what it counts towards, what drives it, and what is written of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from bsctui.app import numbers
from bsctui.app.figures import figures
from bsctui.app.tree import Branch
from bsctui.app.weights import link_weight, weight_of
from bsctui.app.written import value_of
from bsctui.model.entities import Kind, Origin, Parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.app.session import Session
    from bsctui.app.tree import Outline
    from bsctui.model.entities import Entity


class Member(NamedTuple):
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


class Written(NamedTuple):
    """A line of the text: `own` where it stands in the item's own record."""

    address: str
    keyword: str
    text: str
    own: bool
    remark: str = ""
    origin: Origin | None = None


_MEMBERS = {Kind.PERSPECTIVE, Kind.OBJECTIVE, Kind.KPI}


def members(
    session: Session, outline: Outline, address: str, column: int | None = None
) -> list[Member]:
    """What the score of an item is made from, in the tree's order; empty for a KPI.

    Args:
        session: Where model and scores come from.
        outline: What stands below what in the period asked for.
        address: A scorecard, perspective or objective.
        column: Another period than the one in view.
    """
    at = session.column if column is None else column
    below = [branch for branch in outline.below(address) if _counts(session, address, branch)]
    weighed = [_weighed(session, address, branch, at) for branch in below]
    return _shared(weighed, worst=_is_worst(session, address))


def _counts(session: Session, address: str, branch: Branch) -> bool:
    """Whether a branch is a member: `score from` leaves out KPIs or supporters."""
    objective = session.model.objectives.get(address)
    if objective is None or objective.parts is Parts.ALL:
        return branch.kind in _MEMBERS
    wanted = Kind.KPI if objective.parts is Parts.KPIS else Kind.OBJECTIVE
    return branch.kind is wanted


def _is_worst(session: Session, address: str) -> bool:
    group = session.model.objectives if "." in address else session.model.scorecards
    holder = group.get(address)
    return holder is not None and holder.worst


def _weighed(session: Session, address: str, branch: Branch, column: int) -> Member:
    """A member before its share is known: `points` is its weight."""
    weight = weight_of(session.model, branch, address, session.end_of(column))
    shown = figures(session.scores, branch.address, column)
    return Member(
        branch.address,
        numbers.weight(weight.value, percent=weight.percent) if weight else "",
        math.nan,
        shown.score if shown and shown.in_force else math.nan,
        weight.value if weight else 0.0,
        shown.status if shown else None,
    )


def _shared(weighed: list[Member], *, worst: bool) -> list[Member]:
    """Shares and points: by weight among the scored ones, or all of it to the lowest."""
    scored = [member for member in weighed if member.points > 0 and not math.isnan(member.score)]
    if worst and scored:
        lowest = min(scored, key=lambda member: member.score)
        scored = [lowest]
    total = sum(member.points for member in scored)
    chosen = {id(member) for member in scored}
    return [
        member._replace(
            share=100 * member.points / total if id(member) in chosen else math.nan,
            points=member.points / total * member.score if id(member) in chosen else math.nan,
        )
        for member in weighed
    ]


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
    return f"weight {numbers.weight(value, percent=percent)}"


def causes(session: Session, address: str) -> Iterator[Relation]:
    """What drives an item, what it drives, and where its value comes from."""
    model = session.model
    for group in (model.objectives, model.kpis):
        for other in group.values():
            for line in other.drives:
                if line.value.target == address:
                    yield Relation("driven by", other.address, _lag(line.value.lag))
                elif other.address == address:
                    yield Relation("drives", line.value.target, _lag(line.value.lag))
    yield from _inputs(session, address)


def _inputs(session: Session, address: str) -> Iterator[Relation]:
    model = session.model
    quantity = model.kpis.get(address) or model.measures.get(address)
    if quantity is None:
        return
    if quantity.formula is not None:
        for other in dict.fromkeys(quantity.formula.addresses.values()):
            yield Relation("computed from", other)
    if quantity.rollup is not None:
        for giver in (*model.kpis.values(), *model.measures.values()):
            if any(line.value.target == address for line in giver.feeds):
                yield Relation("rolls up", giver.address)
    for word in ("like", "same"):
        other = getattr(quantity, word, None)
        if other:
            yield Relation(word, other)


def _lag(lag: tuple[int, object] | None) -> str:
    if lag is None:
        return ""
    count, grain = lag
    word = getattr(grain, "word" if count == 1 else "plural")
    return f"after {count} {word}"


def written(session: Session, address: str) -> Iterator[Written]:
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
                yield Written(address, keyword, text, own=False, remark=f"{path}:{line}")


def _own_lines(entity: Entity) -> Iterator[Written]:
    record = entity.origin.record
    for statement in record.statements:
        keyword = statement.form.keyword
        text = value_of(record.lines[statement.line], keyword)
        origin = Origin(entity.origin.path, record, statement.line)
        yield Written(entity.address, keyword, text, own=True, origin=origin)
