"""A review says the same in the same order as a comment, in the terminal, in the app and in a report."""

from __future__ import annotations

import re
from functools import cache

import pytest

from bsctui.app.core.glyphs import UNICODE
from bsctui.app.views.review.reviewing import Review
from bsctui.app.views.review.rows import change_line, rows_of_review
from bsctui.report.strategy_changes import changes_since
from bsctui.review.as_markdown import review_markdown
from bsctui.review.as_text import ReviewStyle, review_lines
from bsctui.review.comparison import compare
from tests.review.company import close
from tests.review.worlds import model

PLACE = re.compile(r"firm\.bsc:\d+")


def nobody(_):
    """No author is known."""


@cache
def company():
    return close()


def text_of(comparison, *, everything=False):
    style = ReviewStyle(width=80)
    return "\n".join(review_lines(comparison, "a", "b", nobody, style, everything=everything))


def sections_in_report():
    return changes_since(company(), "a", nobody).sections


def places_in_report():
    return [change.place for section in sections_in_report() for change in section.changes]


def test_every_form_has_the_changes_in_one_order():
    told = places_in_report()
    assert len(told) == 11
    in_text = PLACE.findall(text_of(company()).partition("New results")[0])
    in_app = [
        f"{row.change.change.place.path}:{row.change.change.place.line}"
        for row in rows_of_review(Review("a", comparison=company()), UNICODE)
        if row.change is not None
    ]
    assert in_text == told
    assert in_app[: len(told)] == told
    comment = PLACE.findall(review_markdown(company(), "a", "b", nobody).partition("<details>")[0])
    assert [place for place in told if place in comment] == comment


def test_every_form_says_how_many_are_easier_and_how_many_without_a_reason():
    said = "6 easier, 3 without a reason"
    rows = rows_of_review(Review("a", comparison=company()), UNICODE)
    in_app = ["".join(span.text for span in row.spans) for row in rows]
    assert f"Moved goalposts: {said}" in text_of(company())
    assert any(f"Moved goalposts: {said}" in line for line in in_app)
    assert sections_in_report()[0].title == f"Moved goalposts: {said}"
    assert f"To decide: {said}" in review_markdown(company(), "a", "b", nobody)


def test_a_label_that_several_have_names_its_scorecard_everywhere():
    text = text_of(company())
    assert "▼ Orders on time (Welding)" in text
    assert "at Deliver as promised (Finance)" in text
    assert "Deliver as promised (North) 47.5 → 51.7" in " ".join(text.split())
    rows = [row for row in rows_of_review(Review("a", comparison=company()), UNICODE) if row.change]
    line = "".join(
        span.text
        for span in change_line(rows[1].change, rows[1].label, 120, UNICODE, is_seen=False)
    )
    assert "Orders on time (Welding)" in line
    report_rows = sections_in_report()[0].changes
    assert (report_rows[1].label, report_rows[1].where) == ("Orders on time", "Welding")


NATION = 'calendar years 2015..2030\n  closed 2022\n\nscorecard n "Nation"\n\nobjective o in n.process\n\n'
MEASURE = 'kpi m{0} "Measure {0}" in n.o\n  better higher\n  target 100\n  actual 2021: {1} 65\n\n'
CUT = 'kpi stocks "Stocks" in n.o\n  better higher\n  target {0}\n  actual 2022: 50\n'  # fmt: skip


@pytest.fixture(scope="module")
def restated():
    """Forty figures restated, and one target cut."""
    sides = (
        NATION + "".join(MEASURE.format(at, value) for at in range(40)) + CUT.format(target)
        for value, target in (("64", "100"), ("64.1", "55"))
    )
    return compare(*map(model, sides))


@pytest.mark.slow
def test_many_restated_figures_are_one_row_below_one_cut_target(restated):
    comment = review_markdown(restated, "a", "b", nobody)
    rows = [line for line in comment.splitlines() if line.startswith(("| ▼", "| !"))]
    assert ["Stocks" in rows[0], "and 37 more" in rows[1]] == [True, True]
    assert len(rows) == 2
    assert "40 results taken back or restated" in comment


def test_the_terminal_lists_the_first_ones_of_many_and_all_where_that_is_asked_for(restated):
    short, long = text_of(restated), text_of(restated, everything=True)
    assert short.count("restated after the close") == 3
    assert "and 37 more of this kind (--all lists them)" in short
    assert long.count("restated after the close") == 40


def test_goalposts_without_a_reason_are_never_told_in_one_row():
    """Who cuts forty targets in one commit must see each of them decided on."""
    old = NATION + "".join(MEASURE.format(at, "64") for at in range(9))
    comment = review_markdown(compare(model(old), model(old.replace("target 100", "target 90"))), "a", "b", nobody)  # fmt: skip
    assert sum(line.startswith("| ▼") for line in comment.splitlines()) == 9
