"""Text of others goes out as text by every way; and each way's guard is what does it."""

from __future__ import annotations

import shutil

import pytest

from bsctui.__main__ import run_cli
from bsctui.app.core.session import Session
from bsctui.escaping import markdown_text
from bsctui.workspace import Workspace
from tests.app.helpers import app, screen_text
from tests.review.repositories import git
from tests.torture.hostile import AUTHOR, COMMANDS, COMMIT, FILES, FORM, KEYS


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for name, text in FILES.items():
        try:
            (folder / name).write_text(text, encoding="utf-8")
        except (OSError, UnicodeError):
            pytest.skip("this file system has no such names")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", COMMIT, author=AUTHOR)
    path = folder / next(iter(FILES))
    path.write_text(path.read_text("utf-8").replace("target 9 by", "target 8 by"), "utf-8")
    return folder


@pytest.fixture
def folder(original, tmp_path, monkeypatch):
    """A copy to work in."""
    copy = tmp_path / "copy"
    shutil.copytree(original, copy)
    monkeypatch.chdir(copy)
    return copy


def out_of(row, capsys):
    run_cli(row.way.split(" "))
    printed = capsys.readouterr()
    assert "internal error" not in printed.err
    return printed.out + printed.err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("row", COMMANDS, ids=str)
def test_no_command_lets_it_through(row, capsys):
    printed = out_of(row, capsys)
    assert printed
    assert not row.leak.search(printed)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("row", COMMANDS, ids=str)
def test_without_its_guard_a_command_would(row, capsys, monkeypatch, request):
    monkeypatch.setattr(row.guard, row.unguarded)
    markdown_text.cache_clear()  # what it said with its guard
    request.addfinalizer(markdown_text.cache_clear)
    assert row.leak.search(out_of(row, capsys))


async def shown(rows, folder):
    """The screen after the keys of each row, and what was copied; all in one session."""
    found = {}
    async with app(Session(workspace=Workspace.load(folder)), (100, 30)) as (shell, pilot):
        for row in rows:
            await pilot.press(*row.way.split(" "))
            await pilot.pause()
            found[row.way] = screen_text(shell).replace("\n", "") + shell.clipboard
            await pilot.press("escape", "escape")
    return found


@pytest.mark.slow
async def test_no_key_of_the_app_lets_it_through(folder):
    found = await shown(KEYS, folder)
    assert [row.way for row in KEYS if row.leak.search(found[row.way])] == []


@pytest.mark.slow
async def test_without_its_guard_the_app_would(folder, monkeypatch):
    (guard,) = {(row.guard, row.unguarded) for row in KEYS}
    monkeypatch.setattr(*guard)
    found = await shown(KEYS, folder)
    assert [row.way for row in KEYS if not row.leak.search(found[row.way])] == []


@pytest.mark.slow
async def test_a_form_does_not_let_it_through_either(folder):
    assert not FORM.leak.search((await shown([FORM], folder))[FORM.way])
