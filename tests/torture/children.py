"""Processes that work until they are killed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).parents[2]


def start(program, *arguments):
    """A program in Python; it says when it has begun."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=TOP,
    )  # fmt: skip


def kill_amid(program, *arguments, after):
    """Kill a program so many seconds after it has begun its work."""
    with start(program, *arguments) as child:
        begun = child.stdout.readline()
        if not begun:
            raise AssertionError(child.stderr.read().decode())
        time.sleep(after)
        assert child.poll() is None, child.stderr.read().decode()
        child.kill()
