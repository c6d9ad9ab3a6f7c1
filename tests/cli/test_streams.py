"""Standard input and output as they may come: another encoding, closed, full, a reader that leaves."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bsctui.__main__ import run_cli

TOP = Path(__file__).parents[2]
TEXT = """\
calendar quarters 2025-Q1..2025-Q4
scorecard t "Größe ✓ 😀"
objective a "Ω" in t.financial
kpi k in t.a
  target 3
  actual 2025-Q1: 2
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.bsc").write_text(TEXT, encoding="utf-8")
    return tmp_path


def bsctui(folder, *arguments, redirected="", encoding="utf-8"):
    """The command as a shell runs it."""
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(TOP)}
    environment.pop("BSCTUI_DEBUG", None)
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirected}', "sh", sys.executable, "-m", "bsctui", *arguments],
        capture_output=True, check=False, cwd=folder, env=environment,
    )  # fmt: skip


@pytest.fixture
def printed(folder, monkeypatch):
    """What a command prints in an encoding."""

    def printed(encoding, *arguments):
        output = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", output)
        assert run_cli([*arguments, "-C", str(folder)]) == 0
        return output.buffer.getvalue().decode(encoding)

    return printed


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize("command", ["score", "check", "map t", "score --format csv"])
def test_what_an_encoding_cannot_hold_is_an_escape(printed, command, encoding):
    text = printed(encoding, *command.split())
    assert "✓" in text if encoding == "utf-8" else r"\u2713" in text


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_says_the_same_in_every_encoding(printed, encoding):
    text = printed(encoding, "score", "--format", "json")
    assert json.loads(text)["nodes"][0]["label"] == "Größe ✓ 😀"


def test_toml_says_the_same_in_another_encoding(printed, folder):
    (folder / "a.bsc").write_text(TEXT.replace(" 😀", ""), encoding="utf-8")
    text = printed("ascii", "score", "--format", "toml")
    assert tomllib.loads(text)["nodes"][0]["label"] == "Größe ✓"


full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")


@pytest.mark.slow
@full
@pytest.mark.parametrize("command", ["help", "report"])
def test_a_full_output_is_one_line_and_status_2(folder, command):
    done = bsctui(folder, *command.split(), redirected=">/dev/full")
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "bsctui: standard output cannot be written: No space left on device\n"
    )


@pytest.mark.slow
@full
def test_where_nothing_can_be_said_nothing_is(folder):
    assert bsctui(folder, "score", redirected=">/dev/full 2>/dev/full").returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize("redirected", [">&-", "<&- >&- 2>&-"])
def test_a_closed_output_is_no_fault_and_gets_into_no_file(folder, redirected):
    done = bsctui(folder, "set", "t.k", "target", "4", redirected=redirected)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (folder / "a.bsc").read_text("utf-8") == TEXT.replace("target 3", "target 4")


@pytest.mark.slow
def test_a_reader_that_has_seen_enough_is_no_fault(folder):
    (folder / "a.bsc").write_text(
        TEXT + "".join(f"kpi k{n} in t.a\n" for n in range(3000)), "utf-8"
    )
    done = bsctui(folder, "score", redirected="| head -1")
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"")


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("command", "status"), [("check", 0), ("score --period all", 0), ("check --strict", 1)]
)
def test_a_reader_that_leaves_changes_no_exit_status(folder, command, status, unbuffered):
    """The reader is gone before a word is printed."""
    reading, writing = os.pipe()
    os.close(reading)
    environment = os.environ | {"PYTHONPATH": str(TOP), "PYTHONUNBUFFERED": unbuffered}
    done = subprocess.run(
        [sys.executable, "-m", "bsctui", *command.split(), "-C", str(folder)],
        stdout=writing, stderr=subprocess.PIPE, check=False, env=environment,
    )  # fmt: skip
    os.close(writing)
    assert done.returncode == status
    assert b"Broken pipe" not in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be deleted there")
def test_in_a_deleted_folder_the_whole_path_still_works(folder, tmp_path_factory):
    gone = tmp_path_factory.mktemp("gone")
    program = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
    command = ["sh", "-c", program, "sh", str(gone), sys.executable, "-m", "bsctui"]
    environment = os.environ | {"PYTHONPATH": str(TOP)}
    for arguments, status in (
        (["score"], 2),
        (["score", "-C", str(folder)], 0),
        (["check", str(folder), "--format", "github"], 0),
    ):
        gone.mkdir(exist_ok=True)
        done = subprocess.run(
            [*command, *arguments], capture_output=True, check=False, env=environment
        )
        assert done.returncode == status, done.stderr
        assert (b"the current folder was deleted" in done.stderr) == (status == 2)
