"""How long foresight takes, as ratios to evaluating the same workspace: `python -m tests.benchmarks.foresight [KPIS]`."""

from __future__ import annotations

import sys

import numpy as np

from bsctui.analysis.assumptions import Facet, Subject, assumption_of
from bsctui.analysis.goal_seek import goal_seek
from bsctui.analysis.outlook import outlook
from bsctui.analysis.sensitivity import sensitivities
from bsctui.analysis.whatif import assumed_scores
from bsctui.model.build import build
from bsctui.model.current_period import current_period
from bsctui.model.periods import Period
from bsctui.scoring.evaluate import evaluate
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
    top, at = scores.nodes[0].address, scores.current
    kpi = max(sensitivities(scores, top, at).values(), key=lambda one: one.share).address
    assumption = assumption_of(scores, at, Subject(kpi), Facet.VALUE, "50")
    say(f"{len(model.kpis)} KPIs, {len(scores.periods)} periods; reference: evaluating them")
    for name, took in (
        ("evaluate", evaluating),
        ("what-if of a KPI", seconds(lambda: assumed_scores(scores, [assumption]))),
        ("goal of the top", seconds(lambda: goal_seek(scores, at, top, 60.0, kpi), 1)),
        ("leverage of the top", seconds(lambda: sensitivities(scores, top, at))),
    ):
        say(f"{name:>20}: {took / evaluating:7.3f} x evaluating ({took * 1000:.1f} ms)")
    simulations()


def simulations(kpis: int = 1000, runs: int = 10_000) -> None:
    """Print what looking a year out costs, against numpy drawing as many normals alone."""
    texts = Generator(1).files(kpis)
    model = build({path: read_document(path, text.encode()) for path, text in texts.items()})
    calendar = model.settings.calendar
    assert calendar is not None
    until = Period(calendar.grain, current_period(model) + 4)
    found = outlook(model, until, runs=100)
    cells = sum(len(one.ordinals) for one in found.forecasts.values())
    random = np.random.default_rng(1)
    drawing = seconds(lambda: random.standard_normal((cells, runs)), 1)
    took = seconds(lambda: outlook(model, until, runs=runs), 1)
    say(f"{runs} simulations of {len(model.kpis)} KPIs, a year out ({cells} values each)")
    say(f"{'forecast':>20}: {took / drawing:7.3f} x drawing those values alone ({took:.2f} s)")


if __name__ == "__main__":
    main()
