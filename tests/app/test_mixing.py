"""The cascade under another revision's rules or results, beside the present one."""

from __future__ import annotations

import pytest

from bsctui.app.core.session import Session
from bsctui.app.features.history.mixed_layer import MixedLayer
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, app, screen_text, session_of, write_worked
from tests.review.repositories import commit, git

pytestmark = pytest.mark.slow

BEFORE = WORKED.replace("target 30 by 2026-Q4", "target 10 by 2026-Q4")


@pytest.fixture
def folder(tmp_path):
    """The target was 10 in the first commit and is 30 since; the values are the same."""
    folder = tmp_path / "plan"
    folder.mkdir()
    write_worked(folder, BEFORE)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {}, "the beginning")
    git(folder, "branch", "strict")
    commit(folder, {"corporate.bsc": WORKED}, "eased")
    return folder


async def mixed(shell, pilot, what, *keys):
    await pilot.press("colon", *what, "enter")
    await pilot.pause()
    await pilot.press(*keys, "enter")
    for _ in range(200):
        await pilot.pause(0.02)
        if isinstance(shell.screen, MixedLayer):
            await pilot.pause()
            return shell.screen
    raise AssertionError(screen_text(shell))


def score(workspace, address):
    scores = workspace.scores()
    return float(scores.score[scores.row[address], scores.current])


async def test_the_results_of_today_stand_under_the_rules_of_another_revision(folder):
    session = Session(workspace=Workspace.load(folder), selected="skyline.on_ground")
    async with app(session) as (shell, pilot):
        layer = await mixed(shell, pilot, "under the rules", *"strict")
        shown = screen_text(shell)
        assert "Read-only: the present results under the rules of strict  2025-Q4" in shown
        assert "present" in shown
        assert "mixed" in shown
        rows = layer.rows
        here = [row.address for row in rows.rows].index("skyline.on_ground")
        then = score(Workspace.from_texts({"corporate.bsc": BEFORE}), "skyline.on_ground")
        now = score(session.workspace, "skyline.on_ground")
        assert then < now
        line = "".join(span.text for span in rows.line(here, 80))
        assert f"{now:.1f}" in line
        assert f"{then:.1f}" in line
        assert f"{then - now:+.1f}" in line
        await pilot.press("X")
        await pilot.pause()
        assert not isinstance(shell.screen, MixedLayer)
        assert not session.workspace.dirty


async def test_enter_goes_to_the_item_and_the_results_may_be_the_other_ones(folder):
    late = WORKED.replace("58 52 - 47", "58 52 - 60")
    git(folder, "checkout", "-q", "-b", "late")
    commit(folder, {"corporate.bsc": late}, "late")
    git(folder, "checkout", "-q", "main")
    session = Session(workspace=Workspace.load(folder), selected="skyline.on_ground")
    async with app(session) as (shell, pilot):
        layer = await mixed(shell, pilot, "the results of", *"late")
        scores = layer.rows.scores
        found = float(scores.score[scores.row["skyline.on_ground"], scores.current])
        assert found == pytest.approx(
            score(Workspace.from_texts({"corporate.bsc": late}), "skyline.on_ground")
        )
        await pilot.press("g", "enter")
        await pilot.pause()
        assert session.selected == "skyline"


async def test_what_cannot_be_mixed_says_why(folder):
    async with app(session_of()) as (shell, pilot):
        await pilot.press("colon", *"under the rules", "enter")
        await pilot.pause()
        assert "needs a git repository and a calendar" in screen_text(shell)
    async with app(Session(workspace=Workspace.load(folder))) as (shell, pilot):
        await pilot.press("colon", *"under the rules", "enter", *"nowhere", "enter")
        for _ in range(100):
            await pilot.pause(0.02)
            if "git knows no revision" in screen_text(shell):
                break
        assert "git knows no revision `nowhere`" in screen_text(shell)
