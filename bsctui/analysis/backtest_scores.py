"""How good forecasts of scores have been: objectives and top scorecards, foreseen from earlier periods and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.analysis.forecast import MIN_VALUES
from bsctui.analysis.outlook import outlook
from bsctui.model.entities import Kind
from bsctui.model.periods import Period
from bsctui.scoring.evaluate import calendar_of, evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.analysis.outlook import Outlook
    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores

AHEAD = (1, 2)
"""So many calendar periods ahead are compared."""

ORIGINS = 10
"""So many origins are tried, spread over the periods known."""

KPIS_SIMULATED, FEWEST_ORIGINS = 10_000, 2
"""In a large workspace fewer origins: so many KPIs are simulated for each period ahead, at least from two origins."""

RUNS = 400
"""Futures drawn for each: enough that a range stays where it is to about two points."""

CLOSE = 1e-6


class ScoreTrials(NamedTuple):
    """How often a score came within its 80% range.

    Attributes:
        part: `objectives` or `top scorecards`.
        tried: Forecasts that could be compared.
        inside: How many of them came within the range, its ends included.
    """

    part: str
    tried: int
    inside: int

    @property
    def coverage(self) -> float:
        """The part (0 to 1) that came within the range; nan without trials."""
        return self.inside / self.tried if self.tried else float("nan")


def backtest_scores(model: Model) -> list[ScoreTrials]:
    """Try the outlook on what a workspace has scored: objectives first, then what stands under no other.

    A range without width that held is left out: it foretold nothing that could have failed.
    """
    calendar = calendar_of(model)
    scores = evaluate(model, calendar.grain)
    counts = {"objectives": [0, 0], "top scorecards": [0, 0]}
    for known in _origins(scores):
        for ahead in AHEAD:
            if known + ahead > scores.current:
                continue
            grain = scores.grain
            until = Period(grain, calendar.first + known + ahead)
            seen = outlook(model, until, Period(grain, calendar.first + known), runs=RUNS)
            for part, inside in _compared(seen, scores, known + ahead):
                counts[part][0] += 1
                counts[part][1] += inside
    return [ScoreTrials(part, *pair) for part, pair in counts.items()]


def _origins(scores: Scores) -> list[int]:
    """The periods up to which something is taken as known, as indexes, spread evenly."""
    periods = range(MIN_VALUES - 1, scores.current)
    most = min(ORIGINS, max(FEWEST_ORIGINS, KPIS_SIMULATED // max(1, len(scores.model.kpis))))
    step = max(1, len(periods) // most)
    return list(periods)[::-step][:most]


def _compared(seen: Outlook, scores: Scores, at: int) -> Iterator[tuple[str, bool]]:
    for row, node in enumerate(seen.scores.nodes):
        part = _part(scores, node.address, node.kind)
        score = scores.score[scores.row[node.address], at]
        low, high = float(seen.score.low[row]), float(seen.score.high[row])
        if part is None or not seen.ranged[row] or np.isnan(score) or np.isnan(low):
            continue
        inside = low - CLOSE <= score <= high + CLOSE
        if high - low > CLOSE or not inside:
            yield part, bool(inside)


def _part(scores: Scores, address: str, kind: Kind) -> str | None:
    if kind is Kind.OBJECTIVE:
        return "objectives"
    is_top = kind is Kind.SCORECARD and scores.model.scorecards[address].under is None
    return "top scorecards" if is_top else None
