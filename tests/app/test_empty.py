"""Every list that is empty says what to do, in whole sentences at 80 columns; and what it says can be done."""

from __future__ import annotations

import re

import pytest

from bsctui.app.ui.view import VIEWS
from tests.app.helpers import app, screen_text, session_of

BARE = 'calendar quarters 2025-Q1..2025-Q4\n\nscorecard a "A"\n'
LISTS = [entry for entry in VIEWS if entry.name not in {"cascade", "text", "problems"}]
"""The others show the scorecard itself, or that there is nothing to mend."""


@pytest.mark.parametrize("text", ["", BARE], ids=["nothing", "one scorecard"])
@pytest.mark.parametrize("entry", LISTS, ids=lambda entry: entry.name)
async def test_an_empty_list_says_what_to_do(entry, text):
    async with app(session_of(text)) as (shell, pilot):
        await pilot.press(entry.key)
        await pilot.pause()
        shown = "\n".join(screen_text(shell).splitlines()[1:-1])
        remedies = re.findall(r".*(?:the cascade|open a folder under git).*", shown)
        assert remedies, shown
        assert not any("…" in line for line in remedies)


async def test_the_first_screen_of_an_empty_folder_is_read_in_full():
    async with app(session_of(""), (100, 30)) as (shell, _):
        assert "months or quarters\n" in screen_text(shell)
        assert "…" not in screen_text(shell)


@pytest.mark.slow
async def test_the_first_objective_and_the_first_kpi_are_added_as_the_empty_lists_say():
    session = session_of(BARE)
    async with app(session) as (shell, pilot):
        await pilot.press("1", "colon", *"add an obj", "enter")
        await pilot.pause()
        assert "In which perspective" in screen_text(shell)
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press(*"Happy", "enter")
        await pilot.pause()
        assert session.selected == "a.happy"
        assert session.model.objectives["a.happy"].perspective == "customer"
        await pilot.press("A", *"Smiles", "enter")
        await pilot.pause()
        assert session.model.kpis["a.smiles"].objective == "a.happy"
        await pilot.press("u", "u")
        assert not session.workspace.dirty
