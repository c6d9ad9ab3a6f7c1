"""How one score answers to one KPI's value: the evaluator itself, asked of a single period many times."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.scoring.kpi_scores import fill_kpis
from bsctui.scoring.roll_up import Cascade, with_ancestors
from bsctui.scoring.single_period import single_period_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.model.periods import Period
    from bsctui.scoring.result import Scores


class ResponsePoint(NamedTuple):
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
        self, scores: Scores, at: int, ref: str, lever: str, periods: Sequence[Period]
    ) -> None:
        self.lever = lever
        self.periods = tuple(periods)
        addresses = sorted(scores.dependencies.all_dependents([lever]))
        self.dependents = tuple(address for address in addresses if address in scores.row)
        self._rows = [scores.row[address] for address in self.dependents]
        self._ref = scores.row[ref]
        self._addresses = addresses
        self._scores = single_period_scores(scores, at)
        changed = np.zeros(len(scores.nodes), dtype=bool)
        changed[self._rows] = True
        above = with_ancestors(scores.structure, changed)
        self.depends = bool(above[self._ref])
        self._cascade = Cascade(self._scores.structure, above)
        self._base = scores.overrides
        self._cache: dict[float, ResponsePoint] = {}

    def at(self, value: float) -> ResponsePoint:
        """What comes of a value."""
        point = self._cache.get(value)
        if point is None:
            point = self._cache[value] = self._evaluated(value)
        return point

    def _evaluated(self, value: float) -> ResponsePoint:
        scores = self._scores
        cells = {
            **self._base.values.get(self.lever, {}),
            **{period.ordinal: value for period in self.periods},
        }
        scores.overrides = replace(self._base, values={**self._base.values, self.lever: cells})
        fill_kpis(scores, self._addresses)
        self._cascade.fill_scores(scores.score)
        shown = scores.value[self._rows, 0].tolist()
        return ResponsePoint(value, float(scores.score[self._ref, 0]), tuple(shown))
