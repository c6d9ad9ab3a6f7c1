"""Bands of status colours compared over every score that something could have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.review.directions import Direction
from bsctui.scoring.status import band_status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.model.model import Model
    from bsctui.model.workspace_settings import Band
    from bsctui.scoring.result import Scores


def direction_by_bands(before: Scores, after: Scores) -> Direction:
    """For the bands of the workspace and of every scorecard that both have."""
    direction = Direction.NEUTRAL
    for old, new in set(_pairs(before.model, after.model)):
        direction = direction.combined_with(direction_of_bands(old, new))
    return direction


def direction_of_bands(old: Sequence[Band], new: Sequence[Band]) -> Direction:
    """Easier where some score has a better colour and none a worse one."""
    limits = [band.below for band in (*old, *new) if band.below is not None]
    scores = np.array([0.0, *limits])  # a colour begins at its limit and stays up to the next one
    before, after = band_status(scores, old), band_status(scores, new)
    return Direction.of(rises=bool((after > before).any()), falls=bool((after < before).any()))


def _pairs(old: Model, new: Model) -> Iterator[tuple[tuple[Band, ...], tuple[Band, ...]]]:
    yield old.settings.bands, new.settings.bands
    for address, card in old.scorecards.items():
        other = new.scorecards.get(address)
        if other is not None:
            yield card.bands or old.settings.bands, other.bands or new.settings.bands
