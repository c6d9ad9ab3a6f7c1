"""The user's own keys: which hold, what they take from others, and what is told."""

from __future__ import annotations

import pytest

from bsctui.app.core.keymap import keymap, named_key
from bsctui.app.global_commands import GLOBAL_COMMANDS
from bsctui.app.key_reference import layer_commands
from bsctui.app.ui.view import VIEWS
from tests.app.helpers import app, screen_text, session_of

SETS = [(*entry.load().COMMANDS, *GLOBAL_COMMANDS) for entry in VIEWS]


def test_a_key_may_be_written_as_it_is_shown():
    names = {
        "?": "question_mark", "/": "slash", "ctrl+r": "ctrl+r", "Ctrl+R": "ctrl+R", "G": "G", "f2": "f2",
        "shift+left": "shift+left", "question_mark": "question_mark", "space": "space", ";": "semicolon",
        "full_stop": "full_stop", "ctrl++": "ctrl+plus", "-": "minus",
    }  # fmt: skip
    assert {word: named_key(word) for word in names} == names


@pytest.mark.parametrize("word", ["contol+t", "entr", "f99", "ctrl+nothing"])
def test_a_key_that_there_is_not_is_none(word):
    assert named_key(word) is None


def test_a_command_that_there_is_not_is_told_with_the_closest():
    found = keymap({"edit.targt": "T"}, SETS)
    assert found.keys == {}
    assert found.warnings == ("[keys] no command `edit.targt`; did you mean `edit.target`?",)


def test_a_key_that_there_is_not_is_told_and_the_default_stays():
    found = keymap({"edit.target": "contol+t"}, SETS)
    assert "edit.target" not in found.keys
    assert found.warnings == ("[keys] edit.target: there is no key `contol+t`",)


def test_a_key_taken_from_another_command_is_told_where_that_has_none_left():
    found = keymap({"edit.target": "r"}, SETS)
    assert found.keys["edit.target"] == "r"
    assert found.keys["edit.record"] == ""
    assert len(found.warnings) == 1
    assert "(edit.record) no longer has a key" in found.warnings[0]


def test_a_command_with_other_keys_just_loses_the_one():
    found = keymap({"edit.target": "ctrl+y"}, SETS)
    assert (found.keys["redo"], found.warnings) == ("ctrl+r", ())


def test_two_commands_may_trade_their_keys():
    found = keymap({"edit.target": "r", "edit.record": "t"}, SETS)
    assert (found.keys["edit.target"], found.keys["edit.record"]) == ("r", "t")
    assert found.warnings == ()


def test_of_two_with_one_key_the_first_written_has_it():
    found = keymap({"edit.target": "ctrl+t", "edit.record": "ctrl+t"}, SETS)
    assert found.keys == {"edit.target": "ctrl+t"}
    assert found.warnings == ("[keys] edit.record: `ctrl+t` is edit.target's already",)


def test_an_empty_text_takes_the_keys_away():
    assert keymap({"edit.target": ""}, SETS).keys == {"edit.target": ""}


@pytest.mark.slow
async def test_help_footer_and_palette_show_the_users_keys_and_the_key_works():
    async with app(session_of(), (100, 140), keys={"edit.record": "ctrl+t", "find": ";"}) as (
        shell,
        pilot,
    ):
        assert "; find" in screen_text(shell)
        await pilot.press("question_mark")
        assert "ctrl+t" in screen_text(shell)
        await pilot.press("escape", "colon", *"record")
        assert "ctrl+t" in screen_text(shell)
        await pilot.press("escape", "slash")
        assert shell.screen is shell.main
        await pilot.press("semicolon")
        assert shell.screen is not shell.main


@pytest.mark.slow
async def test_what_the_settings_have_wrong_is_said_at_the_start_and_kept_in_the_palette():
    async with app(session_of(), (120, 30), keys={"edit.targt": "T", "fnd": ";"}) as (shell, pilot):
        text = screen_text(shell)
        assert "did you mean `edit.target`?" in text
        assert "1 more" in text
        await pilot.press("colon", *"settings", "enter")
        text = screen_text(shell)
        assert "did you mean `edit.target`?" in text
        assert "did you mean `find`?" in text


async def test_a_key_taken_from_the_views_own_command_does_what_the_user_says():
    async with app(session_of(), keys={"save": "t"}) as (shell, pilot):
        await pilot.press("t")
        await pilot.pause()
        assert shell.screen is shell.main
        assert "nothing to save" in screen_text(shell)


def test_a_layers_own_command_takes_no_key_from_what_a_view_has_too():
    own = keymap({"pages.go": "x", "mixed.go": "space"}, SETS, layer_commands().values())
    assert own.keys["pages.go"] == "x"
    assert "why" not in own.keys
    assert own.keys["layer.read-on"] == ""
    assert len(own.warnings) == 1
