"""The whole app in a real terminal: edit, save, hand over to an editor, quit; and what reaches the terminal."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager

import pexpect
import pytest

from tests.app.helpers import WORKED, write_worked
from tests.app.screened import ScreenedProgram
from tests.review.repositories import git

pytestmark = pytest.mark.slow


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    write_worked(folder)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "start")
    return folder


class Recorder:
    """Keeps all that the program writes."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


@contextmanager
def opened(folder, *options, at="skyline.on_ground", columns=80, until="Cascade", **variables):
    """The program in a terminal of its own, with what it wrote; ended where the test did not."""
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "TERM": "xterm-256color", "HOME": str(home), "LANG": "C.UTF-8"}
    for name in (
        "NO_COLOR",
        "VISUAL",
        "EDITOR",
        "XDG_CONFIG_HOME",
        "LC_ALL",
        "PYTHONIOENCODING",
        "COLUMNS",
        "LINES",
    ):
        environment.pop(name, None)
    environment.update(variables)
    child = ScreenedProgram(
        sys.executable,
        ["-m", "bsctui", "open", str(folder), "--at", at, *options],
        dimensions=(24, columns),
        env=environment,
        encoding="utf-8",
        timeout=40,
    )
    child.delaybeforesend = 0.1
    child.logfile_read = recorder = Recorder()
    try:
        child.expect(until)
        yield child, recorder
    finally:
        child.close(force=True)


def ended(child):
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def changed_lines(folder):
    return [
        line
        for line in git(folder, "diff", "--unified=0").splitlines()
        if line[:1] in "+-" and line[:3] not in {"+++", "---"}
    ]


def test_a_session_ends_in_exactly_one_changed_line(repository):
    with opened(repository) as (child, _):
        child.expect("Time on the ground")
        child.send("t")
        child.expect("Target")
        child.send("28\r1")
        child.expect("unsaved")
        child.send("s")
        child.expect("saved corporate.bsc")
        child.send("q")
        assert ended(child) == 0
    assert changed_lines(repository) == ["-  target 30 by 2026-Q4", "+  target 28 by 2026-Q4"]
    assert git(repository, "status", "--porcelain").split() == ["M", "corporate.bsc"]


@pytest.mark.parametrize("way", ["option", "environment", "configuration", "locale", "nothing"])
def test_ascii_signs_are_had_by_option_environment_configuration_or_locale(repository, way):
    (repository / "corporate.bsc").write_text(
        'calendar years 2025..2026\nscorecard a "A"\nobjective o "O" in a.process\n'
    )
    config = repository.parent / "config" / "bsctui"
    config.mkdir(parents=True)
    config.joinpath("config.toml").write_text("ascii = true\n" if way == "configuration" else "")
    variables = {"XDG_CONFIG_HOME": str(config.parent)}
    if way == "environment":
        variables["BSCTUI_ASCII"] = "1"
    if way == "locale":
        variables["LANG"] = "C"
    options = ["--ascii"] if way == "option" else []
    with opened(repository, *options, at="a", **variables) as (child, recorder):
        child.send("q")
        assert ended(child) == 0
    assert recorder.text.isascii() is (way != "nothing")


def test_the_app_gives_way_to_an_editor_and_takes_back_what_it_leaves(repository):
    editor = repository.parent / "my editor.sh"
    editor.write_text(
        '#!/bin/sh\nstty -a > /dev/null || exit 9\nprintf "the editor runs, at %s" "$1"\nread answer\n'
        'for file; do :; done\nsed -i "s/unit minutes/unit $answer/" "$file"\n'
    )
    editor.chmod(0o755)
    with opened(repository, VISUAL=f"'{editor}' --flag") as (child, _):
        child.send("E")
        child.expect("the editor runs, at --flag")
        child.send("seconds\r")
        child.expect("unsaved")
        child.send("5")
        child.expect("seconds")
        child.send("s")
        child.expect("saved corporate.bsc")
        child.send("E")
        child.expect("the editor runs")
        child.send("hours\r")
        child.expect("nothing was changed")
        child.send("q")
        assert ended(child) == 0
    assert changed_lines(repository) == ["-  unit minutes", "+  unit seconds"]


def test_text_is_typed_with_proposals_and_ctrl_q_asks(repository):
    with opened(repository, at="ground.gates") as (child, _):
        child.send("5")
        child.expect("i edits")
        child.send("i")
        child.expect("esc applies it")
        child.send("\x1b[F")
        child.send("\rali")
        child.expect("a line of sight that passes on no score")
        child.send("\t")
        child.send("prof")
        child.expect("Grow profit")
        child.send("\t")
        child.send("\x11")
        child.expect("Unsaved")
        child.send("s")
        assert ended(child) == 0
    assert changed_lines(repository) == ["+  aligns skyline.profit"]


COLOUR = re.compile(r"\x1b\[(?:[\d;:]*[;:])?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:[;:][\d;:]*)?m")
"""An escape sequence that sets a colour; 39 and 49 take one away."""


def test_no_color_reaches_the_terminal_as_no_colour(repository):
    with opened(repository, NO_COLOR="1") as (child, recorder):
        for keys in (
            "+",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "\x1b",
            "9",
            "1",
            "x",
            "\x1b",
            "?",
            "\x1b",
        ):
            child.send(keys)
            child.expect(pexpect.TIMEOUT, timeout=0.4)
        child.send("q")
        assert ended(child) == 0
    assert "Skyline Airlines" in recorder.text
    assert COLOUR.findall(recorder.text) == []


def test_a_theme_in_the_settings_may_be_none_too(repository):
    settings = repository.parent / "home" / ".config" / "bsctui"
    settings.mkdir(parents=True)
    (settings / "config.toml").write_text('theme = "none"\n')
    with opened(repository) as (child, recorder):
        child.send("q")
        assert ended(child) == 0
    assert COLOUR.findall(recorder.text) == []


def test_with_colours_there_are_colours(repository):
    with opened(repository) as (child, recorder):
        child.send("q")
        assert ended(child) == 0
    assert COLOUR.findall(recorder.text)


MOUSE = "\x1b[?1000h"


def test_the_mouse_is_left_to_the_terminal_where_that_is_wanted(repository):
    with opened(repository) as (child, recorder):
        child.send("q")
        assert ended(child) == 0
    assert MOUSE in recorder.text
    with opened(repository, "--no-mouse") as (child, recorder):
        child.send("q")
        assert ended(child) == 0
    assert MOUSE not in recorder.text


@pytest.mark.parametrize(
    ("options", "variables"),
    [(("--ascii",), {}), ((), {"PYTHONIOENCODING": "latin-1:replace", "PYTHONUTF8": "0"})],
    ids=["asked for", "not UTF-8"],
)
def test_signs_are_ascii_where_asked_for_or_where_the_terminal_is_not_utf8(
    repository, options, variables
):
    with opened(repository, *options, **variables) as (child, recorder):
        for keys in ("+", "3", "5", "1"):
            child.send(keys)
            child.expect(pexpect.TIMEOUT, timeout=0.4)
        child.send("q")
        assert ended(child) == 0
    shown = re.sub(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)", "", recorder.text)
    assert shown.isascii(), sorted({sign for sign in shown if not sign.isascii()})


def test_the_users_own_keys_work_from_the_first_one_on(repository):
    settings = repository.parent / "home" / ".config" / "bsctui"
    settings.mkdir(parents=True)
    (settings / "config.toml").write_text('[keys]\nquit = "Q"\n"edit.targt" = "T"\n')
    with opened(repository, columns=120, until="did you mean `edit.target`") as (child, _):
        child.send("Q")
        assert ended(child) == 0
    assert (repository / "corporate.bsc").read_text() == WORKED
