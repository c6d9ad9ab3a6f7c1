"""Commands that move the cursor in whatever list has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from bsctui.app.core.commands import Command, Section

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext, Pane
    from bsctui.app.core.commands import CommandOutcome


class CursorMove(Command):
    """What all cursor movements share: they move the focused list of the view."""

    section = Section.MOVE

    def run(self, shell: AppContext) -> CommandOutcome:
        """Move, where the view has a list."""
        pane = shell.view.pane
        if pane is not None:
            shell.view.move_to(self.target(pane))
        return None

    def target(self, pane: Pane) -> int:
        """The row to go to."""
        raise NotImplementedError


class Down(CursorMove):
    """One row down."""

    id: ClassVar[str] = "move.down"
    keys = "down,j"
    title = "Down"
    help = "one row down"

    def target(self, pane: Pane) -> int:
        """The next row."""
        return pane.cursor + 1


class Up(CursorMove):
    """One row up."""

    id = "move.up"
    keys = "up,k"
    title = "Up"
    help = "one row up"

    def target(self, pane: Pane) -> int:
        """The row before."""
        return pane.cursor - 1


class PageDown(CursorMove):
    """A screenful down."""

    id = "move.page-down"
    keys = "pagedown,ctrl+f"
    title = "Page down"
    help = "a page down"

    def target(self, pane: Pane) -> int:
        """A page further."""
        return pane.cursor + pane.page


class PageUp(CursorMove):
    """A screenful up."""

    id = "move.page-up"
    keys = "pageup,ctrl+b"
    title = "Page up"
    help = "a page up"

    def target(self, pane: Pane) -> int:
        """A page back."""
        return pane.cursor - pane.page


class HalfDown(CursorMove):
    """Half a screenful down."""

    id = "move.half-down"
    keys = "ctrl+d"
    title = "Half a page down"
    help = "half a page down"

    def target(self, pane: Pane) -> int:
        """Half a page further."""
        return pane.cursor + pane.page // 2


class HalfUp(CursorMove):
    """Half a screenful up."""

    id = "move.half-up"
    keys = "ctrl+u"
    title = "Half a page up"
    help = "half a page up"

    def target(self, pane: Pane) -> int:
        """Half a page back."""
        return pane.cursor - pane.page // 2


class First(CursorMove):
    """The first row."""

    id = "move.first"
    keys = "g,home"
    title = "First row"
    help = "the first row"

    def target(self, pane: Pane) -> int:
        return 0


class Last(CursorMove):
    """The last row."""

    id = "move.last"
    keys = "G,end"
    title = "Last row"
    help = "the last row"

    def target(self, pane: Pane) -> int:
        return len(pane.rows) - 1


MOVING: tuple[type[CursorMove], ...] = (Down, Up, PageDown, PageUp, HalfDown, HalfUp, First, Last)
