"""Why a score changed since another period: members by points gained or lost, told apart by what moved."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.cascade.explain import Face, Member, members
from bsctui.cascade.figures import Figures, figures
from bsctui.cascade.scoring import Directions, kept, raw_scores
from bsctui.cascade.values import Values
from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.cascade.scores import Scores
    from bsctui.model.entities import Kpi


class Cause(StrEnum):
    """What moved the points of a member."""

    NEW = "new"
    NEWLY_SCORED = "newly scored"
    GONE = "no longer a member"
    NO_LONGER_SCORED = "no longer scored"
    VALUE = "value moved"
    TARGET = "target moved"
    SCORE = "score moved"
    WEIGHT = "weight moved"
    SHARE = "share moved"
    """Its weight stayed; other members came, went or changed theirs, or another is the worst now."""


class Change(NamedTuple):
    """Points that one cause gave or took; all of them together are the change of the score."""

    address: str
    cause: Cause
    points: float


def changes(
    scores: Scores, address: str, since: int, at: int, face: Face = Face.SCORE
) -> tuple[Change, ...]:
    """What moved a score from the view's period `since` to `at`, most first; a missing score counts as 0 points.

    Raises:
        KeyError: No node has this address.
    """
    row = scores.row[address]
    if scores.nodes[row].kind is Kind.KPI:
        found = list(_of_kpi(scores, address, since, at, face))
    else:
        before = {one.address: one for one in members(scores, address, since, face)}
        now = {one.address: one for one in members(scores, address, at, face)}
        found = [
            change
            for member in dict.fromkeys([*now, *before])
            for change in _of_member(scores, before.get(member), now.get(member), (since, at))
        ]
    return tuple(sorted(found, key=lambda change: -abs(change.points)))


def _of_kpi(scores: Scores, address: str, since: int, at: int, face: Face) -> Iterator[Change]:
    """A KPI is the only member of itself."""
    row, column = scores.row[address], face.of(scores)
    ends = [float(column[row, since]), float(column[row, at])]
    member = Member(address, Kind.KPI, scores.nodes[row].label, 1.0, 1.0, 1.0, ends[0])
    sides = [replace(member, score=score, counted=float(not isnan(score))) for score in ends]
    forced = scores.in_force[row]
    before = sides[0] if forced[since] else None
    now = sides[1] if forced[at] else None
    yield from _of_member(scores, before, now, (since, at))


def _of_member(
    scores: Scores, before: Member | None, now: Member | None, ends: tuple[int, int]
) -> Iterator[Change]:
    if before is None:
        if now is not None and now.points:
            yield Change(now.address, Cause.NEW, now.points)
    elif now is None:
        if before.points:
            yield Change(before.address, Cause.GONE, -before.points)
    elif isnan(before.score) or isnan(now.score):
        if not isnan(now.score):
            yield Change(now.address, Cause.NEWLY_SCORED, now.points)
        elif not isnan(before.score):
            yield Change(now.address, Cause.NO_LONGER_SCORED, -before.points)
    else:
        yield from _of_both(scores, before, now, ends)


def _of_both(
    scores: Scores, before: Member, now: Member, ends: tuple[int, int]
) -> Iterator[Change]:
    """A member scored at both ends: its share moved, then its score."""
    moved = (now.counted - before.counted) * before.score
    if moved:
        cause = Cause.SHARE if now.weight == before.weight else Cause.WEIGHT
        yield Change(now.address, cause, moved)
    if not now.counted:
        return
    if now.kind is not Kind.KPI:
        if now.score != before.score:
            points = now.counted * (now.score - before.score)
            yield Change(now.address, Cause.SCORE, points)
        return
    yield from _of_figures(scores, before, now, ends)


def _of_figures(
    scores: Scores, before: Member, now: Member, ends: tuple[int, int]
) -> Iterator[Change]:
    """A KPI's value moved, then what it is held to; both may have moved and cancel out."""
    between = _with_old_goals(scores, scores.model.kpis[now.address], *ends)
    if isnan(between):
        between = now.score
    for cause, points in (
        (Cause.VALUE, between - before.score),
        (Cause.TARGET, now.score - between),
    ):
        if points:
            yield Change(now.address, cause, now.counted * points)


def _with_old_goals(scores: Scores, kpi: Kpi, since: int, at: int) -> float:
    """The score that the value of `at` would have had against target, baseline and tolerance of `since`."""
    original = scores.model.kpis.get(kpi.same or kpi.address, kpi)
    values = Values(scores.model, scores.timeline, scores.ties, [original.address], scores.assumed)
    found = figures(values, [original], scores.layout.view)
    mixed = Figures(
        found.value[:, [at]], found.layers[:, :, [since]], found.measured[:, [at]],
        found.partial[:, [at]], found.counted[:, [at]], found.start[:, [at]], found.end[:, [at]],
        found.latest[:, [at]],
    )  # fmt: skip
    directions = Directions([original.definition])
    return float(
        np.ravel(kept(raw_scores(mixed, [original.definition], directions), directions))[0]
    )
