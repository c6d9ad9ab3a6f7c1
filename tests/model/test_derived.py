"""What nobody wrote is derived: which way is better, and the calendar."""

from __future__ import annotations

from bsctui.model.entities import Better
from bsctui.model.periods import Grain, Period
from tests.scoring.worked import CARD, clean_model, model_of

QUARTERS = "calendar quarters 2025-Q1..2025-Q4\n"


def better(lines: str) -> Better:
    kpi = clean_model(f"{QUARTERS}{CARD}kpi k in s.o\n{lines}").kpis["s.k"]
    return kpi.definition.better


def test_the_last_period_with_both_a_target_and_a_baseline_tells_which_way_is_better():
    assert better("  baseline 60\n  target 2025-Q1: 50 50\n") is Better.LOWER
    assert better("  baseline 60\n  target 2025-Q1: 70 70\n") is Better.HIGHER
    assert better("  baseline 2025-Q1: 60 60\n  target 50\n") is Better.LOWER


def test_a_period_that_no_plan_can_mean_does_not_stretch_a_derived_calendar():
    text = f"{CARD}kpi k in s.o\n  target 1\n  actual 2025-Q1: 1 1\nkpi l in s.o\n  target 1\n  actual 9025-Q1: 1\n"
    calendar = model_of(text).settings.calendar
    assert Period(Grain.QUARTER, calendar.last).ordinal < 2100 * 4
    assert calendar.first == 2025 * 4
