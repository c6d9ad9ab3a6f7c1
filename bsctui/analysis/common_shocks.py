"""What KPIs' errors have in common: those that moved together so far are drawn together.

The correlation of errors one step ahead is shrunk towards none by as much as chance alone would
make of so many series of so few values (Ledoit and Wolf, *A well-conditioned estimator for
large-dimensional covariance matrices*, Journal of Multivariate Analysis 88, 2004; Schäfer and
Strimmer, Statistical Applications in Genetics and Molecular Biology 4, 2005), and what is left is
told by a few common shocks, which each series feels more or less. So ten thousand KPIs need no
matrix of all pairs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SHOCKS = 8
"""Shocks that series feel more or less, at most: further ones explain little, and each costs as many draws as the first."""

FEWEST = 4
"""So many errors a series needs to be compared with others."""

DOUBT = 2.0
"""Errors moved together where they did so by so many standard errors more than chance would make them."""

WILD = 3.0
"""An error of more than so many usual ones counts as so many: one event is no habit."""


def shared_errors(errors: Array) -> Array:
    """How strongly each series feels each common shock, as parts of its standard deviation.

    Args:
        errors: (series, periods) one step ahead, nan where nothing was measured.

    Returns:
        (series, shocks); the squares of a row add up to 1 at most, what is missing is its own.
    """
    unit = _directions(errors)
    compared = np.flatnonzero((unit != 0).any(axis=1))
    felt = np.zeros((len(errors), SHOCKS))
    rows = unit[compared]
    if len(rows) < 2:
        return felt
    gram = rows.T @ rows
    own = (rows**2).sum(axis=1)
    together = float((gram**2).sum() - (own**2).sum())
    count = (~np.isnan(errors[compared])).sum(axis=1)
    by_chance = len(rows) * (len(rows) - 1) / float(count.mean())
    by_chance *= 1.0 + DOUBT * 2.0 / np.sqrt(len(rows) * (len(rows) - 1))
    kept = 1.0 - by_chance / together if together > by_chance else 0.0
    if kept <= 0:
        return felt
    _, axes = np.linalg.eigh(gram)
    main = axes[:, ::-1][:, :SHOCKS]
    felt[compared[:, None], np.arange(main.shape[1])] = np.sqrt(kept) * rows @ main
    return felt


def with_common_shock(felt: Array, towards: Array, part: float) -> Array:
    """One shock more, which moves all towards better or all towards worse.

    Args:
        felt: (series, shocks) as of `shared_errors`.
        towards: (series,) 1 where higher is better, -1 where lower is, 0 where neither: then it is not felt.
        part: The part of a variance that all share; what `felt` tells of it already is taken off.
    """
    known = (towards != 0).astype(np.float64)
    pairs = max(1.0, float(known.sum() * (known.sum() - 1)))
    signed = felt * towards[:, None]
    correlation = float((signed.sum(axis=0) ** 2).sum() - (signed**2).sum()) / pairs
    more = min(1.0, max(0.0, (part - correlation) / (1.0 - min(correlation, 0.99))))
    left = np.where(known, np.sqrt(1.0 - more), 1.0)[:, None]
    return np.concatenate([felt * left, towards[:, None] * np.sqrt(more)], axis=1)


def _directions(errors: Array) -> Array:
    """(series, periods) each row of length 1, 0 where nothing was measured; all 0 where present are too few."""
    present = ~np.isnan(errors)
    filled = np.where(present, errors, 0.0)
    usual = np.array(
        [
            np.median(np.abs(row[seen])) if seen.any() else 0.0
            for row, seen in zip(errors, present, strict=True)
        ]
    )
    usual = 1.4826 * usual[:, None]
    calm = np.where(usual > 0, np.clip(filled, -WILD * usual, WILD * usual), 0.0)
    length = np.sqrt((calm**2).sum(axis=1, keepdims=True))
    enough = (present.sum(axis=1, keepdims=True) >= FEWEST) & (length > 0)
    return np.where(enough, calm / np.where(length > 0, length, 1.0), 0.0)


def drawn_shocks(seed: Sequence[int], back: NDArray[np.int64], runs: int) -> Array:
    """(shocks + 1, steps, runs) standard normals, what a series feels of each shock in each of its own steps.

    The last shock is the one towards better; the last step is the same for all series.

    Args:
        seed: The same for all series that are drawn together.
        back: (steps + 1,) how many of the shortest steps before the end of what is looked out to each own step
            begins; the last one where it ends.
        runs: How many futures.
    """
    return _drawn_by_steps(tuple(seed), tuple(back.tolist()), runs)


@lru_cache(maxsize=8)
def _drawn_by_steps(seed: tuple[int, ...], back: tuple[int, ...], runs: int) -> Array:
    """The same; series of one grain that end together, almost all of a workspace, have their steps in common."""
    shocks = _drawn(seed, back[0], runs)
    return np.stack([shocks_of_steps(shock, np.array(back, dtype=np.int64)) for shock in shocks])


def shocks_of_steps(shocks: Array, back: NDArray[np.int64]) -> Array:
    """(steps, runs) what a series feels in each of its own steps, of what happens in the shorter ones of all.

    Args:
        shocks: (shorter steps, runs) standard normals, the last one at the end of what is looked out to.
        back: (steps + 1,) how many shorter steps before that end each own step begins; the last one where it ends.
    """
    if len(shocks) == len(back) - 1 and (np.diff(back) == -1).all() and not back[-1]:
        return shocks
    sums = np.concatenate([np.zeros((1, shocks.shape[1])), shocks.cumsum(axis=0)])
    places = len(shocks) - back
    width = np.maximum(np.diff(places), 1)
    return np.asarray(np.diff(sums[places], axis=0) / np.sqrt(width)[:, None])


@lru_cache(maxsize=2)
def _drawn(seed: tuple[int, ...], steps: int, runs: int) -> Array:
    parts = [
        np.random.default_rng([*seed, back]).standard_normal((SHOCKS + 1, runs))
        for back in range(steps - 1, -1, -1)
    ]
    return np.stack(parts, axis=1)
