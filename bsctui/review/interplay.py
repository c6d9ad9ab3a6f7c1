"""What changes of rules come to one by one, and what their acting together adds: the remainder of the rules part."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.review.facts import ChangeClass

if TYPE_CHECKING:
    from bsctui.review.comparison import Comparison
    from bsctui.review.effects import Effect


class Interplay(NamedTuple):
    """Two parts of what rules do to a top scorecard, in points: `alone + remainder` is the rules part."""

    alone: float
    remainder: float


def interplay_at(effect: Effect, comparison: Comparison) -> Interplay | None:
    """What the changes of rules do to a top scorecard each alone, summed; None where one of them leaves it without a score."""
    at = comparison.counterfactuals.old_rules
    if effect.rules is None or at.scores is None or at.at is None:
        return None
    now = at.scores.periods[at.at]
    alone = 0.0
    for reviewed in comparison.reviewed:
        judgement = reviewed.judgement
        if reviewed.change.change_class is not ChangeClass.RULES or judgement is None:
            continue
        for point in judgement.effect:
            if point.address == effect.address and point.period == now:
                if point.points is None:
                    return None
                alone += point.points
    return Interplay(alone, effect.rules - alone)
