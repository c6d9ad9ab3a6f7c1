"""Every command tells what is shown of it, and no key means two things in one view."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bsctui.app.core.commands import Command, bindings, footer_key, shown_key, shown_keys
from bsctui.app.core.spans import StyledSpan, plain_text, width_of
from bsctui.app.global_commands import GLOBAL_COMMANDS, Help, OpenPalette, footer_commands
from bsctui.app.ui import header_footer
from bsctui.app.ui.key_help import key_lines
from bsctui.app.ui.view import VIEWS

SETS = {entry.name: (*entry.load().COMMANDS, *GLOBAL_COMMANDS) for entry in VIEWS}
ALL = tuple(dict.fromkeys(command for commands in SETS.values() for command in commands))


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.__name__)
def test_a_command_tells_everything_that_is_shown_of_it(command: type[Command]):
    assert re.fullmatch(r"[a-z]+([.-][a-z]+)*", command.id)
    assert command.title[0].isupper()
    assert command.help
    assert not command.help.endswith(".")
    assert len(command.help) + 23 <= 120


def test_ids_are_unique():
    assert [name for name, count in Counter(c.id for c in ALL).items() if count > 1] == []


@pytest.mark.parametrize("view", SETS)
def test_no_key_means_two_things_in_one_view(view):
    keys = Counter(
        key.strip()
        for command in dict.fromkeys(SETS[view])
        for key in command.keys.split(",")
        if key.strip()
    )
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("view", SETS)
def test_every_command_with_a_key_is_in_the_help(view):
    listed = "\n".join(plain_text(line) for line in key_lines(SETS[view], {}))
    for command in SETS[view]:
        if command.keys:
            assert command.help in listed


@pytest.mark.parametrize("view", SETS)
def test_six_footer_entries_fit_eighty_columns(view):
    keyed = [kind for kind in SETS[view] if footer_key(kind, {}, typing=False)]
    commands = footer_commands(keyed)
    assert commands[0] is Help
    assert commands[-1] is OpenPalette
    hints = [header_footer.Hint(footer_key(c, {}, typing=False), c.footer) for c in commands]
    assert len(hints) <= 6
    line = header_footer.footer(hints, None, "corporate.bsc:24 saved", 80, "…")
    assert width_of(line) <= 80
    for hint in hints:
        assert f"{hint.key} {hint.word}" in plain_text(line)


def test_a_users_own_key_replaces_the_default_everywhere():
    command = next(c for c in ALL if c.id == "edit.target")
    assert shown_keys(command, {"edit.target": "ctrl+t"}) == ("ctrl+t",)
    assert "ctrl+t" in plain_text(
        next(line for line in key_lines([command], {"edit.target": "ctrl+t"}) if len(line) > 1)
    )
    assert [binding.id for binding in bindings([command])] == ["edit.target"]


def test_keys_are_shown_as_they_are_typed():
    assert shown_key("question_mark") == "?"
    assert shown_key("ctrl+r") == "ctrl+r"


def test_a_message_takes_the_place_of_the_keys():
    line = header_footer.footer(
        [header_footer.Hint("?", "keys")], StyledSpan("saved a.bsc"), "a.bsc:1 saved", 80, "…"
    )
    assert "saved a.bsc" in plain_text(line)
    assert "keys" not in plain_text(line)
    assert width_of(line) == 80
