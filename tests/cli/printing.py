"""A command that must succeed, and what it printed."""

from __future__ import annotations

from bsctui.__main__ import run_cli


def printed(capsys, *arguments):
    assert run_cli([*arguments]) == 0
    return capsys.readouterr().out
