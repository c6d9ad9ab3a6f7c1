"""Periods and series that reach too far are one clear error each, and never crash."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.model.build import build
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document
from tests.budget import budget

KPI = "scorecard s\nobjective o in s.process\nkpi k in s.o\n"
CALENDAR = "calendar years 2025..2026\n"


def read(text):
    return build({"a.bsc": read_document("a.bsc", text.encode())})


def told(model):
    return [(p.code, p.line) for p in model.diagnostics if p.code.startswith("E")]


def cells(count):
    return " ".join(["1"] * count)


@pytest.mark.parametrize(
    "line",
    [
        f"actual 2025: {cells(8000)}",
        f"actual 2999: {cells(8000)}",
        f"target 2025: {cells(8000)} spread",
        f"baseline 2025: {cells(8000)}",
        f"actual 2126: {cells(2)}",
        "actual 2127: 1",
    ],
)
def test_a_series_that_ends_more_than_a_hundred_years_from_the_calendar_is_one_error(line):
    model = read(f"{CALENDAR}{KPI}  {line}\n")
    assert told(model) == [("E404", 5)]
    assert model.broken == {"s.k"}
    evaluate(model)


def test_a_series_up_to_the_last_year_is_read():
    model = read(f"{CALENDAR}{KPI}  actual 2025: {cells(102)}\n")
    assert told(model) == []
    assert len(model.kpis["s.k"].actuals[0].values) == 102


@pytest.mark.parametrize(
    "line",
    [f"actual 2025: {cells(8000)}", f"actual 2025-W01: {cells(8000)}", "actual 2999-12: 1 2"],
)
def test_where_no_calendar_can_be_told_from_what_is_written_it_is_asked_for_and_says_why(line):
    (problem,) = [p for p in read(f"{KPI}  {line}\n").diagnostics if p.code == "E400"]
    assert "span more than 100 years or are outside 1900 to 2199" in problem.message


PERIODS = st.builds(
    lambda year, rest: f"{year:04}{rest}",
    st.sampled_from([0, 1, 999, 1799, 1800, 1900, 1925, 2025, 2026, 2126, 2200, 2999, 3000, 9999]),
    st.sampled_from(["", "-H1", "-H2", "-Q1", "-Q4", "-01", "-12", "-W01", "-W53", "-00", "-13"]),
)
LINES = st.one_of(
    st.builds("  actual {}: {}".format, PERIODS, st.sampled_from([cells(1), cells(53), cells(8000)])),
    st.builds("  target {}: {} spread".format, PERIODS, st.sampled_from([cells(1), cells(400)])),
    st.builds("  target 5 by {}".format, PERIODS),
    st.builds("  baseline 1 at {}".format, PERIODS),
    st.builds("  {} {}".format, st.sampled_from(["from", "until", "assess red"]), PERIODS),
    st.sampled_from(["  every week", "  every year", "  over ytd", "  over 9999", "  carry", "  aggregate sum"]),
)  # fmt: skip
CALENDARS = st.one_of(
    st.just(""),
    st.builds(
        "calendar {} {}..{}\n  starts {}\n".format,
        st.sampled_from(["weeks", "months", "years"]),
        PERIODS,
        PERIODS,
        st.sampled_from(["January", "October named end", "December"]),
    ),
)


@given(CALENDARS, st.lists(LINES, max_size=4))
@settings(max_examples=budget(60), deadline=None)
def test_no_period_however_far_crashes_reading_or_scoring(calendar, lines):
    model = read(calendar + KPI + "\n".join(lines) + "\n")
    assert model.diagnostics is not None
    if model.settings.calendar is not None:
        evaluate(model)
