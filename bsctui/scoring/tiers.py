"""Tiers: their scorecards by scorecard weight, and the same for each perspective (`scoring.md`, The cascade)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.entities import Kind
from bsctui.scoring.result import Block, TierScores
from bsctui.scoring.roll_up import Members
from bsctui.scoring.status import covered_status
from bsctui.scoring.structure import Edges

if TYPE_CHECKING:
    from bsctui.scoring.result import Scores
    from bsctui.scoring.structure import Layout


class TierEdges:
    """From scorecards to tiers, and from their perspectives to tiers by perspective."""

    def __init__(self, layout: Layout) -> None:
        tiers = [tier.name for tier in layout.model.settings.tiers]
        cards = [at for at, node in enumerate(layout.nodes) if node.kind is Kind.SCORECARD]
        rank = {at: tiers.index(layout.nodes[at].tier) for at in cards}
        self.cards = _edges(layout, [(at, rank[at], at) for at in cards])
        names = layout.perspectives
        self.perspectives = _edges(
            layout,
            [
                (layout.row[address], rank[at] * len(names) + index, at)
                for at in cards
                for index, name in enumerate(names)
                if (address := f"{layout.nodes[at].address}.{name}") in layout.row
            ],
        )


def _edges(layout: Layout, found: list[tuple[int, int, int]]) -> Edges:
    """Edges of (child, parent, row that gives the weight), where the child is in force."""
    child, parent, weighed = np.array(found, dtype=np.int64).reshape(len(found), 3).T
    weight = np.where(layout.in_force[child], layout.weight[weighed], np.nan)
    return Edges(child, parent, weight)


def tier_scores(scores: Scores) -> TierScores:
    """The tiers of scores whose matrices are filled."""
    layout, settings = scores.layout, scores.model.settings
    edges = TierEdges(layout)
    tiers, names = len(settings.tiers), len(layout.perspectives)
    never = np.zeros(tiers, dtype=bool)
    cards = Members(np.arange(tiers), [edges.cards])
    block = Block(
        cards.means(scores.score, never),
        cards.means(scores.lead, never),
        cards.means(scores.lag, never),
        cards.covered(scores.coverage),
    )
    inner = Members(np.arange(tiers * names), [edges.perspectives])
    shape = (tiers, names, len(scores.periods))
    score = inner.means(scores.score, np.zeros(tiers * names, dtype=bool)).reshape(shape)
    coverage = inner.covered(scores.coverage).reshape(shape)
    bands, least = settings.bands, settings.coverage
    return TierScores(
        names=tuple(tier.name for tier in settings.tiers),
        perspectives=tuple(layout.perspectives),
        block=block,
        status=covered_status(block.score, block.coverage, bands, least),
        perspective_score=score,
        perspective_coverage=coverage,
        perspective_status=covered_status(score, coverage, bands, least),
    )
