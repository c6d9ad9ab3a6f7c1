"""The cascade itself: weighted means over edges, level by level (`scoring.md`, The cascade)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.model.entities import Kind, Parts
from bsctui.scoring.structure import KIND_CODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.scoring.structure import CascadeStructure, Edges

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Rows = NDArray[np.int64]


class Members:
    """The members of some parents, gathered parent by parent so that sums run over neighbours.

    `rows` are the parents, ascending; matrices made here are (rows, periods). For each member
    `child` is its own row, `place` its parent's index in `rows`.
    """

    def __init__(self, rows: Rows, edges: Sequence[Edges]) -> None:
        self.rows = rows
        parent = np.concatenate([group.parent for group in edges])
        place = np.searchsorted(rows, parent)
        order = np.argsort(place, kind="stable")
        self.child = np.concatenate([group.child for group in edges])[order]
        weight = np.concatenate([group.weight for group in edges])[order]
        self.weight = np.where(weight > 0, weight, 0.0)
        self.member = ~np.isnan(weight)
        self.place = place[order]
        self.starts = np.flatnonzero(np.diff(self.place, prepend=-1))
        self.filled = self.place[self.starts]

    def means(self, score: Matrix, worst: Flags) -> Matrix:
        """The weighted mean of the scored members, of `worst` rows the lowest; nan where none is scored."""
        scores = score[self.child]
        scored = ~np.isnan(scores) & (self.weight > 0)
        weights = np.where(scored, self.weight, 0.0)
        total = self._sums(weights * np.where(scored, scores, 0.0))
        weight = self._sums(weights)
        mean = np.where(weight > 0, total / np.where(weight > 0, weight, 1.0), np.nan)
        if worst.any():
            least = np.full(mean.shape, np.inf)
            if len(self.starts):
                least[self.filled] = np.minimum.reduceat(
                    np.where(scored, scores, np.inf), self.starts, axis=0
                )
            mean = np.where(worst[:, None] & (weight > 0), least, mean)
        return mean

    def covered(self, coverage: Matrix) -> Matrix:
        """The weighted mean coverage of all members in force, scored or not; 0 without members."""
        weight = self._sums(self.weight)
        covered = self._sums(self.weight * np.nan_to_num(coverage[self.child]))
        return np.where(weight > 0, covered / np.where(weight > 0, weight, 1.0), 0.0)

    def any_of(self, flags: Flags) -> Flags:
        """Where any member in force is flagged."""
        return self._sums((flags[self.child] & self.member).astype(float)) > 0

    def _sums(self, columns: Matrix) -> Matrix:
        sums = np.zeros((len(self.rows), columns.shape[1]))
        if len(self.starts):
            sums[self.filled] = np.add.reduceat(columns, self.starts, axis=0)
        return sums


class Level(NamedTuple):
    """Nodes that can be scored at once, their members being ready: what counts, and all that stands below."""

    scored_members: Members
    all_members: Members
    worst: Flags

    @property
    def rows(self) -> Rows:
        """Its nodes."""
        return self.scored_members.rows

    def means(self, score: Matrix) -> Matrix:
        """(rows, periods) their scores, from those of what stands below."""
        return self.scored_members.means(score, self.worst)


class Cascade:
    """Rolls KPI scores up to the `affected` rows of a layout: objectives by tier from below, perspectives, scorecards."""

    def __init__(self, structure: CascadeStructure, affected: Flags) -> None:
        kinds, ranks = structure.kinds, structure.ranks
        worst = structure.worst
        objectives = affected & (kinds == KIND_CODES[Kind.OBJECTIVE])
        kpis, supports = (
            edges.selected(objectives[edges.parent])
            for edges in (structure.kpi_edges, structure.support_edges)
        )
        self.in_force = structure.in_force
        self.levels: list[Level] = []
        self.objectives = np.flatnonzero(objectives)
        for rank in _ranks_from_below(ranks[objectives]):
            level = objectives & (ranks == rank)
            rows = np.flatnonzero(level)
            below = [kpis.selected(level[kpis.parent]), supports.selected(level[supports.parent])]
            counts = [
                parts[edges.parent]
                for edges, parts in zip(below, from_parts(structure), strict=True)
            ]
            standing = counting = Members(rows, below)
            if not all(flags.all() for flags in counts):  # seldom: most take all that stands below
                counted = zip(below, counts, strict=True)
                counting = Members(rows, [edges.selected(flags) for edges, flags in counted])
            self.levels.append(Level(counting, standing, worst[rows]))
        for kind, edges in (
            (Kind.PERSPECTIVE, structure.objective_edges),
            (Kind.SCORECARD, structure.perspective_edges),
        ):
            level = affected & (kinds == KIND_CODES[kind])
            rows = np.flatnonzero(level)
            members = Members(rows, [edges.selected(level[edges.parent])])
            self.levels.append(Level(members, members, worst[rows]))
        self._kpis, self._supports = kpis, supports
        self.worst = worst

    def fill_scores(self, score: Matrix) -> None:
        """Score the affected rows from those below, in place."""
        for level in self.levels:
            score[level.rows] = level.means(score)

    def fill_coverage(self, coverage: Matrix) -> None:
        """The same for coverage."""
        for level in self.levels:
            coverage[level.rows] = self.covered(level, coverage)

    def covered(self, level: Level, coverage: Matrix) -> Matrix:
        """(rows, periods) the coverage of a level, from that of what stands below; nan where a node is not in force."""
        covered = level.scored_members.covered(coverage)
        return np.where(self.in_force[level.rows], covered, np.nan)

    def own_and_cascaded(self, score: Matrix) -> tuple[Matrix, Matrix]:
        """(objectives, periods) objectives scored from their KPIs alone, from their supporters alone."""
        worst = self.worst[self.objectives]
        own, cascaded = (
            Members(self.objectives, [edges]).means(score, worst)
            for edges in (self._kpis, self._supports)
        )
        return own, cascaded


def from_parts(structure: CascadeStructure) -> tuple[Flags, Flags]:
    """(nodes,) which are scored from their KPIs, and which from their supporters."""
    order = list(Parts)
    return (
        structure.parts != order.index(Parts.SUPPORTERS),
        structure.parts != order.index(Parts.KPIS),
    )


def with_ancestors(structure: CascadeStructure, changed: Flags) -> Flags:
    """The changed rows and all that their scores go into."""
    ancestors = changed.copy()
    _mark(ancestors, structure.kpi_edges.child, structure.kpi_edges.parent)
    supports = structure.support_edges
    for rank in _ranks_from_below(structure.ranks[supports.child]):
        level = structure.ranks[supports.child] == rank
        _mark(ancestors, supports.child[level], supports.parent[level])
    _mark(ancestors, structure.objective_edges.child, structure.objective_edges.parent)
    _mark(ancestors, structure.perspective_edges.child, structure.perspective_edges.parent)
    return ancestors


def _ranks_from_below(ranks: Rows) -> list[int]:
    """The ranks that there are, the lowest tier first."""
    present: list[int] = np.flatnonzero(np.bincount(ranks)).tolist()
    return present[::-1]


def _mark(flags: Flags, child: Rows, parent: Rows) -> None:
    flags[parent[flags[child]]] = True
