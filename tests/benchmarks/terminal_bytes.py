"""What a key sends to the terminal, against what tmux redraws: `python -m tests.benchmarks.terminal_bytes`.

The app runs in tmux, which tells every byte that it sends, and the screen before and after a key. The reference
is tmux's own redraw of the lines that differ: what it writes for them with as few colours as it can. The whole screen
as tmux redraws it stands beside. At most 1.5 times the reference is allowed, over all keys of a size together.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import note
from tests.benchmarks.generate import generate
from tests.benchmarks.scoring import say

SIZES = ((80, 24), (140, 40), (200, 60))
KEYS = (
    "j",
    "j",
    "j",
    "j",
    "k",
    "l",
    "j",
    "NPage",
    "PPage",
    "]",
    "[",
    "/",
    "m",
    "Escape",
    "?",
    "Escape",
)
ALLOWED = 1.5
MOVE = 6
"""Bytes of a cursor's move to the line that is redrawn."""
RESTS = 0.8
"""Seconds without a byte after which a key has had all its effects."""


class Screen:
    """The app in a tmux of its own."""

    def __init__(self, folder: Path, width: int, height: int) -> None:
        self._tmux = ["tmux", "-L", f"bytes{os.getpid()}-{width}", "-f", "/dev/null"]
        self._sent = folder / f"sent-{width}"
        command = shlex.join([sys.executable, "-m", "bsctui", "open", str(folder / "work")])
        home = f"env -u NO_COLOR TERM=xterm-256color COLORTERM=truecolor HOME={folder} {command}"
        self.run("new-session", "-d", "-x", str(width), "-y", str(height), home)
        self.run("set", "-g", "status", "off")
        self.run("pipe-pane", f"cat > {self._sent}")
        self.settle()

    def run(self, *words: str) -> str:
        """A command of tmux."""
        return subprocess.run(
            [*self._tmux, *words], capture_output=True, check=True
        ).stdout.decode()

    def lines(self) -> list[str]:
        """The screen as tmux would draw it."""
        return self.run("capture-pane", "-e", "-p", "-N").split("\n")

    def size(self) -> int:
        """Bytes that the app has sent."""
        return self._sent.stat().st_size if self._sent.exists() else 0

    def settle(self) -> int:
        """Wait until nothing more comes; what was sent until then."""
        size, since = -1, time.monotonic()
        while time.monotonic() - since < RESTS or size <= 0:
            if (now := self.size()) != size:
                size, since = now, time.monotonic()
            time.sleep(0.02)
        return size


def measure(screen: Screen, key: str) -> tuple[int, int, int]:
    """Bytes of a key: the app's, tmux's for the lines that changed, tmux's for the whole screen."""
    sent, before = screen.settle(), screen.lines()
    screen.run("send-keys", key)
    sent, after = screen.settle() - sent, screen.lines()
    lengths = [len(line.encode()) + MOVE for line in after]
    changed = [size for size, old, new in zip(lengths, before, after, strict=True) if old != new]
    return sent, sum(changed), sum(lengths)


def report(folder: Path, width: int, height: int) -> None:
    """The keys of a size, each and together."""
    say(f"{width} x {height}: bytes of a key, tmux's of the changed lines, of the screen")
    screen, sent, changed = Screen(folder, width, height), 0, 0
    try:
        for key in KEYS:
            own, lines, whole = measure(screen, key)
            say(f"  {key:<8}{own:>8,}{lines:>8,}{whole:>8,}{own / max(1, lines):>8.2f}")
            sent, changed = sent + own, changed + lines
    finally:
        screen.run("kill-server")
    say(f"  together{sent:>8,}{changed:>8,}{'':8}{sent / changed:>8.2f} (allowed {ALLOWED})")
    note(
        "bytes sent for keys",
        f"{width} x {height}",
        "tmux redrawing the changed lines",
        sent / changed,
    )


def main() -> int:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "work").mkdir()
        generate(folder / "work", 300)
        for width, height in SIZES:
            report(folder, width, height)
    return 0


if __name__ == "__main__":
    sys.exit(main())
