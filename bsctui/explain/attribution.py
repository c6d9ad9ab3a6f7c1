"""Why a score changed since another period: members by points gained or lost, told apart by what moved."""

from __future__ import annotations

from enum import StrEnum
from math import isnan, nan
from typing import TYPE_CHECKING, NamedTuple

from bsctui.explain.contributions import Member, ScoreAspect, members
from bsctui.model.entities import Kind
from bsctui.scoring.kpi_view import Figures, figures
from bsctui.scoring.score_formulas import Directions, clamped, raw_scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bsctui.scoring.result import Scores


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


class EarlierTargets:
    """What the values of one period would have scored against target, baseline and tolerance of an earlier one.

    Computed for all the KPIs that are asked for at once, which for many is much cheaper than one by one.
    """

    def __init__(self, scores: Scores, kpis: Iterable[str], since: int, at: int) -> None:
        model_kpis = scores.model.kpis
        self._original = {kpi: model_kpis[kpi].same or kpi for kpi in kpis}
        originals = [
            model_kpis[original]
            for original in dict.fromkeys(self._original.values())
            if original in model_kpis
        ]
        self._score: dict[str, float] = {}
        if originals:
            addresses = [kpi.address for kpi in originals]
            values = scores.values_of(addresses)
            mixed = _mixed(figures(values, originals, scores.structure.view), since, at)
            definitions = [kpi.definition for kpi in originals]
            directions = Directions(definitions)
            column = clamped(raw_scores(mixed, definitions, directions), directions)[:, 0]
            self._score = dict(zip(addresses, column.tolist(), strict=True))

    def score(self, kpi: str) -> float:
        """The score of a KPI so; nan for none."""
        return self._score.get(self._original[kpi], nan)


def _mixed(current: Figures, since: int, at: int) -> Figures:
    """The figures of `at` with the goals of `since`."""
    return Figures(
        current.value[:, [at]], current.layers[:, :, [since]], current.measured[:, [at]],
        current.partial[:, [at]], current.counted[:, [at]], current.start[:, [at]], current.end[:, [at]],
        current.latest[:, [at]],
    )  # fmt: skip


def attributed_changes(
    scores: Scores, address: str, since: int, at: int, aspect: ScoreAspect = ScoreAspect.SCORE, earlier: EarlierTargets | None = None
) -> tuple[Change, ...]:  # fmt: skip
    """What moved a score from the view's period `since` to `at`, most first; a missing score counts as 0 points.

    Args:
        scores: The cascade.
        address: Whose score.
        since: The index of the earlier period.
        at: The index of the later one.
        aspect: Which score.
        earlier: Given where it was computed for many KPIs before, those of `address` among them.

    Raises:
        KeyError: No node has this address.
    """
    before, now = (
        {side.address: side for side in _members_in(scores, address, column, aspect)}
        for column in (since, at)
    )
    if earlier is None:
        shared = [kpi for kpi in now if kpi in before and now[kpi].kind is Kind.KPI]
        earlier = EarlierTargets(scores, shared, since, at)
    result = [
        change
        for member in dict.fromkeys([*now, *before])
        for change in _of_member(earlier, before.get(member), now.get(member))
    ]
    return tuple(sorted(result, key=lambda change: -abs(change.points)))


def _members_in(scores: Scores, address: str, at: int, aspect: ScoreAspect) -> Sequence[Member]:
    """The members of a score in a period; a KPI is the only member of itself."""
    row = scores.row[address]
    if scores.nodes[row].kind is not Kind.KPI:
        return members(scores, address, at, aspect)
    if not scores.in_force[row, at]:
        return ()
    score = float(aspect.of(scores)[row, at])
    counted = float(not isnan(score))
    return (Member(address, Kind.KPI, scores.nodes[row].label, 1.0, 1.0, counted, score),)


def _of_member(
    earlier: EarlierTargets, before: Member | None, now: Member | None
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
        yield from _of_scored_member(earlier, before, now)


def _of_scored_member(earlier: EarlierTargets, before: Member, now: Member) -> Iterator[Change]:
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
    yield from _of_figures(earlier, before, now)


def _of_figures(earlier: EarlierTargets, before: Member, now: Member) -> Iterator[Change]:
    """A KPI's value moved, then what it is held to; both may have moved and cancel out."""
    between = earlier.score(now.address)
    if isnan(between):
        between = now.score
    for cause, points in (
        (Cause.VALUE, between - before.score),
        (Cause.TARGET, now.score - between),
    ):
        if points:
            yield Change(now.address, cause, now.counted * points)
