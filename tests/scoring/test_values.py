"""Values, targets and what is shown: one promise of `scoring.md` a test, reckoned by hand."""

from __future__ import annotations

import sys

import pytest

from bsctui.model.periods import Grain
from bsctui.scoring.evaluate import GrainError, evaluate
from bsctui.scoring.formulas import half_away
from tests.scoring.worked import CARD, at, clean_model, line, scored

MONTHS = "calendar months 2025-01..2025-12\n"
QUARTERS = "calendar quarters 2025-Q1..2025-Q4\n"


def kpi(lines: str, calendar: str = QUARTERS) -> str:
    """A workspace of one KPI."""
    return f"{calendar}{CARD}kpi k in s.o\n{lines}"


def with_inputs(formula: str, calendar: str = QUARTERS, more: str = "") -> str:
    """A KPI computed from two measures."""
    return (
        f"{calendar}{CARD}measure x in s\n  actual 2025-Q1: 1 2 - 4\n"
        f"measure y in s\n  actual 2025-Q1: 0 1 1 1\nkpi k in s.o\n  formula {formula}\n{more}"
    )


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("x + y * 2", [1, 4, None, 6]),
        ("x / y", [None, 2, None, 4]),
        ("-x - -1", [0, -1, None, -3]),
        ("coalesce(x, 9)", [1, 2, 9, 4]),
        ("if(y > 0, x, 7)", [7, 2, None, 4]),
        ("if(y = 0, 7, 3)", [7, 3, 3, 3]),
        ("if(x, 1, 0)", [1, 1, None, 1]),
        ("prev(x)", [None, 1, 2, None]),
        ("prev(x, 2)", [None, None, 1, 2]),
        ("ytd(x)", [1, 3, None, None]),
        ("ytd(coalesce(x, 0))", [1, 3, 3, 7]),
        ("rolling(x, 2)", [None, 1.5, None, None]),
        ("sum(x, y, 1)", [2, 4, None, 6]),
        ("avg(x, y)", [0.5, 1.5, None, 2.5]),
        ("min(x, y) + max(x, y)", [1, 3, None, 5]),
        ("abs(y - x)", [1, 1, None, 3]),
        ("round(x / 4 + 0.25, 1)", [0.5, 0.8, None, 1.3]),
        ("x >= 2", [0, 1, None, 1]),
    ],
)
def test_formulas(formula: str, values: list[float | None]) -> None:
    assert line(scored(with_inputs(formula)), "s.k", "value") == values


@pytest.mark.parametrize(
    ("number", "digits", "rounded"),
    [
        (2.5, 0, 3),
        (-2.5, 0, -3),
        (1.005, 2, 1.01),
        (0.5, 0, 1),
        (1e300, 2, 1e300),
        (2.675, 2, 2.68),
    ],
)
def test_round_is_half_away_from_zero_of_the_shortest_decimal(
    number: float, digits: int, rounded: float
) -> None:
    assert half_away(number, digits) == rounded


def test_a_division_by_zero_is_told_but_not_one_in_a_branch_not_taken() -> None:
    assert scored(with_inputs("x / y")).divided_by_zero == {"s.k"}
    assert scored(with_inputs("if(y = 0, 1, x / y)")).divided_by_zero == frozenset()
    assert scored(with_inputs("coalesce(x, 1 / y)")).divided_by_zero == frozenset()


def test_values_before_the_calendar_count() -> None:
    text = kpi("  actual 2024-Q4: 5 6\n") + "kpi g in s.o\n  formula prev(k)\n"
    assert line(scored(text), "s.g", "value") == [5, 6, None, None]


@pytest.mark.parametrize(
    "formula", ["prev(coalesce(k, 7), 30)", "rolling(coalesce(prev(k, 40), 7), 9)"]
)
def test_there_is_time_before_the_first_value(formula: str) -> None:
    text = kpi("  actual 2025-Q1: 5 6\n") + f"kpi g in s.o\n  formula {formula}\n"
    assert line(scored(text), "s.g", "value") == [7, 7, 7, 7]


def test_a_formula_without_aggregate_has_no_value_in_a_coarser_view() -> None:
    scores = evaluate(clean_model(with_inputs("x + 1", more="  target 4\n")), Grain.YEAR)
    assert line(scores, "s.k", "value") == [None]
    assert line(scores, "s.k", "target_low") == [None]


@pytest.mark.parametrize(
    ("method", "value", "target"),
    [("sum", 17, 30), ("average", 8.5, 15), ("last", 9, 20), ("min", 8, 10), ("max", 9, 20)],
)
def test_value_and_target_are_combined_over_the_same_periods(
    method: str, value: float, target: float
) -> None:
    scores = scored(
        kpi(
            f"  every month\n  aggregate {method}\n  target 2025-01: 10 - 20\n  actual 2025-01: 8 7 9\n"
        )
    )
    assert at(scores, "s.k", "2025-Q1", "value") == value
    assert at(scores, "s.k", "2025-Q1", "target_low") == target
    assert at(scores, "s.k", "2025-Q1", "partial") == 1


def test_with_no_period_that_has_all_those_with_a_value_are_combined() -> None:
    scores = scored(kpi("  every month\n  target 2025-01: 10 - -\n  actual 2025-01: - 7 9\n"))
    assert at(scores, "s.k", "2025-Q1", "value") == 8
    assert at(scores, "s.k", "2025-Q1") is None


def test_where_nothing_was_measured_the_goals_are_shown() -> None:
    scores = scored(kpi("  every month\n  aggregate sum\n  baseline 1\n  target 10\n"))
    assert at(scores, "s.k", "2025-Q1", "target_low") == 30
    assert at(scores, "s.k", "2025-Q1", "baseline") == 3


def test_a_finer_view_shows_the_latest_period_ended() -> None:
    text = kpi(
        "  every half\n  target 2024-H2: 10 20 40\n  actual 2024-H2: 5 10 30\n",
        QUARTERS + "  closed 2025-Q3\n",
    )
    assert line(scored(text), "s.k", "value") == [5, 10, 10, 30]
    assert line(scored(text), "s.k", "target_low") == [10, 20, 20, 40]


def test_after_the_current_period_only_what_ends_with_the_view_is_shown() -> None:
    text = kpi("  every half\n  actual 2024-H2: 5 10\n", QUARTERS + "  closed 2025-Q2\n")
    assert line(scored(text), "s.k", "value") == [5, 10, None, None]


def test_a_formula_is_carried_too() -> None:
    text = with_inputs("x + 1", QUARTERS + "  closed 2025-Q3\n", "  carry\n  target 10\n")
    scores = scored(text)
    assert line(scores, "s.k", "value") == [2, 3, 3, 5]
    assert line(scores, "s.k", "stale") == [0, 0, 1, 0]


def test_staleness_passes_through_formulas() -> None:
    text = (
        QUARTERS
        + CARD
        + (
            "  \nmeasure x in s\n  carry\n  actual 2025-Q1: 3\nmeasure y in s\n  actual 2025-Q1: 1 1 1\n"
            "kpi k in s.o\n  formula x + y\n"
        )
    )
    assert line(scored(text), "s.k", "stale") == [0, 1, 2, None]


def rollup(method: str, cells: str = "10 - 30") -> str:
    return (
        QUARTERS
        + CARD
        + (
            f"kpi k in s.o\n  rollup {method}\nmeasure a in s\n  feeds k weight 2\n  actual 2025-Q1: {cells}\n"
            "measure b in s\n  feeds k\n  actual 2025-Q1: 1 2 3\n"
            "measure c in s\n  feeds k weight 0\n  actual 2025-Q1: 100 100 100\n"
        )
    )


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("sum", [21, None, 63, None]),
        ("sum partial", [21, 2, 63, None]),
        ("average", [7, 2, 21, None]),
        ("min", [1, 2, 3, None]),
        ("max", [10, 2, 30, None]),
    ],
)
def test_rollups(method: str, values: list[float | None]) -> None:
    assert line(scored(rollup(method)), "s.k", "value") == values


def test_waypoints_without_a_baseline_are_level_before_the_first() -> None:
    scores = scored(kpi("  target 10 by 2025-Q2\n  target 20 by 2025-Q4\n"))
    assert line(scores, "s.k", "target_low") == [10, 10, 15, 20]


def test_at_or_before_the_baseline_there_is_no_target() -> None:
    scores = scored(
        kpi("  baseline 10 at 2025-Q2\n  target 20 by 2025-Q4\n  actual 2025-Q1: 12 12 12 12\n")
    )
    assert line(scores, "s.k", "target_low") == [None, None, 15, 20]
    assert line(scores, "s.k") == [None, None, 40, 20]
    assert line(scores, "s.k", "progress") == [20, 20, 20, 20]


def test_progress_is_along_the_whole_way_in_own_periods() -> None:
    text = kpi(
        "  every month\n  aggregate sum\n  baseline 5\n  target 10\n  actual 2025-01: 6 7 8\n"
    )
    assert at(scored(text), "s.k", "2025-Q1", "progress") == 60


def test_a_target_equal_to_the_baseline_is_met_or_not() -> None:
    scores = scored(
        kpi("  baseline 2025-Q1: 5 5\n  target 2025-Q1: 6 5\n  actual 2025-Q1: 5.5 5\n")
    )
    assert line(scores, "s.k")[:2] == [50, 100]


def test_over_shows_a_window_against_the_last_periods_target() -> None:
    scores = scored(
        kpi("  over 2\n  baseline 0\n  target 2025-Q1: 10 20 30\n  actual 2025-Q1: 10 20 -\n")
    )
    assert line(scores, "s.k", "value") == [10, 15, None, None]
    assert line(scores, "s.k", "target_low") == [10, 20, 30, None]


def test_a_window_is_filled_up_to_the_current_period() -> None:
    text = kpi(
        "  over 2\n  target 10\n  actual 2025-Q1: 10 20 -\n", QUARTERS + "  closed 2025-Q3\n"
    )
    scores = scored(text)
    assert line(scores, "s.k", "value") == [10, 15, 20, None]
    assert at(scores, "s.k", "2025-Q3", "partial") == 1


def test_a_year_is_told_from_the_window_at_its_last_value() -> None:
    text = kpi("  over 2\n  target 10\n  actual 2025-Q1: 10 20 40\n")
    assert line(evaluate(clean_model(text), Grain.YEAR), "s.k", "value") == [30]


def test_same_shows_the_original_where_it_stands_itself() -> None:
    text = kpi("  target 10\n  actual 2025-Q1: 5 6 7 8\n  until 2025-Q3\n") + (
        "objective p in s.process\nkpi j in s.p\n  same k\n  from 2025-Q2\n"
    )
    assert line(scored(text), "s.j") == [None, 60, 70, None]


def test_a_view_finer_than_the_calendar_is_refused() -> None:
    with pytest.raises(GrainError, match="finer"):
        evaluate(clean_model(kpi("")), Grain.MONTH)


def test_a_recomputed_input_is_recomputed_over_the_same_periods() -> None:
    text = (
        f"{QUARTERS}{CARD}measure x in s\n  every month\n  aggregate sum\n  actual 2025-01: 1 3 -\n"
        "measure y in s\n  every month\n  aggregate sum\n  actual 2025-01: 2 2 2\n"
        "kpi r in s.o\n  formula x / y\n  aggregate recompute\n"
        "kpi k in s.o\n  formula r * 10 + r\n  aggregate recompute\n"
    )
    scores = scored(text)
    assert at(scores, "s.r", "2025-Q1", "value") == 1
    assert at(scores, "s.k", "2025-Q1", "value") == 11
    assert at(scores, "s.k", "2025-Q1", "partial") == 1


@pytest.mark.slow
def test_long_chains_of_recomputed_formulas_are_followed() -> None:
    count = 1500
    chain = "".join(
        f"measure m{n} in s\n  formula m{n - 1} + m{n - 1} - m{n - 1}\n  aggregate recompute\n"
        for n in range(1, count)
    )
    text = (
        f"{QUARTERS}{CARD}measure m0 in s\n  every month\n  actual 2025-01: 1 2 3\n{chain}"
        f"kpi k in s.o\n  formula m{count - 1} + 1\n  aggregate recompute\n"
    )
    assert at(scored(text), "s.k", "2025-Q1", "value") == 3


def test_deep_formulas_are_followed() -> None:
    deep = "sum(" * 90 + "x" + ")" * 90
    assert line(scored(with_inputs(deep)), "s.k", "value") == [1, 2, None, 4]


@pytest.mark.slow
def test_long_chains_of_formulas_are_followed() -> None:
    count = sys.getrecursionlimit() * 2
    chain = "".join(f"measure m{n} in s\n  formula m{n - 1} + 1\n" for n in range(1, count))
    text = (
        QUARTERS
        + CARD
        + "measure m0 in s\n  actual 2025-Q1: 1\nkpi k in s.o\n  formula m"
        + f"{count - 1}\n"
        + chain
    )
    scores = scored(text)
    assert line(scores, "s.k", "value") == [count, None, None, None]


def test_a_tolerance_in_percent_follows_a_line_of_waypoints():
    """Targets 105 and 110: 100 lies 5 of 10.5 below the first, 110 meets the second."""
    lines = """  baseline 100 at 2024-Q4
  target 140 by 2026-Q4
  tolerance 10% of target
  actual 2025-Q1: 100 110
"""
    assert line(scored(kpi(lines)), "s.k") == [52.380952, 100, None, None]


@pytest.mark.parametrize("grain", [None, Grain.HALF])
def test_a_running_sum_is_held_to_its_whole_window_where_nothing_was_measured(
    grain: Grain | None,
) -> None:
    """A plan of 10 a quarter grows to 40; what was measured is held to the targets of the same periods."""
    text = kpi("  aggregate sum\n  over ytd\n  target 10\n  actual 2025-Q1: 8 9\n")
    targets = [10, 20, 30, 40] if grain is None else [20, 40]
    assert line(evaluate(clean_model(text), grain), "s.k", "target_low") == targets


def test_the_same_kpi_has_the_originals_judgement() -> None:
    text = kpi(
        '  target 10\n  actual 2025-Q1: 1 9 9\n  assess amber 2025-Q2 "so"\n  assess red 2025-Q3 "no"\n'
        "  until 2025-Q2\n"
    ) + ("kpi j in s.o\n  same k\n")
    scores = scored(text)
    row = scores.row["s.j"]
    assert [scores.status_word(row, at) for at in range(3)] == ["red", "amber", None]
    assert scores.judged[row].tolist() == [False, True, False, False]


def test_of_a_dated_fact_the_dated_line_holds_before_the_undated_one_in_any_order() -> None:
    dated, undated = "  weight 3 from 2025-Q2 until 2025-Q3\n", "  weight 1\n"
    for lines in (dated + undated, undated + dated):
        assert line(scored(kpi(lines)), "s.k", "weight") == [1, 3, 3, 1]
    dated, undated = "  target 30 from 2025-Q3\n", "  target 10\n"
    for lines in (dated + undated, undated + dated):
        assert line(scored(kpi(lines)), "s.k", "target_low") == [10, 10, 30, 30]


def test_an_actual_outside_the_axis_of_a_window_is_no_fault() -> None:
    """`over 3` in the first period looks back to before anything was written."""
    scores = scored(kpi("  over 3\n  aggregate sum\n  target 10\n  actual 2025-Q1: 6 9\n"))
    assert line(scores, "s.k", "value")[:2] == [6, 15]


def test_without_a_figure_a_window_shows_none_before_the_current_period() -> None:
    """After the current period `over` shows a value only where the period itself has one (2025-Q4 here)."""
    text = kpi(
        "  over 2\n  aggregate sum\n  target 10\n  actual 2025-Q1: 4 6 - 8\n",
        QUARTERS + "  closed 2025-Q2\n",
    )
    assert line(scored(text), "s.k", "value") == [4, 10, None, 8]


def test_the_direction_is_told_from_the_target_that_holds_in_any_order() -> None:
    """Against a baseline of 50: the dated 60 holds in the last period, so higher is better: 55 lies 5 of 10 below."""
    dated, undated = "  target 60 from 2025-Q4\n", "  target 10\n"
    for lines in (dated + undated, undated + dated):
        scores = scored(kpi(f"  baseline 50\n  tolerance 10\n{lines}  actual 2025-Q4: 55\n"))
        assert at(scores, "s.k", "2025-Q4") == 50
