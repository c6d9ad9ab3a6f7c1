"""Changing things: every edit is an edit of the text, and shows at once."""

from __future__ import annotations

import numpy as np
import pytest

from bsctui.app.core.session import Session
from bsctui.edits import SetField
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, app, screen_text, session_of, write_worked


def on(address: str, text: str = WORKED, **parts):
    session = session_of(text, **parts)
    session.selected = address
    return session


def text_of(shell) -> str:
    return shell.session.workspace.documents["corporate.bsc"].to_bytes().decode()


def changed_lines(shell, before: str = WORKED) -> list[tuple[str, str]]:
    old, new = before.splitlines(), text_of(shell).splitlines()
    assert len(old) == len(new)
    return [(a, b) for a, b in zip(old, new, strict=True) if a != b]


@pytest.mark.slow
async def test_a_target_is_changed_and_every_score_above_moves_with_it():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        before = shell.session.scores.score[shell.session.scores.row["skyline"]].tolist()
        await pilot.press("t", *"28", "enter", "1")
        await pilot.pause()
        assert changed_lines(shell) == [("  target 30 by 2026-Q4", "  target 28 by 2026-Q4")]
        after = shell.session.scores.score[shell.session.scores.row["skyline"]].tolist()
        column = shell.session.column
        assert after[column] < before[column]
        assert "unsaved" in screen_text(shell).splitlines()[-1]
        assert "edit" in screen_text(shell).splitlines()[1]


async def test_scores_after_an_edit_are_those_of_a_fresh_start():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await pilot.press("t", *"20", "enter", "1")
        await pilot.pause()
        fresh = session_of(text_of(shell)).scores
        assert np.array_equal(shell.session.scores.score, fresh.score, equal_nan=True)


async def test_what_would_not_load_cannot_be_entered_and_says_why():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await pilot.press("t", *"abc", "enter")
        await pilot.pause()
        assert text_of(shell) == WORKED
        assert "`abc` is not allowed here" in screen_text(shell)
        await pilot.press("escape")
        await pilot.pause()
        assert text_of(shell) == WORKED


@pytest.mark.slow
async def test_undo_and_redo_give_back_the_very_text():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1")
        await pilot.pause()
        changed = text_of(shell)
        await pilot.press("u")
        assert text_of(shell) == WORKED
        await pilot.press("ctrl+r")
        assert text_of(shell) == changed


@pytest.mark.slow
async def test_saving_writes_just_the_changed_line(tmp_path):
    session = Session(workspace=Workspace.load(write_worked(tmp_path)))
    session.selected = "skyline.on_ground"
    async with app(session) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1", "s")
        await pilot.pause()
        assert (tmp_path / "corporate.bsc").read_text() == text_of(shell)
        assert changed_lines(shell) == [("  target 30 by 2026-Q4", "  target 28 by 2026-Q4")]
        assert "saved" in screen_text(shell).splitlines()[-1]
        assert not shell.session.workspace.dirty


@pytest.mark.slow
async def test_quitting_with_unsaved_edits_lists_them_and_needs_another_key():
    for way in ("q", "ctrl+c"):
        async with app(on("skyline.on_ground")) as (shell, pilot):
            await pilot.press("t", *"28", "enter", "1", way)
            await pilot.pause()
            assert "Unsaved" in screen_text(shell)
            await pilot.press("q")
            await pilot.pause()
            assert shell.is_running
            await pilot.press("escape")
            await pilot.pause()
            assert "Unsaved" not in screen_text(shell)
            await pilot.press(way, "x")
            await pilot.pause()
            assert shell.return_code == 0


@pytest.mark.slow
async def test_every_one_of_thirty_unsaved_edits_is_read_by_key_before_leaving():
    session = on("skyline.on_ground")
    for at in range(30):
        session.workspace.apply(SetField("skyline.on_ground", "meta", f'm{at:02} "{at}"'))
    told = [change.description for change in session.workspace.unsaved]
    assert len(told) == 30
    async with app(session) as (shell, pilot):
        await pilot.press("q")
        await pilot.pause()
        seen = screen_text(shell)
        for _ in range(5):
            await pilot.press("pagedown")
            await pilot.pause()
            seen += screen_text(shell)
        assert [line for line in told if line not in seen] == []


async def test_quitting_without_edits_just_quits():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("q")
        await pilot.pause()
        assert shell.return_code == 0


@pytest.mark.slow
async def test_recording_fills_the_first_missing_period():
    async with app(on("ground.gate_time")) as (shell, pilot):
        await pilot.press("r")
        await pilot.pause()
        assert "2026-Q1 minutes" in screen_text(shell)
        await pilot.press(*"44", "enter")
        await pilot.pause()
        assert changed_lines(shell) == [
            ("  actual 2025-Q1: 59 50 48 45", "  actual 2025-Q1: 59 50 48 45 44")
        ]


@pytest.mark.slow
async def test_under_like_the_target_is_asked_for_and_an_own_one_is_written():
    async with app(on("ground.gate_time")) as (shell, pilot):
        await pilot.press("t")
        await pilot.pause()
        assert "comes from" in screen_text(shell)
        await pilot.press("2", *"25", "enter")
        await pilot.pause()
        assert "  target 25 by 2026-Q4" in text_of(shell)
        assert "  target 30 by 2026-Q4" in text_of(shell)


async def test_the_label_is_edited_in_place():
    async with app(on("skyline.revenue")) as (shell, pilot):
        await pilot.press("i")
        await pilot.press(*["backspace"] * 1, *"Sales", "enter")
        await pilot.pause()
        assert 'kpi revenue "Sales" in skyline.profit' in text_of(shell)


@pytest.mark.slow
async def test_the_form_changes_several_fields_as_one_step():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await pilot.press("e")
        await pilot.pause()
        fields = [str(field.value) for field in shell.screen.query("Input")]
        assert fields[0] == "Time on the ground"
        assert "30 by 2026-Q4" in fields
        inputs = list(shell.screen.query("Input"))
        inputs[0].value = "On the ground"
        inputs[fields.index("30 by 2026-Q4")].value = "31 by 2026-Q4"
        await pilot.press("enter")
        await pilot.pause()
        assert "  target 31 by 2026-Q4" in text_of(shell)
        assert '"On the ground"' in text_of(shell)
        await pilot.press("u")
        assert text_of(shell) == WORKED


@pytest.mark.slow
async def test_a_form_left_by_esc_keeps_what_was_typed():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await pilot.press("e", *"Other")
        await pilot.press("escape")
        await pilot.pause()
        assert text_of(shell) == WORKED
        await pilot.press("e")
        await pilot.pause()
        assert next(iter(shell.screen.query("Input"))).value == "Other"


async def test_a_note_is_added_on_the_period_in_view():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await pilot.press("o", *'a "strike"', "enter")
        await pilot.pause()
        assert '  note 2025-Q4 "a \\"strike\\""' in text_of(shell)


@pytest.mark.slow
async def test_a_child_and_a_sibling_are_added_and_selected():
    async with app(on("skyline.profit")) as (shell, pilot):
        await pilot.press("A", *"Own planes", "enter")
        await pilot.pause()
        assert 'kpi own_planes "Own planes" in skyline.profit' in text_of(shell)
        assert shell.session.selected == "skyline.own_planes"
        await pilot.press("a", *"Loans", "enter")
        await pilot.pause()
        assert 'kpi loans "Loans" in skyline.profit' in text_of(shell)


@pytest.mark.slow
async def test_a_copy_takes_over_by_like():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await pilot.press("c", *"At night", "enter")
        await pilot.pause()
        assert 'kpi at_night "At night" in skyline.turnaround\n  like ' in text_of(shell)


async def test_deleting_lists_what_refers_to_it_and_undo_brings_it_back():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await pilot.press("d")
        await pilot.pause()
        assert "like skyline.on_ground" in screen_text(shell)
        await pilot.press("d")
        await pilot.pause()
        assert text_of(shell) == WORKED
        await pilot.press("x")
        await pilot.pause()
        assert "on_ground" not in text_of(shell)
        await pilot.press("u")
        assert text_of(shell) == WORKED


@pytest.mark.slow
async def test_on_a_supporters_row_deleting_means_the_link():
    session = session_of()
    async with app(session) as (shell, pilot):
        view = shell.view
        view.state.opened.add(("skyline", "skyline.process", "skyline.turnaround"))
        view.state.path = ("skyline", "skyline.process", "skyline.turnaround", "ground.gates")
        session.selected = "ground.gates"
        view.state._made_from = None
        shell.sync()
        assert session.link_above == "skyline.turnaround"
        await pilot.press("d")
        await pilot.pause()
        assert "supports" not in text_of(shell)
        assert "objective gates" in text_of(shell)


async def test_on_a_perspective_adding_and_deleting_say_why_not():
    async with app(on("skyline.financial")) as (shell, pilot):
        for key in ("a", "d", "m"):
            await pilot.press(key)
            await pilot.pause()
            assert "a perspective has no record of its own" in screen_text(shell)
        assert text_of(shell) == WORKED


async def test_on_a_perspective_the_weight_is_the_scorecards_line():
    async with app(on("skyline.financial")) as (shell, pilot):
        await pilot.press("e")
        await pilot.pause()
        await pilot.press(*"50%", "enter")
        await pilot.pause()
        assert changed_lines(shell) == [
            ("  perspective financial weight 40%", "  perspective financial weight 50%")
        ]


@pytest.mark.slow
async def test_renaming_follows_every_reference():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await pilot.press("R", *"ground_time", "enter")
        await pilot.pause()
        assert "like skyline.ground_time" in text_of(shell)
        assert "was skyline.on_ground" in text_of(shell)
        assert shell.session.selected == "skyline.ground_time"


async def test_nothing_is_refused_before_another_name_is_typed():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await pilot.press("R")
        await pilot.pause()
        assert "Name on_ground" in screen_text(shell)
        assert "already" not in screen_text(shell)
        await pilot.press(*"profit")
        await pilot.pause()
        assert "`skyline.profit` is taken" in screen_text(shell)


async def test_moving_gives_another_parent():
    async with app(on("skyline.on_ground")) as (shell, pilot):
        await pilot.press("m", *"skyline.profit", "enter")
        await pilot.pause()
        assert 'kpi on_ground "Time on the ground" in skyline.profit' in text_of(shell)


async def test_reordering_changes_places_in_the_file():
    async with app(on("skyline.revenue")) as (shell, pilot):
        await pilot.press("alt+down")
        await pilot.pause()
        text = text_of(shell)
        assert text.index("kpi plane_cost") < text.index("kpi revenue")
        await pilot.press("alt+up")
        assert text_of(shell) == WORKED


async def test_read_only_changes_nothing_and_says_so():
    async with app(on("skyline.on_ground", read_only=True)) as (shell, pilot):
        for key in ("t", "d", "e", "r", "a"):
            await pilot.press(key)
            await pilot.pause()
            assert "read-only" in screen_text(shell)
        assert text_of(shell) == WORKED


@pytest.mark.slow
async def test_a_change_on_disk_appears_and_the_selection_stays(tmp_path):
    session = Session(workspace=Workspace.load(write_worked(tmp_path)))
    session.selected = "skyline.revenue"
    async with app(session, look_every=0.05) as (shell, pilot):
        await pilot.pause(0.2)
        write_worked(tmp_path, WORKED.replace("Seat revenue", "Ticket revenue"))
        for _ in range(40):
            await pilot.pause(0.05)
            if "Ticket revenue" in screen_text(shell):
                break
        assert "Ticket revenue" in screen_text(shell)
        assert shell.session.selected == "skyline.revenue"


@pytest.mark.slow
async def test_saving_over_somebody_elses_change_keeps_and_shows_both_versions(tmp_path):
    session = Session(workspace=Workspace.load(write_worked(tmp_path)))
    session.selected = "skyline.on_ground"
    async with app(session) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1")
        theirs = WORKED.replace("target 30 by 2026-Q4", "target 33 by 2026-Q4")
        (tmp_path / "corporate.bsc").write_text(theirs)
        await pilot.press("s")
        await pilot.pause()
        shown = screen_text(shell)
        assert "-  target 33 by 2026-Q4" in shown
        assert "+  target 28 by 2026-Q4" in shown
        assert (tmp_path / "corporate.bsc").read_text() == theirs
        await pilot.press("escape")
        await pilot.pause()
        assert shell.session.workspace.dirty


@pytest.mark.slow
async def test_saving_merges_what_somebody_else_changed_elsewhere_in_the_file(tmp_path):
    session = Session(workspace=Workspace.load(write_worked(tmp_path)))
    session.selected = "skyline.on_ground"
    async with app(session) as (shell, pilot):
        await pilot.press("t", *"28", "enter", "1")
        (tmp_path / "corporate.bsc").write_text(WORKED.replace("Seat revenue", "Tickets"))
        await pilot.press("s")
        await pilot.pause()
        assert "merged" in screen_text(shell).splitlines()[-1]
        saved = (tmp_path / "corporate.bsc").read_text()
        assert "Tickets" in saved
        assert "target 28 by 2026-Q4" in saved


async def test_a_file_that_may_not_be_written_is_named_with_what_to_do(tmp_path):
    folder = write_worked(tmp_path)
    (folder / "corporate.bsc").chmod(0o444)
    session = Session(workspace=Workspace.load(folder))
    session.workspace.apply(SetField("skyline.on_ground", "weight", "2"))
    async with app(session, (120, 24)) as (shell, pilot):
        await pilot.press("s")
        await pilot.pause()
        told = "corporate.bsc is not saved: it is write-protected (mode 0444); allow writing (`chmod u+w`), then try again"
        assert told in screen_text(shell)
        assert session.workspace.dirty


async def test_a_changed_target_without_a_reason_is_told_how_one_is_written():
    async with app(on("skyline.on_ground"), (120, 24)) as (shell, pilot):
        await pilot.press("t", *"35")
        await pilot.pause(0.3)
        assert '35 "why"' in screen_text(shell)
        await pilot.press("space", *'"strike"')
        await pilot.pause(0.3)
        assert '"why"' not in screen_text(shell)


async def test_a_value_is_recorded_for_the_period_that_is_named_and_one_out_of_view_is_told():
    async with app(on("skyline.on_ground"), (120, 24)) as (shell, pilot):
        await pilot.press("r", *"44")
        await pilot.pause(0.3)
        assert "2026-Q1 is not the period in view" in screen_text(shell)
        await pilot.press("ctrl+u", *"2025-Q4: 44")
        await pilot.pause(0.3)
        assert "not the period in view" not in screen_text(shell)
        await pilot.press("enter")
        await pilot.pause()
        ((before, after),) = changed_lines(shell)
        assert before.split()[:-1] == after.split()[:-1]
        assert after.split()[-1] == "44"
