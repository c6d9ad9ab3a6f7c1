"""Leverage agrees with what really happens to a score when one KPI's moves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bsctui.analysis.sensitivity import Limit, sensitivities
from bsctui.model.entities import Kind
from bsctui.scoring.evaluate import evaluate
from bsctui.scoring.roll_up import Cascade
from tests.budget import budget
from tests.reference import worlds
from tests.reference.test_agreement import load
from tests.scoring.test_properties import workspace, workspaces
from tests.scoring.worked import CARD, SKYLINE, clean_model, scored

STEP = 1e-4
Q4 = 3


def top_with(scores, top, address, at, score):
    """The score of `top` with another score of one KPI: the cascade itself, filled anew."""
    matrix = scores.score.copy()
    matrix[scores.row[address], at] = score
    Cascade(scores.structure, np.ones(len(scores.nodes), dtype=bool)).fill_scores(matrix)
    return float(matrix[scores.row[top], at])


def slopes(scores, top, address, at):
    """Points that the top wins and loses for a point of the KPI, by small differences."""
    here, score = float(scores.score[scores.row[top], at]), scores.score[scores.row[address], at]
    won = (top_with(scores, top, address, at, score + STEP) - here) / STEP
    lost = (here - top_with(scores, top, address, at, score - STEP)) / STEP
    return won, lost


def tops(scores):
    return [node.address for node in scores.nodes if node.kind is not Kind.KPI]


def assert_agrees(scores):
    for top in tops(scores):
        for at in range(len(scores.periods)):
            found = sensitivities(scores, top, at)
            if math.isnan(scores.score[scores.row[top], at]):
                assert all(one.share == 0 for one in found.values())
                continue
            carried = sum(one.points for one in found.values())
            assert carried == pytest.approx(scores.score[scores.row[top], at], abs=1e-9)
            assert sum(one.share for one in found.values()) == pytest.approx(1)
            for one in found.values():
                if math.isnan(one.score):
                    assert (one.share, one.points, one.open) == (0, 0, 0)
                    continue
                won, lost = slopes(scores, top, one.address, at)
                if Limit.TIED in one.limits:
                    assert one.won <= won + 1e-6
                    assert lost <= one.lost + 1e-6
                else:
                    assert won == pytest.approx(one.won, abs=1e-6)
                    assert lost == pytest.approx(one.lost, abs=1e-6)
                    assert one.won == pytest.approx(one.share)
                    assert one.lost == pytest.approx(one.share)


@pytest.mark.slow
@settings(max_examples=budget(40), deadline=None)
@given(workspaces())
def test_shares_are_the_slopes_of_the_cascade(records):
    assert_agrees(evaluate(clean_model(workspace(records))))


@pytest.mark.slow
@settings(max_examples=budget(25), deadline=None)
@given(worlds.workspaces())
def test_shares_are_the_slopes_of_any_world(text):
    model = load(text)
    assume(not any(problem.code.startswith("E") for problem in model.diagnostics))
    assert_agrees(evaluate(model))


@settings(max_examples=budget(40), deadline=None)
@given(workspaces(), st.integers(0, 3))
def test_no_kpi_alone_wins_more_than_is_open(records, at):
    scores = evaluate(clean_model(workspace(records)))
    here = scores.score[scores.row["a"], at]
    assume(not math.isnan(here))
    for one in sensitivities(scores, "a", at).values():
        if one.share and Limit.TIED not in one.limits:
            best = top_with(scores, "a", one.address, at, one.full)
            assert best - here <= one.open + 1e-9
            if Limit.LOWEST not in one.limits:
                assert best - here == pytest.approx(one.open)


def test_the_worked_workspace_by_hand():
    """Financial 40% and process 60%; the gates count 2 of 3 in the turnaround, and crews half of them."""
    found = sensitivities(scored(SKYLINE), "skyline", Q4)
    assert {address: round(one.share, 9) for address, one in found.items()} == {
        "skyline.revenue": 0.2,
        "skyline.plane_cost": 0.2,
        "skyline.on_ground": 0.2,
        "ground.gate_time": 0.2,
        "ground.crew_ready": 0.2,
    }
    revenue = found["skyline.revenue"]
    assert revenue.score == 80
    assert revenue.points == pytest.approx(16)
    assert revenue.open == pytest.approx(4)


def test_a_missing_kpi_carries_nothing_and_the_others_take_its_share():
    found = sensitivities(scored(SKYLINE), "skyline", 2)
    assert found["skyline.on_ground"].share == 0
    assert found["ground.gate_time"].share == pytest.approx(0.3)


def test_under_worst_the_lowest_carries_all_and_says_so():
    scores = scored(SKYLINE.replace('  owner "CFO"', '  owner "CFO"\n  score worst'))
    found = sensitivities(scores, "skyline", Q4)
    assert found["skyline.plane_cost"].limits == (Limit.LOWEST,)
    assert found["skyline.plane_cost"].share == pytest.approx(0.4)
    assert found["skyline.revenue"].share == 0
    assert found["skyline.revenue"].limits == ()


def test_of_two_equally_low_neither_wins_alone():
    text = SKYLINE.replace('  owner "CFO"', '  owner "CFO"\n  score worst').replace(
        "1.93M", "1.92M"
    )
    found = sensitivities(scored(text), "skyline", Q4)
    for address in ("skyline.revenue", "skyline.plane_cost"):
        one = found[address]
        assert one.score == pytest.approx(80)
        assert (one.won, round(one.lost, 9)) == (0, 0.4)
        assert one.limits == (Limit.LOWEST, Limit.TIED)
        assert one.open == 0


def test_clipped_scores_are_told():
    low = sensitivities(scored(SKYLINE.replace("45\n", "65\n")), "ground", Q4)["ground.gate_time"]
    high = sensitivities(scored(SKYLINE.replace("45\n", "30\n")), "ground", Q4)["ground.gate_time"]
    assert (low.score, low.limits) == (0, (Limit.UNDER_ZERO,))
    assert (high.score, high.open, high.limits) == (100, 0, (Limit.OVER_CAP,))


@pytest.mark.parametrize(
    ("lines", "still"),
    [
        ("  target 20..25\n  tolerance 5\n  cap 150\n  actual 2025-Q1: 26", 20),
        ("  scale 0:0 10:90\n  actual 2025-Q1: 5", 45),
        ("  target 10\n  cap 120\n  actual 2025-Q1: 9", 30),
    ],
)
def test_no_more_is_to_be_had_than_a_kpi_can_score(lines, still):
    """A band scores 100 at most whatever its cap, a scale what its highest point says."""
    text = f"calendar quarters 2025-Q1..2025-Q4\n{CARD}kpi k in s.o\n{lines}\n"
    assert sensitivities(scored(text), "s", 0)["s.k"].open == pytest.approx(still)
