"""What holds for every series that is continued, whatever its numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bsctui.analysis.exponential_smoothing import smoothed_forecast
from bsctui.analysis.student_t import student_quantile
from tests.budget import budget

numbers = st.floats(-100, 100, allow_nan=False).map(lambda number: round(number, 3))
series = st.lists(st.one_of(numbers, numbers, numbers, st.none()), min_size=5, max_size=30).filter(
    lambda values: sum(value is not None for value in values) >= 4
)
seasons = st.sampled_from([1, 2, 4, 12])


def column(values):
    found = np.array([np.nan if value is None else value for value in values])
    last = np.flatnonzero(~np.isnan(found))[-1]
    return found[None, : last + 1]


@settings(max_examples=budget(60), deadline=None)
@given(series, seasons, st.sampled_from([0.001, 0.5, 3, 1000]), st.sampled_from([-50, 0, 7]))
def test_other_units_give_the_same_forecast_in_those_units(values, season, factor, shift):
    past = column(values)
    plain, moved = (
        smoothed_forecast(past, season, 6),
        smoothed_forecast(past * factor + shift, season, 6),
    )
    size = np.nanmax(np.abs(past)) * factor + abs(shift) + 1e-9
    np.testing.assert_allclose(moved.mean, plain.mean * factor + shift, atol=1e-4 * size)
    np.testing.assert_allclose(
        np.abs(moved.factor), np.abs(plain.factor) * factor, atol=1e-3 * size
    )


@settings(max_examples=budget(40), deadline=None)
@given(series, series, seasons)
def test_other_series_beside_it_change_nothing(values, others, season):
    past, beside = column(values), column(others)
    width = max(past.shape[1], beside.shape[1])
    both = np.full((2, width), np.nan)
    both[0, width - past.shape[1] :], both[1, width - beside.shape[1] :] = past, beside
    alone, together = smoothed_forecast(past, season, 4), smoothed_forecast(both, season, 4)
    size = 1e-6 * (1 + np.nanmax(np.abs(past)))
    np.testing.assert_allclose(together.mean[0], alone.mean[0], atol=size)
    np.testing.assert_allclose(together.factor[0], alone.factor[0], atol=1e-4 + size)


@given(numbers, st.integers(4, 30), seasons)
@settings(max_examples=budget(30), deadline=None)
def test_what_never_moved_stays_and_is_sure(level, count, season):
    found = smoothed_forecast(np.full((1, count), level), season, 5)
    np.testing.assert_allclose(found.mean, level)
    assert (found.factor == 0).all()


@settings(max_examples=budget(60), deadline=None)
@given(series, seasons)
def test_what_lies_farther_ahead_is_not_surer(values, season):
    past = column(values)
    assume(np.nanmax(past) > np.nanmin(past))
    deviation = np.sqrt(
        (smoothed_forecast(past, season if season == 1 else 1, 8).factor ** 2).sum(axis=2)
    )
    assert (np.diff(deviation[0]) >= -1e-6 * deviation[0, -1]).all()


def test_a_straight_line_goes_on():
    past = 5 + 2.0 * np.arange(24)[None]
    np.testing.assert_allclose(smoothed_forecast(past, 1, 3).mean[0], [53, 55, 57], atol=0.1)


def test_a_season_comes_again():
    wave = np.array([0.0, 10, 4, -14])
    past = 100 + np.tile(wave, 4)[None]
    np.testing.assert_allclose(smoothed_forecast(past, 4, 4).mean[0], 100 + wave, atol=0.5)


def test_a_gap_teaches_nothing_and_time_goes_on():
    past = 5 + 2.0 * np.arange(24)[None]
    past[0, [7, 15, 16]] = np.nan
    np.testing.assert_allclose(smoothed_forecast(past, 1, 2).mean[0], [53, 55], atol=0.1)


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(2, 1.886), (3, 1.638), (5, 1.476), (10, 1.372), (30, 1.310)]
)
def test_quantiles_of_t_are_those_of_the_tables(freedom, quantile):
    assert student_quantile(0.9, freedom) == pytest.approx(quantile, rel=0.003)
    assert student_quantile(0.1, freedom) == pytest.approx(-quantile, rel=0.003)
