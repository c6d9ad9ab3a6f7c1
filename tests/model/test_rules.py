"""Each rule of the language: the text that breaks it, the code and the line that say so."""

from __future__ import annotations

import pytest

from bsctui.model.build import build
from bsctui.model.entities import Better
from bsctui.model.periods import Grain
from bsctui.text.document import read_document

BASE = """\
calendar quarters 2025-Q1..2026-Q4
scorecard top
objective goal in top.financial
scorecard low under top
objective aim in low.process
measure hours in top
kpi other in top.goal
  baseline 0
  target 10
kpi it in top.goal
"""
"""Ten lines; the cases continue with statements of `top.it`."""

WRONG = {
    "a statement of another kind": ('  vision "x"', "E201", 11),
    "a unit twice": ("  unit a\n  unit b", "E202", 12),
    "leading and lagging": ("  leading\n  lagging", "E202", 12),
    "overlapping spans": ("  weight 1 from 2025-Q1\n  weight 2 from 2025-Q2", "E202", 12),
    "two undated weights": ("  weight 1\n  weight 2", "E202", 12),
    "from twice": ("  from 2025-Q1\n  from 2025-Q2", "E202", 12),
    "a name declared twice": ("kpi other in top.goal", "E203", 11),
    "a perspective's name": ("kpi customer in top.goal", "E203", 11),
    "coverage twice": ("coverage 40\ncoverage 50", "E204", 12),
    "a period twice": ("  actual 2025-Q1: 1 2\n  actual 2025-Q2: 3", "E206", 12),
    "two kinds of target": ("  target 10\n  target 12 by 2026-Q4", "E207", 12),
    "a target and a scale": ("  target 10\n  scale 1:0 2:100", "E207", 12),
    "a formula and actuals": ("  formula hours * 2\n  actual 2025-Q1: 1", "E208", 12),
    "same with a target": ("  same other\n  target 3", "E209", 12),
    "every with a formula": ("  formula hours * 2\n  every month", "E210", 12),
    "carry with sum": ("  aggregate sum\n  carry", "E211", 12),
    "carry with over": ("  over 3\n  carry", "E211", 12),
    "recompute without a formula": ("  aggregate recompute", "E212", 11),
    "recompute with prev": ("  formula prev(hours)\n  aggregate recompute", "E212", 12),
    "recompute of what looks back": ("  formula past\n  aggregate recompute\nmeasure past in top\n  formula prev(hours)", "E212", 12),
    "a window too long": ("  over 10001", "E401", 11),
    "an unknown KPI": ("  like othr", "E301", 11),
    "an unknown name in a formula": ("  formula hours + hous", "E301", 11),
    "an objective where a KPI belongs": ("  like goal", "E302", 11),
    "feeds without a rollup": ("  feeds other", "E303", 11),
    "support within a tier": ("objective more in top.process\n  supports goal", "E304", 12),
    "supporter that does not support": ("objective more in top.process\n  supporter low.aim weight 2", "E305", 12),
    "scorecards in a circle": ("scorecard a under b\nscorecard b under a", "E320", 11),
    "a formula of itself": ("  formula prev(it) + 1", "E321", 11),
    "like in a circle": ("  like it", "E322", 11),
    "one link in two spellings": ("objective more in low.customer\n  aligns aim\n  aligns low.aim", "E202", 13),
    "a huge number": ("  target 9999999999999999", "E401", 11),
    "a negative weight": ("  weight -1", "E402", 11),
    "a fifth quarter": ("  actual 2025-Q5: 1", "E403", 11),
    "a year far away": ("  actual 2525-Q1: 1", "E404", 11),
    "until before from": ("  weight 1 from 2026-Q1 until 2025-Q1", "E405", 11),
    "bands that fall": ("  status red below 50\n  status amber below 40\n  status green", "E410", 12),
    "percent on another unit": ("  unit USD\n  baseline 0\n  target 85%", "E411", 13),
    "a cap below 100": ("  cap 90", "E412", 11),
    "a tier above the parent's": ("scorecard third under low\n  tier organization", "E414", 12),
    "a day that does not exist": ("initiative work in top.goal\n  due 2025-02-30", "E415", 12),
    "a series in another grain": ("  every month\n  actual 2025-Q1: 1", "E420", 12),
    "a coarse plan without spread": ("  every quarter\n  target 2025: 1", "E420", 12),
    "a bar inside a year of quarters": ("  actual 2025-Q1: 1 | 2", "E421", 11),
    "a waypoint finer than the KPI": ("  every quarter\n  baseline 1 at 2024-Q4\n  target 3 by 2026-05", "E422", 13),
    "a period twice through spread": ("  target 2025: 4 spread\n  target 2025-Q2: 3", "E206", 12),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line"), WRONG.values(), ids=list(WRONG))
def test_breaking_a_rule_is_reported_once_at_its_line(text: str, code: str, line: int) -> None:
    model = build({"a.bsc": read_document("a.bsc", f"{BASE}{text}\n".encode())})
    assert [(problem.code, problem.line) for problem in model.diagnostics] == [(code, line)]


def test_names_that_look_alike_are_warned_about() -> None:
    text = f"{BASE}measure h\u043eurs in top\n"
    (problem,) = build({"a.bsc": read_document("a.bsc", text.encode())}).diagnostics
    assert (problem.code, problem.line) == ("W103", 11)


RIGHT = {
    "spans that follow each other": "  weight 1 until 2025-Q1\n  weight 2 from 2025-Q2\n  weight 3",
    "a plan by spread": "  every quarter\n  target 2025: 4 spread",
    "a bar where a year begins": "  actual 2025-Q4: 1 | 2",
    "keywords as names": "kpi target in top.goal\nmeasure formula in top",
    "a formula by short and full name": "  formula hours / top.other",
    "a rollup with its feeder": "  rollup sum\nkpi giver in low.aim\n  feeds top.it weight 0",
    "a percent mark on a cap": "  unit USD\n  cap 120%",
    "support upward": "objective more in low.customer\n  supports top.goal weight 2",
    "actuals in a block": 'actuals 2025-Q1\n  top.it 3 "late"\n  top.other -',
}  # fmt: skip


@pytest.mark.parametrize("text", RIGHT.values(), ids=list(RIGHT))
def test_what_the_language_allows_has_no_problem(text: str) -> None:
    model = build({"a.bsc": read_document("a.bsc", f"{BASE}{text}\n".encode())})
    assert model.diagnostics == ()


DIRECTIONS = {
    "  baseline 5\n  target 3": Better.LOWER,
    "  baseline 5\n  target 8": Better.HIGHER,
    "  target 3..5\n  tolerance 1": Better.WITHIN,
    "  target 3": Better.HIGHER,
}


@pytest.mark.parametrize(("text", "better"), DIRECTIONS.items())
def test_the_direction_follows_from_target_and_baseline(text: str, better: Better) -> None:
    model = build({"a.bsc": read_document("a.bsc", f"{BASE}{text}\n".encode())})
    assert model.kpis["top.it"].definition.better is better


GRAINS = {
    "  actual 2025-01: 3": Grain.MONTH,
    "  target 2025: 3 spread\n  target 2026-H1: 4": Grain.HALF,
    "  target 2025: 3 spread": Grain.QUARTER,
    "  every year\nactuals 2025\n  top.it 3": Grain.YEAR,
    "": Grain.QUARTER,
}


@pytest.mark.parametrize(("text", "grain"), GRAINS.items())
def test_the_grain_is_that_of_the_first_actual_else_of_the_first_plan(
    text: str, grain: Grain
) -> None:
    model = build({"a.bsc": read_document("a.bsc", f"{BASE}{text}\n".encode())})
    assert model.kpis["top.it"].definition.grain is grain


def test_an_unknown_name_offers_the_closest_known_one() -> None:
    text = f"{BASE}objective more in low.customer\n  supports top.gaol\n"
    (problem,) = build({"a.bsc": read_document("a.bsc", text.encode())}).diagnostics
    assert problem.message == "no objective named `top.gaol`"
    assert problem.help == "did you mean `top.goal`?"
    assert (problem.column, problem.end_column) == (12, 20)


def test_what_rests_on_a_broken_line_is_broken() -> None:
    text = f"{BASE}  weight -1\nkpi twice in top.goal\n  formula it * 2\nkpi alike in top.goal\n  like it\n"
    model = build({"a.bsc": read_document("a.bsc", text.encode())})
    assert model.broken == {"top.it", "top.twice", "top.alike"}


def test_a_calendar_is_told_from_the_finest_actual_and_spans_all_periods() -> None:
    text = BASE.partition("\n")[2] + "  actual 2025-01: 1 2\n  target 2024-03: 1\n"
    calendar = build({"a.bsc": read_document("a.bsc", text.encode())}).settings.calendar
    assert calendar is not None
    first, last = (2024 * 12 + 2), (2025 * 12 + 1)
    assert (calendar.grain, calendar.first, calendar.last) == (Grain.MONTH, first, last)
