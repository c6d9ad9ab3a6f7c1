"""Changes that are one decision: made for one reason, weights among siblings, one reorganisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.review.changes import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from bsctui.review.comparison import Comparison
    from bsctui.review.goalposts import ReviewedChange


def joined_decisions(
    changes: Iterable[ReviewedChange], comparison: Comparison
) -> list[list[ReviewedChange]]:
    """Changes in groups, in the order of the first of each group."""
    groups: dict[Hashable, list[ReviewedChange]] = {}
    for reviewed in changes:
        groups.setdefault(_decision(reviewed, comparison), []).append(reviewed)
    return list(groups.values())


def _decision(reviewed: ReviewedChange, comparison: Comparison) -> Hashable:
    """What one decision has in common; a change by itself has nothing."""
    change = reviewed.change
    if change.reason:
        return "reason", reviewed.direction, change.reason
    if change.kind in {ChangeKind.MOVED, ChangeKind.RENAMED}:
        return "reorganisation", reviewed.direction, change.scorecard
    if change.field == "weight":
        item = comparison.sides.matching.new.get(change.address)
        return "weights", item.parent if item is not None else change.address
    return "by itself", id(change)
