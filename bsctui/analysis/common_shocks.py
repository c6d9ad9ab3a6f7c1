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
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SHOCKS = 8
"""Common shocks at most: further ones explain little, and each costs as many draws as the first."""

FEWEST = 8
"""So many errors a series needs to be compared with others."""

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
    kept = 1.0 - by_chance / together if together > by_chance else 0.0
    if kept <= 0:
        return felt
    _, axes = np.linalg.eigh(gram)
    main = axes[:, ::-1][:, :SHOCKS]
    felt[compared[:, None], np.arange(main.shape[1])] = np.sqrt(kept) * rows @ main
    return felt


def _directions(errors: Array) -> Array:
    """(series, periods) each row of length 1, 0 where nothing was measured; all 0 where there are too few."""
    there = ~np.isnan(errors)
    filled = np.where(there, errors, 0.0)
    usual = np.array(
        [
            np.median(np.abs(row[seen])) if seen.any() else 0.0
            for row, seen in zip(errors, there, strict=True)
        ]
    )
    usual = 1.4826 * usual[:, None]
    calm = np.where(usual > 0, np.clip(filled, -WILD * usual, WILD * usual), 0.0)
    length = np.sqrt((calm**2).sum(axis=1, keepdims=True))
    enough = (there.sum(axis=1, keepdims=True) >= FEWEST) & (length > 0)
    return np.where(enough, calm / np.where(length > 0, length, 1.0), 0.0)


def drawn_shocks(seed: Sequence[int], group: str, steps: int, runs: int) -> Array:
    """(shocks, steps, runs) standard normals that all series of a group feel; the last step is the same for all."""
    return _drawn((*seed, crc32(group.encode())), steps, runs)


@lru_cache(maxsize=4)
def _drawn(seed: tuple[int, ...], steps: int, runs: int) -> Array:
    parts = [
        np.random.default_rng([*seed, back]).standard_normal((SHOCKS, runs))
        for back in range(steps - 1, -1, -1)
    ]
    return np.stack(parts, axis=1)
