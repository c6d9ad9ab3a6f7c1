"""What can be done in the map view: walking, opening, and everything that concerns the selected item."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.features.edit.external_editor import OpenEditor
from bsctui.app.features.edit.fields import EditForm, EditWeight
from bsctui.app.features.edit.structure import STRUCTURE
from bsctui.app.features.edit.values import VALUES
from bsctui.app.features.explain_score import WHY
from bsctui.app.features.find.find import Find, FindNext, FindPrevious
from bsctui.app.features.find.line_of_sight import SIGHT
from bsctui.app.features.whatif.commands import WHATIF
from bsctui.app.views.map.walking import WalkDirection

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.views.cascade.view import CascadeView
    from bsctui.app.views.map.view import MapView


class MapCommand(Command):
    """A command that acts on the map view."""

    section = Section.MOVE

    def run(self, shell: AppContext) -> CommandOutcome:
        """Act on the view in front, which is the map wherever these commands are bound."""
        self.act(cast("MapView", shell.view))
        return None

    def act(self, view: MapView) -> None:
        raise NotImplementedError


class WalkUp(MapCommand):
    id = "map.up"
    keys = "up,k"
    title = "Up along a link"
    help = "to what this drives above it; without such a link to the row above"
    way: ClassVar[WalkDirection] = WalkDirection.UP

    def act(self, view: MapView) -> None:
        view.state.walk(self.way)


class WalkDown(WalkUp):
    id = "map.down"
    keys = "down,j"
    title = "Down along a link"
    help = "to what drives this from below; without such a link to the row below"
    way = WalkDirection.DOWN


class WalkRight(WalkUp):
    id = "map.right"
    keys = "right,l"
    title = "Next objective"
    help = "the objective at the right; from the last of a row the first of the row below"
    way = WalkDirection.RIGHT


class WalkLeft(WalkUp):
    id = "map.left"
    keys = "left,h"
    title = "Previous objective"
    help = "the objective at the left; from the first of a row the last of the row above"
    way = WalkDirection.LEFT


class FirstBox(MapCommand):
    id = "map.first"
    keys = "g,home"
    title = "First objective"
    help = "the first objective of the top perspective"
    last: ClassVar[bool] = False

    def act(self, view: MapView) -> None:
        view.state.end(last=self.last)


class LastBox(FirstBox):
    id = "map.last"
    keys = "G,end"
    title = "Last objective"
    help = "the last objective of the bottom perspective"
    last = True


class ScreenDown(MapCommand):
    id = "map.page-down"
    keys = "pagedown,ctrl+f,ctrl+d"
    title = "A screen down"
    help = "an objective about a screen further down"
    step: ClassVar[int] = 1

    def act(self, view: MapView) -> None:
        view.state.page(self.step * view.map_pane.page)


class ScreenUp(ScreenDown):
    id = "map.page-up"
    keys = "pageup,ctrl+b,ctrl+u"
    title = "A screen up"
    help = "an objective about a screen further up"
    step = -1


class OpenBox(Command):
    id = "map.enter"
    keys = "enter"
    title = "Open the objective"
    help = "shows the selected item in the cascade, with its detail"
    section = Section.MOVE

    async def run(self, shell: AppContext) -> None:
        if shell.session.selected is None:
            return
        await shell.show_view("cascade")
        cast("CascadeView", shell.view).open_detail()


MAP: Commands = (
    WalkUp,
    WalkDown,
    WalkLeft,
    WalkRight,
    FirstBox,
    LastBox,
    ScreenDown,
    ScreenUp,
    OpenBox,
    *SIGHT,
    Find,
    FindNext,
    FindPrevious,
    EditForm,
    EditWeight,
    *VALUES,
    *WHATIF,
    *WHY,
    *STRUCTURE,
    OpenEditor,
)
"""In the order of the help and the footer."""
