"""Ways to lift a score through what figures are made of: rollups, parts, formulas, grains, judgements ahead."""

from __future__ import annotations

import pytest

from bsctui.review.comparison import compare
from bsctui.review.directions import Direction
from bsctui.review.wording import direction_phrase
from tests.review.worlds import changed, errors, model

COMPANY = """\
calendar quarters 2025-Q1..2026-Q4
  closed 2025-Q4
coverage 50%

scorecard s "S"

objective o "O" in s.financial

kpi good "Good" in s.o
  baseline 0
  target 100
  actual 2025-Q1: 80 80 80 80

kpi red "Red" in s.o
  baseline 0
  target 100
  actual 2025-Q1: 20 15 10 10

kpi cost "Cost" in s.o
  unit EUR
  better lower
  target 100
  tolerance 100
  aggregate sum
  rollup sum

kpi cost_a "Cost A" in s.cost
  unit EUR
  aggregate sum
  actual 2025-Q1: 60 60 60 60

kpi cost_b "Cost B" in s.cost
  unit EUR
  aggregate sum
  actual 2025-Q1: 100 100 100 100

objective side "Side" in s.customer

kpi ratio "Ratio" in s.side
  baseline 0
  target 100
  aggregate recompute
  formula wins / tries * 100

measure wins "Wins" in s
  aggregate sum
  actual 2025-Q1: 10 10 10 10

measure tries "Tries" in s
  aggregate sum
  actual 2025-Q1: 40 40 40 40

measure easy "Easy tries" in s
  aggregate sum
  actual 2025-Q1: 12 12 12 12

kpi monthly "Monthly" in s.side
  baseline 0
  target 100
  actual 2025-01: 20 30 10 | 20 30 10 | 20 30 10 | 20 30 90

kpi ship "Ship" in s.side
  better within
  target 20..25
  tolerance 10
  actual 2025-Q1: 31 31 31 31

kpi curve "Curve" in s.side
  scale 60:0 75:50 90:100
  actual 2025-Q1: 66 66 66 66
"""
COST_B = 'kpi cost_b "Cost B" in s.cost\n  unit EUR\n  aggregate sum\n  actual 2025-Q1: 100 100 100 100\n'
RED = "actual 2025-Q1: 20 15 10 10\n"
GREEN_UNIT = '\nscorecard v "V" under s\n\nobjective w "W" in v.financial\n  supports s.o weight 5\n\nkpi w1 "W1" in v.w\n  target 1\n  actual 2025-Q1: 1 1 1 1\n'
CHEATS = {
    "a costly part is deleted": ("s.cost_b", (COST_B, "")),
    "a costly part moves under another KPI": ("s.cost_b", ('"Cost B" in s.cost', '"Cost B" in s.red')),
    "a part feeds no more": ("s.cost_b", ("100 100 100 100\n", "100 100 100 100\n  feeds cost weight 0\n")),
    "a part ends": ("s.cost_b", ("100 100 100 100\n", "100 100 100 100\n  until 2025-Q2\n")),
    "the smallest instead of the sum": ("s.cost", ("rollup sum\n", "rollup min\n")),
    "a red KPI becomes a part of a good one": ("s.red", ('"Red" in s.o', '"Red" in s.good')),
    "a constant formula": ("s.red", (f"target 100\n  {RED}", "target 100\n  formula 95\n")),
    "a floor in a formula": ("s.ratio", ("wins / tries * 100", "max(wins / tries * 100, 60)")),
    "another denominator": ("s.ratio", ("wins / tries", "wins / easy")),
    "an easier measure under the old name": ("s.tries", ("actual 2025-Q1: 40 40 40 40", "formula easy")),
    "measured once a year": ("s.red", (RED, "every year\n")),
    "the last month instead of the mean": ("s.monthly", ("target 100\n  actual 2025-01", "target 100\n  aggregate last\n  actual 2025-01")),
    "a wider band": ("s.ship", ("target 20..25", "target 20..30")),
    "a milder curve": ("s.curve", ("75:50", "65:50")),
    "a target instead of a curve": ("s.curve", ("scale 60:0 75:50 90:100", "target 60")),
    "a red objective moves to another perspective": ("s.side", ('"Side" in s.customer', '"Side" in s.financial'), ('objective o "O" in s.financial\n', 'objective o "O" in s.financial\n  weight 9\n')),
    "a baseline that grows worse": ("s.red", (f"baseline 0\n  target 100\n  {RED}", f"baseline 2025-Q1: 10 5 0 -90\n  target 100\n  {RED}")),
    "a new green supporter": ("v", ("actual 2025-Q1: 66 66 66 66\n", f"actual 2025-Q1: 66 66 66 66\n{GREEN_UNIT}")),
    "replaced by something else under its name": ("s.red", (f'"Red" in s.o\n  baseline 0\n  target 100\n  {RED}', '"Satisfaction" in s.o\n  target 10\n  actual 2025-Q1: 9 9 9 9\n')),
    "judged green ahead of the results": ("s.side", ('"Side" in s.customer\n', '"Side" in s.customer\n  assess green 2026-Q1 "we believe in it"\n')),
    "less coverage asked for while all is there": ("coverage", ("coverage 50%", "coverage 10%")),
    "the calendar of years hides the last quarter": ("calendar", ("calendar quarters 2025-Q1..2026-Q4\n  closed 2025-Q4", "calendar years 2025..2026\n  closed 2025")),
}  # fmt: skip
"""By what is done: the address that must be listed, and what is written otherwise."""
BEFORE = {
    "the calendar of years hides the last quarter": (
        ("20 15 10 10", "90 90 90 10"),
        ("20 30 90", "90 30 0"),
    )
}
"""What the company has otherwise on both sides."""


@pytest.mark.parametrize("name", CHEATS)
def test_what_lifts_a_score_through_its_figures_is_listed(name):
    address, *edits = CHEATS[name]
    old = changed(*BEFORE.get(name, ()), text=COMPANY)
    before, after = model(old), model(changed(*edits, text=old))
    assert errors(before) == errors(after) == []
    listed = {one.change.address: direction_phrase(one) for one in compare(before, after).goalposts}
    assert address in listed, listed


HONEST = {
    "a target in the same words, dated": (f"target 100\n  {RED}", f"target 100 from 2020-Q1\n  {RED}"),
    "a baseline of 0 left out": (f"baseline 0\n  target 100\n  {RED}", f"target 100\n  {RED}"),
    "the same by `like`": (f"baseline 0\n  target 100\n  {RED}", f"like good\n  {RED}"),
    "the factors of a formula exchanged": ("wins / tries * 100", "100 * wins / tries"),
    "a longer calendar": ("2025-Q1..2026-Q4", "2025-Q1..2027-Q4"),
    "the defaults written out": (RED, f"{RED}  cap 100\n  aggregate average\n  better higher\n  every quarter\n  lagging\n"),
    "a curve with one more point on its line": ("60:0 75:50", "60:0 67.5:25 75:50"),
    "a plan spread instead of a constant": ("target 100\n  tolerance 100", "target 2025: 400 spread\n  target 2026: 400 spread\n  tolerance 100"),
    "a KPI that has no results yet": (RED, f'{RED}\nkpi fresh "Fresh" in s.o\n  target 10\n'),
    "more weight on what is red": (RED, f"{RED}  weight 3\n"),
    "a target raised from next year": (f"target 100\n  {RED}", f"target 100 until 2025-Q4\n  target 120 from 2026-Q1\n  {RED}"),
    "bands of the workspace said again": ('scorecard s "S"\n', 'scorecard s "S"\n  status red below 40\n  status amber below 70\n  status green\n'),
    "the next quarter comes in": ("20 15 10 10\n", "20 15 10 10 40\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_change_moves_no_goalpost(name):
    comparison = compare(model(COMPANY), model(changed(HONEST[name], text=COMPANY)))
    assert comparison.goalposts == ()
    assert Direction.EASIER not in {one.direction for one in comparison.reviewed}


def test_a_calendar_of_another_grain_is_not_neutral_while_the_top_moves():
    years = changed(("calendar quarters 2025-Q1..2026-Q4\n  closed 2025-Q4", "calendar years 2025..2026\n  closed 2025"), text=COMPANY)  # fmt: skip
    (one,) = compare(model(COMPANY), model(years)).reviewed
    (top,) = one.judgement.effect
    assert top.points < 0  # the last month was the best one, and a year is all of them
    assert one.direction in {Direction.HARDER, Direction.MIXED}
