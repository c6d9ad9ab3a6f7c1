"""The current period, told from what has been entered (`-` is nothing entered)."""

from __future__ import annotations

import pytest

from bsctui.edits import SetField
from bsctui.model.current_period import current_period
from bsctui.workspace import Workspace

HEAD = """\
calendar quarters 2025-Q1..2025-Q4
scorecard s
objective o in s.process
"""


def kpi(name, *lines):
    return "\n".join((f"kpi {name} in s.o", *(f"  {line}" for line in lines))) + "\n"


def current(*kpis):
    work = Workspace.from_texts({"a.bsc": HEAD + "".join(kpis)})
    return _written(work)


def _written(work):
    first = work.model.settings.calendar.first
    return f"Q{current_period(work.model) - first + 1}"


@pytest.mark.parametrize(
    ("kpis", "wanted"),
    [
        ((kpi("a", "actual 2025-Q1: 1 2"), kpi("b", "actual 2025-Q1: 1 2 3")), "Q3"),
        ((kpi("a", "actual 2025-Q1: 1 2"), kpi("b", "actual 2025-Q1: 1 - -")), "Q2"),
        # one of three has a value in Q3; the two that are all `-` have entered none
        ((kpi("a", "actual 2025-Q1: 1 2 3"), kpi("b", "actual 2025-Q1: - -"), kpi("c", "actual 2025-Q4: -")), "Q3"),
        # of two that have entered, one in Q3 is half of them
        ((kpi("a", "actual 2025-Q1: 1 2 3"), kpi("b", "actual 2025-Q1: 7"), kpi("c", "actual 2025-Q1: - - - -")), "Q3"),
        # one of three is less than half, so the latest in which half have one
        ((kpi("a", "actual 2025-Q1: 1 2 3"), kpi("b", "actual 2025-Q1: 7"), kpi("c", "actual 2025-Q2: 7")), "Q2"),
        ((kpi("a", "actual 2025-Q4: -"),), "Q1"),
        # nothing of the calendar's grain: a coarser one counts in the last period it contains
        ((kpi("a", "every half", "actual 2025-H1: 4"), kpi("b", "actual 2025-Q4: -")), "Q2"),
        # of a year that reaches beyond the calendar the last period that the calendar has
        ((kpi("a", "every year", "actual 2025: 4"),), "Q4"),
        ((kpi("a", "actual 2025-Q2: 4", "until 2025-Q1"), kpi("b", "every year", "actual 2025: -")), "Q2"),
    ],
)  # fmt: skip
def test_the_latest_period_in_which_half_of_those_that_entered_anything_have_a_value(kpis, wanted):
    assert current(*kpis) == wanted


@pytest.mark.parametrize(
    ("actual", "wanted"),
    [("2025-Q1: 5 -", "Q3"), ("2025-Q1: - -", "Q3"), ("2025-Q1: 5", "Q3"), ("2025-Q4: 5", "Q4")],
)
def test_recording_a_gap_or_a_first_value_is_seen_at_once(actual, wanted):
    text = HEAD + kpi("a", "actual 2025-Q1: 1 2 3") + kpi("b", "every quarter")
    work = Workspace.from_texts({"a.bsc": text})
    assert work.scores().current == 2
    work.apply(SetField("s.b", "actual", actual))
    assert _written(work) == wanted
    assert f"Q{work.scores().current + 1}" == wanted
