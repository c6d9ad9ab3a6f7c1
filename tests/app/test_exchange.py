"""Import… and Export… of the palette: questions as screens, one edit, files by their ending."""

from __future__ import annotations

import pytest

from bsctui.app.features.exchange import ImportTable
from bsctui.review.as_text import ReviewStyle, incoming_lines, review_lines
from bsctui.review.comparison import compare
from tests.app.helpers import app, screen_text, session_of
from tests.app.test_commands_alone import PlayedApp, run

BARE = 'calendar years 2024..2025\n\nscorecard a "A"\n'


KNOWN = """calendar months 2025-01..2025-12
  closed 2025-01
scorecard a "A"
objective o "O" in a.process
kpi trips "Trips" in a.o
  target 9
  actual 2025-01: 5 6
"""


class ReadingApp(PlayedApp):
    """Keeps what its questions explain."""

    read = ""

    async def ask(self, layer):
        """What a user would read, then the answer prepared."""
        lines = getattr(layer, "_explain", ())
        self.read += "\n".join("".join(span.text for span in line) for line in lines)
        return await super().ask(layer)

    def sync(self):
        """Nothing to draw anew."""


def import_of(tmp_path, table, answer):
    """The app after Import… of a table, answered so."""
    (tmp_path / "t.csv").write_text(table)
    return run(ImportTable, ReadingApp(session_of(KNOWN), [str(tmp_path / "t.csv"), answer]))


def test_the_difference_by_meaning_is_shown_before_anything_is_written(tmp_path):
    played = import_of(tmp_path, "KPI,2025-02,2025-03\nTrips,7,8\n", "no")
    assert "actual 2025-02: 6 → 7" in played.read
    assert "actual 2025-03: 8: new" in played.read
    assert not played.session.workspace.dirty
    assert import_of(tmp_path, "KPI,2025-02\nTrips,7\n", "yes").session.workspace.dirty


def test_a_table_that_says_what_is_known_and_one_that_restates_are_said_without_a_question(
    tmp_path,
):
    known = import_of(tmp_path, "KPI,2025-02\nTrips,6\n", "yes")
    assert known.said[-1] == "nothing to import: everything in the table is here already"
    closed = import_of(tmp_path, "KPI,2025-01\nTrips,7\n", "yes")
    assert "1 value of a closed period would be overwritten" in closed.said[-1]
    assert not closed.session.workspace.dirty


@pytest.mark.slow
async def test_a_table_is_imported_with_its_questions_as_screens_and_taken_back_as_one_edit(
    tmp_path,
):
    table = tmp_path / "board.csv"
    table.write_text("KPI,Target,2024,2025\nDays to pay,10,12,11\nTrips,50,40,oops\n")
    session = session_of(BARE)
    async with app(session) as (shell, pilot):
        await pilot.press("colon", *"import…", "enter")
        await pilot.pause()
        await pilot.press(*str(table), "enter")
        await pilot.pause()
        await pilot.pause(0.2)
        assert (
            "lower is better, judging by the label or a target of 0: `Days to pay`"
            in screen_text(shell)
        )
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert "`Trips` has the target 50" in screen_text(shell)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert "not understood: board.csv, D3: oops" in screen_text(shell)
        await pilot.press("enter")
        await pilot.pause(0.2)
        shown = screen_text(shell)
        assert "2 KPIs with 5 values in board.csv" in shown
        assert "directions: higher is better for 1, lower is better for 1" in shown
        await pilot.press("pagedown")
        assert "Days to pay" in shown + screen_text(shell)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert {kpi.label: kpi.definition.better.value for kpi in session.model.kpis.values()} == {
            "Days to pay": "lower", "Trips": "higher",
        }  # fmt: skip
        await pilot.press("u")
        await pilot.pause()
        assert not session.model.kpis


@pytest.mark.slow
async def test_a_file_is_exported_by_its_ending(tmp_path):
    target = tmp_path / "out.json"
    async with app(session_of(BARE)) as (_, pilot):
        await pilot.press("colon", *"export…", "enter")
        await pilot.pause()
        await pilot.press(*str(target), "enter")
        await pilot.pause()
    assert '"name": "a"' in target.read_text()


@pytest.mark.slow
async def test_an_own_scorecard_can_begin_with_a_table(tmp_path):
    table = tmp_path / "board.csv"
    table.write_text("KPI,2024,2025\nTrips,40,50\n")
    session = session_of("")
    async with app(session) as (_, pilot):
        await pilot.press("colon", *"start your own", "enter")
        await pilot.pause()
        await pilot.press(*"Ferries", "down", "down", "down", *str(table), "enter")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert session.model.scorecards["ferries"].label == "Ferries"
        assert session.model.kpis["ferries.trips"].actuals[0].values == (40, 50)


def test_what_comes_in_is_told_before_the_problems_that_come_with_it():
    before = session_of(KNOWN).model
    after = session_of(f"{KNOWN}\nkpi late in a.o\n  target 3\n  colour red\n").model
    lines = list(incoming_lines(compare(before, after), "import", ReviewStyle(80)))
    new = next(at for at, line in enumerate(lines) if "late" in line and "New" not in line)
    assert lines.index("New problems") > new
    judged = list(
        review_lines(
            compare(before, after), "a", "b", lambda _: None, ReviewStyle(80), everything=True
        )
    )
    assert sorted(judged[1:]) == sorted(lines[1:])
