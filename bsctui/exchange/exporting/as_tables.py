"""The cascade as tables for a database, with one SELECT that computes it: for teams that want the scores in their own dashboards."""

from __future__ import annotations

import csv
import io
from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui.escaping import csv_text
from bsctui.model.entities import Kind
from bsctui.scoring.roll_up import from_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bsctui.scoring.result import Scores
    from bsctui.scoring.structure import Edges

NODES: Final = ("address", "kind", "label", "parent", "level", "worst")
EDGES: Final = ("period", "parent", "child", "weight")
LEAVES: Final = ("period", "address", "score", "coverage")

HEAD: Final = """\
-- Scores and coverage of everything above the KPIs, from three tables (the csv files next to this one):
--   nodes  (address, kind, label, parent, level, worst)   level 0: KPIs; a node is scored after all of lower levels
--   edges  (period, parent, child, weight)                what counts in what, and how much, in each period
--   leaf_scores (period, address, score, coverage)        the KPIs; score is NULL where there is none
-- score: the weighted mean of the members that have one (of `worst` nodes the lowest); coverage: of all members.
-- Standard SQL: the text runs as it is on SQLite, DuckDB, PostgreSQL and Spark.
"""


def tables(scores: Scores) -> dict[str, str]:
    """The files by name: nodes, edges by period, the KPIs' scores, and the statement over them."""
    levels = _levels(scores)
    return {
        "nodes.csv": _csv(NODES, _nodes(scores, levels)),
        "edges.csv": _csv(EDGES, _edges(scores)),
        "leaf_scores.csv": _csv(LEAVES, _leaves(scores)),
        "cascade.sql": cascade_statement(max(levels, default=0)),
    }


def _csv(keys: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(keys)
    writer.writerows(rows)
    return buffer.getvalue()


def _levels(scores: Scores) -> list[int]:
    """By row how many levels stand below it: KPIs, objectives from the lowest tier up, perspectives, scorecards."""
    structure = scores.structure
    levels = [0] * len(scores.nodes)
    objectives = [at for at, node in enumerate(scores.nodes) if node.kind is Kind.OBJECTIVE]
    ranks = sorted({int(structure.ranks[at]) for at in objectives}, reverse=True)
    for at in objectives:
        levels[at] = 1 + ranks.index(int(structure.ranks[at]))
    for at, node in enumerate(scores.nodes):
        if node.kind is Kind.PERSPECTIVE:
            levels[at] = len(ranks) + 1
        elif node.kind is Kind.SCORECARD:
            levels[at] = len(ranks) + 2
    return levels


def _nodes(scores: Scores, levels: Sequence[int]) -> Iterator[list[object]]:
    for at, node in enumerate(scores.nodes):
        yield [
            node.address, node.kind.value, csv_text(node.label), node.parent or "", levels[at],
            int(scores.structure.worst[at]),
        ]  # fmt: skip


def _edges(scores: Scores) -> Iterator[list[object]]:
    """What counts in what; members that count nothing are left out."""
    structure = scores.structure
    from_kpis, from_supporters = from_parts(structure)
    for edges, counts in (
        (structure.kpi_edges, from_kpis),
        (structure.support_edges, from_supporters),
        (structure.objective_edges, None),
        (structure.perspective_edges, None),
    ):
        kept = edges if counts is None else edges.selected(counts[edges.parent])
        yield from _edge_rows(scores, kept)


def _edge_rows(scores: Scores, edges: Edges) -> Iterator[list[object]]:
    names = _period_names(scores)
    for place, (child, parent) in enumerate(
        zip(edges.child.tolist(), edges.parent.tolist(), strict=True)
    ):
        for at, weight in enumerate(edges.weight[place].tolist()):
            if weight > 0:
                yield [names[at], scores.nodes[parent].address, scores.nodes[child].address, repr(weight)]  # fmt: skip


def _leaves(scores: Scores) -> Iterator[list[object]]:
    names = _period_names(scores)
    for at, node in enumerate(scores.nodes):
        if node.kind is not Kind.KPI:
            continue
        for column, name in enumerate(names):
            if scores.in_force[at, column]:
                score = float(scores.score[at, column])
                yield [name, node.address, "" if isnan(score) else repr(score), 0 if isnan(score) else 100]  # fmt: skip


def _period_names(scores: Scores) -> list[str]:
    fiscal = scores.calendar.fiscal
    return [fiscal.format(period) for period in scores.periods]


def cascade_statement(levels: int) -> str:
    """The SELECT for so many levels above the KPIs: a chain of common table expressions, one a level."""
    parts = ["known0 AS (\n  SELECT period, address, score, coverage FROM leaf_scores\n)"]
    for level in range(1, levels + 1):
        parts += [_level(level), _known(level)]
    chain = ",\n".join(parts)
    return (
        f"{HEAD}WITH {chain}\nSELECT k.period, k.address, n.kind, n.label, k.score, k.coverage\n"
        f"FROM known{levels} k JOIN nodes n ON n.address = k.address\nORDER BY k.period, n.level DESC, k.address\n"
    )


def _level(level: int) -> str:
    return f"""level{level} AS (
  SELECT e.period AS period, e.parent AS address,
    CASE WHEN n.worst = 1 THEN MIN(k.score)
      ELSE SUM(CASE WHEN k.score IS NOT NULL THEN e.weight * k.score END)
        / SUM(CASE WHEN k.score IS NOT NULL THEN e.weight END) END AS score,
    SUM(e.weight * COALESCE(k.coverage, 0)) / SUM(e.weight) AS coverage
  FROM edges e
    JOIN nodes n ON n.address = e.parent
    LEFT JOIN known{level - 1} k ON k.address = e.child AND k.period = e.period
  WHERE n.level = {level}
  GROUP BY e.period, e.parent, n.worst
)"""


def _known(level: int) -> str:
    return f"""known{level} AS (
  SELECT period, address, score, coverage FROM known{level - 1}
  UNION ALL SELECT period, address, score, coverage FROM level{level}
)"""
