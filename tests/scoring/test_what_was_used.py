"""How stale and how partial a value is follows from what it used, and from nothing else (`scoring.md`, A value)."""

from __future__ import annotations

import pytest

from bsctui.model.periods import Grain
from bsctui.scoring.evaluate import evaluate
from tests.scoring.worked import CARD, at, clean_model, line, scored

QUARTERS = "calendar quarters 2025-Q1..2025-Q4\n  closed 2025-Q3\n"

# x was measured in the first quarter and is carried on; y is measured in every quarter
CARRIED = (
    f"{QUARTERS}{CARD}measure x in s\n  carry\n  actual 2025-Q1: 3\n"
    "measure y in s\n  actual 2025-Q1: 1 1 1\n"
)


@pytest.mark.parametrize(
    ("formula", "stale"),
    [
        ("x + y", [0, 1, 2, None]),
        ("coalesce(y, x)", [0, 0, 0, None]),
        ("coalesce(x, y)", [0, 1, 2, None]),
        ("if(y = 1, y, x)", [0, 0, 0, None]),
        ("if(y = 1, x, y)", [0, 1, 2, None]),
        ("if(x = 3, y, 0)", [0, 1, 2, None]),  # the condition is used too
        ("prev(y)", [None, 0, 0, 0]),
        ("prev(x)", [None, 0, 1, 2]),  # as stale as it was there
        ("ytd(x)", [0, 1, 2, None]),
        ("rolling(x, 2)", [None, 1, 2, None]),
        ("y * 2 - 1", [0, 0, 0, None]),
    ],
)
def test_a_formula_is_as_stale_as_what_it_used(formula: str, stale: list[int | None]) -> None:
    scores = scored(f"{CARRIED}kpi k in s.o\n  formula {formula}\n")
    assert line(scores, "s.k", "stale") == stale


@pytest.mark.parametrize(
    ("formula", "partial"),
    [("r + y", [1, 0]), ("coalesce(y, r)", [0, 0]), ("prev(r)", [0, 1]), ("prev(y)", [0, 0])],
)
def test_a_formula_is_as_partial_as_what_it_used(formula: str, partial: list[int]) -> None:
    # r lacks one of its two feeders in the first quarter
    text = (
        f"calendar quarters 2025-Q1..2025-Q2\n{CARD}measure r in s\n  rollup sum partial\n"
        "measure f in s\n  feeds r\n  actual 2025-Q1: 1 1\nmeasure g in s\n  feeds r\n  actual 2025-Q1: - 1\n"
        f"measure y in s\n  actual 2025-Q1: 1 1\nkpi k in s.o\n  formula {formula}\n"
    )
    assert line(scored(text), "s.k", "partial") == partial


def test_a_feeder_counts_where_it_has_a_value_whatever_target_it_has() -> None:
    text = (
        f"calendar quarters 2025-Q1..2025-Q1\n{CARD}kpi f in s.o\n  every month\n  aggregate sum\n"
        "  target 2025-01: 5 - 5\n  feeds r\n  actual 2025-01: 6 5 7\nkpi r in s.o\n  rollup sum\n"
    )
    scores = scored(text)
    assert at(scores, "s.r", "2025-Q1", "value") == 18
    assert at(scores, "s.r", "2025-Q1", "partial") == 0
    assert at(scores, "s.f", "2025-Q1", "value") == 13  # itself it is shown against its targets
    assert at(scores, "s.f", "2025-Q1", "partial") == 1


@pytest.mark.parametrize(
    ("held", "value"),
    [("  tolerance 5\n", 18), ("  better within\n  tolerance 5\n", 18), ("", 12)],
)
def test_a_gap_in_a_baseline_matters_only_to_a_score_that_runs_from_it(
    held: str, value: float
) -> None:
    text = (
        f"calendar quarters 2025-Q1..2025-Q1\n{CARD}kpi k in s.o\n  every month\n  aggregate sum\n"
        f"  baseline 2025-01: 1 - 1\n  target 10\n{held}  actual 2025-01: 6 6 6\n"
    )
    assert at(scored(text), "s.k", "2025-Q1", "value") == value


RATIO = (
    "measure x in s\n  every month\n  aggregate sum\n  actual 2025-01: 1 2 3\n"
    "measure y in s\n  every month\n  aggregate sum\n  actual 2025-01: 2 2 2\n"
    "kpi r in s.o\n  formula x / y\n  aggregate recompute\n  carry\n"
)


def test_a_carried_value_that_is_recomputed_stays_the_carried_one() -> None:
    """March's 3 / 2 is carried to April and May: two of the second quarter's three months have it."""
    text = f"calendar months 2025-01..2025-12\n  closed 2025-05\n{CARD}{RATIO}"
    scores = evaluate(clean_model(text), Grain.QUARTER)
    assert line(scores, "s.r", "value") == [1, 1.5, None, None]
    assert line(scores, "s.r", "partial") == [0, 1, 0, 0]
    assert line(scores, "s.r", "stale") == [0, 1, None, None]


def test_a_carried_input_is_recomputed_as_it_was_measured() -> None:
    """h is 1 / 2 in January and carried on; the sums behind it are January's, not those of three months."""
    text = (
        f"calendar quarters 2025-Q1..2025-Q1\n{CARD}"
        "measure x in s\n  every month\n  aggregate sum\n  actual 2025-01: 1 - -\n"
        "measure y in s\n  every month\n  aggregate sum\n  actual 2025-01: 2 2 2\n"
        "measure h in s\n  formula x / y\n  aggregate recompute\n  carry\n"
        "kpi k in s.o\n  formula h * 10\n  aggregate recompute\n"
    )
    assert at(scored(text), "s.k", "2025-Q1", "value") == 5


@pytest.mark.parametrize("formula", ["h / y", "coalesce(h, x) / y"])
def test_an_input_that_no_line_says_how_to_combine_is_recomputed_too(formula: str) -> None:
    """(1 + 2 + 3) x 2 / 30, not the twice of anything that is missing."""
    text = (
        f"calendar quarters 2025-Q1..2025-Q1\n{CARD}"
        "measure x in s\n  aggregate sum\n  actual 2025-01: 1 2 3\n"
        "measure y in s\n  aggregate sum\n  actual 2025-01: 10 10 10\n"
        f"measure h in s\n  formula x * 2\nkpi k in s.o\n  formula {formula}\n  aggregate recompute\n"
    )
    assert at(scored(text), "s.k", "2025-Q1", "value") == 0.4
