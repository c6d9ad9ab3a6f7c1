"""A measure that no value is made from is told from the rest without trying it; and trying it says the same."""

from __future__ import annotations

import pytest

from bsctui.review.alignment import AlignedSides
from bsctui.review.changes import ChangeKind
from bsctui.review.counterfactuals import Counterfactuals
from bsctui.review.decisions import changes_between
from bsctui.review.directions import Direction
from bsctui.review.isolated_effects import Judge
from tests.review.test_cheats import model as loaded

CALENDAR = "calendar quarters 2025-Q1..2025-Q4\n"
BASE = """scorecard s
objective o in s.process
kpi k in s.o
  aggregate sum
  target 100
  actual 2025-Q1: 40 50
"""
ROLLED = (
    "kpi r in s.o\n  rollup sum\n  target 9\nmeasure other in s\n  actual 2025-Q1: 2\n  feeds r\n"
)
HOURS = "measure hours in s\n  actual 2025-Q1: 1 2 3\n"


def measure_change(old, new, name="s.hours"):
    """The judge of two texts, and the change of the measure."""
    sides = AlignedSides(loaded(old), loaded(new))
    changes = changes_between(sides)
    (change,) = [each for each in changes if each.address == name and each.field is None]
    return Judge(Counterfactuals(sides, changes), changes), change


@pytest.mark.parametrize("is_added", [True, False])
def test_a_measure_alone_is_inert_and_trying_it_moves_nothing(is_added):
    texts = (CALENDAR + BASE, CALENDAR + BASE + HOURS)
    judge, change = measure_change(*(texts if is_added else reversed(texts)))
    assert change.kind is (ChangeKind.ADDED if is_added else ChangeKind.REMOVED)
    assert judge.is_inert(change)
    model, prerequisites = judge.patched.with_change(change)
    tried = judge.judgement(change, judge.isolated(model), prerequisites)
    assert tried.direction is Direction.NEUTRAL
    assert not tried.lifts
    assert not any(point.points for point in (*tried.effect, *tried.if_results_stay))
    told = judge.judge(change)
    assert told.direction is tried.direction
    assert not any(point.points for point in told.effect)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (CALENDAR + BASE + ROLLED, CALENDAR + BASE + ROLLED + HOURS + "  feeds r\n"),
        (CALENDAR + BASE, CALENDAR + BASE + HOURS + "kpi f in s.o\n  formula hours * 2\n  target 9\n"),
                (CALENDAR + BASE + "kpi f in s.o\n  formula hours\n  target 9\n", CALENDAR + BASE + "kpi f in s.o\n  formula hours\n  target 9\n" + HOURS),
        (BASE, BASE + HOURS.replace("2025-Q1", "2025-01")),
    ],
    ids=["feeds", "formula", "waited for", "sets the grain"],
)  # fmt: skip
def test_a_measure_that_something_may_feel_is_tried(old, new):
    judge, change = measure_change(old, new)
    assert not judge.is_inert(change)
