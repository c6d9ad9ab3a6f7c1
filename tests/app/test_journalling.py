"""Unsaved work survives the end of the process: offered at the next start, in the app and in a real terminal."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import asynccontextmanager

import pexpect
import pytest

from bsctui.app.core.session import Session
from bsctui.app.shell import Shell
from bsctui.edits import SetField
from bsctui.workspace import Workspace
from bsctui.workspace.journal import Journal, Snapshot
from tests.app.helpers import screen_text, write_worked
from tests.app.screened import ScreenedProgram


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "work"
    home.mkdir()
    return write_worked(home)


@pytest.fixture
def state(tmp_path):
    return tmp_path / "journal"


@asynccontextmanager
async def app(folder, state):
    shell = Shell(Session(workspace=Workspace.load(folder), selected="skyline.on_ground"))
    shell.keep_journals(state)
    async with shell.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield shell, pilot


async def until(pilot, true):
    for _ in range(200):
        if true():
            return
        await pilot.pause(0.02)
    raise AssertionError(screen_text(pilot.app))


def leave_unsaved(folder, state):
    """What a crashed session leaves behind."""
    work = Workspace.load(folder)
    work.apply(SetField("skyline.on_ground", "target", "28 by 2026-Q4"))
    journal = Journal(folder, state)
    journal.write(Snapshot.of(work))
    os.close(journal._lock)


def journals(state):
    return list(state.glob("*.json"))


def saved(folder):
    return (folder / "corporate.bsc").read_text()


@pytest.mark.slow
async def test_every_edit_is_written_and_a_save_takes_the_journal_away(folder, state):
    async with app(folder, state) as (_, pilot):
        await pilot.press("t", *["backspace"] * 12, "2", "8", "enter", "1")
        await until(
            pilot, lambda: journals(state) and b"target 28" in journals(state)[0].read_bytes()
        )
        await pilot.press("u")
        await until(pilot, lambda: not journals(state))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: journals(state))
        await pilot.press("s")
        await until(pilot, lambda: not journals(state))
        assert "target 28" in saved(folder)


@pytest.mark.slow
async def test_what_is_being_typed_into_the_text_is_written_when_typing_pauses(folder, state):
    async with app(folder, state) as (shell, pilot):
        await pilot.press("5", "i", "end", "enter", *"note")
        await until(
            pilot, lambda: journals(state) and rb"\n  note\n" in journals(state)[0].read_bytes()
        )
        assert not shell.session.workspace.dirty
        typed = journals(state)[0].read_bytes()
        await pilot.press(*["backspace"] * len("\n  note"))
        await until(pilot, lambda: not journals(state))
    (state / f"{Journal(folder, state).key}-1-ab.json").write_bytes(typed)
    async with app(folder, state) as (shell, pilot):
        await until(pilot, lambda: "ended with unsaved edits" in screen_text(shell))
        await pilot.press("r")
        await until(pilot, lambda: "restored 1 unsaved edit" in screen_text(shell))
        document = shell.session.workspace.documents["corporate.bsc"]
        assert "  note\n" in document.lines
        await pilot.press("u")
        assert not shell.session.workspace.dirty


async def test_what_was_unsaved_is_offered_and_restored_as_edits(folder, state):
    leave_unsaved(folder, state)
    async with app(folder, state) as (shell, pilot):
        await until(pilot, lambda: "ended with unsaved edits" in screen_text(shell))
        assert "skyline.on_ground: target 30 → 28 by 2026-Q4" in screen_text(shell)
        await pilot.press("r")
        await until(pilot, lambda: "restored 1 unsaved edit" in screen_text(shell))
        await until(pilot, lambda: len(journals(state)) == 1)
        assert shell.session.workspace.dirty
        await pilot.press("u")
        assert not shell.session.workspace.dirty


async def test_it_may_be_thrown_away(folder, state):
    leave_unsaved(folder, state)
    async with app(folder, state) as (shell, pilot):
        await until(pilot, lambda: "ended with unsaved edits" in screen_text(shell))
        await pilot.press("D")
        await until(pilot, lambda: not journals(state))
        assert not shell.session.workspace.dirty


@pytest.mark.slow
async def test_put_off_it_is_offered_again_at_the_next_start(folder, state):
    leave_unsaved(folder, state)
    for _ in range(2):
        async with app(folder, state) as (shell, pilot):
            await until(pilot, lambda: "ended with unsaved edits" in screen_text(shell))
            await pilot.press("escape")
            await pilot.pause()
    assert len(journals(state)) == 1


@pytest.mark.slow
async def test_a_broken_journal_is_told_of_and_kept(folder, state):
    leave_unsaved(folder, state)
    journals(state)[0].write_text("{")
    async with app(folder, state) as (shell, pilot):
        await until(pilot, lambda: "cannot be read" in screen_text(shell))
    assert len(list(state.glob("*.broken"))) == 1


@pytest.mark.slow
async def test_without_a_place_for_journals_it_is_said_once(folder, tmp_path):
    (tmp_path / "flat").write_text("")
    async with app(folder, tmp_path / "flat" / "journal") as (shell, pilot):
        await pilot.press("t", *["backspace"] * 12, "2", "8", "enter", "1")
        await until(pilot, lambda: "no journal of unsaved edits" in screen_text(shell))
        await pilot.press("u")
        await pilot.pause()
        assert "no journal" not in screen_text(shell)


def spawned(folder, home):
    environment = {**os.environ, "TERM": "xterm-256color", "HOME": str(home)}
    environment.pop("NO_COLOR", None)
    environment.pop("XDG_STATE_HOME", None)
    program = "import sys; from pathlib import Path; from bsctui.app import StartPlace, run_app; "
    program += "sys.exit(run_app(Path(sys.argv[1]), StartPlace('skyline.on_ground')))"
    return ScreenedProgram(
        sys.executable,
        ["-c", program, str(folder)],
        dimensions=(24, 80),
        env=environment,
        encoding="utf-8",
        timeout=30,
    )


@pytest.mark.slow
def test_a_killed_app_gives_its_unsaved_work_back_at_the_next_start(folder, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    child = spawned(folder, home)
    child.expect("Time on the ground")
    child.send("t")
    child.expect("Target")
    child.send("28\r1")
    child.expect("unsaved")
    for _ in range(200):
        if list(home.rglob("*.json")):
            break
        child.expect([pexpect.TIMEOUT, "\x00"], timeout=0.05)
    child.kill(signal.SIGKILL)
    child.wait()
    assert "target 30 by" in saved(folder)
    again = spawned(folder, home)
    again.expect("ended with unsaved edits")
    again.send("r")
    again.expect("restored 1 unsaved edit")
    again.send("s")
    again.expect("saved corporate.bsc")
    again.send("q")
    again.expect(pexpect.EOF)
    again.close()
    assert again.exitstatus == 0
    assert "target 28 by" in saved(folder)
    assert list(home.rglob("*.json")) == []
