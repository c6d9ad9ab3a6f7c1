"""Files that vanish, are emptied, turn binary or cannot be read, underneath every view; and saving that fails."""

from __future__ import annotations

import errno

import pytest

from bsctui.app.core.session import Session
from bsctui.app.features.files import BringBack
from bsctui.app.features.live.live import take_in
from bsctui.app.ui.view import VIEWS
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, app, screen_text, send, write_worked
from tests.app.test_commands_alone import PlayedApp, run

KEYS = (("j", "enter"), ("k", "l", "i"), ("x",), ("e",), ("t",))


async def led_out(shell, pilot):
    """Esc until the main screen is in front and nothing is typed."""
    for _ in range(20):
        await pilot.pause()
        if shell.screen is shell.main and not shell.view.typing:
            return
        send(shell, "escape")
    raise AssertionError(screen_text(shell))


def vanish(file):
    file.unlink()


def empty(file):
    file.write_bytes(b"")


def binary(file):
    file.write_bytes(b"\x00\x01\xff\xfe\r\x85" * 300)


def folder(file):
    file.unlink()
    file.mkdir()


def broken(file):
    file.write_text(WORKED.replace("kpi", "kpii").replace("calendar", "kalender"))


CHANGES = (vanish, empty, binary, folder, broken)


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
async def test_every_view_survives_what_happens_to_the_file(tmp_path, change):
    session = Session(workspace=Workspace.load(write_worked(tmp_path)))
    session.selected = "skyline.on_ground"
    async with app(session, (100, 30)) as (shell, pilot):
        for entry in VIEWS:
            send(shell, entry.key)
        await pilot.pause()
        change(tmp_path / "corporate.bsc")
        shell.reload()
        for entry in reversed(VIEWS):
            send(shell, entry.key)
            for keys in KEYS:
                send(shell, *keys)
                await led_out(shell, pilot)
        assert shell.is_running


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
async def test_what_is_being_typed_is_taken_over_whatever_happens_to_the_file(tmp_path, change):
    session = Session(workspace=Workspace.load(write_worked(tmp_path)))
    session.selected = "skyline.on_ground"
    async with app(session, (100, 30)) as (shell, pilot):
        await pilot.press("5", "i", "end", "enter", *"# typed")
        change(tmp_path / "corporate.bsc")
        shell.reload()
        await pilot.press("escape", "escape")
        text = session.workspace.documents["corporate.bsc"].to_bytes().decode("utf-8", "replace")
        assert "# typed" in text


def fails(error):
    def save(_):
        raise error

    return save


@pytest.mark.slow
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "corporate.bsc"), "No space left"),
        (PermissionError(errno.EACCES, "Permission denied", "corporate.bsc"), "Permission denied"),
        (ValueError("not foreseen"), "because of a bug in bsctui (ValueError: not foreseen)"),
    ],
)
async def test_saving_that_fails_says_why_and_keeps_the_edits(tmp_path, monkeypatch, error, said):
    session = Session(workspace=Workspace.load(write_worked(tmp_path)))
    session.selected = "skyline.on_ground"
    async with app(session, (120, 30)) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1")
        with monkeypatch.context() as patch:
            patch.setattr(Workspace, "save", fails(error))
            await pilot.press("s")
            await pilot.pause()
            assert "not saved" in screen_text(shell)
            assert said in screen_text(shell)
            await pilot.press("q", "s")
            await pilot.pause()
            assert shell.is_running
            assert session.workspace.dirty
        await pilot.press("s")
        await pilot.pause()
        assert not session.workspace.dirty
    assert "target 28" in (tmp_path / "corporate.bsc").read_text()


@pytest.mark.slow
async def test_the_last_file_deleted_on_disk_is_named_and_can_be_brought_back(tmp_path):
    session = Session(workspace=Workspace.load(write_worked(tmp_path)))
    file = tmp_path / "corporate.bsc"
    before = file.read_bytes()
    async with app(session, (100, 30)) as (shell, pilot):
        file.unlink()
        shell.reload()
        await pilot.pause()
        text = screen_text(shell)
        assert "Deleted on disk while it was open here: corporate.bsc." in text
        assert "no scorecard here yet" not in text
        await pilot.press("enter", "s")
        await pilot.pause()
        assert "Skyline Airlines" in screen_text(shell)
    assert file.read_bytes() == before


def test_one_file_of_several_that_is_deleted_is_said_so_with_the_remedy(tmp_path):
    write_worked(tmp_path)
    (tmp_path / "more.bsc").write_text('scorecard more "More"\n')
    session = Session(workspace=Workspace.load(tmp_path))
    played = PlayedApp(session)
    (tmp_path / "more.bsc").unlink()
    take_in(played)
    assert played.said == [
        "deleted on disk: more.bsc; `Bring back what was deleted` (:) writes it again"
    ]
    run(BringBack, played)
    assert "more" in session.model.scorecards
    # Back on disk by somebody else it is no longer offered.
    (tmp_path / "corporate.bsc").unlink()
    take_in(played)
    assert list(session.vanished) == ["corporate.bsc"]
    write_worked(tmp_path)
    take_in(played)
    assert not session.vanished
