"""The cascade as somebody writes it in pandas: tidy tables, joined by address and period, one `groupby` a level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from tests.benchmarks.bare_numpy import BANDS, LEAST_COVERAGE, columns_of

if TYPE_CHECKING:
    from bsctui.scoring.result import Scores

KEYS = ["node", "period"]


class Tables(NamedTuple):
    """What the cascade starts from, as files would give it: KPIs, their values, and members by level from below."""

    kpis: pd.DataFrame
    actuals: pd.DataFrame
    levels: tuple[pd.DataFrame, ...]


def tables_of(scores: Scores) -> Tables:
    """The tables of a workspace that `bare_numpy` can score."""
    columns = columns_of(scores)
    names = np.array([node.address for node in scores.nodes])
    kpis = pd.DataFrame(
        {
            name: getattr(columns, name)[:, 0]
            for name in ("baseline", "start", "target", "end", "leading")
        },
        index=pd.Index(names[columns.kpis], name="node"),
    )
    wide = pd.DataFrame(columns.value, index=kpis.index)
    actuals = wide.reset_index().melt("node", var_name="period", value_name="value")
    levels = tuple(
        pd.DataFrame(
            {
                "node": names[level.child],
                "parent": names[np.repeat(level.rows, np.diff(level.starts, append=len(level.child)))],
                "weight": level.weight[:, 0],
            }
        )
        for level in columns.levels
    )  # fmt: skip
    return Tables(kpis, actuals.astype({"period": int}), levels)


def cascade(tables: Tables) -> pd.DataFrame:
    """Score, coverage, status and trend of every node and period."""
    figures = tables.actuals.join(tables.kpis, on="node")
    share = ((figures.period - figures.start) / (figures.end - figures.start)).clip(upper=1.0)
    line = figures.baseline + share * (figures.target - figures.baseline)
    way = (figures.value - figures.baseline) / (line - figures.baseline)
    scored = pd.DataFrame(
        {"node": figures.node, "period": figures.period, "score": (100 * way).clip(0, 100)}
    )
    scored["lead"] = scored.score.where(figures.leading)
    scored["lag"] = scored.score.where(~figures.leading)
    scored["coverage"] = np.where(scored.score.isna(), 0.0, 100.0)
    parts = [scored]
    for level in tables.levels:
        parts.append(_above(level, pd.concat(parts)))
    nodes = pd.concat(parts).sort_values(KEYS, ignore_index=True)
    nodes["status"] = pd.cut(
        nodes.score, [-np.inf, *BANDS, np.inf], right=False, labels=["red", "amber", "green"]
    )
    nodes["insufficient"] = nodes.coverage < LEAST_COVERAGE
    earlier = nodes.groupby("node").score.ffill()
    nodes["change"] = nodes.score - earlier.groupby(nodes.node).shift()
    return nodes


def _above(level: pd.DataFrame, below: pd.DataFrame) -> pd.DataFrame:
    """The weighted means of what counts in each parent, in every period."""
    members = level.merge(below, on="node")
    by = [members.parent, members.period]
    above = {}
    for name in ("score", "lead", "lag"):
        weight = members.weight.where(members[name].notna())
        above[name] = (weight * members[name]).groupby(by).sum() / weight.groupby(by).sum()
    covered = (members.weight * members.coverage).groupby(by).sum()
    above["coverage"] = covered / members.weight.groupby(by).sum()
    return pd.DataFrame(above).rename_axis(KEYS).reset_index()
