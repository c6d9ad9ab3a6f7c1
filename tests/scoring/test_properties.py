"""What always holds of scores, on workspaces that hypothesis makes."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.explain.attribution import attributed_changes
from bsctui.explain.contributions import ScoreAspect, members
from bsctui.model import update as model_update
from bsctui.model.build import build
from bsctui.model.entities import Kind
from bsctui.model.periods import Grain
from bsctui.scoring.evaluate import evaluate, update_scores
from bsctui.text.document import read_document
from tests.budget import budget
from tests.scoring.worked import clean_model

if TYPE_CHECKING:
    import random

    from bsctui.scoring.result import Scores
    from bsctui.text.document import Document

CELLS = st.sampled_from(["-", "0", "5", "20", "35", "50", "80", "120"])
WEIGHTS = st.sampled_from(["0", "1", "2", "0.5", "30%"])
GOALS = st.sampled_from(
    [
        "baseline 10\n  target 60",
        "baseline 10 at 2024-Q4\n  target 60 by 2025-Q4",
        "target 60 until 2025-Q1\n  target 80 from 2025-Q2",
        "better lower\n  baseline 100\n  target 20",
        "target 20..40\n  tolerance 30",
        "target 50\n  tolerance 40% of target",
        "scale 10:0 40:60 90:100",
        "target 2025-Q1: 40 50 - 60\n  cap 120",
        "baseline 10",
    ]
)
TAILS = st.sampled_from(
    [
        "",
        "  leading\n",
        "  carry\n",
        "  over 2\n",
        "  over ytd\n  aggregate sum\n",
        "  from 2025-Q2\n",
    ]
)


@st.composite
def kpis(draw: st.DrawFn, name: str, objective: str) -> str:
    """One measured KPI."""
    cells = " ".join(draw(st.lists(CELLS, min_size=1, max_size=4)))
    return (
        f"kpi {name} in {objective}\n  weight {draw(WEIGHTS)}\n  {draw(GOALS)}\n{draw(TAILS)}"
        f"  every quarter\n  actual 2025-Q1: {cells}\n"
    )


@st.composite
def workspaces(draw: st.DrawFn) -> list[str]:
    """The records of a workspace of two tiers, with a formula, a `same` and links."""
    ways = ["average", "worst", "average from kpis", "worst from supporters"]
    records = ["scorecard a\n  score " + draw(st.sampled_from(["average", "worst"])) + "\n"]
    records += [
        f"objective {objective} in a.financial\n  score {draw(st.sampled_from(ways))}\n"
        for objective in ("o", "p")
    ]
    records.append("scorecard b under a\n")
    weight = draw(WEIGHTS)
    records.append(f"objective q in b.process\n  supports a.o weight {weight}\n")
    records.append(
        "objective r in b.financial\n  supports a.o\n  supports a.p weight 1 until 2025-Q2\n"
    )
    for at, objective in enumerate(("a.o", "a.o", "a.p", "b.q", "b.q", "b.r")):
        records.append(draw(kpis(f"k{at}", objective)))
    records.append(
        "kpi f in a.p\n  formula a.k0 / b.k3 + prev(a.k1)\n  target 3\n  aggregate last\n"
    )
    records.append("kpi same_as in b.r\n  same a.k1\n")
    return records


def workspace(records: list[str]) -> str:
    return "".join(["calendar quarters 2025-Q1..2025-Q4\n", *records])


def files(records: list[str]) -> dict[str, Document]:
    """The same, a file a record: only one of them is read anew after an edit."""
    texts = {"calendar.bsc": workspace([])} | {f"{at}.bsc": one for at, one in enumerate(records)}
    return {path: read_document(path, text.encode()) for path, text in texts.items()}


def by_address(scores: Scores) -> dict[str, list[float]]:
    rounded = np.round(scores.score, 9) + 0.0
    return {
        node.address: [None if np.isnan(one) else one for one in rounded[row].tolist()]
        for row, node in enumerate(scores.nodes)
    }


def assert_equal(one: Scores, other: Scores) -> None:
    for field in fields(one):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if isinstance(left, np.ndarray):
            np.testing.assert_allclose(left, right, rtol=0, atol=1e-9, err_msg=field.name)
    for field in fields(one.tiers.block):
        left, right = getattr(one.tiers.block, field.name), getattr(other.tiers.block, field.name)
        np.testing.assert_allclose(left, right, rtol=0, atol=1e-9)
    assert one.divided_by_zero == other.divided_by_zero


@settings(max_examples=budget(60))
@given(workspaces(), st.sampled_from([Grain.QUARTER, Grain.YEAR]))
def test_scores_lie_between_zero_and_the_highest_cap(records: list[str], grain: Grain) -> None:
    scores = evaluate(clean_model(workspace(records)), grain)
    for matrix in (scores.score, scores.lead, scores.lag, scores.own, scores.cascaded):
        known = matrix[~np.isnan(matrix)]
        assert ((known >= -1e-9) & (known <= 120 + 1e-9)).all()
    known = scores.coverage[~np.isnan(scores.coverage)]
    assert ((known >= -1e-9) & (known <= 100 + 1e-9)).all()


@settings(max_examples=budget(60))
@given(workspaces(), st.randoms(use_true_random=False))
def test_the_order_of_records_is_nothing_to_the_scores(
    records: list[str], shuffler: random.Random
) -> None:
    shuffled = records.copy()
    shuffler.shuffle(shuffled)
    one = evaluate(clean_model(workspace(records)))
    assert by_address(one) == by_address(evaluate(clean_model(workspace(shuffled))))


@settings(max_examples=budget(40))
@given(workspaces())
def test_weights_are_relative(records: list[str]) -> None:
    """Every weight written, times four: supporters' default of 1 is written out first."""
    written = [
        record.replace("  supports a.o\n", "  supports a.o weight 1\n") for record in records
    ]
    written = [
        record.replace("same a.k1\n", "same a.k1\n  weight 1\n").replace(
            "aggregate last\n", "aggregate last\n  weight 1\n"
        )
        for record in written
    ]
    scaled = ["\n".join(_times_four(line) for line in record.split("\n")) for record in written]
    one = evaluate(clean_model(workspace(written)))
    other = evaluate(clean_model(workspace(scaled)))
    np.testing.assert_allclose(one.score, other.score, rtol=0, atol=1e-9)
    np.testing.assert_allclose(one.coverage, other.coverage, rtol=0, atol=1e-9)


def _times_four(line: str) -> str:
    return re.sub(r"weight ([\d.]+)", lambda found: f"weight {float(found[1]) * 4:g}", line)


@settings(max_examples=budget(80))
@given(workspaces(), st.integers(0, 5), st.data(), st.sampled_from([Grain.QUARTER, Grain.YEAR]))
def test_an_update_gives_what_evaluating_anew_gives(
    records: list[str], at: int, data: st.DataObject, grain: Grain
) -> None:
    before = files(records)
    place = 6 + at
    objective = records[place].split(" in ")[1].split("\n")[0]
    changed = [*records]
    changed[place] = data.draw(kpis(f"k{at}", objective))
    scores = evaluate(build(before), grain)
    after = {**before, f"{place}.bsc": files(changed)[f"{place}.bsc"]}
    updated = model_update.update_model(scores.model, after)
    assert_equal(update_scores(scores, updated), evaluate(build(after), grain))


@pytest.mark.slow
@settings(max_examples=budget(60))
@given(workspaces(), st.sampled_from(list(ScoreAspect)))
def test_points_and_changes_add_up(records: list[str], face: ScoreAspect) -> None:
    scores = evaluate(clean_model(workspace(records)))
    matrix = np.nan_to_num(face.of(scores))
    for row, node in enumerate(scores.nodes):
        for at in range(4):
            if node.kind is not Kind.KPI:
                points = sum(member.points for member in members(scores, node.address, at, face))
                assert abs(points - matrix[row, at]) < 1e-9
        for since in range(3):
            moved = sum(
                one.points
                for one in attributed_changes(scores, node.address, since, since + 1, face)
            )
            assert abs(moved - (matrix[row, since + 1] - matrix[row, since])) < 1e-9
