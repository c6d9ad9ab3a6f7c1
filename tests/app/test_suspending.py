"""The terminal is lent to a shell by ctrl+z where nothing can be undone, and drawn anew when asked."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from bsctui.app.features.terminal import Suspend
from tests.app.helpers import app, session_of, write_worked
from tests.app.screened import ScreenedProgram


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_shell_has_the_terminal_until_it_gives_it_back(tmp_path):
    (tmp_path / "work").mkdir()
    write_worked(tmp_path / "work")
    environment = {**os.environ, "TERM": "xterm-256color", "HOME": str(tmp_path), "PS1": "shell> "}
    shell = ScreenedProgram(
        "bash", ["--norc", "-i"], dimensions=(24, 80), env=environment, encoding="utf-8", timeout=40,
    )  # fmt: skip
    try:
        shell.expect("shell> ")
        shell.sendline(f"{sys.executable} -m bsctui open {tmp_path / 'work'}")
        shell.expect("Cascade")
        shell.send("\x1a")
        shell.expect("Stopped")
        shell.sendline("echo in the $((40 + 2))nd line; fg")
        shell.expect("in the 42nd line")
        shell.expect("Cascade")
        shell.send("q")
        shell.expect("shell> ")
    finally:
        shell.close(force=True)


class Stopped:
    """Counts instead of stopping the tests."""

    def __init__(self, monkeypatch, shell):
        self.count = 0
        monkeypatch.setattr(Suspend, "enabled", lambda *_: True)
        monkeypatch.setattr(type(shell), "suspend_process", self.stop, raising=True)

    def stop(self, *_):
        self.count += 1


@pytest.mark.slow
async def test_ctrl_z_takes_an_edit_back_before_it_suspends(monkeypatch):
    session = session_of()
    session.selected = "skyline.on_ground"
    async with app(session) as (shell, pilot):
        stopped = Stopped(monkeypatch, shell)
        await pilot.press("t", *"28", "enter", "1")
        await pilot.pause()
        assert session.workspace.dirty
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert not session.workspace.dirty
        assert stopped.count == 0
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert stopped.count == 1


async def test_where_no_shell_could_bring_it_back_ctrl_z_only_says_that_nothing_is_to_be_undone(
    monkeypatch,
):
    async with app(session_of()) as (shell, pilot):
        stopped = Stopped(monkeypatch, shell)
        monkeypatch.setattr(Suspend, "enabled", lambda *_: False)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert stopped.count == 0
        assert "nothing to undo" in "".join(span.text for span in shell.main.query_one("#footer").spans)  # fmt: skip


async def test_ctrl_l_sends_the_whole_screen(monkeypatch):
    async with app(session_of()) as (shell, pilot):
        forgotten = []
        monkeypatch.setattr(shell._sent_screen, "forget", lambda: forgotten.append(True))
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert forgotten
