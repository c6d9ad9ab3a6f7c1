"""Comparing scores: what the tests of this room share."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from bsctui.scoring.result import Scores


def same_scores(one: Scores, other: Scores) -> bool:
    """Whether two results have the same rows and periods, and the same in every column."""
    shape = (one.grain, one.periods, one.current, one.nodes)
    return shape == (other.grain, other.periods, other.current, other.nodes) and all(
        np.array_equal(mine, getattr(other, field.name), equal_nan=mine.dtype.kind == "f")
        for field in fields(one)
        if isinstance(mine := getattr(one, field.name), np.ndarray)
    )
