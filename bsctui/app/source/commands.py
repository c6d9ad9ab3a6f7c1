"""What can be done in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.commands import Command, Commands, Section
from bsctui.app.items.editor import OpenEditor
from bsctui.app.moving import MOVING

if TYPE_CHECKING:
    from bsctui.app.shell import Shell
    from bsctui.app.source.view import TextView


class EditText(Command):
    """i."""

    id = "text.edit"
    keys = "i,enter"
    title = "Edit the text"
    help = "opens an editor on the record (a small file whole); esc makes one edit of it"
    footer = "edit"
    section = Section.EDIT
    edits = True

    def run(self, shell: Shell) -> None:
        """In place."""
        view: TextView = shell.view  # type: ignore[assignment]
        view.begin()


SOURCE: Commands = (*MOVING, EditText, OpenEditor)
"""In the order of the help."""
