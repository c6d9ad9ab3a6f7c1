"""Explanations add up: points to the score, causes to the change."""

from __future__ import annotations

import math

import pytest

from bsctui.explain.attribution import Cause, attributed_changes
from bsctui.explain.contributions import ScoreAspect, explain
from bsctui.explain.provenance import Role, provenance_of
from bsctui.model.entities import Kind
from bsctui.model.update import update_model
from bsctui.scoring import result
from bsctui.scoring.evaluate import evaluate, update_scores
from tests.scoring.worked import SKYLINE, clean_model, scored

WORST = SKYLINE.replace(
    "  drives profit after 2 quarters", "  drives profit after 2 quarters\n  score worst"
)
FROM_KPIS = WORST.replace("score worst", "score average from kpis")


def or_zero(number: float) -> float:
    return 0.0 if math.isnan(number) else number


@pytest.mark.parametrize("text", [SKYLINE, WORST, FROM_KPIS])
@pytest.mark.parametrize("face", list(ScoreAspect))
def test_points_add_up_to_the_score(text: str, face: ScoreAspect) -> None:
    scores = scored(text)
    for node in scores.nodes:
        for at in range(len(scores.periods)):
            explanation = explain(scores, node.address, at, face)
            if node.kind is not Kind.KPI:
                points = sum(member.points for member in explanation.members)
                assert points == pytest.approx(or_zero(explanation.score), abs=1e-9)


@pytest.mark.parametrize("text", [SKYLINE, WORST, FROM_KPIS])
@pytest.mark.parametrize("face", list(ScoreAspect))
def test_causes_add_up_to_the_change(text: str, face: ScoreAspect) -> None:
    scores = scored(text)
    matrix = face.of(scores)
    for row, node in enumerate(scores.nodes):
        for at in range(1, 5):
            found = attributed_changes(scores, node.address, at - 1, at, face)
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
    assert model.diagnostics == scores.model.diagnostics
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
    found = {
        change.cause: change.points
        for change in attributed_changes(scores, "skyline.revenue", 0, 1)
    }
    # 26M against 26.25M, then 27M against 27.5M: against the old target 27M would be full marks
    assert found[Cause.VALUE] == pytest.approx(100 - 80)
    assert found[Cause.TARGET] == pytest.approx(80 - 100)


def test_what_is_no_longer_scored_takes_its_points_along() -> None:
    scores = scored(SKYLINE)
    found = attributed_changes(scores, "skyline.turnaround", 1, 2)
    gone = [change for change in found if change.cause is Cause.NO_LONGER_SCORED]
    assert [change.address for change in gone] == ["skyline.on_ground"]
    assert gone[0].points < 0


HELD = """\
calendar quarters 2025-Q1..2025-Q4
  closed 2025-Q2
scorecard s
objective o in s.financial
kpi dated in s.o
  target 10 until 2025-Q2
  target 20 from 2025-Q3
  tolerance 5 until 2025-Q2
  tolerance 8 from 2025-Q3
  actual 2025-Q1: 9 9
kpi planned in s.o
  baseline 2025-Q1: 1 1
  baseline 2025-Q3: 2 2
  target 2025-Q1: 10 10
  target 2025-Q3: 20 20
  actual 2025-Q1: 9 9
kpi way in s.o
  target 10 by 2025-Q1
  target 20 by 2025-Q3
  target 30 by 2025-Q4
  actual 2025-Q1: 9 9
kpi running in s.o
  aggregate sum
  over ytd
  target 2025-Q1: 10 10
  target 2025-Q3: 20 20
  actual 2025-Q1: 9 9
kpi every_half in s.o
  every half
  actual 2025-H1: 4
kpi fed in s.o
  rollup sum
measure feeder in s
  feeds fed weight 2 until 2025-Q1
  feeds fed weight 3 from 2025-Q2
  actual 2025-Q1: 1 1
measure former in s
  until 2025-Q1
  feeds fed
  actual 2025-Q1: 1 1
"""


@pytest.mark.parametrize(
    ("address", "at", "lines"),
    [
        ("s.dated", 0, ["target 10 until 2025-Q2", "tolerance 5 until 2025-Q2"]),
        ("s.dated", 2, ["target 20 from 2025-Q3", "tolerance 8 from 2025-Q3"]),
        ("s.planned", 1, ["target 2025-Q1: 10 10", "baseline 2025-Q1: 1 1"]),
        ("s.planned", 3, ["target 2025-Q3: 20 20", "baseline 2025-Q3: 2 2"]),
        ("s.way", 0, ["target 10 by 2025-Q1"]),
        ("s.way", 1, ["target 10 by 2025-Q1", "target 20 by 2025-Q3"]),
        ("s.way", 3, ["target 30 by 2025-Q4"]),
        # a sum over the year so far is held to the whole window, in coming periods too
        ("s.running", 1, ["target 2025-Q1: 10 10"]),
        ("s.running", 2, ["target 2025-Q1: 10 10", "target 2025-Q3: 20 20"]),
    ],
)
def test_an_explanation_names_the_lines_that_hold_in_its_period(
    address: str, at: int, lines: list[str]
) -> None:
    scores = scored(HELD)
    told = [
        HELD.splitlines()[scores.model.place(source.origin)[1] - 1].strip()
        for source in explain(scores, address, at).sources
        if source.word in {"target", "tolerance", "baseline"} and source.origin is not None
    ]
    assert told == lines


def test_an_explanation_names_no_value_where_none_is_shown() -> None:
    """After the current period a coarser KPI is shown only where one of its periods ends."""
    scores = scored(HELD)
    shown = [
        [one.value for one in explain(scores, "s.every_half", at).sources if one.role is Role.VALUE]
        for at in range(4)
    ]
    assert shown == [[], [4], [], []]


def test_an_explanation_names_the_feeds_that_hold() -> None:
    scores = scored(HELD)
    for at, expected in enumerate([[("s.feeder", 2), ("s.former", 1)], [("s.feeder", 3)]]):
        feeders = [one for one in explain(scores, "s.fed", at).sources if one.role is Role.FEEDER]
        assert [(one.address, one.weight) for one in feeders] == expected
        lines = [scores.model.place(one.origin)[1] for one in feeders if one.origin is not None]
        said = [HELD.splitlines()[number - 1] for number in lines]
        assert (
            said[0].strip()
            == ["feeds fed weight 2 until 2025-Q1", "feeds fed weight 3 from 2025-Q2"][at]
        )


def test_an_explanation_makes_no_value_again_that_scoring_knew(monkeypatch) -> None:
    scores = scored(SKYLINE)
    fresh = provenance_of(scored(SKYLINE), scores.model.kpis["skyline.revenue"], scores.current)
    monkeypatch.setattr(result, "Values", None)
    known = provenance_of(scores, scores.model.kpis["skyline.revenue"], scores.current)
    assert known.places == fresh.places
    assert [source[:-1] for source in known.value_sources()] == [
        source[:-1] for source in fresh.value_sources()
    ]


def test_what_the_last_edit_did_not_reach_is_explained_as_after_a_load() -> None:
    model = clean_model(SKYLINE)
    changed = clean_model(SKYLINE.replace("58 52 - 47", "58 52 - 46"))
    edited = update_scores(evaluate(model), update_model(model, changed.documents))
    loaded = evaluate(changed)
    for address in ("skyline.revenue", "skyline.on_ground"):
        after, anew = (
            [
                source.value
                for source in provenance_of(s, s.model.kpis[address], s.current).value_sources()
            ]
            for s in (edited, loaded)
        )
        assert after == anew
        assert after


@pytest.mark.parametrize(
    ("method", "targets"),
    [("last", [3, 5]), ("min", [1, 4]), ("max", [2, 5]), ("average", [1, 2, 3, 4, 5])],
)
def test_a_quarter_is_held_to_the_month_that_gave_its_value(
    method: str, targets: list[int]
) -> None:
    """January to June, of which the last one has no value; told by the number of the month."""
    scores = scored(
        "calendar quarters 2025-Q1..2025-Q2\nscorecard s\nobjective o in s.process\nkpi k in s.o\n  every month\n"
        f"  aggregate {method}\n  baseline 0\n  target 2025-01: 11 12 13 14 15 16\n  actual 2025-01: 2 9 5 3 8 -\n"
    )
    found = [provenance_of(scores, scores.model.kpis["s.k"], at) for at in (0, 1)]
    january = found[0].table.axis.index_of(2025 * 12)
    assert [place - january + 1 for one in found for place in one.places] == [1, 2, 3, 4, 5]
    assert [place - january + 1 for one in found for place in one.target_places] == targets


RATIO = """
calendar months 2025-01..2025-03
scorecard t
objective o in t.process
kpi rate in t.o
  better higher
  target 50
  formula hits / tries * 100
  aggregate recompute
measure hits in t
  rollup sum partial
measure tries in t
  rollup sum partial
scorecard a under t
measure hits in a
  feeds t.hits
  actual 2025-01: 30 40 -
measure tries in a
  feeds t.tries
  actual 2025-01: 100 100 100
scorecard b under t
measure hits in b
  feeds t.hits
  actual 2025-01: - 60 50
measure tries in b
  feeds t.tries
  actual 2025-01: 500 100 -
"""


def members_named(at: int) -> dict[Role, dict[str, float]]:
    """By role what an explanation of the ratio says of its sums and their members."""
    named: dict[Role, dict[str, float]] = {}
    for source in explain(scored(RATIO), "t.rate", at).sources:
        if source.role is not Role.DEFINITION:
            named.setdefault(source.role, {})[source.address] = or_zero(source.value)
    return named


def test_a_ratio_of_incomplete_sums_names_the_members_that_it_counts_and_those_it_leaves_out() -> (
    None
):
    assert members_named(0) == {
        Role.VALUE: {"t.rate": 30},
        Role.INPUT: {"t.hits": 30, "t.tries": 100},
        Role.MEMBER: {"a.hits": 30, "a.tries": 100},
        Role.LEFT_OUT: {"b.hits": 0, "b.tries": 500},
    }


def test_a_ratio_of_complete_sums_names_its_sums_alone() -> None:
    assert members_named(1).keys() == {Role.VALUE, Role.INPUT}


def test_a_ratio_that_has_no_value_says_whom_it_had_to_leave_out() -> None:
    assert members_named(2)[Role.LEFT_OUT] == {
        "a.hits": 0, "a.tries": 100, "b.hits": 50, "b.tries": 0,
    }  # fmt: skip
    assert Role.MEMBER not in members_named(2)
