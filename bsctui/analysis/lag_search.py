"""The correlation of two series' changes at many lags at once: what `correlation.correlate` would say at each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

CELLS_AT_ONCE = 200_000
"""Lags are looked at together as long as their pairs are no more than so many: then memory does not grow with the lags."""


def correlations_at_lags(
    cause: Array, effect: Array, count: int, season: int, holds: Flags, years: int
) -> tuple[Array, NDArray[np.int64]]:
    """Spearman's rank correlation at the lags 0 to `count` - 1, and how many pairs each rests on.

    Args:
        cause: (periods,) better is up; nan where missing.
        effect: The same periods.
        count: How many lags.
        season: Periods a year (1: no season).
        holds: (periods,) where the claim holds, by the effect's period.
        years: Whole years of pairs from which a season is taken out.

    Returns:
        Two of shape (count,); nan where one side never changes or there is no pair.
    """
    first, second = np.diff(cause), np.where(holds[1:], np.diff(effect), np.nan)
    measured = np.flatnonzero(np.isfinite(first) | np.isfinite(second))
    values, points = np.full(count, np.nan), np.zeros(count, dtype=np.int64)
    if not len(measured):
        return values, points
    inside = slice(int(measured[0]), int(measured[-1]) + 1)
    first, second = first[inside], second[inside]
    lags = np.arange(min(count, len(first)))
    at_once = max(1, CELLS_AT_ONCE // len(first))
    for start in range(0, len(lags), at_once):
        batch = lags[start : start + at_once]
        values[batch], points[batch] = _at(first, second, batch, season, years)
    return values, points


def _at(
    first: Array, second: Array, lags: NDArray[np.int64], season: int, years: int
) -> tuple[Array, NDArray[np.int64]]:
    """The same for some lags, a row each: a pair stands at the place of its cause's change."""
    later = np.concatenate([second, np.full(int(lags[-1]), np.nan)])
    windows = np.lib.stride_tricks.sliding_window_view(later, len(first))[lags]
    paired = np.isfinite(first) & np.isfinite(windows)
    points = paired.sum(axis=1)
    x, y = (np.where(paired, changes, np.nan) for changes in (first, windows))
    seasonal = points >= years * season if season > 1 else np.zeros(len(lags), dtype=bool)
    for changes in (x, y):
        changes[seasonal] = _without_season(changes[seasonal], season)
    ranks = _ranks(x, points), _ranks(y, points)
    size = np.sqrt((ranks[0] ** 2).sum(axis=1) * (ranks[1] ** 2).sum(axis=1))
    shared = (ranks[0] * ranks[1]).sum(axis=1)
    return np.where(size > 0, shared / np.where(size > 0, size, 1.0), np.nan), points


def _without_season(changes: Array, season: int) -> Array:
    """Each row's changes against the mean change of their place in the year."""
    rows, width = changes.shape
    years = -(-width // season)
    padded = np.full((rows, years * season), np.nan)
    padded[:, :width] = changes
    by_year = padded.reshape(rows, years, season)
    counts = np.isfinite(by_year).sum(axis=1, keepdims=True)
    means = np.nansum(by_year, axis=1, keepdims=True) / np.maximum(counts, 1)
    return np.asarray((by_year - means).reshape(rows, years * season)[:, :width])


def _ranks(changes: Array, points: NDArray[np.int64]) -> Array:
    """Ranks about their mean in each row; equals (within rounding) share the mean of theirs, what is missing counts 0."""
    rows, width = changes.shape
    size = np.nanmax(np.abs(changes), axis=1, initial=0.0)
    rounded = np.round(changes / np.where(size > 0, size, 1.0)[:, None], 9)
    rounded[np.isnan(rounded)] = np.inf
    order = rounded.argsort(axis=1, kind="stable")
    ordered = np.take_along_axis(rounded, order, axis=1)
    is_first = np.ones((rows, width), dtype=bool)
    is_first[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    bounds = np.append(np.flatnonzero(is_first.ravel()), rows * width)
    means = np.repeat((bounds[:-1] + bounds[1:] - 1) / 2, np.diff(bounds)).reshape(rows, width)
    ranks = np.empty((rows, width))
    np.put_along_axis(ranks, order, means - np.arange(rows)[:, None] * width, axis=1)
    return np.where(np.isinf(rounded), 0.0, ranks - (points[:, None] - 1) / 2)
