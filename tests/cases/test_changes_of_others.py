"""Complaints about other programs, as two versions of a workspace: what a review and a merge say of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bsctui.__main__ import run_cli
from bsctui.merge.files import merge_file
from bsctui.merge.versions import FileVersions
from tests.review.repositories import repository

HERE = Path(__file__).parent


@pytest.fixture
def review(tmp_path, capsys):
    """What `diff` prints of a case: its old version committed, its new one in place."""

    def diff(case, *options):
        old, new = ((HERE / case / f"{side}.bsc").read_text(encoding="utf-8") for side in ("old", "new"))  # fmt: skip
        folder = repository(tmp_path / "plan", {"a.bsc": old})
        (folder / "a.bsc").write_text(new, encoding="utf-8")
        assert run_cli(["diff", "-C", str(folder), *options]) == 0
        return capsys.readouterr().out

    return diff


def test_the_target_of_a_rate_falls_by_five_points_a_quarter_and_not_by_thirty_in_all(review):
    shown = review("13-target-ahead-of-a-rate")
    assert "future targets, 2025-Q3..2026-Q4: -5 points a quarter" in " ".join(shown.split())
    assert "-30" not in shown
    assert "5.6%" not in shown


def test_only_the_first_cell_disagrees_and_either_side_keeps_the_other_ones_figures():
    base, ours, theirs = (
        (HERE / "22-conflict-in-one-cell" / f"{side}.bsc").read_bytes()
        for side in ("base", "ours", "theirs")
    )
    merged = merge_file(FileVersions(base, ours, theirs))
    lines = merged.content.decode().splitlines()
    assert merged.conflicts == 1
    assert [line for line in lines if "actual" in line] == [
        "  actual 2025-Q1: 10 2 30 40",
        "  actual 2025-Q1: 11 2 30 40",
    ]


def test_a_red_kpi_that_another_replaces_is_removed_and_not_renamed(review):
    shown = review("23-replaced-kpi-taken-for-a-rename")
    assert "renamed" not in shown
    assert "restated" not in shown
    assert re.search(r"Wards without an infection .*\n +kpi removed: easier", shown)
    assert re.search(r"Posters put up .*\n +kpi added: ", shown)


def test_a_target_that_was_cut_stands_above_twelve_restated_figures(review):
    shown = review("24-target-cut-below-restatements", "--format", "markdown")
    rows = [line for line in shown.splitlines() if re.match(r"\| [▼!]", line)]
    assert "**Stocks managed well**" in rows[0]
    assert "target 100 by 2023 → target 55" in rows[0]
    assert len(rows) == 2
    assert "restated after the close" in rows[1]
    assert all(re.search(rf"Measure {at}\b", shown) for at in range(1, 13))


def test_what_a_problem_quotes_stands_apart_from_its_words(review):
    shown = review("24-target-cut-below-restatements", "--format", "markdown")
    assert "A119: nothing says which way is better for `n.stocks`: its target" in shown


def test_rows_of_long_labels_say_which_is_which_and_where_in_one_piece(review):
    shown = review("35-long-labels")
    assert re.findall(r"a\.bsc:\d+", shown) == ["a.bsc:13", "a.bsc:8"]
    assert not re.search(r"a\.bsc:?$", shown, re.MULTILINE)
    text = " ".join(shown.split())
    assert "that are zero-emission vehicles p.r2 a.bsc:13" in text
    assert "adaptation into their decision-making process p.r1 a.bsc:8" in text
