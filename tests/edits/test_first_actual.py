"""The first actual of a KPI tells how often it is measured, and with it a calendar that nobody wrote."""

from __future__ import annotations

import pytest

from bsctui.edits import RecordValue, Refused, SetField
from bsctui.model.periods import Grain
from bsctui.workspace import Workspace

EMPTY = "scorecard s\nobjective o in s.process\nkpi a in s.o\n  better higher\n  target 10\n"
QUARTERS = f"{EMPTY}kpi b in s.o\n  target 10\n  actual 2025-Q1: 5\n"
FIRST = (RecordValue("s.a", "2025-01", "3"), SetField("s.a", "actual", "2025-01: 3"))


@pytest.mark.parametrize("edit", FIRST)
@pytest.mark.parametrize("text", [EMPTY, QUARTERS])
def test_a_first_month_makes_the_calendar_months_at_once_and_undo_takes_it_back(text, edit):
    work = Workspace.from_texts({"a.bsc": text})
    before = work.model.settings.calendar
    work.apply(edit)
    assert work.model.settings.calendar.grain is Grain.MONTH
    assert work.scores().score[work.scores().row["s.a"]].tolist()[0] == 30
    work.undo()
    assert work.model.settings.calendar == before


@pytest.mark.parametrize("edit", FIRST)
def test_a_plan_that_is_spread_leaves_it_to_the_first_actual(edit):
    text = EMPTY.replace("  target 10\n", "  target 2025: 120 spread\n")
    work = Workspace.from_texts({"a.bsc": text})
    work.apply(edit)
    scores = work.scores()
    assert work.model.settings.calendar.grain is Grain.MONTH
    assert scores.score[scores.row["s.a"]].tolist()[0] == 3 / 120 * 100  # repeated, not divided


@pytest.mark.parametrize("line", ["  every quarter\n", "  target 2025-Q1: 10\n"])
def test_a_first_actual_is_of_the_grain_that_a_line_tells(line):
    told = QUARTERS.replace("kpi a in s.o\n  better higher\n  target 10\n", f"kpi a in s.o\n{line}")
    work = Workspace.from_texts({"a.bsc": told})
    with pytest.raises(Refused, match="measured every quarter"):
        work.apply(FIRST[0])


@pytest.mark.parametrize("edit", [RecordValue("s.b", "2025-04", "3"), SetField("s.b", "actual", "2025-04: 3")])  # fmt: skip
def test_a_further_actual_is_of_the_grain_of_the_first(edit):
    work = Workspace.from_texts({"a.bsc": QUARTERS})
    with pytest.raises(Refused, match="measured every quarter, not every month") as refused:
        work.apply(edit)
    assert refused.value.help == "name a quarter"


@pytest.mark.parametrize(
    "edit", [RecordValue("s.b", "2025-Q2", "~6"), SetField("s.b", "actual", "2025-Q2: ~6")]
)
def test_an_estimate_is_recorded_with_its_mark_and_replaced_by_the_final_value(edit):
    work = Workspace.from_texts({"a.bsc": QUARTERS})
    work.apply(edit)
    assert work.documents["a.bsc"].lines[-1] == "  actual 2025-Q1: 5 ~6\n"
    work.apply(RecordValue("s.b", "2025-Q2", "7"))
    assert work.documents["a.bsc"].lines[-1] == "  actual 2025-Q1: 5 7\n"


PLAN = QUARTERS.replace(
    "  target 10\n  actual", "  baseline 1\n  target 2025-Q1: 10 11 12\n  actual"
)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ('2025-Q2: 13 "as agreed"', '  target 2025-Q1: 10 13 12 "as agreed"\n'),
        ('2025-Q4: 13 "as agreed"', '  target 2025-Q1: 10 11 12 13 "as agreed"\n'),
    ],
)
def test_a_reason_for_a_cell_of_a_plan_is_the_reason_of_its_line_and_no_note(value, line):
    work = Workspace.from_texts({"a.bsc": PLAN})
    work.apply(SetField("s.b", "target", value))
    assert line in work.documents["a.bsc"].lines
    assert not work.model.kpis["s.b"].notes
    work.apply(SetField("s.b", "target", '2025-Q1: 9 "new crew"'))
    text = "".join(work.documents["a.bsc"].lines)
    assert '"as agreed; new crew"' in text
    assert "note" not in text
