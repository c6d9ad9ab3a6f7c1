"""Values of many KPIs and periods as one edit: each goes where its KPI's data stand already."""

from __future__ import annotations

from bsctui.edits import Actual, ActualsOf, RecordActuals, RecordValue, SetField
from bsctui.model.periods import Grain
from bsctui.workspace import Workspace

HEAD = """\
calendar quarters 2025-Q1..2025-Q4
scorecard s
objective o in s.process
kpi a in s.o
kpi b in s.o
"""
FIRST = 2025 * 4
"""The ordinal of 2025-Q1."""


def recorded(text, **values):
    """The text after values, by KPI and quarter of 2025."""
    series = tuple(
        ActualsOf(f"s.{name}", Grain.QUARTER, tuple(Actual(FIRST + at - 1, cell) for at, cell in cells.items()))
        for name, cells in values.items()
    )  # fmt: skip
    work = Workspace.from_texts({"a.bsc": text})
    work.apply(RecordActuals(series, "several"))
    return "".join(work.documents["a.bsc"].lines)


BLOCKS = f"{HEAD}actuals 2025-Q1\n  s.a 1\n  s.b 2\n\nactuals 2025-Q2\n  s.a 3\n\nkpi c in s.o\n"


def test_what_stands_in_blocks_goes_into_the_block_of_its_period():
    expected = BLOCKS.replace("  s.a 3\n", "  s.a 3\n  s.b 4\n")
    assert recorded(BLOCKS, b={2: "4"}) == expected


def test_new_blocks_stand_in_order_behind_the_latest_and_hold_all_of_their_period():
    expected = BLOCKS.replace(
        "  s.a 3\n", "  s.a 3\n\nactuals 2025-Q3\n  s.a 5\n  s.b 6\n\nactuals 2025-Q4\n  s.b 7\n"
    )
    assert recorded(BLOCKS, a={3: "5"}, b={3: "6", 4: "7"}) == expected


def test_one_value_goes_into_its_block_too():
    work = Workspace.from_texts({"a.bsc": BLOCKS})
    work.apply(RecordValue("s.b", "2025-Q2", "4"))
    text = "".join(work.documents["a.bsc"].lines)
    assert text == BLOCKS.replace("  s.a 3\n", "  s.a 3\n  s.b 4\n")


def test_values_of_single_quarters_are_a_line_each_and_those_of_quarters_in_a_row_one_line():
    text = f"{HEAD}  actual 2025-Q1: 1\n"
    assert recorded(text, b={3: "3"}) == f"{text}  actual 2025-Q3: 3\n"
    bare = f"{HEAD}  every quarter\n"
    expected = f"{bare}  actual 2025-Q1: 1 2\n  actual 2025-Q4: 4\n"
    assert recorded(bare, b={1: "1", 2: "2", 4: "4"}) == expected


def test_what_stands_at_the_left_margin_goes_on_there():
    text = f"{HEAD}actual s.a 2025-Q1: 1\n"
    assert recorded(text, a={2: "2"}) == text.replace("Q1: 1", "Q1: 1 2")
    assert recorded(text, a={4: "4"}) == f"{text}actual s.a 2025-Q4: 4\n"


def test_a_new_line_is_indented_as_the_record_is():
    text = f"{HEAD}    target 5\n"
    work = Workspace.from_texts({"a.bsc": text})
    work.apply(RecordValue("s.b", "2025-Q1", "1"))
    assert "".join(work.documents["a.bsc"].lines) == f"{text}    actual 2025-Q1: 1\n"


def test_a_spread_line_stands_behind_the_last_plan_of_its_kpi():
    text = f"{HEAD}  every quarter\n  aggregate sum\n  target 2024-Q4: 9\n  cap 120\n"
    work = Workspace.from_texts({"a.bsc": text})
    work.apply(SetField("s.b", "target", "2025: 40 spread"))
    lines = work.documents["a.bsc"].lines
    assert lines[lines.index("  target 2024-Q4: 9\n") + 1] == "  target 2025: 40 spread\n"
