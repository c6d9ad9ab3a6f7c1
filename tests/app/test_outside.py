"""What leaves the app: the user's own editor, and what is copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from bsctui.app.features.edit.external_editor import EditorError, arguments, editor_command
from bsctui.app.ui import clipboard
from tests.app.helpers import WORKED, app, screen_text, session_of

FILE = Path("/w/x.bsc")


class Nothing:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


@pytest.fixture
def script(tmp_path, monkeypatch):
    """Makes an editor of some lines of shell, the file in `$f`, and sets it."""

    def make(body, *words):
        path = tmp_path / "my editor"
        path.write_text(f"#!/bin/sh\nfor f; do :; done\n{body}\n")
        path.chmod(0o755)
        monkeypatch.setenv("VISUAL", " ".join([f'"{path}"', *words]))

    return make


async def pressed(monkeypatch, session, *keys):
    """The screen after `E` in the text at an item."""
    async with app(session, (120, 24)) as (shell, pilot):
        monkeypatch.setattr(type(shell), "suspend", lambda _: Nothing())
        await pilot.press("5", "E", *keys)
        return screen_text(shell)


@pytest.mark.slow
async def test_arguments_in_the_variable_are_arguments_and_no_shell_reads_them(script, monkeypatch):
    script('[ "$1" = "-w" ] && [ "$2" = \'$(id)\' ] && echo "# seen" >> "$f"', "-w", "'$(id)'")
    session = session_of()
    await pressed(monkeypatch, session)
    assert session.workspace.documents["corporate.bsc"].lines[-1] == "# seen\n"


async def test_an_editor_that_fails_changes_nothing(script, monkeypatch):
    script('echo "# no" >> "$f"; exit 3')
    session = session_of()
    assert "ended with status 3: nothing was changed" in await pressed(monkeypatch, session)
    assert not session.workspace.dirty


async def test_an_editor_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")
    assert "`no-such-editor` did not start" in await pressed(monkeypatch, session_of())


async def test_without_an_editor_it_says_how_to_set_one(monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    assert "set VISUAL or EDITOR" in await pressed(monkeypatch, session_of())


async def test_an_open_quote_in_the_variable_is_told(monkeypatch):
    monkeypatch.setenv("VISUAL", "vim 'x")
    assert "a quote is open" in await pressed(monkeypatch, session_of())


@pytest.mark.slow
async def test_a_file_that_is_gone_afterwards_changes_nothing(script, monkeypatch):
    script('rm "$f"')
    session = session_of()
    assert "cannot be read" in await pressed(monkeypatch, session)
    assert not session.workspace.dirty


async def test_what_the_editor_leaves_is_one_edit_even_with_errors(script, monkeypatch):
    script('printf "kpi\\n\\377\\n" > "$f"')
    session = session_of()
    await pressed(monkeypatch, session)
    assert session.workspace.documents["corporate.bsc"].to_bytes() == b"kpi\n\xff\n"
    session.workspace.undo()
    assert session.workspace.documents["corporate.bsc"].to_bytes() == WORKED.encode()


@pytest.mark.slow
async def test_unsaved_edits_are_in_what_the_editor_gets(script, monkeypatch):
    script('grep -q "unit USDT" "$f" && echo "# seen" >> "$f"')
    session = session_of()
    session.selected = "skyline.revenue"
    async with app(session) as (shell, pilot):
        monkeypatch.setattr(type(shell), "suspend", lambda _: Nothing())
        await pilot.press("5", "down", "i", "end", "T", "escape", "E")
        assert session.workspace.documents["corporate.bsc"].lines[-1] == "# seen\n"


async def test_a_terminal_that_cannot_be_handed_over_is_told(script):
    script("true")
    async with app(session_of(), (120, 24)) as (shell, pilot):
        await pilot.press("5", "E")  # off screen there is no terminal to hand over
        assert "cannot be handed to another program" in screen_text(shell)


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("vim", ["vim", "+7", "/w/x.bsc"]),
        ("/usr/bin/nvim -u none", ["/usr/bin/nvim", "-u", "none", "+7", "/w/x.bsc"]),
        ("code -w", ["code", "-w", "--goto", "/w/x.bsc:7"]),
        ("code", ["code", "--wait", "--goto", "/w/x.bsc:7"]),
        ("subl", ["subl", "--wait", "/w/x.bsc:7"]),
        ("hx", ["hx", "/w/x.bsc:7"]),
        ("my-editor", ["my-editor", "/w/x.bsc"]),
    ],
)
def test_known_editors_open_at_the_line_and_are_waited_for(command, wanted):
    assert arguments(editor_command({"EDITOR": command}), 7, FILE) == wanted


def test_visual_comes_before_editor():
    assert editor_command({"VISUAL": "a b", "EDITOR": "c"}) == ["a", "b"]
    with pytest.raises(EditorError):
        editor_command({"VISUAL": " "})


async def copied(session, key, monkeypatch):
    """What `y` and a key hand to the terminal."""
    monkeypatch.setenv("SSH_CONNECTION", "x")
    async with app(session) as (shell, pilot):
        texts = []
        monkeypatch.setattr(type(shell), "copy_to_clipboard", lambda _, text: texts.append(text))
        await pilot.press("y", key)
        await pilot.pause()
    return texts


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("a", "skyline.on_ground"),
        ("v", "47"),
        ("l", 'kpi on_ground "Time on the ground" in skyline.turnaround'),
    ],
)
async def test_address_value_and_line_can_be_copied(key, wanted, monkeypatch):
    session = session_of()
    session.selected = "skyline.on_ground"
    assert await copied(session, key, monkeypatch) == [wanted]


async def test_a_link_is_a_command_that_a_shell_reads(monkeypatch):
    session = session_of()
    session.selected = "skyline.on_ground"
    (text,) = await copied(session, "L", monkeypatch)
    assert text.startswith("bsctui open ")
    assert text.endswith(" --at skyline.on_ground")


async def test_nothing_that_steers_a_terminal_is_copied(monkeypatch):
    session = session_of(
        WORKED.replace("# Sky", "# S", 1).replace(
            "in skyline.turnaround\n", "in skyline.turnaround # \x1b]0;x\x07\n"
        )
    )
    session.selected = "skyline.on_ground"
    texts = await copied(session, "l", monkeypatch)
    assert all(text.isprintable() for text in texts)


def test_the_systems_tool_is_chosen_by_where_the_user_sits(monkeypatch):
    monkeypatch.setattr(clipboard.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert clipboard.tool_for({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux") == ("wl-copy",)
    assert clipboard.tool_for({"DISPLAY": ":0"}, "linux")[0] == "xclip"
    assert clipboard.tool_for({}, "darwin") == ("pbcopy",)
    assert clipboard.tool_for({}, "linux") is None
    assert clipboard.tool_for({"DISPLAY": ":0", "SSH_CONNECTION": "x"}, "linux") is None
    monkeypatch.setattr(clipboard.shutil, "which", lambda name: "/x" if name == "xsel" else None)
    assert clipboard.tool_for({"DISPLAY": ":0"}, "linux")[0] == "xsel"


def test_a_tool_gets_the_text_and_its_failure_is_told(tmp_path):
    target = tmp_path / "copied"
    assert clipboard.copy_by_tool(("sh", "-c", f"cat > '{target}'"), "süß")
    assert target.read_text("utf-8") == "süß"
    assert not clipboard.copy_by_tool(("false",), "x")
    assert not clipboard.copy_by_tool(("no-such-tool",), "x")
