"""Which objectives can give another its line of sight: those of higher tiers, or for one at the top those below."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bsctui.model.model import Model


class AlignmentRepair(NamedTuple):
    """What can mend an objective: the others to choose from, and whether it supports them or they it."""

    others: tuple[str, ...]
    upward: bool

    def link(self, address: str, other: str) -> tuple[str, str]:
        """Who supports, and whom."""
        return (address, other) if self.upward else (other, address)


def tier_ranks(model: Model) -> dict[str, int]:
    """By objective the rank of its tier, 0 for the top one."""
    tiers = {tier.name: rank for rank, tier in enumerate(model.settings.tiers)}
    return {
        address: tiers[model.scorecards[objective.scorecard].tier]
        for address, objective in model.objectives.items()
    }


def alignment_repair(model: Model, address: str) -> AlignmentRepair:
    """Of an objective below the top all of higher tiers, the nearest tier first; of one at the top all below."""
    rank = tier_ranks(model)
    own = rank[address]
    linked = {line.value.target for line in model.objectives[address].supports}
    if own:
        above = [other for other, at in rank.items() if at < own and other not in linked]
        return AlignmentRepair(
            tuple(sorted(above, key=lambda other: own - rank[other])), upward=True
        )
    below = [
        other
        for other, at in rank.items()
        if at > 0 and all(line.value.target != address for line in model.objectives[other].supports)
    ]
    return AlignmentRepair(tuple(sorted(below, key=lambda other: rank[other])), upward=False)
