"""Workspaces as text, scored: what the tests of this room share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bsctui.model.build import build
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document

if TYPE_CHECKING:
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain
    from bsctui.scoring.result import Scores

CARD = """
scorecard s "S"
objective o "O" in s.financial
"""

SKYLINE = """\
# Skyline Airlines: more passengers on fewer planes
bsc 1
calendar quarters 2025-Q1..2026-Q4

scorecard skyline "Skyline Airlines"
  vision "The low-fare airline people recommend"
  owner "Board"
  perspective financial weight 40%
  perspective process weight 60%

objective profit "Grow profit" in skyline.financial
  owner "CFO"

kpi revenue "Seat revenue" in skyline.profit
  unit USD
  baseline 25M at 2024-Q4
  target 35M by 2026-Q4
  aggregate sum
  actual 2025-Q1: 26M 27M 27.5M 29M

kpi plane_cost "Lease cost per plane" in skyline.profit
  unit USD
  better lower
  baseline 2.0M at 2024-Q4
  target 1.8M by 2026-Q4
  actual 2025-Q1: 2.0M 1.98M 1.95M 1.93M

objective turnaround "Fast ground turnaround" in skyline.process
  drives profit after 2 quarters

kpi on_ground "Time on the ground" in skyline.turnaround
  leading
  unit minutes
  baseline 60 at 2024-Q4
  target 30 by 2026-Q4
  actual 2025-Q1: 58 52 - 47

scorecard ground "Ground operations" under skyline
  owner "Head of ground operations"

objective gates "Turn planes at the gate" in ground.process
  supports skyline.turnaround weight 2

kpi gate_time "Time at the gate" in ground.gates
  like skyline.on_ground
  actual 2025-Q1: 59 50 48 45

kpi crew_ready "Crews ready on time" in ground.gates
  leading
  unit %
  baseline 70
  target 95
  actual 2025-Q1: 71 78 84 88

initiative stock_plan "Stock plan for ramp crews" in ground.gates
  due 2025-11-30
  progress 60%
  state active
"""


def model_of(text: str) -> Model:
    """The model of one file's text."""
    return build({"a.bsc": read_document("a.bsc", text.encode())})


def clean_model(text: str) -> Model:
    """The model of a text that has no errors."""
    model = model_of(text)
    assert [problem.message for problem in model.diagnostics if problem.code[0] == "E"] == []
    return model


def scored(text: str, grain: Grain | None = None) -> Scores:
    """The scores of a text that has no errors."""
    return evaluate(clean_model(text), grain)


def at(scores: Scores, address: str, period: str, column: str = "score") -> float | None:
    """One number, rounded to a millionth; None for none."""
    calendar = scores.model.settings.calendar
    assert calendar is not None
    texts = [calendar.fiscal.format(one) for one in scores.periods]
    number = float(getattr(scores, column)[scores.row[address], texts.index(period)])
    return None if math.isnan(number) else round(number, 6)


def line(scores: Scores, address: str, column: str = "score") -> list[float | None]:
    """A row of numbers as `at` gives them."""
    calendar = scores.model.settings.calendar
    assert calendar is not None
    return [at(scores, address, calendar.fiscal.format(one), column) for one in scores.periods]
