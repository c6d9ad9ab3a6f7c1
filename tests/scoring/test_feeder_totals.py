"""Feeders taken one by one make what they make together."""

from __future__ import annotations

import numpy as np
import pytest

from bsctui.model.entities import Aggregate
from bsctui.scoring.feeder_totals import FeederTotals

NONE = np.nan
VALUES = np.array([[4.0, NONE, 9.0, NONE], [-2.0, 5.0, 9.0, NONE], [6.0, 1.0, 7.0, 3.0]])
WEIGHTS = np.array([[1.0, 1.0, 0.0, 0.0], [2.0, 2.0, 0.0, 0.0], [1.0, 3.0, 0.0, 0.0]])
"""In the third period no feeder takes part, in the fourth the only one with a value does not."""


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Aggregate.SUM, [6, NONE, NONE, NONE]),
        (Aggregate.AVERAGE, [1.5, 2.6, NONE, NONE]),
        (Aggregate.MIN, [-2, 1, NONE, NONE]),
        (Aggregate.MAX, [6, 5, NONE, NONE]),
    ],
)
def test_feeders_added_one_by_one_are_those_added_at_once(method, expected):
    once, by_one = FeederTotals(method, (4,)), FeederTotals(method, (4,))
    once.add(VALUES, WEIGHTS)
    for value, weight in zip(VALUES, WEIGHTS, strict=True):
        by_one.add(value[None], weight[None])
    for totals in (once, by_one):
        np.testing.assert_allclose(totals.value(partial=False)[0], expected)


def test_a_sum_that_lacks_some_is_a_value_where_that_is_wanted_and_says_so():
    totals = FeederTotals(Aggregate.SUM, (4,))
    totals.add(VALUES, WEIGHTS)
    value, lacks_some = totals.value(partial=True)
    np.testing.assert_allclose(value, [6, 13, NONE, NONE])
    assert lacks_some.tolist() == [False, True, False, False]
    assert not totals.value(partial=False)[1].any()
