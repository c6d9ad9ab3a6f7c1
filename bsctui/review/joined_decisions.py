"""Changes that are one decision: made for one reason, weights among siblings, one reorganisation, many of one kind."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from bsctui.review.changes import ChangeKind
from bsctui.review.facts import ChangeClass

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from bsctui.review.comparison import Comparison
    from bsctui.review.goalposts import ReviewedChange

    Decision = list[ReviewedChange]

TOGETHER: Final = 3
"""More changes of one kind are one row; so many of a decision are told one by one."""


def joined_decisions(changes: Iterable[ReviewedChange], comparison: Comparison) -> list[Decision]:
    """Changes in groups, in the order of the first of each group."""
    reviewed_changes = list(changes)
    counts = Counter(kind for reviewed in reviewed_changes for kind in _kinds(reviewed))
    groups: dict[Hashable, Decision] = {}
    for reviewed in reviewed_changes:
        many = (kind for kind in _kinds(reviewed) if counts[kind] > TOGETHER)
        decision = _decision(reviewed, comparison) or next(many, None) or id(reviewed)
        groups.setdefault(decision, []).append(reviewed)
    return list(groups.values())


def told_by_name(decision: Decision) -> Decision:
    """The changes of a decision that are told one by one: all for one reason, of many of one kind the first ones."""
    is_many = len(decision) > TOGETHER and not decision[0].change.reason
    return decision[:TOGETHER] if is_many else decision


def _decision(reviewed: ReviewedChange, comparison: Comparison) -> Hashable | None:
    """What one decision has in common; None for a change by itself."""
    change = reviewed.change
    if change.reason:
        return "reason", reviewed.direction, change.reason
    if change.kind in {ChangeKind.MOVED, ChangeKind.RENAMED}:
        return "reorganisation", reviewed.direction, change.scorecard
    if change.field == "weight":
        item = comparison.sides.matching.new.get(change.address)
        return "weights", reviewed.direction, item.parent if item is not None else change.address
    return None


def _kinds(reviewed: ReviewedChange) -> Iterator[Hashable]:
    """What many changes may have in common: one record's, or anybody's where nobody must decide on each."""
    change = reviewed.change
    kind = (change.record_kind, change.kind, change.field, change.revision, reviewed.direction)
    yield (change.address, *kind)
    if not reviewed.is_goalpost or change.change_class is ChangeClass.RESULTS:
        yield kind
