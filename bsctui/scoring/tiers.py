"""Tiers: their scorecards by scorecard weight, and the same for each perspective (`scoring.md`, The cascade)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.entities import Kind
from bsctui.scoring.result import Block, TierScores
from bsctui.scoring.roll_up import Members
from bsctui.scoring.status import covered_status
from bsctui.scoring.structure import KIND_CODES, Edges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bsctui.scoring.result import Scores
    from bsctui.scoring.structure import CascadeStructure

    Rows = NDArray[np.int64]


class TierEdges:
    """From scorecards to tiers, and from their perspectives to tiers by perspective."""

    def __init__(self, structure: CascadeStructure) -> None:
        cards = np.flatnonzero(structure.kinds == KIND_CODES[Kind.SCORECARD])
        self.cards = _edges(structure, cards, structure.ranks[cards], cards)
        child, parent = structure.perspective_edges.child, structure.perspective_edges.parent
        tier_starts = structure.ranks[parent] * len(structure.perspectives)
        self.perspectives = _edges(
            structure, child, tier_starts + structure.perspective_places, parent
        )


def _edges(structure: CascadeStructure, child: Rows, parent: Rows, weighed: Rows) -> Edges:
    """Edges with the weights of the rows `weighed`, where the child is in force."""
    weight = np.where(structure.in_force[child], structure.weight[weighed], np.nan)
    return Edges(child, parent, weight)


def _members(structure: CascadeStructure, tiers: int) -> tuple[Members, Members]:
    """What stands in each tier, and in each of its perspectives; with the same weights it is found once."""
    known = structure.tier_members
    if known is None or known[0] is not structure.perspective_edges:
        edges = TierEdges(structure)
        inner = np.arange(tiers * len(structure.perspectives))
        members = Members(np.arange(tiers), [edges.cards]), Members(inner, [edges.perspectives])
        known = structure.tier_members = structure.perspective_edges, members
    return known[1]


def tier_scores(scores: Scores) -> TierScores:
    """The tiers of scores whose matrices are filled."""
    structure, settings = scores.structure, scores.model.settings
    tiers, names = len(settings.tiers), len(structure.perspectives)
    never = np.zeros(tiers, dtype=bool)
    cards, inner = _members(structure, tiers)
    block = Block(
        cards.means(scores.score, never),
        cards.means(scores.lead, never),
        cards.means(scores.lag, never),
        cards.covered(scores.coverage),
    )
    shape = (tiers, names, len(scores.periods))
    score = inner.means(scores.score, np.zeros(tiers * names, dtype=bool)).reshape(shape)
    coverage = inner.covered(scores.coverage).reshape(shape)
    bands, least = settings.bands, settings.coverage
    return TierScores(
        names=tuple(tier.name for tier in settings.tiers),
        perspectives=tuple(structure.perspectives),
        block=block,
        status=covered_status(block.score, block.coverage, bands, least),
        perspective_score=score,
        perspective_coverage=coverage,
        perspective_status=covered_status(score, coverage, bands, least),
    )
