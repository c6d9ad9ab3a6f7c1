"""From figures to scores: one formula for each way a KPI is scored (`scoring.md`, A KPI's score)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.entities import BandTarget, Better
from bsctui.scoring.targets import (
    BASELINE,
    HIGH,
    LOW,
    TOLERANCE_HIGH,
    TOLERANCE_LOW,
    scored_by_own_size,
    starts_from_zero,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Definition, Scale
    from bsctui.scoring.kpi_view import Figures

    Matrix = NDArray[np.float64]

EPSILON = 1e-9
"""Anything this near to a threshold counts as on it."""


class Directions:
    """How each KPI is scored, as (n, 1) flags to be laid over (n, view) columns."""

    def __init__(self, definitions: Sequence[Definition]) -> None:
        def column(flags: list[bool]) -> NDArray[np.bool_]:
            return np.array(flags, dtype=bool)[:, None]

        self.lower = column([d.better is Better.LOWER for d in definitions])
        self.within = column(
            [d.better is Better.WITHIN or isinstance(d.target, BandTarget) for d in definitions]
        )
        self.tolerant = column([bool(d.tolerances) for d in definitions])
        self.by_size = column([scored_by_own_size(d) for d in definitions])
        self.from_zero = column([starts_from_zero(d) for d in definitions])
        self.scaled = column([d.scale is not None for d in definitions])
        self.cap = np.array([d.cap for d in definitions])[:, None]


def raw_scores(
    figures: Figures, definitions: Sequence[Definition], directions: Directions
) -> Matrix:
    """(n, view) scores before they are kept within 0 and the cap; nan for none."""
    with np.errstate(all="ignore"):
        tolerant = _by_tolerance(figures, directions)
        plain = np.where(directions.within, np.nan, _by_baseline(figures, directions))
        above_zero = directions.from_zero & (figures.layers[LOW] > EPSILON)
        raw = np.where(directions.tolerant | (directions.by_size & ~above_zero), tolerant, plain)
    for row in np.flatnonzero(directions.scaled[:, 0]).tolist():
        scale = definitions[row].scale
        if scale is not None:
            raw[row] = _by_scale(figures.value[row], figures.counted[row], scale)
    return raw


def clamped(raw: Matrix, directions: Directions) -> Matrix:
    """Scores within 0 and the cap."""
    return np.where(np.isnan(raw), np.nan, np.clip(raw, 0.0, directions.cap))


def _by_baseline(figures: Figures, directions: Directions) -> Matrix:
    """`100 (a - b) / (t - b)`; with t = b all or nothing."""
    value, target, baseline = figures.value, figures.layers[LOW], figures.layers[BASELINE]
    way = target - baseline
    level = np.abs(way) <= EPSILON
    met = np.where(directions.lower, value <= target + EPSILON, value >= target - EPSILON)
    raw = 100.0 * (value - baseline) / np.where(level, 1.0, way)
    missing = np.isnan(value) | np.isnan(way)
    return np.where(missing, np.nan, np.where(level, np.where(met, 100.0, 0.0), raw))


def _by_tolerance(figures: Figures, directions: Directions) -> Matrix:
    """`100 (1 - d / w)`, d how far on the bad side; for a band the distance to the nearer end."""
    value, low, high = figures.value, figures.layers[LOW], figures.layers[HIGH]
    below, above = low - value, value - high
    outside = np.maximum(np.maximum(below, above), 0.0)
    distance = np.where(directions.within, outside, np.where(directions.lower, above, below))
    at_low = np.where(directions.within, below > above, ~directions.lower)
    width = np.where(at_low, figures.layers[TOLERANCE_LOW], figures.layers[TOLERANCE_HIGH])
    narrow = np.abs(width) <= EPSILON
    raw = 100.0 * (1.0 - distance / np.where(narrow, 1.0, width))
    missing = np.isnan(distance) | np.isnan(width)
    return np.where(
        missing, np.nan, np.where(narrow, np.where(distance <= EPSILON, 100.0, 0.0), raw)
    )


def _by_scale(value: Matrix, counted: Matrix, scale: Scale) -> Matrix:
    """Linear between the points, level outside them; their values add up where the value is a sum."""
    points, scores = np.array(scale.values), np.array(scale.scores)
    result = np.empty(value.shape)
    for count in np.unique(counted).tolist():
        same_count = counted == count
        result[same_count] = np.interp(value[same_count], points * count, scores)
    return np.where(np.isnan(value), np.nan, result)


def progress(figures: Figures, directions: Directions) -> Matrix:
    """How far along the whole way: `100 (a - b) / (T - b)` within 0 and the cap."""
    no_start = directions.from_zero & (figures.end <= EPSILON)
    way = np.where(no_start, np.nan, figures.end - figures.start)
    with np.errstate(all="ignore"):
        result = (
            100.0 * (figures.latest - figures.start) / np.where(np.abs(way) <= EPSILON, np.nan, way)
        )
    result = np.where(directions.within | directions.scaled, np.nan, result)
    return np.where(np.isnan(result), np.nan, np.clip(result, 0.0, directions.cap))


def shown_baseline(figures: Figures, directions: Directions) -> Matrix:
    """The baseline, written or 0; a target of 0 and below has no 0 to start from."""
    has_none = directions.from_zero & (figures.layers[LOW] <= EPSILON)
    return np.where(has_none, np.nan, figures.layers[BASELINE])
