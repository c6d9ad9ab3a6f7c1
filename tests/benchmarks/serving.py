"""The language server against `check` of the same workspace: `python -m tests.benchmarks.serving`.

Medians over pipes, as a client sees them; each as a ratio to one `bsctui check` in the same run. Every row behind the
start is to stay below 100 ms, also while advisers work beside it. How it lasts is measured by `enduring`.
"""

from __future__ import annotations

import argparse
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
    """Print start, edits and requests on the sample and on 10,000 KPIs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kpis", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "skyline"
        shutil.copytree(SAMPLE, small)
        measure("skyline", small, small / "corporate.bsc")
        large = Path(folder) / "large"
        measure(f"{given.kpis} KPIs", large, large_file(large, given.kpis))


def large_file(root: Path, kpis: int) -> Path:
    """A generated workspace, and a file of it: of 5,280 lines at 10,000 KPIs."""
    generate(root, kpis)
    (root / "bsctui.toml").write_text("")
    return sorted((root / "cards").glob("*.bsc"))[3]


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
        self.start = time.perf_counter() - begun
        self.uri, self.text = file.as_uri(), file.read_text(encoding="utf-8")
        self.lines = self.text.splitlines()
        self.version = 1
        self.row = self.row_of("  target ")
        begun = time.perf_counter()
        slipped = [*self.lines]
        slipped[self.row] = slipped[self.row].replace("target", "xtarget")
        self.client.open(self.uri, "\n".join([*slipped, ""]))
        self.client.wait(lambda _: self.errors())
        self.opened = time.perf_counter() - begun
        self.change(self.row, 2, 3, "")
        self.client.wait(lambda _: not self.errors())

    def say(self, name: str, times: list[float]) -> None:
        took = statistics.median(times)
        worst = max(times) * 1000
        told = f"{took * 1000:.1f} ms, worst {worst:.1f} ms; {took / self.check:.3f} of check"
        sys.stdout.write(f"  {name:>36}: {told}\n")
        sys.stdout.flush()

    def row_of(self, begin: str) -> int:
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

    def slips(self, row: int, column: int) -> list[float]:
        """A letter too many, until its error is told, and back."""
        times = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            self.change(row, column, column, "x")
            self.client.wait(lambda _: self.errors())
            times.append(time.perf_counter() - begun)
            self.change(row, column, column + 1, "")
            self.client.wait(lambda _: not self.errors())
        return times

    def repeat(self, name: str, act: Callable[[], Any]) -> None:
        times = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            act()
            times.append(time.perf_counter() - begun)
        self.say(name, times)


def measure(name: str, root: Path, file: Path) -> None:
    """All of it on one workspace."""
    meter = Meter(root, file)
    client, uri, row, kpi = meter.client, meter.uri, meter.row, meter.row_of("kpi ")
    sys.stdout.write(f"{name}; reference: one `bsctui check` ({meter.check * 1000:.0f} ms)\n")
    meter.say("start to initialize", [meter.start])
    meter.say("open to its errors", [meter.opened])
    client.wait(lambda c: any(one["severity"] == 2 for all_ in c.diagnostics.values() for one in all_))  # fmt: skip
    context = {"context": {"includeDeclaration": True}}
    file_of = {"textDocument": {"uri": uri}}
    screen = {**file_of, "range": span((row, 0), (row + 60, 0))}
    cursor = {**file_of, "range": span((row, 3), (row, 3)), "context": {"diagnostics": []}}
    requests: dict[str, Callable[[], Any]] = {
        "completion": lambda: client.at("completion", uri, row, 2),
        "hover": lambda: client.at("hover", uri, kpi, 6),
        "references": lambda: client.at("references", uri, kpi, 6, **context),
        "rename": lambda: client.at("rename", uri, kpi, 6, newName="renamed_here"),
        "quick fixes": lambda: client.request("textDocument/codeAction", cursor),
        "tokens of a screen": lambda: client.request("textDocument/semanticTokens/range", screen),
        "tokens of the file": lambda: client.request("textDocument/semanticTokens/full", file_of),
    }
    for request, act in requests.items():
        meter.repeat(request, act)

    meter.say("edit to its error", meter.slips(row, 2))
    meter.say("edit of a header to its error", meter.slips(kpi, 0))
    time.sleep(0.35)
    for request, act in requests.items():
        meter.repeat(f"{request}, advisers at work", act)
    client.close()


if __name__ == "__main__":
    main()
