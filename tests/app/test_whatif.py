"""What-if in the app: assumed beside present, all the way up; kept as one edit, or dropped, and nothing saved meanwhile."""

from __future__ import annotations

import numpy as np
import pytest

from bsctui.analysis.assumptions import Facet, read_assumption
from bsctui.app.core.session import Session
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, app, screen_text, session_of, write_worked


def on(address, text=WORKED, **parts):
    session = session_of(text, **parts)
    session.selected = address
    return session


def text_of(shell):
    return shell.session.workspace.documents["corporate.bsc"].to_bytes().decode()


def score(scores, address, at=3):
    return float(scores.score[scores.row[address], at])


async def assume(pilot, text):
    await pilot.press("w")
    await pilot.pause()
    for character in text:
        await pilot.press(KEYS.get(character, character))
    await pilot.press("enter")
    await pilot.pause()


KEYS = {" ": "space", "@": "at", "-": "minus", ".": "full_stop"}


async def test_an_assumed_value_moves_every_score_above_and_not_the_text():
    """Revenue 30M of 30M: 20 points more, half of them for profit, 0.4 of those for the top."""
    async with app(on("skyline.revenue")) as (shell, pilot):
        await assume(pilot, "30M")
        session = shell.session
        assert score(session.scores, "skyline.profit") == pytest.approx(85)
        assert score(session.scores, "skyline") == pytest.approx(85.733333)
        assert score(session.present_scores, "skyline") == pytest.approx(81.733333)
        assert text_of(shell) == WORKED
        assert not session.workspace.dirty
        assert not session.workspace.done


async def test_present_and_assumed_stand_side_by_side_with_the_points_between():
    async with app(on("skyline.revenue")) as (shell, pilot):
        await assume(pilot, "30M")
        lines = screen_text(shell).splitlines()
        assert lines[1].split()[:4] == ["what", "if", "Seat", "revenue"]
        heading = next(line for line in lines if "present" in line)
        assert heading.split() == ["Cascade", "trend", "present", "assumed", "points", "weight"]
        top = next(line for line in lines if "Skyline Airlines" in line)
        assert top.split()[4:] == ["81.7", "■", "85.7", "+4.0", "1"]
        ground = next(line for line in lines if "Ground operations" in line)
        assert ground.split()[4:] == ["86.0", "■", "86.0", "1"]


@pytest.mark.slow
async def test_the_prompt_shows_what_it_would_do_and_escape_only_leaves_it():
    async with app(on("skyline.revenue")) as (shell, pilot):
        await assume(pilot, "30M")
        before = shell.session.whatif.assumptions
        await pilot.press("w", "2", "6", "M")
        await pilot.pause()
        assert "Seat revenue 80.0 → 20.0  -60.0" in screen_text(shell)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert shell.session.whatif.assumptions == before


@pytest.mark.parametrize(
    ("address", "typed", "said"),
    [
        ("skyline.revenue", "3%", "leave the % out"),
        ("skyline.revenue", "1,000", "not a number"),
        ("skyline.revenue", "target 20M", "below the baseline"),
        ("skyline.revenue", "goal 30M", "`target` or `weight`"),
        ("skyline.revenue", "weight -1", "0 or more"),
        ("skyline.profit", "target 3", "is not a KPI"),
    ],
)
async def test_what_cannot_be_assumed_says_so_as_it_is_typed(address, typed, said):
    async with app(on(address)) as (shell, pilot):
        await assume(pilot, typed)
        assert said in screen_text(shell)
        assert not shell.session.whatif
        await pilot.press("escape")


@pytest.mark.slow
async def test_targets_and_weights_are_assumed_too_and_all_of_it_adds_up():
    """Plane cost 70 becomes 100 against 1.95M; profit then counts 3 of 4 from revenue at 80."""
    async with app(on("skyline.plane_cost")) as (shell, pilot):
        await assume(pilot, "target 1.95M")
        shell.session.selected = "skyline.revenue"
        await assume(pilot, "weight 3")
        assert [one.facet for one in shell.session.whatif.assumptions] == [
            Facet.TARGET,
            Facet.WEIGHT,
        ]
        assert score(shell.session.scores, "skyline.profit") == pytest.approx((3 * 80 + 100) / 4)
        listed = screen_text(shell).splitlines()[1]
        assert "Lease cost per plane target 1.95M in 2025-Q4" in listed


async def test_a_number_alone_is_an_objectives_weight():
    async with app(on("skyline.profit")) as (shell, pilot):
        await assume(pilot, "0")
        assert np.isnan(score(shell.session.scores, "skyline.financial"))


@pytest.mark.slow
async def test_on_a_supporters_row_the_weight_is_the_links():
    async with app(on("skyline.turnaround")) as (shell, pilot):
        await pilot.press("l", "j", "j")
        assert (shell.session.selected, shell.session.link_above) == (
            "ground.gates",
            "skyline.turnaround",
        )
        await assume(pilot, "weight 0")
        scores = shell.session.scores
        assert score(scores, "skyline.turnaround") == score(scores, "skyline.on_ground")
        assert "0*" in screen_text(shell)


@pytest.mark.slow
async def test_a_period_may_be_named_and_each_assumption_stays_with_its_own():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await assume(pilot, "48.75 @2025-Q3")
        assert score(shell.session.scores, "skyline.on_ground", 2) == pytest.approx(100)
        assert score(shell.session.scores, "skyline.on_ground", 3) == pytest.approx(86.666667)
        await pilot.press("left_square_bracket")
        await pilot.pause()
        assert "100.0" in screen_text(shell).splitlines()[0]
        await pilot.press("shift+up")
        await pilot.pause()
        assert shell.session.scores is not shell.session.present_scores


@pytest.mark.slow
async def test_dropping_gives_the_present_scores_back_and_leaves_the_mode():
    async with app(on("skyline.revenue")) as (shell, pilot):
        await assume(pilot, "30M")
        await pilot.press("X")
        await pilot.pause()
        assert shell.session.scores is shell.session.present_scores
        assert "what if" not in screen_text(shell)
        await pilot.press("X")
        await pilot.pause()
        assert "nothing is assumed; w on an item does" in screen_text(shell)


@pytest.mark.slow
async def test_an_emptied_prompt_drops_only_what_is_assumed_there():
    async with app(on("skyline.revenue")) as (shell, pilot):
        await assume(pilot, "30M")
        shell.session.selected = "ground.crew_ready"
        await assume(pilot, "95%")
        await pilot.press("w", "backspace", "enter")
        await pilot.pause()
        assert [one.address for one in shell.session.whatif.assumptions] == ["skyline.revenue"]


@pytest.mark.slow
async def test_what_is_kept_is_told_as_the_edit_it_is_where_it_is_little():
    async with app(on("skyline.revenue"), size=(120, 30)) as (shell, pilot):
        await assume(pilot, "30M")
        await pilot.press("W")
        assert "2025-Q4 is 30M" in screen_text(shell)
        assert "2025-Q4 is 30M" in shell.session.workspace.done[0].description


@pytest.mark.slow
async def test_keeping_writes_one_edit_that_gives_the_assumed_scores():
    async with app(on("skyline.revenue")) as (shell, pilot):
        session = shell.session
        for address, typed in (
            ("skyline.revenue", "30M"),
            ("skyline.plane_cost", "target 1.85M"),
            ("ground.crew_ready", "target 90%"),
            ("skyline.on_ground", "weight 2"),
            ("skyline.financial", "weight 50%"),
        ):
            session.selected = address
            await assume(pilot, typed)
        assumed = score(session.scores, "skyline")
        await pilot.press("W")
        await pilot.pause()
        assert not session.whatif
        assert score(session.scores, "skyline") == pytest.approx(assumed)
        assert "+  target 1.85M by 2025-Q4" in added(shell)
        assert "+  actual 2025-Q1: 26M 27M 27.5M 30M" in added(shell)
        assert "+  perspective financial weight 50%" in added(shell)
        assert "+  target 90%" in added(shell)
        assert len(session.workspace.done) == 1
        await pilot.press("u")
        assert text_of(shell) == WORKED


def added(shell):
    before = set(WORKED.splitlines())
    return [f"+{line}" for line in text_of(shell).splitlines() if line not in before]


COMPUTED = (
    WORKED
    + """
kpi margin "Margin" in skyline.profit
  formula revenue / 1M
  target 40
  aggregate recompute
"""
)


@pytest.mark.slow
async def test_what_is_computed_stays_assumed_and_is_named():
    async with app(on("skyline.margin", COMPUTED), size=(140, 40)) as (shell, pilot):
        await assume(pilot, "35")
        shell.session.selected = "skyline.revenue"
        await assume(pilot, "30M")
        await pilot.press("W")
        await pilot.pause()
        assert [one.address for one in shell.session.whatif.assumptions] == ["skyline.margin"]
        assert "still assumed: Margin, its value comes from a formula" in screen_text(shell)
        assert "26M 27M 27.5M 30M" in text_of(shell)


@pytest.mark.slow
async def test_edits_undo_and_the_assumed_stand_on_one_another():
    """What is assumed lies over whatever the text says."""
    async with app(on("skyline.revenue")) as (shell, pilot):
        await assume(pilot, "30M")
        shell.session.selected = "skyline.plane_cost"
        await pilot.press("t", *"1.9M", "enter", "1")
        await pilot.pause()
        session = shell.session
        assert session.workspace.dirty
        assert score(session.scores, "skyline.revenue") == 100
        plane = score(session.present_scores, "skyline.plane_cost")
        assert score(session.scores, "skyline.profit") == pytest.approx((100 + plane) / 2)
        await pilot.press("u")
        assert score(session.scores, "skyline.profit") == pytest.approx(85)


@pytest.mark.slow
async def test_an_assumption_whose_item_is_gone_counts_for_nothing_until_it_is_back():
    async with app(on("ground.crew_ready"), size=(120, 30)) as (shell, pilot):
        await assume(pilot, "95")
        await pilot.press("d")
        await pilot.pause()
        if shell.screen is not shell.main:
            await pilot.press("y")
            await pilot.pause()
        assert "ground.crew_ready" not in shell.session.model.kpis
        assert score(shell.session.scores, "ground") == pytest.approx(100)  # the gate time alone
        await pilot.press("u")
        await pilot.pause()
        assert score(shell.session.scores, "ground.crew_ready") == 100


async def test_changes_on_disk_come_in_below_what_is_assumed(tmp_path):
    write_worked(tmp_path)
    session = Session(workspace=Workspace.load(tmp_path))
    session.selected = "skyline.revenue"
    async with app(session) as (shell, pilot):
        await assume(pilot, "30M")
        (tmp_path / "corporate.bsc").write_text(WORKED.replace("1.93M", "1.90M"))
        shell.reload()
        await pilot.pause()
        assert score(session.scores, "skyline.plane_cost") == 100
        assert score(session.scores, "skyline.profit") == 100


@pytest.mark.slow
async def test_saving_writes_nothing_of_what_is_assumed(tmp_path):
    write_worked(tmp_path)
    session = Session(workspace=Workspace.load(tmp_path))
    session.selected = "skyline.revenue"
    async with app(session) as (shell, pilot):
        await assume(pilot, "30M")
        await pilot.press("s")
        await pilot.pause()
        assert (tmp_path / "corporate.bsc").read_text() == WORKED
        assert shell.session.whatif


@pytest.mark.slow
async def test_the_other_views_and_why_show_the_assumed_scores():
    async with app(on("skyline.revenue")) as (shell, pilot):
        await assume(pilot, "30M")
        shell.session.selected = "skyline"
        await pilot.press("x")
        await pilot.pause()
        assert "2025-Q4: 85.7" in screen_text(shell)
        assert "without what is assumed: 81.7, so +4.0" in screen_text(shell)
        await pilot.press("escape", "3")
        await pilot.pause()
        assert "85.7" in screen_text(shell)


async def test_read_only_allows_assuming_but_not_keeping():
    async with app(on("skyline.revenue", read_only=True)) as (shell, pilot):
        await assume(pilot, "30M")
        await pilot.press("W")
        await pilot.pause()
        assert shell.session.whatif
        assert "read-only" in screen_text(shell)


@pytest.mark.slow
async def test_the_list_names_every_assumption_and_drops_one():
    async with app(on("skyline.revenue"), size=(100, 30)) as (shell, pilot):
        await assume(pilot, "30M")
        await pilot.press("colon", *"List", "enter")
        await pilot.pause()
        assert "Seat revenue: value 30M instead of 29M in 2025-Q4" in screen_text(shell)
        await pilot.press("enter")
        await pilot.pause()
        assert not shell.session.whatif


async def test_labels_of_files_never_reach_the_screen_unwashed():
    text = WORKED.replace('"Seat revenue"', '"Seat [red]revenue[/]"')
    async with app(on("skyline.revenue", text)) as (shell, pilot):
        await assume(pilot, "30M")
        assert "Seat [red]revenue[/]" in screen_text(shell).splitlines()[1]


@pytest.mark.parametrize("colourless", [True, False])
async def test_in_sixteen_colours_and_in_none_both_lines_are_reversed(colourless):
    async with app(on("skyline.revenue"), colourless=colourless) as (shell, pilot):
        await assume(pilot, "30M")
        header, told = shell.screen._compositor.render_strips()[:2]
        assert "what if" in told.text, "words tell it too"
        for segment in (*header, *told):
            style = segment.style
            assert style.reverse
            assert style.color is None or style.color.is_default


@pytest.mark.slow
async def test_the_header_changes_places_with_its_background_while_anything_is_assumed():
    async with app(on("skyline.revenue")) as (shell, pilot):
        shell.theme = "textual-dark"
        await pilot.pause()
        assert not any(segment.style.reverse for segment in header_of(shell))
        await assume(pilot, "30M")
        assert any(segment.style.reverse for segment in header_of(shell))


def header_of(shell):
    return shell.screen._compositor.render_strips()[0]


async def test_a_link_looked_at_before_is_not_taken_for_a_kpis():
    async with app(on("skyline.revenue")) as (shell, pilot):
        await pilot.pause()
        shell.session.link_above = "skyline.turnaround"
        await pilot.press("w", *"30M", "enter")
        await pilot.pause()
        (one,) = shell.session.whatif.assumptions
        assert (one.facet, one.above) == (Facet.VALUE, None)


@pytest.mark.slow
async def test_the_map_and_the_sheet_follow_what_is_assumed():
    async with app(on("skyline.revenue")) as (shell, pilot):
        await assume(pilot, "30M")
        await pilot.press("2")
        await pilot.pause()
        assert "85.0" in screen_text(shell)
        await pilot.press("8")
        await pilot.pause()
        assert "what if" in screen_text(shell).splitlines()[1]


def test_another_workspace_is_opened_without_what_was_assumed_of_the_one_before():
    session = on("skyline.revenue")
    session.whatif.add(read_assumption(session.scores, 3, "skyline.revenue=30M"))
    assert session.scores is not session.present_scores
    session.open(Workspace.from_texts({"corporate.bsc": WORKED}))
    assert session.scores is session.present_scores
