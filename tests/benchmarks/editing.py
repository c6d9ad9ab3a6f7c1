"""One edit in a large workspace, from the command to new scores, against one full evaluation: `python -m tests.benchmarks.editing`."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from bsctui.edits import RecordValue, SetField
from bsctui.scoring.evaluate import evaluate
from bsctui.workspace import Workspace
from tests.benchmarks.figures import note
from tests.benchmarks.generate import generate

ROUNDS = 15


def main() -> None:
    """Print edits and their ratios to a full evaluation."""
    with tempfile.TemporaryDirectory() as folder:
        lines = generate(Path(folder), 10_000)
        workspace = Workspace.load(Path(folder))
    scores = workspace.scores()
    begun = time.perf_counter()
    evaluate(workspace.model)
    full = time.perf_counter() - begun
    addresses = [
        kpi.address
        for kpi in workspace.model.kpis.values()
        if kpi.actuals and kpi.definition.baseline
    ]
    sys.stdout.write(
        f"{len(workspace.model.kpis)} KPIs, {lines} lines; reference: one full evaluation ({full * 1000:.0f} ms)\n"
    )
    kinds = {
        "target": lambda address, at: SetField(address, "target", f"{9e9 + at:.0f} by 2026-12"),
        "actual": lambda address, at: RecordValue(address, "2026-03", str(1000 + at)),
        "weight": lambda address, at: SetField(address, "weight", str(2 + at)),
    }
    for name, make in kinds.items():
        times = []
        for at in range(ROUNDS):
            edit = make(addresses[(at * 997) % len(addresses)], at)
            begun = time.perf_counter()
            workspace.apply(edit)
            scores = workspace.scores()
            times.append(time.perf_counter() - begun)
        took = statistics.median(times)
        note(f"one edit to new scores: {name}", "10,000 KPIs", "a full evaluation", took / full)
        sys.stdout.write(
            f"{name:>10}: {took / full:.2f} x ({took * 1000:.1f} ms, worst {max(times) * 1000:.1f} ms)\n"
        )
    del scores


if __name__ == "__main__":
    main()
