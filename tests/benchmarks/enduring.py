"""A long session of the language server: `python -m tests.benchmarks.enduring [--minutes N] [--kpis N]`.

1,000 edits a minute in a workspace of 10,000 KPIs, a word typed and taken back, with a rest after each so that advisers
run too. For every tenth of the session: how long an edit takes to its errors, a hover, how much of a processor an edit
takes (which other work on the machine hardly moves), and how much memory there is.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.serving import Meter, large_file

PER_MINUTE = 1000
WORD = "mistyped_"
REST = 0.45
"""Seconds after a word: advice is sought after 0.3."""


class Sample(NamedTuple):
    """What one word took."""

    error: float
    hover: float
    work: float
    memory: float


def main() -> None:
    """Print the tenths of a session of some seconds, or of many minutes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kpis", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=0.2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "large"
        meter = Meter(root, large_file(root, given.kpis))
        samples = type_on(meter, given.minutes)
        meter.client.close()
    show(samples)


def type_on(meter: Meter, minutes: float) -> list[Sample]:
    """Words at 1,000 edits a minute: each letter is one, and so is each deletion."""
    edits = 2 * len(WORD)
    pause = (60 / PER_MINUTE * edits - REST) / edits
    samples = []
    for _ in range(max(10, round(minutes * PER_MINUTE / edits))):
        begun = time.perf_counter()
        worked = processor_time(meter.client.process.pid)
        for at, letter in enumerate(WORD):
            meter.change(meter.row, 2 + at, 2 + at, letter)
            time.sleep(pause)
        typed = time.perf_counter()
        meter.client.wait(lambda client: f"`{WORD}" in str(client.diagnostics.get(meter.uri)))
        error = time.perf_counter() - typed
        for at in reversed(range(len(WORD))):
            meter.change(meter.row, 2 + at, 3 + at, "")
            time.sleep(pause)
        typed = time.perf_counter()
        meter.client.at("hover", meter.uri, meter.row, 4)
        hover = time.perf_counter() - typed
        meter.client.wait(lambda _: not meter.errors())
        time.sleep(max(0.0, 60 / PER_MINUTE * edits - (time.perf_counter() - begun)))
        pid = meter.client.process.pid
        samples.append(Sample(error, hover, (processor_time(pid) - worked) / edits, memory(pid)))
    return samples


def show(samples: list[Sample]) -> None:
    """A row a tenth."""
    size = len(samples) // 10
    sys.stdout.write(f"{len(samples) * 2 * len(WORD)} edits\n")
    for at in range(10):
        part = samples[at * size : (at + 1) * size]
        error, hover, work, used = (statistics.median(column) for column in zip(*part, strict=True))
        worst = max(one.error for one in part)
        sys.stdout.write(
            f"  tenth {at + 1:>2}: error after the last key {error * 1000:6.1f} ms (worst {worst * 1000:.0f}), "
            f"hover {hover * 1000:6.1f} ms, work {work * 1000:5.1f} ms an edit, {used:.0f} MB\n"
        )


def processor_time(pid: int) -> float:
    """Seconds that a process has had a processor."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Megabytes that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    main()
