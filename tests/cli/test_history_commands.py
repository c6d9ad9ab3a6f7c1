"""`log`, `blame` and `score --rules/--data` as a user meets them."""

from __future__ import annotations

import json

import pytest

from bsctui.__main__ import run_cli
from tests.cli.printing import printed
from tests.review.repositories import commit, git, repository
from tests.scoring.worked import SKYLINE

EASIER = SKYLINE.replace("target 35M by 2026-Q4", 'target 33M by 2026-Q4 "As agreed"')


@pytest.fixture
def folder(tmp_path):
    folder = repository(tmp_path / "plan", {"bsctui.toml": "", "w.bsc": SKYLINE})
    commit(folder, {"w.bsc": EASIER}, "an easier target", author="Marek")
    return folder


def test_log_tells_who_changed_what_and_the_score_then(folder, capsys):
    assert printed(capsys, "log", "revenue", "-C", str(folder)).splitlines() == [
        "Seat revenue  skyline.revenue",
        f"2026-03-31 Marek {git(folder, 'rev-parse', 'HEAD')[:8]} an easier target",
        '    target 35M by 2026-Q4 → 33M by 2026-Q4 "As agreed"',
        "    score then: 100.0 green, 2025-Q4",
        f"2026-03-31 Ines Aldaba {git(folder, 'rev-parse', 'HEAD~1')[:8]} the beginning",
        "    kpi added",
        "    score then: 80.0 green, 2025-Q4",
    ]


def test_log_as_json_has_every_field_and_the_period_asked_for(folder, capsys):
    found = json.loads(
        printed(capsys, "log", "skyline.revenue", "-C", str(folder), "--format", "json", "-n", "1", "--period", "2025-Q1")
    )  # fmt: skip
    assert (found["version"], found["address"]) == (1, "skyline.revenue")
    (entry,) = found["entries"]
    assert entry["commit"] == git(folder, "rev-parse", "HEAD").strip()
    assert (entry["author"], entry["date"], entry["summary"]) == (
        "Marek",
        "2026-03-31",
        "an easier target",
    )
    assert entry["period"] == "2025-Q1"
    assert entry["changes"] == [
        {
            "kind": "changed", "field": "target", "old": "35M by 2026-Q4", "new": "33M by 2026-Q4",
            "class": "rules", "reason": "As agreed",
        }
    ]  # fmt: skip


def test_blame_names_author_commit_and_reason_of_each_fact(folder, capsys):
    (folder / "w.bsc").write_text(EASIER.replace("27.5M 29M", "27.5M 30M"))
    shown = printed(capsys, "blame", "revenue", "-C", str(folder)).splitlines()
    at = next(number for number, line in enumerate(shown) if "target 33M by 2026-Q4" in line)
    assert shown[at].endswith("w.bsc:17")
    assert "2026-03-31  Marek" in shown[at + 1]
    assert shown[at + 2].strip() == '"As agreed"'
    at = next(number for number, line in enumerate(shown) if "actual 2025-Q4: 30M" in line)
    assert shown[at + 1].strip() == "not committed yet"
    found = json.loads(printed(capsys, "blame", "revenue", "-C", str(folder), "--format", "json"))
    (last,) = [row for row in found["facts"] if row["commit"] is None]
    assert (last["field"], last["text"]) == ("actual", "2025-Q4: 30M")


@pytest.mark.parametrize("command", ["log", "blame"])
def test_what_cannot_be_answered_is_one_line(folder, tmp_path, capsys, command):
    assert run_cli([command, "nothing.at_all", "-C", str(folder)]) == 2
    assert run_cli([command, "-C", str(folder), "--", "--output=x"]) == 2
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "w.bsc").write_text(SKYLINE)
    assert run_cli([command, "revenue", "-C", str(tmp_path / "alone")]) == 2
    git(tmp_path / "alone", "init", "-q")
    assert run_cli([command, "revenue", "-C", str(tmp_path / "alone")]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 4
    assert "is not in a git repository" in errors[2]
    assert "has no commit yet" in errors[3]


def test_what_others_wrote_never_reaches_the_terminal_as_it_is(folder, capsys):
    commit(folder, {"w.bsc": EASIER.replace("As agreed", "As \u202eagreed")}, "a\x1b[31mred", author="E\x1b]0;x\x07ve")  # fmt: skip
    for command in ("log", "blame"):
        shown = printed(capsys, command, "revenue", "-C", str(folder))
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def scored(capsys, folder, *arguments):
    found = json.loads(printed(capsys, "score", "-C", str(folder), "--format", "json", *arguments))
    return {node["address"]: node.get("score") for node in found["nodes"]}, found["period"]


def test_todays_results_are_scored_under_another_revisions_rules(folder, capsys):
    (folder / "w.bsc").write_text(EASIER.replace("27.5M 29M", "27.5M 28M"))
    now, _ = scored(capsys, folder)
    then, _ = scored(capsys, folder, "--rules", "HEAD~1")
    # In 2025-Q4 the line from 25M to 33M stands at 29M, the one to 35M at 30M.
    assert now["skyline.revenue"] == pytest.approx(75)
    assert then["skyline.revenue"] == pytest.approx(60)
    assert now["skyline.on_ground"] == pytest.approx(then["skyline.on_ground"])


def test_another_revisions_results_are_scored_under_todays_rules(folder, capsys):
    (folder / "w.bsc").write_text(EASIER.replace("27.5M 29M", "27.5M 28M"))
    found, _ = scored(capsys, folder, "--data", "HEAD~1")
    assert found["skyline.revenue"] == pytest.approx(100)
    both, _ = scored(capsys, folder, "--data", "HEAD~1", "--rules", "HEAD~1")
    assert both["skyline.revenue"] == pytest.approx(80)


def test_a_renamed_kpi_keeps_its_results_whichever_side_tells_of_the_name(folder, capsys):
    renamed = EASIER.replace("kpi revenue", "kpi seats").replace('"Seat revenue" in skyline.profit', '"Seat revenue" in skyline.profit\n  was revenue')  # fmt: skip
    (folder / "w.bsc").write_text(renamed.replace("27.5M 29M", "27.5M 28M"))
    under_old, _ = scored(capsys, folder, "--rules", "HEAD")
    assert under_old["skyline.revenue"] == pytest.approx(75)
    assert "skyline.seats" not in under_old
    with_old, _ = scored(capsys, folder, "--data", "HEAD")
    assert with_old["skyline.seats"] == pytest.approx(100)


def test_results_of_a_later_period_extend_the_old_calendar(folder, capsys):
    later = EASIER.replace("2025-Q1..2026-Q4", "2025-Q1..2027-Q4\n  closed 2027-Q1").replace("27.5M 29M", "27.5M 29M 30M 31M 32M 33M 34M")  # fmt: skip
    (folder / "w.bsc").write_text(later)
    _, period = scored(capsys, folder, "--rules", "HEAD")
    assert period == "2027-Q1"


@pytest.mark.parametrize("form", ["table", "csv", "toml", "json"])
def test_all_formats_take_another_revision(folder, capsys, form):
    assert printed(capsys, "score", "-C", str(folder), "--rules", "HEAD", "--format", form) == printed(
        capsys, "score", "-C", str(folder), "--format", form
    )  # fmt: skip


@pytest.mark.parametrize("option", ["--rules", "--data"])
def test_an_unknown_revision_is_one_line(folder, capsys, option):
    assert run_cli(["score", "-C", str(folder), option, "--help-me"]) == 2
    assert capsys.readouterr().err == "bsctui: git knows no revision `--help-me`\n"


def test_log_names_an_item_as_it_is_called_now(folder, capsys):
    airline = (
        EASIER.replace("scorecard skyline", "scorecard airline")
        .replace("skyline.", "airline.")
        .replace("under skyline", "under airline")
        .replace('Airlines"\n', 'Airlines"\n  was skyline\n')
    )
    commit(folder, {"w.bsc": airline}, "another name")
    shown = printed(capsys, "log", "airline.revenue", "-C", str(folder)).splitlines()
    assert shown[0] == "Seat revenue  airline.revenue"


def test_log_tells_a_move_that_changed_the_name_too(folder, capsys):
    moved = EASIER.replace(
        'kpi revenue "Seat revenue" in skyline.profit\n',
        'kpi sales "Seat revenue" in skyline.turnaround\n  was skyline.revenue\n',
    )
    commit(folder, {"w.bsc": moved}, "moved and renamed")
    shown = printed(capsys, "log", "skyline.sales", "-C", str(folder)).splitlines()
    assert "    moved from skyline.profit to skyline.turnaround, renamed from revenue" in shown


def test_blame_in_a_shallow_clone_says_that_older_commits_are_not_here(folder, tmp_path, capsys):
    git(tmp_path, "clone", "-q", "--depth", "1", folder.as_uri(), "shallow")
    shown = printed(capsys, "blame", "skyline.revenue", "-C", str(tmp_path / "shallow"))
    assert shown.splitlines()[-1].startswith("older commits are not here")
    assert "older commits" not in printed(capsys, "blame", "skyline.revenue", "-C", str(folder))
