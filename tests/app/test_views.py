"""The views beside the cascade: problems, text and the reporting sheet."""

from __future__ import annotations

import pytest
from textual import events

from bsctui.app.core.session import Session
from bsctui.app.views.record.due import due_values
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, app, screen_text, session_of

BROKEN = WORKED.replace("  unit minutes\n", "  unit minuts minutes\n")


async def test_problems_lists_errors_first_and_enter_goes_to_the_item():
    async with app(session_of(BROKEN)) as (shell, pilot):
        await pilot.press("7")
        text = screen_text(shell)
        assert "1 error, " in text
        assert text.index("E109") < text.index("A103")
        await pilot.press("enter")
        assert shell.view.id == "cascade"
        assert shell.session.selected == "skyline.on_ground"


async def test_a_problem_is_told_in_full_below_the_list_with_what_to_do_about_it():
    async with app(session_of(BROKEN), size=(50, 16)) as (shell, pilot):
        await pilot.press("7", "j")
        problem = shell.view.finding.problem
        below = " ".join(screen_text(shell).split("\n")[-5:])
        for word in f"{problem.message} {problem.help or ''}".split():
            assert word in below


@pytest.mark.slow
async def test_a_full_stop_applies_the_fix_that_a_problem_offers_and_u_takes_it_back():
    text = WORKED.replace("supports skyline.turnaround", "supports skyline.turnaruond")
    text = text.replace("target 35M by", "target 35,000,000 by")
    async with app(session_of(text)) as (shell, pilot):
        await pilot.press("7", "full_stop")
        assert "35,000,000 → 35_000_000" in screen_text(shell)
        await pilot.press("full_stop")
        assert "skyline.turnaruond → skyline.turnaround" in screen_text(shell)
        fixed = shell.session.workspace.documents["corporate.bsc"].to_bytes().decode()
        assert fixed == WORKED.replace("target 35M by", "target 35_000_000 by")
        await pilot.press("u", "u")
        assert shell.session.workspace.documents["corporate.bsc"].to_bytes().decode() == text


async def test_a_problem_without_a_fix_says_so_and_a_missing_line_of_sight_is_picked():
    text = WORKED.replace("  supports skyline.turnaround weight 2\n", "  unit minuts minutes\n")
    async with app(session_of(text)) as (shell, pilot):
        await pilot.press("7", "full_stop")
        assert "has no fix to apply" in screen_text(shell)
        codes = [one.problem.code for one in shell.view.pane.rows.findings]
        await pilot.press(*"j" * codes.index("A102"), "full_stop")
        await pilot.press("enter")
        assert (
            "  supports skyline."
            in shell.session.workspace.documents["corporate.bsc"].to_bytes().decode()
        )


@pytest.mark.slow
async def test_an_empty_sheet_and_an_empty_text_say_what_to_do():
    async with app(Session(workspace=Workspace.from_texts({}))) as (shell, pilot):
        await pilot.press("8")
        text = screen_text(shell)
        assert "There is no KPI yet" in text
        assert "0 of 0" not in text
        await pilot.press("escape", "5")
        assert "the cascade (1) shows how to begin" in screen_text(shell)


@pytest.mark.slow
async def test_the_sheet_opens_on_the_first_missing_line_unless_one_is_selected_that_is_due():
    session = session_of()
    session.show_period("2025-Q3")
    missing = next(line.address for line in due_values(session) if line.value != line.value)
    async with app(session) as (shell, pilot):
        await pilot.press("8")
        assert shell.view.line.address == missing
    another = next(line.address for line in due_values(session) if line.address != missing)
    session.selected = another
    async with app(session) as (shell, pilot):
        await pilot.press("8")
        assert shell.view.line.address == another


async def test_a_workspace_without_problems_says_so():
    async with app(session_of("# nothing but a comment\n")) as (shell, pilot):
        await pilot.press("7")
        assert "No problem" in screen_text(shell)


async def test_text_opens_at_the_selected_items_record():
    async with app(session_of()) as (shell, pilot):
        shell.session.selected = "ground.crew_ready"
        await pilot.press("5")
        assert "kpi crew_ready" in screen_text(shell)
        line = shell.session.model.place(shell.session.entity("ground.crew_ready").origin)[1]
        assert shell.view.listing.cursor == line - 1


@pytest.mark.slow
async def test_text_typed_becomes_one_edit_of_the_lines_that_differ():
    session = session_of()
    before = session.workspace.documents["corporate.bsc"].lines
    async with app(session) as (shell, pilot):
        session.selected = "skyline.revenue"
        await pilot.press("5", "j", "i", "end", "T", "escape")
        after = session.workspace.documents["corporate.bsc"].lines
        changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
        assert changed == [("  unit USD\n", "  unit USDT\n")]
        await pilot.press("u")
        assert session.workspace.documents["corporate.bsc"].lines == before
        assert shell.view.id == "text"


async def test_what_is_typed_is_judged_at_once():
    async with app(session_of()) as (shell, pilot):
        shell.session.selected = "skyline.revenue"
        await pilot.press("5", "j", "i", "x")
        await pilot.pause()
        assert "no statement begins with `xunit`" in screen_text(shell)


async def test_leaving_unchanged_text_is_no_edit():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("5", "i", "escape")
        assert not shell.session.workspace.dirty


@pytest.mark.slow
async def test_crlf_and_a_missing_last_newline_stay_when_text_is_edited():
    text = WORKED.replace("\n", "\r\n").removesuffix("\r\n")
    session = session_of(text)
    async with app(session) as (_, pilot):
        session.selected = "skyline.revenue"
        await pilot.press("5", "j", "i", "end", "T", "escape")
        content = session.workspace.documents["corporate.bsc"].to_bytes().decode()
        assert content == text.replace("unit USD\r\n", "unit USDT\r\n", 1)


def test_the_sheet_asks_for_what_is_missing_and_for_nothing_computed():
    session = session_of()
    assert session.show_period("2025-Q3") is None
    lines = {line.address: line for line in due_values(session)}
    assert "skyline.on_ground" in lines
    assert lines["skyline.on_ground"].value != lines["skyline.on_ground"].value
    assert lines["skyline.on_ground"].before == 52
    assert lines["skyline.on_ground"].texts.target.startswith("48.75")


async def test_a_value_typed_in_the_sheet_is_recorded_and_the_cursor_goes_down():
    session = session_of()
    session.show_period("2025-Q3")
    async with app(session) as (shell, pilot):
        session.selected = "skyline.on_ground"
        await pilot.press("8", "4", "9", "enter")
        assert session.workspace.model.kpis["skyline.on_ground"].actuals[0].values[2] == 49
        assert shell.view.typed == ""


async def test_a_pasted_column_fills_down_all_or_none():
    session = session_of()
    session.show_period("2026-Q1")
    async with app(session) as (shell, pilot):
        await pilot.press("8")
        first, second = (line.address for line in due_values(session)[:2])
        shell.post_message(events.Paste("11\n12"))
        await pilot.pause()
        kpis = session.workspace.model.kpis
        assert kpis[first].actuals[-1].values[-1] == 11
        assert kpis[second].actuals[-1].values[-1] == 12
        shell.post_message(events.Paste("1\nnonsense"))
        await pilot.pause()
        assert session.workspace.model is not None
        assert "is not a value" in screen_text(shell)


@pytest.mark.slow
async def test_in_the_sheet_digits_are_values_until_esc():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("8", "1")
        assert shell.view.id == "record"
        await pilot.press("escape", "1")
        assert shell.view.id == "cascade"


async def test_the_selected_item_stays_selected_across_views():
    async with app(session_of()) as (shell, pilot):
        shell.session.selected = "ground.gate_time"
        await pilot.press("5", "7", "1")
        assert shell.session.selected == "ground.gate_time"


async def test_the_users_own_editor_leaves_one_edit(monkeypatch, tmp_path):
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nsed -i "s/unit minutes/unit seconds/" "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    session = session_of()
    async with app(session) as (shell, pilot):
        monkeypatch.setattr(type(shell), "suspend", lambda _: _Nothing())
        await pilot.press("5", "E")
        assert session.workspace.model.kpis["skyline.on_ground"].definition.unit == "seconds"
        await pilot.press("u")
        assert not session.workspace.dirty


class _Nothing:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None
