"""What a reviewer reads: the comments on five realistic changes, and what hostile text does to them."""

from __future__ import annotations

import pytest

from bsctui.escaping import cell_width
from bsctui.review.as_markdown import review_markdown, safe
from bsctui.review.as_text import ReviewStyle, review_lines
from bsctui.review.directions import Direction
from tests.review.realistic import CHANGES, GOLDENS, review_of, text_of
from tests.review.worlds import changed, review
from tests.scoring.worked import SKYLINE


@pytest.mark.slow
@pytest.mark.parametrize("name", [*CHANGES, "close"])
def test_the_comment_on_a_change_stands_as_it_was_read_by_eye(name):
    assert text_of(name) == (GOLDENS / f"{name}.md").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", [*CHANGES, "close"])
def test_a_comment_is_read_in_a_minute(name):
    words = [word for word in text_of(name).split() if any(map(str.isalnum, word))]
    assert len(words) <= 400


def test_a_comment_says_first_what_it_comes_to_then_what_is_to_be_decided():
    text = text_of("close")
    parts = ["### Firm ", "| Scorecard |", "**To decide: ", "▼ easier", "! restated", "▲ harder", "<details>", "*Merging only the results"]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_changes_for_one_reason_are_one_decision():
    rows = [line for line in text_of("close").splitlines() if "The new line is late" in line]
    assert len(rows) == 1
    assert all(f"{card} target" in rows[0] for card in ("Welding", "Paint", "Assembly"))


def test_where_nothing_differs_the_comment_says_so():
    text = review_markdown(review(SKYLINE, SKYLINE), "main", "topic", lambda _: None)
    assert text == "### Strategy review\n\nNothing in the strategy changes (`main` → `topic`).\n"


def test_a_line_is_a_link_where_the_forge_is_known():
    new = changed(("target 35M by 2026-Q4", "target 30M by 2026-Q4"))
    text = review_markdown(review(SKYLINE, new), "a", "b", lambda _: None, link=lambda path, line: f"https://forge.example/{path}#L{line}")  # fmt: skip
    line = 1 + new.splitlines().index(next(raw for raw in new.splitlines() if "target 30M" in raw))
    assert f"[`0.bsc:{line}`](https://forge.example/0.bsc#L{line})" in text


@pytest.mark.slow
def test_a_quiet_loosening_among_harmless_edits_is_the_first_thing_said():
    found = review_of("quiet")
    assert [(one.change.address, one.change.field) for one in found.goalposts] == [
        ("ground.overtime", "tolerance")
    ]
    assert found.goalposts[0].direction is Direction.EASIER


@pytest.mark.slow
def test_a_months_numbers_are_results_alone():
    found = review_of("month")
    assert not found.goalposts
    assert {one.change.change_class for one in found.reviewed} == {"results"}
    (top,) = found.top_effects
    assert top.rules == pytest.approx(0)


@pytest.mark.slow
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
    assert cells.replace("\\|", "").count("|") == 4


def test_escaping_leaves_plain_words_alone():
    assert safe("Time on the ground, 47 minutes (+3%).") == "Time on the ground, 47 minutes (+3%)."


@pytest.mark.slow
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
