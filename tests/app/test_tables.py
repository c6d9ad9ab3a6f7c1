"""The tables of KPIs and of initiatives: what they show, sorting, filtering, finding, and the way in and out."""

from __future__ import annotations

import pytest

from bsctui.app.core.glyphs import UNICODE
from bsctui.app.core.spans import plain_text
from bsctui.app.views.kpis.columns import COLUMNS
from bsctui.app.views.kpis.table import KpiTable
from bsctui.app.views.tables.columns import placed_columns, sorted_rows, text_ranks
from tests.app.helpers import WORKED, app, screen_text, session_of

MEASURED = (
    WORKED
    + """
measure trips "Trips flown" in ground
  aggregate sum
  actual 2025-Q1: 600 640 650 700

initiative bridges "Second jet bridge" in ground.gates
  due 2026-06-30
  budget 1M
  spent 1.2M
  owner "Head of build"

initiative survey "Ask the crews" in ground.crew_ready
  state done
  due 2025-03-31

initiative idea "An idea" in ground.gates
"""
)


def on(address: str, text: str = MEASURED, **parts):
    session = session_of(text, **parts)
    session.selected = address
    return session


def shown(shell) -> list[str]:
    return shell.view.state.shown


def rows(shell) -> list[str]:
    """The lines of the table as they are drawn."""
    listing = shell.view.listing
    width = listing.scrollable_content_region.width
    return [plain_text(listing.rows.line(at, width)) for at in range(len(listing.rows))]


async def test_every_kpi_and_measure_has_a_row_with_its_figures():
    async with app(session_of(MEASURED), (140, 40)) as (shell, pilot):
        await pilot.press("4")
        await pilot.pause()
        assert shown(shell) == [
            "skyline.revenue",
            "skyline.plane_cost",
            "skyline.on_ground",
            "ground.gate_time",
            "ground.crew_ready",
            "ground.trips",
        ]
        ground = rows(shell)[2].split()
        assert ground[:5] == ["•", "Time", "on", "the", "ground"]
        assert ground[5:9] == ["skyline", "47", "45", "minutes"]
        assert ground[10:] == ["■", "86.7", "-13.3", "17.3", "2.7", "1", "lead", "Board"]
        trips = rows(shell)[5].split()
        assert trips[:5] == ["∑", "Trips", "flown", "ground", "700"]


def test_a_measures_value_is_combined_in_a_coarser_view_as_a_kpis_is():
    session = session_of(MEASURED)
    session.show_period("2025")
    assert KpiTable(session).value[-1] == 600 + 640 + 650 + 700


@pytest.mark.slow
async def test_sorting_by_change_puts_the_greatest_loss_first_and_again_the_greatest_gain():
    async with app(session_of(MEASURED)) as (shell, pilot):
        await pilot.press("4", "S", "d")
        await pilot.pause()
        losses = shown(shell)
        assert losses[0] == "skyline.on_ground"
        assert losses[-1] == "ground.trips"
        assert shell.session.selected == "skyline.on_ground"
        await pilot.press("S", "d")
        await pilot.pause()
        gains = shown(shell)
        assert gains[0] == "ground.crew_ready"
        assert gains[-1] == "ground.trips"
        await pilot.press("S", "f")
        assert shown(shell)[0] == "skyline.revenue"


async def test_the_column_under_the_cursor_is_the_first_one_offered_to_sort_by():
    async with app(session_of(MEASURED)) as (shell, pilot):
        await pilot.press("4", "right", "right", "S", "enter")
        await pilot.pause()
        assert "by value, falling" in screen_text(shell)
        assert shown(shell)[0] == "skyline.revenue"


@pytest.mark.slow
async def test_a_filter_narrows_as_it_is_typed_and_esc_brings_all_back():
    async with app(on("skyline.revenue")) as (shell, pilot):
        await pilot.press("4", "f", *"time")
        await pilot.pause()
        assert shown(shell) == ["skyline.on_ground", "ground.gate_time", "ground.crew_ready"]
        await pilot.press(*" gate")
        await pilot.pause()
        assert shown(shell) == ["ground.gate_time"]
        await pilot.press("escape")
        await pilot.pause()
        assert len(shown(shell)) == 6
        assert shell.session.selected == "skyline.revenue"


@pytest.mark.slow
async def test_a_filter_that_is_entered_stays_in_every_view_until_esc():
    async with app(session_of(MEASURED)) as (shell, pilot):
        await pilot.press("4", "f", *"role:leading", "enter", "1")
        await pilot.pause()
        assert "only role:leading" in screen_text(shell)
        await pilot.press("4")
        await pilot.pause()
        assert "3 of 6  only role:leading" in screen_text(shell)
        await pilot.press("escape")
        assert len(shown(shell)) == 6


@pytest.mark.slow
async def test_half_a_term_of_a_filter_says_what_is_missing_and_the_terms_before_it_hold():
    async with app(session_of(MEASURED)) as (shell, pilot):
        await pilot.press("4", "f", *"time status:")
        await pilot.pause()
        assert "`status:` is one of" in screen_text(shell)
        assert len(shown(shell)) == 3


@pytest.mark.slow
async def test_find_goes_through_the_rows_in_their_order_on_screen():
    async with app(on("skyline.revenue")) as (shell, pilot):
        await pilot.press("4", "S", "l", "slash", *"time", "enter")
        await pilot.pause()
        assert shell.session.selected == "ground.crew_ready"
        await pilot.press("n")
        assert shell.session.selected == "ground.gate_time"
        await pilot.press("n")
        assert shell.session.selected == "skyline.on_ground"
        await pilot.press("n")
        assert shell.session.selected == "ground.crew_ready"
        await pilot.press("N")
        assert shell.session.selected == "skyline.on_ground"


@pytest.mark.slow
async def test_only_mine_shows_what_the_user_owns_or_reports():
    text = MEASURED.replace("  unit %\n", "  unit %\n  reporter ann\n")
    session = session_of(text + 'person ann "Ann"\n', me="ann")
    async with app(session) as (shell, pilot):
        await pilot.press("4", "M")
        await pilot.pause()
        assert shown(shell) == ["ground.crew_ready"]
        await pilot.press("M")
        assert len(shown(shell)) == 6


async def test_what_was_selected_stays_so_where_the_cursor_was_only_shown_a_row_below_it():
    async with app(on("ground.gates")) as (shell, pilot):
        await pilot.press("4")
        assert shell.session.selected == "ground.gate_time"
        await pilot.press("1")
        assert shell.session.selected == "ground.gates"
        await pilot.press("4", "down", "1")
        assert shell.session.selected == "ground.crew_ready"


async def test_enter_opens_the_detail_over_the_rows_and_esc_closes_it():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await pilot.press("4", "enter")
        await pilot.pause()
        assert "Periods" in screen_text(shell)
        await pilot.press("escape")
        await pilot.pause()
        assert "KPIs 6" in screen_text(shell)
        assert shell.focused is shell.view.listing


async def test_a_jump_to_what_is_no_row_leads_to_the_cascade_and_back_returns():
    async with app(on("ground.gate_time")) as (shell, pilot):
        await pilot.press("4", "U")
        await pilot.pause()
        assert shell.view.id == "cascade"
        assert shell.session.selected == "ground.gates"
        await pilot.press("backspace")
        assert shell.session.selected == "ground.gate_time"


@pytest.mark.slow
async def test_the_cell_under_the_cursor_is_edited_in_place():
    async with app(on("ground.crew_ready")) as (shell, pilot):
        await pilot.press("4", *["right"] * 3, "i", *"97", "enter")
        await pilot.pause()
        assert "all of them" in screen_text(shell)
        await pilot.press("enter")
        await pilot.pause()
        assert "target 97" in shell.session.workspace.documents["corporate.bsc"].to_bytes().decode()
        await pilot.press("right", "right", "i")
        await pilot.pause()
        assert "is computed: x shows from what" in screen_text(shell)


@pytest.mark.slow
async def test_after_an_edit_a_column_shows_how_far_scores_moved():
    async with app(on("ground.crew_ready"), (100, 24)) as (shell, pilot):
        await pilot.press("4", "t", *"90", "enter", "enter")
        await pilot.pause()
        assert " edit" in screen_text(shell)
        assert "+18.0" in rows(shell)[4]
        await pilot.press("u")
        await pilot.pause()
        assert " edit" not in screen_text(shell)


@pytest.mark.parametrize("text", ["", 'scorecard a "A"\n'])
async def test_without_a_kpi_the_view_says_how_to_come_to_one(text):
    async with app(session_of(text)) as (shell, pilot):
        await pilot.press("4")
        await pilot.pause()
        assert "There is no KPI yet" in screen_text(shell)
        assert "A on" in screen_text(shell)
        await pilot.press("enter", "S", "escape", "down", "v")


async def test_initiatives_stand_by_due_date_those_without_last():
    async with app(session_of(MEASURED)) as (shell, pilot):
        await pilot.press("9")
        await pilot.pause()
        assert shown(shell) == [
            "ground.survey",
            "ground.stock_plan",
            "ground.bridges",
            "ground.idea",
        ]


async def test_initiatives_that_are_late_or_over_budget_are_marked_by_a_word():
    async with app(session_of(MEASURED), (140, 30)) as (shell, pilot):
        await pilot.press("9")
        await pilot.pause()
        survey, stock, bridges, idea = rows(shell)
        assert "late" not in survey
        assert "2025-11-30 late" in stock
        assert "active" in stock
        assert "1M 1.2M over 120%" in " ".join(bridges.split())
        assert "Turn planes at the gate" in bridges
        assert "Head of bu" in bridges
        assert "open" in idea


async def test_an_initiative_is_late_only_from_the_period_that_it_was_due_in():
    async with app(session_of(MEASURED), (140, 30)) as (shell, pilot):
        await pilot.press("9", "left_square_bracket")
        await pilot.pause()
        assert "late" not in rows(shell)[1]


@pytest.mark.slow
async def test_an_initiative_is_edited_in_its_cell_and_in_the_form():
    async with app(on("ground.stock_plan")) as (shell, pilot):
        await pilot.press("9", "right", "right", "i", *"done", "enter")
        await pilot.pause()
        assert "late" not in rows(shell)[1]
        assert "done" in rows(shell)[1]
        await pilot.press("e")
        await pilot.pause()
        assert "progress" in screen_text(shell)


async def test_without_an_initiative_the_view_says_how_to_come_to_one():
    async with app(session_of(WORKED[: WORKED.index("initiative")])) as (shell, pilot):
        await pilot.press("9")
        await pilot.pause()
        assert "There is no initiative yet" in screen_text(shell)


def test_ranks_sort_as_texts_do_without_case_and_give_empty_ones_none():
    numbers = text_ranks(["beta", "", "Alpha", "alpha"])
    assert numbers[2] == numbers[3] < numbers[0]
    assert numbers[1] != numbers[1]


def test_rows_without_a_number_stand_last_either_way():
    session = session_of(MEASURED)
    table = KpiTable(session)
    rising, falling = (
        sorted_rows(table.score, table.value.argsort(), falling=falling)
        for falling in (False, True)
    )
    assert table.addresses[rising[-1]] == table.addresses[falling[-1]] == "ground.trips"
    assert list(rising[:-1]) == list(reversed(falling[:-1]))


def widths(width: int, **texts: int) -> dict[str, int]:
    """The cells of each column of the KPI table that shows, its texts being so wide."""
    shown = {"label": 20, "scorecard": 7, "owner": 9, "unit": 4, "value": 6, "target": 6} | texts
    return {each.column.name: each.width for each in placed_columns(COLUMNS, width, shown)}


def test_a_label_has_the_cells_that_its_columns_do_not_need():
    placed = widths(120, label=36)
    # By hand: a third of 120 is 36, and nothing else is cut for it.
    assert placed["label"] >= 36
    assert placed["owner"] >= 9
    assert "potential" not in placed


def test_a_row_of_a_table_is_never_wider_than_the_table():
    for width in range(30, 260, 7):
        for label in (5, 30, 90):
            placed = widths(width, label=label, owner=40, unit=30)
            assert sum(placed.values()) + len(placed) == width


def test_figures_that_are_nice_to_have_stand_where_every_text_is_whole():
    assert "points it could still contribute at the top" in widths(200, label=50)
    assert "points it could still contribute at the top" not in widths(150, label=90)


def test_a_percent_sign_stands_at_the_figure_and_not_in_the_column_of_units():
    session = session_of(WORKED)
    table = KpiTable(session)
    cells = {column.name: column.cell for column in COLUMNS}
    at = table.addresses.index("ground.crew_ready")
    assert session.model.kpis["ground.crew_ready"].definition.unit == "%"
    assert cells["value"](table, at, UNICODE).text.endswith("%")
    assert cells["unit"](table, at, UNICODE).text == ""
