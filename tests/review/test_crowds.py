"""More changes than can be tried each alone are judged at once, and none of them passes as harmless."""

from __future__ import annotations

import pytest

from bsctui.review import crowds
from bsctui.review.as_json import review_document
from bsctui.review.as_markdown import review_markdown
from bsctui.review.as_text import ReviewStyle, review_lines
from bsctui.review.directions import Direction
from tests.review.test_cheats import COMPANY
from tests.review.worlds import review

EASY = '\nkpi easy "Easy" in s.o\n  baseline 0\n  target 100\n  actual 2025-Q1: 100 100 100 100\n'
HARD = '\nkpi hard "Hard" in s.o\n  baseline 0\n  target 100\n  actual 2025-Q1: 0 0 0 0\n'
ROLLED = '\nkpi one "One" in s.side\n  baseline 0\n  target 100\n  actual 2025-Q1: 60 60 60 60\n'
UNUSED = "\nmeasure one in s\n  actual 2025-Q1: 1\n\nmeasure two in s\n  actual 2025-Q1: 2\n"


@pytest.fixture
def _few(monkeypatch):
    monkeypatch.setattr(crowds, "MOST_WORK", 0)


@pytest.mark.usefixtures("_few")
def test_what_one_gives_and_another_takes_lets_neither_through():
    by_address = reviewed(COMPANY + EASY + HARD)
    assert {one.is_goalpost for one in by_address.values()} == {True}
    assert {one.judgement.crowd for one in by_address.values()} == {2}
    assert [one.judgement.effect for one in by_address.values()] == [(), ()]


def test_few_enough_are_tried_each_alone():
    by_address = reviewed(COMPANY + EASY + HARD)
    assert by_address["s.easy"].direction is Direction.EASIER
    assert by_address["s.hard"].direction is Direction.HARDER
    assert {one.judgement.crowd for one in by_address.values()} == {0}


@pytest.mark.usefixtures("_few")
def test_a_crowd_that_moves_nothing_at_all_is_no_goalpost():
    by_address = reviewed(COMPANY + UNUSED)
    assert len(by_address) == 2
    assert not any(one.is_goalpost for one in by_address.values())


@pytest.mark.usefixtures("_few")
def test_a_fact_of_a_kpi_and_what_enters_no_score_are_told_from_the_crowd():
    new = COMPANY.replace("supports s.o", 'supports s.o\n  owner "Zed"').replace(
        "  target 100\n  actual 2025-Q1: 80", "  unit EUR\n  target 100\n  actual 2025-Q1: 80"
    )
    by_address = reviewed(new + EASY + HARD)
    assert by_address["s.good"].judgement.crowd == 0
    assert by_address["s.good"].direction is Direction.NEUTRAL
    assert by_address["s.easy"].judgement.crowd == 2


@pytest.mark.usefixtures("_few")
def test_results_that_were_restated_are_told_without_an_effect():
    new = COMPANY.replace("20 15 10 10", "30 15 10 10")
    (one,) = reviewed(new).values()
    assert one.judgement.effect == ()
    assert one.judgement.crowd == 1


@pytest.mark.usefixtures("_few")
def test_every_form_says_that_it_was_not_told_from_the_others():
    comparison = review(COMPANY, COMPANY + EASY + HARD)
    phrase = "one of 2 changes judged at once: too many to try each alone"
    lines = review_lines(comparison, "old", "new", nobody, ReviewStyle(), everything=True)
    assert phrase in "\n".join(lines)
    assert phrase in review_markdown(comparison, "old", "new", nobody)
    document = review_document(comparison, "old", "new", nobody)
    assert [change["at_once"] for change in document["changes"]] == [2, 2]


def nobody(_change):
    """Who made a change: not known."""


def reviewed(new):
    """By address: the changes of rules and results."""
    changes = review(COMPANY, new).reviewed
    return {one.change.address: one for one in changes if one.change.change_class != "none"}
