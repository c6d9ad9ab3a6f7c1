"""`E`: the user's own editor at the item's line; what it leaves is one undoable edit."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.app import SuspendNotSupported

from bsctui.app.core.commands import Command, Section
from bsctui.app.core.smallest_edit import smallest_edit
from bsctui.app.core.text_place import opening_place
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bsctui.app.core.app_context import AppContext
    from bsctui.text.document import Document

PLUS: Final = frozenset(
    [
        "vi",
        "vim",
        "nvim",
        "gvim",
        "view",
        "nano",
        "emacs",
        "emacsclient",
        "micro",
        "kak",
        "joe",
        "jed",
        "mg",
        "ne",
        "pico",
        "mcedit",
        "nvi",
        "vis",
    ]
)
"""Editors that take `+LINE` before the file."""
GOTO: Final = frozenset({"code", "codium", "code-insiders", "cursor"})
"""Editors that take `--goto FILE:LINE`."""
COLON: Final = frozenset({"subl", "hx", "helix", "zed", "zeditor"})
"""Editors that take `FILE:LINE`."""
WAIT: Final = GOTO | {"subl", "zed", "zeditor", "gedit", "gvim", "mate", "atom"}
"""Editors that come back at once unless they are told to wait."""
WAITING: Final = frozenset({"-w", "--wait", "-f", "--nofork"})


class EditorError(Exception):
    """The editor cannot be used; the message says why, and what to do."""


class OpenEditor(Command):
    id = "file.editor"
    keys = "E"
    title = "Open in the editor"
    help = "opens $VISUAL or $EDITOR at the line; what you save there is one edit, which `u` undoes"
    section = Section.FILE
    edits = True
    on_host = True

    def run(self, shell: AppContext) -> None:
        """On a copy of the text as it is here, so that unsaved edits are in it too."""
        place = opening_place(shell.session)
        if place is None:
            shell.say("there is no file here yet", "warning")
            return
        path, line = place
        document = shell.session.workspace.documents[path]
        try:
            folder = Path(tempfile.mkdtemp(prefix="bsctui-"))
        except OSError as error:
            shell.say(f"no copy can be made for the editor: {error.strerror or error}", "error")
            return
        try:
            new = _edited(shell, document, line, folder / Path(path).name)
            taken = _take_over(shell, document, new)
        except EditorError as error:
            shell.say(printable(str(error)), "error")
            taken = True
        if taken:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            shell.say(f"this text is kept in {folder}", "error")


def _edited(shell: AppContext, document: Document, line: int, copy: Path) -> bytes:
    """What the editor makes of the text.

    Raises:
        EditorError: None is set, it does not start, it fails, or leaves nothing to read.
    """
    command = editor_command(os.environ)
    name = Path(command[0]).name
    try:
        copy.write_bytes(document.to_bytes())
    except OSError as error:
        raise EditorError(
            f"no copy can be made for the editor: {error.strerror or error}"
        ) from None
    environment = {**os.environ, "NO_COLOR": "1"} if shell.control.colourless else None
    try:
        with shell.control.suspend():
            status = subprocess.run(
                arguments(command, line, copy), check=False, env=environment
            ).returncode
    except OSError as error:
        raise EditorError(f"`{name}` did not start: {error.strerror or error}") from None
    except SuspendNotSupported:
        raise EditorError("this terminal cannot be handed to another program") from None
    if status != 0:
        raise EditorError(f"`{name}` ended with status {status}: nothing was changed")
    try:
        return copy.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise EditorError(
            f"what the editor saved cannot be read: {reason}; nothing is changed"
        ) from None


def _take_over(shell: AppContext, document: Document, new: bytes) -> bool:
    """As one edit of the lines that differ; False where that is refused."""
    text = new.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    edit = smallest_edit(document.path, 1, document.lines, re.findall(r"[^\n]*\n|[^\n]+", text))
    if edit is None:
        shell.say("nothing was changed")
        return True
    return shell.edit(edit)


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """The user's editor as a list of words, as a shell would read them; no shell ever does.

    Raises:
        EditorError: None is set, or its words cannot be told apart.
    """
    text = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        words = shlex.split(text)
    except ValueError:
        raise EditorError(f"`{text}` cannot be read as a command: a quote is open") from None
    if not words:
        raise EditorError(
            'set VISUAL or EDITOR to the editor you like, such as `export EDITOR="nano"`'
        )
    return words


def arguments(command: Sequence[str], line: int, file: Path) -> list[str]:
    """The whole command: it opens the file at the line where the editor is known, and waits to be closed."""
    name = Path(command[0]).name
    words = list(command)
    if name in WAIT and not WAITING & set(words[1:]):
        words.append("--nofork" if name == "gvim" else "--wait")
    if name in PLUS:
        return [*words, f"+{line}", str(file)]
    if name in GOTO:
        return [*words, "--goto", f"{file}:{line}"]
    return [*words, f"{file}:{line}" if name in COLON else str(file)]
