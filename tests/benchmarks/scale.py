"""What size costs, a large workspace against a small one: `python -m tests.benchmarks.scale [LARGE] [SMALL]`.

Each size loads, scores and edits in a process of its own: processor time a KPI, one edit to new scores, the
peak of memory against the size of the text, and a second start after one file changed against the first, which
the first is kept for (`warm_start`); nothing else is.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bsctui.storage.cache_folder import SWITCHED_OFF
from tests.benchmarks.figures import note
from tests.benchmarks.generate import generate
from tests.benchmarks.scoring import say

if TYPE_CHECKING:
    from bsctui.workspace import Workspace

LARGE, SMALL = 100_000, 1_000
EDITS = 15
ROUNDS = 5
"""Starts of the small workspace, of which the best counts: a second of the large one is steadier than a moment."""


class Cost(NamedTuple):
    """What one start took: seconds of processor time, the median seconds of an edit, bytes of memory at the peak."""

    start: float
    edit: float
    peak: float


def measure(folder: Path) -> Cost:
    """Load, score and edit, in this process."""
    begun = time.process_time()
    from bsctui.workspace import Workspace

    workspace = Workspace.load(folder)
    workspace.scores()
    start = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Cost(start, statistics.median(_edits(workspace)), peak)


def _edits(workspace: Workspace) -> list[float]:
    """Seconds of processor time from each of some edits to its scores."""
    from bsctui.edits import SetField

    addresses = list(workspace.model.kpis)
    times = []
    for number in range(EDITS):
        edit = SetField(addresses[number * 997 % len(addresses)], "weight", str(2 + number))
        begun = time.process_time()
        workspace.apply(edit)
        workspace.scores()
        times.append(time.process_time() - begun)
    return times


def cost(folder: Path) -> Cost:
    """What a process of its own measures."""
    command = [sys.executable, "-m", "tests.benchmarks.scale", "measure", str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Cost(*map(float, answer.split()))


def keep(folder: Path) -> None:
    """What a process keeps at its end, here at once."""
    from bsctui.workspace import Workspace, warm_start

    warm_start.keep(Workspace.load(folder))


def change(folder: Path) -> int:
    """Change one of the files; returns how many there are."""
    files = sorted(folder.rglob("*.bsc"))
    with files[len(files) // 2].open("a", encoding="utf-8") as file:
        file.write("# Looked at again\n")
    return len(files)


def main() -> None:
    """Print the ratios, or be the process measured."""
    if sys.argv[1:2] == ["measure"]:
        say(" ".join(map(str, measure(Path(sys.argv[2])))))
        return
    if sys.argv[1:2] == ["keep"]:
        keep(Path(sys.argv[2]))
        return
    os.environ[SWITCHED_OFF] = "1"
    sizes = [int(size) for size in sys.argv[1:3]]
    large, small = [*sizes, *(LARGE, SMALL)[len(sizes) :]]
    with tempfile.TemporaryDirectory() as name:
        few, many = Path(name) / "few", Path(name) / "many"
        generate(few, small)
        generate(many, large)
        size = sum(path.stat().st_size for path in many.rglob("*.bsc"))
        small_costs = [cost(few) for _ in range(ROUNDS)]
        first = cost(many)
        del os.environ[SWITCHED_OFF]
        os.environ["XDG_CACHE_HOME"] = f"{name}/cache"
        subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.scale", "keep", str(many)], check=True
        )
        files = change(many)
        again = cost(many)
    small_start = min(costs.start for costs in small_costs)
    small_edit = min(costs.edit for costs in small_costs)
    large_size, small_size = f"{large:,} KPIs", f"{small:,} KPIs"
    rows = (
        ("load and score, a KPI", small_size, first.start / large / (small_start / small)),
        ("one edit to new scores", f"the same among {small_size}", first.edit / small_edit),
        ("peak memory", "the size of the text", first.peak / size),
        (f"start again, one file of {files} changed", "the first start", again.start / first.start),
    )
    say(f"{large_size}, {size / 1e6:.1f} MB of text, against {small_size}; processor time")
    for what, reference, ratio in rows:
        note(what, large_size, reference, ratio)
        say(f"{what:>42}: {ratio:6.2f} x {reference}")
    say(
        f"{'':>42}  start {first.start:.2f} s, an edit {first.edit * 1000:.1f} ms, {first.peak / 1e6:.0f} MB"
    )


if __name__ == "__main__":
    main()
