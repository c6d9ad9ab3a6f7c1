"""What can be done in the reporting sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.commands import Command, Commands, Section
from bsctui.app.moving import MOVING

if TYPE_CHECKING:
    from bsctui.app.sheet.view import SheetView
    from bsctui.app.shell import Shell


class TypeValues(Command):
    """Enter, in the list."""

    id = "sheet.type"
    keys = "enter,i,r"
    title = "Type values"
    help = "goes to the input; enter there records and goes down, esc leaves it"
    footer = "type"
    section = Section.EDIT
    edits = True

    def run(self, shell: Shell) -> None:
        """Back to the input."""
        view: SheetView = shell.view  # type: ignore[assignment]
        view.begin()


SHEET: Commands = (*MOVING, TypeValues)
"""In the order of the help."""
