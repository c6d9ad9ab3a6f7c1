"""`C`: from an edit to a commit without leaving the app."""

from __future__ import annotations

import subprocess

import pytest

from bsctui.app.core.session import Session
from bsctui.workspace import Workspace
from tests.app.helpers import app, screen_text, session_of, write_worked
from tests.review.repositories import commit, git

pytestmark = pytest.mark.usefixtures("nobodys_configuration")


@pytest.fixture
def folder(tmp_path):
    write_worked(tmp_path)
    (tmp_path / "other.bsc").write_text("# nothing\n")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "start")
    return tmp_path


def on(folder):
    session = Session(workspace=Workspace.load(folder))
    session.selected = "skyline.on_ground"
    return session


async def settled(shell, pilot):
    await shell.workers.wait_for_complete()
    await pilot.pause()


async def until(shell, pilot, text):
    for _ in range(100):
        await pilot.pause(0.02)
        if text in screen_text(shell):
            return
    raise AssertionError(screen_text(shell))


@pytest.mark.slow
async def test_an_edit_is_saved_shown_and_committed_alone(folder):
    (folder / "other.bsc").write_text("# changed by somebody else\n")
    async with app(on(folder)) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1", "C")
        await until(shell, pilot, "Unsaved")
        await pilot.press("s")
        await until(shell, pilot, "Message")
        text = screen_text(shell)
        assert "+  target 28 by 2026-Q4" in text
        assert "1 more left unchanged" in text
        assert "30 → 28 by 2026-Q4  no reason given" in text
        await pilot.press("enter")
        await until(shell, pilot, "committed 1 file")
    assert git(folder, "log", "-1", "--format=%s").strip() == (
        "on_ground target 30 → 28 by 2026-Q4"
    )
    assert git(folder, "show", "--name-only", "--format=", "HEAD").split() == ["corporate.bsc"]
    assert git(folder, "status", "--porcelain") == " M other.bsc\n"


@pytest.mark.slow
async def test_a_fact_taken_out_stays_out_of_the_commit_and_its_message(folder):
    async with app(on(folder), (120, 40)) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1", "r", *"44", "enter", "s", "C")
        await until(shell, pilot, "Message")
        assert "target 30 → 28" in shell.screen.query_one("#input").value
        await pilot.press("tab", "space", "tab")
        assert "target" not in shell.screen.query_one("#input").value
        await pilot.press("enter")
        await until(shell, pilot, "1 left out")
    committed = git(folder, "show", "--format=", "HEAD")
    assert "target" not in "".join(line for line in committed.splitlines() if line[:1] in "+-")
    left = [
        line for line in git(folder, "diff", "--unified=0").splitlines() if line[:2] in {"+ ", "- "}
    ]
    assert left == ["-  target 30 by 2026-Q4", "+  target 28 by 2026-Q4"]


@pytest.mark.slow
async def test_a_commit_that_was_left_goes_on_where_it_was_and_one_that_was_made_leaves_nothing(
    folder,
):
    async with app(on(folder), (120, 40)) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1", "r", *"44", "enter", "s", "C")
        await until(shell, pilot, "Message")
        await pilot.press("tab", "space", "tab", *"Own words", "escape")
        await settled(shell, pilot)
        assert git(folder, "log", "--format=%s").split() == ["start"]
        await pilot.press("C")
        await until(shell, pilot, "Message")
        assert "Own words" in shell.screen.query_one("#input").value
        assert "[ ]" in screen_text(shell)
        await pilot.press("enter")
        await until(shell, pilot, "1 left out")
        await pilot.press("C")
        await until(shell, pilot, "Message")
        assert shell.screen.query_one("#input").value == "on_ground target 30 → 28 by 2026-Q4"
        assert "[ ]" not in screen_text(shell)


@pytest.mark.slow
async def test_a_message_that_a_hook_refuses_is_kept_for_the_next_try(folder):
    hook = folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no\nexit 1\n")
    hook.chmod(0o755)
    async with app(on(folder)) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1", "s", "C")
        await until(shell, pilot, "Message")
        await pilot.press(*"Own words", "enter")
        await until(shell, pilot, "a hook refused the commit")
        await pilot.press("C")
        await until(shell, pilot, "Message")
        assert "Own words" in shell.screen.query_one("#input").value


@pytest.mark.slow
async def test_several_edits_of_one_fact_make_one_message(folder):
    async with app(on(folder)) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1", "t", *"27", "enter", "1", "s", "C")
        await until(shell, pilot, "Message")
        assert shell.screen.query_one("#input").value == "on_ground target 30 → 27 by 2026-Q4"
        await pilot.press("escape")
        await settled(shell, pilot)
    assert git(folder, "status", "--porcelain") == " M corporate.bsc\n"


@pytest.mark.slow
async def test_staying_commits_and_saves_nothing(folder):
    async with app(on(folder)) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1", "C")
        await until(shell, pilot, "Unsaved")
        await pilot.press("escape")
        await settled(shell, pilot)
        assert shell.session.workspace.dirty
    assert git(folder, "status", "--porcelain") == ""


async def test_without_changes_there_is_nothing_to_commit(folder):
    async with app(on(folder)) as (shell, pilot):
        await pilot.press("C")
        await until(shell, pilot, "nothing to commit")


@pytest.mark.slow
async def test_outside_a_repository_it_says_so(tmp_path):
    write_worked(tmp_path)
    async with app(on(tmp_path), (120, 30)) as (shell, pilot):
        await pilot.press("C")
        await until(shell, pilot, "not committed")
        assert "git repository" in screen_text(shell)


async def test_a_workspace_in_memory_has_nothing_to_commit():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("C")
        await until(shell, pilot, "not on disk")


@pytest.mark.slow
async def test_what_a_hook_says_is_shown(folder):
    hook = folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho first\necho second\nexit 1\n")
    hook.chmod(0o755)
    async with app(on(folder)) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1", "s", "C")
        await until(shell, pilot, "Message")
        await pilot.press("enter")
        await until(shell, pilot, "Not committed")
        assert "second" in screen_text(shell)
        await pilot.press("g")
        await until(shell, pilot, "a hook refused the commit: first")


def merge(folder, branch):
    """A merge that ends in a conflict."""
    words = ["git", "merge", "-q", branch]
    assert subprocess.run(words, cwd=folder, capture_output=True, check=False).returncode == 1


@pytest.mark.slow
async def test_in_the_midst_of_a_merge_it_is_refused_and_the_header_says_what_is_under_way(folder):
    worked = (folder / "corporate.bsc").read_text()
    git(folder, "checkout", "-q", "-b", "other")
    commit(folder, {"corporate.bsc": worked.replace("target 30 by", "target 20 by")}, "theirs")
    git(folder, "checkout", "-q", "main")
    commit(folder, {"corporate.bsc": worked.replace("target 30 by", "target 25 by")}, "ours")
    async with app(on(folder), (100, 24), look_every=0.05) as (shell, pilot):
        await until(shell, pilot, " main ")
        merge(folder, "other")
        await until(shell, pilot, "merge: main")
        await until(shell, pilot, "changed on disk")  # else its notice may take the answer's place
        staged = git(folder, "ls-files", "--stage")
        await pilot.press("C")
        await until(shell, pilot, "not committed: a merge is under way: end it first")
        git(folder, "merge", "--abort")
        await until(shell, pilot, "  main ")
        git(folder, "checkout", "-q", "--detach")
        await until(shell, pilot, "detached: ")
    assert staged.count("corporate.bsc") == 3


@pytest.mark.slow
async def test_errors_are_told_above_the_difference(folder):
    text = (folder / "corporate.bsc").read_text().replace("target 30 by 2026-Q4", "target thirty")
    (folder / "corporate.bsc").write_text(text)
    async with app(on(folder), (100, 30)) as (shell, pilot):
        await pilot.press("C")
        await until(shell, pilot, "The workspace has 1 error:")
        line = 1 + text[: text.index("target thirty")].count("\n")
        assert f"corporate.bsc:{line} E" in screen_text(shell)


@pytest.mark.slow
async def test_a_commit_whose_facts_need_what_was_left_out_is_refused_and_other_files_go_whole(
    tmp_path,
):
    git(tmp_path, "init", "-q", "-b", "main")
    async with app(Session(workspace=Workspace.load(tmp_path)), (100, 40)) as (shell, pilot):
        await pilot.press("enter", "tab", "tab", "tab", *"sample", "enter")
        await until(shell, pilot, "written: AGENTS.md")
        await pilot.press("C")
        await until(shell, pilot, "Message")
        await pilot.press("tab", *["down"] * row_of(shell, "objective "), "space", "enter")
        await until(shell, pilot, "not committed: the workspace does not load")
        assert not git(tmp_path, "log", "--all", "--format=%s")
        await pilot.press("C")
        await until(shell, pilot, "including what is left out")
        await pilot.press("tab", *["down"] * row_of(shell, "objective "), "space")
        await pilot.press("home", *["down"] * row_of(shell, "kpi "), "space", "enter")
        await until(shell, pilot, "committed 5 files")
    assert "?? " not in git(tmp_path, "status", "--porcelain")


def row_of(shell, word):
    """Where in the list of facts the first one with a word stands."""
    rows = [line for line in screen_text(shell).splitlines() if line.startswith((" [✓]", " [ ]"))]
    return next(at for at, row in enumerate(rows) if word in row)


@pytest.mark.slow
async def test_what_the_app_wrote_is_committed_though_git_does_not_know_it(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "notes.txt").write_text("not ours")
    async with app(Session(workspace=Workspace.load(tmp_path)), (100, 30)) as (shell, pilot):
        await pilot.press("enter", "tab", "tab", "tab", *"sample", "enter")
        await until(shell, pilot, "written: AGENTS.md")
        await pilot.press("C")
        await until(shell, pilot, "Message")
        await pilot.press("enter")
        await until(shell, pilot, "committed 5 files")
    assert git(tmp_path, "status", "--porcelain") == "?? notes.txt\n"


@pytest.mark.slow
async def test_what_was_saved_and_can_no_longer_be_undone_is_still_committed_alone(folder):
    (folder / "other.bsc").write_text("# changed by somebody else\n")
    async with app(on(folder)) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1", "s")
        shell.session.workspace._done.clear()
        await pilot.press("C")
        await until(shell, pilot, "1 more left unchanged")
