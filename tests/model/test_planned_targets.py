"""The target that a definition plans for a period, where nothing is scored: as the sheet shows it."""

from __future__ import annotations

import math

import pytest

from bsctui.model.definitions import baseline_at, target_at
from tests.scoring.worked import CARD, clean_model

QUARTERS = "calendar quarters 2025-Q1..2026-Q4\n"


def planned(lines: str) -> list[float | None]:
    """The targets of the eight quarters."""
    model = clean_model(f"{QUARTERS}{CARD}kpi k in s.o\n{lines}")
    definition, calendar = model.kpis["s.k"].definition, model.settings.calendar
    first = calendar.fiscal.parse("2025-Q1").ordinal
    found = [target_at(definition, first + at, calendar) for at in range(8)]
    return [None if math.isnan(value) else value for value in found]


@pytest.mark.parametrize(
    ("lines", "targets"),
    [
        # 100 at the end of 2024, 140 at the end of 2026: 5 a quarter (worked example 1).
        ("  baseline 100 at 2024-Q4\n  target 140 by 2026-Q4\n", [105, 110, 115, 120, 125, 130, 135, 140]),
        ("  baseline 0 at 2025-Q2\n  target 8 by 2025-Q4\n  target 9 by 2026-Q2\n", [None, None, 4, 8, 8.5, 9, 9, 9]),
        ("  target 8 by 2025-Q2\n  target 12 by 2025-Q4\n", [8, 8, 10, 12, 12, 12, 12, 12]),
        ("  target 7\n  target 9 from 2025-Q3 until 2025-Q4\n", [7, 7, 9, 9, 7, 7, 7, 7]),
        ("  target 7 until 2025-Q1\n", [7, *[None] * 7]),
        ("  target 2025-Q2: 3 - 5\n", [None, 3, None, 5, *[None] * 4]),
        ("  aggregate sum\n  target 2025: 8 spread\n", [2, 2, 2, 2, *[None] * 4]),
        ("  aggregate last\n  target 2025: 8 spread\n", [8, 8, 8, 8, *[None] * 4]),
        ("  tolerance 1\n  target 3..5\n", [3] * 8),
    ],
)  # fmt: skip
def test_the_planned_target_of_each_period(lines, targets):
    assert planned(lines) == targets


def test_a_baseline_by_period_is_that_of_the_period():
    model = clean_model(f"{QUARTERS}{CARD}kpi k in s.o\n  target 9\n  baseline 2025-Q2: 1 - 3\n")
    definition, calendar = model.kpis["s.k"].definition, model.settings.calendar
    first = calendar.fiscal.parse("2025-Q1").ordinal
    found = [baseline_at(definition, first + at) for at in range(5)]
    assert [None if math.isnan(value) else value for value in found] == [None, 1, None, 3, None]
