"""From the start of the process to the first frame, against an empty Textual app plus the time to load: `python -m tests.benchmarks.starting`.

Both are processes of their own that render off screen and end with their first frame. Times are the processor's, imports
included; to load is what any command does that scores: import, read, resolve, evaluate. The specification allows 1.5 times the reference.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from bsctui.storage.cache_folder import SWITCHED_OFF
from tests.benchmarks.figures import note
from tests.benchmarks.generate import generate

ROUNDS = 5
SIZES = (100, 1_000, 10_000)
ALLOWED = 1.5


class FirstFrame(HeadlessDriver):
    """Renders for real; tells when the first frame comes, and ends the app."""

    @property
    def is_headless(self) -> bool:
        """Textual renders nothing for a driver that says so."""
        return False

    def write(self, data: str) -> None:
        """The first frame, or a part of one."""
        if not hasattr(self, "seen"):
            self.seen = time.process_time()
            self._app.call_later(self._app.exit, self.seen)


def empty() -> None:
    """An app without anything."""
    app: App[float] = App(driver_class=FirstFrame)
    say(f"{asyncio.run(app.run_async(size=(80, 24))) or 0.0} 0")


def ours(folder: Path) -> None:
    """The app on a workspace: when its first frame came, and how long the workspace took to load and to score."""
    start = time.process_time()
    from bsctui.workspace import Workspace

    workspace = Workspace.load(folder)
    workspace.scores()
    loaded = time.process_time() - start
    from bsctui.app.core.session import Session
    from bsctui.app.shell import Shell

    class Drawn(Shell):
        def get_driver_class(self) -> type[FirstFrame]:
            return FirstFrame

    shell = Drawn(Session(workspace=workspace))
    say(f"{asyncio.run(shell.run_async(size=(80, 24))) or 0.0} {loaded}")


def say(line: str) -> None:
    """Print past the app, which captures what is printed while it runs."""
    sys.__stdout__.write(f"{line}\n") if sys.__stdout__ else None


def best(*arguments: str) -> tuple[float, float]:
    """First frame and loading, of the round with the earliest frame."""
    command = [sys.executable, "-m", "tests.benchmarks.starting", *arguments]
    rounds = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        for _ in range(ROUNDS)
    ]
    first, loading = min((float(frame), float(load)) for frame, load in rounds)
    return first, loading


def main() -> None:
    """Print the ratios, or be one of the processes measured."""
    if len(sys.argv) > 1:
        empty() if sys.argv[1] == "empty" else ours(Path(sys.argv[1]))
        return
    os.environ[SWITCHED_OFF] = "1"
    reference, _ = best("empty")
    say(f"an empty Textual app: {reference * 1000:.0f} ms")
    for kpis in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            generate(Path(folder), kpis)
            first, loading = best(folder)
        ratio = first / (reference + loading)
        note("the app's first frame", f"{kpis:,} KPIs", "an empty Textual app, and loading", ratio)
        say(
            f"{kpis:>7,} KPIs: {ratio:.2f} x ({first * 1000:.0f} ms, of which loading {loading * 1000:.0f};"
            f" {ratio / ALLOWED:.2f} of what is allowed)"
        )


if __name__ == "__main__":
    main()
