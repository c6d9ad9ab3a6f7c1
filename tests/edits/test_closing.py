"""Results become final by one line of the calendar, and open again without it."""

from __future__ import annotations

import pytest

from bsctui.edits import Refused
from bsctui.edits.setting_lines import ClosePeriods, ReopenPeriods
from bsctui.workspace import Workspace

RECORDS = "\nscorecard s\nobjective o in s.customer\nkpi k in s.o\n  better higher\n  target 5\n  actual 2026-01: 1 2 3\n"
MONTHS = "calendar months 2026-01..2026-12  # as the board wants it\n  starts April\n"


def closed(settings, period):
    """What stands before the records when a period is closed, or (with none) the calendar opened again."""
    work = Workspace.from_texts({"a.bsc": settings + RECORDS})
    work.apply(ClosePeriods(period) if period else ReopenPeriods())
    text = work.documents["a.bsc"].to_bytes().decode()
    assert text.endswith(RECORDS)
    return text.removesuffix(RECORDS), work


def test_the_line_is_added_below_the_calendar():
    text, work = closed(MONTHS, "2026-02")
    assert text == MONTHS.replace("  starts", "  closed 2026-02\n  starts")
    assert (
        work.scores().periods[work.scores().current].ordinal == work.model.settings.calendar.closed
    )
    work.undo()
    assert work.documents["a.bsc"].to_bytes().decode() == MONTHS + RECORDS


def test_a_line_that_is_there_keeps_all_but_its_period():
    text, _ = closed(MONTHS + "  closed 2026-01   # signed\n", "2026-03")
    assert text == MONTHS + "  closed 2026-03   # signed\n"


def test_a_calendar_is_opened_again():
    text, work = closed(MONTHS + "  closed 2026-01\n", None)
    assert text == MONTHS
    assert work.model.settings.calendar.closed is None


@pytest.mark.parametrize(
    ("settings", "period", "said"),
    [
        (MONTHS, "2026-Q1", "not a month of the calendar"),
        (MONTHS, "soon", "not a month of the calendar"),
        (MONTHS, "2027-01", "not a month of the calendar"),
        (MONTHS, None, "not closed"),
        ("", "2026-01", "no `calendar` is written"),
    ],
)
def test_what_cannot_be_closed_is_refused_in_words(settings, period, said):
    work = Workspace.from_texts({"a.bsc": settings + RECORDS})
    with pytest.raises(Refused, match=said):
        work.apply(ClosePeriods(period) if period else ReopenPeriods())
