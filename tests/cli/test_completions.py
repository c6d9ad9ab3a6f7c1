"""The shell's tab: what may stand at a place of the command line, in the real bash, zsh and fish."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from bsctui.cli import COMMANDS, proposing
from bsctui.cli.completing import complete_words
from bsctui.language.name_scan import USUAL_PERSPECTIVES, USUAL_TIERS
from bsctui.model.settings import DEFAULT_PERSPECTIVES, DEFAULT_TIERS

FILES = {
    "bsctui.toml": '[sources.warehouse]\nurl = "sqlite:x.db"\n',
    "a.bsc": (
        "calendar quarters 2025-Q1..2026-Q4\n"
        'person anna "Anna Berg"\n'
        'scorecard sky "Sky"\n'
        "objective profit in sky.financial\n"
        'kpi revenue "Revenue" in sky.profit\n'
        "  actual 2025-Q3: 5\n"
        "kpi broken in\n"
    ),
}
BIN = Path(sys.executable).parent


@pytest.fixture
def here(tmp_path, monkeypatch):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def texts(*words):
    return [word.text for word in complete_words(words)]


@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        (("",), list(COMMANDS)),
        (("sens",), ["sensitivity"]),
        (("-C", "x", "rena"), ["rename"]),
        (("explain", ""), ["sky", "sky.profit", "sky.revenue"]),
        (("explain", "sky.r"), ["sky.revenue"]),
        (("explain", "--peri"), ["--period"]),
        (("explain", "--period", ""), ["2025-Q1", "2025-Q3", "2026-Q4"]),
        (("explain", "--format", ""), ["text", "json"]),
        (("set", "sky.revenue", "own"), ["owner"]),
        (("set", "sky.revenue", "du"), []),
        (("set", "sky.revenue", "ta"), ["tag", "target"]),
        (("set", "sky.profit", "ta"), ["tag"]),
        (("set", "nobody.knows", "ta"), ["tag", "target"]),
        (("set", "sky.revenue", "owner", ""), ["anna"]),
        (("set", "sky.profit", "supports", "sky.p"), ["sky.profit"]),
        (("record", "sky.revenue", "2025-Q3"), ["2025-Q3"]),
        (("help", "supporte"), ["supporter"]),
        (("explain", "--period=2026"), ["--period=2026-Q4"]),  # one word in zsh and fish
        (("explain", "--period", "="), ["2025-Q1", "2025-Q3", "2026-Q4"]),  # and three in bash
        (("explain", "--period", "=", "2026"), ["2026-Q4"]),
        (("links", "sky.r"), ["sky.revenue"]),
        (("score", "--tier", ""), ["organization", "unit", "team"]),
        (("check", "--ignore", "A101,A102"), ["A101,A102"]),
        (("add", "per"), ["perspective", "person"]),
        (("add", "kpi", "sold", ""), ["in"]),
        (("add", "scorecard", "low", ""), ["under"]),
        (("add", "kpi", "sold", "in", "sky.p"), ["sky.profit", "sky.process"]),
        (("move", "sky.profit", "sky.c"), ["sky.customer"]),
        (("pull", ""), ["warehouse"]),
        (("completions", ""), ["bash", "zsh", "fish"]),
        (("explain", "sky", "x"), []),
        (("check", ""), []),  # a path: the shell's own business
    ],
)
@pytest.mark.usefixtures("here")
def test_a_place_takes_what_the_command_takes(words, proposed):
    assert texts(*words) == proposed


@pytest.mark.usefixtures("here")
def test_words_come_with_what_they_are_called():
    assert ("sky.revenue", "Revenue") in complete_words(("explain", ""))


def under_git():
    """A history of two commits with a tag, a branch, and one that no shell may run; the short names of the commits."""
    for arguments in (
        ("init", "-q", "-b", "main"), ("add", "."), ("commit", "-qm", "start"), ("tag", "-am", "closed", "closed-q1"),
        ("commit", "-qm", "on; $(x)", "--allow-empty"), ("branch", "plan;$(x)"), ("branch", "plan"), ("tag", "v1"),
    ):  # fmt: skip
        identity = ("-c", "user.name=a", "-c", "user.email=a@e.org")
        subprocess.run(["git", *identity, *arguments], check=True)
    log = subprocess.run(["git", "log", "--format=%h"], capture_output=True, text=True, check=True)
    return log.stdout.split()


def test_years_are_proposed_where_periods_stand_and_never_values(tmp_path, monkeypatch):
    (tmp_path / "w.bsc").write_text(
        "calendar years 2021..2030\nclosed 2023\nscorecard s\nobjective o in s.process\nkpi k in s.o\n"
        "  baseline 1500 at 2022\n  target 2600 by 2028\n  actual 2024: 1814 1526 2085\n"
        '  note 2025 "in 1990"\nactual s.k 2027: 2409\nactuals 2029\n  s.k 2185\n'
    )
    monkeypatch.chdir(tmp_path)
    years = ["2021", "2022", "2023", "2024", "2025", "2027", "2028", "2029", "2030"]
    assert texts("record", "s.k", "") == years


@pytest.mark.usefixtures("here")
def test_revisions_are_branches_tags_and_commits_and_those_behind_dots():
    commits = under_git()
    proposed = texts("diff", "")
    assert set(proposed) == {"HEAD", "main", "plan", "closed-q1", "v1", *commits}
    assert proposed[-2:] == commits
    assert texts("diff", "main...p") == ["main...plan"]
    assert texts("check", "--since", "clo") == ["closed-q1"]
    assert texts("diff", commits[1][:5]) == [commits[1]]


def test_the_usual_tiers_and_perspectives_are_the_models():
    assert {one.name: one.label for one in DEFAULT_PERSPECTIVES} == USUAL_PERSPECTIVES
    assert tuple(tier.name for tier in DEFAULT_TIERS) == USUAL_TIERS


@pytest.mark.usefixtures("here")
def test_where_reading_takes_too_long_nothing_is_proposed(monkeypatch):
    monkeypatch.setattr(proposing, "SECONDS", -1.0)
    assert texts("explain", "") == []


def test_outside_of_a_workspace_nothing_is_proposed_and_nothing_said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert texts("explain", "") == []
    assert texts("diff", "") == []
    assert capsys.readouterr() == ("", "")


SHELLS = {
    "bash": (["--norc", "--noprofile", "-i"], 'eval "$(bsctui completions bash)"'),
    "zsh": (
        ["-f", "-i"],
        'autoload -Uz compinit; compinit -u -D; eval "$(bsctui completions zsh)"',
    ),
    "fish": (["--no-config", "-i"], "bsctui completions fish | source"),
}


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
def test_the_real_shell_completes(shell, here):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    commit = under_git()[1]
    (here / "notes.txt").write_text("")
    flags, setting_up = SHELLS[shell]
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "TERM": "xterm", "HOME": str(here), "LC_ALL": "C.UTF-8", "PS1": "> "}  # fmt: skip
    child = pexpect.spawn(program, flags, env=environment, cwd=str(here), timeout=30, encoding="utf-8", dimensions=(24, 200))  # fmt: skip
    try:
        child.sendline(setting_up)
        child.sendline("echo re''ady")
        child.expect("ready")
        for typed, completed in (
            ("bsctui sensi", "sensitivity"),
            ("bsctui explain --per", "--period"),
            ("bsctui explain sky.r", "sky.revenue"),
            ("bsctui explain sky --period=2026", "2026-Q4"),
            ("bsctui explain sky --period 2026", "2026-Q4"),
            ("bsctui set sky.revenue owner a", "anna"),
            ("bsctui diff clos", "closed-q1"),
            (f"bsctui diff {commit[:5]}", commit),
            ("bsctui check no", "notes.txt"),
        ):
            child.send(f"{typed}\t")
            child.sendcontrol("a")
            child.sendline("echo ")
            whole = typed.removesuffix(typed.split()[-1].rpartition("=")[2]) + completed
            child.expect(rf"[\r\n]{re.escape(whole)} ?[\r\n]")
    finally:
        child.close(force=True)
