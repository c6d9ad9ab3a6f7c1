"""What the app tells of git: the header's branch and differing facts, `b`, and the history in the detail."""

from __future__ import annotations

import pytest

from bsctui.app.core.git_service import BranchStatus, ItemGitHistory, RecentCommits
from bsctui.app.core.glyphs import ASCII
from bsctui.app.core.session import Session
from bsctui.app.features.history.history import history_lines
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, app, screen_text, session_of, write_worked
from tests.review.repositories import commit, git

pytestmark = pytest.mark.usefixtures("nobodys_configuration")


@pytest.fixture
def folder(tmp_path):
    write_worked(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {}, "the beginning")
    easier = WORKED.replace("target 30 by 2026-Q4", 'target 32 by 2026-Q4 "As agreed"')
    commit(tmp_path, {"corporate.bsc": easier}, "an easier target", author="Marek")
    return tmp_path


def on(folder, selected="skyline.on_ground"):
    session = Session(workspace=Workspace.load(folder))
    session.selected = selected
    return session


async def until(shell, pilot, *texts):
    for _ in range(150):
        await pilot.pause(0.02)
        shown = screen_text(shell)
        if all(text in shown for text in texts):
            return shown
    raise AssertionError(screen_text(shell))


@pytest.mark.slow
async def test_the_header_counts_the_facts_that_differ_from_the_last_commit(folder):
    async with app(on(folder), (100, 24)) as (shell, pilot):
        await until(shell, pilot, "main  ")
        await pilot.press("t", *"28", "enter", "1")
        await until(shell, pilot, "main +1 fact ")
        await pilot.press("o", *"Seen", "enter")
        await until(shell, pilot, "main +2 facts")
        await pilot.press("u", "u")
        for _ in range(100):
            await pilot.pause(0.02)
            if shell.git_service.branch_status == BranchStatus("main", 0):
                break
        assert "+1" not in screen_text(shell).splitlines()[0]
        await pilot.press("t", *"28", "enter", "1", "s", "C")
        await until(shell, pilot, "Message")
        await pilot.press("enter")
        await until(shell, pilot, "committed")
        await pilot.pause(0.2)
        assert shell.git_service.branch_status == BranchStatus("main", 0)


@pytest.mark.slow
async def test_a_commit_made_elsewhere_shows_in_the_header(folder):
    edited = (folder / "corporate.bsc").read_text().replace("58 52 - 47", "58 52 - 46")
    (folder / "corporate.bsc").write_text(edited)
    async with app(on(folder), (100, 24), look_every=0.05) as (shell, pilot):
        await until(shell, pilot, "main +1 fact ")
        await pilot.pause(0.2)
        commit(folder, {}, "elsewhere")
        for _ in range(200):
            await pilot.pause(0.02)
            if shell.git_service.branch_status == BranchStatus("main", 0):
                break
        assert shell.git_service.branch_status == BranchStatus("main", 0)


@pytest.mark.slow
async def test_without_git_the_header_says_nothing_of_it(tmp_path):
    write_worked(tmp_path)
    async with app(on(tmp_path)) as (shell, pilot):
        await shell.workers.wait_for_complete()
        await pilot.pause()
        assert shell.git_service.branch_status is None
        assert "fact" not in screen_text(shell)


@pytest.mark.slow
@pytest.mark.parametrize("view", ["1", "4", "5"])
async def test_b_tells_who_set_what_in_every_view(folder, view):
    async with app(on(folder), (100, 40)) as (shell, pilot):
        await pilot.press(view, "b")
        shown = await until(shell, pilot, "History", "the beginning", "86.7 ")
        lines = shown.splitlines()
        target = next(at for at, line in enumerate(lines) if " target " in line and "Marek" in line)
        assert "2026-03-31 Marek" in lines[target]
        assert '"As agreed"   an easier target' in lines[target + 1]
        assert any("target 30 by 2026-Q4 → 32 by 2026-Q4" in line for line in lines)
        await pilot.press("escape")
        await pilot.pause()
        assert shell.screen is shell.main


@pytest.mark.slow
async def test_enter_in_the_past_goes_to_the_line_in_the_text(folder):
    async with app(on(folder), (100, 40)) as (shell, pilot):
        await pilot.press("b")
        shown = (await until(shell, pilot, "an easier target")).splitlines()
        top = next(at for at, line in enumerate(shown) if "Facts, and who" in line)
        row = next(at for at, line in enumerate(shown) if " target " in line and "Marek" in line)
        await pilot.press(*["j"] * (row - top), "enter")
        await pilot.pause()
        assert shell.view.id == "text"
        line = next(n for n, text in enumerate((folder / "corporate.bsc").read_text().splitlines(), 1) if "target 32" in text)  # fmt: skip
        assert shell.view.pane.cursor == line - 1


@pytest.mark.slow
async def test_what_is_not_committed_is_told_before_it_is_saved(folder):
    async with app(on(folder), (100, 40)) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1", "b")
        shown = await until(shell, pilot, "the beginning")
        assert "target 32 by 2026-Q4 → 28 by 2026-Q4" in shown
        assert "not committed yet" in shown


@pytest.mark.slow
async def test_without_a_history_the_layer_says_why(tmp_path):
    write_worked(tmp_path)
    async with app(on(tmp_path), (120, 24)) as (shell, pilot):
        await pilot.press("b")
        await until(shell, pilot, "is not in a git repository")
    async with app(session_of()) as (shell, pilot):
        await pilot.press("b")
        await until(shell, pilot, "not on disk")


@pytest.mark.slow
async def test_the_detail_tells_the_last_commits_once_the_cursor_rests(folder):
    async with app(on(folder), (160, 60)) as (shell, pilot):
        shown = await until(shell, pilot, "2026-03-31  Marek: an easier target")
        assert "2026-03-31  Ines Aldaba: the beginning" in shown
        await pilot.press("t", *"28", "enter", "1")
        await until(shell, pilot, "now         not committed yet")


def test_what_others_wrote_never_styles_the_screen():
    lines = [
        line.spans
        for line in history_lines(ItemGitHistory(trouble="no \x1b[31m repository"), 60, ASCII)
    ]
    assert "\x1b" not in "".join(span.text for spans in lines for span in spans)
    assert RecentCommits().touches == ()
