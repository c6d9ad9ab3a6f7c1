"""What an import asks on a terminal: doubts one by one, what changes, and whether to write it."""

from __future__ import annotations

import io
import os
import signal
import sys

import pexpect
import pytest

from bsctui.cli import importing

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo terminals here")

TABLE = "KPI;Target;2024;2025\nDays to pay;10;12;1.080\nTrips;50;40;oops\n"


def spawned(folder, *arguments):
    """The command on a terminal of 80 columns, in a folder."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "bsctui", *arguments],
        cwd=str(folder),
        env={**os.environ, "NO_COLOR": "1", "TERM": "dumb"},
        dimensions=(40, 80),
        encoding="utf-8",
        timeout=60,
        # a run of the tests in the background leaves Ctrl+C ignored, and so would its processes
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.fixture
def folder(tmp_path):
    """A folder with a table that leaves three doubts."""
    (tmp_path / "board.csv").write_text(TABLE)
    return tmp_path


@pytest.mark.slow
def test_doubts_are_asked_with_their_choices_and_the_answers_are_kept_as_the_mapping(folder):
    child = spawned(folder, "new", "w", "--from", "board.csv", "--write-mapping", "m.toml")
    child.expect_exact("not understood: board.csv, D3: `oops`")
    child.expect_exact("`1.080` in column `2025` is 1.08 or 1080")
    child.expect_exact("1-2 > ")
    child.sendline("7")
    child.expect_exact("`7` is not one of the answers; Ctrl+C leaves, and nothing is written")
    child.expect_exact("1-2 > ")
    child.sendline("2")
    child.expect_exact("- lower is better, judging by the label or a target of 0: `Days to pay`")
    child.expect_exact("- the label does not tell: `Trips`")
    child.expect_exact("1  as listed, then ask about the others")
    child.expect_exact(" > ")
    child.sendline("1")
    child.expect_exact("leave them out?")
    child.expect_exact(" > ")
    child.sendline("1")
    child.expect_exact("`Trips` has the target 50")
    child.expect_exact("1  higher is better")
    child.expect_exact(" > ")
    child.sendline("1")
    child.expect_exact("Write this? [Y/n]")
    child.sendline("y")
    child.expect_exact("directions: higher is better for 1, lower is better for 1")
    child.expect_exact("2 KPIs made, 0 changed, 0 unchanged; 5 values read, 1 cell not understood")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "  actual 2024: 12 1080\n" in (folder / "w" / "board.bsc").read_text()
    kept = (folder / "m.toml").read_text()
    assert 'decimal = ","' in kept
    assert '[better]\n"Days to pay" = "lower"\nTrips = "higher"\n' in kept
    assert "skip" not in kept, "another month's cells are told anew"


@pytest.mark.slow
def test_no_to_the_last_question_writes_nothing_and_leaves_no_folder(folder):
    child = spawned(
        folder, "new", "w", "--from", "board.csv", "--decimal", ".", "--skip-unread", "--better", "none"
    )  # fmt: skip
    child.expect_exact("Write this? [Y/n]")
    child.sendline("n")
    child.expect_exact("nothing was written")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert not (folder / "w").exists()


@pytest.mark.slow
def test_leaving_a_question_writes_nothing(folder):
    child = spawned(folder, "new", "w", "--from", "board.csv")
    child.expect_exact("1-2 > ")
    child.sendcontrol("c")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus not in {0, None}
    assert not (folder / "w").exists()


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self):
        """It is one."""
        return True


def test_rows_that_take_their_time_are_shown_with_a_bar_on_a_terminal_and_nowhere_else(monkeypatch):
    monkeypatch.setattr(importing, "LONG", 3)
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        monkeypatch.setattr(sys, "stderr", stream)
        assert list(importing.rows_with_bar(range(4), 4)) == [0, 1, 2, 3]
    assert "100%" in terminal.getvalue()
    assert not pipe.getvalue()
