"""A review as data (`review.md`, Formats)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bsctui.git.repository import NOT_COMMITTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.review.changes import Change
    from bsctui.review.comparison import Comparison, Reviewed
    from bsctui.review.effects import Effect


def document(
    comparison: Comparison, old: str, new: str, author: Callable[[Change], str | None]
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
        "changes": [_change(one, comparison, author) for one in comparison.reviewed],
        "effects": [_effect(effect) for effect in comparison.effects],
    }


def _change(
    one: Reviewed, comparison: Comparison, author: Callable[[Change], str | None]
) -> dict[str, Any]:
    change = one.change
    return {
        "address": change.address,
        "label": change.label,
        "kind": str(change.kind),
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "class": str(change.sort),
        "direction": None if one.direction is None else str(one.direction),
        "goalpost": one.is_goalpost,
        "effect": _points(one, comparison),
        "joined": [other.address for other in one.judgement.joined] if one.judgement else [],
        "reason": change.reason,
        "author": None if (name := author(change)) == NOT_COMMITTED else name,
        "file": change.place.path if change.place is not None else None,
        "line": change.place.line if change.place is not None else None,
    }


def _points(one: Reviewed, comparison: Comparison) -> list[dict[str, Any]]:
    calendar = comparison.sides.old.settings.calendar
    if one.judgement is None or calendar is None:
        return []
    return [
        {
            "address": point.address,
            "points": point.points,
            "period": calendar.fiscal.format(point.period),
        }
        for point in one.judgement.effect
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
