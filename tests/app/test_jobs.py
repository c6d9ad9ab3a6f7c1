"""The commonest jobs from one end to the other, with their keys counted."""

from __future__ import annotations

import pytest

from bsctui.app.core.text_place import opening_place
from bsctui.app.views.alignment.view import AlignmentView
from bsctui.app.views.record.view import SheetView
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, app, screen_text, session_of, write_worked


class Keys:
    """Presses keys and counts them."""

    def __init__(self, pilot):
        self.pilot = pilot
        self.count = 0

    async def press(self, *keys: str) -> None:
        self.count += len(keys)
        await self.pilot.press(*keys)
        await self.pilot.pause()


@pytest.mark.slow
async def test_recording_a_periods_numbers_takes_three_keys_to_the_sheet_and_one_a_number():
    session = session_of()
    async with app(session) as (shell, pilot):
        keys = Keys(pilot)
        await keys.press("right_square_bracket", "8")
        assert keys.count <= 3
        assert isinstance(shell.view, SheetView)
        numbers = ("46", "46", "91", "30", "2")
        for number in numbers:
            assert shell.view.line is not None
            await keys.press(*number, "enter")
        digits = sum(len(number) for number in numbers)
        assert keys.count <= 3 + digits + len(numbers)
        text = session.workspace.documents["corporate.bsc"].to_bytes().decode()
        assert all(f" {number}\n" in text for number in numbers)
        assert len(session.workspace.done) == len(numbers)


async def test_why_a_score_dropped_takes_x_and_one_key_a_level_down_to_the_line_of_text():
    session = session_of(WORKED)
    async with app(session) as (shell, pilot):
        session.selected = "skyline.turnaround"
        shell.sync()
        keys = Keys(pilot)
        await keys.press("x")
        assert "Why: Fast ground turnaround" in screen_text(shell)
        await keys.press("enter")
        assert "Why: Time on the ground" in screen_text(shell)
        assert "target moved" in screen_text(shell)
        await keys.press("enter")
        assert keys.count == 3
        assert shell.view.id == "text"
        path, line = opening_place(session)
        found = session.workspace.documents[path].line_text(line)
        assert found.strip() == "target 30 by 2026-Q4"


@pytest.mark.slow
async def test_changing_a_target_takes_t_the_number_enter_for_which_periods_and_s(tmp_path):
    session = session_of()
    session.workspace = Workspace.load(write_worked(tmp_path))
    session.selected = "skyline.on_ground"
    async with app(session) as (shell, pilot):
        keys = Keys(pilot)
        await keys.press("t", *"28", "enter", "1")
        assert "target 30 → 28 by 2026-Q4  (u undoes)" in screen_text(shell)
        await keys.press("s")
        assert keys.count == 1 + len("28") + 1 + 1 + 1
    saved = (tmp_path / "corporate.bsc").read_text("utf-8")
    assert saved == WORKED.replace("target 30 by 2026-Q4", "target 28 by 2026-Q4")


async def test_a_teams_alignment_is_one_key_from_home():
    async with app(session_of(home="ground")) as (shell, pilot):
        keys = Keys(pilot)
        await keys.press("3")
        assert keys.count == 1
        assert isinstance(shell.view, AlignmentView)
        assert "Turn planes at the gate" in screen_text(shell)
