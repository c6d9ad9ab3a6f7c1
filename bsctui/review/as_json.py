"""A review as data (`review.md`, Formats)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bsctui.git.repository import NOT_COMMITTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.review.changes import StrategyChange
    from bsctui.review.comparison import Comparison
    from bsctui.review.effects import Effect
    from bsctui.review.goalposts import ReviewedChange


def review_document(
    comparison: Comparison, old: str, new: str, author: Callable[[StrategyChange], str | None]
) -> dict[str, Any]:
    """The review as one JSON document."""
    return {
        "version": 1,
        "old": old,
        "new": new,
        "period": {
            "old": comparison.period_text(new=False),
            "new": comparison.period_text(new=True),
        },
        "changes": [_change(reviewed, comparison, author) for reviewed in comparison.reviewed],
        "effects": [_effect(effect) for effect in comparison.effects],
    }


def _change(
    reviewed: ReviewedChange, comparison: Comparison, author: Callable[[StrategyChange], str | None]
) -> dict[str, Any]:
    change = reviewed.change
    return {
        "address": change.address,
        "label": change.label,
        "kind": str(change.kind),
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "class": str(change.change_class),
        "direction": None if reviewed.direction is None else str(reviewed.direction),
        "goalpost": reviewed.is_goalpost,
        "effect": _points(reviewed, comparison),
        "joined": [prerequisite.address for prerequisite in reviewed.judgement.prerequisites]
        if reviewed.judgement
        else [],
        "at_once": reviewed.judgement.crowd if reviewed.judgement else 0,
        "reason": change.reason,
        "author": None if (name := author(change)) == NOT_COMMITTED else name,
        "file": change.place.path if change.place is not None else None,
        "line": change.place.line if change.place is not None else None,
    }


def _points(reviewed: ReviewedChange, comparison: Comparison) -> list[dict[str, Any]]:
    calendar = comparison.sides.old.settings.calendar
    if reviewed.judgement is None or calendar is None:
        return []
    return [
        {
            "address": point.address,
            "points": point.points,
            "period": calendar.fiscal.format(point.period),
        }
        for point in reviewed.judgement.effect
    ]


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "address": effect.address,
        "before": effect.before,
        "old_rules": effect.old_rules,
        "after": effect.after,
        "results": effect.results,
        "time": effect.time,
        "restated": effect.restated,
        "new": effect.new,
        "rules": effect.rules,
        "structure": effect.structure,
    }
