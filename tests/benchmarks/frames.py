"""How long from a key to the frame that shows what it did: `python -m tests.benchmarks.frames`.

The app runs on a driver that renders for real but writes to memory. Times are the processor's, not the wall's:
what else runs on the machine makes no difference. A key comes when the one before has long been done, as from
somebody who looks; the detail beside the tree then follows in a frame of its own, which is timed by itself. Every
figure is printed for a small and a large workspace with their ratio (a cursor key and folding should cost the same in both), and
against what the specification allows: 16 ms for a cursor key at the 95th percentile, 30 ms for folding.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.drivers.headless_driver import HeadlessDriver

from bsctui.app.core.key_pace import RESTS, KeyPace
from bsctui.app.core.session import Session
from bsctui.app.shell import Shell
from bsctui.edits import SetField
from bsctui.workspace import Workspace
from tests.benchmarks.figures import note
from tests.benchmarks.generate import generate

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

SMALL, LARGE, TABLE = 100, 100_000, 10_000
FULL = 1_000
"""The fewest that fill the screen with rows whatever is folded: then both sizes draw equally much."""

ROUNDS = 60
PATIENCE = 300.0
"""Seconds for a frame: the first one of a large workspace, on a busy machine, is long in coming."""

CURSOR, FOLD = 16.0, 30.0
"""Milliseconds that a cursor key and folding may take at the 95th percentile."""


class OffScreen(HeadlessDriver):
    """Takes the frames and notes when they came."""

    frames: ClassVar[list[tuple[float, float]]] = []
    """Of each the time, and the processor time that the process had used by then."""

    @property
    def is_headless(self) -> bool:
        """Textual renders nothing for a driver that says so."""
        return False

    def write(self, data: str) -> None:
        """A frame, or a part of one."""
        OffScreen.frames.append((time.perf_counter(), time.process_time()))


class Timed(Shell):
    """The app as `start` makes it, drawing off screen."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.key_pace = KeyPace(RESTS)
        self.once_shown = gc.freeze

    def get_driver_class(self) -> type[OffScreen]:
        """In place of the terminal."""
        return OffScreen


async def _until_drawn(start: tuple[float, float], frame: int = 0) -> float:
    """Milliseconds of processor time from `start` to a frame (the first; -1 the last); waits until the screen is at rest."""
    while not OffScreen.frames or time.perf_counter() - OffScreen.frames[-1][0] < 0.06:
        if time.perf_counter() - start[0] > PATIENCE:
            raise TimeoutError("no frame came")
        await asyncio.sleep(0.001)
    return 1000 * (OffScreen.frames[frame][1] - start[1])


def _now() -> tuple[float, float]:
    """The time, and the processor time used."""
    OffScreen.frames.clear()
    return time.perf_counter(), time.process_time()


async def _key(shell: Shell, key: str, frame: int = 0) -> float:
    await asyncio.sleep(RESTS)
    start = _now()
    shell.post_message(events.Key(key, key if len(key) == 1 else None))
    return await _until_drawn(start, frame)


async def _letter(shell: Shell, n: int) -> float:
    """A letter of a filter, until the rows it leaves are drawn: the input shows it a frame before."""
    start, letter = _now(), "measure"[n % 7]
    shell.post_message(events.Key(letter, letter))
    return await _until_drawn(start, -1)


async def _edit(shell: Shell, value: int) -> float:
    start = _now()
    shell.edit(SetField(shell.session.selected or "", "weight", str(value)))
    shell.sync()
    return await _until_drawn(start)


class Times:
    """Milliseconds of one kind of step."""

    def __init__(self, times: list[float]) -> None:
        self._times = sorted(times[2:])

    @property
    def median(self) -> float:
        """Half of them take less."""
        return statistics.median(self._times)

    @property
    def slowest(self) -> float:
        """The 95th percentile."""
        return self._times[int(0.95 * (len(self._times) - 1))]


async def _sort(shell: Shell, n: int) -> float:
    """By another column each time, from the choice to the frame."""
    state = shell.view.state  # type: ignore[attr-defined]
    start = _now()
    state.sort_by(state.columns[n % len(state.columns)])
    shell.sync()
    return await _until_drawn(start)


def _up_or_down(n: int) -> str:
    return "down" if n % 2 else "up"


Step = tuple[str, str, "Callable[[Shell, int], Awaitable[float]]"]
"""What is measured, the item it starts from, and how one round goes."""

CASCADE: tuple[Step, ...] = (
    ("cursor key", "s0.k5", lambda shell, n: _key(shell, _up_or_down(n))),
    ("cursor key to its detail", "s0.k5", lambda shell, n: _key(shell, _up_or_down(n), -1)),
    ("page key", "s0.k5", lambda shell, n: _key(shell, "pagedown" if n % 2 else "pageup")),
    ("fold", "s0.o0", lambda shell, n: _key(shell, "l" if n % 2 else "h")),
    ("fold the top", "s0", lambda shell, n: _key(shell, "l" if n % 2 else "h")),
    ("edit to new scores", "s0.k5", lambda shell, n: _edit(shell, 2 + n)),
)

KPIS: tuple[Step, ...] = (
    ("cursor key", "s0.k5", lambda shell, n: _key(shell, _up_or_down(n))),
    ("page key", "s0.k5", lambda shell, n: _key(shell, "pagedown" if n % 2 else "pageup")),
    ("find next", "s0.k5", lambda shell, n: _key(shell, "n" if n % 2 else "N")),
    ("a letter of a filter", "s0.k5", _letter),
    ("sort", "s0.k5", _sort),
)


def at_the_bottom(card: str) -> tuple[Step, ...]:
    """Cursor and folding in a scorecard that nothing stands below: the same members at any size."""
    cursor, fold = CASCADE[0], CASCADE[3]
    return (
        (f"{cursor[0]}, equal rows", f"{card}.k5", cursor[2]),
        (f"{fold[0]}, equal rows", f"{card}.o0", fold[2]),
    )


async def _prepare(shell: Shell, name: str, start: str) -> None:
    """The cursor on the item; for the filter its prompt, for finding the word."""
    shell.session.selected = start
    shell.session.searched = "measure 1"
    shell.sync()
    if name.startswith("a letter"):
        await _key(shell, "f")
    await asyncio.sleep(0.2)


async def _leave(shell: Shell) -> None:
    """Close what is open, and wait until that is drawn."""
    for _ in range(2):
        shell.post_message(events.Key("escape", None))
        await asyncio.sleep(0.2)


def measure(kpis: int, view: str, steps: tuple[Step, ...]) -> dict[str, Times]:
    """The times in a workspace of so many KPIs."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), kpis)
        session = Session(workspace=Workspace.load(Path(folder)))
        session.workspace.scores()
    found: dict[str, Times] = {}
    begun = _now()

    async def drive(pilot: Pilot[int]) -> None:
        shell = pilot.app
        assert isinstance(shell, Shell)
        await _until_drawn(begun)
        await asyncio.sleep(0.5)
        await shell.show_view(view)
        for name, start, step in steps:
            await _prepare(shell, name, start)
            found[name] = Times([await step(shell, n) for n in range(ROUNDS)])
            await _leave(shell)
        shell.exit(0)

    asyncio.run(Timed(session).run_async(size=(140, 40), auto_pilot=drive))
    gc.collect()
    return found


def _note_cursor_key(few: Times, many: Times, view: str, large: int) -> None:
    """A cursor key, for the table of figures: against a small workspace, and against what is allowed."""
    what, size = f"a cursor key to its frame, {view}", f"{large:,} KPIs"
    note(what, size, f"{SMALL:,} KPIs", many.median / few.median)
    note(f"{what}, 95th percentile", size, f"{CURSOR:.0f} ms", many.slowest / CURSOR)


def main() -> int:
    """Print the tables."""
    write = sys.stdout.write
    allowed = {"cursor key": CURSOR, "fold": FOLD, "fold the top": FOLD}
    for view, steps, large in (("cascade", CASCADE, LARGE), ("kpis", KPIS, TABLE)):
        few, many = measure(SMALL, view, steps), measure(large, view, steps)
        write(f"{view}, milliseconds at the 95th percentile (median)\n")
        write(f"{'':<26} {SMALL:>16,} {large:>16,} {'ratio':>7} {'of allowed':>11}\n")
        for name, times in many.items():
            limit = allowed.get(name)
            write(
                f"{name:<26} {few[name].slowest:>8.1f} ({few[name].median:5.1f})"
                f" {times.slowest:>8.1f} ({times.median:5.1f})"
                f" {times.median / few[name].median:>7.2f}"
                f" {f'{times.slowest / limit:.2f} x' if limit else '':>11}\n"
            )
        _note_cursor_key(few["cursor key"], many["cursor key"], view, large)
    few = measure(FULL, "cascade", at_the_bottom("s30"))
    many = measure(LARGE, "cascade", at_the_bottom("s4100"))
    write(f"cascade, the same members and a full screen: {FULL:,} and {LARGE:,} KPIs\n")
    for (_, small), (name, large) in zip(few.items(), many.items(), strict=True):
        write(
            f"{name:<26} {small.median:5.1f} {large.median:5.1f} {large.median / small.median:>7.2f}\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
