"""Which period is the current one (`scoring.md`, Periods)."""

from __future__ import annotations

import pytest

from bsctui.model.periods import Grain
from bsctui.scoring.evaluate import evaluate
from tests.scoring.worked import CARD, scored


def kpi(name: str, cells: str, grain: str = "quarter", more: str = "") -> str:
    return f"kpi {name} in s.o\n  every {grain}\n  actual {cells}\n{more}"


@pytest.mark.parametrize(
    ("kpis", "current"),
    [
        ([], "2025-Q1"),
        ([kpi("a", "2025-Q1: 1 2")], "2025-Q2"),
        # half of them are enough, a third is not
        ([kpi("a", "2025-Q1: 1 2"), kpi("b", "2025-Q1: 1")], "2025-Q2"),
        ([kpi("a", "2025-Q1: 1 2"), kpi("b", "2025-Q1: 1"), kpi("c", "2025-Q1: 1")], "2025-Q1"),
        # `-` is not a value, and who entered nothing else has entered nothing
        ([kpi("a", "2025-Q1: 1 2 - -")], "2025-Q2"),
        ([kpi("a", "2025-Q1: 1 2"), kpi("b", "2025-Q1: 1"), kpi("c", "2025-Q1: - - - -")], "2025-Q2"),
        ([kpi("a", "2025-Q1: - - -")], "2025-Q1"),
        # nowhere half of them: the latest in which one of them has one
        ([kpi("a", "2025-Q1: 1"), kpi("b", "2025-Q2: 1"), kpi("c", "2025-Q3: 1")], "2025-Q3"),
        # who is not in force then does not count
        ([kpi("a", "2025-Q1: 1 2"), kpi("b", "2025-Q1: 1", more="  until 2025-Q1\n"),
          kpi("c", "2025-Q1: 1", more="  until 2025-Q1\n")], "2025-Q2"),
        # finer ones count where they belong, coarser ones only where there are no others
        ([kpi("a", "2025-05: 1", "month")], "2025-Q2"),
        ([kpi("a", "2025-Q1: 1"), kpi("b", "2025: 1", "year")], "2025-Q1"),
        ([kpi("b", "2025-H1: 1", "half")], "2025-Q2"),
        # in the last calendar period that it contains: the calendar ends with the third quarter
        ([kpi("b", "2025: 1", "year")], "2025-Q3"),
        ([kpi("b", "2026: 1", "year")], "2025-Q1"),
    ],
)  # fmt: skip
def test_the_current_period(kpis: list[str], current: str) -> None:
    scores = scored(f"calendar quarters 2025-Q1..2025-Q3\n{CARD}{''.join(kpis)}")
    fiscal = scores.timeline.fiscal
    assert fiscal.format(scores.periods[scores.current]) == current


def test_in_a_coarser_view_it_is_the_period_that_contains_it() -> None:

    scores = scored(f"calendar quarters 2025-Q1..2026-Q4\n{CARD}{kpi('a', '2026-Q1: 1')}")
    view = evaluate(scores.model, Grain.YEAR)
    assert view.periods[view.current] == scores.timeline.fiscal.parse("2026")
