"""What whole screens look like; `make goldens` writes them anew, to be looked at before they are kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bsctui.app.core.glyphs import ASCII, UNICODE
from bsctui.app.core.session import Session
from bsctui.app.ui.themes import DARK
from bsctui.workspace import Workspace
from tests.app.helpers import app, screen_text, session_of
from tests.app.screenshots import lean

GOLDENS = Path(__file__).parent / "goldens"

SCREENS = {
    "tree-80x24": ((80, 24), UNICODE, ["plus"]),
    "detail-80x24": ((80, 24), UNICODE, ["slash", *"on_ground", "enter", "enter"]),
    "detail-140x40": ((140, 40), UNICODE, ["slash", *"on_ground", "enter"]),
    "detail-ascii-80x24": ((80, 24), ASCII, ["slash", *"on_ground", "enter", "enter"]),
    "tree-200x60": ((200, 60), UNICODE, ["plus", "j", "j", "j"]),
    "tree-ascii-120x30": ((120, 30), ASCII, ["plus", "j", "j", "j"]),
    "why-80x24": ((80, 24), UNICODE, ["x"]),
    "form-80x24": ((80, 24), UNICODE, ["slash", *"on_ground", "enter", "e"]),
    "edited-80x24": (
        (80, 24),
        UNICODE,
        ["plus", "slash", *"on_ground", "enter", "t", *"20", "enter", "1"],
    ),
    "whatif-80x24": (
        (80, 24),
        UNICODE,
        ["plus", "slash", *"on_ground", "enter", "w", *"45", "enter", "plus"],
    ),
    "whatif-140x40": (
        (140, 40),
        UNICODE,
        [
            "plus",
            "slash",
            *"crew_ready",
            "enter",
            "w",
            *"95",
            "enter",
            "w",
            *"weight",
            "space",
            "3",
            "enter",
        ],
    ),
    "whatif-prompt-ascii-80x24": (
        (80, 24),
        ASCII,
        ["plus", "slash", *"on_ground", "enter", "w", *"45"],
    ),
    "map-80x24": ((80, 24), UNICODE, ["2", "j"]),
    "map-140x40": ((140, 40), UNICODE, ["2", "j", "down"]),
    "map-ascii-80x24": ((80, 24), ASCII, ["2", "j"]),
    "alignment-80x24": ((80, 24), UNICODE, ["3"]),
    "alignment-140x40": ((140, 40), UNICODE, ["3", "tab", "right", "right"]),
    "alignment-ascii-80x24": ((80, 24), ASCII, ["3"]),
    "kpis-80x24": ((80, 24), UNICODE, ["4"]),
    "kpis-140x40": ((140, 40), UNICODE, ["4", "S", "d", "v", "right"]),
    "kpis-ascii-80x24": ((80, 24), ASCII, ["4", "f", *"owner:cfo", "enter"]),
    "initiatives-80x24": ((80, 24), UNICODE, ["9"]),
    "initiatives-140x40": ((140, 40), UNICODE, ["9", "right", "i"]),
    "text-80x24": ((80, 24), UNICODE, ["slash", *"on_ground", "enter", "5"]),
    "text-140x40": (
        (140, 40),
        UNICODE,
        ["slash", *"gates", "enter", "5", "i", "end", "enter", *"al"],
    ),
    "text-ascii-80x24": ((80, 24), ASCII, ["slash", *"on_ground", "enter", "5", "i"]),
    "problems-80x24": ((80, 24), UNICODE, ["7"]),
    "problems-140x40": ((140, 40), UNICODE, ["7", "j"]),
    "record-80x24": ((80, 24), UNICODE, ["right_square_bracket", "8", *"46"]),
    "record-140x40": ((140, 40), UNICODE, ["right_square_bracket", "8", *"46", "enter"]),
    "record-ascii-80x24": ((80, 24), ASCII, ["8", "escape"]),
    "empty-80x24": ((80, 24), UNICODE, []),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_looks_as_it_did_when_it_was_last_looked_at(name, tmp_path):
    size, glyphs, keys = SCREENS[name]
    session = session_of()
    if name.startswith("empty"):
        (tmp_path / "airline").mkdir()
        session = Session(workspace=Workspace.load(tmp_path / "airline"))
    async with app(session, size, glyphs=glyphs) as (shell, pilot):
        await pilot.press(*keys)
        await pilot.pause()
        shown = screen_text(shell) + "\n"
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("GOLDENS") == "write":
        GOLDENS.mkdir(exist_ok=True)
        golden.write_text(shown, "utf-8")
    assert shown == golden.read_text("utf-8")


PICTURES = {
    "cascade": ["plus", "j"],
    "map": ["2", "j"],
    "chart": ["slash", *"on_ground", "enter", "enter"],
}
"""What text cannot show: colours, the cursor, the chart's marks."""


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
async def test_a_picture_looks_as_it_did_when_it_was_last_looked_at(name, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    async with app(session_of()) as (shell, pilot):
        shell.choose_theme(DARK)
        await pilot.press(*PICTURES[name])
        await pilot.pause()
        drawn = lean(shell.export_screenshot(title=name, simplify=True)).rstrip() + "\n"
    golden = GOLDENS / f"{name}.svg"
    if os.environ.get("GOLDENS") == "write":
        golden.write_text(drawn, "utf-8")
    assert drawn == golden.read_text("utf-8")
