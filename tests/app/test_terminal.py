"""The whole app in a real terminal: open, change a target, save, and find one changed line in git."""

from __future__ import annotations

import os
import subprocess
import sys

import pexpect
import pytest

from tests.app.helpers import write_worked

GIT = ("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")


def git(folder, *arguments):
    done = subprocess.run(
        [*GIT, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path):
    write_worked(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "start")
    return tmp_path


def test_a_session_ends_in_exactly_one_changed_line(repository, tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    environment = {**os.environ, "TERM": "xterm-256color", "HOME": home}
    environment.pop("NO_COLOR", None)
    program = "import sys; from pathlib import Path; from bsctui.app import run; "
    program += "sys.exit(run(Path(sys.argv[1]), at='skyline.on_ground'))"
    child = pexpect.spawn(
        sys.executable,
        ["-c", program, str(repository)],
        dimensions=(24, 80),
        env=environment,
        encoding="utf-8",
        timeout=20,
    )
    child.expect("Time on the ground")
    child.send("t")
    child.expect("Target")
    child.send("28\r")
    child.expect("unsaved")
    child.send("s")
    child.expect("saved corporate.bsc")
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    changed = [
        line
        for line in git(repository, "diff", "--unified=0").splitlines()
        if line[:1] in "+-" and line[:3] not in {"+++", "---"}
    ]
    assert changed == ["-  target 30 by 2026-Q4", "+  target 28 by 2026-Q4"]
    assert git(repository, "status", "--porcelain").split() == ["M", "corporate.bsc"]
