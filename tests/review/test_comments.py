"""What a reviewer reads: the comments on five realistic changes, and what hostile text does to them."""

from __future__ import annotations

import pytest

from bsctui.review.as_markdown import review_markdown, safe
from bsctui.review.as_text import ReviewStyle, review_lines
from bsctui.review.directions import Direction
from bsctui.text.diagnostics import cell_width
from tests.review.realistic import CHANGES, GOLDENS, review_of, text_of
from tests.review.worlds import changed, review
from tests.scoring.worked import SKYLINE


@pytest.mark.parametrize("name", CHANGES)
def test_the_comment_on_a_change_stands_as_it_was_read_by_eye(name):
    assert text_of(name) == (GOLDENS / f"{name}.md").read_text("utf-8")


def test_a_quiet_loosening_among_harmless_edits_is_the_first_thing_said():
    found = review_of("quiet")
    assert [(one.change.address, one.change.field) for one in found.goalposts] == [
        ("ground.overtime", "tolerance")
    ]
    assert found.goalposts[0].direction is Direction.EASIER


def test_a_months_numbers_are_results_alone():
    found = review_of("month")
    assert not found.goalposts
    assert {one.change.change_class for one in found.reviewed} == {"results"}
    (top,) = found.top_effects
    assert top.rules == pytest.approx(0)


def test_a_reorganisation_is_moves_and_names_and_no_removals():
    kinds = {
        one.change.kind
        for one in (
            *review_of("reorganisation").goalposts,
            *review_of("reorganisation").other_changes,
        )
    }
    assert kinds == {"moved", "renamed"}


HOSTILE = "x | <script>alert(1)</script> @all #1 [l](http://e.vil) `c` **b** \\\\"


def test_hostile_text_styles_nothing_in_a_comment():
    old = SKYLINE
    new = changed(
        ('"Seat revenue"', f'"{HOSTILE}"'),
        ("target 35M by 2026-Q4", f'target 30M by 2026-Q4 "{HOSTILE}"'),
    )
    text = review_markdown(review(old, new), "a`b", "--x|y", lambda _: "<b>@who</b>")
    assert "<script>" not in text
    assert "@all" not in text
    assert "@who" not in text
    assert "http://" not in text
    assert "<b>" not in text
    cells = next(line for line in text.splitlines() if "alert" in line)
    assert cells.replace("\\|", "").count("|") == 5


def test_escaping_leaves_plain_words_alone():
    assert safe("Time on the ground, 47 minutes (+3%).") == "Time on the ground, 47 minutes (+3%)."


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("width", [60, 80])
def test_the_text_fits_the_terminal(name, width):
    style = ReviewStyle(width=width, colour=False, ascii=True)
    for block in review_lines(
        review_of(name), "main", name, lambda _: "Ines Aldaba", style, everything=True
    ):
        for line in block.split("\n"):
            assert cell_width(line) <= width
            assert line.isascii() or "é" in line
