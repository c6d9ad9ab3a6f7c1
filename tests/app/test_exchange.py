"""Import… and Export… of the palette: questions as screens, one edit, files by their ending."""

from __future__ import annotations

from tests.app.helpers import app, screen_text, session_of

BARE = 'calendar years 2024..2025\n\nscorecard a "A"\n'


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
        assert "which way is better" in screen_text(shell)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert "not understood: board.csv, D3: oops" in screen_text(shell)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert "2 KPIs with 5 values in board.csv" in screen_text(shell)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert {kpi.label: kpi.definition.better.value for kpi in session.model.kpis.values()} == {
            "Days to pay": "lower", "Trips": "higher",
        }  # fmt: skip
        await pilot.press("u")
        await pilot.pause()
        assert not session.model.kpis


async def test_a_file_is_exported_by_its_ending(tmp_path):
    target = tmp_path / "out.json"
    async with app(session_of(BARE)) as (_, pilot):
        await pilot.press("colon", *"export…", "enter")
        await pilot.pause()
        await pilot.press(*str(target), "enter")
        await pilot.pause()
    assert '"name": "a"' in target.read_text()


async def test_an_own_scorecard_can_begin_with_a_table(tmp_path):
    table = tmp_path / "board.csv"
    table.write_text("KPI,2024,2025\nTrips,40,50\n")
    session = session_of("")
    async with app(session) as (_, pilot):
        await pilot.press("colon", *"start an own", "enter")
        await pilot.pause()
        await pilot.press(*"Ferries", "down", "down", "down", *str(table), "enter")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert session.model.scorecards["ferries"].label == "Ferries"
        assert session.model.kpis["ferries.trips"].actuals[0].values == (40, 50)
