"""More changes than can each be tried alone: judged at once, and each told as a reviewer's to look at.

What many changes do together may hide what one of them does, so none of them is let through as harmless unless all
of them together move nothing at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.review.directions import Direction, direction_by_scores
from bsctui.review.facts import ChangeClass
from bsctui.review.isolated_effects import Judgement, is_initiative
from bsctui.review.patching import patched_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.review.changes import StrategyChange
    from bsctui.review.isolated_effects import Judge

MOST_WORK: Final = 1_000_000
"""Changes times the records of which each reads the model anew: a thousand changes among a thousand are some two minutes' work."""


def is_crowd(judge: Judge, changes: Sequence[StrategyChange]) -> bool:
    """Whether it would take too long to try each of them alone."""
    if judge.base.seen.scores is None:
        return False
    costly = sum(not judge.is_inert(change) for change in changes)
    return costly * len(judge.sides.old.names.declared) > MOST_WORK


def judged_at_once(
    judge: Judge, changes: Sequence[StrategyChange]
) -> list[tuple[StrategyChange, Judgement]]:
    """A crowd of changes; what enters no score is told from the others nevertheless."""
    crowd = [change for change in changes if not judge.is_inert(change)]
    direction = _direction(judge, crowd)
    return [
        (
            change,
            judge.judge(change) if judge.is_inert(change) else _judgement(change, direction, crowd),
        )
        for change in changes
    ]


def _judgement(
    change: StrategyChange, direction: Direction, crowd: Sequence[StrategyChange]
) -> Judgement:
    is_rule = change.change_class is ChangeClass.RULES and not is_initiative(change)
    return Judgement(direction if is_rule else None, crowd=len(crowd))


def _direction(judge: Judge, crowd: Sequence[StrategyChange]) -> Direction:
    rules = [change for change in crowd if change.change_class is ChangeClass.RULES]
    before = judge.base.standing
    if not rules or before is None:
        return Direction.NEUTRAL
    model = patched_model(judge.counterfactuals.sides, rules)
    after = judge.counterfactuals.standing_with_rules(model)
    if after is None or not judge.patched.loads(model):
        return Direction.MIXED
    return direction_by_scores(before, after)
