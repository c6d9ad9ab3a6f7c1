"""Where a scorecard rises: in its score or its colour, from the current period on; a score that comes is no rise."""

from __future__ import annotations

import numpy as np
import pytest

from bsctui.review.lifts import lifted_at
from bsctui.scoring.result import COLOURS, INSUFFICIENT, NO_STATUS

RED, GREEN = COLOURS.index("red"), COLOURS.index("green")
NONE = float("nan")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ([(50, RED), (50, RED)], [(50, RED), (50, RED)], -1),
        ([(50, RED), (50, RED)], [(51, RED), (90, RED)], 0),
        ([(50, RED), (50, RED), (50, RED)], [(50, RED), (51, RED), (60, RED)], 2),
        ([(50, RED), (50, RED)], [(50, GREEN), (50, RED)], 0),
        ([(50, GREEN), (50, GREEN)], [(50, RED), (40, RED)], -1),
        ([(NONE, NO_STATUS)], [(80, GREEN)], -1),
        ([(80, GREEN)], [(NONE, NO_STATUS)], -1),
        ([(50, INSUFFICIENT)], [(50, RED)], 0),
    ],
    ids=["alike", "now", "later, where the most", "colour alone", "falls", "comes", "goes", "seen at last"],
)  # fmt: skip
def test_it_rises_now_or_later_where_it_rises_the_most(low, high, expected):
    columns = [
        np.array(column, dtype=kind)
        for side in (low, high)
        for column, kind in zip(zip(*side, strict=True), (float, np.int8), strict=True)
    ]
    assert lifted_at(*columns) == expected
