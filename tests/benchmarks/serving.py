"""The language server against `check` of the same workspace: `python -m tests.benchmarks.serving [--minutes N]`.

Medians over pipes, as a client sees them; each as a ratio to one `bsctui check` in the same run.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.generate import generate
from tests.lsp.client import Client, span

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 9
SAMPLE = Path(__file__).parents[2] / "samples" / "skyline"


def main() -> None:
    """Print start, edits and requests on the sample and on 10,000 KPIs, then a long session."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kpis", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=0.0, help="of 1,000 edits a minute")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "skyline"
        shutil.copytree(SAMPLE, small)
        measure("skyline", small, small / "corporate.bsc", "  target ", "kpi ")
        large = Path(folder) / "large"
        generate(large, given.kpis)
        (large / "bsctui.toml").write_text("")
        file = sorted((large / "cards").glob("*.bsc"))[3]
        measure(f"{given.kpis} KPIs", large, file, "  target ", "kpi ")
        if given.minutes:
            endure(large, file, given.minutes)


class Meter:
    """One server on one file, timed against `check`."""

    def __init__(self, root: Path, file: Path) -> None:
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "bsctui", "check", str(root)], capture_output=True, check=False
        )
        self.check = time.perf_counter() - begun
        begun = time.perf_counter()
        self.client = Client(root)
        self.say("start to initialize", [time.perf_counter() - begun])
        self.uri, self.text = file.as_uri(), file.read_text(encoding="utf-8")
        self.lines = self.text.splitlines()
        self.version = 1
        self.client.open(self.uri, self.text)
        self.client.request("textDocument/foldingRange", {"textDocument": {"uri": self.uri}})
        self.say("open to answer", [time.perf_counter() - begun])

    def say(self, name: str, times: list[float]) -> None:
        took = statistics.median(times)
        worst = max(times) * 1000
        told = f"{took * 1000:.1f} ms, worst {worst:.1f} ms; {took / self.check:.3f} of check"
        sys.stdout.write(f"  {name:>28}: {told}\n")
        sys.stdout.flush()

    def row(self, begin: str) -> int:
        """The first line behind the first third that begins so."""
        third = len(self.lines) // 3
        return next(
            at for at, line in enumerate(self.lines) if at > third and line.startswith(begin)
        )

    def change(self, row: int, start: int, end: int, text: str) -> None:
        self.version += 1
        self.client.change(self.uri, self.version, {"range": span((row, start), (row, end)), "text": text})  # fmt: skip

    def errors(self) -> int:
        return sum(one["severity"] == 1 for one in self.client.diagnostics.get(self.uri, []))

    def repeat(self, name: str, act: Callable[[], Any]) -> None:
        times = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            act()
            times.append(time.perf_counter() - begun)
        self.say(name, times)


def measure(name: str, root: Path, file: Path, edited: str, named: str) -> None:
    """All of it on one workspace."""
    meter = Meter(root, file)
    sys.stdout.write(f"{name}; reference: one `bsctui check` ({meter.check * 1000:.0f} ms)\n")
    client, uri = meter.client, meter.uri
    meter.repeat("settled", lambda: time.sleep(0.2))
    row, kpi = meter.row(edited), meter.row(named)
    before = meter.errors()

    def slip() -> None:
        meter.change(row, 2, 2, "x")
        client.wait(lambda _: meter.errors() > before)

    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        slip()
        times.append(time.perf_counter() - begun)
        meter.change(row, 2, 3, "")
        client.wait(lambda _: meter.errors() == before)
    meter.say("edit to its error", times)
    context = {"context": {"includeDeclaration": True}}
    meter.repeat("completion", lambda: client.at("completion", uri, row, 2))
    meter.repeat("hover", lambda: client.at("hover", uri, kpi, 6))
    meter.repeat("references", lambda: client.at("references", uri, kpi, 6, **context))
    meter.repeat("rename", lambda: client.at("rename", uri, kpi, 6, newName="renamed_here"))
    screen = {"textDocument": {"uri": uri}, "range": span((row, 0), (row + 60, 0))}
    meter.repeat("semantic tokens of a screen", lambda: client.request("textDocument/semanticTokens/range", screen))  # fmt: skip
    client.close()


def endure(root: Path, file: Path, minutes: float) -> None:
    """1,000 edits a minute: how long an answer takes, and how much memory there is, at the beginning and at the end."""
    meter = Meter(root, file)
    row = meter.row("  target ")
    pause, lags, sizes = 60 / 1000, [], []
    count = int(minutes * 1000)
    for at in range(count):
        meter.change(row, len(meter.lines[row]), len(meter.lines[row]), " ")
        if at % 50 == 0:
            begun = time.perf_counter()
            meter.client.at("hover", meter.uri, row, 3)
            lags.append(time.perf_counter() - begun)
            sizes.append(_memory(meter.client.process.pid))
        time.sleep(pause)
    tenth = max(1, len(lags) // 10)
    meter.say("hover, first tenth", lags[:tenth])
    meter.say("hover, last tenth", lags[-tenth:])
    sys.stdout.write(f"  memory: {sizes[tenth]:.0f} MB, at the end {sizes[-1]:.0f} MB\n")
    meter.client.close()


def _memory(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    main()
