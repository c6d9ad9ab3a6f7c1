"""A change of a score among what was scored both times: without what came to be scored, or no longer is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
    return like_for_like_between(ViewPeriod(scores, since), ViewPeriod(scores, at))


def like_for_like_between(since: ViewPeriod, now: ViewPeriod) -> NDArray[np.float64]:
    """The same between two evaluations of the same nodes."""
    is_kpi = np.array([node.kind is Kind.KPI for node in now.scores.nodes], dtype=bool)
    known = is_kpi & since.is_scored & now.is_scored
    return now.rolled_up(known) - since.rolled_up(known)


class ViewPeriod(NamedTuple):
    """A period of an evaluation's view, by its index."""

    scores: Scores
    at: int

    @property
    def is_scored(self) -> NDArray[np.bool_]:
        """(nodes,) which have a score."""
        return ~np.isnan(self.scores.score[:, self.at])

    def rolled_up(self, counted: NDArray[np.bool_]) -> NDArray[np.float64]:
        """(nodes,) scores made from those of some nodes alone."""
        score = np.where(counted, self.scores.score[:, self.at], np.nan)[:, None]
        roll_up(self.scores, self.at, score)
        return score[:, 0]
