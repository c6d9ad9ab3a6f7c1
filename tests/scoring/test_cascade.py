"""The cascade: members, weights, coverage, lead and lag, status, trend, tiers and what is broken."""

from __future__ import annotations

import math

import pytest

from bsctui.scoring.evaluate import evaluate
from tests.scoring.worked import at, line, model_of, scored

HEAD = """calendar quarters 2025-Q1..2025-Q4
scorecard a
objective o in a.financial
"""


def kpi(name: str, cells: str, lines: str = "", objective: str = "a.o") -> str:
    """A KPI whose score is its value."""
    return f"kpi {name} in {objective}\n  target 100\n  actual 2025-Q1: {cells}\n{lines}"


def word(text: str, address: str, period: int, what: str) -> str | None:
    scores = scored(text)
    return getattr(scores, what)(scores.row[address], period)


def test_weights_of_zero_are_never_counted() -> None:
    scores = scored(HEAD + kpi("k", "40", "  weight 0\n") + kpi("j", "80"))
    assert at(scores, "a.o", "2025-Q1") == 80
    assert at(scores, "a.o", "2025-Q1", "coverage") == 100


def test_only_weights_of_zero_give_no_score() -> None:
    scores = scored(HEAD + kpi("k", "40", "  weight 0\n"))
    assert at(scores, "a.o", "2025-Q1") is None
    assert at(scores, "a.o", "2025-Q1", "coverage") == 0


def test_dated_weights_hold_in_their_span() -> None:
    text = (
        HEAD
        + kpi("k", "40 40 40 40", "  weight 3 from 2025-Q2 until 2025-Q3\n")
        + kpi("j", "80 80 80 80")
    )
    assert line(scored(text), "a.o") == [60, 50, 50, 60]


def test_what_is_out_of_force_is_no_member() -> None:
    text = HEAD + kpi("k", "40 40 40 40", "  until 2025-Q2\n") + kpi("j", "80 80 80 80")
    scores = scored(text)
    assert line(scores, "a.o") == [60, 60, 80, 80]
    assert line(scores, "a.k", "value") == [40, 40, None, None]
    assert line(scores, "a.k", "weight") == [1, 1, None, None]


WORST = """calendar quarters 2025-Q1..2025-Q4
scorecard a
objective o in a.financial
  score {score}
scorecard b under a
objective q in b.financial
  supports a.o
"""


@pytest.mark.parametrize(
    ("score", "expected", "coverage"),
    [
        ("average", 140 / 3, 75), ("worst", 20, 75), ("average from kpis", 60, 200 / 3),
        ("worst from kpis", 40, 200 / 3), ("from supporters", 20, 100),
    ],
)  # fmt: skip
def test_how_an_objective_is_scored(score: str, expected: float, coverage: float) -> None:
    text = WORST.format(score=score) + kpi("k", "40") + kpi("j", "80") + kpi("m", "-")
    scores = scored(text + kpi("n", "20", objective="b.q"))
    assert at(scores, "a.o", "2025-Q1") == pytest.approx(expected, abs=1e-6)
    assert at(scores, "a.o", "2025-Q1", "coverage") == pytest.approx(coverage, abs=1e-6)


def test_the_receivers_word_on_a_weight_goes_over_the_givers() -> None:
    text = WORST.format(score="average\n  supporter b.q weight 3")
    scores = scored(text + kpi("k", "40") + kpi("n", "80", objective="b.q"))
    assert at(scores, "a.o", "2025-Q1") == 70


def test_lead_and_lag_go_up_apart() -> None:
    text = WORST.format(score="average") + kpi("k", "40", "  leading\n") + kpi("j", "80")
    scores = scored(text + kpi("n", "20", "  leading\n", objective="b.q"))
    assert at(scores, "a", "2025-Q1", "lead") == 30
    assert at(scores, "a", "2025-Q1", "lag") == 80


def test_a_perspective_that_a_scorecard_names_counts_in_its_coverage() -> None:
    text = HEAD.replace("scorecard a\n", "scorecard a\n  perspective customer weight 3\n")
    scores = scored(text + kpi("k", "40"))
    assert at(scores, "a", "2025-Q1") == 40
    assert at(scores, "a", "2025-Q1", "coverage") == 25
    assert scores.status_word(scores.row["a"], 0) == "insufficient"
    assert scores.status_word(scores.row["a.k"], 0) == "amber"


def test_status_on_a_threshold_is_the_band_above() -> None:
    text = HEAD + kpi("k", "39.9999999999 39.99 70")
    scores = scored(text)
    words = [scores.status_word(scores.row["a.k"], at) for at in range(4)]
    assert words == ["amber", "red", "green", None]


def test_bands_of_a_kpi_its_scorecard_and_the_workspace() -> None:
    text = (
        HEAD.replace("scorecard a\n", "scorecard a\n  status red below 90\n  status blue\n")
        + kpi("k", "80", "  status amber below 10\n  status green\n") + kpi("j", "80")
    )  # fmt: skip
    scores = scored(text)
    assert [scores.status_word(scores.row[one], 0) for one in ("a.k", "a.j", "a.o")] == [
        "green", "red", "red",
    ]  # fmt: skip
    assert scores.tiers.status[0, 0] == scores.colours.index("green")


def test_a_judgement_replaces_the_status_in_exactly_its_period() -> None:
    text = HEAD.replace("in a.financial\n", 'in a.financial\n  assess red 2025-Q2 "strike"\n')
    scores = scored(text + kpi("k", "80 80"))
    row = scores.row["a.o"]
    assert [scores.status_word(row, at) for at in range(3)] == ["green", "red", None]
    assert scores.judged[row].tolist() == [False, True, False, False]
    assert at(scores, "a.o", "2025-Q2") == 80


def test_trend_is_against_the_nearest_earlier_score() -> None:
    text = HEAD + kpi("k", "50 50.5 - 51.1")
    assert [word(text, "a.k", at, "trend_word") for at in range(4)] == [None, "flat", None, "up"]


def test_tiers_by_scorecard_weight() -> None:
    text = (
        HEAD
        + "scorecard b under a\n  weight 3\nobjective o in b.financial\nscorecard c under a\nobjective o in c.customer\n"
    )
    text += kpi("k", "10") + kpi("k", "40", objective="b.o") + kpi("k", "80", objective="c.o")
    tiers = scored(text).tiers
    assert tiers.block.score[:, 0].tolist()[:2] == [10, 50]
    assert math.isnan(tiers.block.score[2, 0])
    assert tiers.perspective_score[1, :2, 0].tolist() == [40, 80]


def test_what_is_broken_has_no_score_and_marks_all_above() -> None:
    scores = evaluate(model_of(HEAD + kpi("k", "40", "  wieght 3\n") + kpi("j", "80")))
    assert at(scores, "a.k", "2025-Q1") is None
    assert at(scores, "a.o", "2025-Q1") == 80
    broken = {node.address for row, node in enumerate(scores.nodes) if scores.broken[row, 0]}
    assert broken == {"a", "a.financial", "a.o", "a.k"}


def test_scorecards_under_another_follow_it() -> None:
    text = "calendar quarters 2025-Q1..2025-Q4\nscorecard c under b\nscorecard z\nscorecard b under a\nscorecard a\n"
    assert [node.address for node in scored(text).nodes] == ["z", "a", "b", "c"]


def test_a_workspace_of_nothing_has_no_nodes() -> None:
    assert scored("calendar quarters 2025-Q1..2025-Q4\n").nodes == ()
