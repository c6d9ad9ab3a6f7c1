"""How long foresight takes, as ratios to evaluating the same workspace: `python -m tests.benchmarks.foresight [KPIS]`."""

from __future__ import annotations

import sys

from bsctui.cascade.evaluate import evaluate
from bsctui.foresight.leverage import leverage
from bsctui.model.build import build
from bsctui.text.document import read_document
from tests.benchmarks.generate import Generator
from tests.benchmarks.scoring import say, seconds


def main() -> None:
    """Print the figures of one workspace."""
    kpis = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    texts = Generator(1).files(kpis)
    model = build({path: read_document(path, text.encode()) for path, text in texts.items()})
    scores = evaluate(model)
    evaluating = seconds(lambda: evaluate(model), 1)
    top = scores.nodes[0].address
    say(f"{len(model.kpis)} KPIs, {len(scores.periods)} periods; reference: evaluating them")
    for name, took in (
        ("evaluate", evaluating),
        ("leverage of the top", seconds(lambda: leverage(scores, top, scores.current))),
    ):
        say(f"{name:>20}: {took / evaluating:7.3f} x evaluating ({took * 1000:.1f} ms)")


if __name__ == "__main__":
    main()
