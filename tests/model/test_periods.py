"""Periods: what contains what, checked against plain calendar dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsctui.model.periods import MONTHS_IN, FiscalYear, Grain, Period, is_date, last_day

fiscal_years = st.builds(FiscalYear, st.integers(1, 12), st.booleans())
coarse = st.sampled_from([grain for grain in Grain if grain is not Grain.WEEK])
years = st.integers(1900, 2100)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025", Period(Grain.YEAR, 2025)),
        ("2025-H2", Period(Grain.HALF, 4051)),
        ("2025-Q1", Period(Grain.QUARTER, 8100)),
        ("2025-03", Period(Grain.MONTH, 24302)),
    ],
)
def test_a_period_is_read_onto_its_grains_axis(text, period):
    assert FiscalYear().parse(text) == period
    assert FiscalYear().format(period) == text


@pytest.mark.parametrize("text", ["2025-Q5", "2025-13", "2025-00", "2025-W53", "2025-H3", "25", ""])
def test_an_impossible_period_is_none(text):
    assert FiscalYear().parse(text) is None


def test_years_of_53_weeks_have_week_53():
    assert FiscalYear().parse("2026-W53") is not None


@given(fiscal_years, coarse, years, st.integers(0, 11))
def test_text_and_period_are_one(fiscal, grain, year, index):
    period = Period(grain, year * 12 // MONTHS_IN[grain] + index)
    assert fiscal.parse(fiscal.format(period)) == period


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_week_belongs_to_the_month_of_its_thursday(day):
    iso = day.isocalendar()
    week = FiscalYear().parse(f"{iso.year}-W{iso.week:02}")
    thursday = date.fromisocalendar(iso.year, iso.week, 4)
    month = FiscalYear().parse(f"{thursday:%Y-%m}")
    assert week is not None
    assert FiscalYear().containing(Grain.MONTH, week) == month
    assert last_day(FiscalYear(), week) == thursday + timedelta(days=3)


@given(fiscal_years, st.sampled_from(list(Grain)), coarse, years)
def test_a_period_consists_of_exactly_the_finer_ones_that_belong_to_it(fiscal, fine, coarser, year):
    if fine > coarser:
        fine, coarser = coarser, fine
    period = Period(coarser, year * 12 // max(1, MONTHS_IN.get(coarser, 1)))
    inside = fiscal.within(fine, period)
    assert len(inside) > 0
    for ordinal in inside:
        assert fiscal.containing(coarser, Period(fine, ordinal)) == period
    for ordinal in (inside[0] - 1, inside[-1] + 1):
        assert fiscal.containing(coarser, Period(fine, ordinal)) != period


@given(fiscal_years, coarse, st.sampled_from(list(Grain)), years)
def test_a_period_ends_with_the_last_of_its_parts(fiscal, coarser, fine, year):
    if fine > coarser:
        return
    period = Period(coarser, year * 12 // MONTHS_IN[coarser])
    last = fiscal.last(fine, period)
    assert fiscal.end(fine, last.ordinal) == fiscal.end(coarser, period.ordinal)


def test_a_fiscal_year_named_for_its_end_starts_in_the_calendar_year_before():
    fiscal = FiscalYear(10, named_for_end=True)
    assert fiscal.months(Period(Grain.YEAR, 2025))[0] == 2024 * 12 + 9
    assert fiscal.format(Period(Grain.QUARTER, 2025 * 4)) == "2025-Q1"
    assert fiscal.months(Period(Grain.QUARTER, 2025 * 4))[0] == 2024 * 12 + 9


def test_a_fiscal_year_named_for_its_start_ends_in_the_calendar_year_after():
    fiscal = FiscalYear(4)
    assert fiscal.months(Period(Grain.YEAR, 2025))[-1] == 2026 * 12 + 2


def test_a_date_exists_or_does_not():
    assert is_date("2024-02-29")
    assert not is_date("2025-02-29")
