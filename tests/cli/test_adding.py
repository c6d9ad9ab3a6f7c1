"""`bsctui new`, `add` and `record -`: a workspace from nothing, by script."""

from __future__ import annotations

import io

import pytest

from bsctui.__main__ import run_cli


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert (
        run_cli(
            ["new", ".", "--months", "--empty", "--name", "Gates North", "--owner", "Anna Berg"]
        )
        == 0
    )
    return tmp_path


def text(folder):
    return (folder / "gates_north.bsc").read_text()


def test_an_empty_workspace_reports_in_months_with_its_owner(folder):
    assert "calendar months " in text(folder)
    assert text(folder).endswith(
        'person anna_berg "Anna Berg"\n\nscorecard gates_north "Gates North"\n  owner anna_berg\n'
    )
    assert run_cli(["check"]) == 0


def test_the_sample_in_months_has_no_error(tmp_path):
    assert run_cli(["new", str(tmp_path / "w"), "--months"]) == 0
    assert run_cli(["check", "-C", str(tmp_path / "w")]) == 0


def test_a_folder_with_scorecards_is_left_alone(folder, capsys):
    before = text(folder)
    assert run_cli(["new", "."]) == 2
    assert "already exists; nothing was written" in capsys.readouterr().err
    assert [path.name for path in folder.glob("*.bsc")] == ["gates_north.bsc"]
    assert text(folder) == before


def test_records_and_settings_are_added(folder):
    for words in (
        ["perspective", "safety", "Safety first"],
        ["person", "bo", "Bo Ek", "bo@example.com"],
        ["objective", "Doors closed", "in", "gates_north.safety"],
        [
            "kpi",
            "doors",
            "Closed in time",
            "in",
            "doors_closed",
            "--with",
            "unit %",
            "--with",
            "target 88%",
        ],
        ["scorecard", "team", "Team", "under", "gates_north", "--file", "teams/team.bsc"],
        ["calendar", "quarters", "2026-Q1..2027-Q4"],
    ):
        assert run_cli(["add", *words]) == 0
    assert 'perspective safety "Safety first"\n' in text(folder)
    assert 'person bo "Bo Ek" "bo@example.com"\n' in text(folder)
    assert 'objective doors_closed "Doors closed" in gates_north.safety\n' in text(folder)
    assert (
        '\nkpi doors "Closed in time" in gates_north.doors_closed\n  unit %\n  target 88%\n'
        in text(folder)
    )
    assert "calendar quarters 2026-Q1..2027-Q4\n" in text(folder)
    assert (
        folder / "teams" / "team.bsc"
    ).read_text() == 'scorecard team "Team" under gates_north\n'


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["kpi", "x", "in", "nothing"], "nothing is named `nothing`"),
        (["objective", "x"], "where?"),
        (["person", "bo", "Bo", "b@x.org", "more"], "add person NAME"),
        (["perspective", "x", "--with", "weight 2"], "--with"),
        (["perspective", "financial"], "already"),
    ],
)
def test_what_cannot_be_added_says_why(folder, capsys, words, message):
    before = text(folder)
    assert run_cli(["add", *words]) in {1, 2}
    assert message in capsys.readouterr().err
    assert text(folder) == before


def test_a_report_of_several_periods_is_recorded_all_or_none(folder, monkeypatch, capsys):
    run_cli(["add", "objective", "o", "in", "gates_north.process"])
    run_cli(["add", "kpi", "doors", "in", "gates_north.o"])
    monkeypatch.setattr(
        "sys.stdin", io.StringIO('doors 2026-01 80\n\n# later\ndoors 2026-02 81 "ok"\n')
    )
    assert run_cli(["record", "-"]) == 0
    assert "  actual 2026-01: 80 81\n" in text(folder)
    assert '  note 2026-02 "ok"\n' in text(folder)
    before = text(folder)
    monkeypatch.setattr("sys.stdin", io.StringIO("doors 2026-03 82\ndoors 2026-04\n"))
    assert run_cli(["record", "-"]) == 2
    assert "line 2 of the input does not say `REF PERIOD VALUE" in capsys.readouterr().err
    assert text(folder) == before


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("doors 80\n\ngates_north.doors 81\n", "lines 1 and 3 of the input both give 2026-01 of `gates_north.doors`"),
        ("doors 80\nwindows 81\n", "line 2 of the input: nothing is named `windows`; nothing was recorded"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_recorded_names_its_lines(folder, monkeypatch, capsys, lines, said):
    run_cli(["add", "objective", "o", "in", "gates_north.process"])
    run_cli(["add", "kpi", "doors", "in", "gates_north.o"])
    before = text(folder)
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert run_cli(["record", "2026-01", "-"]) == 2
    assert said in capsys.readouterr().err
    assert text(folder) == before


def test_a_report_may_begin_with_a_byte_order_mark(folder, monkeypatch):
    run_cli(["add", "objective", "o", "in", "gates_north.process"])
    run_cli(["add", "kpi", "doors", "in", "gates_north.o"])
    monkeypatch.setattr("sys.stdin", io.StringIO("\ufeffdoors 80\n"))
    assert run_cli(["record", "2026-01", "-"]) == 0
    assert "  actual 2026-01: 80\n" in text(folder)


def test_a_period_is_closed_and_opened_again_by_script(folder, capsys):
    before = text(folder)
    year = before.partition("calendar months ")[2][:4]
    assert run_cli(["set", "calendar", "closed", f"{year}-02"]) == 0
    assert f"\n  closed {year}-02\n" in text(folder)
    assert run_cli(["set", "calendar", "closed", "--unset"]) == 0
    assert text(folder) == before
    assert run_cli(["set", "calendar", "closed", "soon"]) == 1
    assert "`soon` is not a month of the calendar" in capsys.readouterr().err
    assert run_cli(["set", "calendar", "starts", "April"]) == 2
    assert "`set calendar` takes `closed PERIOD`" in capsys.readouterr().err


def test_a_scorecard_may_be_named_calendar(folder):
    assert run_cli(["add", "scorecard", "calendar", "Events"]) == 0
    assert run_cli(["set", "calendar", "owner", "Ann"]) == 0
    assert 'scorecard calendar "Events"\n  owner "Ann"\n' in text(folder)


@pytest.mark.parametrize(
    "words",
    [
        ["set", "gates_north", "label", "Gates North"],
        ["set", "gates_north", "owner", "anna_berg"],
        ["add", "calendar", "months", "2026-01..2026-12"],
    ],
    ids=["label", "owner", "calendar"],
)
def test_what_changes_nothing_says_so_and_writes_nothing(folder, capsys, words):
    run_cli(words)
    capsys.readouterr()
    before = text(folder)
    assert run_cli(words) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "nothing to change: that is already in the text\n"
    assert text(folder) == before
