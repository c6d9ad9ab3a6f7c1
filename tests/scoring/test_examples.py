"""The worked examples of `scoring.md` and the workspace at the end of `language.md`, as written there."""

from __future__ import annotations

import pytest

from bsctui.model.periods import Grain
from tests.scoring.worked import CARD, SKYLINE, at, line, scored


def near(number: float) -> object:
    """As exact as the page prints it."""
    return pytest.approx(number, abs=5e-4)


def kpi(lines: str, calendar: str = "calendar quarters 2025-Q1..2026-Q4") -> str:
    """A workspace of one KPI."""
    return f"{calendar}\n{CARD}kpi k in s.o\n{lines}"


def test_example_1_a_line_through_waypoints() -> None:
    scores = scored(
        kpi(
            "  baseline 100 at 2024-Q4\n  target 140 by 2026-Q4\n  actual 2025-Q1: 104 108\n",
        )
    )
    assert at(scores, "s.k", "2025-Q2", "target_low") == 110
    assert at(scores, "s.k", "2025-Q2") == 80


def test_example_2_lower_is_better() -> None:
    scores = scored(kpi("  baseline 60 at 2024-Q4\n  target 30 by 2026-Q4\n  actual 2025-Q4: 47\n"))
    assert at(scores, "s.k", "2025-Q4", "target_low") == 45
    assert at(scores, "s.k", "2025-Q4") == near(86.667)


def test_example_3_a_band() -> None:
    scores = scored(kpi("  target 20..25\n  tolerance 5\n  actual 2025-Q1: 26 31 20\n"))
    assert line(scores, "s.k")[:3] == [80, 0, 100]
    assert at(scores, "s.k", "2025-Q2", "raw") == -20


def test_example_4_an_objective_with_a_missing_kpi_and_a_supporter() -> None:
    scores = scored(
        """calendar quarters 2025-Q1..2025-Q4
scorecard s
objective o in s.financial
kpi a in s.o
  weight 2
  target 100
  actual 2025-Q1: 80
kpi b in s.o
  target 100
scorecard t under s
objective p in t.financial
  supports s.o
kpi c in t.p
  target 100
  actual 2025-Q1: 50
"""
    )
    assert at(scores, "s.o", "2025-Q1") == 70
    assert at(scores, "s.o", "2025-Q1", "coverage") == 75
    assert at(scores, "s.o", "2025-Q1", "own") == 80
    assert at(scores, "s.o", "2025-Q1", "cascaded") == 50


def test_example_5_months_in_a_quarter() -> None:
    scores = scored(
        kpi("  every month\n  aggregate sum\n  baseline 5\n  target 10\n  actual 2025-01: 8 - 9\n")
    )
    assert at(scores, "s.k", "2025-Q1", "value") == 17
    assert at(scores, "s.k", "2025-Q1", "target_low") == 20
    assert at(scores, "s.k", "2025-Q1", "baseline") == 10
    assert at(scores, "s.k", "2025-Q1") == 70
    assert at(scores, "s.k", "2025-Q1", "partial") == 1


def test_example_6_a_scale() -> None:
    scores = scored(kpi("  scale 60:0 75:50 90:100\n  actual 2025-Q1: 80 95 50\n"))
    assert line(scores, "s.k")[:3] == [near(66.667), 100, 0]


def test_example_7_a_tolerance_relative_to_a_plan() -> None:
    scores = scored(
        kpi(
            "  target 2025-Q1: 2.6M 2.6M\n  tolerance 10% of target\n  actual 2025-Q1: 2.47M 2.7M\n"
        )
    )
    assert line(scores, "s.k")[:2] == [50, 100]
    assert at(scores, "s.k", "2025-Q2", "raw") == near(138.462)


RATIO = """calendar months 2025-01..2025-12
scorecard s
objective o in s.financial
measure hits in s
  aggregate sum
  actual 2025-01: {hits}
measure tries in s
  aggregate sum
  actual 2025-01: {tries}
kpi k in s.o
  formula hits / tries * 100
  aggregate {method}
  target 100
"""


@pytest.mark.parametrize(
    ("hits", "tries", "method", "value", "partial"),
    [
        ("1 30", "10 100", "recompute", 28.182, 1),
        ("1 30", "10 100", "average", 20, 1),
        ("3 30 -", "10 100 100", "recompute", 30, 1),
    ],
)
def test_example_8_a_ratio_of_sums(
    hits: str, tries: str, method: str, value: float, partial: float
) -> None:
    scores = scored(RATIO.format(hits=hits, tries=tries, method=method), Grain.QUARTER)
    assert at(scores, "s.k", "2025-Q1", "value") == near(value)
    assert at(scores, "s.k", "2025-Q1", "partial") == partial


def test_example_9_a_survey_carried_on_scores_against_its_own_month() -> None:
    scores = scored(
        """calendar months 2025-04..2025-12
  closed 2025-08
scorecard s
objective o in s.financial
kpi k in s.o
  every month
  better lower
  baseline 50
  target 30 until 2025-05
  target 20 from 2025-06
  carry
  actual 2025-05: 34
"""
    )
    assert line(scores, "s.k") == [None, 80, 80, 80, 80, None, None, None, None]
    assert line(scores, "s.k", "stale") == [None, 0, 1, 2, 3, None, None, None, None]
    assert line(scores, "s.k", "target_low") == [30, 30, 30, 30, 30, 20, 20, 20, 20]


def test_example_10_the_year_so_far() -> None:
    scores = scored(
        kpi(
            "  over ytd\n  aggregate sum\n  baseline 0\n  target 2025-01: 10 10 10\n"
            "  actual 2025-01: 8 9 10\n",
            "calendar months 2025-01..2025-12",
        )
    )
    assert at(scores, "s.k", "2025-03", "value") == 27
    assert at(scores, "s.k", "2025-03", "target_low") == 30
    assert at(scores, "s.k", "2025-03") == 90


def test_the_whole_workspace_scores_as_written() -> None:
    scores = scored(SKYLINE)
    assert scores.current == 3
    # revenue 80, lease cost 70: profit 75; on_ground 86.667, gates (100 + 72) / 2 = 86 twice
    assert at(scores, "skyline.revenue", "2025-Q4") == 80
    assert at(scores, "skyline.plane_cost", "2025-Q4") == near(70)
    assert at(scores, "skyline.profit", "2025-Q4") == near(75)
    assert at(scores, "ground.gates", "2025-Q4") == near(86)
    assert at(scores, "skyline.turnaround", "2025-Q4") == near((86.6667 + 2 * 86) / 3)
    assert at(scores, "skyline", "2025-Q4") == near(81.733)
    assert [node.address for node in scores.nodes][:4] == [
        "skyline", "skyline.financial", "skyline.profit", "skyline.revenue",
    ]  # fmt: skip
