"""Every way to lift a score without performing that `review.md` names: listed, and for what it is; back again it is none."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from bsctui.model.periods import Grain, Period
from bsctui.review.comparison import compare
from bsctui.review.directions import Direction
from bsctui.review.lifts import lifts_between
from bsctui.review.wording import direction_phrase
from tests.review.worlds import changed, errors, model

COMPANY = """\
calendar quarters 2025-Q1..2026-Q4
  closed 2025-Q4
coverage 50%

scorecard s "S"
  perspective financial weight 1
  perspective customer weight 1

objective o "O" in s.financial

kpi good "Good" in s.o
  baseline 0
  target 100
  actual 2025-Q1: 80 80 80 80

kpi red "Red" in s.o
  baseline 0
  target 100
  actual 2025-Q1: 20 15 10 10

objective side "Side" in s.customer

kpi calm "Calm" in s.side
  baseline 0
  target 100
  actual 2025-Q1: 60 60 60 60

kpi sales "Sales" in s.side
  aggregate sum
  baseline 0
  target 2025-Q1: 50 50 50 50 60 60 60 60
  actual 2025-Q1: 20 20 20 20

scorecard t "T" under s

objective p "P" in t.financial
  supports s.o

kpi q "Q" in t.p
  baseline 0
  target 100
  actual 2025-Q1: 10 10 10 10

objective r "R" in t.customer
  supports s.side

kpi u "U" in t.r
  baseline 0
  target 100
  actual 2025-Q1: 90 90 90 90
"""
"""Two tiers; in each of them something good and something red."""


class Cheat(NamedTuple):
    """What is written otherwise, which change must be listed, and what must be said of it."""

    edits: tuple[tuple[str, str], ...]
    address: str
    said: str = "easier"
    both: tuple[tuple[str, str], ...] = ()
    """What stands in both worlds."""


def record(name: str) -> str:
    """The text of a record, with the line behind it."""
    start = COMPANY.index(f"kpi {name} ")
    return COMPANY[start : COMPANY.find("\n\n", start) + 2]


RED, GOOD = record("red"), record("good")
EMPTY = ("scorecard t ", 'objective e "E" in s.customer\n  weight 0.1\n\nscorecard t ')
UNIT = ("\nkpi q ", '\nkpi twin "Twin" in t.p\n  baseline 0\n  target 20\n  actual 2025-Q1: 10 10 10 10\n\nkpi q ')  # fmt: skip
ENDS = "actual 2025-Q1: 20 15 10 10"

CHEATS = {
    "the red KPI is deleted": Cheat(((RED, ""),), "s.red"),
    "it is moved to where it weighs less": Cheat((('kpi red "Red" in s.o', 'kpi red "Red" in s.e'),), "s.red", "mixed, lifts s", (EMPTY,)),
    "it is moved to another unit": Cheat((('kpi red "Red" in s.o', 'kpi red "Red" in t.p'),), "t.red", "easier"),
    "a red supporter is unlinked": Cheat((("  supports s.o\n", ""),), "t.p"),
    "a plan's cell is emptied": Cheat((("50 50 50 50 60", "50 50 50 - 60"),), "s.sales"),
    "a plan's cell of next year is emptied": Cheat((("60 60 60 60\n  actual", "60 - 60 60\n  actual"),), "s.sales", "easier"),
    "a target is dated away": Cheat(((f"target 100\n  {ENDS}", f"target 100 until 2025-Q2\n  {ENDS}"),), "s.red"),
    "a target ends next year": Cheat(((f"target 100\n  {ENDS}", f"target 100 until 2026-Q1\n  {ENDS}"),), "s.red"),
    "a target is removed": Cheat(((f"  target 100\n  {ENDS}", f"  {ENDS}"),), "s.red", both=((f"  baseline 0\n  target 100\n  {ENDS}", f"  target 100\n  {ENDS}"),)),
    "a span ends it": Cheat(((ENDS, f"{ENDS}\n  until 2025-Q2"),), "s.red"),
    "a span ends it next year": Cheat(((ENDS, f"{ENDS}\n  until 2026-Q2"),), "s.red"),
    "a span ends its unit": Cheat((('scorecard t "T" under s\n', 'scorecard t "T" under s\n  until 2026-Q1\n'),), "t", "mixed, lifts s", both=(("2025-Q1: 90 90 90 90", "2025-Q1: 50 50 50 50"),)),
    "it begins later": Cheat(((ENDS, f"{ENDS}\n  from 2026-Q1"),), "s.red"),
    "less weight on it": Cheat(((ENDS, f"{ENDS}\n  weight 0.2"),), "s.red"),
    "less weight on it from now": Cheat(((ENDS, f"{ENDS}\n  weight 0.2 from 2025-Q4"),), "s.red"),
    "less weight on it from next quarter": Cheat(((ENDS, f"{ENDS}\n  weight 0.2 from 2026-Q1"),), "s.red"),
    "more weight on a good KPI": Cheat((("actual 2025-Q1: 80", "weight 3\n  actual 2025-Q1: 80"),), "s.good"),
    "less weight on a red objective": Cheat((('objective w "W" in s.financial\n', 'objective w "W" in s.financial\n  weight 0.5\n'),), "s.w", both=(("scorecard t ", 'objective w "W" in s.financial\n\nkpi w1 "W1" in s.w\n  baseline 0\n  target 100\n  actual 2025-Q1: 5 5 5 5\n\nscorecard t '),)),
    "less weight on a red perspective": Cheat((("perspective financial weight 1", "perspective financial weight 0.5"),), "s"),
    "less weight on it from next year": Cheat((("perspective financial weight 1", "perspective financial weight 1\n  perspective financial weight 0.5 from 2026"),), "s"),
    "less weight on the workspace's perspective": Cheat((("\nperspective financial\n  weight 1\n", "\nperspective financial\n  weight 0.5\n"),), "perspective financial", both=(("  perspective financial weight 1\n  perspective customer weight 1\n", ""), ("scorecard s ", "perspective financial\n  weight 1\nperspective customer\n  weight 1\n\nscorecard s "))),
    "less weight on a red supporter": Cheat((("supports s.o\n", "supports s.o weight 0.3\n"),), "t.p"),
    "the receiver's word on it": Cheat((('objective o "O" in s.financial\n', 'objective o "O" in s.financial\n  supporter t.p weight 0.3\n'),), "s.o"),
    "a good KPI is doubled": Cheat(((RED, f'{RED}{GOOD.replace("kpi good", "kpi good2")}'),), "s.good2"),
    "a good KPI of a unit is shown here too": Cheat(((RED, f"{RED}kpi again in s.o\n  same t.u\n\n"),), "s.again"),
    "one that looks like it": Cheat(((RED, f"{RED}kpi alike in s.o\n  like s.good\n  actual 2025-Q1: 100 100 100 100\n\n"),), "s.alike"),
    "an objective is split": Cheat((('kpi good "Good" in s.o', 'objective o2 "O2" in s.financial\n\nkpi good "Good" in s.o2'),), "s.good", "mixed, lifts s"),
    "its target comes from a milder one": Cheat((("  baseline 0\n  target 100\n  actual 2025-Q1: 20", "  like t.twin\n  actual 2025-Q1: 20"),), "s.red", both=(UNIT,)),
    "it is made the same as a good one": Cheat((("  baseline 0\n  target 100\n  actual 2025-Q1: 20 15 10 10", "  same s.good"),), "s.red"),
    "better is flipped": Cheat((("  baseline 90\n  target 100\n  actual 2025-Q1: 20", "  better lower\n  baseline 100\n  target 90\n  actual 2025-Q1: 20"),), "s.red", "mixed, lifts s", both=(("  baseline 0\n  target 100\n  actual 2025-Q1: 20", "  baseline 90\n  target 100\n  actual 2025-Q1: 20"),)),
    "over more periods": Cheat(((ENDS, f"{ENDS}\n  over 4"),), "s.red"),
    "carried on": Cheat((("80 80 80 -\n", "80 80 80 -\n  carry\n"),), "s.good", both=(("80 80 80 80\n", "80 80 80 -\n"),)),
    "another formula": Cheat((("formula x", "formula prev(x)"),), "s.red", both=((ENDS, "aggregate last\n  formula x"), ("scorecard t ", 'measure x "X" in s\n  actual 2025-Q1: 20 20 15 10\n\nscorecard t '))),
    "the best month counts": Cheat((("aggregate average\n", "aggregate max\n"),), "s.red", both=((ENDS, "aggregate average\n  actual 2025-01: 20 10 5 | 20 10 5 | 20 10 5 | 20 10 5"),)),
    "tolerance beside a baseline": Cheat((("target 100\n  actual 2025-Q1: 20", "target 100\n  tolerance 200\n  actual 2025-Q1: 20"),), "s.red", "easier"),
    "the mean instead of the worst": Cheat((('objective o "O" in s.financial\n  score worst\n', 'objective o "O" in s.financial\n'),), "s.o", both=(('objective o "O" in s.financial\n', 'objective o "O" in s.financial\n  score worst\n'),)),
    "scored without its supporters": Cheat((('objective o "O" in s.financial\n', 'objective o "O" in s.financial\n  score from kpis\n'),), "s.o"),
    "cut now and raised by a hair later": Cheat((("target 100\n  actual 2025-Q1: 20", "target 50 until 2025-Q4\n  target 100.1 from 2026-Q1\n  actual 2025-Q1: 20"),), "s.red", "mixed, lifts s"),
    "raised in a month that is past, cut for good": Cheat((("target 100\n  actual 2025-Q1: 20", "target 900 until 2025-Q1\n  target 50 from 2025-Q2\n  actual 2025-Q1: 20"),), "s.red", "mixed, lifts s"),
    "a higher cap": Cheat((("target 70\n", "target 70\n  cap 120\n"),), "s.good", both=(("target 100\n  actual 2025-Q1: 80", "target 70\n  actual 2025-Q1: 80"),)),
    "bands of a KPI": Cheat((("status red below 40\n  status green\n", "status red below 5\n  status green\n"),), "s.red", both=((ENDS, f"{ENDS}\n  status red below 40\n  status green"),)),
    "bands of the workspace": Cheat((("status red below 60\n", "status red below 20\n"),), "status", both=(("scorecard s ", "status red below 60\nstatus green\n\nscorecard s "),)),
    "bands that no score lies in yet": Cheat((("status red below 5\n", "status red below 2\n"),), "status", both=(("scorecard s ", "status red below 5\nstatus green\n\nscorecard s "),)),
    "less coverage asked for": Cheat((("coverage 50%", "coverage 10%"),), "coverage", both=((record("calm"), record("calm").replace("60 60 60 60", "60 60 60 -")), (record("sales"), record("sales").replace("20 20 20 20", "20 20 20 -")), ("  supports s.side\n", "  supports s.side weight 0.5\n"))),
}  # fmt: skip


def worlds(cheat: Cheat) -> tuple[str, str]:
    """The company before and after."""
    old = changed(*cheat.both, text=COMPANY)
    return old, changed(*cheat.edits, text=old)


def loaded(text: str):
    """The model of a text that has no error."""
    found = model(text)
    assert errors(found) == []
    return found


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_is_listed_for_what_it_is(name):
    cheat = CHEATS[name]
    old, new = worlds(cheat)
    comparison = compare(loaded(old), loaded(new))
    said = [(one.change.address, direction_phrase(one)) for one in comparison.goalposts]
    assert any(at == cheat.address and word.startswith(cheat.said) for at, word in said), said


@pytest.mark.parametrize("name", CHEATS)
def test_its_opposite_is_harder_and_lifts_nothing(name):
    cheat = CHEATS[name]
    old, new = worlds(cheat)
    comparison = compare(loaded(new), loaded(old))
    directions = {one.direction for one in comparison.reviewed}
    assert directions & {Direction.HARDER, Direction.MIXED}
    assert Direction.EASIER not in directions or cheat.said != "easier"
    before, after = (
        comparison.counterfactuals.standing_old_rules,
        comparison.counterfactuals.standing_now,
    )
    assert before is not None
    assert after is not None
    if not lifts_between(before, after, comparison.sides.matching.new_of):
        assert comparison.goalposts == ()


@pytest.mark.parametrize("name", ["a plan's cell of next year is emptied", "less weight on it from next quarter", "a span ends it next year"])  # fmt: skip
def test_what_begins_later_tells_what_it_does_if_results_stay(name):
    old, new = worlds(CHEATS[name])
    (one,) = compare(loaded(old), loaded(new)).reviewed
    assert all(point.points in {0.0, None} for point in one.judgement.effect)
    (top,) = [point for point in one.judgement.if_results_stay if point.address == "s"]
    assert top.points > 0
    assert top.period > Period(Grain.QUARTER, 2025 * 4 + 3)


@pytest.mark.slow
@pytest.mark.parametrize("name", CHEATS)
def test_the_gate_is_the_same_in_every_period_and_grain(name):
    old, new = map(loaded, worlds(CHEATS[name]))
    listed = {
        tuple((one.change.address, one.direction) for one in compare(old, new, period, grain).goalposts)
        for period, grain in (
            (None, None), (Period(Grain.QUARTER, 2025 * 4), None), (Period(Grain.QUARTER, 2026 * 4 + 3), None), (None, Grain.YEAR),
        )
    }  # fmt: skip
    assert len({frozenset(goalposts) for goalposts in listed}) == 1
