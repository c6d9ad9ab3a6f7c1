"""The view's grain follows the calendar, whatever changes it, and what is assumed and shown goes along."""

from __future__ import annotations

import pytest

from bsctui.app.core.session import Session
from bsctui.edits import RecordValue
from bsctui.model.periods import Grain
from bsctui.workspace import Workspace
from tests.app.helpers import app, screen_text, session_of

WORKSPACE = """\
scorecard s

objective o in s.process

kpi a in s.o
  better higher
  target 10
  actual 2025-01: 1 2 3

kpi b in s.o
  better higher
  target 10
  actual 2025-Q1: 5
"""
QUARTERS = WORKSPACE.replace("  actual 2025-01: 1 2 3\n", "  every month\n")
VIEWS = "1234567890"


async def through_the_views(pilot):
    for view in VIEWS:
        await pilot.press("escape", view)
        await pilot.pause()
    await pilot.press("escape", "1")


@pytest.mark.slow
@pytest.mark.parametrize("grain", [None, Grain.MONTH])
async def test_deleting_the_only_monthly_kpi_leads_every_view_to_quarters_and_undo_back(grain):
    session = session_of(WORKSPACE, selected="s.a", grain=grain)
    async with app(session, (100, 30)) as (shell, pilot):
        await through_the_views(pilot)
        session.selected = "s.a"
        session.show_period("2025-02")
        session.grain = grain
        await pilot.press("d")
        await pilot.pause()
        assert "s.a" not in session.model.kpis
        assert session.scores.grain is Grain.QUARTER
        assert session.period_text == "2025-Q1"
        assert "2025-Q1" in screen_text(shell)
        await pilot.press("u")
        await pilot.pause()
        assert session.scores.grain is Grain.MONTH
        assert session.period_text == "2025-02"
        await pilot.press("ctrl+r")
        await pilot.pause()
        await through_the_views(pilot)
        assert session.scores.grain is Grain.QUARTER


@pytest.mark.slow
async def test_a_file_changed_underneath_to_a_coarser_calendar_is_shown_in_it(tmp_path):
    (tmp_path / "a.bsc").write_text(WORKSPACE)
    session = Session(workspace=Workspace.load(tmp_path), selected="s.b", grain=Grain.MONTH)
    async with app(session, (100, 30)) as (shell, pilot):
        (tmp_path / "a.bsc").write_text(QUARTERS)
        shell.reload()
        await pilot.pause()
        await through_the_views(pilot)
        assert session.scores.grain is Grain.QUARTER
        assert "2025-Q1" in screen_text(shell)


@pytest.mark.slow
async def test_an_assumption_of_a_month_stays_while_there_are_no_months():
    session = session_of(WORKSPACE, selected="s.b", grain=Grain.MONTH)
    async with app(session, (100, 30)) as (_, pilot):
        await pilot.press("w", *"9", "enter")
        assert session.whatif
        session.selected = "s.a"
        await pilot.press("d")
        await pilot.pause()
        assert session.scores.grain is Grain.QUARTER
        await pilot.press("W", "enter")
        await through_the_views(pilot)


def test_scores_as_of_the_last_save_are_the_present_ones_where_that_calendar_was_coarser():
    session = session_of(QUARTERS)
    assert session.scores.grain is Grain.QUARTER
    session.workspace.apply(RecordValue("s.a", "2025-01", "4"))
    assert session.scores.grain is Grain.MONTH
    assert session.saved_scores is session.present_scores
