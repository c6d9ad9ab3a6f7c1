"""Every list that is empty says what to do, in whole sentences at 80 columns; and what it says can be done."""

from __future__ import annotations

import asyncio
import re

import pytest

from bsctui.app.core.session import Session
from bsctui.app.core.spans import plain_text
from bsctui.app.ui.view import VIEWS
from bsctui.app.views.cascade.welcome import first_offer, welcome
from bsctui.storage.workspace_files import workspaces_below
from bsctui.workspace import Workspace
from tests.app.helpers import app, screen_text, session_of, write_worked
from tests.app.test_commands_alone import PlayedApp

BARE = 'calendar quarters 2025-Q1..2025-Q4\n\nscorecard a "A"\n'
LISTS = [entry for entry in VIEWS if entry.name not in {"cascade", "text", "problems"}]
"""The others show the scorecard itself, or that there is nothing to mend."""


@pytest.mark.slow
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
        assert "The arrows choose." in screen_text(shell)
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


def departments(folder):
    """A folder without a scorecard over two workspaces, one of them deeper, and one that is hidden."""
    for path in ("sales", "units/support", ".hidden"):
        (folder / path).mkdir(parents=True)
        write_worked(folder / path)
    return folder


def test_a_folder_above_several_workspaces_names_them_and_opens_the_one_that_is_picked(tmp_path):
    session = Session(workspace=Workspace.load(departments(tmp_path)))
    lines = welcome(session)
    texts = [plain_text(line.spans) for line in lines]
    assert texts[0] == (" There is no scorecard in this folder, but there are workspaces below it.")
    assert texts[2:4] == [" enter   open sales", " enter   open units/support"]
    assert first_offer(lines) == 2
    played = PlayedApp(session)
    asyncio.run(lines[3].act(played))
    assert session.workspace.root == tmp_path / "units" / "support"
    assert session.selected == "skyline"
    # From there the others are still at hand.
    assert workspaces_below(session.started_in) == ("sales", "units/support")


def test_workspaces_below_a_workspace_and_behind_links_are_not_looked_for(tmp_path):
    departments(tmp_path)
    write_worked(tmp_path / "units")
    (tmp_path / "link").symlink_to(tmp_path / "sales")
    assert workspaces_below(tmp_path) == ("sales", "units")


def test_files_that_cannot_be_read_as_a_scorecard_are_named_with_the_first_problem():
    lines = welcome(session_of("scorecrd a\n"))
    texts = [plain_text(line.spans) for line in lines]
    assert "cannot" not in texts[0]
    assert texts[0].startswith(" Nothing here can be read as a scorecard")
    assert "corporate.bsc:1: " in texts[2]


def test_who_may_only_read_is_offered_nothing_that_writes():
    texts = [plain_text(line.spans) for line in welcome(session_of("", read_only=True))]
    assert not any("start your own" in text or "import" in text for text in texts)
    assert any("open the demo" in text for text in texts)
