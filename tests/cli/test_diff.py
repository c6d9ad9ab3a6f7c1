"""`bsctui diff` as a reviewer meets it: revisions, formats, exit statuses, and what git cannot do."""

from __future__ import annotations

import json

import pytest

from bsctui.__main__ import run_cli
from bsctui.cli.diff_command import with_progress_lines
from tests.review.repositories import commit, git, repository
from tests.scoring.worked import SKYLINE

EASIER = SKYLINE.replace("target 35M by 2026-Q4", 'target 33M by 2026-Q4 "As agreed"')


@pytest.fixture
def folder(tmp_path):
    return repository(tmp_path / "plan", {"bsctui.toml": "", "w.bsc": SKYLINE})


def test_nothing_changed_says_so_and_is_no_failure(folder, capsys):
    assert run_cli(["diff", "-C", str(folder), "--exit-code", "--fail-on", "goalposts"]) == 0
    assert "nothing that touches a score" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["diff", "HEAD~1...HEAD", "--fail-on", "goalposts"],
        ["diff", "--fail-on", "goalposts"],
        ["diff", "HEAD~1", "HEAD", "--format", "markdown"],
        ["log", "acme.revenue"],
        ["check"],
    ],
)
def test_who_stands_above_the_workspace_is_not_told_that_nothing_changed(tmp_path, words, capsys):
    above = repository(tmp_path / "all", {"plan/bsctui.toml": "", "plan/w.bsc": SKYLINE})
    commit(above, {"plan/w.bsc": EASIER}, "an easier target")
    assert run_cli([*words, "-C", str(above)]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert "the workspaces below it are `plan`: name one with `-C`" in shown.err


def test_a_folder_where_a_revision_stands_is_told_how_it_is_named(folder, capsys):
    (folder / "units").mkdir()
    assert run_cli(["diff", "-C", str(folder), str(folder / "units")]) == 2
    assert f"a workspace is named by `-C {folder / 'units'}`" in capsys.readouterr().err


def test_the_files_are_compared_with_the_last_commit(folder, capsys):
    (folder / "w.bsc").write_text(EASIER)
    assert run_cli(["diff", "-C", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert "target 35M by 2026-Q4 → 33M by 2026-Q4: easier" in shown
    assert '"As agreed" · not committed yet' in shown
    assert "w.bsc:17" in shown
    assert run_cli(["diff", "-C", str(folder), "--exit-code"]) == 1
    assert run_cli(["diff", "-C", str(folder), "--fail-on", "goalposts"]) == 1


def test_the_workspace_may_ask_for_failure_itself(folder):
    (folder / "w.bsc").write_text(EASIER)
    (folder / "bsctui.toml").write_text('[review]\nfail-on = "goalposts"\n')
    assert run_cli(["diff", "-C", str(folder)]) == 1


def test_json_has_the_keys_of_the_contract(folder, capsys):
    commit(folder, {"w.bsc": EASIER}, "an easier target", author="Marek")
    assert run_cli(["diff", "HEAD~1", "HEAD", "-C", str(folder), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["version"], found["old"], found["new"]) == (1, "HEAD~1", "HEAD")
    assert found["period"] == {"old": "2025-Q4", "new": "2025-Q4"}
    (change,) = found["changes"]
    assert change["author"] == "Marek"
    assert change["reason"] == "As agreed"
    assert (change["address"], change["kind"], change["field"]) == (
        "skyline.revenue",
        "changed",
        "target",
    )
    assert (change["old"], change["new"]) == ("35M by 2026-Q4", "33M by 2026-Q4")
    assert (change["class"], change["direction"]) == ("rules", "easier")
    assert (change["file"], change["line"]) == ("w.bsc", 17)
    assert [row["address"] for row in change["effect"]][:2] == ["skyline.revenue", "skyline"]
    # The line to 33M stands at 29M in 2025-Q4, the one to 35M at 30M: 29M scores 100 instead of 80.
    assert change["effect"][0] == {
        "address": "skyline.revenue",
        "points": pytest.approx(20),
        "period": "2025-Q4",
    }
    effects = {row["address"]: row for row in found["effects"]}
    assert list(effects) == ["skyline", "skyline.financial", "skyline.profit", "skyline.revenue"]
    assert effects["skyline"]["before"] == pytest.approx(81.733, abs=5e-4)
    # 20 points of one of two KPIs, of one objective, in a perspective of 40%: 4 points.
    assert effects["skyline"]["rules"] == pytest.approx(4)
    assert effects["skyline"]["results"] == pytest.approx(0)
    assert effects["skyline"]["structure"] is False


def test_three_dots_show_what_a_branch_brings(folder, capsys):
    git(folder, "checkout", "-q", "-b", "proposal")
    commit(folder, {"w.bsc": EASIER}, "an easier target")
    git(folder, "checkout", "-q", "main")
    commit(folder, {"w.bsc": SKYLINE.replace("47\n", "48\n")}, "something else meanwhile")
    assert run_cli(["diff", "main...proposal", "-C", str(folder), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [change["address"] for change in found["changes"]] == ["skyline.revenue"]
    assert found["new"] == "proposal"


def test_layout_and_order_show_nothing_unless_all_is_asked_for(folder, capsys):
    blocks = SKYLINE.replace("  ", "    ").split("\n\n")
    (folder / "w.bsc").write_text(
        "\n\n\n".join([*blocks[:2], *blocks[:1:-1]]).replace('"CFO"', '"The CFO"')
    )
    assert run_cli(["diff", "-C", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert "1 change without effect on a score (--all lists them)" in shown
    assert run_cli(["diff", "-C", str(folder), "--all"]) == 0
    assert 'owner "CFO" → "The CFO"' in capsys.readouterr().out


def test_a_revision_with_errors_is_shown_and_fails(folder, capsys):
    (folder / "w.bsc").write_text(EASIER + "kpi lost in nowhere.at_all\n")
    assert run_cli(["diff", "-C", str(folder)]) == 1
    captured = capsys.readouterr()
    assert "33M by 2026-Q4: easier" in captured.out
    assert "New problems" in captured.out
    assert "1 error in this workspace" in captured.err


@pytest.mark.parametrize(
    "words", [["nowhere"], ["--", "--output=x"], ["HEAD", "nowhere"], ["nowhere...HEAD"]]
)
def test_an_unknown_revision_is_one_line(folder, capsys, words):
    assert run_cli(["diff", "-C", str(folder), *words]) == 2
    error = capsys.readouterr().err
    assert "git knows no revision" in error
    assert error.count("\n") == 1


def test_without_a_repository_one_line_says_so(tmp_path, capsys):
    (tmp_path / "w.bsc").write_text(SKYLINE)
    assert run_cli(["diff", "-C", str(tmp_path)]) == 2
    assert "is not in a git repository" in capsys.readouterr().err


def test_one_period_may_be_fixed_for_both_sides(folder, capsys):
    (folder / "w.bsc").write_text(EASIER)
    assert run_cli(["diff", "-C", str(folder), "--period", "2025-Q1", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["period"] == {"old": "2025-Q1", "new": "2025-Q1"}
    assert run_cli(["diff", "-C", str(folder), "--period", "soon"]) == 2


def test_a_period_of_neither_calendar_is_refused(folder, capsys):
    commit(folder, {"w.bsc": EASIER}, "an easier target")
    assert run_cli(["diff", "HEAD~1", "HEAD", "-C", str(folder), "--period", "2031-Q1"]) == 2
    assert capsys.readouterr().err == "bsctui: `2031-Q1` is in neither side's calendar\n"


def test_a_period_that_one_calendar_lacks_is_not_told_as_no_calendar(folder, capsys):
    shorter = EASIER.replace("2025-Q1..2026-Q4", "2025-Q1..2025-Q4")
    commit(folder, {"w.bsc": shorter}, "a shorter calendar")
    assert run_cli(["diff", "HEAD~1", "HEAD", "-C", str(folder), "--period", "2026-Q1"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("HEAD~1 → HEAD, 2026-Q1 → not in the calendar:")


def test_a_log_hears_every_ten_seconds_how_far_it_is(capsys):
    changes = list(range(50))
    seconds = iter(range(0, 1000, 2))
    assert list(with_progress_lines(changes, lambda: next(seconds))) == changes
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "single effects: 4 of 50"
    assert len(lines) == 10
