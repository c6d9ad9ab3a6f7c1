"""View 2: the strategy map, walked along its links."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsctui.app.core.glyphs import ASCII
from bsctui.app.core.session import Session
from bsctui.app.views.map.state import MapState, objective_of
from bsctui.app.views.map.walking import WalkDirection, page_target, walk_target
from bsctui.exchange.maps import pens
from bsctui.layout.plan import plan
from bsctui.layout.shapes import Link, Node
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, app, screen_text, session_of
from tests.layout.test_plan import maps

MAP = """\
calendar quarters 2025-Q1..2025-Q4
scorecard s "Company"
objective gold "Gold" in s.financial
objective loyal "Loyal customers" in s.customer
  drives gold after 2 quarters
objective cheap "Cheap" in s.customer
  drives gold
objective fast "Fast" in s.process
  drives loyal after 1 month
objective alone "Alone" in s.learning
"""

TEAM = """
scorecard team "Team" under s
objective quick "Quick" in team.process
  drives s.gold after 1 quarter
"""


def large(objectives=25, seed=3):
    """A made-up map: four perspectives, every cause under an effect."""
    chance = random.Random(seed)
    lanes = ("financial", "customer", "process", "learning")
    lines = ["calendar quarters 2025-Q1..2025-Q4", 'scorecard s "Large"']
    above: list[str] = []
    for lane, name in enumerate(lanes):
        here = [f"{name[0]}{number}" for number in range(lane, objectives, 4)]
        for at, each in enumerate(here):
            lines.append(f'objective {each} "Objective {each} with a label" in s.{name}')
            if above:
                near = min(at, len(above) - 1)
                lines.append(f"  drives {above[near]} after 1 quarter")
                if chance.random() < 0.3:
                    lines.append(f"  drives {above[max(0, near - 1)]}" if near else "")
        above = here
    return "\n".join(lines) + "\n"


async def test_the_map_shows_lanes_scores_words_arrows_and_lags():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("2")
        text = screen_text(shell)
        assert shell.view.id == "map"
        for wanted in ("Skyline Airlines", "Financial", "Grow profit", "■ 75.0", "green", "2Q"):
            assert wanted in text


async def test_arrows_walk_along_the_links_and_back_the_same_way():
    session = session_of(MAP)
    session.selected = "s.cheap"
    async with app(session) as (_, pilot):
        await pilot.press("2", "up")
        assert session.selected == "s.gold"
        await pilot.press("down")
        assert session.selected == "s.cheap"
        session.selected = "s.fast"
        await pilot.press("k")
        assert session.selected == "s.loyal"


async def test_without_a_link_up_and_down_lead_to_the_next_row():
    session = session_of(MAP)
    session.selected = "s.alone"
    async with app(session) as (_, pilot):
        await pilot.press("2", "up")
        assert session.selected == "s.fast"
        await pilot.press("down")
        assert session.selected == "s.alone"
        await pilot.press("down")
        assert session.selected == "s.alone"


@pytest.mark.slow
async def test_home_end_and_page_keys():
    session = session_of(MAP)
    async with app(session) as (_, pilot):
        await pilot.press("2", "G")
        assert session.selected == "s.alone"
        await pilot.press("pageup")
        assert session.selected in {"s.loyal", "s.cheap", "s.gold"}
        await pilot.press("g")
        assert session.selected == "s.gold"


@pytest.mark.slow
async def test_a_kpi_is_shown_at_its_objective_and_stays_selected():
    session = session_of()
    session.selected = "skyline.on_ground"
    async with app(session) as (shell, pilot):
        await pilot.press("2")
        assert shell.view.state.chosen == "skyline.turnaround"
        assert session.selected == "skyline.on_ground"
        await pilot.press("1")
        assert session.selected == "skyline.on_ground"
        await pilot.press("2", "up")
        assert session.selected == "skyline.profit"


async def test_a_perspective_is_walked_into():
    session = session_of()
    session.selected = "skyline.process"
    async with app(session) as (shell, pilot):
        await pilot.press("2")
        assert shell.view.state.chosen is None
        await pilot.press("down")
        assert session.selected == "skyline.turnaround"


async def test_the_line_of_sight_leads_to_another_scorecards_map():
    session = session_of()
    session.selected = "skyline.turnaround"
    async with app(session) as (shell, pilot):
        await pilot.press("2", "D")
        assert session.selected == "ground.gates"
        assert "Strategy map: Ground operations" in screen_text(shell)


@pytest.mark.slow
async def test_enter_opens_the_detail_and_escape_leads_back_to_the_tree():
    session = session_of()
    session.selected = "skyline.turnaround"
    async with app(session) as (shell, pilot):
        await pilot.press("2", "enter")
        await pilot.pause()
        assert shell.view.id == "cascade"
        assert shell.view.detail_pane.has_focus
        await pilot.press("escape")
        assert shell.view.tree_pane.has_focus


@pytest.mark.slow
async def test_an_edit_is_drawn_at_once_and_undone():
    session = session_of()
    session.selected = "skyline.on_ground"
    async with app(session) as (shell, pilot):
        await pilot.press("2")
        assert "86.2" in screen_text(shell)
        await pilot.press("t", *"20", "enter", "1")
        assert "86.2" not in screen_text(shell)
        await pilot.press("u")
        assert "86.2" in screen_text(shell)


async def test_another_period_keeps_the_plan_and_changes_the_scores():
    session = session_of()
    async with app(session) as (shell, pilot):
        await pilot.press("2")
        before = shell.view.state.plan
        await pilot.press("left_square_bracket")
        assert shell.view.state.plan is before
        assert "75.0" not in screen_text(shell)


async def test_keys_typed_ahead_walk_before_the_first_frame():
    session = session_of(MAP)
    async with app(session) as (shell, _):
        await shell.show_view("map")
        await shell.action_command("map.last")
        assert session.selected == "s.alone"


@pytest.mark.slow
async def test_a_click_selects_and_a_second_one_opens():
    session = session_of(MAP)
    async with app(session, (120, 40)) as (shell, pilot):
        await pilot.press("2")
        box = next(box for box in shell.view.state.plan.boxes if box.name == "s.loyal")
        at = (shell.view.state.margin + box.x + 2, box.y + 1)
        await pilot.click("#map-pane", offset=at)
        assert session.selected == "s.loyal"
        await pilot.click("#map-pane", offset=at)
        await pilot.pause()
        assert shell.view.id == "cascade"


@pytest.mark.slow
async def test_the_links_of_the_chosen_objective_are_told_in_words():
    session = session_of(MAP + TEAM)
    session.selected = "s.gold"
    async with app(session, (140, 40)) as (shell, pilot):
        await pilot.press("2")
        text = screen_text(shell)
        assert "←1" in text
        assert "driven by" in text
        assert "Loyal customers after 2 quarters (too few points)" in text
        assert "Team: Quick after 1 quarter (too few" in text


@pytest.mark.slow
async def test_twenty_five_objectives_fit_200x60():
    async with app(session_of(large()), (200, 60)) as (shell, pilot):
        await pilot.press("2", "j")
        pane = shell.view.map_pane
        assert len(shell.view.state.plan.boxes) == 25
        assert pane.max_scroll_x == 0
        assert pane.max_scroll_y == 0


@pytest.mark.slow
async def test_at_80x24_the_map_scrolls_with_the_cursor_and_lanes_keep_their_names():
    session = session_of(large())
    async with app(session) as (shell, pilot):
        await pilot.press("2", "G")
        pane, box = shell.view.map_pane, shell.view.state.box
        left, top = pane.scroll_offset
        region = pane.scrollable_content_region
        assert left <= box.x
        assert box.x + box.width <= left + region.width - shell.view.state.margin
        assert top <= box.y
        assert box.y + box.height <= top + region.height
        assert "Learning &" in screen_text(shell)
        assert "Objective l" in screen_text(shell)


async def test_a_map_in_a_plain_terminal_is_ascii_and_marks_its_chosen_box():
    async with app(session_of(MAP), glyphs=ASCII) as (shell, pilot):
        await pilot.press("2", "j")
        assert screen_text(shell).isascii()
        assert "####" in screen_text(shell)


@pytest.mark.slow
async def test_every_empty_map_says_what_to_do():
    for text, says in (
        ("# nothing yet\n", "no scorecard here yet"),
        ('scorecard s "S"\n', "No objective yet: `Add an objective` (:) in the cascade (1)"),
        ('scorecard s "S"\nobjective o "O" in s.financial\n', "write `drives OBJECTIVE`"),
    ):
        async with app(session_of(text)) as (shell, pilot):
            await pilot.press("2")
            assert says in screen_text(shell)
            await pilot.press("j", "k", "h", "l", "g", "G", "pagedown")


async def test_broken_files_are_drawn_as_far_as_they_can_be_read():
    broken = WORKED.replace("  unit minutes\n", "  unit minuts minutes\n")
    async with app(session_of(broken)) as (shell, pilot):
        await pilot.press("2")
        assert "✗" in screen_text(shell)
        assert "broken" in screen_text(shell)


def test_what_counts_in_no_objective_has_none():
    session = session_of(WORKED + 'measure hours "Hours" in skyline\n')
    assert objective_of(session, "skyline.hours") is None
    assert objective_of(session, "skyline") is None
    assert objective_of(session, "ground.stock_plan") == "ground.gates"


def test_the_map_of_a_workspace_without_calendar_has_boxes_without_scores():
    session = Session(
        workspace=Workspace.from_texts(
            {"a.bsc": 'scorecard s "S"\nobjective o "O" in s.financial\n'}
        )
    )
    state = MapState(session)
    state.refresh(80, 20, pens.UNICODE)
    assert [box.label for box in state.strategy.boxes] == ["O"]


@given(maps(most=10))
def test_left_and_right_reach_every_box(drawn):
    made = plan(*drawn)
    here, seen = None, []
    for _ in made.boxes:
        here = walk_target(made, here, WalkDirection.RIGHT)
        seen.append(here)
    assert sorted(seen) == sorted(box.name for box in made.boxes)
    for name in reversed(seen[:-1]):
        here = walk_target(made, here, WalkDirection.LEFT)
        assert here == name


@given(maps(most=10), st.sampled_from([WalkDirection.UP, WalkDirection.DOWN]))
def test_up_and_down_follow_a_link_where_there_is_one(drawn, way):
    made = plan(*drawn)
    at = {box.name: box for box in made.boxes}
    for box in made.boxes:
        target = at[walk_target(made, box.name, way)]
        linked = {
            end
            for route in made.routes
            if box.name in route.link[:2]
            for end in route.link[:2]
            if (at[end].row - box.row) * way.value[0] > 0
        }
        assert target.name in linked if linked else (target.row - box.row) * way.value[0] >= 0


def test_page_keys_stop_at_the_ends():
    made = plan([Node("a", 0), Node("b", 1), Node("c", 2)], [Link("b", "a")], 3)
    assert page_target(made, "a", -20) == "a"
    assert page_target(made, "a", 100) == "c"
    assert page_target(made, "c", -8) == "b"
