"""What can be done in the alignment view."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.features.edit.external_editor import OpenEditor
from bsctui.app.features.explain_score import WHY
from bsctui.app.features.find.find import Find, FindNext, FindPrevious, OnlyMine
from bsctui.app.features.find.line_of_sight import SIGHT
from bsctui.app.ui.cursor_commands import MOVING
from bsctui.app.views.alignment.alignment_repair import RepairAlignment

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.views.alignment.view import AlignmentView


class AlignmentCommand(Command):
    """A command that acts on the alignment view."""

    section = Section.MOVE

    def run(self, shell: AppContext) -> CommandOutcome:
        """Act on the view in front, which is this one wherever these commands are bound."""
        return self.act(cast("AlignmentView", shell.view))

    def act(self, view: AlignmentView) -> CommandOutcome:
        raise NotImplementedError


class GoToObjective(AlignmentCommand):
    id = "alignment.enter"
    keys = "enter"
    title = "Go to the item"
    help = (
        "shows the objective in the cascade; from the heat map goes to the objectives of the cell"
    )

    def act(self, view: AlignmentView) -> CommandOutcome:
        if view.in_heat:
            view.focus_sight()
            return None
        return _to_cascade(view.shell)


async def _to_cascade(shell: AppContext) -> None:
    await shell.show_view("cascade")


class DrawHere(AlignmentCommand):
    id = "alignment.here"
    keys = "space"
    title = "Draw the line of sight from here"
    help = "draws the line of sight of the objective under the cursor"
    footer = "here"
    section = Section.SIGHT

    def act(self, view: AlignmentView) -> CommandOutcome:
        """It becomes the anchor."""
        view.state.take_anchor()
        return None


class CellRight(AlignmentCommand):
    id = "alignment.right"
    keys = "right,l"
    title = "Next perspective"
    help = "in the heat map one perspective to the right"
    step = 1

    def act(self, view: AlignmentView) -> CommandOutcome:
        """In the heat map; elsewhere the keys have no meaning."""
        if view.in_heat:
            tier, column = view.state.place
            view.state.take_cell(tier, column + self.step)
        return None


class CellLeft(CellRight):
    id = "alignment.left"
    keys = "left,h"
    title = "Previous perspective"
    help = "in the heat map one perspective to the left"
    step = -1


class SwitchAlignmentPane(AlignmentCommand):
    id = "alignment.pane"
    keys = "tab,shift+tab"
    title = "Heat map or lines of sight"
    help = "goes from the lines of sight to the heat map and back"

    def act(self, view: AlignmentView) -> CommandOutcome:
        if view.in_heat:
            view.focus_sight()
        else:
            view.focus_heat()
        return None


ALIGNMENT: Commands = (
    *MOVING,
    GoToObjective,
    RepairAlignment,
    DrawHere,
    SwitchAlignmentPane,
    CellRight,
    CellLeft,
    *SIGHT,
    Find,
    FindNext,
    FindPrevious,
    OnlyMine,
    *WHY,
    OpenEditor,
)
"""In the order of the help and the footer."""
