"""Easier or harder: what a change of rules does to scores and colours (`review.md`, 3)."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.review.status_ranks import UNRANKED, status_ranks
from bsctui.scoring.result import COLOURS
from bsctui.scoring.roll_up import Cascade, with_ancestors
from bsctui.scoring.score_formulas import EPSILON
from bsctui.scoring.status import fill_statuses
from bsctui.scoring.tiers import tier_scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from bsctui.scoring.result import Scores, TierScores

    Column = NDArray[np.float64]

GOOD = COLOURS.index("green")
"""From this colour on a score that is gone is a loss; below it a bad mark disappeared."""


class Direction(StrEnum):
    """What a change of rules does to the scores it touches."""

    EASIER = "easier"
    HARDER = "harder"
    MIXED = "mixed"
    NEUTRAL = "neutral"

    @classmethod
    def of(cls, *, rises: bool, falls: bool) -> Direction:
        """Easier where some rise and none falls; harder the other way round."""
        if rises:
            return cls.MIXED if falls else cls.EASIER
        return cls.HARDER if falls else cls.NEUTRAL

    def combined_with(self, other: Direction) -> Direction:
        """Both together."""
        sides = {self, other} - {Direction.NEUTRAL}
        if not sides:
            return Direction.NEUTRAL
        return sides.pop() if len(sides) == 1 else Direction.MIXED


def direction_by_scores(before: Scores, after: Scores) -> Direction:
    """By the scores and colours of all that both have, the tiers above them too, in every calendar period that both have.

    `insufficient` is below every colour; a score that comes is neither a rise nor a fall. Of calendars in two grains
    what each shows now is compared.
    """
    shared = [node.address for node in before.nodes if node.address in after.row]
    at = _shared_periods(before, after)
    left = np.ix_([before.row[a] for a in shared], at[0])
    right = np.ix_([after.row[a] for a in shared], at[1])
    direction = movements(
        (before.score[left], before.status[left]), (after.score[right], after.status[right])
    ).direction()
    if before.tiers.names != after.tiers.names:
        return direction
    pairs = zip(_of_tiers(before.tiers, at[0]), _of_tiers(after.tiers, at[1]), strict=True)
    for low, high in pairs if before.tiers.perspectives == after.tiers.perspectives else ():
        direction = direction.combined_with(movements(low, high).direction())
    return direction


def _shared_periods(before: Scores, after: Scores) -> tuple[list[int], list[int]]:
    if before.grain is not after.grain:
        return [before.current], [after.current]
    places = {period: at for at, period in enumerate(after.periods)}
    pairs = [(at, places[period]) for at, period in enumerate(before.periods) if period in places]
    return [at for at, _ in pairs], [at for _, at in pairs]


def _of_tiers(tiers: TierScores, at: list[int]) -> Iterator[tuple[Column, NDArray[np.int8]]]:
    """The scores and colours of the tiers, then of each tier's perspectives."""
    yield tiers.block.score[:, at], tiers.status[:, at]
    yield tiers.perspective_score[:, :, at], tiers.perspective_status[:, :, at]


class Movements(NamedTuple):
    """What happens in each row of two matrices of scores, in any period: (rows, 1) flags."""

    rises: NDArray[np.bool_]
    falls: NDArray[np.bool_]
    loses_bad: NDArray[np.bool_]
    loses_good: NDArray[np.bool_]

    def direction(self, rows: slice = slice(None)) -> Direction:
        """Of some rows together.

        Where nothing rises or falls, a score that went is easier if its colour was a bad one, else harder.
        """
        direction = Direction.of(
            rises=bool(self.rises[rows].any()), falls=bool(self.falls[rows].any())
        )
        if direction is not Direction.NEUTRAL:
            return direction
        return Direction.of(
            rises=bool(self.loses_bad[rows].any()), falls=bool(self.loses_good[rows].any())
        )


def movements(
    before: tuple[Column, NDArray[np.int8]], after: tuple[Column, NDArray[np.int8]]
) -> Movements:
    """Two matrices of scores with their colours, of the same things in the same periods; the last axis is time."""
    change = after[0] - before[0]
    low, high = status_ranks(before[1]), status_ranks(after[1])
    comparable = (low > UNRANKED) & (high > UNRANKED)
    gone = (low > UNRANKED) & (high == UNRANKED)
    flags = (
        (change > EPSILON) | (comparable & (high > low)),
        (change < -EPSILON) | (comparable & (high < low)),
        gone & (low < GOOD),
        gone & (low >= GOOD),
    )
    return Movements(*(np.any(flag, axis=-1, keepdims=True) for flag in flags))


def carried_forward(scores: Scores, addresses: Iterable[str]) -> Scores:
    """Scores as if the last score of some things stood for all time after it, with what stands above them."""
    rows = [scores.row[address] for address in addresses if address in scores.row]
    if not rows:
        return scores
    extended = replace(
        scores, score=scores.score.copy(), coverage=scores.coverage.copy(), status=scores.status.copy(),
        judged=scores.judged.copy(),
    )  # fmt: skip
    for row in rows:
        _carry_on(extended, row)
    flags = np.zeros(len(scores.nodes), dtype=bool)
    flags[rows] = True
    over = with_ancestors(scores.structure, flags) & ~flags
    cascade = Cascade(scores.structure, over)
    cascade.fill_scores(extended.score)
    cascade.fill_coverage(extended.coverage)
    fill_statuses(extended, over)
    extended.tiers = tier_scores(extended)
    return extended


def _carry_on(scores: Scores, row: int) -> None:
    scored = np.flatnonzero(~np.isnan(scores.score[row]))
    if not len(scored):
        return
    last = int(scored[-1])
    after = np.arange(last + 1, scores.score.shape[1])
    after = after[scores.in_force[row, after]]
    scores.score[row, after] = scores.score[row, last]
    scores.coverage[row, after] = scores.coverage[row, last]
