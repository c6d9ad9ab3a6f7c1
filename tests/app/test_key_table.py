"""The keys that the app promises, each bound in every view where it has something to act on."""

from __future__ import annotations

import pytest

from bsctui.app.core.commands import Section, shown_keys
from bsctui.app.key_reference import key_reference, view_commands
from tests.app.helpers import app, session_of

ITEMS = "12345"
"""Views that walk among scorecards, objectives and KPIs: the digits whose commands act on any item."""
ALL = "1234578"

PROMISED = {
    "j k down up g G home end pagedown pageup ctrl+d ctrl+u": ALL,
    "h l left right": "12345",
    "space + - J K": "1",
    "enter": ALL,
    "tab": "134",
    "U D ~ backspace ctrl+o": ITEMS,
    "/ n N": ITEMS,
    "f S": "14",
    "M": "1347",
    "[ ] shift+left shift+right shift+up shift+down p 0": ALL,
    "x": ITEMS,
    "w W X b": ALL,
    "y": ITEMS,
    "e t r o a A c d alt+up alt+down m R": "1245",
    "i": "1458",
    "v": "14",
    "u ctrl+r ctrl+z ctrl+y ctrl+l": ALL,
    "s E C": ALL,
    ": ctrl+p ? f1 escape q": ALL,
    ".": "3",
}
"""Keys, and the digits of the views that have them; of what is typed plain keys are text."""


@pytest.mark.parametrize("keys", PROMISED)
def test_a_promised_key_is_bound_where_it_should_be(keys):
    missing = []
    for digit, commands in view_commands().items():
        bound = {key for kind in commands for key in shown_keys(kind, {})}
        if digit in PROMISED[keys]:
            missing += [(digit, key) for key in keys.split() if key not in bound]
    assert not missing


def test_every_view_has_its_digit_everywhere():
    sets = view_commands()
    for commands in sets.values():
        bound = {key for kind in commands for key in shown_keys(kind, {})}
        assert set(sets) <= bound


def test_the_reference_lists_every_command_once_with_the_users_own_key():
    lines = list(key_reference({"edit.target": "ctrl+t"}))
    for kind in dict.fromkeys(k for commands in view_commands().values() for k in commands):
        assert sum(f"  {kind.id} " in line for line in lines) == 1, kind.id
    assert any(line.startswith("  ctrl+t ") and " edit.target " in line for line in lines)


@pytest.mark.slow
@pytest.mark.parametrize("digit", sorted(view_commands()))
async def test_the_footer_fits_eighty_columns_in_every_view_with_help_first(digit):
    async with app(session_of()) as (shell, pilot):
        await pilot.press(digit)
        await pilot.pause()
        hints = list(shell.frame.hints())
        assert 1 < len(hints) <= 6
        assert hints[0].word == "keys"
        footer = "".join(span.text for span in shell.main.query_one("#footer").spans)
        assert len(footer) == 80
        assert [hint.word for hint in hints if f"{hint.key} {hint.word}" not in footer] == []


@pytest.mark.slow
@pytest.mark.parametrize("digit", sorted(view_commands()))
async def test_the_palette_has_every_command_that_can_run(digit):
    async with app(session_of()) as (shell, pilot):
        await pilot.press(digit, "escape", "ctrl+p")
        await pilot.pause()
        offered = {option.value.id for option in shell.screen._options}
        able = {kind.id for kind in view_commands()[digit] if shell.can(kind)}
        assert able - {"palette"} == offered
        moves = [option.value.section is Section.MOVE for option in shell.screen._options]
        assert moves == sorted(moves), "motions stand last: nobody looks for them"
