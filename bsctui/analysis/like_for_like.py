"""A change of a score among what was scored both times: without what came to be scored, or no longer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.analysis.simulation.simulate import roll_up
from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bsctui.scoring.result import Scores


def like_for_like(scores: Scores, since: int, at: int) -> NDArray[np.float64]:
    """(nodes,) how far each score moved between two periods of the view, KPIs alone that have a score in both.

    Each period is rolled up with the members and weights of its own; nan where nothing has a score in both.
    """
    is_kpi = np.array([node.kind is Kind.KPI for node in scores.nodes], dtype=bool)
    known = ~np.isnan(scores.score[:, since]) & ~np.isnan(scores.score[:, at])
    change = -_rolled_up(scores, since, is_kpi & known)
    change += _rolled_up(scores, at, is_kpi & known)
    return change


def _rolled_up(scores: Scores, at: int, counted: NDArray[np.bool_]) -> NDArray[np.float64]:
    score = np.where(counted, scores.score[:, at], np.nan)[:, None]
    roll_up(scores, at, score)
    return score[:, 0]
