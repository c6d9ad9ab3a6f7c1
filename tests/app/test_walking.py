"""Moving about: what a reader does before changing anything."""

from __future__ import annotations

import pytest
from textual import events

from bsctui.app.core.commands import Section
from bsctui.app.core.glyphs import ASCII
from bsctui.app.ui.listing import Listing
from bsctui.app.ui.picker import matching
from bsctui.app.views.cascade.view import CascadeView
from tests.app.helpers import WORKED, app, screen_text, session_of


def row(shell) -> str:
    return shell.query_one(CascadeView).state.row.address


async def test_it_opens_on_the_top_scorecard_at_the_current_period():
    async with app(session_of()) as (shell, _):
        shown = screen_text(shell)
        assert "Skyline Airlines" in shown.splitlines()[0]
        assert "2025-Q4  81.7 ■ green ▲" in shown.splitlines()[0]
        assert "corporate.bsc:5 saved" in shown.splitlines()[-1]


async def test_arrows_and_letters_move_unfold_and_fold():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("down", "j")
        assert row(shell) == "skyline.profit"
        await pilot.press("l", "l")
        assert row(shell) == "skyline.revenue"
        await pilot.press("h")
        assert row(shell) == "skyline.profit"
        await pilot.press("left", "left")
        assert row(shell) == "skyline.financial"
        await pilot.press("J")
        assert row(shell) == "skyline.process"
        await pilot.press("K", "G")
        assert row(shell) == "ground"
        await pilot.press("g")
        assert row(shell) == "skyline"


async def test_plus_and_minus_fold_all_one_level():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("minus", "minus")
        assert len(shell.query_one(CascadeView).state.rows) == 1
        await pilot.press("plus", "plus", "plus", "plus", "plus")
        assert "Time at the gate" in screen_text(shell)


async def test_below_a_hundred_columns_enter_puts_the_detail_over_the_tree_and_esc_brings_it_back():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert "Made of" in screen_text(shell)
        assert "weight  owner" not in screen_text(shell)
        await pilot.press("escape")
        await pilot.pause()
        assert "weight  owner" in screen_text(shell)


async def test_from_a_hundred_columns_the_detail_stands_beside_the_tree():
    async with app(session_of(), (120, 30)) as (shell, pilot):
        await pilot.press("j")
        await pilot.pause()
        assert "Made of" in screen_text(shell)
        assert "trend" in screen_text(shell)
        await pilot.press("tab")
        assert shell.focused is shell.query_one("#detail", Listing)
        await pilot.press("tab")
        assert shell.focused is shell.query_one("#tree", Listing)


@pytest.mark.slow
async def test_enter_in_the_detail_follows_a_line_and_backspace_returns():
    async with app(session_of(), (120, 40)) as (shell, pilot):
        await pilot.press("j", "j", "tab")
        view = shell.query_one(CascadeView)
        lines = view.detail_pane.rows.lines
        at = next(i for i, line in enumerate(lines) if line.goes_to == "skyline.revenue")
        await pilot.press(*["j"] * at, "enter")
        assert row(shell) == "skyline.revenue"
        await pilot.press("backspace")
        assert row(shell) == "skyline.profit"


async def test_the_line_of_sight_goes_up_and_down_through_the_tiers():
    session = session_of()
    session.selected = "ground.gates"
    async with app(session) as (shell, pilot):
        await pilot.press("U")
        assert row(shell) == "skyline.turnaround"
        await pilot.press("D")
        assert row(shell) == "ground.gates"
        await pilot.press("ctrl+o", "ctrl+o")
        assert row(shell) == "ground.gates"
        await pilot.press("tilde")
        assert row(shell) == "skyline"


@pytest.mark.slow
async def test_find_goes_along_as_it_is_typed_and_esc_returns():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("slash", *"crew")
        assert row(shell) == "ground.crew_ready"
        await pilot.press("escape")
        await pilot.pause()
        assert row(shell) == "skyline"
        await pilot.press("slash", *"time", "enter")
        assert row(shell) == "skyline.on_ground"
        await pilot.press("n")
        assert row(shell) == "ground.gate_time"
        await pilot.press("N")
        assert row(shell) == "skyline.on_ground"


@pytest.mark.slow
async def test_a_filter_shows_what_matches_with_what_stands_above_and_esc_shows_all():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("f", *"kind:kpi role:leading", "enter")
        await pilot.pause()
        shown = screen_text(shell)
        assert "only kind:kpi role:leading" in shown
        assert "Crews ready on time" in shown
        assert "Seat revenue" not in shown
        await pilot.press("escape")
        await pilot.pause()
        assert "Grow profit" in screen_text(shell)


async def test_a_filter_that_finds_nothing_says_what_to_do():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("f", *"zzz", "enter")
        await pilot.pause()
        assert "nothing matches; esc shows everything again" in screen_text(shell)


@pytest.mark.slow
async def test_sorting_puts_what_needs_a_look_on_top():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("S", "s")
        await pilot.pause()
        rows = [r.address for r in shell.query_one(CascadeView).state.rows if r.depth == 1]
        assert rows == ["skyline.financial", "skyline.process", "ground"]
        await pilot.press("S", "c")
        await pilot.pause()
        assert "by change" in screen_text(shell)
        await pilot.press("S", "s", "S", "s")
        await pilot.pause()
        rows = [r.address for r in shell.query_one(CascadeView).state.rows if r.depth == 1]
        assert rows == ["skyline.process", "skyline.financial", "ground"]


@pytest.mark.slow
async def test_periods_and_grains_are_walked_and_typed():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("left_square_bracket")
        assert shell.session.period_text == "2025-Q3"
        await pilot.press("shift+right", "shift+right")
        assert shell.session.period_text == "2026-Q1"
        await pilot.press("0")
        assert shell.session.period_text == "2025-Q4"
        await pilot.press("shift+up")
        assert shell.session.period_text == "2025-H2"
        await pilot.press("shift+up", "shift+up")
        assert shell.session.period_text == "2025"
        await pilot.press("shift+down", "shift+down")
        assert shell.session.period_text == "2025-Q4"
        await pilot.press("p", *"2025-Q2", "enter")
        assert shell.session.period_text == "2025-Q2"


@pytest.mark.slow
async def test_a_period_outside_the_calendar_cannot_be_entered():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("p", *"2031", "enter")
        await pilot.pause()
        assert "2031 is outside the calendar" in screen_text(shell)
        await pilot.press("escape")
        assert shell.session.period_text == "2025-Q4"


@pytest.mark.slow
async def test_help_lists_the_keys_and_any_way_out_closes_it():
    async with app(session_of(), (100, 140)) as (shell, pilot):
        for way_out in ("escape", "q", "question_mark"):
            await pilot.press("question_mark")
            await pilot.pause()
            assert "shows the period before" in screen_text(shell)
            await pilot.press(way_out)
            await pilot.pause()
            assert "shows the period before" not in screen_text(shell)


@pytest.mark.slow
async def test_the_palette_runs_a_command_by_its_name():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("colon", *"previous per", "enter")
        await pilot.pause()
        assert shell.session.period_text == "2025-Q3"


async def test_the_palette_begins_with_what_does_something_and_knows_views_by_other_words():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("colon")
        await pilot.pause()
        offered = [option.value for option in shell.screen._options]
        is_move = [kind.section is Section.MOVE for kind in offered]
        assert is_move == sorted(is_move)
        for words, title in (
            ("branch", "Review view"),
            ("strategy", "Map view"),
            ("heat", "Alignment view"),
            ("report", "Record view"),
            ("project", "Initiatives view"),
        ):
            assert title in [each.text for each in matching(shell.screen._options, words)], words


async def test_keys_typed_ahead_reach_the_layer_they_were_meant_for():
    async with app(session_of()) as (shell, pilot):
        for key in ("p", "2", "0", "2", "5", "minus", "Q", "1", "enter"):
            character = {"minus": "-", "enter": None}.get(key, key)
            shell.post_message(events.Key(key, character))
        await pilot.pause()
        await pilot.pause()
        assert shell.session.period_text == "2025-Q1"


async def test_a_hostile_label_is_shown_as_text():
    hostile = "[red]x[/] [@click=app.quit]y[/]"
    text = WORKED.replace("Seat revenue", hostile)
    session = session_of(text)
    session.selected = "skyline.revenue"
    async with app(session, (120, 40)) as (shell, _):
        assert hostile in screen_text(shell)
        assert "\x1b" not in screen_text(shell)


@pytest.mark.slow
async def test_a_file_with_errors_is_shown_as_far_as_it_can_be_read():
    text = WORKED.replace("  unit minutes\n", "  unit minutes\n  bettr lower\n")
    session = session_of(text)
    session.selected = "skyline.on_ground"
    async with app(session, (120, 40)) as (shell, _):
        shown = screen_text(shell)
        assert "broken" in shown
        assert "Grow profit" in shown


async def test_an_empty_workspace_says_what_to_do():
    async with app(session_of("")) as (shell, _):
        shown = screen_text(shell)
        assert "no scorecard" in shown
        assert "demo" in shown


async def test_plain_terminals_get_plain_signs():
    session = session_of()
    session.selected = "skyline.on_ground"
    async with app(session, (120, 40), glyphs=ASCII) as (shell, _):
        assert screen_text(shell).replace("│", "|").isascii()


async def test_a_users_own_key_replaces_the_default():
    async with app(session_of(), keys={"tree.toggle": "x"}) as (shell, pilot):
        before = len(shell.query_one(CascadeView).state.rows)
        await pilot.press("space")
        assert len(shell.query_one(CascadeView).state.rows) == before
        await pilot.press("x")
        assert len(shell.query_one(CascadeView).state.rows) == 1
