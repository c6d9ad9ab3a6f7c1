"""Scores of a single period, to be filled again and again: what asks "and if it were so much?" many times over."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from bsctui.scoring.time_axis import View

if TYPE_CHECKING:
    from bsctui.scoring.result import Scores
    from bsctui.scoring.structure import Layout


def narrowed(scores: Scores, at: int) -> Scores:
    """The same scores in the view's period `at` alone, with matrices of their own."""
    view = View(scores.timeline, (scores.periods[at],))
    shape = scores.score.shape
    columns = {
        field.name: matrix[:, [at]].copy()
        for field in fields(scores)
        if isinstance(matrix := getattr(scores, field.name), np.ndarray) and matrix.shape == shape
    }
    layout = _narrow(scores.layout, view, at)
    found = replace(scores, periods=view.periods, current=0, layout=layout)
    for name, column in columns.items():
        setattr(found, name, column)
    found.__dict__["row"] = scores.row  # the same nodes: what was found once holds
    return found


def _narrow(layout: Layout, view: View, at: int) -> Layout:
    found = layout.copy()
    found.view, found.ends, found.held = view, view.ends, {}
    found.always = np.ones(1, dtype=bool)
    found.in_force, found.weight = layout.in_force[:, [at]], layout.weight[:, [at]]
    for name in ("kpi_edges", "objective_edges", "support_edges", "perspective_edges"):
        edges = getattr(layout, name)
        setattr(found, name, edges.weighed(edges.weight[:, [at]]))
    return found
