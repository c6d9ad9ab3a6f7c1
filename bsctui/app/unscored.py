"""The scores of a workspace that has no calendar yet: none, in no period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.cascade.scores import Block, Scores, TierScores
from bsctui.model.periods import Grain

if TYPE_CHECKING:
    from bsctui.model.model import Model


def unscored(model: Model) -> Scores:
    """Scores without nodes and periods, so that the rest of the app need not ask."""
    numbers = np.empty((0, 0))
    flags = np.empty((0, 0), dtype=bool)
    codes = np.empty((0, 0), dtype=np.int8)
    names = (
        *("score", "lead", "lag", "coverage", "own", "cascaded", "raw", "value"),
        *("target_low", "target_high", "baseline", "progress", "stale", "weight"),
    )
    return Scores(
        model=model,
        grain=Grain.QUARTER,
        periods=(),
        current=0,
        nodes=(),
        **dict.fromkeys(names, numbers),
        **dict.fromkeys(("partial", "judged", "broken", "in_force"), flags),
        status=codes,
        trend=codes,
        tiers=TierScores((), (), Block.empty(0, 0), codes, numbers, numbers, codes),
        divided_by_zero=frozenset(),
    )
