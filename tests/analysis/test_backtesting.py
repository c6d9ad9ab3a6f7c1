"""Forecasts judged by what came: on series made up by seed, and on the samples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bsctui.analysis.backtest import backtest, backtest_histories
from bsctui.analysis.history import History
from bsctui.model.periods import Grain
from bsctui.workspace import Workspace
from tests.benchmarks.backtest import KINDS, WALK, trials

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_eight_of_ten_come_within_the_range(kind):
    assert 0.70 <= trials(kind, 3, 40).coverage <= 0.92  # the 0.02: 40 series are a small sample


@pytest.mark.slow
def test_where_nothing_can_be_foretold_the_last_value_is_hardly_beaten():
    assert trials(WALK, 3, 60).ratio <= 1.05


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "trend" in kind or "season" in kind])
def test_trends_and_seasons_are_seen(kind):
    assert trials(kind, 3, 40).ratio < 0.7


@pytest.mark.slow
def test_the_sample_is_forecast_better_than_by_carrying_on():
    found = backtest(Workspace.load(SAMPLES / "skyline").model)
    assert len(found.steps) > 4000
    assert 0.70 <= found.coverage <= 0.90
    assert found.ratio < 0.9


def test_a_series_known_by_hand():
    # After 5 5 5 5 a 7 comes: outside of a range of no width, 2 away from the middle and from the last value.
    past = History("a.b", Grain.QUARTER, np.arange(5), np.array([5.0, 5, 5, 5, 7]), 1)
    found = backtest_histories([("it", past, None)])
    assert found.steps.tolist() == [1]
    assert found.inside.tolist() == [False]
    assert found.error.tolist() == found.naive_error.tolist() == [2.0]


def test_nothing_later_than_its_origin_is_looked_at():
    values = np.array([3.0, 5, 4, 6, 5, 7, 6, 8])
    past = History("a.b", Grain.QUARTER, np.arange(8), values, 1)
    longer = History("a.b", Grain.QUARTER, np.arange(10), np.append(values, [90, -70]), 1)
    first, second = (
        backtest_histories([("it", past, None)]),
        backtest_histories([("it", longer, None)]),
    )
    assert first.error[:4].tolist() == second.error[:4].tolist()  # the first origin's
