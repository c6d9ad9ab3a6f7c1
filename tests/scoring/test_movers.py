"""What moved a score, down to the KPIs: the parts are the whole, along whatever paths."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings

from bsctui.explain.attribution import Cause
from bsctui.explain.movers import movers
from bsctui.model.entities import Kind
from bsctui.scoring.evaluate import evaluate
from tests.budget import budget
from tests.scoring.test_properties import workspace, workspaces
from tests.scoring.worked import clean_model, scored


@pytest.mark.slow
@settings(max_examples=budget(32))
@given(workspaces())
def test_all_movers_together_are_the_change_of_the_score(records):
    scores = evaluate(clean_model(workspace(records)))
    for row, node in enumerate(scores.nodes):
        for at in range(1, len(scores.periods)):
            before, now = float(scores.score[row, at - 1]), float(scores.score[row, at])
            change = (0.0 if math.isnan(now) else now) - (0.0 if math.isnan(before) else before)
            found = movers(scores, node.address, at - 1, at)
            assert sum(one.points for one in found) == pytest.approx(change, abs=1e-9)
            assert all(one.cause is not Cause.SCORE for one in found)
            assert len({one[:2] for one in found}) == len(found)


PATHS = """\
calendar quarters 2025-Q1..2025-Q2

scorecard top "Top"
objective a "A" in top.financial
objective b "B" in top.customer

scorecard low "Low" under top
objective c "C" in low.financial
  supports top.a
  supports top.b
kpi k "K" in low.c
  target 100
  actual 2025-Q1: 40 60
"""


def test_what_reaches_the_top_along_two_paths_is_one_mover():
    scores = scored(PATHS)
    (found,) = movers(scores, "top", 0, 1)
    assert found.address == "low.k"
    assert found.points == pytest.approx(20)


def test_a_kpi_is_its_own_mover():
    scores = scored(PATHS)
    (found,) = movers(scores, "low.k", 0, 1)
    assert (found.address, found.cause) == ("low.k", Cause.VALUE)
    assert scores.nodes[scores.row["low.k"]].kind is Kind.KPI
