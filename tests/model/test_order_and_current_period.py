"""Two rules of a whole workspace: in which order things are shown, and which period is the current one."""

from __future__ import annotations

import pytest

from bsctui.model.build import build
from bsctui.model.current_period import current_period
from bsctui.model.periods import Period
from bsctui.text.document import read_document
from tests.scoring.worked import model_of

QUARTERS = "calendar quarters 2025-Q1..2025-Q4\n"


def test_records_are_shown_by_the_components_of_their_files_paths_and_then_by_lines():
    files = {
        "b.bsc": "kpi five in s.o\nkpi four in s.o\n",
        "a-b.bsc": "kpi three in s.o\n",
        "a/z.bsc": "kpi two in s.o\n",
        "a/B.bsc": f"{QUARTERS}scorecard s\nobjective o in s.financial\nkpi one in s.o\n",
    }
    documents = {path: read_document(path, text.encode()) for path, text in files.items()}
    names = [kpi.name for kpi in build(documents).kpis.values()]
    assert names == ["one", "two", "three", "five", "four"]


def test_two_lines_that_cannot_both_stand_are_told_at_the_second_with_the_place_of_the_first():
    text = f"{QUARTERS}scorecard s\nobjective o in s.financial\nkpi k in s.o\n"
    for lines in ("  leading\n  lagging\n", "  over ytd\n  over 2\n", "  baseline 1\n  baseline 2025-Q1: 1\n"):  # fmt: skip
        (problem,) = [one for one in model_of(text + lines).diagnostics if one.code == "E202"]
        assert problem.line == 6
        assert [place.line for place in problem.related] == [5]


def current(text: str) -> str:
    """The current period of a workspace."""
    model = model_of(QUARTERS + text)
    calendar = model.settings.calendar
    return calendar.fiscal.format(Period(calendar.grain, current_period(model)))


CARD = "scorecard s\nobjective o in s.financial\nobjective p in s.financial\n"
THIRD = "kpi c in s.p\n  actual 2025-Q1: 1 1 1\n"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        (f"{CARD}kpi a in s.o\n  actual 2025-Q1: 1 1\nkpi b in s.o\n  actual 2025-Q1: 1 1\n{THIRD}", "2025-Q2"),
        (f"{CARD}kpi a in s.o\n  actual 2025-Q1: 1 1\n{THIRD}", "2025-Q3"),
        (f"{CARD}kpi a in s.o\n  actual 2025-Q1: 1 1\n  until 2025-Q2\nkpi b in s.o\n  actual 2025-Q1: 1 1\n  until 2025-Q2\n{THIRD}", "2025-Q3"),
        (f"{CARD.replace('objective p', '  until 2025-Q2' + chr(10) + 'objective p')}kpi a in s.o\n  actual 2025-Q1: 1 1\nkpi b in s.o\n  actual 2025-Q1: 1 1\n{THIRD}", "2025-Q3"),
        (f"{CARD}scorecard t\n  until 2025-Q2\nmeasure a in t\n  actual 2025-Q1: 1 1\nmeasure b in t\n  actual 2025-Q1: 1 1\n{THIRD}", "2025-Q3"),
        (f"{CARD}kpi a in s.o\n  target 1\nkpi b in s.o\n  target 1\n{THIRD}", "2025-Q3"),
        (f"{CARD}kpi a in s.o\n  actual 2025-Q1: 1 - - -\n", "2025-Q1"),
        (f"{CARD}kpi a in s.o\n  target 1\n", "2025-Q1"),
        (f"{CARD}kpi a in s.o\n  every year\n  actual 2024: 1\nkpi b in s.o\n  actual 2025-Q1: 1 1\n", "2025-Q2"),
        (f"{CARD}kpi a in s.o\n  every year\n  actual 2025: 1\n", "2025-Q4"),
        (f"{CARD}kpi a in s.o\n  every month\n  actual 2025-01: 1 1 1 1 1 1 1\n", "2025-Q3"),
    ],
)  # fmt: skip
def test_the_current_period_is_the_latest_that_half_of_those_in_force_have_measured(text, period):
    assert current(text) == period


def test_closed_is_the_current_period_whatever_is_measured():
    assert current(f"  closed 2025-Q1\n{CARD}{THIRD}") == "2025-Q1"
