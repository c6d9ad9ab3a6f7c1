"""What stands around the views: titles, questions and messages are read in full at any width."""

from __future__ import annotations

import re
from math import nan
from types import SimpleNamespace

import pytest

from bsctui.app.core.glyphs import ASCII
from bsctui.app.core.spans import StyledSpan, plain_text, width_of
from bsctui.app.ui.header_footer import Hint, footer, titled
from bsctui.app.views.record.due import DueTexts, DueValue
from bsctui.app.views.record.rows import SheetRows, sheet_columns
from tests.app.helpers import WORKED, app, screen_text, session_of

PANE = {ord(block): None for block in "▁▂▃▄▅▆▇█"}
"""Textual's scroll bar."""

HINTS = ("esc closes", "enter down", "g goes there")


@pytest.mark.parametrize("width", range(20, 90, 3))
def test_a_title_shows_whole_hints_or_none_and_the_first_one_longest(width):
    shown = titled((StyledSpan(" Why: Profit", "title"),), HINTS, width, "…")
    assert width_of(shown) <= width
    said = plain_text(shown).removeprefix(" Why: Profit").strip()
    assert said in {", ".join(HINTS[:last]) for last in range(4)}


def test_a_message_too_long_to_stand_beside_the_place_has_the_whole_line():
    said = "a sentence of thirty-two letters"
    beside = footer([Hint("?", "keys")], StyledSpan(said), "units/ground.bsc:12 saved", 80, "…")
    alone = footer([Hint("?", "keys")], StyledSpan(said), "units/ground.bsc:12 saved", 50, "…")
    assert "ground.bsc:12 saved" in plain_text(beside)
    assert said in plain_text(beside)
    assert plain_text(alone).strip() == said


async def test_why_something_cannot_be_deleted_is_read_in_full_on_a_narrow_screen():
    session = session_of()
    async with app(session, size=(48, 24)) as (shell, pilot):
        session.selected = "skyline"
        await pilot.press("d")
        await pilot.pause()
        text = " ".join(screen_text(shell).split())
    assert "while it contains something" in text
    assert "skyline.profit" in text


@pytest.mark.parametrize("view", ["1", "2", "3", "4", "5", "6", "7", "9"])
async def test_a_plain_terminal_gets_no_sign_of_the_apps_own_and_nothing_is_cut_at_the_right(view):
    async with app(session_of(), size=(60, 20), glyphs=ASCII) as (shell, pilot):
        await pilot.press(view)
        await pilot.pause()
        text = screen_text(shell)
        last = text.split("\n")[-1]
    named = {letter for letter in WORKED if not letter.isascii()}
    assert {letter for letter in text.translate(PANE) if not letter.isascii()} <= named
    assert last.endswith("saved")


async def test_where_nothing_can_be_changed_the_footer_offers_no_change():
    async with app(session_of(read_only=True)) as (shell, _):
        footer = screen_text(shell).splitlines()[-1]
        assert "x why" in footer
        assert "edit" not in footer
        assert footer.endswith("read-only")


async def test_the_heads_of_changes_name_the_period_they_are_told_against():
    async with app(session_of()) as (shell, pilot):
        assert "Δ Q3" in screen_text(shell).splitlines()[1]
        await pilot.press("4")
        assert "Δ Q3" in screen_text(shell).splitlines()[2]


@pytest.mark.slow
async def test_what_could_not_be_recorded_is_read_in_full_on_leaving():
    typed = "1,05 " * 20
    async with app(session_of()) as (shell, pilot):
        await pilot.press("8", *typed, "down", "escape", "q")
        await pilot.pause()
        assert "not recorded" in screen_text(shell)
        assert "which is not a value" in " ".join(screen_text(shell).split())


async def test_the_sheets_numbers_are_all_seen_at_sixty_columns():
    session = session_of()
    session.show_period("2025-Q3")
    async with app(session, size=(60, 20)) as (shell, pilot):
        await pilot.press("8")
        row = shell.view.listing.cursor
        assert shell.view.line.address == "skyline.on_ground"
        line = plain_text(shell.view.listing.rows.line(row, 59)).split()
    assert line[-3:] == ["52", "48.75", "-"]


def test_a_long_number_of_the_sheet_takes_the_cells_that_names_leave():
    line = DueValue(
        "k", "Doors", "Anna", "", "2026-01", nan, nan, DueTexts("", "", "1000.5..1200.5")
    )
    narrow, wide = sheet_columns(80, [line]), sheet_columns(200, [line])
    assert narrow.cell == wide.cell == len("1000.5..1200.5")
    row = plain_text(SheetRows([line], SimpleNamespace(typed_in=lambda _: "")).line(0, 80))
    assert "1000.5..1200.5" in row
    assert len(row) <= 80
    assert wide.label == len("Doors")


async def test_a_key_that_does_nothing_here_says_so_and_where_it_does():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("6", "x")
        told = screen_text(shell).split("\n")[-1]
        assert "x (Why" in told
        assert "it works in 1 2 3 4 5" in told
        await pilot.press("z")
        assert "z does nothing; ? lists the keys" in screen_text(shell)
        await pilot.press("n")
        assert "does nothing" not in screen_text(shell)


async def test_a_key_typed_into_a_question_is_not_talked_about():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("y", "z", "escape")
        assert "does nothing" not in screen_text(shell)


def test_a_finer_grain_leads_to_the_current_period_where_that_stands_in_view():
    half_a_year = re.sub(r"(actual 2025-Q1: \S+ \S+) .*", r"\1", WORKED)
    session = session_of(half_a_year)
    assert session.period_text == "2025-Q2"
    session.step_grain(2)
    assert session.period_text == "2025"
    session.step_grain(-2)
    assert session.period_text == "2025-Q2"


@pytest.mark.parametrize("width", [100, 160])
async def test_coverage_is_read_in_full_beside_the_tree(width):
    async with app(session_of(), size=(width, 30)) as (shell, _):
        assert re.search(r"coverage +100%", screen_text(shell))
