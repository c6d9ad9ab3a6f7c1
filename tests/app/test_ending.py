"""How the app ends by a fault of its own or by a signal, in a real terminal: restored, with one line, edits kept."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from contextlib import contextmanager

import pexpect
import pytest

from tests.app.helpers import write_worked
from tests.app.screened import ScreenedProgram
from tests.app.test_terminal import Recorder

pytestmark = pytest.mark.slow

RESTORED = ("\x1b[?1049l", "\x1b[?25h", "\x1b[?2004l", "\x1b[?1000l", "\x1b[?1003l", "\x1b[<u")
"""The screen before, the cursor, plain pastes, a silent mouse, plain keys."""

FAULTS = {
    "a command": "from bsctui.app.features.find.find import Find; Find.run = fail",
    "a worker": (
        "from bsctui.app.shell import Shell\n"
        "async def work(*_): fail()\n"
        "from bsctui.app.features.find.find import Find\n"
        "Find.run = lambda _, shell: shell.run_worker(work()) and None"
    ),
    "a timer": (
        "from bsctui.app.features.find.find import Find\n"
        "Find.run = lambda _, shell: shell.set_timer(0.01, fail) and None"
    ),
    "a message": (
        "from textual import events\nfrom bsctui.app.shell import MainScreen\n"
        "from bsctui.app.features.find.find import Find\n"
        "def run(_, shell): MainScreen.on_focus = fail; shell.main.post_message(events.Focus())\n"
        "Find.run = run"
    ),
    "drawing": (
        "from bsctui.app.features.find.find import Find\n"
        "from bsctui.app.ui.styles import Bar\n"
        "def run(_, shell): Bar.render_line = fail; shell.refresh(layout=True, recompose=False); "
        "[bar.refresh() for bar in shell.query(Bar)]\n"
        "Find.run = run"
    ),
}
"""What breaks, by `/`, in places of every kind."""

AT_THE_START = {
    "compose": "from bsctui.app.views.cascade.view import CascadeView; CascadeView.compose = fail",
    "mount": "from bsctui.app.shell import MainScreen; MainScreen.on_mount = fail",
    "the stylesheet": "from bsctui.app.shell import Shell; Shell.CSS = 'Bar { colour: red'",
}


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "work"
    home.mkdir()
    return write_worked(home)


@contextmanager
def spawned(folder, patch="", **variables):
    """The program in a terminal of its own, broken by a line of Python before it starts."""
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    script = (
        "def fail(*_, **__):\n    a_secret = 'in memory'\n    raise KeyError('broken on purpose')\n"
        f"{patch}\nfrom bsctui.__main__ import main\nmain()"
    )
    environment = {**os.environ, "TERM": "xterm-256color", "HOME": str(home), "LANG": "C.UTF-8"}
    for name in ("BSCTUI_DEBUG", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "COLUMNS", "LINES", "LC_ALL"):
        environment.pop(name, None)
    child = ScreenedProgram(
        sys.executable,
        ["-c", script, "open", str(folder), "--at", "skyline.on_ground"],
        dimensions=(24, 80),
        env={**environment, **variables},
        encoding="utf-8",
        timeout=40,
    )
    child.delaybeforesend = 0.1
    child.logfile_read = recorder = Recorder()
    try:
        yield child, recorder
    finally:
        child.close(force=True)


def ended(child):
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def edit(child):
    child.expect("Time on the ground")
    child.send("t")
    child.expect("Target")
    child.send("28\r1")
    child.expect("unsaved")


def after(recorder):
    """What stands on the screen that was there before the app."""
    shown = recorder.text.rpartition("\x1b[?1049l")[2]
    return re.sub(r"\x1b\[[?<>=]?[\d;]*[a-zA-Z]|\x07", "", shown).split("\r\n")


def restored(recorder):
    """Each of the modes was last switched off."""
    return all(
        code in recorder.text
        and recorder.text.rfind(code) > recorder.text.rfind(code.translate(SWITCHED))
        for code in RESTORED
        if code != "\x1b[<u"
    )


SWITCHED = str.maketrans("hl", "lh")


def is_kept(folder):
    """Whether the edit stands in a journal."""
    found = (folder.parent / "home" / ".local/state/bsctui/journal").glob("*.json")
    return any(b"target 28 by 2026-Q4" in journal.read_bytes() for journal in found)


def is_offered(folder):
    """Whether the next start offers an edit."""
    with spawned(folder) as (child, _):
        child.expect("ended with unsaved edits")
        child.expect("target 30")
        return True


@pytest.mark.parametrize("place", FAULTS)
def test_a_fault_ends_the_app_with_one_line_and_its_edits_kept(folder, place):
    with spawned(folder, FAULTS[place]) as (child, recorder):
        if place == "a message":
            child.expect("Time on the ground")
        else:
            edit(child)
        child.send("/")
        assert ended(child) == 2
    fate = (
        "nothing was unsaved"
        if place == "a message"
        else "your edits are kept and will be offered at the next start"
    )
    line = (
        f"bsctui: internal error (KeyError: 'broken on purpose'): this is a bug in bsctui; {fate}"
    )
    assert [shown for shown in after(recorder) if shown] == [line]
    assert restored(recorder)
    assert "a_secret" not in recorder.text
    assert place == "a message" or is_offered(folder)


@pytest.mark.parametrize("place", AT_THE_START)
def test_a_fault_at_the_start_is_one_line_too(folder, place):
    with spawned(folder, AT_THE_START[place]) as (child, recorder):
        assert ended(child) == 2
    said = [shown for shown in after(recorder) if shown]
    assert len(said) == 1
    assert said[0].startswith("bsctui: internal error (")
    assert "Traceback" not in recorder.text


def test_a_traceback_is_shown_where_it_is_asked_for(folder):
    with spawned(folder, FAULTS["a command"], BSCTUI_DEBUG="1") as (child, recorder):
        child.expect("Time on the ground")
        child.send("/")
        assert ended(child) == 2
    assert "Traceback (most recent call last)" in recorder.text
    assert "in fail" in recorder.text


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_restores_the_terminal_and_keeps_the_edits(folder, name):
    number = getattr(signal, name)
    with spawned(folder) as (child, recorder):
        edit(child)
        child.kill(number)
        assert ended(child) == 128 + number
    line = f"bsctui: ended by {name}; your edits are kept and will be offered at the next start"
    assert [shown for shown in after(recorder) if shown] == [line]
    assert restored(recorder)
    assert is_kept(folder)
    assert name != "SIGTERM" or is_offered(folder)


def test_a_signal_ends_an_app_that_stands_still(folder):
    patch = (
        "import time\nfrom bsctui.app.shell import shutdown\nshutdown.PATIENCE = 0.3\n"
        "from bsctui.app.features.find.find import Find\n"
        "def stand_still(*_):\n    while True: time.sleep(0.01)\nFind.run = stand_still"
    )
    with spawned(folder, patch) as (child, recorder):
        edit(child)
        child.send("/")
        time.sleep(0.5)
        child.kill(signal.SIGTERM)
        assert ended(child) == 143
    assert restored(recorder)
    assert is_kept(folder)


def test_an_editor_that_does_not_start_gives_the_terminal_back(folder):
    with spawned(folder, VISUAL="no-such-editor") as (child, _):
        edit(child)
        child.send("E")
        child.expect("did not start")
        child.send("9")
        child.expect("Initiative")
        child.send("qx")
        assert ended(child) == 0


def test_what_interrupts_the_editor_does_not_end_the_app(folder):
    editor = folder.parent / "editor.sh"
    editor.write_text("#!/bin/sh\ntrap : INT\necho the editor runs\nread answer\n")
    editor.chmod(0o755)
    with spawned(folder, VISUAL=str(editor)) as (child, _):
        edit(child)
        child.send("E")
        child.expect("the editor runs")
        child.sendintr()
        child.send("\r")
        child.expect("nothing was changed|ended with status")
        child.send("qx")
        assert ended(child) == 0
