"""The figures and scores of KPIs, written into the rows of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.scoring.kpi_view import figures
from bsctui.scoring.score_formulas import (
    Directions,
    clamped,
    progress,
    raw_scores,
    shown_baseline,
)
from bsctui.scoring.targets import HIGH, LOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Kpi
    from bsctui.scoring.result import Scores
    from bsctui.scoring.values import Values

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]


KPIS_AT_ONCE = 2000
"""KPIs computed together: so many that calls cost nothing, so few that their columns stay in the cache."""

CELLS_AT_ONCE = 200_000
"""Their periods together: some twenty tables of so many numbers are held while they are computed."""


def fill_kpis(scores: Scores, addresses: Sequence[str]) -> None:
    """Compute some KPIs and measures, in place: everything of a KPI that needs no other node."""
    model = scores.model
    values = scores.values_of(addresses)
    scores.divided_by_zero = (scores.divided_by_zero - values.reached) | values.divided_by_zero
    shown = [model.kpis[address] for address in addresses if address in model.kpis]
    periods = max(len(scores.periods), *(len(table.axis) for table in values.tables.values()), 1)
    at_once = max(1, min(KPIS_AT_ONCE, CELLS_AT_ONCE // periods))
    for first in range(0, len(shown), at_once):
        _fill_batch(scores, values, shown[first : first + at_once])


def _fill_batch(scores: Scores, values: Values, batch: Sequence[Kpi]) -> None:
    kpis = scores.model.kpis
    originals = dict.fromkeys(kpi.same or kpi.address for kpi in batch)
    computed = [kpis[address] for address in originals if address in kpis]
    place = {kpi.address: at for at, kpi in enumerate(computed)}
    shown = [kpi for kpi in batch if (kpi.same or kpi.address) in place]
    if shown:
        rows = np.array([scores.row[kpi.address] for kpi in shown], dtype=np.int64)
        sources = np.array([place[kpi.same or kpi.address] for kpi in shown], dtype=np.int64)
        _fill(scores, values, shown, rows, computed, sources)


def _fill(
    scores: Scores,
    values: Values,
    shown: Sequence[Kpi],
    rows: NDArray[np.int64],
    computed: Sequence[Kpi],
    sources: NDArray[np.int64],
) -> None:
    """Write what was computed into the rows of what is shown (under `same` another KPI's)."""
    view = scores.structure.view
    definitions = [kpi.definition for kpi in computed]
    kpi_figures = figures(values, computed, view)
    directions = Directions(definitions)
    raw = raw_scores(kpi_figures, definitions, directions)
    stale = view.index_of_end(view.ends)[None, :] - view.index_of_end(kpi_figures.measured)
    in_force = _in_force(scores, shown, rows)
    hidden = _broken_rows(scores, rows)
    for name, matrix in (
        ("value", kpi_figures.value),
        ("target_low", kpi_figures.layers[LOW]),
        ("target_high", kpi_figures.layers[HIGH]),
        ("baseline", shown_baseline(kpi_figures, directions)),
        ("raw", raw),
        ("score", clamped(raw, directions)),
        ("progress", progress(kpi_figures, directions)),
        ("stale", np.where(np.isnan(kpi_figures.value), np.nan, np.maximum(stale, 0))),
    ):
        is_told = in_force & ~hidden if name in {"raw", "score"} else in_force
        scores.write(name, rows, np.where(is_told, matrix[sources], np.nan))
    partial = in_force & kpi_figures.partial[sources] & ~np.isnan(kpi_figures.value[sources])
    scores.write("partial", rows, partial)
    _fill_lead_and_lag(scores, shown, rows)


def _in_force(scores: Scores, shown: Sequence[Kpi], rows: NDArray[np.int64]) -> Flags:
    """Where each is in force; under `same` the values are limited by the original's span too."""
    in_force = scores.in_force[rows]
    for at, kpi in enumerate(shown):
        if kpi.same is not None:
            in_force[at] &= scores.structure.kpi_holds(scores.model.kpis[kpi.same])
    return in_force


def _broken_rows(scores: Scores, rows: NDArray[np.int64]) -> Flags:
    """(n, 1) which KPIs have a line that cannot be read, or rest on one: those have no score."""
    broken = scores.model.broken
    if not broken:
        return np.zeros((len(rows), 1), dtype=bool)
    nodes = scores.nodes
    return np.array([[nodes[row].address in broken] for row in rows.tolist()], dtype=bool)


def _fill_lead_and_lag(scores: Scores, shown: Sequence[Kpi], rows: NDArray[np.int64]) -> None:
    """Leading and lagging KPIs apart, and how far each is covered."""
    score = scores.score[rows]
    leading = np.array([kpi.definition.leading for kpi in shown], dtype=bool)[:, None]
    scores.write("lead", rows, np.where(leading, score, np.nan))
    scores.write("lag", rows, np.where(leading, np.nan, score))
    covered = np.where(np.isnan(score), 0.0, 100.0)
    scores.write("coverage", rows, np.where(scores.in_force[rows], covered, np.nan))
