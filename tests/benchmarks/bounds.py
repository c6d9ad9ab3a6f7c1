"""Ten thousand of whatever a file may repeat, through every command: `python -m tests.benchmarks.bounds [COUNT] [WORD…]`.

A word narrows to the things whose names hold it, `:links` to the commands that begin so. Prints what takes more than its bound.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bounds.repeats import REPEATS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECONDS: Final = 5.0
"""Of the processor, for one command on ten thousand of anything."""

MEGABYTES: Final = 1000
PATIENCE: Final = 15
"""Seconds after which a command is stopped."""

COMMANDS: Final = (
    "check", "score", "score --format json", "score --filter owner:anna", "explain s", "explain s.o", "map s", "map s --format svg",
    "map s --format mermaid", "report", "report --format html", "links", "sensitivity", "forecast --until 2027", "whatif s.k=9",
    "fmt --check", "diff", "diff HEAD~1", "diff HEAD~1 --format markdown", "log s.k", "blame s.k", "set s.k owner zed", "rename s.k s.zed",
)  # fmt: skip

WARM: Final = (
    "bsctui.scoring.evaluate", "bsctui.report.html", "bsctui.report.markdown", "bsctui.analysis.correlation", "bsctui.analysis.outlook",
    "bsctui.exchange.maps.as_svg", "bsctui.review.comparison", "bsctui.cli.check_command", "bsctui.workspace",
)  # fmt: skip
"""Imported once; each command runs in a fork."""


def main() -> None:
    """Try all of it."""
    words = sys.argv[1:]
    count = int(words.pop(0)) if words and words[0].isdigit() else 10_000
    for name in WARM:
        __import__(name)
    wanted = [word for word in words if not word.startswith(":")]
    commands = [word[1:] for word in words if word.startswith(":")]
    shown = [
        command
        for command in COMMANDS
        if not commands or any(command.startswith(word) for word in commands)
    ]
    for thing, files in REPEATS.items():
        if wanted and not any(word in thing for word in wanted):
            continue
        with tempfile.TemporaryDirectory() as folder:
            _prepare(Path(folder), files(count))
            for command in shown:
                _try(Path(folder), thing, command, max(SECONDS * count / 10_000, 2.0))


def _prepare(folder: Path, files: Mapping[str, str]) -> None:
    """Two commits: without the last half of the lines, then all."""
    _git(folder, "init", "-q")
    for name, text in files.items():
        lines = text.splitlines(keepends=True)
        (folder / name).write_text("".join(lines[: 10 + len(lines) // 2]), "utf-8")
    _git(folder, "add", "-A")
    _git(folder, "commit", "-q", "-m", "half")
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    _git(folder, "commit", "-q", "-a", "--allow-empty", "-m", "whole")


def _git(folder: Path, *arguments: str) -> None:
    person = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    subprocess.run(["git", *person, *arguments], cwd=folder, check=True)


def _try(folder: Path, thing: str, command: str, bound: float) -> None:
    copy = folder.with_name(f"{folder.name}-copy")
    place = shutil.copytree(folder, copy) if command.startswith(("set", "rename")) else folder
    child = os.fork()
    if not child:
        _run(place, command.split(" "))
    _, status, used = os.wait4(child, 0)
    shutil.rmtree(copy, ignore_errors=True)
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    code = os.waitstatus_to_exitcode(status)
    if seconds > bound or megabytes > MEGABYTES or code not in {0, 1}:
        what = "stopped" if code < 0 else f"exit {code}"
        sys.stdout.write(f"{thing:50} {command:28} {seconds:6.1f} s {megabytes:6.0f} MB {what}\n")
        sys.stdout.flush()


def _run(folder: Path, arguments: Sequence[str]) -> None:
    from bsctui.__main__ import run_cli

    os.chdir(folder)
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    if not os.environ.get("BSCTUI_DEBUG"):
        os.dup2(nowhere, 2)
    status = run_cli(list(arguments))
    sys.stdout.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
