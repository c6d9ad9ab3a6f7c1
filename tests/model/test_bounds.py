"""Every number in a text has a bound, and what lies beyond it is one error: `grammar/README.md`, Bounds."""

from __future__ import annotations

import pytest

from bsctui.advice.advise import advise
from bsctui.edits import RecordValue, Refused, SetField
from bsctui.workspace import Workspace

HUGE = "1" + "0" * 399
FRAME = """\
calendar quarters 2025-Q1..2025-Q4
scorecard s
objective o in s.process
kpi k in s.o
  actual 2025-Q1: 1 2
"""
JUDGED = FRAME + "  target 5\n"
OTHER = JUDGED + "kpi j in s.o\n  aggregate last\n"


def errors(text):
    """The errors of a workspace, which is scored and advised on as well: nothing may stop it."""
    work = Workspace.from_texts({"a.bsc": text})
    if work.model.settings.calendar is not None:
        advise(work.model, work.scores())
    return [(p.code, p.line) for p in work.model.diagnostics if p.code.startswith("E")]


@pytest.mark.parametrize("number", [HUGE, "9" * 5_000, "1_000_000_000B"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        (FRAME + "  target {}\n", "E401"),
        (FRAME + "  target 0..{}\n  tolerance 1\n", "E401"),
        (FRAME + "  target {} by 2025-Q4\n  baseline 1 at 2024-Q4\n", "E401"),
        (FRAME + "  target 2025-Q1: 1 {}\n", "E401"),
        (FRAME + "  actual 2025-Q3: {}\n", "E401"),
        (FRAME + "  scale 0:0 {}:100\n", "E401"),
        (FRAME + "  scale 0:0 1:{}\n", "E401"),
        (JUDGED + "  tolerance {}% of target\n", "E401"),
        (JUDGED + "  weight {}\n", "E401"),
        (JUDGED + "  cap {}\n", "E401"),
        (JUDGED + "  status red below {}\n  status green\n", "E401"),
        (JUDGED + "initiative i in s.o\n  budget {}\n", "E401"),
        (JUDGED + "initiative i in s.o\n  progress {}\n", "E401"),
        (JUDGED + "coverage {}\n", "E406"),
        (OTHER + "  formula k * {}\n", "E115"),
    ],
)
def test_a_number_beyond_ten_to_the_fifteenth_is_one_error(text, code, number):
    if code == "E115" or "progress" in text:
        number = number.removesuffix("B") + "0" * 9 * number.endswith("B")
    assert [found for found, _ in errors(text.format(number))] == [code]


@pytest.mark.parametrize("number", [HUGE, "9" * 5_000, "10_001", "1_000_000"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        (JUDGED + "  aggregate sum\n  over {}\n", "E401"),
        (JUDGED + "kpi j in s.o\n  drives k after {} weeks\n", "E401"),
        (JUDGED + "kpi j in s.o\n  drives k after {} years\n", "E401"),
        (OTHER + "  formula prev(k, {})\n", "E115"),
        (OTHER + "  formula rolling(k, {})\n", "E115"),
        (OTHER + "  formula round(k, {})\n", "E115"),
    ],
)
def test_a_count_beyond_its_bound_is_one_error(text, code, number):
    assert [found for found, _ in errors(text.format(number))] == [code]


@pytest.mark.parametrize(
    "text",
    [
        JUDGED + "  aggregate sum\n  over 10_000\n",
        JUDGED + "kpi j in s.o\n  drives k after 60 years\n",
        JUDGED + "kpi j in s.o\n  drives k after 240 quarters\n",
        OTHER + "  formula prev(k, 10_000) + rolling(k, 10_000) + round(k, 15) + 1_000_000_000_000_000\n",
        FRAME + "  target 1_000_000B\n",
    ],
)  # fmt: skip
def test_what_stands_on_its_bound_is_none(text):
    assert errors(text) == []


@pytest.mark.parametrize("keyword", ["actual", "target"])
@pytest.mark.parametrize("calendar", ["calendar years 2025..2026\n", ""])
def test_a_series_that_runs_out_of_all_years_is_one_error(keyword, calendar):
    cells = " ".join(["1"] * 8_000)
    text = f"{calendar}scorecard s\nobjective o in s.process\nkpi k in s.o\n  {keyword} 1950: {cells}\n"
    assert [code for code, _ in errors(text) if code != "E400"] == ["E404"]


def test_an_edit_beyond_a_bound_is_refused():
    work = Workspace.from_texts({"a.bsc": JUDGED})
    for edit in (
        RecordValue("s.k", "2025-Q3", HUGE),
        SetField("s.k", "target", HUGE),
        SetField("s.k", "over", HUGE),
        SetField("s.k", "scale", f"0:0 1:{HUGE}"),
    ):
        with pytest.raises(Refused):
            work.apply(edit)
