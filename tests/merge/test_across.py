"""Merging a whole workspace: what moved to another file, what was deleted, and what only the whole shows."""

from __future__ import annotations

import pytest

from bsctui.__main__ import run_cli
from bsctui.merge.conflicts import ConflictMarkers
from bsctui.merge.workspaces import merge_workspaces
from tests.review.repositories import commit, git, repository

TOP = (
    'calendar quarters 2025-Q1..2025-Q4\n\nscorecard top "Top"\n\nobjective aim in top.financial\n'
)
SALES = "kpi sales in top.aim\n  baseline 5\n  target 10\n  actual 2025-Q1: 8 9\n"
COSTS = "kpi costs in top.aim\n  better lower\n  baseline 9\n  target 5\n"
BASE = {"a.bsc": f"{TOP}\n{SALES}\n{COSTS}"}


def merged(base, ours, theirs):
    """The files after a merge, and how many conflicts they hold."""
    sides = ({path: text.encode() for path, text in side.items()} for side in (base, ours, theirs))
    outcome = merge_workspaces(*sides, ConflictMarkers())
    files = {path: text.encode() for path, text in ours.items()} | outcome.files
    return {path: text.decode() for path, text in files.items() if text is not None}, sum(outcome.conflicts.values())  # fmt: skip


def test_a_record_moved_to_another_file_takes_the_other_sides_edits_along():
    ours = {"a.bsc": f"{TOP}\n{COSTS}", "sub/b.bsc": SALES}
    theirs = {"a.bsc": BASE["a.bsc"].replace("target 10", "target 12")}
    expected = {"a.bsc": f"{TOP}\n{COSTS}", "sub/b.bsc": SALES.replace("target 10", "target 12")}
    assert merged(BASE, ours, theirs) == (expected, 0)
    found, conflicts = merged(BASE, theirs, ours)
    assert conflicts == 0
    assert {path: text.strip() for path, text in found.items()} == {path: text.strip() for path, text in expected.items()}  # fmt: skip


def test_a_name_given_in_one_file_is_followed_in_all_others():
    ours = {"a.bsc": BASE["a.bsc"].replace("kpi sales in top.aim\n", "kpi turnover in top.aim\n  was top.sales\n")}  # fmt: skip
    theirs = {**BASE, "b.bsc": "actuals 2025-Q3\n  top.sales 11\n"}
    found, conflicts = merged(BASE, ours, theirs)
    assert conflicts == 0
    assert found["b.bsc"] == "actuals 2025-Q3\n  top.turnover 11\n"


def test_one_record_added_in_two_files_is_merged_into_one():
    new = "kpi extra in top.aim\n  target 3\n"
    ours = {**BASE, "b.bsc": new}
    theirs = {**BASE, "c.bsc": new.replace("target 3", "target 3\n  leading")}
    found, conflicts = merged(BASE, ours, theirs)
    assert (conflicts, sorted(found)) == (0, ["a.bsc", "b.bsc"])
    assert found["b.bsc"] == new + "  leading\n"


def test_one_period_added_in_two_files_with_two_values_is_a_conflict():
    ours = {**BASE, "b.bsc": "actuals 2025-Q3\n  top.sales 11\n"}
    theirs = {"a.bsc": BASE["a.bsc"].replace("8 9", "8 9 12")}
    found, conflicts = merged(BASE, ours, theirs)
    assert conflicts == 1
    assert found["b.bsc"] == "actuals 2025-Q3\n<<<<<<< ours\n  top.sales 11\n=======\n  top.sales 12\n>>>>>>> theirs\n"  # fmt: skip
    assert found["a.bsc"] == BASE["a.bsc"]


def test_one_value_added_in_two_files_and_two_forms_stands_once():
    ours = {**BASE, "b.bsc": "actuals 2025-Q3\n  top.sales 11\n"}
    theirs = {**BASE, "c.bsc": "# from the till\nactual top.sales 2025-Q3: 11.0\n"}
    assert merged(BASE, ours, theirs) == (ours | {"b.bsc": "actuals 2025-Q3\n  # from the till\n  top.sales 11\n"}, 0)  # fmt: skip


def test_a_value_corrected_here_is_corrected_in_the_file_to_which_the_other_side_moved_it():
    ours = {"a.bsc": BASE["a.bsc"].replace("8 9", "8 9.5")}
    theirs = {
        "a.bsc": BASE["a.bsc"].replace("8 9", "8"),
        "q2.bsc": "actuals 2025-Q2\n  top.sales 9\n",
    }
    expected = {"a.bsc": theirs["a.bsc"], "q2.bsc": "actuals 2025-Q2\n  top.sales 9.5\n"}
    assert merged(BASE, ours, theirs) == (expected, 0)
    assert merged(BASE, theirs, ours) == (expected, 0)


def test_a_series_that_went_to_a_file_of_its_own_takes_the_other_sides_periods_along():
    ours = {
        "a.bsc": BASE["a.bsc"].replace("  actual 2025-Q1: 8 9\n", ""),
        "data.bsc": "# written by the till\nactual top.sales 2025-Q1: 8 9\n",
    }
    theirs = {"a.bsc": BASE["a.bsc"].replace("8 9", "8 9 10")}
    expected = {**ours, "data.bsc": ours["data.bsc"].replace("8 9", "8 9 10")}
    assert merged(BASE, ours, theirs) == (expected, 0)


def test_two_scorecards_that_would_get_one_name_are_a_conflict():
    two = f'{TOP}\nscorecard low "Low" under top\n\nobjective deed in low.customer\n'
    ours = {"a.bsc": two.replace("scorecard top", "scorecard new").replace("top.", "new.").replace("under top", "under new")}  # fmt: skip
    theirs = {"a.bsc": two.replace("scorecard low", "scorecard new").replace("low.", "new.")}
    found, conflicts = merged({"a.bsc": two}, ours, theirs)
    assert conflicts == 1
    assert found["a.bsc"].count("objective") == 2
    assert '<<<<<<< ours\nscorecard low "Low" under new\n=======\nscorecard new "Low" under top\n>>>>>>> theirs\n' in found["a.bsc"]  # fmt: skip


def test_a_file_deleted_here_and_edited_there_comes_back_in_markers():
    base = {**BASE, "b.bsc": "kpi extra in top.aim\n  target 3\n"}
    theirs = {**base, "b.bsc": "kpi extra in top.aim\n  target 4\n"}
    found, conflicts = merged(base, BASE, theirs)
    assert conflicts == 1
    assert found["b.bsc"] == "<<<<<<< ours\n=======\nkpi extra in top.aim\n  target 4\n>>>>>>> theirs\n"  # fmt: skip
    assert merged(base, BASE, base) == (BASE, 0)
    assert merged(base, base, BASE) == (BASE, 0)


@pytest.fixture
def repo(tmp_path, monkeypatch):
    folder = repository(tmp_path / "repo", {**BASE, "bsctui.toml": ""})
    git(folder, "checkout", "-q", "-b", "topic")
    commit(folder, {"a.bsc": f"{TOP}\n{COSTS}", "b.bsc": SALES}, "moved")
    git(folder, "checkout", "-q", "main")
    monkeypatch.chdir(folder)
    return folder


def command(*words: str) -> int:
    """A run of the program."""
    return run_cli(list(words))


def test_the_command_merges_a_branch_into_the_files_and_commits_nothing(repo, capsys):
    commit(repo, {"a.bsc": BASE["a.bsc"].replace("target 10", "target 12")}, "ours")
    before = git(repo, "rev-parse", "HEAD")
    assert command("merge", "--workspace", "topic") == 0
    assert "target 12" in (repo / "b.bsc").read_text()
    assert "sales" not in (repo / "a.bsc").read_text()
    assert git(repo, "rev-parse", "HEAD") == before
    assert "merged b.bsc" in capsys.readouterr().out


def test_the_command_leaves_markers_and_exits_1(repo, capsys):
    commit(repo, {"a.bsc": f"{TOP}\n{COSTS}"}, "ours: deleted")
    git(repo, "checkout", "-q", "topic")
    commit(repo, {"b.bsc": SALES.replace("target 10", "target 12")}, "theirs: edited")
    git(repo, "checkout", "-q", "main")
    assert command("merge", "--workspace", "topic") == 1
    assert "<<<<<<< HEAD" in (repo / "b.bsc").read_text()
    assert ">>>>>>> topic" in (repo / "b.bsc").read_text()
    assert "1 conflict" in capsys.readouterr().out


@pytest.mark.parametrize("change", ["edit", "new"])
def test_uncommitted_changes_are_refused(repo, capsys, change):
    (repo / ("a.bsc" if change == "edit" else "new.bsc")).write_text(BASE["a.bsc"] + "# mine\n")
    assert command("merge", "--workspace", "topic") == 2
    assert "not committed" in capsys.readouterr().err
    assert not (repo / "b.bsc").exists()


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", ";touch x", "topic\n"])
def test_a_revision_that_is_none_is_one_clear_line(repo, capsys, revision):
    assert command("merge", f"--workspace={revision}") == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "knows no revision" in said
    assert not (repo / "x").exists()


def test_three_files_are_merged_into_ours(tmp_path, capsys):
    names = [tmp_path / name for name in ("-base", "ours", "their s")]
    for path, text in zip(names, (SALES, SALES.replace("target 10", "target 12"), SALES.replace("baseline 5", "baseline 4")), strict=True):  # fmt: skip
        path.write_text(text)
    assert command("merge", "--", *map(str, names)) == 0
    assert names[1].read_text() == SALES.replace("target 10", "target 12").replace("baseline 5", "baseline 4")  # fmt: skip
    names[1].write_text(SALES.replace("target 10", "target 13"))
    names[2].write_text(SALES.replace("target 10", "target 14"))
    assert command("merge", *map(str, names), "9", "some\x1b[31mwhere.bsc") == 1
    assert "<<<<<<<<< ours\n  target 13\n=========\n" in names[1].read_text()
    assert "\x1b" not in capsys.readouterr().err


def test_wrong_use_is_said(tmp_path, capsys):
    assert command("merge", "only", "two") == 2
    assert command("merge", str(tmp_path / "no"), "no", "no") == 2
    assert command("merge", "a", "b", "c", "wide") == 2
    assert capsys.readouterr().err.count("\n") == 3
