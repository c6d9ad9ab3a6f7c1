"""`E`: the user's own editor at the item's line; what it leaves is one undoable edit."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bsctui.app.commands import Command, Section
from bsctui.app.source.place import place_of
from bsctui.edits import ReplaceRecordText

if TYPE_CHECKING:
    from bsctui.app.shell import Shell

_WITH_LINE = {
    "vi",
    "vim",
    "nvim",
    "nano",
    "emacs",
    "emacsclient",
    "micro",
    "kak",
    "joe",
    "mg",
    "ne",
    "pico",
}
"""Editors that take `+LINE` before the file."""


class OpenEditor(Command):
    """E."""

    id = "file.editor"
    keys = "E"
    title = "Open in the editor"
    help = "opens $VISUAL or $EDITOR at the line; what it leaves is one edit that `u` takes back"
    section = Section.FILE
    edits = True

    def run(self, shell: Shell) -> None:
        """On a copy of the text as it is here, so that unsaved edits are in it too."""
        place = place_of(shell.session)
        command = editor_command()
        if place is None or command is None:
            shell.say(
                "set VISUAL or EDITOR to the editor you like"
                if place
                else "no file stands here yet",
                "warning",
            )
            return
        path, line = place
        document = shell.session.workspace.documents[path]
        old = document.to_bytes()
        with tempfile.TemporaryDirectory(prefix="bsctui-") as folder:
            copy = Path(folder) / Path(path).name
            copy.write_bytes(old)
            with shell.suspend():
                try:
                    subprocess.run(
                        [*command, *_arguments(command[0], line), str(copy)], check=False
                    )
                except OSError as error:
                    shell.say(f"`{command[0]}` did not start: {error.strerror}", "error")
                    return
            new = copy.read_bytes()
        if new == old:
            shell.say("nothing was changed")
            return
        text = new.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
        lines = tuple(re.findall(r"[^\n]*\n|[^\n]+", text))
        shell.edit(ReplaceRecordText(path, 1, len(document.lines), lines))


def editor_command() -> list[str] | None:
    """The user's editor as a list of words; None where none is set."""
    text = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        return shlex.split(text) or None
    except ValueError:
        return None


def _arguments(program: str, line: int) -> list[str]:
    return [f"+{line}"] if Path(program).name in _WITH_LINE else []
