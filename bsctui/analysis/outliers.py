"""Which values of a history a forecast learns from: all but those that cannot be right, or stand alone far away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.plausibility import doubtful

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bsctui.analysis.history import History

FEWEST = 8
"""With fewer values than this none is told from a history that simply moves much."""

FAR = 10.0
"""So many usual changes away from every other value it stands alone (the usual change: of a normal's standard deviation)."""

SHARE = 8
"""One value in so many may be left out; where more stand alone, that is how this history is."""


def believable(past: History) -> NDArray[np.bool_]:
    """(values,) what to learn from; the others count as missing."""
    kept = np.ones(len(past.values), dtype=bool)
    strange = doubtful(past.ordinals.tolist(), past.values.tolist(), past.grain)
    kept[strange] = False
    if len(past.values) >= FEWEST:
        kept &= ~_alone(past.values)
    few = (~kept).sum() * SHARE <= len(kept)
    return kept if few else np.ones(len(kept), dtype=bool)


def _alone(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Far from every other value; the last one may be the first of many."""
    usual = 1.4826 * float(np.median(np.abs(np.diff(values))))
    order = np.argsort(values, kind="stable")
    gaps = np.concatenate(([np.inf], np.diff(values[order]), [np.inf]))
    nearest = np.empty(len(values))
    nearest[order] = np.minimum(gaps[:-1], gaps[1:])
    is_far = (nearest > FAR * usual) & (usual > 0)
    is_far[-1] = False
    return np.asarray(is_far)
