"""How long from a key to the frame that shows what it did: `python -m tests.benchmarks.frames`.

The app runs on a driver that renders for real but writes to memory. Every figure is printed for a
small and a large workspace with their ratio: a cursor key and folding should cost the same in both.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.drivers.headless_driver import HeadlessDriver

from bsctui.app.session import Session
from bsctui.app.shell import Shell
from bsctui.edits import SetField
from bsctui.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

SMALL, LARGE = 100, 10_000
ROUNDS = 30


class OffScreen(HeadlessDriver):
    """Takes the frames and notes when they came."""

    frames: ClassVar[list[float]] = []

    @property
    def is_headless(self) -> bool:
        """Textual renders nothing for a driver that says so."""
        return False

    def write(self, data: str) -> None:  # noqa: ARG002
        """A frame, or a part of one."""
        OffScreen.frames.append(time.perf_counter())


class Timed(Shell):
    """The app, drawing off screen."""

    def get_driver_class(self) -> type[OffScreen]:
        """In place of the terminal."""
        return OffScreen


def workspace_text(kpis: int) -> str:
    """Objectives of ten KPIs, ten objectives to a scorecard, two years of quarters."""
    lines = ["calendar quarters 2024-Q1..2025-Q4", "scorecard top"]
    lines += ["objective all in top.financial"]
    for index in range(kpis):
        card, goal = f"s{index // 100}", f"o{index // 10 % 10}"
        if index % 100 == 0:
            lines += ["", f"scorecard {card} under top"]
        if index % 10 == 0:
            lines += ["", f"objective {goal} in {card}.process", "  supports top.all"]
        lines += ["", f'kpi k{index} "Number {index}" in {card}.{goal}', "  baseline 0"]
        lines += ["  target 100", f"  actual 2024-Q1: 10 20 {index % 90} 40 | 50 60 70 80"]
    return "\n".join(lines) + "\n"


async def _until_drawn(since: float) -> float:
    """Milliseconds from `since` to the first frame; waits until the screen is at rest again."""
    while not OffScreen.frames or time.perf_counter() - OffScreen.frames[-1] < 0.06:
        if time.perf_counter() - since > 30:
            raise TimeoutError("no frame came")
        await asyncio.sleep(0.001)
    return 1000 * (OffScreen.frames[0] - since)


async def _key(shell: Shell, key: str) -> float:
    OffScreen.frames.clear()
    start = time.perf_counter()
    shell.post_message(events.Key(key, key if len(key) == 1 else None))
    return await _until_drawn(start)


async def _edit(shell: Shell, value: int) -> float:
    OffScreen.frames.clear()
    start = time.perf_counter()
    shell.edit(SetField(shell.session.selected or "", "target", str(value)))
    shell.sync()
    return await _until_drawn(start)


def measure(kpis: int) -> dict[str, float]:
    """Medians in milliseconds on a workspace of so many KPIs."""
    session = Session(workspace=Workspace.from_texts({"a.bsc": workspace_text(kpis)}))
    found: dict[str, float] = {}

    async def drive(pilot: Pilot[int]) -> None:
        shell = pilot.app
        assert isinstance(shell, Shell)
        await asyncio.sleep(0.3)
        rounds: dict[str, tuple[str, Callable[[int], Awaitable[float]]]] = {
            "cursor key": ("s0.k5", lambda n: _key(shell, "down" if n % 2 else "up")),
            "fold": ("s0.o0", lambda n: _key(shell, "l" if n % 2 else "h")),
            "edit to new scores": ("s0.k5", lambda n: _edit(shell, 101 + n)),
        }
        for name, (start, step) in rounds.items():
            session.selected = start
            shell.sync()
            await asyncio.sleep(0.2)
            times = [await step(n) for n in range(ROUNDS)]
            found[name] = statistics.median(times[2:])
        shell.exit(0)

    asyncio.run(Timed(session).run_async(size=(140, 40), auto_pilot=drive))
    return found


def main() -> int:
    """Print the table."""
    write = sys.stdout.write
    small, large = measure(SMALL), measure(LARGE)
    write(f"{'milliseconds':<20} {SMALL:>8} {LARGE:>8} {'ratio':>7}\n")
    for name, value in small.items():
        write(f"{name:<20} {value:>8.1f} {large[name]:>8.1f} {large[name] / value:>7.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
