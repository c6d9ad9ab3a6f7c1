"""What happened since the period before: what moved the top scores, which statuses changed, what people wrote."""

from __future__ import annotations

from collections import defaultdict
from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui import numbers
from bsctui.explain.attribution import Cause, changes
from bsctui.explain.movers import movers
from bsctui.model.entities import Kind, Quantity
from bsctui.model.periods import Period
from bsctui.report.content import Movement, Mover, Part, Remark, Shift, Turn, Won
from bsctui.scoring.result import COLOURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bsctui.explain.attribution import Change
    from bsctui.model.entities import Entity
    from bsctui.report.reading import Reader

MOVERS: Final = 10
"""How many movers a top score is given; the others are told together."""

LEAST: Final = 0.05
"""Points under which nothing is told: they would show as 0.0."""

ORDER: Final = ("insufficient", *COLOURS)
"""Statuses from the worst to the best."""


def movements(reader: Reader) -> tuple[Movement, ...]:
    """Why each top score changed since the nearest earlier period that had one."""
    found = (_movement(reader, address) for address in reader.tops())
    return tuple(one for one in found if one is not None)


def _movement(reader: Reader, top: str) -> Movement | None:
    scores, row = reader.scores, reader.scores.row[top]
    since, now = reader.earlier(row), float(scores.score[row, reader.at])
    if since is None or isnan(now):
        return None
    causes = movers(scores, top, since, reader.at)
    moved = _moved(reader, causes, since)
    told = [mover for mover in moved[:MOVERS] if abs(mover.points) >= LEAST]
    rest = moved[len(told) :]
    before = float(scores.score[row, since])
    return Movement(
        top,
        reader.label(top),
        reader.period_text(scores.periods[since]),
        before,
        now,
        now - before,
        tuple(told),
        sum(mover.points for mover in rest),
        len(rest),
        _won(reader.label, changes(scores, top, since, reader.at), _itself),
        tuple(sorted(_won(reader.label, causes, _card), key=lambda one: -abs(one.points))),
    )


def _itself(address: str) -> str:
    return address


def _card(address: str) -> str:
    return address.partition(".")[0]


def _won(
    label: Callable[[str], str], changed: Iterable[Change], place: Callable[[str], str]
) -> tuple[Won, ...]:
    """The points of changes by the places where they happened."""
    found: dict[str, float] = defaultdict(float)
    for change in changed:
        found[place(change.address)] += change.points
    return tuple(Won(label(address), points) for address, points in found.items())


def _moved(reader: Reader, changes: Iterable[Change], since: int) -> list[Mover]:
    """Changes by what they happened to: a value and its target tell one story."""
    parts: dict[str, list[Part]] = defaultdict(list)
    for change in changes:
        what = _what(reader, change, since)
        parts[change.address].append(Part(change.cause.value, what, change.points))
    found = [
        Mover(
            reader.label(address),
            reader.where(address),
            sum(part.points for part in some),
            tuple(some),
        )
        for address, some in parts.items()
    ]
    return sorted(found, key=lambda mover: -abs(mover.points))


def _what(reader: Reader, change: Change, since: int) -> str:
    """From where to where the cause moved."""
    kpi, at = reader.model.kpis.get(change.address), reader.at
    if kpi is not None and change.cause is Cause.VALUE:
        return _arrow(reader.value(kpi, since), reader.value(kpi, at))
    if kpi is not None and change.cause is Cause.TARGET:
        return _arrow(reader.target(kpi, since), reader.target(kpi, at))
    if change.cause is Cause.WEIGHT:
        line = reader.scores.weight[reader.scores.row[change.address]]
        return _arrow(*(numbers.weight(float(line[one]), percent=False) for one in (since, at)))
    return ""


def _arrow(old: str, new: str) -> str:
    return new if old == new else f"{old or 'none'} → {new or 'none'}"


def shifts(reader: Reader) -> tuple[Shift, ...]:
    """Objectives and KPIs whose status changed since the period before; what became worse first."""
    if reader.before is None:
        return ()
    found = list(_shifts(reader, reader.before))
    return tuple(sorted(found, key=lambda shift: list(Turn).index(shift.turn)))


def _shifts(reader: Reader, before: int) -> Iterator[Shift]:
    scores = reader.scores
    for row in reader.rows(Kind.OBJECTIVE, Kind.KPI):
        then, now = scores.status_word(row, before), scores.status_word(row, reader.at)
        if then == now or not scores.in_force[row, before]:
            continue
        node = scores.nodes[row]
        yield Shift(
            node.label,
            reader.where(node.address),
            "KPI" if node.kind is Kind.KPI else "objective",
            reader.standing(node.address, before),
            reader.standing(node.address),
            _turn(then, now),
        )


def _turn(then: str | None, now: str | None) -> Turn:
    if then is None or now is None:
        return Turn.SCORED if then is None else Turn.LOST
    return Turn.BETTER if ORDER.index(now) > ORDER.index(then) else Turn.WORSE


def remarks(reader: Reader) -> tuple[Remark, ...]:
    """Judgements of the period, notes on it and on any period in it, and remarks on its values; in order of display."""
    model = reader.model
    groups = (model.scorecards, model.objectives, model.kpis, model.measures, model.initiatives)
    entities: list[Entity] = [entity for group in groups for entity in group.values()]
    return tuple(remark for entity in entities for remark in _remarks(reader, entity))


def _remarks(reader: Reader, entity: Entity) -> Iterator[Remark]:
    label, where = entity.shown, reader.where(entity.address)
    period = reader.scores.periods[reader.at]
    for judged in getattr(entity, "assessments", ()):
        if judged.period == period:
            yield Remark(label, where, judged.reason, judged.colour)
    for note in entity.notes:
        if note.period is not None and _is_in(reader, note.period):
            yield Remark(label, where, note.text)
    if isinstance(entity, Quantity):
        for line in entity.actuals:
            if line.note and _is_in(reader, Period(entity.definition.grain, line.start)):
                yield Remark(label, where, line.note)


def _is_in(reader: Reader, period: Period) -> bool:
    """Whether a period is the report's or one inside it."""
    view = reader.scores.periods[reader.at]
    return period.grain <= view.grain and reader.fiscal.containing(view.grain, period) == view
