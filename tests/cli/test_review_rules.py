"""The side under review does not write its own rules: the stricter of both sides counts, and a loosened one is told."""

from __future__ import annotations

import json

import pytest

from bsctui.__main__ import run_cli
from tests.review.repositories import commit, git, repository
from tests.review.test_cheats import COMPANY
from tests.review.worlds import changed

STRICT = '[check]\nstrict = true\n\n[review]\nfail-on = "goalposts"\n'
EASED = changed(("target 100\n  actual 2025-Q1: 20", "target 90\n  actual 2025-Q1: 20"), text=COMPANY)  # fmt: skip


def reviewed(folder, capsys, *words: str) -> tuple[int, dict]:
    """The exit status of a diff and what it says."""
    status = run_cli(["diff", "-C", str(folder), "--format", "json", *words])
    return status, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("loosened", ["", "[check]\nstrict = true\n"], ids=["no file", "no gate"])
def test_a_branch_that_takes_its_gate_away_is_stopped_by_it(tmp_path, capsys, loosened):
    folder = repository(tmp_path / "w", {"a.bsc": COMPANY, "bsctui.toml": STRICT})
    (folder / "a.bsc").write_text(EASED)
    (folder / "bsctui.toml").write_text(loosened)
    status, said = reviewed(folder, capsys)
    assert status == 1
    gate = next(one for one in said["changes"] if one["field"] == "[review] fail-on")
    assert (gate["class"], gate["direction"], gate["goalpost"]) == ("rules", "easier", True)
    assert (gate["old"], gate["new"]) == ("goalposts", None)


def test_a_gate_that_the_branch_brings_holds_for_it(tmp_path, capsys):
    folder = repository(tmp_path / "w", {"a.bsc": COMPANY, "bsctui.toml": ""})
    commit(folder, {"a.bsc": EASED, "bsctui.toml": STRICT}, "Eased")
    status, said = reviewed(folder, capsys, "HEAD~1", "HEAD")
    assert status == 1
    directions = {one["field"]: one["direction"] for one in said["changes"]}
    assert directions["[check] strict"] == directions["[review] fail-on"] == "harder"


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ('ignore = ["A101"]', 'ignore = ["A1"]', "easier"),
        ('ignore = ["A1"]', 'ignore = ["A101"]', "harder"),
        ("", 'select = ["A101"]', "easier"),
        ('select = ["A101"]', 'select = ["A102"]', "mixed"),
        ('ignore = ["A1"]', 'ignore = ["A1", "E"]', "neutral"),
    ],
)
def test_a_check_is_looser_where_a_code_is_told_no_more(tmp_path, capsys, old, new, direction):
    folder = repository(tmp_path / "w", {"a.bsc": COMPANY, "bsctui.toml": f"[check]\n{old}\n"})
    (folder / "bsctui.toml").write_text(f"[check]\n{new}\n")
    _, said = reviewed(folder, capsys)
    assert {one["direction"] for one in said["changes"]} == {direction}
    assert {one["file"] for one in said["changes"]} == {"bsctui.toml"}
    assert {one["line"] for one in said["changes"]} == {2}


def test_a_problem_that_one_side_wants_to_hear_of_is_told(tmp_path, capsys):
    folder = repository(tmp_path / "w", {"a.bsc": COMPANY, "bsctui.toml": ""})
    unlinked = changed(("  supports s.o\n", ""), text=COMPANY)
    commit(folder, {"a.bsc": unlinked, "bsctui.toml": '[check]\nignore = ["A"]\n'}, "Quiet")
    run_cli(["diff", "-C", str(folder), "HEAD~1", "HEAD"])
    assert "A102" in capsys.readouterr().out


def test_no_setting_hides_an_error(tmp_path, capsys):
    (tmp_path / "a.bsc").write_text("scorecard s\nobjective o in gone.financial\n")
    (tmp_path / "bsctui.toml").write_text('[check]\nignore = ["E"]\nselect = ["A101"]\n')
    assert run_cli(["check", str(tmp_path)]) == 1
    assert "E301" in capsys.readouterr().out


def test_a_moved_folder_is_followed(tmp_path, capsys):
    top = repository(tmp_path / "w", {"strategy/a.bsc": COMPANY, "strategy/bsctui.toml": STRICT})
    git(top, "mv", "strategy", "plan")
    commit(top, {"plan/a.bsc": EASED}, "Moved and eased")
    status, said = reviewed(top / "plan", capsys, "HEAD~1", "HEAD")
    assert status == 1
    assert said["old"] == "HEAD~1 (moved from strategy/)"
    assert [(one["address"], one["kind"]) for one in said["changes"]] == [("s.red", "changed")]


def test_a_folder_moved_in_the_work_tree_is_followed_by_its_contents(tmp_path, capsys):
    files = {"strategy/a.bsc": COMPANY, "strategy/b.bsc": 'person x "X"\n', "strategy/bsctui.toml": ""}  # fmt: skip
    top = repository(tmp_path / "w", files)
    (top / "strategy").rename(top / "plan")
    (top / "plan/a.bsc").write_text(EASED)
    _, said = reviewed(top / "plan", capsys)
    assert [(one["address"], one["kind"]) for one in said["changes"]] == [("s.red", "changed")]


def test_where_there_was_no_workspace_that_is_said_and_stops_a_gate(tmp_path, capsys):
    top = repository(tmp_path / "w", {"readme.md": "x"})
    commit(top, {"plan/a.bsc": 'person x "X"\n', "plan/bsctui.toml": ""}, "Begun")
    status, said = reviewed(top / "plan", capsys, "HEAD~1", "HEAD", "--fail-on", "goalposts")
    assert status == 1
    assert said["old"] == "HEAD~1 (no workspace there)"
    assert reviewed(top / "plan", capsys, "HEAD~1", "HEAD")[0] == 0
