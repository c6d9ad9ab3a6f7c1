"""A score is shown rounded towards its status: no figure looks as if it had reached a bound that it missed."""

from __future__ import annotations

import math

import pytest

from bsctui.app.core.item_figures import item_figures
from bsctui.app.core.spans import plain_text
from bsctui.app.features.edit.item_command import score_change_spans
from bsctui.numbers import format_score, round_within
from bsctui.scoring.status import band_bounds, shown_score
from bsctui.workspace import Workspace
from tests.cli.printing import printed as printed_by
from tests.review.repositories import commit, git

NEAR = """\
calendar years 2025..2025
scorecard s "S"
objective o "O" in s.process
kpi k "K" in s.o
  better higher
  baseline 0
  target 100
  actual 2025: {value}
"""


def workspace(value, more=""):
    return Workspace.from_texts({"s.bsc": NEAR.format(value=value) + more})


@pytest.mark.parametrize(
    ("value", "shown", "status"),
    [
        # The bounds are 40 and 70: below them, however little, is not yet there.
        ("69.96", "69.9", "amber"),
        ("69.94", "69.9", "amber"),
        ("70", "70.0", "green"),
        ("39.999", "39.9", "red"),
        ("40.04", "40.0", "amber"),
        ("72.46", "72.5", "green"),
    ],
)
def test_a_score_below_a_bound_is_shown_below_it(value, shown, status):
    scores = workspace(value).scores()
    row = scores.row["s.k"]
    assert scores.status_word(row, 0) == status
    assert format_score(shown_score(scores, row, 0)) == shown
    figures = item_figures(scores, "s.o", 0)
    assert format_score(figures.shown) == shown
    assert figures.score == pytest.approx(float(value))


def test_bands_of_ones_own_are_kept_to_however_finely_they_are_set():
    text = NEAR.format(value="72.54").replace(
        'kpi k "K" in s.o\n',
        'kpi k "K" in s.o\n  status red below 72.52\n  status green\n',
    )
    scores = Workspace.from_texts({"s.bsc": text}).scores()
    assert not [each for each in scores.model.diagnostics if each.is_error]
    assert shown_score(scores, scores.row["s.k"], 0) == 72.6


def test_what_reaches_a_bound_but_for_the_arithmetic_has_reached_it():
    bounds = band_bounds(workspace("1").model.settings.bands)
    assert round_within(70 - 1e-12, bounds) == 70.0
    assert math.isnan(round_within(math.nan, bounds))


def test_the_commands_show_what_the_app_shows(tmp_path, capsys):
    (tmp_path / "s.bsc").write_text(NEAR.format(value="69.96"))
    printed = printed_by(capsys, "score", "-C", str(tmp_path))
    assert "69.9" in printed
    assert "70.0" not in printed


@pytest.mark.parametrize(
    "words",
    [
        ("whatif", "s.k=50"),
        ("goal", "s", "40", "--by", "s.k"),
        ("sensitivity",),
        ("explain", "s.o"),
    ],
)
def test_every_command_that_tells_a_score_rounds_it_so(tmp_path, capsys, words):
    (tmp_path / "s.bsc").write_text(NEAR.format(value="69.96"))
    told = printed_by(capsys, *words, "-C", str(tmp_path))
    assert "69.9" in told
    assert "70.0" not in told


@pytest.mark.slow
@pytest.mark.parametrize("words", [("diff", "HEAD~"), ("log", "s.k")])
def test_what_is_told_of_commits_is_rounded_so(tmp_path, capsys, words):
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {"s.bsc": NEAR.format(value="50")}, "the beginning")
    commit(tmp_path, {"s.bsc": NEAR.format(value="69.96")}, "nearly there")
    told = printed_by(capsys, *words, "-C", str(tmp_path))
    assert "69.9" in told
    assert "70.0" not in told


def test_an_edit_told_before_it_is_made_is_rounded_so():
    scores, then = workspace("50").scores(), workspace("69.96").scores()
    before, after = (item_figures(each, "s.k", 0) for each in (scores, then))
    told = plain_text(score_change_spans(before, after, "to"))
    assert told == "50.0 to 69.9  +20.0"


def test_the_present_score_beside_another_is_rounded_so():
    then, now = workspace("50").scores(), workspace("69.96").scores()
    assert item_figures(then, "s.k", 0, present=now).present_shown == 69.9
