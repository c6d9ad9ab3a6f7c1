"""Provisional values (`~58`): they count as numbers, and what rests on them says so."""

from __future__ import annotations

import pytest

from bsctui.scoring.estimates import estimated_rows, is_estimated
from bsctui.scoring.evaluate import evaluate
from tests.scoring.worked import clean_model

WORLD = """\
calendar quarters 2025-Q1..2025-Q4
scorecard s
objective o in s.financial
kpi months in s.o
  every month
  aggregate sum
  target 30
  actual 2025-01: 10 10 ~11 | 12
kpi kept in s.o
  carry
  target 10
  actual 2025-Q1: 4 ~5 - 6
kpi yearly in s.o
  every year
  actual 2025: ~7
kpi so_far in s.o
  over ytd
  aggregate sum
  actual 2025-Q1: 1 ~1 1
measure hours in s
  actual 2025-Q1: 4 ~8 8
kpi ratio in s.o
  formula kept / hours
objective calm in s.financial
kpi firm in s.calm
  target 5
  actual 2025-Q1: 5 5 5
"""


def scored():
    model = clean_model(WORLD)
    return evaluate(model)


@pytest.mark.parametrize(
    ("address", "periods"),
    [
        ("s.months", [True, False, False, False]),
        ("s.kept", [False, True, True, False]),
        ("s.yearly", [False, False, False, True]),
        ("s.so_far", [False, True, True, False]),
        ("s.ratio", [False, True, True, False]),
        ("s.firm", [False, False, False, False]),
    ],
)
def test_what_rests_on_an_estimate_of_the_period_shown_says_so(address, periods):
    scores = scored()
    assert [is_estimated(scores, address, at) for at in range(4)] == periods


def test_an_estimate_counts_as_its_number():
    scores = scored()
    assert scores.value[scores.row["s.months"], 0] == 31
    assert scores.value[scores.row["s.kept"], 1] == 5


def test_it_stands_behind_all_scores_above_it():
    scores = scored()
    above = [address for address, row in scores.row.items() if estimated_rows(scores, 0)[row]]
    assert above == ["s", "s.financial", "s.o", "s.months"]
