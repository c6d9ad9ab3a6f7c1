"""A calendar closed further on: normal where the results are there, listed where it hides what they would say."""

from __future__ import annotations

import pytest

from bsctui.review.wording import direction_phrase
from tests.review.worlds import changed, only, review

COMPANY = """\
calendar quarters 2025-Q1..2026-Q4
  closed 2025-Q1

scorecard s "S"

objective o "O" in s.financial

kpi good "Good" in s.o
  baseline 0
  target 100
  actual 2025-Q1: 80 80

kpi red "Red" in s.o
  baseline 0
  target 100
  actual 2025-Q1: 20 10
"""
CLOSED = ("closed 2025-Q1", "closed 2025-Q2")


def closing(*edits: tuple[str, str]):
    """The review of closing the second quarter with some figures."""
    old = changed(*edits, text=COMPANY)
    return only(review(old, changed(CLOSED, text=old)))


def test_closing_a_period_with_its_results_takes_nothing_back():
    one = closing()
    assert not one.is_goalpost
    assert direction_phrase(one) is None


def test_closing_a_period_that_is_empty_leaves_the_top_without_a_score():
    one = closing(("80 80", "80"), ("20 10", "20"))
    assert one.is_goalpost
    assert one.is_withdrawal
    assert direction_phrase(one) == "leaves s without a score"


def test_closing_without_a_red_result_lifts_what_stands_above_it():
    # (80 + 20) / 2 = 50 with the last result of Red; 80 without any
    one = closing(("20 10", "20"))
    assert one.is_withdrawal
    assert direction_phrase(one) == "closed without s.red, lifts s +30.0"


def test_closing_without_a_good_result_lifts_nothing():
    assert not closing(("80 80", "80")).is_goalpost


def test_a_result_that_was_missing_before_is_not_hidden_anew():
    assert not closing(("20 10", "-")).is_goalpost


@pytest.mark.parametrize("end", ["2025-Q1", "2025-Q2"])
def test_a_red_kpi_is_missed_only_while_it_is_in_force(end):
    one = closing(("20 10\n", f"20\n  until {end}\n"))
    assert one.is_goalpost == (end == "2025-Q2")


YEARLY = """
kpi yearly "Yearly" in s.o
  every year
  baseline 0
  target 100
  actual 2024: 10
"""


def test_a_yearly_result_is_missed_when_its_year_ends_and_not_before():
    old = changed(("80 80", "80 80 80 80"), ("20 10", "20 20 20 20"), text=COMPANY) + YEARLY
    assert not only(review(old, changed(CLOSED, text=old))).is_goalpost
    third = changed(("closed 2025-Q1", "closed 2025-Q3"), text=old)
    one = only(review(third, changed(("closed 2025-Q3", "closed 2025-Q4"), text=third)))
    # (80 + 20 + 10) / 3 with it, (80 + 20) / 2 without
    assert direction_phrase(one) == "closed without s.yearly, lifts s +13.3"
