"""What a key draws first: the cursor; the detail beside it waits for the next frame, and for keys to rest."""

from __future__ import annotations

import pytest

from bsctui.app.core.key_pace import KeyPace
from bsctui.app.core.spans import plain_text
from bsctui.app.ui.cursor_commands import Down
from tests.app.helpers import app, session_of

WIDE = (140, 40)


def heading(shell):
    """The first line of the detail: the label of its item."""
    return plain_text(shell.view.detail_pane.rows.lines[0].spans)


def label(shell):
    """Of the item under the cursor."""
    return shell.session.label(shell.session.selected)


async def test_a_single_key_shows_the_cursor_and_then_the_detail():
    async with app(session_of(), WIDE) as (shell, pilot):
        shell.key_pace = KeyPace(10.0, clock=lambda: 0.0)
        before = label(shell)
        assert heading(shell) == before
        await shell.run_command(Down)
        assert label(shell) != before
        assert heading(shell) == before
        await pilot.pause()
        assert heading(shell) == label(shell)


async def test_while_keys_come_the_detail_waits_for_the_last_of_them():
    async with app(session_of(), WIDE) as (shell, pilot):
        shell.key_pace = KeyPace(0.5, clock=lambda: 0.0)
        before = heading(shell)
        shell.key_pace.note()
        await pilot.press("j", "j")
        await pilot.pause()
        assert label(shell) != before
        assert heading(shell) == before
        await pilot.pause(0.7)
        assert heading(shell) == label(shell)


async def test_what_was_asked_for_before_the_last_key_is_not_shown_any_more():
    async with app(session_of(), WIDE) as (shell, pilot):
        shell.key_pace = KeyPace(10.0, clock=lambda: 0.0)
        shown = []
        pane = shell.view.detail_pane
        show = pane._show
        pane._show = lambda *item: shown.append(item[0].address) or show(*item)
        await shell.run_command(Down)
        await shell.run_command(Down)
        await pilot.pause()
        assert set(shown) == {shell.session.selected}


@pytest.mark.parametrize("key", ["h", "l"])
async def test_folding_draws_no_line_above_the_folded_one(key):
    async with app(session_of(), WIDE) as (shell, pilot):
        await pilot.press("G")
        while not (row := shell.view.state.row).expandable or row.opened != (key == "h"):
            await pilot.press("k")
        tree = shell.view.tree_pane
        drawn = []
        refresh = tree.refresh_line
        tree.refresh_line = lambda y: drawn.append(y) or refresh(y)
        at, count = tree.cursor, len(tree.rows)
        await pilot.press(key)
        await pilot.pause()
        assert len(tree.rows) != count
        assert at > 0
        assert drawn
        assert min(drawn) >= at
