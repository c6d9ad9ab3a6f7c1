"""View 6: a branch reviewed without a checkout, goalposts first, what was seen remembered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bsctui.app.core.glyphs import ASCII, UNICODE
from bsctui.app.core.session import Session
from bsctui.app.views.review.seen_changes import SeenChanges, change_key
from bsctui.review.changes import ChangeKind, StrategyChange
from bsctui.review.facts import ChangeClass
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, app, screen_text, session_of, write_worked
from tests.review.repositories import ENVIRONMENT, commit, git

GOLDENS = Path(__file__).parent / "goldens"
PROPOSED = (
    WORKED.replace("target 30 by 2026-Q4", 'target 32 by 2026-Q4 "As agreed"')
    .replace("target 35M by 2026-Q4", "target 36M by 2026-Q4")
    .replace('owner "CFO"', 'owner "The CFO"')
)


@pytest.fixture(autouse=True)
def nobodys_configuration(monkeypatch, tmp_path):
    for name, value in ENVIRONMENT.items():
        if name.startswith("GIT_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "plan"
    folder.mkdir()
    write_worked(folder)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {}, "the beginning")
    git(folder, "checkout", "-q", "-b", "proposal")
    commit(folder, {"corporate.bsc": PROPOSED}, "proposed", author="Marek")
    git(folder, "checkout", "-q", "main")
    return folder


def on(folder, **parts):
    session = Session(workspace=Workspace.load(folder), **parts)
    session.selected = "skyline"
    return session


async def compared(shell, pilot):
    """Wait for the answer and its authors."""
    for _ in range(200):
        await pilot.pause(0.02)
        view = shell.view
        found = getattr(view, "review", None)
        if found and not view.is_busy and (found.authors or found.comparison is None or not found.comparison.reviewed):  # fmt: skip
            await pilot.pause()
            return screen_text(shell)
    raise AssertionError(screen_text(shell))


def told(shell):
    """The changes of the list, in order."""
    view = shell.view
    return [view._rows[at].change.change.address for at in view.changes()]


@pytest.mark.slow
async def test_a_branch_costs_a_six_and_a_pick(folder):
    async with app(on(folder)) as (shell, pilot):
        keys = ["6", "B", *"prop", "enter"]
        await pilot.press("6")
        await compared(shell, pilot)
        await pilot.press(*keys[1:])
        shown = await compared(shell, pilot)
        assert "main...proposal" in shown
        assert told(shell) == ["skyline.on_ground", "skyline.revenue", "skyline.profit"]
        assert len(keys) == 7
        assert git(folder, "branch", "--show-current").strip() == "main"


@pytest.mark.slow
async def test_opened_with_a_branch_the_review_stands_there_without_a_key(folder):
    async with app(on(folder, compared="proposal")) as (shell, pilot):
        shown = await compared(shell, pilot)
        assert shell.view.id == "review"
        assert "Moved goalposts" in shown
        assert '"As agreed"' in shown
        assert "Marek  corporate.bsc:" in shown


LONG = """\
calendar quarters 2025-Q1..2026-Q4
scorecard p "Shop"
  owner "x"
objective o "Out" in p.customer

kpi r1 "Percentage of municipal organizations who factored adaptation into their decision-making process" in p.o
  unit %
  target 90%
  actual 2025-Q1: 82% 84%

kpi r2 "Percentage of new vehicle registrations that are zero-emission vehicles" in p.o
  unit %
  target 90%
  actual 2025-Q1: 82% 84%
"""


@pytest.mark.slow
async def test_long_labels_that_begin_alike_are_told_apart_with_their_place_in_one_piece(tmp_path):
    folder = tmp_path / "long"
    folder.mkdir()
    write_worked(folder, LONG)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {}, "the beginning")
    git(folder, "checkout", "-q", "-b", "proposal")
    proposed = LONG.replace("target 90%", "target 85%", 1).replace("target 90%", "target 80%", 1)
    commit(folder, {"corporate.bsc": proposed}, "proposed")
    git(folder, "checkout", "-q", "main")
    async with app(on(folder, compared="proposal"), (100, 30)) as (shell, pilot):
        shell.session.selected = "p"
        shown = await compared(shell, pilot)
        rows = [line for line in shown.splitlines() if "▼ Percent" in line]
        assert [row.split()[1] for row in rows] == ["Percent…vehicles", "Percent…process"]
        assert "corporate.bsc:13" in shown


@pytest.mark.slow
async def test_two_revisions_are_compared_as_they_are_typed(folder):
    async with app(on(folder, compared="proposal...main")) as (shell, pilot):
        shown = await compared(shell, pilot)
        assert "Nothing differs" in shown
        await pilot.press("B", *"main..proposal", "enter")
        await compared(shell, pilot)
        assert len(told(shell)) == 3


@pytest.mark.slow
async def test_edits_that_are_not_saved_are_reviewed_too(folder):
    async with app(on(folder)) as (shell, pilot):
        await pilot.press("6")
        assert "Nothing differs between main" in await compared(shell, pilot)
        await pilot.press("1")
        shell.session.selected = "skyline.on_ground"
        await pilot.press("t", *"32", "enter", "1", "6")
        for _ in range(200):
            await pilot.pause(0.02)
            if not shell.view.is_busy and "0 of 1 seen" in screen_text(shell):
                break
        assert told(shell) == ["skyline.on_ground"]
        await pilot.press("u")
        assert "Nothing differs" in await compared(shell, pilot)


@pytest.mark.slow
async def test_n_and_capital_n_go_from_change_to_change(folder):
    async with app(on(folder, compared="proposal")) as (shell, pilot):
        await compared(shell, pilot)
        assert shell.view.change.change.address == "skyline.on_ground"
        await pilot.press("n")
        assert shell.view.change.change.address == "skyline.revenue"
        assert shell.session.selected == "skyline.revenue"
        await pilot.press("n", "n")
        assert shell.view.change.change.address == "skyline.profit"
        assert "no further change" in screen_text(shell)
        await pilot.press("N", "N")
        assert shell.view.change.change.address == "skyline.on_ground"


@pytest.mark.slow
async def test_what_was_seen_is_seen_at_the_next_start(folder):
    async with app(on(folder, compared="proposal")) as (shell, pilot):
        await compared(shell, pilot)
        await pilot.press("space")
        assert "1 of 3 seen" in screen_text(shell)
        assert shell.view.change.change.address == "skyline.revenue"
    async with app(on(folder, compared="main..proposal")) as (shell, pilot):
        assert "1 of 3 seen" in await compared(shell, pilot)
        await pilot.press("N", "space")
        assert "0 of 3 seen" in screen_text(shell)


@pytest.mark.slow
async def test_a_change_that_says_something_else_was_not_seen(folder):
    async with app(on(folder, compared="proposal")) as (shell, pilot):
        await compared(shell, pilot)
        await pilot.press("space")
    git(folder, "checkout", "-q", "proposal")
    commit(folder, {"corporate.bsc": PROPOSED.replace("target 32", "target 33")}, "easier still")
    git(folder, "checkout", "-q", "main")
    async with app(on(folder, compared="proposal")) as (shell, pilot):
        assert "0 of 3 seen" in await compared(shell, pilot)


@pytest.mark.slow
async def test_enter_goes_to_the_item_and_b_tells_its_past_on_the_branch(folder):
    async with app(on(folder, compared="proposal"), (110, 40)) as (shell, pilot):
        await compared(shell, pilot)
        await pilot.press("b")
        for _ in range(150):
            await pilot.pause(0.02)
            if "the beginning" in (shown := screen_text(shell)):
                break
        assert "target 30 by 2026-Q4 → 32 by 2026-Q4" in shown
        assert "2026-03-31 Marek" in shown
        await pilot.press("escape", "enter")
        await pilot.pause()
        assert (shell.view.id, shell.session.selected) == ("cascade", "skyline.on_ground")


@pytest.mark.slow
async def test_what_the_files_do_not_have_is_said_and_not_gone_to(folder):
    git(folder, "checkout", "-q", "proposal")
    commit(folder, {"corporate.bsc": WORKED + '\nkpi extra "Extra" in skyline.profit\n  target 5\n'}, "one more")  # fmt: skip
    git(folder, "checkout", "-q", "main")
    async with app(on(folder, compared="proposal")) as (shell, pilot):
        await compared(shell, pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert shell.view.id == "review"
        assert "the files have no skyline.extra" in screen_text(shell)


@pytest.mark.parametrize(
    ("words", "said"),
    [("nowhere", "git knows no revision `nowhere`"), ("--output=x", "git knows no revision"), ("a...b", "`a`")],
)  # fmt: skip
async def test_an_unknown_revision_says_so_and_what_to_do(folder, words, said):
    async with app(on(folder, compared=words), (120, 24)) as (shell, pilot):
        shown = await compared(shell, pilot)
        assert said in shown
        assert "B compares other revisions" in shown


async def test_a_missing_base_branch_says_where_it_is_set(folder):
    (folder / "bsctui.toml").write_text('[review]\nbase = "trunk"\n')
    async with app(on(folder), (120, 24)) as (shell, pilot):
        await pilot.press("6")
        shown = await compared(shell, pilot)
        assert "git knows no revision `trunk`" in shown
        assert "[review] base" in shown


@pytest.mark.slow
async def test_without_repository_or_commit_the_view_says_what_to_do(tmp_path):
    folder = tmp_path / "alone"
    folder.mkdir()
    write_worked(folder)
    async with app(on(folder), (120, 24)) as (shell, pilot):
        await pilot.press("6")
        shown = await compared(shell, pilot)
        assert "not in a git repository" in shown, shown
        assert "`git init`" in shown
    git(folder, "init", "-q")
    async with app(on(folder), (120, 24)) as (shell, pilot):
        await pilot.press("6")
        assert "has no commit yet" in await compared(shell, pilot)
    async with app(session_of()) as (shell, pilot):
        await pilot.press("6")
        assert "not on disk" in await compared(shell, pilot)


def test_what_is_seen_is_the_content_of_a_change(tmp_path):
    one = StrategyChange(
        "kpi", "a.b", "B", ChangeKind.CHANGED, ChangeClass.RULES, field="target", old="1", new="2"
    )
    other = StrategyChange(
        "kpi", "a.b", "B", ChangeKind.CHANGED, ChangeClass.RULES, field="target", old="1", new="3"
    )
    relabelled = StrategyChange("kpi", "a.b", "Other", ChangeKind.CHANGED, ChangeClass.RULES, field="target", old="1", new="2")  # fmt: skip
    assert change_key(one) == change_key(relabelled) != change_key(other)
    seen = SeenChanges(tmp_path / "none" / "seen")
    assert seen.turn(one)
    assert one in SeenChanges(tmp_path / "none" / "seen")
    assert not SeenChanges(tmp_path / "none" / "seen").turn(one)
    (tmp_path / "broken").write_bytes(b"\xff\xfe")
    assert one not in SeenChanges(tmp_path / "broken")
    assert SeenChanges(Path("/proc/nowhere/seen")).turn(one)


SCREENS = {
    "review-80x24": ((80, 24), UNICODE),
    "review-140x40": ((140, 40), UNICODE),
    "review-ascii-80x24": ((80, 24), ASCII),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SCREENS)
async def test_a_review_looks_as_it_did_when_it_was_last_looked_at(folder, name):
    size, glyphs = SCREENS[name]
    async with app(on(folder, compared="proposal"), size, glyphs=glyphs, colourless=glyphs is ASCII) as (shell, pilot):  # fmt: skip
        await compared(shell, pilot)
        for _ in range(100):
            await pilot.pause(0.02)
            if shell.git_service.branch_status is not None:
                break
        await pilot.press("space")
        await pilot.pause()
        shown = screen_text(shell) + "\n"
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("GOLDENS") == "write":
        golden.write_text(shown, "utf-8")
    assert shown == golden.read_text("utf-8")


@pytest.mark.slow
async def test_only_mine_shows_the_changes_of_what_one_owns_or_reports(folder):
    async with app(on(folder, compared="proposal", me="CFO")) as (shell, pilot):
        await compared(shell, pilot)
        await pilot.press("M")
        assert told(shell) == ["skyline.revenue", "skyline.profit"]
        assert "only mine, 0 of 2 seen" in screen_text(shell)
        await pilot.press("M")
        assert len(told(shell)) == 3
        shell.session.me = "Nobody"
        await pilot.press("M")
        assert told(shell) == []
        assert "Nothing of yours has changed: M shows all changes." in screen_text(shell)


@pytest.mark.slow
async def test_all_that_is_told_of_a_change_can_be_scrolled_to_at_eighty_columns(folder):
    git(folder, "checkout", "-q", "proposal")
    long = " ".join(f"word{at}" for at in range(90))
    commit(folder, {"corporate.bsc": WORKED.replace("target 30 by 2026-Q4", f'target 32 by 2026-Q4 "{long}"')}, "why")  # fmt: skip
    git(folder, "checkout", "-q", "main")
    async with app(on(folder, compared="proposal")) as (shell, pilot):
        assert "word89" not in await compared(shell, pilot)
        await pilot.press("tab", "G")
        await pilot.pause()
        assert "effect:" in screen_text(shell).split("word89")[1]
        assert shell.view.change.change.address == "skyline.on_ground"
        await pilot.press("escape")
        await pilot.pause()
        assert shell.view.listing.has_focus


@pytest.mark.slow
@pytest.mark.parametrize(("width", "beside"), [(80, False), (99, False), (100, True), (160, True)])
async def test_from_100_columns_what_is_told_of_a_change_stands_beside_the_changes(folder, width, beside):  # fmt: skip
    async with app(on(folder, compared="proposal"), (width, 30)) as (shell, pilot):
        await compared(shell, pilot)
        view = shell.view
        assert (view.panel.region.y == view.listing.region.y) is beside
        await pilot.press("1")
        await pilot.pause()
        assert bool(shell.view.query_one("#detail").region) is beside


@pytest.mark.slow
@pytest.mark.parametrize("branch", ["master", "trunk"])
async def test_without_a_main_branch_the_files_are_reviewed_against_what_there_is(folder, branch):
    git(folder, "branch", "-m", branch)
    (folder / "corporate.bsc").write_text(PROPOSED)
    async with app(on(folder)) as (shell, pilot):
        await pilot.press("6")
        shown = await compared(shell, pilot)
        assert "an easier target" in shown or "goalpost" in shown
        assert f"{'master' if branch == 'master' else 'HEAD'} (" in shown
