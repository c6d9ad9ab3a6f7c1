"""View 5: reading, jumping, and the editor with its proposals and diagnostics."""

from __future__ import annotations

import pytest

from bsctui.app.core.session import Session
from bsctui.app.views.text.opened import STAND_INS, OpenedLines
from bsctui.text.document import read_document
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, app, screen_text, session_of, write_worked

PATH = "corporate.bsc"


def text_of(session):
    return session.workspace.documents[PATH].to_bytes().decode("utf-8", "surrogateescape")


def line_of(text, beginning):
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(beginning))


async def editing(pilot, session, address, *keys):
    """Open the editor on an item's header."""
    session.selected = address
    await pilot.press("5", "i", *keys)


async def test_the_selection_follows_the_cursor_and_stays_in_the_tree():
    async with app(session_of()) as (shell, pilot):
        shell.session.selected = "skyline.revenue"
        await pilot.press("5", *["down"] * 7)
        assert shell.session.selected == "skyline.plane_cost"
        await pilot.press("1")
        assert shell.view.state.row.address == "skyline.plane_cost"


async def test_coming_back_to_the_text_finds_the_line_left():
    async with app(session_of()) as (shell, pilot):
        shell.session.selected = "skyline.revenue"
        await pilot.press("5", "down", "down", "down")
        line = shell.view.listing.cursor
        await pilot.press("1", "5")
        assert shell.view.listing.cursor == line
        shell.session.selected = "ground.gates"
        await pilot.press("1", "5")
        assert "objective gates" in shell.view.text_cursor.line


@pytest.mark.slow
async def test_proposals_appear_as_a_name_is_typed_and_tab_writes_one():
    session = session_of()
    async with app(session) as (shell, pilot):
        await editing(pilot, session, "ground.gates", "end", "enter")
        await pilot.press(*"ali")
        assert shell.view.proposals.is_open
        assert "aligns" in screen_text(shell)
        await pilot.press("tab")
        assert shell.view.text_cursor.line == "  aligns "
        await pilot.press(*"prof", "tab", "escape")
        assert "  aligns skyline.profit\n" in text_of(session)
        assert session.model.objectives["ground.gates"].aligns[0].value.target == "skyline.profit"


@pytest.mark.slow
async def test_a_keyword_typed_to_its_end_still_brings_its_record_and_the_line_is_not_called_wrong():
    async with app(
        session_of("calendar years 2026..2027\n\nscorecard s\n\nobjective o in s.process\n")
    ) as (shell, pilot):
        await pilot.press("5", "i", "ctrl+end", "enter", "enter", *"kpi", "tab", *"late")
        await pilot.pause(0.2)
        assert 'kpi late "Label" in s.o\n  unit %\n' in shell.view.editor.text
        assert "no header begins" not in screen_text(shell)
        await pilot.press("ctrl+home")
        assert shell.view.editor.cursor_location == (0, 0)


@pytest.mark.slow
async def test_enter_breaks_the_line_unless_a_proposal_was_gone_to():
    session = session_of()
    async with app(session) as (shell, pilot):
        await editing(pilot, session, "ground.gates", "end", "enter")
        await pilot.press(*"sco", "enter")
        assert shell.view.editor.document.get_line(shell.view.text_cursor.row - 1) == "  sco"
        await pilot.press(*"scor", "down", "enter")
        assert shell.view.text_cursor.line == "  score "


@pytest.mark.slow
async def test_escape_closes_the_proposals_first_and_then_the_editor():
    session = session_of()
    async with app(session) as (shell, pilot):
        await editing(pilot, session, "ground.gates", "end", "enter", *"wei")
        await pilot.press("escape")
        assert not shell.view.proposals.is_open
        assert shell.view.editing
        await pilot.press("escape")
        assert not shell.view.editing


@pytest.mark.slow
async def test_proposals_can_be_asked_for():
    session = session_of()
    async with app(session) as (shell, pilot):
        await editing(pilot, session, "ground.gates", "end", "enter", "ctrl+n")
        assert [p.text for p in shell.view.proposals.rows.proposals][:2] == ["weight", "owner"]


@pytest.mark.slow
async def test_what_means_nothing_in_the_workspace_is_told_while_typing_with_its_remedy():
    session = session_of()
    async with app(session, (120, 30)) as (shell, pilot):
        await editing(pilot, session, "ground.gates", "down", "end", "ctrl+u")
        await pilot.press(*"  supports skyline.turnarund")
        await pilot.pause(0.4)
        text = screen_text(shell)
        assert "no objective named `skyline.turnarund`" in text
        assert "did you mean `skyline.turnaround`?" in text
        await pilot.press(*["backspace"] * 4, *"round")
        await pilot.pause(0.4)
        assert "no objective named" not in screen_text(shell)


@pytest.mark.slow
async def test_a_word_half_typed_is_not_wrong_while_it_can_go_on():
    session = session_of()
    async with app(session) as (shell, pilot):
        await editing(pilot, session, "ground.gates", "end", "enter", *"wei")
        await pilot.pause(0.3)
        assert shell.view.text_cursor.row not in shell.view.editor.remarks
        await pilot.press(*"rd ")
        await pilot.pause(0.3)
        assert shell.view.text_cursor.row in shell.view.editor.remarks


@pytest.mark.slow
async def test_the_header_follows_the_cursor_while_typing():
    session = session_of()
    async with app(session) as (shell, pilot):
        await editing(pilot, session, "skyline.revenue", *["down"] * 7)
        assert shell.session.selected == "skyline.plane_cost"
        assert "Lease cost per plane" in screen_text(shell).split("\n")[0]


async def test_l_goes_to_what_a_line_names_and_h_returns():
    session = session_of()
    async with app(session) as (shell, pilot):
        session.selected = "ground.gates"
        await pilot.press("5", "j")
        assert shell.view.text_cursor.line == "  supports skyline.turnaround weight 2"
        await pilot.press("l")
        assert shell.view.text_cursor.line.startswith("objective turnaround")
        assert session.selected == "skyline.turnaround"
        await pilot.press("h")
        assert shell.view.text_cursor.line == "  supports skyline.turnaround weight 2"
        assert session.selected == "ground.gates"


@pytest.mark.slow
async def test_the_definition_of_the_name_under_the_cursor_is_found_while_typing():
    session = session_of()
    async with app(session) as (shell, pilot):
        await editing(pilot, session, "ground.gates", "down", "end")
        await pilot.press(*["left"] * 12, "f12")
        assert not shell.view.editing
        assert shell.view.text_cursor.line.startswith("objective turnaround")


async def test_who_names_a_record_is_listed_and_enter_goes_there():
    session = session_of()
    async with app(session) as (shell, pilot):
        session.selected = "skyline.profit"
        await pilot.press("5", "asterisk")
        text = screen_text(shell)
        assert "3 lines with skyline.profit" in text
        assert "drives profit after 2 quarters" in text
        await pilot.press(*"drives", "enter")
        assert shell.view.text_cursor.line == "  drives profit after 2 quarters"


async def test_f8_goes_from_problem_to_problem():
    broken = WORKED.replace("  unit minutes\n", "  unit minuts minutes\n")
    async with app(session_of(broken)) as (shell, pilot):
        await pilot.press("5", "f8")
        assert shell.view.text_cursor.line == "  unit minuts minutes"
        await pilot.press("i", "home", "home", "f8")
        assert shell.view.text_cursor.line == "  unit minuts minutes"


@pytest.mark.slow
async def test_quitting_or_changing_the_view_takes_over_what_is_typed():
    session = session_of()
    async with app(session) as (shell, pilot):
        await editing(pilot, session, "skyline.revenue", "down", "end", "T", "ctrl+q")
        assert "unit USDT" in text_of(session)
        assert "Unsaved" in screen_text(shell)
        await pilot.press("escape", "i", "end", "T", "ctrl+p", *"cascade view", "enter")
        assert shell.view.id == "cascade"
        assert "unit USDTT" in text_of(session)


@pytest.mark.slow
async def test_ctrl_s_saves_while_typing(tmp_path):
    session = Session(workspace=Workspace.load(write_worked(tmp_path)))
    async with app(session) as (_, pilot):
        await editing(pilot, session, "skyline.revenue", "down", "end", "T", "ctrl+s")
        assert "unit USDT\n" in (tmp_path / PATH).read_text()


@pytest.mark.slow
async def test_a_change_on_disk_below_an_open_editor_loses_nothing(tmp_path):
    session = Session(workspace=Workspace.load(write_worked(tmp_path)))
    async with app(session) as (shell, pilot):
        await editing(pilot, session, "skyline.revenue", "down", "end", "T")
        (tmp_path / PATH).write_text(f"# above\n{WORKED}".replace("target 95", "target 96"))
        shell.reload()
        await pilot.press("escape")
        assert text_of(session) == f"# above\n{WORKED}".replace("target 95", "target 96").replace(
            "unit USD\n", "unit USDT\n", 1
        )


@pytest.mark.slow
async def test_the_same_line_changed_here_and_there_is_kept_twice(tmp_path):
    session = Session(workspace=Workspace.load(write_worked(tmp_path)))
    async with app(session) as (shell, pilot):
        await editing(pilot, session, "skyline.revenue", "down", "end", "T")
        (tmp_path / PATH).write_text(WORKED.replace("unit USD\n", "unit EUR\n", 1))
        shell.reload()
        await pilot.press("escape")
        text = text_of(session)
        assert "unit USDT\n" in text
        assert "unit EUR\n" in text
        assert "E114" in {problem.code for problem in session.model.diagnostics}


@pytest.mark.slow
async def test_edits_here_and_in_the_tree_are_undone_in_turn():
    session = session_of()
    async with app(session) as (_, pilot):
        await editing(pilot, session, "skyline.on_ground", "end", "enter", *"tag x", "escape")
        await pilot.press("1", "t", *"28", "enter", "1")
        assert "tag x" in text_of(session)
        assert "target 28 by 2026-Q4" in text_of(session)
        await pilot.press("u")
        assert "target 28" not in text_of(session)
        await pilot.press("u")
        assert text_of(session) == WORKED


@pytest.mark.slow
async def test_text_with_other_line_breaks_and_control_characters_stays_byte_for_byte():
    odd = WORKED.replace('note "', 'note "\u2028', 1) + "# a\u2028b\x0cc\x85d\x1b[31m\r\n#\udcff\n"
    session = session_of(odd)
    async with app(session) as (shell, pilot):
        await editing(pilot, session, "skyline.revenue", "down", "end", "T")
        await pilot.press("ctrl+end", "pagedown", "pagedown", "pagedown", "pagedown")
        assert "\x1b" not in screen_text(shell)
        await pilot.press("escape")
        assert text_of(session) == odd.replace("unit USD\n", "unit USDT\n", 1)


async def test_read_only_opens_no_editor():
    async with app(session_of(read_only=True)) as (shell, pilot):
        await pilot.press("5", "i")
        assert not shell.view.editing
        assert "read-only" in screen_text(shell)


async def test_a_workspace_without_files_shows_no_text_and_survives_every_key():
    async with app(session_of("")) as (shell, pilot):
        await pilot.press("5", "l", "asterisk", "h", "f8", "j", "i", "x", "escape")
        assert shell.view.id == "text"
        assert text_of(shell.session) in {"x\n", "x"}


CHANGES = {
    "a line more": ("a\nb\n", "a\nx\nb", "a\nx\nb\n"),
    "no last newline": ("a\nb", "a\nbc", "a\nbc"),
    "behind no last newline": ("a\nb", "a\nb\nc", "a\nb\nc"),
    "mixed ends": ("a\r\nb\nc\r\n", "a\nbb\nc", "a\r\nbb\r\nc\r\n"),
    "in the middle of mixed ends": ("a\r\nb\nc\r\nd\n", "x\nb\nc\ny", "x\r\nb\nc\r\ny\r\n"),
    "everything deleted": ("a\nb\n", "", ""),
    "an empty file": ("", "a\nb", "a\nb\n"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_lines_keep_their_ends(name):
    before, typed, after = CHANGES[name]
    document = read_document("x.bsc", before.encode())
    count = len(document.lines)
    edit = OpenedLines(document, 1, count).edit(typed, document).edit
    lines = document.lines
    assert "".join([*lines[: edit.first - 1], *edit.lines, *lines[edit.last :]]) == after


def test_a_text_that_needs_the_stand_ins_is_not_opened():
    document = read_document("x.bsc", f"# {STAND_INS[0]}\n".encode())
    assert not OpenedLines(document, 1, 1).can_be_edited


@pytest.mark.slow
async def test_proposals_go_where_undo_takes_away_what_they_were_for():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("5", "j", "i", "end", "enter", *"ta")
        assert shell.view.proposals.is_open
        await pilot.press("ctrl+z")
        assert not shell.view.proposals.is_open


@pytest.mark.slow
async def test_a_file_that_vanished_is_told_and_nothing_else_happens(tmp_path):
    write_worked(tmp_path)
    session = Session(workspace=Workspace.load(tmp_path))
    async with app(session) as (shell, pilot):
        await pilot.press("5")
        (tmp_path / "corporate.bsc").unlink()
        shell.reload()
        await pilot.press("i", "enter", "l", "asterisk", "f8")
        await pilot.pause()
        assert "There is no text yet" in screen_text(shell)
        assert not shell.view.editing
