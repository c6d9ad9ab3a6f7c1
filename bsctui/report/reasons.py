"""What happened since the period before: what moved the top scores, which statuses changed, what people wrote."""

from __future__ import annotations

from collections import defaultdict
from math import isnan
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bsctui import numbers
from bsctui.analysis.like_for_like import like_for_like
from bsctui.explain.attribution import Cause, attributed_changes
from bsctui.explain.movers import movers
from bsctui.kpi_text import short_figure
from bsctui.model.entities import Kind, Quantity
from bsctui.model.periods import Period
from bsctui.report.changes import (
    Movement,
    Mover,
    MoverCause,
    PeriodRemark,
    PointsByPlace,
    StatusDirection,
    StatusShift,
)
from bsctui.scoring.result import COLOURS
from bsctui.scoring.status import shown_status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bsctui.explain.attribution import Change
    from bsctui.model.entities import Entity
    from bsctui.report.changes import Signature
    from bsctui.report.reading import ScoreReader
    from bsctui.report.scorecard_rows import ReportedScore

    Signatures = Mapping[tuple[str, int], Signature]
    """Who committed the line of a note or a judgement, by file and line."""

UNSIGNED: Signatures = MappingProxyType({})
"""Where nothing is known of it."""

MOVERS_SHOWN: Final = 10
"""How many movers a top score is given; the others are told together."""

LEAST_POINTS: Final = 0.05
"""Points under which nothing is told: they would show as 0.0."""

STATUS_ORDER: Final = ("insufficient", *COLOURS)
"""Statuses from the worst to the best."""


def top_movements(reader: ScoreReader) -> tuple[Movement, ...]:
    """Why each top score changed since the nearest earlier period that had one."""
    candidates = (_movement(reader, address) for address in reader.tops())
    return tuple(movement for movement in candidates if movement is not None)


def _movement(reader: ScoreReader, top: str) -> Movement | None:
    scores, row = reader.scores, reader.scores.row[top]
    since, now = reader.earlier(row), float(scores.score[row, reader.at])
    if since is None or isnan(now):
        return None
    every = movers(scores, top, since, reader.at)
    hidden = [cause for cause in every if not reader.shows(cause.address)]
    causes = [cause for cause in every if reader.shows(cause.address)]
    moved = _by_address(causes)
    shown = [
        _mover(reader, address, changes, since)
        for address, changes in moved[:MOVERS_SHOWN]
        if abs(_points(changes)) >= LEAST_POINTS
    ]
    rest = moved[len(shown) :]
    before = float(scores.score[row, since])
    return Movement(
        top,
        reader.label(top),
        reader.period_text(scores.periods[since]),
        before,
        now,
        now - before,
        float(like_for_like(scores, since, reader.at)[row]),
        tuple(shown),
        sum(_points(changes) for _, changes in rest) + sum(cause.points for cause in hidden),
        len(rest) + len({cause.address for cause in hidden}),
        _points_by_place(
            reader.label,
            [
                change
                for change in attributed_changes(scores, top, since, reader.at)
                if reader.shows(change.address)
            ],
            _itself,
        ),
        tuple(
            sorted(
                _points_by_place(reader.label, causes, _card), key=lambda cause: -abs(cause.points)
            )
        ),
    )


def _itself(address: str) -> str:
    return address


def _card(address: str) -> str:
    return address.partition(".")[0]


def _points_by_place(
    label: Callable[[str], str], changed: Iterable[Change], place: Callable[[str], str]
) -> tuple[PointsByPlace, ...]:
    """The points of changes by the places where they happened."""
    points_at: dict[str, float] = defaultdict(float)
    for change in changed:
        points_at[place(change.address)] += change.points
    return tuple(PointsByPlace(label(address), points) for address, points in points_at.items())


def _by_address(changes: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """Changes by what they happened to, the largest first: a value and its target tell one story."""
    parts: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        parts[change.address].append(change)
    return sorted(parts.items(), key=lambda part: -abs(_points(part[1])))


def _points(changes: Iterable[Change]) -> float:
    return sum(change.points for change in changes)


def _mover(reader: ScoreReader, address: str, changes: Sequence[Change], since: int) -> Mover:
    """What moved a score, with each of its causes from where to where."""
    causes = tuple(
        MoverCause(change.cause.value, _cause_detail(reader, change, since), change.points)
        for change in changes
    )
    return Mover(reader.label(address), reader.where(address), _points(changes), causes)


def _cause_detail(reader: ScoreReader, change: Change, since: int) -> str:
    """From where to where the cause moved."""
    kpi, at = reader.model.kpis.get(change.address), reader.at
    unit = kpi.definition.unit if kpi is not None else None
    if kpi is not None and change.cause is Cause.VALUE:
        return _arrow(*(short_figure(reader.value(kpi, each), unit) for each in (since, at)))
    if kpi is not None and change.cause is Cause.TARGET:
        return _arrow(*(short_figure(reader.target(kpi, each), unit) for each in (since, at)))
    if change.cause is Cause.WEIGHT:
        line = reader.scores.weight[reader.scores.row[change.address]]
        return _arrow(
            *(numbers.format_weight(float(line[column]), percent=False) for column in (since, at))
        )
    return ""


def _arrow(old: str, new: str) -> str:
    return new if old == new else f"{old or 'none'} → {new or 'none'}"


def status_shifts(reader: ScoreReader) -> tuple[StatusShift, ...]:
    """Objectives and KPIs whose status changed since the period before; what became worse first."""
    if reader.before is None:
        return ()
    unsorted = list(_shifts(reader, reader.before))
    return tuple(sorted(unsorted, key=lambda shift: list(StatusDirection).index(shift.direction)))


def _shifts(reader: ScoreReader, before: int) -> Iterator[StatusShift]:
    scores = reader.scores
    for row in reader.rows(Kind.OBJECTIVE, Kind.KPI):
        then, now = scores.status_word(row, before), scores.status_word(row, reader.at)
        if then == now or not scores.in_force[row, before]:
            continue
        node = scores.nodes[row]
        standings = reader.standing(node.address, before), reader.standing(node.address)
        yield StatusShift(
            node.label,
            reader.where(node.address),
            "KPI" if node.kind is Kind.KPI else "objective",
            *standings,
            _direction(*standings),
        )


def _direction(then: ReportedScore, now: ReportedScore) -> StatusDirection:
    """A judgement gives a status without a score: it comes and goes as one."""
    if then.status is None:
        judged = now.judged and isnan(now.score)
        return StatusDirection.JUDGED if judged else StatusDirection.SCORED
    if now.status is None:
        judged = then.judged and isnan(then.score)
        return StatusDirection.UNJUDGED if judged else StatusDirection.LOST
    rises = STATUS_ORDER.index(now.status) > STATUS_ORDER.index(then.status)
    return StatusDirection.BETTER if rises else StatusDirection.WORSE


def period_remarks(reader: ScoreReader, signatures: Signatures) -> tuple[PeriodRemark, ...]:
    """Judgements of the period, notes on it and on any period in it, and remarks on its values; in order of display."""
    return tuple(
        remark
        for entity in _shown_entities(reader)
        for remark in _remarks(reader, entity, signatures)
    )


def remarked_addresses(reader: ScoreReader) -> tuple[str, ...]:
    """What has a note or a judgement in the period, whose author may be asked for."""
    return tuple(
        entity.address
        for entity in _shown_entities(reader)
        if any(_is_in(reader, note.period) for note in entity.notes if note.period is not None)
        or any(_is_in(reader, each.period) for each in getattr(entity, "assessments", ()))
    )


def _shown_entities(reader: ScoreReader) -> list[Entity]:
    model = reader.model
    groups = (model.scorecards, model.objectives, model.kpis, model.measures, model.initiatives)
    return [entity for group in groups for entity in group.values() if reader.shows(entity.address)]


def _remarks(reader: ScoreReader, entity: Entity, signatures: Signatures) -> Iterator[PeriodRemark]:
    label, where = entity.display_name, reader.where(entity.address)
    period = reader.scores.periods[reader.at]
    for judged in getattr(entity, "assessments", ()):
        if judged.period == period:
            row = reader.scores.row[entity.address]
            word = shown_status(reader.scores, row, reader.at) or judged.colour
            signature = signatures.get(reader.model.place(judged.origin))
            yield PeriodRemark(label, where, judged.reason, judged.colour, word, signature)
    for note in entity.notes:
        if note.period is not None and _is_in(reader, note.period):
            signature = signatures.get(reader.model.place(note.origin))
            yield PeriodRemark(label, where, note.text, signature=signature)
    if isinstance(entity, Quantity):
        for line in entity.actuals:
            if line.note and _is_in(reader, Period(entity.definition.grain, line.start)):
                yield PeriodRemark(label, where, line.note)


def _is_in(reader: ScoreReader, period: Period) -> bool:
    """Whether a period is the report's or one inside it."""
    view = reader.scores.periods[reader.at]
    return period.grain <= view.grain and reader.fiscal.containing(view.grain, period) == view
