"""Claims of cause and effect against data in which the cause is known to be there, or not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.analysis.correlation import (
    MIN_PAIRS,
    YEARS,
    Verdict,
    correlate,
    evidence,
    evidence_by_pair,
    lag_in,
)
from bsctui.analysis.lag_search import correlations_at_lags
from bsctui.model.periods import Grain
from bsctui.scoring.evaluate import evaluate
from tests.benchmarks.links import KINDS, NOISE, interval, shares
from tests.budget import budget
from tests.scoring.worked import clean_model

PAIRS = 1200
numbers = st.lists(st.integers(-99, 99).map(float), min_size=14, max_size=30)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("year", "count"), [(4, 20), (12, 40)])
def test_what_is_independent_looks_supported_as_often_as_chance_has_it(kind, year, count):
    low, high = interval(PAIRS)
    margin = 0.006  # ten such tests: one of ten lies just outside of its 95% interval more often than not
    for part in shares(kind, 5, PAIRS, year, count):
        assert low - margin <= part <= high + margin


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_cause_is_found(kind):
    supported, contradicted = shares(kind, 6, 200, 4, 28, planted=1.0)
    assert supported > 0.85
    assert contradicted == 0


def test_a_planted_cause_that_does_harm_is_a_contradiction():
    supported, contradicted = shares(NOISE, 6, 200, 4, 28, planted=-1.0)
    assert contradicted > 0.85
    assert supported == 0


def test_a_case_counted_by_hand():
    # Changes of the cause 1 2 3 4 5 6 7 8, of the effect 2 1 4 3 6 5 8 7: rho = 1 - 6 * 8 / (8 * 63).
    cause = np.cumsum([0.0, 1, 2, 3, 4, 5, 6, 7, 8])
    effect = np.cumsum([0.0, 2, 1, 4, 3, 6, 5, 8, 7])
    found = correlate(cause, effect, 0)
    assert found.points == 8
    assert found.value == pytest.approx(1 - 6 * 8 / (8 * 63))
    # With equals: changes 1 1 2 3, ranks 1.5 1.5 3 4, against 1 2 3 4.
    found = correlate(np.cumsum([0.0, 1, 1, 2, 3]), np.cumsum([0.0, 1, 2, 3, 4]), 0)
    assert found.value == pytest.approx(np.corrcoef([1.5, 1.5, 3, 4], [1, 2, 3, 4])[0, 1])
    assert found.verdict is Verdict.TOO_FEW


@settings(max_examples=budget(60), deadline=None)
@given(numbers, numbers, st.integers(0, 4))
def test_turned_round_it_says_the_opposite(first, second, lag):
    count = min(len(first), len(second))
    cause, effect = np.array(first[:count]), np.array(second[:count])
    found, turned = correlate(cause, effect, lag), correlate(cause, -effect, lag)
    assert turned.value == pytest.approx(-found.value, nan_ok=True)
    assert turned.needed == pytest.approx(found.needed, nan_ok=True)


@settings(max_examples=budget(60), deadline=None)
@given(numbers, numbers, st.sampled_from([0.01, 3.0, 1000.0]), st.sampled_from([-7.0, 40.0]))
def test_units_do_not_matter(first, second, factor, shift):
    count = min(len(first), len(second))
    cause, effect = np.array(first[:count]), np.array(second[:count])
    found, other = correlate(cause, effect, 1), correlate(cause * factor + shift, effect, 1)
    assert other.value == pytest.approx(found.value, nan_ok=True)
    assert other.points == found.points


def test_a_lag_is_looked_for_where_it_is_stated():
    random = np.random.default_rng(1)
    cause = random.standard_normal(40).cumsum()
    effect = np.concatenate([np.zeros(3), cause[:-3]]) + 0.1 * random.standard_normal(40)
    assert correlate(cause, effect, 3).verdict is Verdict.SUPPORTED
    assert correlate(cause, effect, 2).verdict is Verdict.NO_EVIDENCE


def test_a_gap_takes_the_changes_on_both_sides_of_it():
    series = np.arange(12.0) ** 2
    gap = series.copy()
    gap[5] = np.nan
    assert correlate(series, series, 0).points == 11
    assert correlate(gap, series, 0).points == 9


def test_what_never_changes_is_no_evidence():
    found = correlate(np.full(20, 5.0), np.arange(20.0), 0)
    assert np.isnan(found.value)
    assert found.verdict is Verdict.NO_EVIDENCE


@pytest.mark.parametrize(
    ("grain", "stated", "lag"),
    [
        (Grain.QUARTER, None, 0),
        (Grain.MONTH, (2, Grain.QUARTER), 6),
        (Grain.QUARTER, (2, Grain.MONTH), 1),  # 0.67 of a quarter
        (Grain.QUARTER, (1, Grain.MONTH), 0),  # 0.33
        (Grain.WEEK, (1, Grain.YEAR), 52),
        (Grain.YEAR, (2, Grain.QUARTER), 1),  # half a year is rounded up
    ],
)
def test_a_lag_in_another_grain(grain, stated, lag):
    assert lag_in(grain, stated) == lag


WORLD = """\
calendar quarters 2022-Q1..2024-Q4
  closed 2024-Q4
scorecard top
objective cause in top.process
  drives effect after 1 quarter
objective effect in top.financial
kpi waiting in top.cause
  better lower
  baseline 200
  target 0
  drives sales after 1 quarter
  actual 2022-Q1: {waiting}
kpi sales in top.effect
  baseline 0
  target 200
  actual 2022-Q1: {sales}
kpi young in top.effect
  weight 0
  drives sales
  target 5
  actual 2024-Q3: 1 2
"""


def world(sign):
    steps = [3, -8, 5, 9, -4, -7, 2, 6, -9, 8, -3]
    waiting = np.cumsum([100, *steps])
    sales = np.cumsum([100, 0, *(-sign * step for step in steps[:-1])])
    text = WORLD.format(
        waiting=" ".join(map(str, waiting.tolist())), sales=" ".join(map(str, sales.tolist()))
    )
    return evidence(evaluate(clean_model(text)))


def test_a_kpi_that_is_better_low_drives_by_falling():
    found = evidence_by_pair(world(1))
    one = found["top.waiting", "top.sales"]
    assert one.verdict is Verdict.SUPPORTED
    assert one.correlation.value == pytest.approx(1)
    assert found["top.waiting", "top.sales"].correlation.points == 10
    other = evidence_by_pair(world(-1))
    assert other["top.waiting", "top.sales"].verdict is Verdict.CONTRADICTED


def test_objectives_are_compared_by_their_scores():
    one = evidence_by_pair(world(1))["top.cause", "top.effect"]
    assert (one.grain, one.verdict) == (Grain.QUARTER, Verdict.SUPPORTED)


def test_too_few_points_is_a_verdict_and_no_other_lag_is_shown_for_it():
    one = evidence_by_pair(world(1))["top.young", "top.sales"]
    assert one.verdict is Verdict.TOO_FEW
    assert one.correlation.points < MIN_PAIRS
    assert one.best is None


def test_many_lags_at_once_say_what_each_says_alone(monkeypatch):
    """Gaps, ties, a season, claims that hold in part; more lags than there are periods."""
    monkeypatch.setattr("bsctui.analysis.lag_search.CELLS_AT_ONCE", 50)
    draw = np.random.default_rng(7)
    for season, whole in ((1, True), (4, True), (4, False)):
        cause, effect = draw.integers(0, 9, (2, 30)).astype(float)
        cause[[0, 1, 9]], effect[[5, 28]] = np.nan, np.nan
        holds = np.full(30, whole) | (np.arange(30) > 12)
        values, points = correlations_at_lags(cause, effect, 33, season, holds, YEARS)
        alone = [correlate(cause, effect, lag, season, holds) for lag in range(33)]
        assert points.tolist() == [one.points for one in alone]
        np.testing.assert_allclose(values, [one.value for one in alone], atol=1e-12)
