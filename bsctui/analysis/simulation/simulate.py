"""Scores of many runs: drawn values scored and rolled up by the evaluator's own formulas, run by run as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.analysis.simulation.runs import Runs
from bsctui.scoring.kpi_view import Figures
from bsctui.scoring.roll_up import Cascade
from bsctui.scoring.score_formulas import Directions, clamped, raw_scores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from bsctui.analysis.simulation.runs import RunFigure
    from bsctui.model.entities import Definition, Kpi
    from bsctui.scoring.result import Scores

    Array = NDArray[np.float64]
    Draws = Callable[[str], tuple[NDArray[np.int64], Array] | None]
    Watch = Callable[[Sequence[Kpi]], Iterable[Kpi]]

IN_CACHE = 1000
"""Runs rolled up together: their columns stay in the processor's cache."""


class SimulatedScores(NamedTuple):
    """(nodes, runs) each, nan for none, as in `Scores`; `value` and `raw` of KPIs only."""

    score: Array
    value: Array
    raw: Array


def without_progress(kpis: Sequence[Kpi]) -> Iterable[Kpi]:
    """One after the other, and nobody is told."""
    return kpis


def simulate(
    scores: Scores, at: int, draws: Draws, count: int, moving: int, watch: Watch = without_progress
) -> SimulatedScores:
    """The view's period `at` in many runs.

    Args:
        scores: Of a model in which the drawn cells have any value at all.
        at: The index of a period of the view.
        draws: By address the own periods (ordinals, ascending) that were drawn and their values
            (h, runs); None where nothing was.
        count: How many runs.
        moving: A day (`FiscalYear.end`) before which no drawn period ends.
        watch: Is given all KPIs and hands them on one by one, such as a progress bar.
    """
    model, structure = scores.model, scores.structure
    values = scores.values_of([*model.kpis, *model.measures])
    runs = Runs(values, draws, count, moving)
    shape = (len(scores.nodes), count)
    simulated = SimulatedScores(*(np.full(shape, np.nan) for _ in range(3)))
    for kpi in watch(list(model.kpis.values())):
        address, row = kpi.address, scores.row[kpi.address]
        original = model.kpis.get(kpi.same or address)
        if (
            original is None
            or not scores.in_force[row, at]
            or not structure.kpi_holds(original)[at]
        ):
            continue
        figure = runs.figure(original.address, structure.view, at)
        simulated.value[row] = figure.value
        if address not in model.broken:
            simulated.raw[row], simulated.score[row] = kpi_run_scores(figure, original.definition)
    roll_up(scores, at, simulated.score)
    return simulated


def kpi_run_scores(figure: RunFigure, definition: Definition) -> tuple[Array, Array]:
    """(1 or runs,) raw score and score of one KPI, by the evaluator's formulas."""
    value = np.broadcast_arrays(figure.value, figure.layers[0])[0]
    nothing = np.full((1, 1), np.nan)
    figures = Figures(
        value[None], figure.layers[:, None], np.zeros((1, 1), dtype=np.int64),
        np.zeros((1, 1), dtype=bool), np.broadcast_to(figure.counted, value.shape)[None], *(nothing,) * 3,
    )  # fmt: skip
    directions = Directions([definition])
    raw = raw_scores(figures, [definition], directions)
    return raw[0], clamped(raw, directions)[0]


def roll_up(scores: Scores, at: int, score: Array) -> None:
    """Fill the rows above KPIs of (nodes, runs) scores, in place, as the cascade is in the view's period `at`."""
    structure = scores.structure.in_period(at)
    cascade = Cascade(structure, np.ones(len(scores.nodes), dtype=bool))
    for first in range(0, score.shape[1], IN_CACHE):
        block = np.ascontiguousarray(score[:, first : first + IN_CACHE])
        cascade.fill_scores(block)
        score[:, first : first + IN_CACHE] = block
