"""Many small changes of KPIs rolled up at once, each by itself: only the rows in which it differs are scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.entities import Kind
from bsctui.scoring.roll_up import Cascade
from bsctui.scoring.status import band_status, bands_of_node, covered_status
from bsctui.scoring.structure import Edges

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bsctui.model.workspace_settings import Band
    from bsctui.scoring.result import Scores
    from bsctui.scoring.structure import CascadeStructure

    Matrix = NDArray[np.float64]
    Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Variants:
    """The rows in which each variant may differ from the scores that they share, variant by variant.

    Attributes:
        starts: Where the rows of each variant begin, and the end of the last one's.
        row: (rows,) the row of the shared scores that each stands for.
        score: (rows, periods), and so are `coverage` and `status`.
        places: Where the rows stand behind the shared ones.
    """

    starts: Rows
    row: Rows
    score: Matrix
    coverage: Matrix
    status: NDArray[np.int8]
    places: VariantPlaces

    def scores_at(self, shared: Matrix, variant: Rows, row: Rows) -> Matrix:
        """(n, periods) the scores of some rows, each in a variant; `shared` has those that it does not touch."""
        return np.concatenate((shared, self.score))[self.places.of(variant, row)]

    def slice_of(self, variant: int) -> slice:
        """Where one variant's rows stand."""
        return slice(int(self.starts[variant]), int(self.starts[variant + 1]))


class VariantScorer:
    """Scores variants of one result.

    Args:
        base: The result that all of them share.
        changed: The same nodes with all changes made, no two of which touch one KPI.
    """

    def __init__(self, base: Scores, changed: Scores) -> None:
        self._base = base
        self._changed = changed
        self._parents = _parents(base.structure)
        self._ancestors: dict[int, tuple[int, ...]] = {}
        structure = base.structure
        size = len(base.nodes)
        self._edges = tuple(
            _ByParent(before, after, size)
            for before, after in (
                (structure.kpi_edges, changed.structure.kpi_edges),
                (structure.support_edges, structure.support_edges),
                (structure.objective_edges, structure.objective_edges),
                (structure.perspective_edges, structure.perspective_edges),
            )
        )

    def scores_of(self, groups: Sequence[Iterable[int]]) -> Variants:
        """The variants in which some rows of KPIs, of each group in turn, are as in the changed result."""
        rows, counts, is_changed = [], [0], []
        for group in groups:
            own = sorted(set(group))
            above = sorted({row for kpi in own for row in self._above(kpi)} - set(own))
            rows += [*own, *above]
            is_changed += [True] * len(own) + [False] * len(above)
            counts.append(len(rows))
        return self._scored(
            np.array(rows, dtype=np.int64),
            np.array(counts, dtype=np.int64),
            np.array(is_changed, dtype=bool),
        )

    def _above(self, row: int) -> tuple[int, ...]:
        """All that the score of a row goes into."""
        known = self._ancestors.get(row)
        if known is None:
            above: set[int] = set()
            for parent in self._parents.get(row, ()):
                above.add(parent)
                above.update(self._above(parent))
            known = self._ancestors[row] = tuple(above)
        return known

    def _scored(self, rows: Rows, starts: Rows, is_changed: NDArray[np.bool_]) -> Variants:
        base, size = self._base, len(self._base.nodes)
        variant = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        places = VariantPlaces(variant, rows, size)
        structure = base.structure.copy()
        for name in ("kinds", "ranks", "worst", "parts", "in_force"):
            column = getattr(structure, name)
            setattr(structure, name, np.concatenate((column, column[rows])))
        edges = [by_parent.virtual(places) for by_parent in self._edges]
        structure.kpi_edges, structure.support_edges = edges[0], edges[1]
        structure.objective_edges, structure.perspective_edges = edges[2], edges[3]
        affected = np.concatenate((np.zeros(size, dtype=bool), ~is_changed))
        cascade = Cascade(structure, affected)
        own = rows[is_changed]
        columns = []
        for name in ("score", "coverage"):
            column = np.concatenate((getattr(base, name), getattr(base, name)[rows]))
            column[size:][is_changed] = getattr(self._changed, name)[own]
            columns.append(column)
        cascade.fill_scores(columns[0])
        cascade.fill_coverage(columns[1])
        score, coverage = columns[0][size:], columns[1][size:]
        status = self._statuses(rows, score, coverage)
        status[is_changed] = self._changed.status[own]
        return Variants(starts, rows, score, coverage, status, places)

    def _statuses(self, rows: Rows, score: Matrix, coverage: Matrix) -> NDArray[np.int8]:
        """The colours; where a human judgement set one it stays."""
        base = self._base
        least = base.model.settings.coverage
        status = np.empty(score.shape, dtype=np.int8)
        groups: dict[tuple[int, bool], tuple[Band, ...]] = {}
        distinct, place = np.unique(rows, return_inverse=True)
        keys = []
        for node in map(base.nodes.__getitem__, distinct.tolist()):
            bands = bands_of_node(base.structure, node.address, node.kind)
            keys.append((id(bands), node.kind is Kind.KPI))
            groups[keys[-1]] = bands
        order = {key: at for at, key in enumerate(groups)}
        group = np.array([order[key] for key in keys], dtype=np.int64)[place]
        for at, ((_, is_kpi), bands) in enumerate(groups.items()):
            places = group == at
            status[places] = (
                band_status(score[places], bands)
                if is_kpi
                else covered_status(score[places], coverage[places], bands, least)
            )
        return np.where(base.judged[rows], base.status[rows], status)


class VariantPlaces:
    """Where the rows of the variants stand behind the shared ones."""

    def __init__(self, variant: Rows, row: Rows, size: int) -> None:
        self.variant = variant
        self.row = row
        self.size = size
        keys = variant * size + row
        self._order = np.argsort(keys)
        self._keys = keys[self._order]

    def of(self, variant: Rows, row: Rows) -> Rows:
        """Where a row of a variant stands: its own, or the shared one where the variant does not touch it."""
        keys = variant * self.size + row
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        is_own = self._keys[at] == keys
        return np.where(is_own, self.size + self._order[at], row)


class _ByParent:
    """Edges by parent, with the weights before and after the changes."""

    def __init__(self, before: Edges, after: Edges, size: int) -> None:
        order = np.argsort(before.parent, kind="stable")
        self._child = before.child[order]
        self._before, self._after = before.weight[order], after.weight[order]
        self._count = np.bincount(before.parent, minlength=size)
        self._start = np.cumsum(self._count) - self._count

    def virtual(self, places: VariantPlaces) -> Edges:
        """The edges into the rows of the variants."""
        counts = self._count[places.row]
        parent = np.repeat(np.arange(len(places.row)), counts)
        ends = np.cumsum(counts)
        edge = np.arange(len(parent)) - np.repeat(ends - counts, counts)
        edge += np.repeat(self._start[places.row], counts)
        child = self._child[edge]
        own = places.of(places.variant[parent], child)
        is_own = (own >= places.size)[:, None]
        weight = np.where(is_own, self._after[edge], self._before[edge])
        return Edges(own, places.size + parent, weight)


def _parents(structure: CascadeStructure) -> dict[int, list[int]]:
    """By row: what its score goes into directly."""
    parents: dict[int, list[int]] = {}
    for edges in (
        structure.kpi_edges,
        structure.support_edges,
        structure.objective_edges,
        structure.perspective_edges,
    ):
        for child, parent in zip(edges.child.tolist(), edges.parent.tolist(), strict=True):
            parents.setdefault(child, []).append(parent)
    return parents
