"""A goal's answer, assumed, gives the score that was asked for; where none does, nothing else does better."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bsctui.analysis.assumptions import Assumption, AssumptionError, Facet, own_period
from bsctui.analysis.goal_seek import GoalError, GoalSeekOutcome, goal_seek
from bsctui.analysis.root_finding import level_crossings, refined
from bsctui.analysis.whatif import assumed_scores, present_ends
from bsctui.model.entities import Kind
from bsctui.model.periods import Grain
from bsctui.scoring.roll_up import with_ancestors
from tests.analysis.test_whatif import opened, worlds_with_a_place
from tests.budget import budget
from tests.reference.worlds import GRAINS
from tests.scoring.worked import CARD, SKYLINE, scored

Q4 = 3


def score_with(scores, ref, at, by, periods, value):
    """The score of `ref` by what-if: the whole workspace evaluated, nothing narrowed."""
    assumptions = [Assumption(by, Facet.VALUE, one, value, value, "") for one in periods]
    return float(assumed_scores(scores, assumptions).score[scores.row[ref], at])


def ask(text, ref, wanted, by, at=0, grain=None):
    scores = scored(text, grain)
    answer = goal_seek(scores, at, ref, wanted, by)
    assert score_with(scores, ref, at, by, answer.periods, answer.value) == pytest.approx(
        answer.score, abs=1e-9
    )
    return answer


# --- Laws


def bearing(scores, by, third):
    """Something that a KPI or measure bears on; None where it bears on nothing."""
    rows = np.zeros(len(scores.nodes), dtype=bool)
    rows[
        [scores.row[one] for one in scores.dependencies.all_dependents([by]) if one in scores.row]
    ] = True
    above = np.flatnonzero(with_ancestors(scores.structure, rows))
    return scores.nodes[above[third % len(above)]].address if len(above) else None


@st.composite
def questions(draw):
    """Scores, a period, something scored and what bears on it; None where there is no such pair."""
    text, first, at = draw(worlds_with_a_place())
    third = draw(st.integers(0, 30))
    scores = opened(text).scores()
    quantities = [q for q in scores.model.quantities() if not getattr(q, "same", None)]
    by = quantities[first % len(quantities)].address
    ref = bearing(scores, by, third)
    return None if ref is None else (scores, at % len(scores.periods), ref, by)


@pytest.mark.slow
@settings(max_examples=budget(40), deadline=None)
@given(questions(), st.floats(-30, 120))
def test_any_score_that_some_value_gives_is_reached_and_by_no_farther_a_value(question, known):
    if question is None:
        return
    scores, at, ref, by = question
    try:
        period = own_period(scores, at, scores.model.quantity(by))
    except AssumptionError:
        return
    wanted = score_with(scores, ref, at, by, [period], known)
    if math.isnan(wanted):
        return
    answer = goal_seek(scores, at, ref, wanted, by)
    assert answer.outcome is GoalSeekOutcome.REACHED
    there = score_with(scores, ref, at, by, answer.periods, answer.value)
    assert there == pytest.approx(wanted, abs=1e-6)
    here = present_ends(scores, Assumption(by, Facet.VALUE, period, 0, 0, "")).low
    if not math.isnan(here):
        assert abs(answer.value - here) <= abs(known - here) + 1e-6


@pytest.mark.slow
@settings(max_examples=budget(32), deadline=None)
@given(
    questions(),
    st.sampled_from([0, 20, 37.5, 50, 66, 90, 100]),
    st.lists(st.floats(-200, 200), min_size=8, max_size=8),
)
def test_assuming_the_answer_gives_its_score_and_no_other_value_does_better(
    question, wanted, tried
):
    if question is None:
        return
    scores, at, ref, by = question
    try:
        answer = goal_seek(scores, at, ref, wanted, by)
    except AssumptionError:
        return  # it shows nothing in that period
    there = score_with(scores, ref, at, by, answer.periods, answer.value)
    assert there == pytest.approx(answer.score, abs=1e-9, nan_ok=True)
    found = [score_with(scores, ref, at, by, answer.periods, value) for value in tried]
    gaps = [abs(score - wanted) for score in found if not math.isnan(score)]
    if answer.outcome is GoalSeekOutcome.REACHED:
        assert there == pytest.approx(wanted, abs=1e-6)
    elif answer.outcome is GoalSeekOutcome.UNREACHABLE and not math.isnan(there):
        assert all(gap >= abs(there - wanted) - 1e-6 for gap in gaps)
    else:
        assert all(gap > 1e-10 for gap in gaps)


@settings(max_examples=budget(60), deadline=None)
@given(
    st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 100)), min_size=2, max_size=8),
    st.integers(0, 100),
)
def test_a_broken_line_is_crossed_exactly_where_it_is(points, level):
    """Held against its own arithmetic: each straight piece solved by hand."""
    line = sorted(dict(points).items())
    assume(len(line) > 1)

    def function(at):
        for (a, low), (b, high) in pairwise(line):
            if a <= at <= b:
                return low + (at - a) * (high - low) / (b - a)
        return math.nan

    samples = refined(function, [x for x, _ in line])
    found = [place.at for place in level_crossings(function, level, samples)]
    for (a, low), (b, high) in pairwise(line):
        if low != high and min(low, high) <= level <= max(low, high):
            exact = a + (level - low) * (b - a) / (high - low)
            assert min(abs(at - exact) for at in found) <= 1e-8


# --- By hand


@pytest.mark.slow
def test_a_straight_way_is_solved_exactly():
    """Top 85 needs 3.266667 points more, so profit 8.166667, so revenue 16.333333: 96.3333% of the 5M from 25M."""
    answer = ask(SKYLINE, "skyline", 85, "skyline.revenue", Q4)
    assert answer.outcome is GoalSeekOutcome.REACHED
    assert answer.shown == pytest.approx(25e6 + 5e6 * (80 + 3.26666666666667 / 0.2) / 100, abs=1e-3)
    assert answer.present == 29e6


@pytest.mark.slow
def test_what_cannot_be_reached_says_the_best_and_where_it_begins():
    answer = ask(SKYLINE, "skyline", 99, "skyline.revenue", Q4)
    assert answer.outcome is GoalSeekOutcome.UNREACHABLE
    assert answer.value == 30e6
    assert answer.score == pytest.approx(81.7333333 + 4)
    worst = ask(SKYLINE, "skyline", 0, "skyline.revenue", Q4)
    assert (worst.outcome, worst.value) == (GoalSeekOutcome.UNREACHABLE, 25e6)


def test_what_does_not_bear_on_a_score_says_so():
    with pytest.raises(GoalError, match="does not affect"):
        goal_seek(scored(SKYLINE), Q4, "skyline.profit", 90, "ground.gate_time")
    with pytest.raises(GoalError, match="is not a KPI"):
        goal_seek(scored(SKYLINE), Q4, "skyline", 90, "skyline.profit")


QUARTERS = "calendar quarters 2025-Q1..2025-Q4\n"


def kpi(lines, name="k"):
    return f"kpi {name} in s.o\n{lines}\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "wanted", "value"),
    [
        ("  baseline 100\n  target 140\n  actual 2025-Q1: 104", 50, 120),
        ("  better lower\n  baseline 60\n  target 30\n  actual 2025-Q1: 58", 50, 45),
        ("  target 20..25\n  tolerance 5\n  actual 2025-Q1: 33", 60, 27),
        ("  target 20..25\n  tolerance 5\n  actual 2025-Q1: 12", 60, 18),
        ("  target 20..25\n  tolerance 5\n  actual 2025-Q1: 12", 100, 20),
        ("  scale 60:0 75:50 90:100\n  actual 2025-Q1: 61", 75, 82.5),
        ("  scale 0:0 10:100 20:0\n  actual 2025-Q1: 18", 50, 15),
        ("  target 10\n  cap 150\n  actual 2025-Q1: 9", 120, 12),
        ("  better higher\n  target 50\n  tolerance 10% of target\n  actual 2025-Q1: 44", 50, 47.5),
        ("  target 10\n  over 2\n  aggregate sum\n  actual 2025-Q1: 4", 50, 5),
    ],
)
def test_every_way_of_scoring_is_turned_round(lines, wanted, value):
    answer = ask(QUARTERS + CARD + kpi(lines), "s.k", wanted, "s.k")
    assert answer.outcome is GoalSeekOutcome.REACHED
    assert answer.value == pytest.approx(value, abs=1e-9)


@pytest.mark.slow
def test_all_or_nothing_is_jumped_over():
    """Baseline at the target: 0 below, 100 from there on; 60 is never the score."""
    lines = "  baseline 10\n  target 10\n  better higher\n  actual 2025-Q1: 4"
    answer = ask(QUARTERS + CARD + kpi(lines), "s.k", 60, "s.k")
    assert (answer.outcome, answer.score) == (GoalSeekOutcome.PASSED, 100)
    assert answer.value == pytest.approx(10, abs=1e-8)


@pytest.mark.slow
def test_a_formula_that_curves_is_narrowed_to_a_billionth():
    """g = 100 k / (k + 10) of 100: 80 at k = 40."""
    text = (
        QUARTERS + CARD + "measure k in s\n  actual 2025-Q1: 7\n"
        + kpi("  formula 100 * k / (k + 10)\n  target 100\n  aggregate last", "g")
    )  # fmt: skip
    answer = ask(text, "s.g", 80, "s.k")
    assert answer.outcome is GoalSeekOutcome.REACHED
    assert answer.value == pytest.approx(40, abs=1e-8)
    assert answer.score == pytest.approx(80, abs=1e-9)


@pytest.mark.slow
def test_of_several_values_the_nearest_to_the_present_is_told():
    """k (20 - k) of 100 is 75 at 5 and at 15; the hill between them is found."""

    def text(now):
        return (
            QUARTERS + CARD + f"measure k in s\n  actual 2025-Q1: {now}\n"
            + kpi("  formula k * (20 - k)\n  target 100\n  aggregate last", "g")
        )  # fmt: skip

    assert ask(text(2), "s.g", 75, "s.k").value == pytest.approx(5, abs=1e-8)
    assert ask(text(19), "s.g", 75, "s.k").value == pytest.approx(15, abs=1e-8)
    top = ask(text(2).replace("target 100", "target 125"), "s.g", 90, "s.k")
    assert (top.outcome, round(top.score, 6)) == (GoalSeekOutcome.UNREACHABLE, 80)
    assert top.value == pytest.approx(10, abs=1e-3)


@pytest.mark.slow
def test_under_worst_another_member_sets_the_bound():
    """Plane cost scores 70: under `worst` profit gets no higher by revenue, and 70 is reached at 28.5M already."""
    text = SKYLINE.replace('  owner "CFO"', '  owner "CFO"\n  score worst').replace("29M", "27M")
    up = ask(text, "skyline.profit", 90, "skyline.revenue", Q4)
    assert (up.outcome, round(up.score, 6)) == (GoalSeekOutcome.UNREACHABLE, 70)
    assert up.value == pytest.approx(28.5e6, abs=1)
    assert ask(text, "skyline.profit", 60, "skyline.revenue", Q4).value == pytest.approx(28e6)


@pytest.mark.slow
def test_a_missing_value_is_found_near_its_target():
    text = SKYLINE.replace("58 52 - 47", "58 52 - -")
    answer = ask(text, "skyline.on_ground", 80, "skyline.on_ground", Q4)
    assert math.isnan(answer.present)
    assert answer.value == pytest.approx(60 - 0.8 * 15)


MONTHS = "calendar quarters 2025-Q1..2025-Q4\n" + CARD


def monthly(method):
    lines = f"  every month\n  aggregate {method}\n  target 10\n  actual 2025-01: 8 9 6"
    return MONTHS + kpi(lines)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "shown", "value", "months"),
    [
        ("sum", 27, 10, 1),  # of 30: the months' targets add up
        ("average", 9, 10, 1),
        ("last", 9, 9, 1),
        ("min", 9, 9, 3),  # March alone gets it to 8: each month must be 9
        ("max", 9, 9, 3),
    ],
)
def test_in_a_coarser_view_the_value_is_the_one_shown(method, shown, value, months):
    """90 of 100: whatever the months are, 9 of 10 has to be shown (27 of 30)."""
    text = monthly(method) if method != "max" else monthly(method).replace("8 9 6", "9.5 9 6")
    answer = ask(text, "s.k", 90, "s.k")
    assert answer.outcome is GoalSeekOutcome.REACHED
    assert (answer.shown, answer.value) == (pytest.approx(shown), pytest.approx(value))
    assert len(answer.periods) == months


@pytest.mark.slow
def test_goals_follow_formulas_and_several_paths():
    """Half of it is k itself, half its double against 40: 100 both at 20, 50 both at 10."""
    text = (
        QUARTERS + CARD + kpi("  target 20\n  actual 2025-Q1: 4")
        + kpi("  formula k * 2\n  target 40\n  aggregate last", "g")
    )  # fmt: skip
    assert ask(text, "s", 50, "s.k").value == pytest.approx(10)
    assert ask(text, "s", 100, "s.k").value == pytest.approx(20)


@pytest.mark.slow
def test_every_grain_can_be_asked():
    text = MONTHS + kpi("  every week\n  target 10\n  actual 2025-W01: 3 4 5")
    for word in GRAINS[2:]:
        answer = ask(text, "s", 50, "s.k", grain=Grain.of(word))
        assert answer.score == pytest.approx(50)


@pytest.mark.slow
def test_something_without_a_period_to_change_is_told():
    """A year's value is shown in quarters up to the current one; after that only where the year ends."""
    calendar = "calendar quarters 2023-Q1..2024-Q4\n  closed 2023-Q4\n"
    text = calendar + CARD + kpi("  every year\n  target 10\n  actual 2023: 3")
    scores = scored(text)
    assert goal_seek(scores, 3, "s", 50, "s.k").value == pytest.approx(5)
    with pytest.raises(AssumptionError, match=re.escape("say which year with `@`")):
        goal_seek(scores, 6, "s", 50, "s.k")


@pytest.mark.slow
def test_every_kpi_above_which_a_node_stands_bears_on_it():
    scores = scored(SKYLINE)
    for node in scores.nodes:
        if node.kind is Kind.KPI:
            assert (
                goal_seek(scores, Q4, node.address, 50, node.address).outcome
                is GoalSeekOutcome.REACHED
            )
