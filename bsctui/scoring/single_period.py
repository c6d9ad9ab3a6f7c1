"""Scores of a single period, to be filled again and again: what asks "and if it were so much?" many times over."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from bsctui.scoring.time_axis import View

if TYPE_CHECKING:
    from bsctui.scoring.result import Scores
    from bsctui.scoring.structure import CascadeStructure


def single_period_scores(scores: Scores, at: int) -> Scores:
    """The same scores in the view's period `at` alone, with matrices of their own."""
    view = View(scores.timeline, (scores.periods[at],))
    shape = scores.score.shape
    columns = {
        field.name: matrix[:, [at]].copy()
        for field in fields(scores)
        if isinstance(matrix := getattr(scores, field.name), np.ndarray) and matrix.shape == shape
    }
    structure = _single_period_structure(scores.structure, view, at)
    single = replace(scores, periods=view.periods, current=0, structure=structure)
    for name, column in columns.items():
        setattr(single, name, column)
    single.__dict__["row"] = scores.row  # the same nodes: what was found once holds
    return single


def _single_period_structure(structure: CascadeStructure, view: View, at: int) -> CascadeStructure:
    single = structure.copy()
    single.view, single.ends, single.in_force_by_address = view, view.ends, {}
    single.always = np.ones(1, dtype=bool)
    single.in_force, single.weight = structure.in_force[:, [at]], structure.weight[:, [at]]
    for name in ("kpi_edges", "objective_edges", "support_edges", "perspective_edges"):
        edges = getattr(structure, name)
        setattr(single, name, edges.with_weight(edges.weight[:, [at]]))
    return single
