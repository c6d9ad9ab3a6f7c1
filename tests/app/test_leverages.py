"""What each KPI contributes at the top, and its potential: as columns of the KPI table, and in why."""

from __future__ import annotations

import pytest

from bsctui.app.core.sensitivity import carried_points, leverage_columns
from tests.app.helpers import WORKED, app, screen_text, session_of

WORST = WORKED.replace('  owner "CFO"', '  owner "CFO"\n  score worst')


def on(address, text=WORKED):
    session = session_of(text)
    session.selected = address
    return session


def test_columns_and_why_tell_the_same():
    session = session_of()
    rows = [session.scores.row[address] for address in session.model.kpis]
    points, still = leverage_columns(session, rows)
    found = [carried_points(session, address)[0].leverage for address in session.model.kpis]
    assert points.tolist() == [one.points for one in found]
    assert still.tolist() == [one.open for one in found]
    assert sum(points) == pytest.approx(81.7333333), "together the top's score"


def test_everything_below_a_top_carries_a_part_of_it():
    """Financial 75 at 40% is 30 points; 10 more are to be had where it is 100."""
    (found,) = carried_points(session_of(), "skyline.financial")
    assert found.top == "skyline"
    assert found.leverage.points == pytest.approx(30)
    assert found.leverage.open == pytest.approx(10)
    assert carried_points(session_of(), "skyline") == []
    assert carried_points(session_of(), "ground.stock_plan") == []


@pytest.mark.slow
async def test_why_says_what_a_number_carries_and_what_is_to_be_had():
    async with app(on("skyline.revenue")) as (shell, pilot):
        await pilot.press("x")
        await pilot.pause()
        shown = screen_text(shell)
        assert "contributes 16.0 points of Skyline Airlines (share 20.0%); 4.0 potential" in shown


@pytest.mark.slow
async def test_why_says_where_a_share_holds_on_one_side_only():
    async with app(on("skyline.plane_cost", WORST), size=(120, 30)) as (shell, pilot):
        await pilot.press("x")
        await pilot.pause()
        shown = screen_text(shell)
        assert "12.0 potential at most" in shown
        assert "the lowest member of a score made by `worst`" in shown
    async with app(on("skyline.revenue", WORST)) as (shell, pilot):
        await pilot.press("x")
        await pilot.pause()
        assert "contributes nothing to Skyline Airlines now" in screen_text(shell)


@pytest.mark.slow
async def test_the_table_sorts_by_what_is_still_to_be_had():
    async with app(session_of(), size=(140, 40)) as (shell, pilot):
        await pilot.press("4", "S", "h")
        await pilot.pause()
        assert shell.view.state.shown == [
            "skyline.plane_cost",
            "ground.crew_ready",
            "skyline.revenue",
            "skyline.on_ground",
            "ground.gate_time",
        ]
        assert "potential" in screen_text(shell)


@pytest.mark.slow
async def test_under_what_if_the_table_has_present_and_points():
    async with app(on("skyline.revenue"), size=(140, 40)) as (shell, pilot):
        await pilot.press("4", "w", *"30M", "enter")
        await pilot.pause()
        lines = screen_text(shell).splitlines()
        heading = next(line for line in lines if "scorecard" in line)
        assert "present" in heading
        assert "points" in heading
        row = next(line for line in lines if "Seat revenue" in line and "USD" in line)
        assert row.split()[6:13] == ["USD", "▇▇▆█", "80.0", "■", "100.0", "+20.0", "0.0"]
        await pilot.press("X")
        await pilot.pause()
        heading = next(line for line in screen_text(shell).splitlines() if "scorecard" in line)
        assert "present" not in heading
