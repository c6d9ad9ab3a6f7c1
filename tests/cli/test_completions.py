"""The shell's tab: what may stand at a place of the command line, in the real bash, zsh and fish."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from bsctui.cli import COMMANDS
from bsctui.cli import completing as room
from bsctui.cli.completing import complete_words

FILES = {
    "bsctui.toml": "",
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
        (("set", "sky.revenue", "owner", ""), ["anna"]),
        (("set", "sky.profit", "supports", "sky.p"), ["sky.profit"]),
        (("record", "sky.revenue", "2025-Q3"), ["2025-Q3"]),
        (("help", "supporte"), ["supporter"]),
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


@pytest.mark.usefixtures("here")
def test_revisions_are_branches_and_those_behind_dots():
    for arguments in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-qm", "x"), ("branch", "plan;$(x)"), ("branch", "plan")):  # fmt: skip
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@e.org", *arguments], check=True
        )
    assert texts("diff", "") == ["HEAD", "main", "plan"] or set(texts("diff", "")) == {
        "HEAD",
        "main",
        "plan",
    }
    assert texts("diff", "main...p") == ["main...plan"]


@pytest.mark.usefixtures("here")
def test_where_reading_takes_too_long_nothing_is_proposed(monkeypatch):
    monkeypatch.setattr(room, "SECONDS", -1.0)
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


@pytest.mark.parametrize("shell", SHELLS)
def test_the_real_shell_completes(shell, here):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    flags, setting_up = SHELLS[shell]
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "TERM": "xterm", "HOME": str(here), "LC_ALL": "C.UTF-8", "PS1": "> "}  # fmt: skip
    child = pexpect.spawn(program, flags, env=environment, cwd=str(here), timeout=60, encoding="utf-8", dimensions=(24, 200))  # fmt: skip
    try:
        child.sendline(setting_up)
        child.sendline("echo re''ady")
        child.expect("ready")
        child.send("bsctui explain sky.r\t")
        child.expect(r"sky\.revenue")
        child.sendcontrol("u")
        child.send("bsctui sensi\t")
        child.expect("sensitivity")
        child.sendcontrol("u")
    finally:
        child.close(force=True)
