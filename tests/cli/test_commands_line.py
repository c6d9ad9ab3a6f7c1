"""The command line as a user meets it: what is printed, where, and the exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bsctui import signs
from bsctui.__main__ import run_cli
from tests.app.helpers import WORKED
from tests.review.repositories import repository
from tests.scoring.worked import SKYLINE

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bsctui.toml").write_text("")
    (tmp_path / "w.bsc").write_text(WORKED)
    return tmp_path


def line_of(beginning):
    """The line of the worked workspace that begins so."""
    return next(at for at, line in enumerate(WORKED.split("\n"), 1) if line.startswith(beginning))


def bsctui(*arguments, cwd=None, text=None):
    return subprocess.run(
        [sys.executable, "-m", "bsctui", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        input=text,
        check=False,
        timeout=60,
        env=ENVIRONMENT,
    )


def test_the_table_of_scores_uses_the_signs_of_the_app(folder, capsys):
    assert run_cli(["score", "-C", str(folder)]) == 0
    top = capsys.readouterr().out.split("\n")[2]
    assert f"{signs.TREND[1]} {signs.STATUS['green']} green" in top


def test_score_as_json_has_the_keys_of_the_contract(folder, capsys):
    assert run_cli(["score", "-C", str(folder), "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["version", "period", "grain", "current", "nodes", "tiers"]
    assert (document["version"], document["period"], document["grain"], document["current"]) == (
        1,
        "2025-Q4",
        "quarter",
        "2025-Q4",
    )
    kinds = [node["kind"] for node in document["nodes"]]
    assert kinds == [
        "scorecard",
        "perspective",
        "objective",
        "kpi",
        "kpi",
        "perspective",
        "objective",
        "kpi",
        "scorecard",
        "perspective",
        "objective",
        "kpi",
        "kpi",
        "initiative",
    ]
    top, kpi, initiative = document["nodes"][0], document["nodes"][3], document["nodes"][-1]
    assert top["score"] == pytest.approx(81.733333)
    assert top["parent"] is None
    assert (
        kpi
        | {
            "value": 29e6,
            "target": 30e6,
            "baseline": 25e6,
            "raw": 80.0,
            "score": 80.0,
            "partial": False,
            "stale": 0,
            "unit": "USD",
            "role": "lagging",
            "owner": "CFO",
            "line": line_of("kpi revenue"),
        }
        == kpi
    )
    assert (
        initiative
        | {
            "state": "active",
            "progress": 60.0,
            "due": "2025-11-30",
            "overdue": True,
            "parent": "ground.gates",
        }
        == initiative
    )
    assert "score" not in initiative
    assert [tier["name"] for tier in document["tiers"]] == ["organization", "unit", "team"]


def test_all_periods_are_lists(folder, capsys):
    assert run_cli(["score", "-C", str(folder), "--format", "json", "--period", "all"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["periods"]) == 8
    on_ground = next(node for node in document["nodes"] if node["address"] == "skyline.on_ground")
    assert on_ground["value"][:4] == [58, 52, None, 47]
    assert on_ground["unit"] == "minutes"


def test_toml_leaves_out_what_is_null_and_csv_has_a_row_a_node(folder, capsys):
    run_cli(["score", "-C", str(folder), "--format", "toml"])
    document = tomllib.loads(capsys.readouterr().out)
    assert "parent" not in document["nodes"][0]
    run_cli(["score", "-C", str(folder), "--format", "csv"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + 14
    assert lines[0].startswith("period,address,kind,label")


def test_check_prints_a_problem_as_people_read_it(folder, capsys):
    (folder / "w.bsc").write_text(
        WORKED.replace("supports skyline.turnaround", "supports skyline.turnaruond")
    )
    assert run_cli(["check", "-C", str(folder), "--select", "E"]) == 1
    line = WORKED.split("\n").index("  supports skyline.turnaround weight 2") + 1
    assert capsys.readouterr().out == (
        f"w.bsc:{line}:12: error[E301]: no objective named `skyline.turnaruond`\n"
        f"  {line} |   supports skyline.turnaruond weight 2\n"
        f"  {' ' * len(str(line))} |            ^^^^^^^^^^^^^^^^^^\n"
        "  help: did you mean `skyline.turnaround`?\n"
    )


def test_check_as_json(folder, capsys):
    (folder / "w.bsc").write_text(WORKED.replace("  unit USD\n", "  unit\n", 1))
    assert run_cli(["check", str(folder), "--format", "json", "--select", "E1"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert list(problem) == [
        "code",
        "severity",
        "message",
        "help",
        "file",
        "line",
        "column",
        "end_column",
    ]
    assert (problem["code"], problem["severity"], problem["file"]) == ("E106", "error", "w.bsc")


def test_advice_counts_only_when_asked_to(folder):
    assert run_cli(["check", str(folder)]) == 0
    assert run_cli(["check", str(folder), "--strict"]) == 1
    assert run_cli(["check", str(folder), "--strict", "--ignore", "A"]) == 0


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_check_speaks_to_ci(folder, capsys, form):
    assert run_cli(["check", str(folder), "--format", form]) == 0
    out = capsys.readouterr().out
    if form == "sarif":
        assert json.loads(out)["runs"][0]["results"]
    else:
        assert out.startswith("::warning file=")


def test_negative_numbers_are_values(folder, capsys):
    assert run_cli(["record", "skyline.on_ground", "2025-Q3", "-5", "-C", str(folder)]) == 0
    at = line_of("  actual 2025-Q1: 58")
    assert (
        capsys.readouterr().out
        == f"w.bsc:{at}: -   actual 2025-Q1: 58 52 - 47\nw.bsc:{at}: +   actual 2025-Q1: 58 52 -5 47\n"
    )
    assert (
        run_cli(["set", "-C", str(folder), "skyline.on_ground", "baseline", "-60", "at", "2024-Q4"])
        == 0
    )
    assert run_cli(["record", "-C", str(folder), "skyline.on_ground", "2025-Q3", "-"]) == 0


@pytest.mark.slow
def test_many_values_are_recorded_all_or_none(folder):
    found = bsctui(
        "record",
        "-C",
        str(folder),
        "2026-Q1",
        "-",
        text='skyline.revenue 30M\nskyline.on_ground 45 "new crew"\n# end\n',
    )
    assert found.returncode == 0, found.stderr
    text = (folder / "w.bsc").read_text()
    assert "27.5M 29M 30M" in text
    assert '  note 2026-Q1 "new crew"' in text
    refused = bsctui(
        "record", "-C", str(folder), "2026-Q2", "-", text="skyline.revenue 31M\nskyline.nothing 1\n"
    )
    assert refused.returncode == 2
    assert (folder / "w.bsc").read_text() == text


@pytest.mark.slow
def test_a_pipe_that_closes_early_is_no_fault(folder):
    shell = f"{sys.executable} -m bsctui score -C {folder} | head -1"
    found = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {shell}"], capture_output=True, text=True, check=False
    )
    assert found.stderr == ""
    assert found.stdout.startswith("quarter 2025-Q4")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["score", "skyline.revenu"], "did you mean `skyline.revenue`?"),
        (["score", "--period", "2025-Q9"], "there is no period `2025-Q9`"),
        (["score", "--period", "2031"], "is not in this view"),
        (["score", "--grain", "month"], "is finer"),
        (["score", "--tier", "nothing"], "the tiers are"),
        (["score", "--filter", "colour:red"], "colour"),
        (["score", "--nonsense"], "--nonsense"),
        (["explain", "skyline.revenue", "--since", "2026-Q1"], "is not before"),
        (["set", "skyline.revenue", "target"], "needs a value"),
        (["check", "--select", "nonsense"], "is not a code"),
        (["check", "--ignore", "A199"], "is not a code"),
        (["help", "targt"], "did you mean `target`?"),
        (["scroe"], "did you mean `score`?"),
        (["check", "nowhere"], "there is no file or folder"),
    ],
)
def test_what_is_used_wrongly_is_said_in_a_line(folder, arguments, says):
    found = bsctui(*arguments, cwd=folder)
    assert found.returncode == 2
    assert says in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", ["score", "sensitivity", "forecast", "map", "links"])
def test_an_empty_folder_says_what_to_do(tmp_path, command):
    found = bsctui(command, cwd=tmp_path)
    assert found.returncode == 2
    assert "bsctui new" in found.stderr


def test_with_errors_what_can_be_scored_is_shown_and_marked(folder, capsys):
    (folder / "w.bsc").write_text(WORKED.replace("  better lower\n", "  better lowr\n"))
    assert run_cli(["score", "-C", str(folder), "--format", "json"]) == 1
    nodes = {node["address"]: node for node in json.loads(capsys.readouterr().out)["nodes"]}
    assert nodes["skyline.plane_cost"]["score"] is None
    assert nodes["skyline.profit"]["score"] == 80
    assert [
        nodes[a]["broken"]
        for a in ("skyline.plane_cost", "skyline.profit", "skyline.financial", "skyline", "ground")
    ] == [True, True, True, True, False]


@pytest.mark.slow
def test_text_from_files_cannot_steer_the_terminal(folder):
    (folder / "w.bsc").write_text(WORKED.replace('"Grow profit"', '"[bold]Grow\u202e\u2066"'))
    for command in (["score"], ["explain", "skyline.profit"], ["check"]):
        found = bsctui(*command, "-C", str(folder))
        assert "\x1b" not in found.stdout
        assert "\u202e" not in found.stdout


def test_new_writes_a_workspace_that_loads_clean(tmp_path, capsys):
    assert run_cli(["new", str(tmp_path / "mine")]) == 0
    assert run_cli(["new", str(tmp_path / "mine")]) == 2
    capsys.readouterr()
    assert run_cli(["check", str(tmp_path / "mine")]) == 0
    assert "error" not in capsys.readouterr().out
    assert run_cli(["score", "-C", str(tmp_path / "mine"), "--format", "json"]) == 0
    tiers = {node["tier"] for node in json.loads(capsys.readouterr().out)["nodes"]}
    assert tiers == {"organization", "unit", "team"}


def test_explanations_add_up(folder, capsys):
    assert (
        run_cli(["explain", "-C", str(folder), "skyline", "--since", "2025-Q1", "--format", "json"])
        == 0
    )
    document = json.loads(capsys.readouterr().out)
    assert sum(member["points"] for member in document["members"]) == pytest.approx(
        document["node"]["score"]
    )
    assert sum(change["points"] for change in document["changes"]) == pytest.approx(
        document["change"]
    )


@pytest.mark.slow
def test_fmt_reads_standard_input(folder):
    found = bsctui("fmt", "-", text="kpi   a in b.c\n    unit   x\n")
    assert found.stdout == "kpi a in b.c\n  unit x\n"
    assert bsctui("fmt", "--check", cwd=folder).returncode == 0
    (folder / "w.bsc").write_text(WORKED.replace("  unit USD", "    unit   USD"))
    assert bsctui("fmt", "--check", cwd=folder).returncode == 1
    assert bsctui("fmt", cwd=folder).returncode == 0
    assert (folder / "w.bsc").read_text() == WORKED


def imports(*arguments, cwd):
    code = f"import sys; from bsctui.__main__ import run_cli; run_cli({list(arguments)!r}); print(sorted(sys.modules), file=sys.stderr)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=True,
        env=ENVIRONMENT,
    )
    return found.stderr.splitlines()[-1]


@pytest.mark.slow
def test_imports_are_paid_when_used(folder):
    helped = imports("--help", cwd=folder)
    assert all(f"'{name}'" not in helped for name in ("lark", "numpy", "textual", "rich"))
    assert "'textual'" not in imports("check", cwd=folder)
    assert "'numpy'" in imports("check", cwd=folder)
    for unscored in (("check", "--select", "E"), ("set", "acme.revenue", "owner", "Anna")):
        assert "'numpy'" not in imports(*unscored, cwd=folder)


@pytest.mark.slow
def test_no_command_but_the_app_starts_textual(tmp_path):
    folder = repository(tmp_path / "plan", {"bsctui.toml": "", "w.bsc": SKYLINE})
    lines = [
        ["score"],
        ["explain", "skyline"],
        ["links"],
        ["map", "skyline"],
        ["sensitivity"],
        ["goal", "skyline", "85", "--by", "revenue"],
        ["forecast"],
        ["whatif", "revenue=29"],
        ["report", "--format", "html"],
        ["fmt", "--check"],
        ["diff"],
        ["log", "skyline"],
        ["blame", "skyline"],
    ]
    code = (
        f"import sys; from bsctui.__main__ import run_cli; codes = [run_cli(line) for line in {lines!r}]\n"
        "print(codes, 'textual' in sys.modules, file=sys.stderr)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=folder,
        check=True,
        env=ENVIRONMENT,
    )
    assert found.stderr.splitlines()[-1] == f"{[0] * len(lines)} False"


def test_the_workspace_may_be_named_before_the_command_or_behind_it(folder, capsys):
    assert run_cli(["score", "-C", str(folder), "--format", "json"]) == 0
    behind = capsys.readouterr().out
    assert run_cli(["-C", str(folder), "score", "--format", "json"]) == 0
    assert capsys.readouterr().out == behind
    assert run_cli(["-C", "nowhere", "score", "-C", str(folder), "--format", "json"]) == 0
    assert capsys.readouterr().out == behind


def test_fmt_takes_the_workspace_like_every_command(folder, capsys):
    assert run_cli(["fmt", "-C", str(folder), "--check"]) in {0, 1}
    assert run_cli(["fmt", "-C", str(folder)]) == 0
    assert run_cli(["fmt", "-C", str(folder), "--check"]) == 0
    capsys.readouterr()


def test_line_ends_that_fmt_would_change_are_seen_in_its_difference(tmp_path, capsys):
    (tmp_path / "a.bsc").write_bytes(b"bsc 1\r\ncoverage 40\n")
    run_cli(["fmt", "--diff", "-C", str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    assert "-bsc 1\\x0d" in lines
    assert "+bsc 1" in lines
    assert " coverage 40" in lines


def test_what_ends_no_line_of_a_toml_file_shifts_no_line_that_is_shown(tmp_path, capsys):
    (tmp_path / "a.bsc").write_text("bsc 1\n")
    (tmp_path / "bsctui.toml").write_text("# a\u2028b\n[check]\nstrct = true\n", "utf-8")
    run_cli(["check", "-C", str(tmp_path)])
    assert "  3 | strct = true\n" in capsys.readouterr().out


def test_an_option_of_open_may_stand_where_open_is_left_out(folder, capsys):
    assert run_cli(["--read-only", "--help"]) == 0
    assert "bsctui open" in capsys.readouterr().out
    assert run_cli(["--version"]) == 0
    assert "bsctui open" not in capsys.readouterr().out
    assert run_cli(["-C", str(folder), "check"]) == 0


@pytest.mark.slow
def test_a_folder_where_an_address_is_wanted_is_told_of_the_option(tmp_path):
    (tmp_path / "a.bsc").write_text("calendar years 2025..2026\nscorecard s\n")
    found = bsctui("score", str(tmp_path), cwd=tmp_path)
    assert found.returncode == 2
    assert f"a workspace is named by `-C {tmp_path}`" in found.stderr
