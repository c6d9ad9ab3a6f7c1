"""The cascade itself: weighted means over edges, level by level (`scoring.md`, The cascade)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.cascade.layout import Edges
from bsctui.model.entities import Kind, Parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bsctui.cascade.layout import Layout
    from bsctui.cascade.scores import Block

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]


class Reduction:
    """Weighted means and minima of members, gathered over edges, for all parents at once."""

    def __init__(self, rows: int, columns: int) -> None:
        self.total = np.zeros((rows, columns))
        self.weight = np.zeros((rows, columns))
        self.least = np.full((rows, columns), np.inf)

    def add(self, edges: Edges, score: Matrix) -> None:
        """Members whose score is none, and those of weight 0, take no part."""
        if not len(edges.child):
            return
        scores = score[edges.child]
        weights = np.where(np.isnan(scores) | ~(edges.weight > 0), 0.0, edges.weight)
        counted = weights > 0
        np.add.at(self.total, edges.parent, weights * np.where(counted, scores, 0.0))
        np.add.at(self.weight, edges.parent, weights)
        np.minimum.at(self.least, edges.parent, np.where(counted, scores, np.inf))

    def made(self, worst: Flags) -> Matrix:
        """The mean, or for `worst` the lowest member; nan where no member is scored."""
        some = self.weight > 0
        mean = self.total / np.where(some, self.weight, 1.0)
        return np.where(some, np.where(worst[:, None], self.least, mean), np.nan)


class Coverage:
    """How much of the members' weight has a score."""

    def __init__(self, rows: int, columns: int) -> None:
        self.covered = np.zeros((rows, columns))
        self.weight = np.zeros((rows, columns))

    def add(self, edges: Edges, coverage: Matrix) -> None:
        """All members in force count, scored or not."""
        if not len(edges.child):
            return
        weights = np.where(edges.weight > 0, edges.weight, 0.0)
        covered = np.nan_to_num(coverage[edges.child])
        np.add.at(self.weight, edges.parent, weights)
        np.add.at(self.covered, edges.parent, weights * covered)

    def made(self) -> Matrix:
        """A percentage; 0 without members."""
        return np.where(
            self.weight > 0, self.covered / np.where(self.weight > 0, self.weight, 1.0), 0.0
        )


class Cascade:
    """Rolls one set of KPI scores up through a layout: objectives by tier from below, then perspectives and scorecards."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.shape = layout.weight.shape
        self.worst = layout.worst()
        parts = layout.parts()
        order = list(Parts)
        self.from_kpis = parts != order.index(Parts.SUPPORTERS)
        self.from_supporters = parts != order.index(Parts.KPIS)
        kinds = np.array([node.kind for node in layout.nodes])
        self.is_kpi = kinds == Kind.KPI
        self.is_objective = kinds == Kind.OBJECTIVE
        self.is_perspective = kinds == Kind.PERSPECTIVE
        self.is_scorecard = kinds == Kind.SCORECARD
        self.levels = self._levels()

    def _levels(self) -> list[Flags]:
        """Objectives by the rank of their tier, the lowest tier first: supporters are ready before what they support."""
        ranks = {tier.name: rank for rank, tier in enumerate(self.layout.model.settings.tiers)}
        rank = np.array([ranks.get(node.tier, 0) for node in self.layout.nodes])
        return [
            self.is_objective & (rank == level)
            for level in sorted(set(rank[self.is_objective].tolist()), reverse=True)
        ]

    def scores(self, kpi_score: Matrix) -> Matrix:
        """(nodes, periods) scores of everything, from those of the KPIs (nan in all other rows)."""
        score = kpi_score.copy()
        kpis, supports = self.layout.kpi_edges, self.layout.support_edges
        for level in self.levels:
            reduction = Reduction(*self.shape)
            reduction.add(kpis.of(level[kpis.parent] & self.from_kpis[kpis.parent]), score)
            reduction.add(
                supports.of(level[supports.parent] & self.from_supporters[supports.parent]), score
            )
            score[level] = reduction.made(self.worst)[level]
        return self._above_objectives(score)

    def _above_objectives(self, score: Matrix) -> Matrix:
        no_worst = np.zeros(self.shape[0], dtype=bool)
        for edges, rows, worst in (
            (self.layout.objective_edges, self.is_perspective, no_worst),
            (self.layout.perspective_edges, self.is_scorecard, self.worst),
        ):
            reduction = Reduction(*self.shape)
            reduction.add(edges, score)
            score[rows] = reduction.made(worst)[rows]
        return score

    def own(self, score: Matrix) -> Matrix:
        """Objectives scored from their KPIs alone."""
        return self._apart(self.layout.kpi_edges, score)

    def cascaded(self, score: Matrix) -> Matrix:
        """Objectives scored from their supporters alone."""
        return self._apart(self.layout.support_edges, score)

    def _apart(self, edges: Edges, score: Matrix) -> Matrix:
        reduction = Reduction(*self.shape)
        reduction.add(edges, score)
        return np.where(
            self.is_objective[:, None] & self.layout.in_force, reduction.made(self.worst), np.nan
        )

    def coverage(self, score: Matrix) -> Matrix:
        """100 or 0 for a KPI, above it the weighted mean over the members that the score is made from."""
        found = np.where(self.is_kpi[:, None] & ~np.isnan(score), 100.0, 0.0)
        kpis, supports = self.layout.kpi_edges, self.layout.support_edges
        for level in self.levels:
            coverage = Coverage(*self.shape)
            coverage.add(kpis.of(level[kpis.parent] & self.from_kpis[kpis.parent]), found)
            coverage.add(
                supports.of(level[supports.parent] & self.from_supporters[supports.parent]), found
            )
            found[level] = coverage.made()[level]
        for edges, rows in (
            (self.layout.objective_edges, self.is_perspective),
            (self.layout.perspective_edges, self.is_scorecard),
        ):
            coverage = Coverage(*self.shape)
            coverage.add(edges, found)
            found[rows] = coverage.made()[rows]
        return found

    def broken(self, own: Flags) -> Flags:
        """(nodes, periods) what rests on something broken: flags handed up over all edges in force."""
        found = np.repeat(own[:, None], self.shape[1], axis=1)
        kpis, supports = self.layout.kpi_edges, self.layout.support_edges
        for level in self.levels:
            _hand_up(found, kpis.of(level[kpis.parent]))
            _hand_up(found, supports.of(level[supports.parent]))
        _hand_up(found, self.layout.objective_edges)
        _hand_up(found, self.layout.perspective_edges)
        return found


def _hand_up(found: Flags, edges: Edges) -> None:
    if len(edges.child):
        np.logical_or.at(found, edges.parent, found[edges.child] & ~np.isnan(edges.weight))


def blocks_of_tiers(layout: Layout, block: Block) -> tuple[Block, Matrix, Matrix]:
    """Tiers: scores of their scorecards by scorecard weight; and, by perspective, (tiers, perspectives, periods) scores and coverages."""
    tiers = [tier.name for tier in layout.model.settings.tiers]
    names = layout.perspectives
    columns = layout.weight.shape[1]
    cards = [at for at, node in enumerate(layout.nodes) if node.kind is Kind.SCORECARD]
    tier_of = [tiers.index(layout.nodes[at].tier) for at in cards]
    found = type(block).empty(len(tiers), columns)
    edges = _edges(cards, tier_of, layout)
    for name in ("score", "lead", "lag"):
        reduction = Reduction(len(tiers), columns)
        reduction.add(edges, getattr(block, name))
        getattr(found, name)[:] = reduction.made(np.zeros(len(tiers), dtype=bool))
    coverage = Coverage(len(tiers), columns)
    coverage.add(edges, block.coverage)
    found.coverage[:] = coverage.made()
    score = np.full((len(tiers), len(names), columns), np.nan)
    covered = np.zeros_like(score)
    for index, name in enumerate(names):
        pairs = [
            (layout.row[f"{layout.nodes[at].address}.{name}"], at, tier)
            for at, tier in zip(cards, tier_of, strict=True)
            if f"{layout.nodes[at].address}.{name}" in layout.row
        ]
        inner = _edges(
            [row for row, _, _ in pairs],
            [tier for _, _, tier in pairs],
            layout,
            [card for _, card, _ in pairs],
        )
        reduction = Reduction(len(tiers), columns)
        reduction.add(inner, block.score)
        score[:, index] = reduction.made(np.zeros(len(tiers), dtype=bool))
        coverage = Coverage(len(tiers), columns)
        coverage.add(inner, block.coverage)
        covered[:, index] = coverage.made()
    return found, score, covered


def _edges(
    children: list[int], parents: list[int], layout: Layout, weighed: list[int] | None = None
) -> Edges:
    """Edges with the weights of the rows `weighed` (default: the children's own), where the child is in force."""
    child = np.array(children, dtype=np.int64)
    weight = layout.weight[np.array(weighed if weighed is not None else children, dtype=np.int64)]
    return Edges(
        child, np.array(parents, dtype=np.int64), np.where(layout.in_force[child], weight, np.nan)
    )
