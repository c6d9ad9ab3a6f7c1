"""How one score answers to one KPI's value: the evaluator itself, asked of a single period many times."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.scoring.kpi_scores import fill_kpis
from bsctui.scoring.roll_up import Cascade, standing_above
from bsctui.scoring.single_period import narrowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.model.periods import Period
    from bsctui.scoring.result import Scores


class Point(NamedTuple):
    """What comes of a value; numbers are nan for none.

    Attributes:
        value: The KPI's in its own period (in each of them, where several are asked of).
        score: Of the node that is asked of.
        shown: The values shown of the KPIs that rest on it, itself included, in order of `Response.resting`.
    """

    value: float
    score: float
    shown: tuple[float, ...]


class Response:
    """The score of `ref` in the view's period `at` as a function of the value of `by` in some of its own periods.

    It is the cascade of `scoring.md`, evaluated anew for each value asked; answers are remembered.
    """

    def __init__(
        self, scores: Scores, at: int, ref: str, by: str, periods: Sequence[Period]
    ) -> None:
        self.by = by
        self.periods = tuple(periods)
        wanted = sorted(scores.ties.all_resting_on([by]))
        self.resting = tuple(address for address in wanted if address in scores.row)
        self._rows = [scores.row[address] for address in self.resting]
        self._ref = scores.row[ref]
        self._wanted = wanted
        self._scores = narrowed(scores, at)
        changed = np.zeros(len(scores.nodes), dtype=bool)
        changed[self._rows] = True
        above = standing_above(scores.layout, changed)
        self.bears = bool(above[self._ref])
        self._cascade = Cascade(self._scores.layout, above)
        self._base = scores.assumed
        self._known: dict[float, Point] = {}

    def at(self, value: float) -> Point:
        """What comes of a value."""
        found = self._known.get(value)
        if found is None:
            found = self._known[value] = self._made(value)
        return found

    def _made(self, value: float) -> Point:
        scores = self._scores
        cells = {
            **self._base.values.get(self.by, {}),
            **{one.ordinal: value for one in self.periods},
        }
        scores.assumed = replace(self._base, values={**self._base.values, self.by: cells})
        fill_kpis(scores, self._wanted)
        self._cascade.fill_scores(scores.score)
        shown = scores.value[self._rows, 0].tolist()
        return Point(value, float(scores.score[self._ref, 0]), tuple(shown))
