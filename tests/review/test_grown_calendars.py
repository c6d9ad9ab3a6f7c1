"""A calendar that grows by a year, and what is moved in that year: it stands among the goalposts as in any other year."""

from __future__ import annotations

import pytest

from bsctui.review.as_text import ReviewStyle, review_lines
from tests.review.worlds import changed, review

SHOP = """\
calendar quarters 2025-Q1..2025-Q4
scorecard shop "Shop"
objective good "Good shop" in shop.customer
kpi sales "Sales" in shop.good
  better higher
  baseline 0
  target 100
  actual 2025-Q1: 40 40
kpi visits "Visits" in shop.good
  better higher
  baseline 0
  target 100
  actual 2025-Q1: 80 80
"""
GROWN = ("2025-Q4\n", "2026-Q4\n")
FALLS_DUE = 'kpi sales "Sales" in shop.good\n'


def moved(*pairs):
    """What is reviewed beside the calendar of a branch that also lets it grow."""
    comparison = review(SHOP, changed(GROWN, *pairs, text=SHOP))
    (one,) = [each for each in comparison.reviewed if each.change.address == "shop.sales"]
    return comparison, one


@pytest.mark.parametrize(
    "line", ["  target 50 from 2026-Q1\n", "  weight 0 from 2026-Q1\n", "  until 2025-Q4\n"]
)
def test_what_is_made_easier_in_the_new_year_alone_is_a_goalpost(line):
    """Today 40 and 80 make 60; in the new year, if results stay, 80 and 80, or 80 alone."""
    comparison, one = moved((FALLS_DUE, FALLS_DUE + line))
    assert (str(one.direction), one.is_goalpost) == ("easier", True)
    told = review_lines(comparison, "a", "b", lambda _: None, ReviewStyle(200), everything=False)
    assert "+20.0 at Shop if results stay" in "\n".join(told)


def test_what_is_made_harder_in_the_new_year_alone_is_none():
    _, one = moved((FALLS_DUE, FALLS_DUE + "  target 200 from 2026-Q1\n"))
    assert (str(one.direction), one.is_goalpost) == ("harder", False)


def test_a_calendar_that_grows_alone_moves_nothing():
    (one,) = review(SHOP, changed(GROWN, text=SHOP)).reviewed
    assert (str(one.direction), one.is_goalpost) == ("neutral", False)
