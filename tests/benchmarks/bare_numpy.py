"""A cascade as somebody writes it by hand on arrays that are ready: no spans, no gaps of meaning, one grain, one kind of target."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.model.entities import BaselinePoint, Kind, WaypointTarget
from bsctui.scoring.structure import KIND_CODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bsctui.scoring.result import Scores

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Codes = NDArray[np.int8]
    Rows = NDArray[np.int64]

BANDS = (40.0, 70.0)
LEAST_COVERAGE = 50.0


class Level(NamedTuple):
    """Nodes that are scored at once: `child` are rows, sorted by the parent whose members begin at `starts`."""

    rows: Rows
    starts: Rows
    child: Rows
    weight: Matrix


class Columns(NamedTuple):
    """What the arithmetic starts from: figures of KPIs (kpis, periods) or (kpis, 1), and levels from below."""

    nodes: int
    kpis: Rows
    value: Matrix
    baseline: Matrix
    start: Matrix
    target: Matrix
    end: Matrix
    leading: Flags
    levels: tuple[Level, ...]
    own: Level
    cascaded: Level


class Cascade(NamedTuple):
    """(nodes, periods) each, as in the scores of the same name."""

    score: Matrix
    lead: Matrix
    lag: Matrix
    coverage: Matrix
    own: Matrix
    cascaded: Matrix
    target: Matrix
    progress: Matrix
    status: Codes
    trend: Codes


def columns_of(scores: Scores) -> Columns:
    """The columns of a workspace of KPIs that all have a baseline, one waypoint and actuals."""
    structure, model = scores.structure, scores.model
    kpis = np.flatnonzero(structure.kinds == KIND_CODES[Kind.KPI])
    first = scores.periods[0].ordinal
    lines = []
    for row in kpis.tolist():
        definition = model.kpis[scores.nodes[row].address].definition
        baseline, target = definition.baseline, definition.target
        assert isinstance(baseline, BaselinePoint)
        assert isinstance(target, WaypointTarget)
        assert baseline.at is not None
        end = target.points[0]
        lines.append((baseline.value, baseline.at - first, end.value, end.at - first, definition.leading))  # fmt: skip
    numbers = np.array(lines)
    baseline, start, target, end, leading = (numbers[:, [at]] for at in range(5))
    kpi_edges, supports = structure.kpi_edges, structure.support_edges
    levels = []
    for rank in sorted(set(structure.ranks.tolist()), reverse=True):
        groups = [
            (edges.child[mask], edges.parent[mask], edges.weight[mask])
            for edges in (kpi_edges, supports)
            for mask in [structure.ranks[edges.parent] == rank]
        ]
        levels.append(_level(*(np.concatenate(part) for part in zip(*groups, strict=True))))
    levels += [
        _level(edges.child, edges.parent, edges.weight)
        for edges in (structure.objective_edges, structure.perspective_edges)
    ]
    own, cascaded = (
        _level(edges.child, edges.parent, edges.weight) for edges in (kpi_edges, supports)
    )
    return Columns(
        len(scores.nodes), kpis, scores.value[kpis], baseline, start, target, end, leading > 0,
        tuple(levels), own, cascaded,
    )  # fmt: skip


def _level(child: Rows, parent: Rows, weight: Matrix) -> Level:
    order = np.argsort(parent, kind="stable")
    rows, starts = np.unique(parent[order], return_index=True)
    return Level(rows, starts, child[order], weight[order])


def cascade(columns: Columns) -> Cascade:
    """Scores of all nodes from the figures of KPIs."""
    value, baseline = columns.value, columns.baseline
    shape = (columns.nodes, value.shape[1])
    score, lead, lag, coverage, own, cascaded, target, progress = (
        np.full(shape, np.nan) for _ in range(8)
    )
    steps = np.arange(shape[1])
    share = np.minimum((steps - columns.start) / (columns.end - columns.start), 1.0)
    line = baseline + share * (columns.target - baseline)
    with np.errstate(all="ignore"):
        raw = np.clip(100.0 * (value - baseline) / (line - baseline), 0.0, 100.0)
        last = np.maximum.accumulate(np.where(np.isnan(value), 0, steps), axis=1)
        latest = np.take_along_axis(value, last, axis=1)
        way = columns.target - baseline
        target[columns.kpis] = line
        progress[columns.kpis] = np.clip(100.0 * (latest - baseline) / way, 0.0, 100.0)
    score[columns.kpis] = raw
    lead[columns.kpis] = np.where(columns.leading, raw, np.nan)
    lag[columns.kpis] = np.where(columns.leading, np.nan, raw)
    coverage[columns.kpis] = np.where(np.isnan(raw), 0.0, 100.0)
    for level in columns.levels:
        for matrix in (score, lead, lag):
            matrix[level.rows] = _means(level, matrix)
        total = np.add.reduceat(level.weight, level.starts, axis=0)
        covered = np.add.reduceat(level.weight * coverage[level.child], level.starts, axis=0)
        coverage[level.rows] = covered / total
    own[columns.own.rows] = _means(columns.own, score)
    cascaded[columns.cascaded.rows] = _means(columns.cascaded, score)
    return Cascade(
        score, lead, lag, coverage, own, cascaded, target, progress,
        _status(score, coverage), _trend(score),
    )  # fmt: skip


def _means(level: Level, matrix: Matrix) -> Matrix:
    scores = matrix[level.child]
    scored = ~np.isnan(scores)
    weights = np.where(scored, level.weight, 0.0)
    total = np.add.reduceat(weights, level.starts, axis=0)
    points = np.add.reduceat(weights * np.where(scored, scores, 0.0), level.starts, axis=0)
    with np.errstate(all="ignore"):
        return np.asarray(points / total)


def _status(score: Matrix, coverage: Matrix) -> Codes:
    codes = np.full(score.shape, len(BANDS), dtype=np.int8)
    for code, below in reversed(list(enumerate(BANDS))):
        codes[score < below - 1e-9] = code
    codes[coverage < LEAST_COVERAGE] = -2
    codes[np.isnan(score)] = -1
    return codes


def _trend(score: Matrix) -> Codes:
    codes = np.full(score.shape, -128, dtype=np.int8)
    before = np.full(len(score), np.nan)
    for at in range(score.shape[1]):
        now = score[:, at]
        change = now - before
        codes[:, at] = np.where(
            np.isnan(change), -128, np.where(change > 0.5, 1, np.where(change < -0.5, -1, 0))
        )
        before = np.where(np.isnan(now), before, now)
    return codes
