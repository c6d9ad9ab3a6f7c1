"""Which scorecards a change of rules lifts, now or later: their scores or their colours (`review.md`, Moved goalposts)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.model.entities import Kind
from bsctui.review.status_ranks import UNRANKED, status_ranks
from bsctui.scoring.score_formulas import EPSILON

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from bsctui.model.periods import Period
    from bsctui.scoring.result import Scores

    Column = NDArray[np.float64]
    Codes = NDArray[np.int8]
    Places = NDArray[np.int64]


class Lift(NamedTuple):
    """A scorecard (or a tier, by its name) that rises: in the current period, else where it rises the most.

    `points` is 0 where only the colour gets better.
    """

    address: str
    points: float
    period: Period


def lifts_between(
    before: Scores, after: Scores, new_of: Mapping[str, str] | None = None
) -> list[Lift]:
    """What rises in the current period or later, of all that both have; the greatest first.

    A tier is told where none of its scorecards rises by itself.

    Args:
        before: The scores without it.
        after: The scores with it.
        new_of: How `after` calls what it calls otherwise.
    """
    pairs = _periods_from_current(before, after)
    if not pairs:
        return []
    left, right = [at for at, _ in pairs], [at for _, at in pairs]
    lifts = []
    for address, (low, low_status), (high, high_status) in _columns(before, after, new_of or {}):
        at = lifted_at(low[left], low_status[left], high[right], high_status[right]).item()
        if at >= 0:
            points = float(np.nan_to_num(high[right[at]] - low[left[at]]))
            lifts.append(Lift(address, max(points, 0.0), before.periods[left[at]]))
    cards = [lift for lift in lifts if lift.address not in before.tiers.names]
    return sorted(cards or lifts, key=lambda lift: -lift.points)


def lifted_at(low: Column, low_status: Codes, high: Column, high_status: Codes) -> Places:
    """Where scores or their colours rise: in the first of the periods (the last axis), else where they do so the most; -1 for nowhere."""
    change = np.nan_to_num(high - low)
    ranks = status_ranks(low_status), status_ranks(high_status)
    comparable = (ranks[0] > UNRANKED) & (ranks[1] > UNRANKED)
    rises = (change > EPSILON) | (comparable & (ranks[1] > ranks[0]))
    most = np.argmax(np.where(rises, change, -np.inf), axis=-1)
    return np.where(rises[..., 0], 0, np.where(rises.any(axis=-1), most, -1))


def _periods_from_current(before: Scores, after: Scores) -> list[tuple[int, int]]:
    """The places of the periods from the current one on that both have; of calendars in two grains what each shows now."""
    if before.grain is not after.grain:
        return [(before.current, after.current)]
    ends = before.structure.view.ends
    later = {period: at for at, period in enumerate(after.periods)}
    return [
        (at, later[period])
        for at, period in enumerate(before.periods)
        if period in later and ends[at] >= before.timeline.current_end
    ]


def _columns(
    before: Scores, after: Scores, new_of: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Column, Codes], tuple[Column, Codes]]]:
    """Scores and statuses of every scorecard and tier that both have."""
    for row, node in enumerate(before.nodes):
        address = new_of.get(node.address, node.address)
        other = after.row.get(address)
        if node.kind is Kind.SCORECARD and other is not None:
            yield (
                address,
                (before.score[row], before.status[row]),
                (after.score[other], after.status[other]),
            )
    for at, name in enumerate(before.tiers.names):
        if name in after.tiers.names:
            other = after.tiers.names.index(name)
            yield (
                name,
                (before.tiers.block.score[at], before.tiers.status[at]),
                (after.tiers.block.score[other], after.tiers.status[other]),
            )
