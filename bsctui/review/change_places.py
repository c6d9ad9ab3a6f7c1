"""Where the effect of a change is told: at the thing itself or its parent, and at the top scorecards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.review.changes import ChangeKind, StrategyChange
from bsctui.review.effects import top_scorecard_addresses
from bsctui.review.facts import SETTINGS

if TYPE_CHECKING:
    from bsctui.review.alignment import AlignedSides
    from bsctui.scoring.result import Scores

AT_PARENT: Final = frozenset({"weight", "feeds"})
"""What is told at the parent: the thing itself does not feel it."""
AT_RECEIVER: Final = frozenset({"supports"})
"""What is told at the objective that is named."""


class ChangePlaces:
    """The places of changes, in the old side's names."""

    def __init__(self, sides: AlignedSides) -> None:
        self._sides = sides
        self._tops: dict[int, tuple[Scores, list[str]]] = {}

    def of(self, change: StrategyChange, before: Scores, after: Scores) -> list[str]:
        """The thing, or its parent, and the top scorecards, of what either result has."""
        own = [a for a in self._own(change) if a in before.row or a in after.row]
        return list(dict.fromkeys((*own, *self._tops_of(before))))

    def _tops_of(self, scores: Scores) -> list[str]:
        """The top scorecards; asked again and again of the same results."""
        key = id(scores)
        if key not in self._tops:
            self._tops[key] = (
                scores,
                top_scorecard_addresses(scores),
            )  # held, so that its id stays its own
        return self._tops[key][1]

    def new_name(self, old: str) -> str:
        """An old name as the new side calls it, where it has it."""
        return self._sides.matching.new_of.get(old) or self._sides.own_names.get(old, old)

    def _own(self, change: StrategyChange) -> list[str]:
        if change.record_kind in SETTINGS:
            return []
        old = change.old_address or self._sides.names.get(change.address, change.address)
        name = change.key[0] if change.key else ""
        if change.is_whole or change.kind is ChangeKind.MOVED:
            parents = [self._parent(old, change), self._sides.moved.get(old)]
            return [address for address in parents if address]
        if name in AT_RECEIVER and change.key:
            return [change.key[1]]
        if name in AT_PARENT:
            above = self._parent(old, change)
            return [above] if above else [old]
        return [old]

    def _parent(self, old: str, change: StrategyChange) -> str | None:
        declared = self._sides.matching.old.get(old)
        if declared is not None:
            return declared.parent
        item = self._sides.new_facts.declared.get(old)
        return item.parent if item is not None and change.kind is ChangeKind.ADDED else None
