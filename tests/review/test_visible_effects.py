"""What a reviewer is told where results are missing: what is like for like, and in which period something is felt."""

from __future__ import annotations

from bsctui.review.as_markdown import review_markdown
from bsctui.review.as_text import ReviewStyle, review_lines
from tests.review.worlds import review

SHOP = """\
calendar months 2026-01..2026-12
scorecard shop "Shop"
objective good "Good shop" in shop.customer
kpi sales "Sales" in shop.good
  better higher
  baseline 0
  target 100
  actual 2026-01: 80 80
"""
WASTE = """\
kpi waste "Waste" in shop.good
  better lower
  baseline 100
  target 0
  actual 2026-01: 80 80
"""
MARCH = SHOP.replace("80 80", "80 80 80")


def text_of(comparison):
    lines = review_lines(comparison, "a", "b", lambda _: None, ReviewStyle(200), everything=False)
    return "\n".join(lines)


def markdown_of(comparison):
    return review_markdown(comparison, "a", "b", lambda _: None)


def test_a_score_that_rises_because_a_red_kpi_was_not_reported_says_so():
    comparison = review(SHOP + WASTE, MARCH + WASTE)  # 50.0 of two, then 80.0 of one
    remark = (
        "results: 0.0 among what was scored both times; 50% of the weight has a score, 100% before"
    )
    assert remark in text_of(comparison)
    assert f"Shop, {remark}." in markdown_of(comparison)


def test_where_all_is_reported_nothing_more_is_said():
    comparison = review(SHOP + WASTE, MARCH + WASTE.replace("80 80", "80 80 60"))
    assert "scored both times" not in text_of(comparison) + markdown_of(comparison)


def test_what_a_removed_kpi_would_still_pull_down_is_told_with_its_period():
    comparison = review(SHOP + WASTE, MARCH)
    told = "2026-04: +30.0 at Shop if results stay"
    assert told in text_of(comparison)
    (row,) = [line for line in markdown_of(comparison).splitlines() if "kpi removed" in line]
    assert told in row
    assert "Shop +30.0" not in row


def test_what_moves_now_is_told_alike_in_both_forms():
    comparison = review(SHOP + WASTE, SHOP)
    assert "+30.0 at Shop in 2026-02" in text_of(comparison)
    (row,) = [line for line in markdown_of(comparison).splitlines() if "kpi removed" in line]
    assert "| Shop +30.0 |" in row
    assert "if results stay" not in text_of(comparison)
