"""Complaints about other programs, as workspaces: one value that cannot be right."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from bsctui.__main__ import run_cli
from bsctui.model.entities import SeriesLine
from bsctui.model.periods import Grain
from bsctui.model.plausibility import doubt_of, doubts

HERE = Path(__file__).parent


@pytest.fixture
def shop(tmp_path):
    shutil.copy(HERE / "11-dot-for-thousands.bsc", tmp_path / "a.bsc")
    return tmp_path


def test_a_thousandth_of_the_last_value_is_recorded_and_questioned(shop, capsys):
    assert run_cli(["record", "-C", str(shop), "p.a", "2025-02", "1.080"]) == 0
    told = capsys.readouterr()
    assert "actual 2025-01: 1400 1.080" in told.out
    assert "2025-02 of `p.a`: 1.08 is a thousandth of the values around it (1400)" in told.err
    assert "is 1080 meant?" in told.err


@pytest.mark.parametrize(
    "words",
    [["rename", "p.a", "sales"], ["rename", "p", "plant"], ["set", "p.a", "label", "Sales"]],
)
def test_what_was_entered_before_is_not_questioned_where_it_only_gets_another_name(
    shop, capsys, words
):
    run_cli(["record", "-C", str(shop), "p.a", "2025-02", "1.080"])
    capsys.readouterr()
    assert run_cli([words[0], "-C", str(shop), *words[1:]]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("value", ["1080", "1310.5", "0", "-"])
def test_what_can_be_right_is_recorded_without_a_word(shop, capsys, value):
    assert run_cli(["record", "-C", str(shop), "p.a", "2025-02", value]) == 0
    assert capsys.readouterr().err == ""


def test_the_same_is_told_of_a_whole_report(shop, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("p.a 1.080\np.b 1.1\np.c 1190\n"))
    assert run_cli(["record", "-C", str(shop), "2025-02", "-"]) == 0
    assert capsys.readouterr().err.count("warning[A120]") == 2


def test_check_tells_the_typo_among_the_riders(tmp_path, capsys):
    shutil.copy(HERE / "14-one-typo-and-the-forecast.bsc", tmp_path / "a.bsc")
    run_cli(["check", "-C", str(tmp_path), "--select", "A120"])
    told = capsys.readouterr()
    assert "a.bsc:12:96: warning[A120]: 2010-12 of `p.riders` is 69 times" in told.out
    assert "1 warning" in told.err


def told(text, grain=Grain.MONTH):
    values = [float("nan") if word == "-" else float(word) for word in text.split()]
    series = (SeriesLine(0, tuple(values), None),)
    return [doubt.ordinal for doubt in doubts(series, grain)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("10 10 200 10", [2]),  # twenty times
        ("10 10 199 10", []),
        ("10 10 0.5 10", [2]),  # a twentieth
        ("10 10 0.51 10", []),
        ("10 31 900 10", []),  # neighbours that differ by more than a factor of 3 tell nothing
        ("10 30 900 10", [2]),
        ("5 6 0 7", []),  # a count falls to nothing
        ("0 0 5 0", []),
        ("5 6 -5 7", [2]),  # another sign than all of three
        ("5 -5 6", []),
        ("-5 -6 7 -5", [2]),
        ("10 200", [1]),  # of two the later one
        ("200 10", [1]),
        ("10 - - 300 - 9", [3]),
        ("1 3 9 27 81 243 729", []),  # growth
        ("", []),
        ("-", []),
    ],
)
def test_twenty_times_the_median_of_neighbours_that_are_alike_cannot_be_right(text, wanted):
    assert told(text) == wanted


def test_neighbours_are_those_of_three_years():
    years = "10 11 10 900 12 10 11"
    assert told(years, Grain.YEAR) == [3]
    # monthly, the old level lies 37 months and more before the new one: no neighbour
    assert told(" ".join(["10"] * 5 + ["-"] * 40 + ["900"] * 5)) == []


@pytest.mark.parametrize(
    ("value", "strange"), [(1.08, True), (1080.0, False), (float("nan"), False)]
)
def test_what_is_about_to_be_entered_is_judged_by_what_stands_around(value, strange):
    series = (SeriesLine(0, (1400.0, 1390.0), None),)
    assert (doubt_of(series, Grain.MONTH, 2, value) is not None) is strange
    assert (doubt_of(series, Grain.MONTH, 1, value) is not None) is strange
