"""Explanations add up: points to the score, causes to the change."""

from __future__ import annotations

import math

import pytest

from bsctui.cascade.behind import Role
from bsctui.cascade.changes import Cause, changes
from bsctui.cascade.explain import Face, explain
from bsctui.model.entities import Kind
from tests.cascade.worked import SKYLINE, clean_model, scored

WORST = SKYLINE.replace(
    "  drives profit after 2 quarters", "  drives profit after 2 quarters\n  score worst"
)
FROM_KPIS = WORST.replace("score worst", "score average from kpis")


def or_zero(number: float) -> float:
    return 0.0 if math.isnan(number) else number


@pytest.mark.parametrize("text", [SKYLINE, WORST, FROM_KPIS])
@pytest.mark.parametrize("face", list(Face))
def test_points_add_up_to_the_score(text: str, face: Face) -> None:
    scores = scored(text)
    for node in scores.nodes:
        for at in range(len(scores.periods)):
            explanation = explain(scores, node.address, at, face)
            if node.kind is not Kind.KPI:
                points = sum(member.points for member in explanation.members)
                assert points == pytest.approx(or_zero(explanation.score), abs=1e-9)


@pytest.mark.parametrize("text", [SKYLINE, WORST, FROM_KPIS])
@pytest.mark.parametrize("face", list(Face))
def test_causes_add_up_to_the_change(text: str, face: Face) -> None:
    scores = scored(text)
    matrix = face.of(scores)
    for row, node in enumerate(scores.nodes):
        for at in range(1, 5):
            found = changes(scores, node.address, at - 1, at, face)
            difference = or_zero(matrix[row, at]) - or_zero(matrix[row, at - 1])
            assert sum(change.points for change in found) == pytest.approx(difference, abs=1e-9)


def test_shares_are_of_the_weight_that_is_left() -> None:
    scores = scored(SKYLINE)
    explanation = explain(scores, "skyline.turnaround", 2)  # on_ground was not measured
    shares = {member.address: member.share for member in explanation.members}
    assert shares == {"skyline.on_ground": 0, "ground.gates": 1}


def test_a_value_names_the_line_that_says_it() -> None:
    model = clean_model(SKYLINE)
    scores = scored(SKYLINE)
    sources = explain(scores, "skyline.revenue", 3).sources
    value = next(source for source in sources if source.role is Role.VALUE)
    assert value.value == 29e6
    assert value.origin is not None
    _, line = scores.model.place(value.origin)
    assert SKYLINE.splitlines()[line - 1] == "  actual 2025-Q1: 26M 27M 27.5M 29M"
    assert model.problems == scores.model.problems
    words = {source.word for source in sources if source.role is Role.DEFINITION}
    assert {"target", "baseline", "aggregate"} <= words


def test_a_target_taken_over_names_the_other_record() -> None:
    scores = scored(SKYLINE)
    sources = explain(scores, "ground.gate_time", 3).sources
    target = next(source for source in sources if source.word == "target")
    assert target.origin is not None
    assert (
        SKYLINE.splitlines()[scores.model.place(target.origin)[1] - 1] == "  target 30 by 2026-Q4"
    )


def test_value_and_target_are_told_apart() -> None:
    scores = scored(SKYLINE)
    found = {change.cause: change.points for change in changes(scores, "skyline.revenue", 0, 1)}
    # 26M against 26.25M, then 27M against 27.5M: against the old target 27M would be full marks
    assert found[Cause.VALUE] == pytest.approx(100 - 80)
    assert found[Cause.TARGET] == pytest.approx(80 - 100)


def test_what_is_no_longer_scored_takes_its_points_along() -> None:
    scores = scored(SKYLINE)
    found = changes(scores, "skyline.turnaround", 1, 2)
    gone = [change for change in found if change.cause is Cause.NO_LONGER_SCORED]
    assert [change.address for change in gone] == ["skyline.on_ground"]
    assert gone[0].points < 0
