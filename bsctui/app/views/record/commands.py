"""What can be done in the reporting sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.features.find.find import FINDING_IN_TABLE
from bsctui.app.ui.cursor_commands import MOVING
from bsctui.app.views.text.commands import SaveTyped

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.views.record.view import SheetView


class TypeValues(Command):
    """Enter, in the list."""

    id = "sheet.type"
    keys = "enter,i,r"
    title = "Type values"
    help = "goes to the input; enter there records and goes down, esc leaves it"
    footer = "type"
    section = Section.EDIT
    edits = True

    def run(self, shell: AppContext) -> None:
        view = cast("SheetView", shell.view)
        view.begin()


class NextCell(Command):
    id = "sheet.next"
    keys = "tab"
    title = "Next line"
    help = "records what is typed and goes to the next line, as enter and the arrows do"
    section = Section.MOVE
    step: ClassVar[int] = 1

    def run(self, shell: AppContext) -> CommandOutcome:
        pane = shell.view.pane
        if pane is not None:
            shell.view.move_to(pane.cursor + self.step)
        return None


class PreviousCell(NextCell):
    id = "sheet.previous"
    keys = "shift+tab"
    title = "Line before"
    help = "records what is typed and goes to the line before"
    step = -1


SHEET: Commands = (
    *MOVING,
    NextCell,
    PreviousCell,
    TypeValues,
    SaveTyped,
    *FINDING_IN_TABLE,
)
"""In the order of the help."""
