"""Statuses in order, so that a better one can be told from a worse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from bsctui.scoring.result import INSUFFICIENT, NO_STATUS

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNRANKED: Final = -9
"""Where there is no status."""


def status_ranks(status: NDArray[np.int8]) -> NDArray[np.int64]:
    """Colours in order, `insufficient` below them, none apart."""
    ranks = status.astype(np.int64)
    ranks[status == INSUFFICIENT] = -1
    ranks[status == NO_STATUS] = UNRANKED
    return ranks
