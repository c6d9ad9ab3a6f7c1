"""How long a report takes, as ratios to evaluating and to loading the same workspace: `python -m tests.benchmarks.reporting [KPIS]`."""

from __future__ import annotations

import sys

from bsctui.explain.movers import movers
from bsctui.report.gather import gather_report
from bsctui.report.html import html_report
from bsctui.report.markdown import markdown_report
from bsctui.report.reading import ScoreReader
from bsctui.scoring.evaluate import evaluate
from bsctui.workspace import Workspace
from tests.benchmarks.figures import note
from tests.benchmarks.generate import Generator
from tests.benchmarks.scoring import say, seconds


def main() -> None:
    """Print the figures of one workspace."""
    kpis = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    files = dict(Generator(1).files(kpis))
    loading = seconds(lambda: Workspace.from_texts(files).scores(), 1)
    workspace = Workspace.from_texts(files)
    model, scores = workspace.model, workspace.scores()
    evaluating = seconds(lambda: evaluate(model), 1)
    at, top = scores.current, scores.nodes[0].address
    report = gather_report(ScoreReader(scores, at), model.diagnostics)
    page, text = html_report(report), markdown_report(report)
    gathering = seconds(lambda: gather_report(ScoreReader(scores, at), model.diagnostics), 1)
    writing = seconds(lambda: html_report(report), 1)
    say(f"{len(model.kpis)} KPIs, {len(scores.periods)} periods; reference: evaluating them")
    for name, took in (
        ("why the top changed", seconds(lambda: movers(scores, top, at - 1, at), 1)),
        ("gather", gathering),
        ("html", writing),
        ("markdown", seconds(lambda: markdown_report(report), 1)),
    ):
        say(f"{name:>20}: {took / evaluating:7.3f} x evaluating ({took * 1000:.0f} ms)")
    reporting = (gathering + writing) / loading
    note("a report in HTML", f"{kpis:,} KPIs", "loading and scoring", reporting)
    say(f"{'html in all':>20}: {reporting:7.3f} x loading and scoring ({loading * 1000:.0f} ms)")
    say(
        f"{len(page) / len(model.kpis):.0f} bytes of html a KPI, {len(text) / len(model.kpis):.0f} of markdown"
    )


if __name__ == "__main__":
    main()
