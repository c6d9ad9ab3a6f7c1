"""Status and trend: scores against bands, and against the nearest earlier score (`scoring.md`, The cascade)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.entities import Kind
from bsctui.numbers import round_within
from bsctui.scoring.result import COLOURS, DOWN, FLAT, INSUFFICIENT, NO_STATUS, NO_TREND, UP
from bsctui.scoring.score_formulas import EPSILON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Assessment
    from bsctui.model.workspace_settings import Band
    from bsctui.scoring.result import Scores
    from bsctui.scoring.structure import CascadeStructure

    Matrix = NDArray[np.float64]
    Codes = NDArray[np.int8]
    Flags = NDArray[np.bool_]

STEP = 0.5
"""Points that a score must move to have a trend."""


def band_status(score: Matrix, bands: Sequence[Band]) -> Codes:
    """The colour of each score: the first band whose `below` is greater, else the last; -1 for none."""
    codes = np.full(score.shape, COLOURS.index(bands[-1].colour), dtype=np.int8)
    for band in reversed(bands[:-1]):
        if band.below is not None:
            codes[score < band.below - EPSILON] = COLOURS.index(band.colour)
    codes[np.isnan(score)] = NO_STATUS
    return codes


def covered_status(score: Matrix, coverage: Matrix, bands: Sequence[Band], least: float) -> Codes:
    """The colours of scores, insufficient where too little of the weight has one."""
    thin = ~np.isnan(score) & (coverage < least - EPSILON)
    return np.where(thin, np.int8(INSUFFICIENT), band_status(score, bands))


def fill_statuses(scores: Scores, affected: Flags) -> None:
    """Status and whether a human judgement set it, of the affected rows, in place."""
    least = scores.model.settings.coverage
    rows = np.flatnonzero(affected)
    status, judged = scores.status[rows], np.zeros((len(rows), len(scores.periods)), dtype=bool)
    for bands, is_kpi, places in _by_bands(scores, rows.tolist()):
        score, coverage = scores.score[rows[places]], scores.coverage[rows[places]]
        status[places] = (
            band_status(score, bands) if is_kpi else covered_status(score, coverage, bands, least)
        )
    for at, row in enumerate(rows.tolist()):
        for period, colour in _judgements(scores, row):
            status[at, period], judged[at, period] = COLOURS.index(colour), True
    scores.write("status", rows, status)
    scores.write("judged", rows, judged)


def _by_bands(
    scores: Scores, rows: Sequence[int]
) -> Iterable[tuple[tuple[Band, ...], bool, list[int]]]:
    """The places of the rows that share their bands and how they are held against them: KPIs have no coverage that counts."""
    model = scores.model
    bands_by_card: dict[str, tuple[Band, ...]] = {}
    groups: dict[tuple[int, bool], tuple[tuple[Band, ...], bool, list[int]]] = {}
    for at, row in enumerate(rows):
        node = scores.nodes[row]
        is_kpi = node.kind is Kind.KPI
        bands = model.kpis[node.address].definition.bands if is_kpi else None
        if bands is None:
            card = node.address.partition(".")[0]
            if card not in bands_by_card:
                bands_by_card[card] = model.scorecards[card].bands or model.settings.bands
            bands = bands_by_card[card]
        key = (
            id(bands),
            is_kpi,
        )  # by identity: hashing them for every row would cost more than the rest
        if key not in groups:
            groups[key] = (bands, is_kpi, [])
        groups[key][2].append(at)
    return groups.values()


def bands_of_node(structure: CascadeStructure, address: str, kind: Kind) -> tuple[Band, ...]:
    """The bands of a node: the KPI's (its original's), else its scorecard's, else the workspace's."""
    model = structure.model
    if kind is Kind.KPI:
        own = model.kpis[address].definition.bands
        if own is not None:
            return own
    card = model.scorecards[address.partition(".")[0]]
    return card.bands or model.settings.bands


def status_label(status: str | None, bands: Sequence[Band]) -> str:
    """The one word for a status wherever a person reads it: its band's label, else its own; empty for none."""
    labels = (band.label for band in bands if band.colour == status and band.label)
    return next(labels, status or "")


def band_bounds(bands: Sequence[Band]) -> tuple[float, ...]:
    """The scores at which a band ends, a little lower, as statuses are judged: a score that reaches one lies above it."""
    return tuple(band.below - EPSILON for band in bands if band.below is not None)


def shown_score(scores: Scores, row: int, at: int) -> float:
    """A node's score to the one decimal that people read, rounded towards its own status; nan for none."""
    return round_to_status(scores, row, float(scores.score[row, at]))


def round_to_status(scores: Scores, row: int, score: float) -> float:
    """Any score of a node (one of another time, or a wanted one) as `shown_score` rounds its present one."""
    if np.isnan(score):
        return score
    node = scores.nodes[row]
    return round_within(
        score, band_bounds(bands_of_node(scores.structure, node.address, node.kind))
    )


def shown_status(scores: Scores, row: int, at: int) -> str:
    """The word for the status of a node in a period of the view; empty for none."""
    node = scores.nodes[row]
    bands = bands_of_node(scores.structure, node.address, node.kind)
    return status_label(scores.status_word(row, at), bands)


def _judgements(scores: Scores, row: int) -> Iterator[tuple[int, str]]:
    """What people judged of a node, by place of the period: of a KPI that is the `same`, what they judged of the original where both are in force."""
    node, model = scores.nodes[row], scores.model
    if node.kind is Kind.OBJECTIVE:
        yield from _placed(scores, model.objectives[node.address].assessments, scores.in_force[row])
    elif node.kind is Kind.KPI:
        kpi = model.kpis[node.address]
        original = model.kpis.get(kpi.same or kpi.address, kpi)
        if original.assessments:
            in_force = scores.in_force[row] & scores.structure.kpi_holds(original)
            yield from _placed(scores, original.assessments, in_force)


def _placed(
    scores: Scores, assessments: Sequence[Assessment], in_force: Flags
) -> Iterator[tuple[int, str]]:
    """Judgements that were made of exactly a period of the view in which it is in force."""
    for assessment in assessments:
        for at, period in enumerate(scores.periods):
            if period == assessment.period and in_force[at]:
                yield at, assessment.colour


def trends(score: Matrix) -> Codes:
    """Against the nearest earlier period of the view that has a score."""
    codes = np.full(score.shape, NO_TREND, dtype=np.int8)
    before = np.full(score.shape[0], np.nan)
    for at in range(score.shape[1]):
        change = score[:, at] - before
        has_change = ~np.isnan(change)
        step = np.where(change > STEP + EPSILON, UP, np.where(change < -STEP - EPSILON, DOWN, FLAT))
        codes[has_change, at] = step[has_change]
        before = np.where(np.isnan(score[:, at]), before, score[:, at])
    return codes
