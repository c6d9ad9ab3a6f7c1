"""Status and trend: scores against bands, and against the nearest earlier score (`scoring.md`, The cascade)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.cascade.scores import COLOURS, DOWN, FLAT, INSUFFICIENT, NO_STATUS, NO_TREND, UP
from bsctui.cascade.scoring import CLOSE
from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.cascade.layout import Layout
    from bsctui.model.entities import Assessment, Band

    Matrix = NDArray[np.float64]
    Codes = NDArray[np.int8]

STEP = 0.5
"""Points that a score must move to have a trend."""


def banded(score: Matrix, bands: Sequence[Band]) -> Codes:
    """The colour of each score: the first band whose `below` is greater, else the last; -1 for none."""
    found = np.full(score.shape, COLOURS.index(bands[-1].colour), dtype=np.int8)
    for band in reversed(bands[:-1]):
        if band.below is not None:
            found[score < band.below - CLOSE] = COLOURS.index(band.colour)
    found[np.isnan(score)] = NO_STATUS
    return found


def statuses(layout: Layout, score: Matrix, coverage: Matrix) -> tuple[Codes, NDArray[np.bool_]]:
    """(nodes, periods) status codes, and where a human judgement set them."""
    model = layout.model
    groups: dict[tuple[Band, ...], list[int]] = {}
    for at, node in enumerate(layout.nodes):
        groups.setdefault(bands_of(layout, node.address, node.kind), []).append(at)
    found = np.full(score.shape, NO_STATUS, dtype=np.int8)
    for bands, rows in groups.items():
        found[rows] = banded(score[rows], bands)
    above_kpis = np.array([node.kind is not Kind.KPI for node in layout.nodes], dtype=bool)
    thin = above_kpis[:, None] & ~np.isnan(score) & (coverage < model.settings.coverage - CLOSE)
    found[thin] = INSUFFICIENT
    judged = np.zeros(score.shape, dtype=bool)
    for entity in (*model.objectives.values(), *model.kpis.values()):
        if entity.assessments:
            _judge(layout, entity.address, entity.assessments, found, judged)
    return found, judged


def bands_of(layout: Layout, address: str, kind: Kind) -> tuple[Band, ...]:
    """The bands of a node: the KPI's (its original's), else its scorecard's, else the workspace's."""
    model = layout.model
    if kind is Kind.KPI:
        own = model.kpis[address].definition.bands
        if own is not None:
            return own
    card = model.scorecards[address.partition(".")[0]]
    return card.bands or model.settings.bands


def _judge(
    layout: Layout,
    address: str,
    assessments: Sequence[Assessment],
    found: Codes,
    judged: NDArray[np.bool_],
) -> None:
    row = layout.row[address]
    for assessment in assessments:
        for at, period in enumerate(layout.view.periods):
            if period == assessment.period and layout.in_force[row, at]:
                found[row, at] = COLOURS.index(assessment.colour)
                judged[row, at] = True


def trends(score: Matrix) -> Codes:
    """Against the nearest earlier period of the view that has a score."""
    found = np.full(score.shape, NO_TREND, dtype=np.int8)
    before = np.full(score.shape[0], np.nan)
    for at in range(score.shape[1]):
        change = score[:, at] - before
        known = ~np.isnan(change)
        step = np.where(change > STEP + CLOSE, UP, np.where(change < -STEP - CLOSE, DOWN, FLAT))
        found[known, at] = step[known]
        before = np.where(np.isnan(score[:, at]), before, score[:, at])
    return found
