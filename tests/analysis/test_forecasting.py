"""A KPI continued in its own grain, and where that leaves the scores."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.analysis.continuing import ForecastWindow, forecasts
from bsctui.analysis.kpi_forecast import kpi_forecast
from bsctui.analysis.outlook import OutlookError, outlook, usual_runs
from bsctui.model.periods import FiscalYear, Grain, Period
from bsctui.scoring.evaluate import evaluate
from tests.budget import budget
from tests.scoring.worked import clean_model

FISCAL = FiscalYear()
EVER = 10**9

WORLD = """\
calendar quarters 2024-Q1..2026-Q4
  closed 2025-Q4
scorecard top
objective sure in top.financial
kpi level in top.sure
  target 100
  actual 2024-Q1: 80 80 80 80 80 80 80 80
kpi above in top.sure
  target 100
  actual 2024-Q1: 120 120 120 120 120 120 120 120
objective open in top.process
kpi wanders in top.open
  baseline 0
  target 100
  actual 2024-Q1: 40 55 47 60 52 71 58 66
kpi young in top.open
  target 10
  actual 2025-Q3: 4 5
measure heads in top
  actual 2024-Q1: 10 11 12 13 14 15 16 17
kpi per_head in top.open
  formula wanders / heads
  target 5
"""


def period(text):
    return FISCAL.parse(text)


def day(text):
    found = period(text)
    return FISCAL.end(found.grain, found.ordinal)


def continued(text, known="2025-Q4", until="2026-Q4"):
    model = clean_model(text)
    times = ForecastWindow(EVER, day(known), day(until))
    return forecasts(model.quantities(), FISCAL, times)


def kpi(*lines):
    return "\n".join(
        [
            "calendar quarters 2024-Q1..2027-Q4",
            "  closed 2025-Q4",
            "scorecard top",
            "objective one in top.financial",
            "kpi it in top.one",
            *lines,
        ]
    )


def names(one):
    periods = [Period(one.grain, at) for at in one.ordinals.tolist()]
    return [FISCAL.format(each) for each in periods]


def test_it_goes_on_in_its_own_grain_up_to_the_end_of_the_period_asked_for():
    found = continued(kpi("  every month", "  actual 2025-07: 5 6 5 7 6 6"), until="2026-Q1")
    assert names(found["top.it"]) == ["2026-01", "2026-02", "2026-03"]


def test_what_is_missing_up_to_now_stays_missing():
    found = continued(kpi("  actual 2024-Q1: 5 6 5 7 6 - - -"), until="2026-Q2")
    assert names(found["top.it"]) == ["2026-Q1", "2026-Q2"]


def test_what_is_measured_twice_a_year_is_expected_twice_a_year():
    found = continued(kpi("  every quarter", "  actual 2024-Q1: - 5 - 6 - 5 - 7"))
    assert names(found["top.it"]) == ["2026-Q2", "2026-Q4"]


def test_with_too_few_values_it_stays_at_the_last_and_has_no_range():
    one = continued(kpi("  actual 2025-Q2: 5 6 8"))["top.it"]
    assert not one.has_range
    assert one.quantile(0.1).tolist() == one.quantile(0.9).tolist() == [8] * 4


def test_with_too_few_values_carry_does_it_by_itself():
    assert continued(kpi("  carry", "  actual 2025-Q2: 5 6 8")) == {}


def test_a_percentage_stays_one():
    one = continued(kpi("  unit %", "  actual 2024-Q1: 70 80 88 93 96 98 99 100"))["top.it"]
    assert one.quantile(0.99).max() <= 100
    assert one.draw((1,), 500).max() <= 100


def test_a_rate_of_growth_in_percent_may_fall_below_nothing():
    one = continued(kpi("  unit %", "  actual 2024-Q1: 4 -2 3 1 -3 2 0 -1"))["top.it"]
    assert one.quantile(0.1).min() < 0


def test_what_is_better_low_and_never_was_below_nothing_stays_above():
    one = continued(
        kpi("  better lower", "  baseline 9", "  target 1", "  actual 2024-Q1: 8 6 5 3 2 1 1 0")
    )["top.it"]
    assert one.draw((1,), 500).min() >= 0


@settings(max_examples=budget(40), deadline=None)
@given(st.lists(st.integers(-50, 50), min_size=4, max_size=12), st.integers(0, 99))
def test_draws_are_its_quantiles_and_the_same_for_the_same_seed(values, seed):
    one = continued(kpi(f"  actual 2023-Q1: {' '.join(map(str, values))}"), until="2027-Q4")
    one = one["top.it"]
    drawn = one.draw((seed,), 4000)
    assert (drawn == one.draw((seed,), 4000)).all()
    low, middle, high = (one.quantile(p) for p in (0.1, 0.5, 0.9))
    assert (low <= middle).all()
    assert (middle <= high).all()
    below = (drawn < high[:, None]).mean(axis=1)
    if max(values) > min(values):
        assert np.abs(below - 0.9).max() < 0.03


@settings(max_examples=budget(30), deadline=None)
@given(st.lists(st.integers(-50, 50), min_size=1, max_size=4))
def test_what_came_later_is_not_looked_at(later):
    values = "5 6 9 7 8 6 7 9"
    text = kpi(f"  actual 2024-Q1: {values} {' '.join(map(str, later))}")
    until, known = period("2026-Q4"), period("2025-Q4")
    found = outlook(clean_model(text), until, known, runs=200)
    without = outlook(clean_model(kpi(f"  actual 2024-Q1: {values}")), until, known, runs=200)
    np.testing.assert_array_equal(found.value.middle, without.value.middle)


def world(**changes):
    return outlook(clean_model(WORLD), period("2026-Q4"), **changes)


def at(found, figures, address):
    return figures[found.scores.row[address]]


def test_what_never_moved_scores_as_it_does_and_meets_its_target_or_never_will():
    found = world()
    for address, score, met in (("top.level", 80, 0), ("top.above", 100, 1)):
        spread = [at(found, column, address) for column in found.score]
        assert spread == pytest.approx([score] * 3)
        assert at(found, found.met, address) == met
    assert [at(found, column, "top.sure") for column in found.score] == pytest.approx([90] * 3)


def test_a_score_with_a_range_hands_it_up():
    found = world()
    for address in ("top.wanders", "top.per_head", "top.open", "top"):
        low, middle, high = (at(found, column, address) for column in found.score)
        assert low < middle < high


def test_a_few_values_are_told_and_have_no_chance():
    found = world()
    assert found.few == ("top.young",)
    assert np.isnan(at(found, found.met, "top.young"))
    assert at(found, found.score.middle, "top.young") == pytest.approx(50)


def test_chances_of_colours_add_up():
    found = world()
    ranged = ~np.isnan(found.colours[:, 0])
    np.testing.assert_allclose(found.colours[ranged].sum(axis=1), 1)


def test_the_same_seed_gives_the_same_outlook_and_another_nearly_the_same():
    first, again, other = world(), world(), world(seed=2)
    assert first.score.low.tolist() == again.score.low.tolist()
    assert first.score.low.tolist() != other.score.low.tolist()
    np.testing.assert_allclose(first.score.middle, other.score.middle, atol=2)


@pytest.mark.parametrize(("block", "cells"), [(2500, 0), (700, 0), (700, 12_000), (700, 10**9)])
def test_how_many_runs_are_held_at_once_changes_none(block, cells, monkeypatch):
    monkeypatch.setattr("bsctui.analysis.outlook.BLOCK", block)
    whole = world()
    monkeypatch.setattr("bsctui.analysis.outlook.CELLS", cells)
    monkeypatch.setattr("bsctui.analysis.outlook.FEWEST", 300)
    parts = world()
    for figure in ("score", "value"):
        np.testing.assert_allclose(getattr(parts, figure), getattr(whole, figure), rtol=1e-12)
    np.testing.assert_allclose(parts.met, whole.met)


def test_after_the_calendar_lines_are_level_and_plans_have_no_target():
    text = kpi(
        "  baseline 0 at 2023-Q4", "  target 40 by 2027-Q4", "  actual 2024-Q1: 9 9 9 9 9 9 9 9"
    )
    found = outlook(clean_model(text), period("2029-Q4"), runs=100)
    assert at(found, found.scores.target_low, "top.it")[found.at] == 40
    plan = kpi("  target 2024: 40 40", "  baseline 0", "  every year", "  actual 2020: 9 8 9 9 9 8")
    found = outlook(clean_model(plan), period("2029"), runs=100)
    assert np.isnan(at(found, found.score.middle, "top.it"))
    assert at(found, found.value.middle, "top.it") > 0


def test_there_is_no_looking_out_to_what_is_known():
    with pytest.raises(OutlookError, match="2025-Q4"):
        outlook(clean_model(WORLD), period("2025-Q4"))


def test_a_year_is_a_view_like_any_other():
    text = kpi("  aggregate sum", "  target 10", "  actual 2024-Q1: 4 4 4 4 4 4 4 4")
    found = outlook(clean_model(text), period("2026"), runs=100)
    assert found.scores.grain is Grain.YEAR
    assert at(found, found.value.middle, "top.it") == pytest.approx(16)
    assert at(found, found.score.middle, "top.it") == pytest.approx(40)


STUB = """\
calendar weeks 2025-W40..2026-W04
{closed}scorecard p
objective o in p.customer
kpi sales in p.o
  aggregate sum
  target 11000
  actual 2025-W40: 11000 11200 11100 11300 11250 11400 11350 11500 11400 11900 11700 11880 {stub}
"""


def test_a_figure_after_the_close_bends_no_forecast():
    """A week that is still filling up is not known, and is forecast like any other to come."""
    known = clean_model(STUB.format(closed="  closed 2025-W51\n", stub=""))
    filling = clean_model(STUB.format(closed="  closed 2025-W51\n", stub="1856"))
    for until in ("2025-W52", "2026-W02"):
        wanted, found = (outlook(model, period(until)) for model in (known, filling))
        assert (wanted.left_out, found.left_out) == (0, 1)
        row = found.scores.row["p.sales"]
        assert found.value.middle[row] == wanted.value.middle[row]
        assert 11_500 < found.value.middle[row] < 12_500
    drawn = kpi_forecast(evaluate(filling), "p.sales")
    assert np.array_equal(
        drawn.middle, kpi_forecast(evaluate(known), "p.sales").middle, equal_nan=True
    )


def test_without_a_close_all_that_is_entered_is_known():
    found = outlook(clean_model(STUB.format(closed="", stub="1856")), period("2026-W02"))
    assert found.left_out == 0
    assert found.forecasts["p.sales"].points == 13


def test_an_estimate_bends_no_forecast_and_the_outlook_says_how_many_there_are():
    weeks = "11000 11200 11100 11300 11250 11400 11350 11500 11400 11900 11700 11880"
    text = (
        "calendar weeks 2025-W40..2026-W04\nscorecard p\nobjective o in p.customer\n"
        "kpi sales in p.o\n  aggregate sum\n  target 11000\n  actual 2025-W40: {}\n"
    )
    until = period("2026-W02")
    with_stub = outlook(clean_model(text.format(f"{weeks} ~1856")), until)
    without = outlook(clean_model(text.format(weeks)), until)
    row = with_stub.scores.row["p.sales"]
    assert with_stub.value.middle[row] == pytest.approx(without.value.middle[row], rel=0.02)
    assert 11_500 < with_stub.value.middle[row] < 12_500
    assert (with_stub.estimates, without.estimates) == (1, 0)
    assert with_stub.now.value[row, with_stub.now_at] == 1856


@pytest.mark.parametrize(
    ("kpis", "runs"), [(0, 2000), (1, 2000), (2500, 2000), (5000, 1000), (100_000, 400)]
)
def test_the_more_kpis_the_fewer_futures_are_drawn_of_each(kpis, runs):
    model = SimpleNamespace(kpis=range(kpis), measures=())
    assert usual_runs(model) == runs
