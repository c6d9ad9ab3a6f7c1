"""Leverage: how many points of a score each KPI carries, and how many are still to be had from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.model.entities import BandTarget, Better, Kind
from bsctui.scoring.roll_up import Cascade
from bsctui.scoring.score_formulas import EPSILON
from bsctui.scoring.structure import KIND_CODES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from bsctui.scoring.result import Scores
    from bsctui.scoring.roll_up import Level

    Column = NDArray[np.float64]
    Flags = NDArray[np.bool_]


class Limit(StrEnum):
    """Why a KPI's share holds on one side only, or not all the way."""

    LOWEST = "lowest"
    """It counts as the lowest member of something scored `worst`: won points end at the next lowest."""
    TIED = "tied"
    """Another member is as low: this one alone can lose points there, but win none."""
    UNDER_ZERO = "under zero"
    """Its raw score is 0 or less: the value must get above that before the score does."""
    OVER_CAP = "over cap"
    """Its raw score is at the cap or over it: a better value wins nothing."""


LIMIT_TEXTS = {
    Limit.LOWEST: "the lowest member of a score made by `worst`: at most this much, until another member is the lowest",
    Limit.TIED: "another member is equally low: a change of this one can lose these points, but not gain any",
    Limit.UNDER_ZERO: "its raw score is 0 or less: the value must get above that before the score moves",
    Limit.OVER_CAP: "its raw score is at or above its full score: a better value gains nothing",
}
"""What is said to a reader of each."""


class Sensitivity(NamedTuple):
    """One KPI (or whatever else has a score) below a top score, in one period.

    Attributes:
        address: Whose it is.
        score: Its score; nan for none, and then it carries nothing.
        full: The most it can score (`full_score`).
        share: How much of the top score is made from it (0 to 1): along every path up the product
            of the shares, which are those of `scoring.md` (missing members dropped out, under
            `worst` 1 for the lowest), and the sum over the paths.
        won: Points that the top gains for each point this KPI gains.
        lost: Points that the top loses for each point this KPI loses. Both equal `share` unless
            something is `tied`.
        limits: Where that holds on one side only.
    """

    address: str
    score: float
    full: float
    share: float
    won: float
    lost: float
    limits: tuple[Limit, ...]

    @property
    def points(self) -> float:
        """The points it carries: `share x score`; over all KPIs they add up to the top's score."""
        return self.share * self.score if self.share else 0.0

    @property
    def open(self) -> float:
        """Points still to be had: `won x (cap - score)`; where it is the `lowest`, at most so many."""
        return self.won * (self.full - self.score) if self.won else 0.0


def sensitivities(scores: Scores, top: str, at: int) -> Mapping[str, Sensitivity]:
    """What every KPI below `top` carries of its score in the view's period `at`, in order of display.

    Raises:
        KeyError: No node has the address `top`.
    """
    flow = flow_from(scores, top, at)
    below = np.flatnonzero(flow.below & (scores.structure.kinds == KIND_CODES[Kind.KPI]))
    return {
        scores.nodes[row].address: sensitivity_of_row(scores, flow, row, at)
        for row in below.tolist()
    }


def sensitivity_of_row(scores: Scores, flow: ScoreFlow, row: int, at: int) -> Sensitivity:
    """What one node carries of the top that a flow starts from."""
    return Sensitivity(
        scores.nodes[row].address,
        float(scores.score[row, at]),
        full_score(scores, row),
        float(flow.share[row]),
        float(flow.won[row]),
        float(flow.lost[row]),
        _limits(scores, flow, row, at),
    )


def full_score(scores: Scores, row: int) -> float:
    """The most a node can score: a KPI's cap, of a band 100, of a scale its highest point; else 100."""
    kpi = scores.model.kpis.get(scores.nodes[row].address)
    if kpi is None:
        return 100.0
    definition = kpi.definition
    if definition.scale is not None:
        return min(definition.cap, max(definition.scale.scores))
    banded = isinstance(definition.target, BandTarget) or definition.better is Better.WITHIN
    return min(definition.cap, 100.0) if banded else definition.cap


@dataclass(frozen=True, slots=True)
class ScoreFlow:
    """(nodes,) what of a top's score goes down to each node, and how it gets there.

    Attributes:
        share: As in `Sensitivity`; so are `won` and `lost`.
        below: Whether the node stands below the top (or is it) with a weight above 0.
        lowest: Whether it counts as the lowest member of something scored `worst` on the way.
        tied: Whether another member there is as low.
    """

    share: Column
    won: Column
    lost: Column
    below: Flags
    lowest: Flags
    tied: Flags

    @classmethod
    def of_top(cls, count: int, top: int) -> ScoreFlow:
        """All of it still at the top, one of `count` nodes."""
        whole, below = np.zeros(count), np.zeros(count, dtype=bool)
        whole[top], below[top] = 1.0, True
        nothing = np.zeros(count, dtype=bool)
        return cls(whole, whole.copy(), whole.copy(), below, nothing, nothing.copy())


def flow_from(scores: Scores, top: str, at: int) -> ScoreFlow:
    """Hand a top's score down, level by level from above: to each member its part of what its parent has.

    Raises:
        KeyError: No node has the address `top`.
    """
    count = len(scores.nodes)
    flow = ScoreFlow.of_top(count, scores.row[top])
    cascade = Cascade(scores.structure, np.ones(count, dtype=bool))
    for level in reversed(cascade.levels):
        if flow.below[level.scored_members.rows].any():
            _hand_down(flow, level, scores.score[:, at], at)
    return flow


def _hand_down(flow: ScoreFlow, level: Level, score: Column, at: int) -> None:
    members, parents = level.scored_members, level.scored_members.rows
    child, place = members.child, members.place
    scores = score[child]
    weight = np.where(np.isnan(scores), 0.0, members.weight[:, at])
    total = np.bincount(place, weight, len(parents))[place]
    share = np.where(total > 0, weight / np.where(total > 0, total, 1.0), 0.0)
    counted = np.where(weight > 0, scores, np.inf)
    least = np.full(len(parents), np.inf)
    np.minimum.at(least, place, counted)
    worst = level.worst[place] & (weight > 0)
    lowest = worst & (counted <= least[place] + EPSILON)
    only_lowest = lowest & (np.bincount(place, lowest, len(parents))[place] == 1)
    first = lowest & (_first(place, counted, len(parents))[place] == np.arange(len(place)))
    above = parents[place]
    for column, part in (
        (flow.share, np.where(worst, first, share)),
        (flow.won, np.where(worst, only_lowest, share)),
        (flow.lost, np.where(worst, lowest, share)),
    ):
        np.add.at(column, child, part * column[above])
    reached = flow.below[above]
    flow.below[child[reached & (members.weight[:, at] > 0)]] = True
    carried = flow.lost[above] > 0
    flow.lowest[child[carried & (lowest | (flow.lowest[above] & (share > 0)))]] = True
    flow.tied[child[carried & ((lowest & ~only_lowest) | (flow.tied[above] & (share > 0)))]] = True


def _first(place: NDArray[np.int64], counted: Column, parents: int) -> NDArray[np.int64]:
    """(parents,) the edge of the lowest member, the first of equals; -1 without members."""
    order = np.lexsort((np.arange(len(place)), counted, place))
    first_edges = np.full(parents, -1)
    begins = np.flatnonzero(np.diff(place[order], prepend=-1))
    first_edges[place[order][begins]] = order[begins]
    return first_edges


def _limits(scores: Scores, flow: ScoreFlow, row: int, at: int) -> tuple[Limit, ...]:
    if not flow.lost[row] > 0:
        return ()
    raw, full = float(scores.raw[row, at]), full_score(scores, row)
    flags = (
        (Limit.LOWEST, bool(flow.lowest[row])),
        (Limit.TIED, bool(flow.tied[row])),
        (Limit.UNDER_ZERO, raw <= EPSILON),
        (Limit.OVER_CAP, raw >= full - EPSILON),
    )
    return tuple(limit for limit, holds in flags if holds)
