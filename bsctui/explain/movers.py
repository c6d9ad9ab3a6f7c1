"""Why a score changed, all the way down: the KPIs and weights that moved it, in points of that score."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from bsctui.explain.attribution import Cause, Change, EarlierTargets, attributed_changes
from bsctui.scoring.roll_up import Cascade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.scoring.result import Scores


def movers(scores: Scores, top: str, since: int, at: int) -> tuple[Change, ...]:
    """What moved a score from the view's period `since` to `at`, most first; together they are its change.

    Each level's changes (`attribution`) are followed down wherever a member's own score moved, until a
    value, a target, a weight or a member that came or went is the cause. What reaches the top along
    several paths is one mover.

    Raises:
        KeyError: No node has this address.
    """
    parts: dict[str, float] = defaultdict(float, {top: 1.0})
    points_by_cause: dict[tuple[str, Cause], float] = defaultdict(float)
    earlier = EarlierTargets(scores, scores.model.kpis, since, at)
    for address in _downward(scores, top):
        part = parts.get(address, 0.0)
        if not part:
            continue
        for change in attributed_changes(scores, address, since, at, earlier=earlier):
            if change.cause is Cause.SCORE:
                row = scores.row[change.address]
                moved = float(scores.score[row, at] - scores.score[row, since])
                parts[change.address] += part * change.points / moved
            else:
                points_by_cause[change.address, change.cause] += part * change.points
    result = [
        Change(address, cause, points) for (address, cause), points in points_by_cause.items()
    ]
    return tuple(sorted(result, key=lambda change: -abs(change.points)))


def _downward(scores: Scores, top: str) -> Iterator[str]:
    """All that has members, those above before those below; the top itself where it has none."""
    row = scores.row[top]
    levels = Cascade(scores.structure, np.ones(len(scores.nodes), dtype=bool)).levels
    rows = [at for level in reversed(levels) for at in level.scored_members.rows.tolist()]
    yield from (scores.nodes[at].address for at in (rows if row in rows else [row]))
