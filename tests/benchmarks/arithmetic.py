"""Scoring alone, from a model to all its scores, against the same arithmetic in bare numpy: `python -m tests.benchmarks.arithmetic [KPIS]`.

The numpy side starts from columns and index arrays that are ready; both give the same scores, or the benchmark says so and ends.
"""

from __future__ import annotations

import sys

import numpy as np

from bsctui.model.build import build
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document
from bsctui.workspace import garbage_collector_paused
from tests.benchmarks.bare_numpy import Cascade, cascade, columns_of
from tests.benchmarks.figures import note
from tests.benchmarks.scoring import say, seconds, workspace

KPIS = 100_000


def main() -> None:
    """Print the ratio."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else KPIS
    with garbage_collector_paused():
        model = build({"a.bsc": read_document("a.bsc", workspace(wanted).encode())})
    scores = evaluate(model)
    columns = columns_of(scores)
    bare = cascade(columns)
    kpis, periods = len(model.kpis), len(scores.periods)
    shown = {"target": scores.target_low}
    for name in Cascade._fields:
        ours = shown.get(name, getattr(scores, name, None))
        if not np.allclose(getattr(bare, name), ours, equal_nan=True):
            raise SystemExit(f"`{name}` is not the same: this benchmark compares two things")
    del bare, scores
    reference = seconds(lambda: cascade(columns))
    took = seconds(lambda: evaluate(model))
    note("scoring alone", f"{kpis:,} KPIs, {periods} periods", "the same arithmetic in bare numpy", took / reference)  # fmt: skip
    say(f"{kpis:,} KPIs, {periods} periods; reference: the arithmetic in bare numpy ({reference * 1000:.0f} ms)")  # fmt: skip
    say(f"{'evaluate':>16}: {took / reference:7.2f} x ({took * 1000:.0f} ms)")


if __name__ == "__main__":
    main()
