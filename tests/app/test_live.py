"""Files that change on disk while the app shows them."""

from __future__ import annotations

import pytest

from bsctui.app.core.session import Session
from bsctui.app.features.live.watching import files_signature
from bsctui.edits import RenameRecord
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, app, screen_text, write_worked

LINE = "  target 30 by 2026-Q4"


def opened(folder) -> Session:
    write_worked(folder)
    return Session(workspace=Workspace.load(folder), selected="skyline.on_ground")


def on_disk(folder, *pairs):
    text = (folder / "corporate.bsc").read_text()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    (folder / "corporate.bsc").write_text(text)


async def set_target(pilot, value):
    await pilot.press("t", *["backspace"] * 12, *value, "enter", "1")


async def test_a_change_appears_by_itself_and_the_selection_stays(tmp_path):
    session = opened(tmp_path)
    async with app(session, look_every=0.02) as (shell, pilot):
        on_disk(tmp_path, ("Time on the ground", "Minutes on the ground"))
        await until(pilot, shell, "Minutes on the ground")
        assert session.selected == "skyline.on_ground"
        assert "changed on disk: corporate.bsc" in screen_text(shell)


async def test_the_selection_follows_a_rename_and_goes_up_where_the_item_is_gone(tmp_path):
    session = opened(tmp_path)
    other = Workspace.load(tmp_path)
    async with app(session) as (shell, pilot):
        other.apply(RenameRecord("skyline.on_ground", "ground_time"))
        other.save()
        shell.reload()
        await pilot.pause()
        assert session.selected == "skyline.ground_time"
        text = (tmp_path / "corporate.bsc").read_text()
        start = text.index("kpi ground_time")
        (tmp_path / "corporate.bsc").write_text(
            text[:start] + text[text.index("scorecard ground") :]
        )
        shell.reload()
        await pilot.pause()
        assert session.selected == "skyline.turnaround"


@pytest.mark.slow
async def test_unsaved_edits_of_other_facts_are_merged_and_can_still_be_undone(tmp_path):
    session = opened(tmp_path)
    async with app(session) as (shell, pilot):
        await set_target(pilot, "28")
        on_disk(tmp_path, ("  baseline 60 at 2024-Q4", "  baseline 61 at 2024-Q4"))
        shell.reload()
        assert "merged with the disk: corporate.bsc" in screen_text(shell)
        await pilot.press("u")
        assert not session.workspace.dirty
        assert "baseline 61" in session.workspace.documents["corporate.bsc"].to_bytes().decode()


async def until(pilot, shell, text):
    """Wait until something is on screen."""
    for _ in range(100):
        if text in screen_text(shell):
            return
        await pilot.pause(0.02)
    raise AssertionError(screen_text(shell))


async def conflicting(tmp_path, session, shell, pilot):
    await set_target(pilot, "28")
    on_disk(tmp_path, (LINE, "  target 20 by 2026-Q4"))
    shell.reload()
    await until(pilot, shell, "edited here and changed on disk")
    return session.workspace


@pytest.mark.slow
async def test_one_fact_changed_on_both_sides_is_shown_with_both_values(tmp_path):
    session = opened(tmp_path)
    async with app(session) as (shell, pilot):
        await conflicting(tmp_path, session, shell, pilot)
        shown = screen_text(shell)
        assert "target 20 by 2026-Q4" in shown
        assert "target 28 by 2026-Q4" in shown


@pytest.mark.slow
async def test_mine_is_kept_and_saved(tmp_path):
    session = opened(tmp_path)
    async with app(session) as (shell, pilot):
        await conflicting(tmp_path, session, shell, pilot)
        await pilot.press("m", "s")
        await pilot.pause()
        assert (tmp_path / "corporate.bsc").read_text() == WORKED.replace(LINE, "  target 28 by 2026-Q4")  # fmt: skip


@pytest.mark.slow
async def test_theirs_is_taken_and_undo_brings_mine_back(tmp_path):
    session = opened(tmp_path)
    async with app(session) as (shell, pilot):
        workspace = await conflicting(tmp_path, session, shell, pilot)
        await pilot.press("t")
        await pilot.pause()
        assert not workspace.dirty
        await pilot.press("u")
        assert b"target 28" in workspace.documents["corporate.bsc"].to_bytes()


@pytest.mark.slow
async def test_both_are_opened_in_the_text_view(tmp_path):
    session = opened(tmp_path)
    async with app(session, (80, 40)) as (shell, pilot):
        await conflicting(tmp_path, session, shell, pilot)
        await pilot.press("b")
        await until(pilot, shell, "<<<<<<< edited here")
        shown = screen_text(shell)
        assert shell.view.id == "text"
        assert "<<<<<<< edited here" in shown
        assert "  target 28 by 2026-Q4" in shown


@pytest.mark.slow
async def test_a_choice_put_off_loses_nothing_and_saving_asks_again(tmp_path):
    session = opened(tmp_path)
    async with app(session) as (shell, pilot):
        workspace = await conflicting(tmp_path, session, shell, pilot)
        await pilot.press("escape")
        await pilot.pause()
        await until(pilot, shell, "saving asks again")
        await pilot.press("s")
        await until(pilot, shell, "edited here and changed on disk")
        await pilot.press("escape")
        await pilot.pause()
        assert workspace.dirty
        assert (tmp_path / "corporate.bsc").read_text() == WORKED.replace(LINE, "  target 20 by 2026-Q4")  # fmt: skip
        assert b"target 28" in (tmp_path / "corporate.bsc.unsaved").read_bytes()


async def test_a_folder_that_is_gone_leaves_what_was_read_on_screen(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    session = opened(folder)
    async with app(session, look_every=0.02) as (shell, pilot):
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        await until(pilot, shell, "folder is gone; its text is kept")
        assert "Time on the ground" in screen_text(shell)


@pytest.mark.slow
async def test_a_workspace_opened_from_the_welcome_page_is_watched(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / "empty"
    folder.mkdir()
    async with app(Session(workspace=Workspace.load(folder)), look_every=0.02) as (shell, pilot):
        await pilot.press("down", "down", "enter")
        await until(pilot, shell, "Skyline Airlines")
        root = shell.session.workspace.root
        assert root != folder
        text = (root / "corporate.bsc").read_text()
        (root / "corporate.bsc").write_text(text.replace("Skyline Airlines", "Skyline Railways"))
        await until(pilot, shell, "Skyline Railways")


async def test_of_a_workspace_of_one_file_only_that_one_is_watched(tmp_path):
    write_worked(tmp_path)
    (tmp_path / "bsctui.toml").unlink()
    file = tmp_path / "corporate.bsc"
    before = files_signature(file)
    (tmp_path / "other.bsc").write_text("# not of this workspace\n")
    assert files_signature(file) == before
    file.unlink()
    assert files_signature(file) != before
