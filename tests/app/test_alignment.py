"""View 3: the heat map, lines of sight, and mending what has none."""

from __future__ import annotations

import math

import pytest
from rich.cells import cell_len

from bsctui.app.core.glyphs import ASCII, UNICODE
from bsctui.app.core.item_figures import item_figures
from bsctui.app.core.spans import plain_text
from bsctui.app.views.alignment.alignment_repair import alignment_repair
from bsctui.app.views.alignment.heat import heat_map, objectives_of
from bsctui.app.views.alignment.heat_lines import window
from bsctui.app.views.alignment.sight import (
    SightLinks,
    anchors_of,
    line_of_sight,
    objectives_without_sight,
)
from bsctui.app.views.alignment.sight_lines import (
    SightRows,
    SightTexts,
    shared_names,
    sight_joints,
    sight_shape,
)
from bsctui.app.views.alignment.state import AlignmentState
from bsctui.numbers import format_score
from tests.app.helpers import WORKED, app, screen_text, session_of

TEAM = """
objective cheap "Cheaper gates" in ground.financial

kpi gate_cost "Cost of a gate" in ground.cheap
  baseline 10
  target 5
  better lower
  actual 2025-Q1: 9
"""

CROSSED = """\
calendar quarters 2025-Q1..2025-Q4
tier top "Top"
tier middle "Middle"
tier low "Low"
scorecard a "A"
  tier top
scorecard b "B" under a
scorecard c "C" under b
objective a1 "First" in a.financial
objective a2 "Second" in a.process
objective b1 "Both" in b.process
  supports a.a1
  aligns a.a2
objective c1 "Team" in c.process
  supports b.b1
objective c2 "Later" in c.process
  supports b.b1 from 2025-Q3
"""


def drawn(text, address, period=None):
    session = session_of(text)
    if period:
        assert session.show_period(period) is None
    lines = line_of_sight(SightLinks(session.model, session.end), anchors_of(session, address))
    return [sight_joints(line, ASCII) + line.address for line in lines]


def test_the_heat_map_has_the_tiers_own_figures():
    session = session_of()
    heat = heat_map(session)
    assert heat.columns[-1] == "All"
    top = heat.cells[0]
    # By hand: the one top scorecard's perspectives and itself, as in the language's reference.
    assert [round(cell.score, 1) for cell in (top[0], top[2], top[-1])] == [75.0, 86.2, 81.7]
    assert (top[-1].status, top[-1].coverage) == ("green", 100.0)
    assert math.isnan(heat.cells[1][0].score)


def test_behind_a_cell_are_the_objectives_of_its_tier_and_perspective():
    session = session_of()
    assert objectives_of(session, 0, 0) == ("skyline.profit",)
    assert objectives_of(session, 1, 2) == ("ground.gates",)
    assert objectives_of(session, 0, 4) == ("skyline.profit", "skyline.turnaround")


def test_a_workspace_without_a_calendar_has_an_empty_heat_map():
    session = session_of('scorecard s "S"\nobjective o "O" in s.financial\n')
    assert all(math.isnan(cell.score) for row in heat_map(session).cells for cell in row)
    assert objectives_without_sight(session) == ((), ())


def test_each_way_to_the_top_is_drawn_and_what_supports_it_once():
    assert drawn(CROSSED, "b.b1", "2025-Q4") == [
        "a.a1",
        "` b.b1",
        "  | c.c1",
        "  ` c.c2",
        "a.a2",
        "` b.b1",
    ]


def test_only_links_that_hold_in_the_period_are_drawn():
    assert drawn(CROSSED, "b.b1", "2025-Q1")[2:3] == ["  ` c.c1"]


def test_from_the_bottom_only_the_way_up_is_drawn():
    assert drawn(CROSSED, "c.c1") == ["a.a1", "` b.b1", "  ` c.c1", "a.a2", "` b.b1", "  ` c.c1"]


def test_a_kpi_has_its_objectives_line_of_sight_and_a_scorecard_that_of_all_its_objectives():
    session = session_of()
    assert anchors_of(session, "ground.gate_time") == ("ground.gates",)
    assert anchors_of(session, "ground.stock_plan") == ("ground.gates",)
    assert anchors_of(session, "skyline") == ("skyline.profit", "skyline.turnaround")
    assert anchors_of(session, "skyline.process") == ("skyline.turnaround",)


def test_what_has_no_line_of_sight_is_what_advice_finds():
    session = session_of(WORKED + TEAM)
    assert objectives_without_sight(session) == (("ground.cheap",), ("skyline.profit",))


def test_an_objective_is_mended_by_one_above_and_a_top_one_by_one_below():
    model = session_of(WORKED + TEAM).model
    assert alignment_repair(model, "ground.cheap") == (
        ("skyline.profit", "skyline.turnaround"),
        True,
    )
    assert alignment_repair(model, "ground.gates") == (("skyline.profit",), True)
    assert alignment_repair(model, "skyline.profit") == (("ground.gates", "ground.cheap"), False)


def test_columns_that_do_not_fit_follow_the_cursor():
    heat = heat_map(session_of())
    assert (window(heat, 80, 0).first, window(heat, 80, 0).last) == (0, 5)
    narrow = window(heat, 30, 4)
    assert narrow.first > 0
    assert narrow.last == 5


def test_a_longer_perspective_takes_the_cells_that_others_leave():
    heat = heat_map(session_of())
    shape = window(heat, 79, 0)
    # 79 cells less 14 of names and blanks hold the five headings' 57 cells and their blanks.
    names = [len(name) + 1 for name in heat.columns]
    assert sum(names) <= 79 - shape.name - 1
    assert all(cells >= name for cells, name in zip(shape.cells, names, strict=True))


LINES = (
    SightTexts(
        "Business units", "- ", "Spend on planes, not on shelves", "Maintenance", "supports"
    ),
    SightTexts("Airline", "", "Grow profit", "Skyline Airlines", ""),
    SightTexts("Teams", "| - ", "Every bag on its plane", "Gates North", "aligns"),
)


def names_at(line, width):
    return "".join(shared_names(line, sight_shape(LINES, width), "~"))


def test_no_name_of_a_line_of_sight_is_cut_while_a_cell_beside_it_is_free():
    for line in LINES:
        for width in range(60, 121):
            text = names_at(line, width)
            assert "~" not in text or not text.endswith("  "), (width, text)
    # By hand: 33 cells with their joint, 2 blanks and 11 of the scorecard are 46, and there are 46.
    assert names_at(LINES[0], 77).split("  ") == ["Spend on planes, not on shelves", "Maintenance"]


def test_the_usual_word_gives_way_before_a_name_does():
    assert sight_shape(LINES, 120).usual
    assert not sight_shape(LINES, 80).usual


@pytest.mark.parametrize("anchor", ["skyline", "skyline.turnaround", (0, 0), (0, 2), (1, 2)])
def test_at_any_width_a_line_of_sight_fits_and_its_score_is_whole(anchor):
    state = AlignmentState(session_of(WORKED + TEAM))
    state.anchor = anchor
    state.refresh()
    state.anchor = anchor
    state.refresh()
    rows = SightRows(state, UNICODE)
    scores = state.session.scores
    for width in range(50, 141):
        for index, line in enumerate(state.lines):
            if line.address is None or line.sight is None:
                continue
            text = plain_text(rows.line(index, width))
            assert cell_len(text) <= width, text
            figures = item_figures(scores, line.address, state.session.column)
            assert f" {format_score(figures.shown)}" in text


@pytest.mark.slow
async def test_one_key_shows_a_teams_alignment():
    session = session_of(WORKED + TEAM)
    session.selected = "ground"
    async with app(session) as (shell, pilot):
        await pilot.press("3")
        text = screen_text(shell)
        assert "Line of sight: Ground operations" in text
        assert "Fast ground turnaround" in text
        assert "Turn planes at the gate" in text
        assert "Without a line of sight: 2" in text
        assert shell.session.selected == "ground"


async def test_moving_selects_lines_and_draws_no_other_line_of_sight():
    async with app(session_of()) as (shell, pilot):
        shell.session.selected = "ground.gates"
        await pilot.press("3", "k")
        assert shell.session.selected == "skyline.turnaround"
        assert shell.view.state.title() == "Turn planes at the gate"
        await pilot.press("space")
        assert shell.view.state.title() == "Fast ground turnaround"
        await pilot.press("enter")
        assert shell.view.id == "cascade"
        assert shell.session.selected == "skyline.turnaround"


async def test_following_the_line_of_sight_draws_the_other_one():
    async with app(session_of()) as (shell, pilot):
        shell.session.selected = "ground.gates"
        await pilot.press("3", "U")
        assert shell.session.selected == "skyline.turnaround"
        assert shell.view.state.title() == "Fast ground turnaround"
        await pilot.press("backspace")
        assert shell.view.state.title() == "Turn planes at the gate"


@pytest.mark.slow
async def test_arrows_walk_through_the_heat_map_and_enter_goes_to_its_objectives():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("3", "tab", "down", "right", "right")
        assert shell.view.in_heat
        assert shell.view.state.place == (1, 2)
        assert "ground.gates" in [line.address for line in shell.view.state.lines]
        await pilot.press("enter")
        assert shell.session.selected == "ground.gates"
        await pilot.press("escape")
        assert shell.view.state.title() == "Turn planes at the gate"


async def test_arrows_cross_from_the_lines_into_the_heat_map_and_back():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("3", "up")
        assert shell.view.in_heat
        await pilot.press(*["down"] * len(shell.view.state.heat.tiers))
        assert not shell.view.in_heat


@pytest.mark.slow
async def test_a_dot_mends_by_one_supports_line_that_u_takes_back():
    session = session_of(WORKED + TEAM)
    async with app(session) as (shell, pilot):
        session.selected = "ground.cheap"
        await pilot.press("3", "full_stop", *"profit", "enter")
        assert session.workspace.model.objectives["ground.cheap"].supports[0].value.target == (
            "skyline.profit"
        )
        assert objectives_without_sight(session) == ((), ())
        assert "Without a line of sight: none" in screen_text(shell)
        await pilot.press("u")
        assert not session.workspace.dirty


async def test_at_the_top_a_dot_picks_a_supporter():
    session = session_of(WORKED)
    async with app(session) as (_, pilot):
        session.selected = "skyline.profit"
        await pilot.press("3", "full_stop", *"gates", "enter")
        line = session.workspace.model.objectives["ground.gates"].supports[-1]
        assert line.value.target == "skyline.profit"


async def test_read_only_mends_nothing():
    async with app(session_of(read_only=True)) as (shell, pilot):
        shell.session.selected = "ground.gates"
        await pilot.press("3", "full_stop")
        assert "read-only" in screen_text(shell)


async def test_without_objectives_the_view_says_what_to_do():
    async with app(session_of('scorecard s "S"\n')) as (shell, pilot):
        await pilot.press("3", "j", "k", "enter", "space", "full_stop")
        assert "No objective yet" in screen_text(shell)


async def test_plain_terminals_get_plain_signs():
    async with app(session_of(), glyphs=ASCII) as (shell, pilot):
        await pilot.press("3", "tab")
        assert screen_text(shell).isascii()


def test_joints_tell_what_goes_on_below():
    session = session_of(CROSSED)
    session.show_period("2025-Q4")
    lines = line_of_sight(SightLinks(session.model, session.end), ["a.a1"])
    assert [sight_joints(line, UNICODE) for line in lines] == ["", "└ ", "  ├ ", "  └ "]


def aligned(count):
    """Each objective aligns with the one before it: links that no tier bounds."""
    yield 'calendar quarters 2025-Q1..2025-Q4\nscorecard a "A"\nobjective o0 in a.financial\n'
    yield from (f"objective o{at} in a.financial\n  aligns o{at - 1}\n" for at in range(1, count))


def test_a_line_of_sight_of_thousands_is_drawn_as_far_as_anybody_follows_it():
    session = session_of("".join(aligned(3000)))
    lines = line_of_sight(SightLinks(session.model, session.end), ["a.o1500"])
    names = [line.address for line in lines]
    assert names == [f"a.o{at}" for at in range(1401, 1601)]
    assert len(lines[-1].lasts) == 199


@pytest.mark.slow
def test_what_thousands_serve_is_drawn_with_each_of_them_once():
    givers = "".join(f"objective o{at} in a.financial\n  aligns o\n" for at in range(3000))
    session = session_of(f"scorecard a\nobjective o in a.financial\n{givers}")
    links = SightLinks(session.model, None)
    lines = line_of_sight(links, ["a.o"])
    assert [line.address for line in lines] == ["a.o", *(f"a.o{at}" for at in range(3000))]
    assert len(line_of_sight(links, anchors_of(session, "a"))) == 3001


def test_what_is_named_and_not_there_has_no_place_in_a_line_of_sight():
    broken = CROSSED.replace("supports b.b1\nobjective c2", "supports b.gone\nobjective c2")
    assert drawn(broken, "c.c1") == ["c.c1"]
    assert drawn(broken + "kpi k in c.gone\n", "c.k") == []


async def test_the_view_survives_a_scorecard_that_is_named_and_not_there():
    text = WORKED.replace('scorecard skyline "Skyline Airlines"', "")
    session = session_of(text)
    session.selected = "ground"
    assert any(problem.code == "E301" for problem in session.model.diagnostics)
    async with app(session) as (shell, pilot):
        await pilot.press("3")
        await pilot.pause()
        assert "Line of sight" in screen_text(shell)
