"""A review in sections, the same ones in the same order wherever it is told: goalposts, results taken back, harder, the rest."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from bsctui.review.directions import Direction
from bsctui.review.facts import ChangeClass
from bsctui.review.joined_decisions import joined_decisions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.review.comparison import Comparison
    from bsctui.review.goalposts import ReviewedChange
    from bsctui.review.joined_decisions import Decision


class SectionKind(StrEnum):
    """What a section tells of, in reading order."""

    MOVED = "Moved goalposts"
    TAKEN_BACK = "Results taken back or restated"
    HARDER = "Harder, or mixed without lifting a scorecard"
    NEW = "New results"
    NEUTRAL = "Neutral"
    SILENT = "Without effect on a score"


class ReviewSection(NamedTuple):
    """Decisions of one kind."""

    kind: SectionKind
    decisions: list[Decision]

    @property
    def changes(self) -> list[ReviewedChange]:
        """All its changes, those of one decision together."""
        return [reviewed for decision in self.decisions for reviewed in decision]

    @property
    def title(self) -> str:
        """`Moved goalposts: 6 easier, 3 without a reason`."""
        if self.kind is not SectionKind.MOVED:
            return str(self.kind)
        return f"{self.kind}: {goalposts_phrase(self.changes)}"


def sections_of(
    comparison: Comparison, reviewed_changes: Iterable[ReviewedChange] | None = None
) -> dict[SectionKind, ReviewSection]:
    """The sections that there are, in reading order.

    Args:
        comparison: What is told.
        reviewed_changes: Some of its changes; all of them by default.
    """
    members: dict[SectionKind, list[ReviewedChange]] = {kind: [] for kind in SectionKind}
    for reviewed in comparison.reviewed if reviewed_changes is None else reviewed_changes:
        members[_kind(reviewed)].append(reviewed)
    return {
        kind: ReviewSection(kind, joined_decisions(changes, comparison))
        for kind, changes in members.items()
        if changes
    }


def goalposts_phrase(moved: Iterable[ReviewedChange]) -> str:
    """`6 easier, 1 that lifts a scorecard otherwise, 3 without a reason`."""
    goalposts = list(moved)
    easier = sum(reviewed.direction is Direction.EASIER for reviewed in goalposts)
    otherwise = len(goalposts) - easier
    unexplained = sum(not reviewed.change.reason for reviewed in goalposts)
    verb = "lifts" if otherwise == 1 else "lift"
    parts = [
        f"{easier} easier" if easier else "",
        f"{otherwise} that {verb} a scorecard otherwise" if otherwise else "",
        f"{unexplained} without a reason" if unexplained else "",
    ]
    return ", ".join(part for part in parts if part)


def _kind(reviewed: ReviewedChange) -> SectionKind:
    change = reviewed.change
    if reviewed.is_goalpost:
        return SectionKind.TAKEN_BACK if reviewed.is_withdrawal else SectionKind.MOVED
    if change.change_class is ChangeClass.RESULTS:
        return SectionKind.NEW if reviewed.judgement is None else SectionKind.TAKEN_BACK
    if change.change_class is ChangeClass.NONE:
        return SectionKind.SILENT
    if reviewed.direction in {None, Direction.NEUTRAL}:
        return SectionKind.NEUTRAL
    return SectionKind.HARDER
