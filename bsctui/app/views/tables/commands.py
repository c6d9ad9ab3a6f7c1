"""What can be done in every table: columns, sorting, cells, the detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.features.edit.fields import EditField
from bsctui.app.features.edit.values import EditTarget, RecordMissingValue
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.cursor_commands import MOVING
from bsctui.app.views.cascade.pane import follow_line

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.views.tables.columns import SortableColumn
    from bsctui.app.views.tables.view import TableView


def view_of(shell: AppContext) -> TableView[Any]:
    """The view in front, which is a table wherever these commands are bound."""
    return cast("TableView[Any]", shell.view)


class OpenRow(Command):
    id = "table.enter"
    keys = "enter"
    title = "Open the detail, or follow a line of it"
    help = "opens the detail; in it follows the line to the item it names, or edits the value of its period"
    section = Section.MOVE

    def run(self, shell: AppContext) -> CommandOutcome:
        view = view_of(shell)
        if view.pane is view.listing:
            view.open_detail()
            return None
        return follow_line(shell, view.detail_pane.cursor_line)


class SwitchTablePane(Command):
    id = "table.pane"
    keys = "tab,shift+tab"
    title = "Detail, and back"
    help = "goes from the rows to the detail and back"
    section = Section.MOVE

    def run(self, shell: AppContext) -> CommandOutcome:
        view = view_of(shell)
        if view.pane is view.listing:
            view.open_detail()
        else:
            view.leave_layer()
        return None


class NextColumn(Command):
    id = "table.right"
    keys = "right,l"
    title = "Next column"
    help = "the next column: i edits its cell, S then enter sorts by it"
    section = Section.MOVE
    step = 1

    def run(self, shell: AppContext) -> CommandOutcome:
        """One column; in the detail follow the line or go back."""
        view = view_of(shell)
        if view.pane is view.listing:
            view.move_column(self.step)
            return None
        if self.step > 0:
            return OpenRow().run(shell)
        view.leave_layer()
        return None


class PreviousColumn(NextColumn):
    id = "table.left"
    keys = "left,h"
    title = "Previous column"
    help = "the column before"
    step = -1


class SortTable(Command):
    id = "table.sort"
    keys = "S"
    title = "Sort by a column"
    help = "sorts by a column, or by change; the same again reverses it"
    section = Section.FIND

    async def run(self, shell: AppContext) -> None:
        """Ask which; the column under the cursor comes first."""
        view = view_of(shell)
        state = view.state
        options: list[Option[SortableColumn[Any] | str]] = [
            Option(column, column.name, column.key) for column in view.columns_now
        ]
        options.sort(key=lambda option: option.value is not view.current)
        options.append(Option("file", "as in the text", "f"))
        chosen = await shell.ask(Choice("Sort by", options))
        if chosen is not None:
            state.sort_by(None if isinstance(chosen, str) else chosen)


class EditCell(EditField):
    id = "table.edit"
    title = "Edit the cell in place"
    help = "edits the cell under the cursor in place; in the detail the line"

    async def change(self, shell: AppContext, address: str) -> None:
        """A target and a value as `t` and `r` do, everything else as it is written."""
        view = view_of(shell)
        keyword = view.current.keyword if view.pane is view.listing else ""
        if keyword == "target":
            await EditTarget().change(shell, address)
        elif keyword == "actual":
            await RecordMissingValue().change(shell, address)
        elif view.pane is view.listing and not keyword:
            shell.say(f"{view.current.name} is computed: x shows from what", "warning")
        else:
            await super().change(shell, address)


TABLE: Commands = (
    *MOVING,
    OpenRow,
    SwitchTablePane,
    PreviousColumn,
    NextColumn,
    SortTable,
    EditCell,
)
"""In the order of the help."""
