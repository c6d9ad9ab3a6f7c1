"""What the mouse does beside choosing rows: footer, the header's period, heads of columns and fold signs answer to a click."""

from __future__ import annotations

import re

import pytest

from bsctui.app.core.session import SiblingOrder
from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.key_help import KeyList
from bsctui.app.ui.prompt import Prompt
from bsctui.app.ui.styles import clicked_span
from tests.app.helpers import app, screen_text, session_of


def place_of(shell, text):
    """Column and line at which a text stands on screen; the last of its line."""
    lines = screen_text(shell).splitlines()
    y = next(at for at, line in enumerate(lines) if text in line)
    return lines[y].rindex(text), y


async def click(shell, pilot, text):
    await pilot.click(offset=place_of(shell, text))
    await pilot.pause()


def test_the_span_under_the_mouse_is_told_by_cells_and_not_by_letters():
    spans = (StyledSpan("界 ", click="wide"), StyledSpan("x"), StyledSpan("y", click="last"))
    assert [clicked_span(spans, x) for x in range(6)] == ["wide", "wide", "wide", "", "last", ""]


async def test_an_entry_of_the_footer_runs_its_command():
    async with app(session_of()) as (shell, pilot):
        await click(shell, pilot, "keys")
        assert isinstance(shell.screen, KeyList)


@pytest.mark.slow
async def test_the_period_in_the_header_asks_for_another():
    async with app(session_of()) as (shell, pilot):
        await click(shell, pilot, "2025-Q4")
        assert isinstance(shell.screen, Prompt)


async def test_the_fold_sign_of_a_row_folds_and_unfolds_it():
    async with app(session_of()) as (shell, pilot):
        rows = len(shell.view.state.rows)
        await click(shell, pilot, "▼ Financial")
        assert len(shell.view.state.rows) < rows
        await click(shell, pilot, "▶ Financial")
        assert len(shell.view.state.rows) == rows


async def test_a_click_on_a_rows_name_only_chooses_it():
    async with app(session_of()) as (shell, pilot):
        rows = len(shell.view.state.rows)
        await click(shell, pilot, "Financial")
        assert shell.session.selected == "skyline.financial"
        assert len(shell.view.state.rows) == rows


async def test_the_head_of_a_column_orders_siblings_and_again_turns_them_round():
    async with app(session_of()) as (shell, pilot):
        await click(shell, pilot, "score")
        assert shell.session.sort is SiblingOrder.SCORE
        assert not shell.session.order_reversed
        await click(shell, pilot, "score")
        assert shell.session.order_reversed


async def test_the_head_of_a_table_sorts_by_its_column():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("4")
        await click(shell, pilot, "score")
        assert shell.view.state.sorted_by.name == "score"


SHEET = """\
calendar quarters 2025-Q1..2025-Q4

person ann "Ann"
person bo "Bo"

scorecard s

objective o in s.process

kpi b "Beta" in s.o
  reporter ann
  better higher
  target 5
  actual 2025-Q1: 9

kpi a "Alpha" in s.o
  reporter bo
  better higher
  target 7
  actual 2025-Q1: 1

kpi c "Gamma" in s.o
  reporter bo
  unit items
"""


@pytest.mark.slow
async def test_the_heads_of_the_sheet_sort_its_lines_and_again_turn_them_round():
    def items(shell):
        return re.findall("Alpha|Beta|Gamma", screen_text(shell).partition("who")[2])

    async with app(session_of(SHEET)) as (shell, pilot):
        await pilot.press("8", "escape")
        assert items(shell) == ["Beta", "Gamma", "Alpha"]  # who reports, then what is missing
        await click(shell, pilot, "item ")
        assert items(shell) == ["Alpha", "Beta", "Gamma"]
        await click(shell, pilot, "target")
        assert items(shell) == ["Beta", "Alpha", "Gamma"]
        await click(shell, pilot, "target")
        assert items(shell) == ["Alpha", "Beta", "Gamma"]
        assert "▼target" in screen_text(shell)
        await pilot.press("1", "8", "escape")
        assert items(shell) == ["Beta", "Gamma", "Alpha"]


async def test_the_group_that_is_scrolled_into_is_named_in_the_head():
    lines = "".join(f"\nkpi k{at} in s.o\n  reporter bo\n" for at in range(40))
    async with app(session_of(SHEET + lines)) as (shell, pilot):
        await pilot.press("8", "escape")
        shell.view.listing.scroll_to(y=20, animate=False, force=True, immediate=True)
        await pilot.pause()
        assert " Bo " in screen_text(shell).splitlines()[2]
