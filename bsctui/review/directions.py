"""Easier or harder: what a change of rules does to scores and colours (`review.md`, 3)."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.entities import Kind
from bsctui.scoring.kpi_view import Figures, figures
from bsctui.scoring.result import INSUFFICIENT, NO_STATUS
from bsctui.scoring.roll_up import Cascade, with_ancestors
from bsctui.scoring.score_formulas import EPSILON, Directions, clamped, raw_scores
from bsctui.scoring.status import band_status, bands_of_node, fill_statuses
from bsctui.scoring.tiers import tier_scores
from bsctui.scoring.values import Values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Band, Definition
    from bsctui.scoring.result import Scores, TierScores

    Column = NDArray[np.float64]


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


def direction_by_scores(
    before: Scores, after: Scores, among: Collection[str] | None = None
) -> Direction:
    """By the scores and colours of all that both have (or of some), in every calendar period that both have.

    The tiers stand above all, and count where no choice was made. `insufficient` is below every colour; a score
    that comes or goes is neither a rise nor a fall.
    """
    periods = [period for period in before.periods if period in set(after.periods)]
    shared = [
        node.address
        for node in before.nodes
        if node.address in after.row and (among is None or node.address in among)
    ]
    at = [before.periods.index(p) for p in periods], [after.periods.index(p) for p in periods]
    left = np.ix_([before.row[a] for a in shared], at[0])
    right = np.ix_([after.row[a] for a in shared], at[1])
    direction = _compared(
        (before.score[left], before.status[left]), (after.score[right], after.status[right])
    )
    if among is not None or before.tiers.names != after.tiers.names:
        return direction
    pairs = zip(_of_tiers(before.tiers, at[0]), _of_tiers(after.tiers, at[1]), strict=True)
    for low, high in pairs if before.tiers.perspectives == after.tiers.perspectives else ():
        direction = direction.combined_with(_compared(low, high))
    return direction


def _of_tiers(tiers: TierScores, at: list[int]) -> Iterator[tuple[Column, NDArray[np.int8]]]:
    """The scores and colours of the tiers, then of each tier's perspectives."""
    yield tiers.block.score[:, at], tiers.status[:, at]
    yield tiers.perspective_score[:, :, at], tiers.perspective_status[:, :, at]


def _compared(
    before: tuple[Column, NDArray[np.int8]], after: tuple[Column, NDArray[np.int8]]
) -> Direction:
    """Two matrices of scores with their colours, of the same things in the same periods."""
    change = after[0] - before[0]
    low, high = _rank(before[1]), _rank(after[1])
    comparable = (low > _NONE) & (high > _NONE)
    rise = (change > EPSILON) | (comparable & (high > low))
    fall = (change < -EPSILON) | (comparable & (high < low))
    return Direction.of(rises=bool(rise.any()), falls=bool(fall.any()))


def score_ancestors(scores: Scores, address: str) -> set[str]:
    """All that the score of a thing goes into, itself left out."""
    flags = np.zeros(len(scores.nodes), dtype=bool)
    if address in scores.row:
        flags[scores.row[address]] = True
    rows = np.flatnonzero(with_ancestors(scores.structure, flags)).tolist()
    return {scores.nodes[row].address for row in rows} - {address}


_NONE = -9


def _rank(status: NDArray[np.int8]) -> NDArray[np.int64]:
    """Colours in order, `insufficient` below them, none apart."""
    ranks = status.astype(np.int64)
    ranks[status == INSUFFICIENT] = -1
    ranks[status == NO_STATUS] = _NONE
    return ranks


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


def direction_by_values(before: Scores, after: Scores, addresses: Iterable[str]) -> Direction:
    """For some KPIs over every value that they could have, in each calendar period that both sides have.

    A score is piecewise linear in the value: two of them compare at all their corners, between them and outside.
    """
    direction = Direction.NEUTRAL
    for address in addresses:
        if address in before.model.kpis and address in after.model.kpis:
            direction = direction.combined_with(_of_kpi(before, after, address))
    return direction


def _of_kpi(before: Scores, after: Scores, address: str) -> Direction:
    left, right = _KpiRule(before, address), _KpiRule(after, address)
    rises = falls = False
    for at, period in enumerate(before.periods):
        if period not in after.periods:
            continue
        after_at = after.periods.index(period)
        values = _corners([*left.knots(at), *right.knots(after_at)])
        if values is None:
            continue
        low, high = left.judged(values, at), right.judged(values, after_at)
        for old, new in zip(low, high, strict=True):
            change = new - old
            rises |= bool((change > EPSILON).any())
            falls |= bool((change < -EPSILON).any())
    return Direction.of(rises=rises, falls=falls)


def _corners(knots: Sequence[float]) -> Column | None:
    """Knots, what lies between them, and beyond."""
    unique_knots = np.unique([knot for knot in knots if not np.isnan(knot)])
    if not len(unique_knots):
        return None
    width = max(float(unique_knots[-1] - unique_knots[0]), 1.0)
    between = (unique_knots[:-1] + unique_knots[1:]) / 2
    return np.concatenate(
        ([unique_knots[0] - width], unique_knots, between, [unique_knots[-1] + width])
    )


class _KpiRule:
    """What one KPI is held to in each period of a view, whatever its value."""

    def __init__(self, scores: Scores, address: str) -> None:
        kpi = scores.model.kpis[address]
        blank = replace(kpi, actuals=(), formula=None, rollup=None)
        model = replace(scores.model, kpis={**scores.model.kpis, address: blank})
        values = Values(model, scores.timeline, scores.dependencies, [address])
        self.definition: Definition = kpi.definition
        self.figures = figures(values, [blank], scores.structure.view)
        self.bands: tuple[Band, ...] = bands_of_node(scores.structure, address, Kind.KPI)

    def knots(self, at: int) -> list[float]:
        """The values at which the score turns, steps, or changes its colour."""
        low, high, baseline, below, above = (
            float(layer) for layer in self.figures.layers[:, 0, at]
        )
        levels = [
            0.0,
            100.0,
            self.definition.cap,
            *(b.below for b in self.bands if b.below is not None),
        ]
        scale = self.definition.scale
        if scale is not None:
            count = float(self.figures.counted[0, at])
            points = [value * count for value in scale.values]
            return [*points, *_crossings(points, scale.scores, levels)]
        turns = [low, high, baseline]
        turns += [baseline + (low - baseline) * level / 100.0 for level in levels]
        turns += [low - below * (1.0 - level / 100.0) for level in levels]
        turns += [high + above * (1.0 - level / 100.0) for level in levels]
        return turns

    def judged(self, values: Column, at: int) -> tuple[Column, Column]:
        """The score and the rank of the colour of each value in a period; nan for none."""
        count = len(values)
        shape = (count, 1)
        own_figures = self.figures
        layers = np.repeat(own_figures.layers[:, :, at : at + 1], count, axis=1)
        blank = np.zeros(shape)
        hypothetical = Figures(
            values[:, None], layers, blank.astype(np.int64), blank.astype(bool),
            np.full(shape, own_figures.counted[0, at]), blank, blank, blank,
        )  # fmt: skip
        definitions = [self.definition] * count
        ways = Directions(definitions)
        score = clamped(raw_scores(hypothetical, definitions, ways), ways)[:, 0]
        colour = band_status(score, self.bands).astype(np.float64)
        return score, np.where(np.isnan(score), np.nan, colour)


def _crossings(
    points: Sequence[float], scores: Sequence[float], levels: Sequence[float]
) -> list[float]:
    """Where a scale's line meets some levels."""
    crossings = []
    for (left, low), (right, high) in zip(
        zip(points, scores, strict=True), zip(points[1:], scores[1:], strict=False), strict=False
    ):
        crossings += [
            left + (right - left) * (level - low) / (high - low)
            for level in levels
            if high != low and min(low, high) <= level <= max(low, high)
        ]
    return crossings
