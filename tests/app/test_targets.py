"""Which written line `t` edits."""

from __future__ import annotations

import pytest

from bsctui.app.features.edit.first_missing import first_missing
from bsctui.app.features.edit.targets import TargetQuestion, target_place
from bsctui.app.features.edit.values import note_string, value_and_note
from tests.app.helpers import WORKED, session_of


def place(address, period="2025-Q4", text=WORKED):
    session = session_of(text)
    assert session.show_period(period) is None
    return target_place(session, address)


def kpi(lines: str, more: str = "") -> str:
    return (
        "calendar quarters 2025-Q1..2026-Q4\n"
        "scorecard a\nobjective o in a.financial\n"
        f"kpi k in a.o\n{lines}\n{more}\n"
    )


def test_a_constant_is_edited_as_it_stands():
    found = place("a.k", text=kpi("  baseline 0\n  target 95  # agreed\n"))
    assert (found.text, found.value("97")) == ("95", "97")


def test_of_dated_constants_the_one_in_force_is_edited():
    text = kpi("  baseline 0\n  target 90 until 2025-Q4\n  target 95 from 2026-Q1\n")
    assert place("a.k", "2025-Q2", text).value("91") == "91 until 2025-Q4"
    assert place("a.k", "2026-Q2", text).value("96") == "96 from 2026-Q1"


@pytest.mark.parametrize(
    ("period", "value"),
    [
        ("2025-Q1", "9 by 2025-Q2"),
        ("2025-Q2", "9 by 2025-Q2"),
        ("2025-Q3", "9 by 2026-Q1"),
        ("2026-Q4", "9 by 2026-Q1"),
    ],
)
def test_the_waypoint_is_the_first_not_before_the_period_else_the_last(period, value):
    text = kpi("  baseline 0 at 2024-Q4\n  target 10 by 2025-Q2\n  target 20 by 2026-Q1\n")
    assert place("a.k", period, text).value("9") == value


def test_a_plan_is_edited_in_the_cell_of_the_period():
    text = kpi("  baseline 0\n  target 2025-Q1: 1 2 | 3 4\n")
    found = place("a.k", "2025-Q3", text)
    assert (found.text, found.value("3.5")) == ("3", "2025-Q3: 3.5")


def test_a_band_is_edited_with_both_ends():
    text = kpi("  target 20..25\n  tolerance 5\n")
    assert place("a.k", text=text).text == "20..25"


def test_under_same_the_originals_line_is_edited():
    text = kpi("  baseline 0\n  target 95\n", "kpi twin in a.o\n  same k\n")
    found = place("a.twin", text=text)
    assert (found.address, found.ask) == ("a.k", TargetQuestion.NOTHING)


def test_under_like_it_is_asked_whose_and_the_tolerance_is_known():
    text = kpi("  target 95\n  tolerance 10\n", "kpi twin in a.o\n  like k\n")
    found = place("a.twin", text=text)
    assert (found.address, found.ask, found.tolerance) == ("a.k", TargetQuestion.LIKE, "10")


def test_an_own_target_beside_like_is_just_edited():
    text = kpi("  baseline 0\n  target 95\n", "kpi twin in a.o\n  like k\n  target 80\n")
    found = place("a.twin", text=text)
    assert (found.address, found.text, found.ask) == ("a.twin", "80", TargetQuestion.NOTHING)


def test_what_has_no_target_says_so():
    assert place("skyline.profit") == "only a KPI has a target"
    assert "scale" in place("a.k", text=kpi("  scale 1:0 2:100\n"))


def test_a_kpi_without_target_gets_its_first():
    assert place("a.k", text=kpi("  baseline 0\n")).text == ""


@pytest.mark.parametrize(
    ("actual", "missing"),
    [
        ("  actual 2025-Q1: 1 2", "2025-Q3"),
        ("  actual 2025-Q1: 1 - 3", "2025-Q4"),
        ("  actual 2025-Q1: 1\n  actual 2025-Q3: 3", "2025-Q2"),
        ("", "2025-Q1"),
    ],
)
def test_the_first_missing_period_is_the_first_that_nothing_is_written_for(actual, missing):
    session = session_of(kpi(f"  baseline 0\n  target 9\n{actual}\n"))
    assert session.format(first_missing(session, "a.k")) == missing


def test_nothing_is_recorded_where_values_are_computed():
    session = session_of(kpi("  formula 1 + 1\n  baseline 0\n  target 9\n"))
    assert first_missing(session, "a.k") is None
    assert first_missing(session, "a.o") is None


def test_a_value_may_be_followed_by_a_note():
    assert value_and_note("47") == ("47", None)
    assert value_and_note(' 47  "a strike" ') == ("47", "a strike")


def test_texts_are_quoted_as_the_language_writes_them():
    assert note_string('say "so" \\ here') == '"say \\"so\\" \\\\ here"'
