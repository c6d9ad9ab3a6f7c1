"""What a KPI is held to, compared over every value that it could have, in each calendar period (`review.md`, 3).

A score is piecewise linear in the value: two of them compare at all their corners, between them and outside.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bsctui.model.entities import Kind
from bsctui.review.directions import Direction
from bsctui.scoring.kpi_view import Figures, figures
from bsctui.scoring.score_formulas import EPSILON, Directions, clamped, raw_scores
from bsctui.scoring.status import band_status, bands_of_node
from bsctui.scoring.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Definition
    from bsctui.model.workspace_settings import Band
    from bsctui.scoring.result import Scores

    Column = NDArray[np.float64]
    Rows = NDArray[np.int64]

AT_ONCE: Final = 2000
"""Pairs of a KPI and a period that are tried together."""


class ValueVerdict(NamedTuple):
    """Of one KPI: whether some value scores more or less than before, and whether a period has a score no more, or anew."""

    rises: bool = False
    falls: bool = False
    ends: bool = False
    begins: bool = False


def direction_by_values(
    before: Scores, after: Scores, addresses: Iterable[str], by_scores: Direction
) -> Direction:
    """For some KPIs over every value, together with what the scores that they have say.

    Where neither tells anything, what ends to be scored whatever its value is easier, what begins harder.
    """
    both = [a for a in addresses if a in before.model.kpis and a in after.model.kpis]
    return combined_direction(value_verdicts(before, after, both), by_scores)


def combined_direction(verdicts: Sequence[ValueVerdict], by_scores: Direction) -> Direction:
    """The verdicts on all values, and the scores as they are."""
    rises = any(verdict.rises for verdict in verdicts)
    falls = any(verdict.falls for verdict in verdicts)
    direction = Direction.of(rises=rises, falls=falls).combined_with(by_scores)
    if direction is not Direction.NEUTRAL:
        return direction
    return Direction.of(
        rises=any(verdict.ends for verdict in verdicts),
        falls=any(verdict.begins for verdict in verdicts),
    )


def value_verdicts(before: Scores, after: Scores, addresses: Sequence[str]) -> list[ValueVerdict]:
    """A verdict for each KPI; both results have all of them."""
    if not addresses:
        return []
    left, right = _KpiRules(before, addresses), _KpiRules(after, addresses)
    later = {period: at for at, period in enumerate(after.periods)}
    periods = [(at, later[p]) for at, p in enumerate(before.periods) if p in later]
    directions = np.zeros((len(addresses), 4), dtype=bool)
    cells = _cells_to_try(left, right, np.array(periods, dtype=np.int64).reshape(-1, 2))
    for first in range(0, len(cells), AT_ONCE):
        tried = cells[first : first + AT_ONCE]
        kpi, at, after_at = tried.T
        values = _values_to_try(left.turns(kpi, at), right.turns(kpi, after_at))
        (low, low_rank), (high, high_rank) = (
            left.judged(values, kpi, at),
            right.judged(values, kpi, after_at),
        )
        flags = np.zeros((len(tried), 4), dtype=bool)
        for old, new in ((low, high), (low_rank, high_rank)):
            flags[:, 0] |= (new - old > EPSILON).any(axis=1)
            flags[:, 1] |= (old - new > EPSILON).any(axis=1)
        was, is_now = ~np.isnan(low).all(axis=1), ~np.isnan(high).all(axis=1)
        flags[:, 2], flags[:, 3] = was & ~is_now, is_now & ~was
        np.logical_or.at(directions, kpi, flags)
    return [ValueVerdict(*row) for row in directions.tolist()]


def _cells_to_try(left: _KpiRules, right: _KpiRules, periods: Rows) -> Rows:
    """(cells, 3) KPI and its periods on both sides; what is as in the period before is tried once."""
    if not len(periods):
        return np.empty((0, 3), dtype=np.int64)
    columns = np.concatenate((left.columns(periods[:, 0]), right.columns(periods[:, 1])))
    repeated = (columns[:, :, 1:] == columns[:, :, :-1]) | (
        np.isnan(columns[:, :, 1:]) & np.isnan(columns[:, :, :-1])
    )
    fresh = np.concatenate(
        (np.ones((columns.shape[1], 1), dtype=bool), ~repeated.all(axis=0)), axis=1
    )
    kpi, at = np.nonzero(fresh)
    return np.column_stack((kpi, periods[at]))


def _values_to_try(*turns: Column) -> Column:
    """Turns of both sides, what lies between them, and beyond; nan where there is nothing."""
    knots = _distinct(np.concatenate(turns, axis=1))
    has_turns = ~np.isnan(knots).all(axis=1)
    low, high = np.full(len(knots), np.nan), np.full(len(knots), np.nan)
    low[has_turns], high[has_turns] = (
        np.nanmin(knots[has_turns], axis=1),
        np.nanmax(knots[has_turns], axis=1),
    )
    width = np.maximum(high - low, 1.0)
    between = (knots[:, :-1] + knots[:, 1:]) / 2
    return np.column_stack((low - width, knots, between, high + width))


def _distinct(numbers: Column) -> Column:
    """(rows, as few as hold them) the numbers of each row in order, each once, nan behind them."""
    numbers = np.sort(numbers, axis=1)
    numbers[:, 1:][numbers[:, 1:] == numbers[:, :-1]] = np.nan
    numbers = np.sort(numbers, axis=1)
    most = int((~np.isnan(numbers)).sum(axis=1).max(initial=0))
    return numbers[:, : max(most, 1)]


class _KpiRules:
    """What some KPIs are held to in each period of a view, whatever their values."""

    def __init__(self, scores: Scores, addresses: Sequence[str]) -> None:
        kpis = [scores.model.kpis[address] for address in addresses]
        values = Values(
            scores.model, scores.timeline, scores.dependencies, addresses, is_blank=True
        )
        self.definitions: list[Definition] = [kpi.definition for kpi in kpis]
        self._figures = figures(values, kpis, scores.structure.view)
        self._bands = [bands_of_node(scores.structure, a, Kind.KPI) for a in addresses]
        groups = {id(bands): bands for bands in self._bands}
        self._band_groups = list(groups.values())
        places = {name: at for at, name in enumerate(groups)}
        self._band_group = np.array([places[id(bands)] for bands in self._bands], dtype=np.int64)
        self._directions = Directions(self.definitions)
        self._levels = _padded(
            [
                [0.0, 100.0, definition.cap, *_limits(bands)]
                for definition, bands in zip(self.definitions, self._bands, strict=True)
            ]
        )

    def columns(self, at: Rows) -> Column:
        """(6, n, periods) all that varies by period."""
        return np.concatenate((self._figures.layers, self._figures.counted[None]))[:, :, at]

    def turns(self, kpi: Rows, at: Rows) -> Column:
        """(cells, turns) the values at which a score turns, steps, or changes its colour."""
        low, high, baseline, below, above = (
            layer[:, None] for layer in self._figures.layers[:, kpi, at]
        )
        levels = self._levels[kpi]
        plain = np.column_stack(
            (
                low, high, baseline,
                baseline + (low - baseline) * levels / 100.0,
                low - below * (1.0 - levels / 100.0),
                low + below * (1.0 - levels / 100.0),
                high + above * (1.0 - levels / 100.0),
            )
        )  # fmt: skip
        scaled = [at for at, one in enumerate(kpi.tolist()) if self.definitions[one].scale]
        if not scaled:
            return plain
        counted = self._figures.counted[kpi, at]
        points = _padded([self._scale_turns(int(kpi[one]), float(counted[one])) for one in scaled])
        turns = np.full((len(kpi), plain.shape[1] + points.shape[1]), np.nan)
        turns[:, : plain.shape[1]] = plain
        turns[scaled, plain.shape[1] :] = points
        return turns

    def _scale_turns(self, kpi: int, count: float) -> list[float]:
        scale = self.definitions[kpi].scale
        if scale is None:
            return []
        points = [value * count for value in scale.values]
        levels = [level for level in self._levels[kpi].tolist() if not np.isnan(level)]
        return [*points, *_crossings(points, scale.scores, levels)]

    def judged(self, values: Column, kpi: Rows, at: Rows) -> tuple[Column, Column]:
        """(cells, values) the score and the rank of the colour of each value; nan for none."""
        width = values.shape[1]
        layers = np.repeat(self._figures.layers[:, kpi, at][:, :, None], width, axis=2)
        counted = np.repeat(self._figures.counted[kpi, at][:, None], width, axis=1)
        blank = np.zeros(values.shape)
        hypothetical = Figures(
            values, layers, blank.astype(np.int64), blank.astype(bool), counted, blank, blank, blank
        )
        directions = copy(self._directions)
        for name, column in vars(self._directions).items():
            setattr(directions, name, column[kpi])
        definitions = [self.definitions[one] for one in kpi.tolist()]
        score = clamped(raw_scores(hypothetical, definitions, directions), directions)
        return score, self._ranks(score, kpi)

    def _ranks(self, score: Column, kpi: Rows) -> Column:
        ranks = np.full(score.shape, np.nan)
        group = self._band_group[kpi]
        for at in np.unique(group).tolist():
            ranks[group == at] = band_status(score[group == at], self._band_groups[at])
        return np.where(np.isnan(score), np.nan, ranks)


def _limits(bands: Sequence[Band]) -> Iterator[float]:
    return (band.below for band in bands if band.below is not None)


def _padded(lists: Sequence[Sequence[float]]) -> Column:
    """Lists as rows of one matrix, nan behind the shorter ones."""
    padded = np.full((len(lists), max(map(len, lists), default=0)), np.nan)
    for row, numbers in enumerate(lists):
        padded[row, : len(numbers)] = numbers
    return padded


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
