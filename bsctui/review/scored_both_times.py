"""How much of the results is like for like: what came to be scored, or no longer is, moves a score without any result."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from bsctui.analysis.like_for_like import ViewPeriod, like_for_like_between
from bsctui.review.effects import old_name

if TYPE_CHECKING:
    from bsctui.review.comparison import Comparison
    from bsctui.review.effects import Effect


class ScoredBothTimes(NamedTuple):
    """Of the results part of a top scorecard, under the old rules.

    Attributes:
        points: Among what has a score before and now; 0 where nothing has.
        coverage_before: Percent of the weight below it that had a score.
        coverage: Percent of it that has one now.
    """

    points: float
    coverage_before: float
    coverage: float


def scored_both_times(effect: Effect, comparison: Comparison) -> ScoredBothTimes | None:
    """The like-for-like part of the results; None where they are not told apart, or the two sides have not the same things."""
    before, now = comparison.counterfactuals.before, comparison.counterfactuals.old_rules
    if effect.results is None or before.scores is None or now.scores is None:
        return None
    row = now.row(old_name(comparison.sides, effect.address, effect.kind))
    if row is None or before.at is None or now.at is None:
        return None
    if before.scores.row != now.scores.row:
        return None
    points = like_for_like_between(
        ViewPeriod(before.scores, before.at), ViewPeriod(now.scores, now.at)
    )[row]
    return ScoredBothTimes(
        0.0 if isnan(points) else float(points),
        float(before.scores.coverage[row, before.at]),
        float(now.scores.coverage[row, now.at]),
    )
