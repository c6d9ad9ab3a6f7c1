"""Which period the reporting sheet opens at, and in which order its lines stand; pure."""

from __future__ import annotations

from math import isnan

from bsctui.app.views.record.due import due_values, first_due
from bsctui.app.views.record.rows import SheetRows
from bsctui.edits import RecordValue
from tests.app.helpers import session_of

GATES = """\
calendar quarters 2026-Q1..2026-Q4

person anna "Anna Berg"
person bo "Bo Ek"

scorecard gates "Gates"
  owner bo

objective o in gates.process

kpi doors in gates.o
  reporter anna
  every month
  actual 2026-01: 80 81

kpi walks in gates.o
  every month
  actual 2026-01: 5

kpi costs in gates.o
  actual 2026-Q1: 9

initiative lifts "New lifts" in gates.o
  state active
  progress 30%

initiative later in gates.o
  state planned
"""


def test_the_first_period_due_is_one_of_the_finest_grain_reported():
    session = session_of(GATES)
    assert session.format(first_due(session)) == "2026-02"


def test_what_the_user_reports_decides_and_stands_first():
    session = session_of(GATES, me="anna")
    period = first_due(session)
    assert session.format(period) == "2026-03"
    assert [line.address for line in due_values(session, period)] == [
        "gates.doors",
        "gates.walks",
        "gates.costs",
        "gates.lifts",
    ]


def test_a_recorded_line_stays_in_its_period():
    session = session_of(GATES)
    period = first_due(session)
    before = [(line.address, line.period) for line in due_values(session, period)]
    session.workspace.apply(RecordValue("gates.walks", "2026-02", "6"))
    lines = due_values(session, period)
    assert {(line.address, line.period) for line in lines} == set(before)
    assert not any(isnan(line.value) for line in lines)


def test_the_progress_of_what_is_under_way_is_reported_too():
    (line,) = (each for each in due_values(session_of(GATES)) if each.is_progress)
    assert (line.address, line.value, line.unit) == ("gates.lifts", 30.0, "%")


def test_without_values_to_enter_nothing_is_due():
    assert first_due(session_of("calendar quarters 2026-Q1..2026-Q4\n\nscorecard a\n")) is None


SHEET = """
calendar months 2025-01..2025-03
  closed 2025-02
scorecard rail "Rail"
objective lifts "Lifts" in rail.process
kpi up "Availability of the lifts" in rail.lifts
  unit "per cent of opening hours"
  better higher
  target 99.95
  actual 2025-01: ~99.9 99.9499
kpi warm "Warmth" in rail.lifts
  unit "degrees Celsius"
  target 20..25
  tolerance 5
kpi morale "Morale" in rail.lifts
  assess amber 2025-02 "talks with all crews"
scorecard bus "Bus"
objective doors "Doors" in bus.process
kpi warm "Warmth" in bus.doors
  better higher
  target 20
"""


def sheet_lines(session, width=80):
    """The lines of the sheet of February, as they are drawn."""

    class NothingTyped:
        def typed_in(self, line):
            return ""

        def look_of(self, line):
            return ""

    period = session.fiscal.parse("2025-02")
    rows = SheetRows(due_values(session, period), NothingTyped())
    return ["".join(span.text for span in rows.line(at, width)) for at in range(len(rows))]


def test_the_sheet_shortens_units_before_labels_and_tells_labels_apart():
    lines = sheet_lines(session_of(SHEET))
    assert {len(line) for line in lines} == {78}
    names = [line[5:44].strip() for line in lines]
    # Nobody reports them, so that the names have that column's cells too.
    assert "Availability of the lifts, per cent of…" in names
    assert "Warmth (Rail), degrees Celsius" in names
    assert "Warmth (Bus)" in names


def test_the_sheet_shows_estimates_bands_and_that_a_target_was_missed():
    figures = {tuple(line[53:].split()) for line in sheet_lines(session_of(SHEET))}
    assert ("~99.9", "99.95", "99.9499") in figures
    assert ("20..25", "...") in figures


def test_a_judgement_speaks_for_its_period_in_the_sheet():
    session = session_of(SHEET)
    lines = {line.address: line for line in due_values(session, session.fiscal.parse("2025-02"))}
    assert lines["rail.morale"].judged == "amber"
    assert [address for address, line in lines.items() if line.is_missing] == [
        "rail.warm", "bus.warm",
    ]  # fmt: skip
