"""Which of a change's effects a reader is told: what it moves in the period seen, and what it lifts if results stay.

Two numbers of one change never stand for one another: a lift that is not seen in that period says its own, and that
it comes only if results stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from bsctui.review.isolated_effects import Judgement
    from bsctui.review.lifts import Lift

VISIBLE: Final = 0.05
"""Points from which on a movement shows in a score with one decimal."""


class FeltEffects(NamedTuple):
    """Points in the period seen, by address, and the lifts that are not among them nor told as what begins later."""

    now: dict[str, float]
    if_results_stay: tuple[Lift, ...]


def felt_effects(judgement: Judgement) -> FeltEffects:
    """Of one change alone."""
    period = judgement.effect[0].period if judgement.effect else None
    now = {
        point.address: point.points
        for point in judgement.effect
        if point.period == period and point.points is not None
    }
    lifts = [lift for lift in judgement.lifts if lift.points >= VISIBLE]
    if all(_is_seen(lift, now) for lift in lifts if lift.period == period and lift.address in now):
        now |= {lift.address: lift.points for lift in lifts if lift.period == period}
    later = {
        point.address
        for point in judgement.if_results_stay
        if point.points is not None and abs(point.points) >= VISIBLE
    }
    visible = later | {address for address, points in now.items() if abs(points) >= VISIBLE}
    return FeltEffects(now, tuple(lift for lift in lifts if lift.address not in visible))


def _is_seen(lift: Lift, now: dict[str, float]) -> bool:
    """Whether the period's own results give what the latest results would: then all its lifts are as they are seen."""
    return abs(lift.points - now[lift.address]) < VISIBLE
