"""Somebody who waits is told so on a terminal, and nothing of it stays."""

from __future__ import annotations

import io
import sys
import time

import pytest

from bsctui import waiting


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self):
        """It is one."""
        return True


@pytest.mark.parametrize(
    ("stream", "long", "seconds", "written"),
    [
        (Terminal, 0.0, 0.2, f"reading...{waiting.ERASED}"),
        (Terminal, 60.0, 0.0, ""),
        (io.StringIO, 0.0, 0.05, ""),
    ],
    ids=["long", "short", "in a pipe"],
)
def test_a_line_shows_only_while_something_takes_long(stream, long, seconds, written, monkeypatch):
    shown = stream()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(waiting, "LONG", long)
    with waiting.notice_while_waiting("reading..."):
        time.sleep(seconds)
    assert shown.getvalue() == written


def test_what_fails_leaves_no_line_either(monkeypatch):
    monkeypatch.setattr(sys, "stderr", shown := Terminal())
    monkeypatch.setattr(waiting, "LONG", 0.0)

    def fail():
        with waiting.notice_while_waiting("reading..."):
            time.sleep(0.2)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()
    assert shown.getvalue().endswith(waiting.ERASED)
