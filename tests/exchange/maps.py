"""What the map's tests share."""

from __future__ import annotations

from bsctui.exchange.maps.as_text import strategy_map_runs
from bsctui.exchange.maps.pens import UNICODE
from bsctui.exchange.maps.strategy import strategy_map
from bsctui.workspace import Workspace
from tests.scoring.worked import SKYLINE

HEAD = 'calendar quarters 2025-Q1..2025-Q4\nscorecard s "S"\n'

CHAIN = (
    HEAD
    + """\
objective gold "Gold" in s.financial
objective loyal "Loyal" in s.customer
  drives gold after 2 quarters
objective fast "Fast" in s.process
  drives loyal after 1 month
objective sure "Sure" in s.process
  drives fast
"""
)


def map_of(text=SKYLINE, scorecard="skyline", verdicts=None, period=None):
    """The map of a workspace of one file, in its current period or a column."""
    workspace = Workspace.from_texts({"a.bsc": text})
    scores = workspace.scores()
    column = scores.current if period is None else period
    return strategy_map(workspace.model, scores, scorecard, column, verdicts)


def map_lines(strategy, width=80, pen=UNICODE):
    """A map's lines for a terminal, without looks."""
    runs = strategy_map_runs(strategy, width, pen)
    return ["".join(run.text for run in line).rstrip() for line in runs]
