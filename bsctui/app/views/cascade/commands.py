"""Commands of the cascade view alone: folding, siblings, panes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bsctui.app.core import tree
from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.features.edit.fields import FIELDS
from bsctui.app.features.edit.marking import MARKING
from bsctui.app.features.edit.structure import STRUCTURE
from bsctui.app.features.edit.values import VALUES
from bsctui.app.features.explain_score import WHY
from bsctui.app.features.find.find import FINDING
from bsctui.app.features.find.line_of_sight import SIGHT
from bsctui.app.ui.cursor_commands import MOVING
from bsctui.app.views.cascade.pane import follow_line

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.views.cascade.view import CascadeView


class CascadeCommand(Command):
    """A command that acts on the cascade view."""

    section = Section.MOVE

    def run(self, shell: AppContext) -> CommandOutcome:
        """Act on the view in front, which is the cascade wherever these commands are bound."""
        return self.act(cast("CascadeView", shell.view))

    def act(self, view: CascadeView) -> CommandOutcome:
        raise NotImplementedError


class UnfoldOrEnter(CascadeCommand):
    """Right: unfold, else go into."""

    id = "tree.right"
    keys = "right,l"
    title = "Unfold or enter"
    help = "unfolds; on an unfolded row goes to its first child"

    def act(self, view: CascadeView) -> CommandOutcome:
        """Unfold, else one down into what stands below; in the detail follow the line."""
        state = view.state
        if view.pane is view.detail_pane:
            return Enter().act(view)
        row = state.row
        if not state.unfold() and row is not None and row.opened:
            state.go_to(state.cursor + 1)
        return None


class FoldOrLeave(CascadeCommand):
    """Left: fold, else go to the parent."""

    id = "tree.left"
    keys = "left,h"
    title = "Fold or go to the parent"
    help = "folds; on a folded row goes to its parent"

    def act(self, view: CascadeView) -> CommandOutcome:
        """Fold, else up; from the detail back to the tree."""
        state = view.state
        if view.pane is view.detail_pane:
            view.leave_layer()
        elif not state.fold() and state.rows:
            parent = tree.parent_row(state.rows, state.cursor)
            state.go_to(state.cursor if parent is None else parent)
        return None


class Toggle(CascadeCommand):
    id = "tree.toggle"
    keys = "space"
    title = "Unfold or fold"
    help = "unfolds a folded row, folds an unfolded one"

    def act(self, view: CascadeView) -> CommandOutcome:
        if not view.state.unfold():
            view.state.fold()
        return None


class UnfoldLevel(CascadeCommand):
    id = "tree.unfold-level"
    keys = "plus"
    title = "Unfold all one level"
    help = "unfolds the whole tree by one level"

    def act(self, view: CascadeView) -> CommandOutcome:
        view.state.unfold_level()
        return None


class FoldLevel(CascadeCommand):
    id = "tree.fold-level"
    keys = "minus"
    title = "Fold all one level"
    help = "folds the whole tree by one level"

    def act(self, view: CascadeView) -> CommandOutcome:
        view.state.fold_level()
        return None


class NextSibling(CascadeCommand):
    id = "tree.next-sibling"
    keys = "J"
    title = "Next sibling"
    help = "the next row with the same parent; in the detail the next section"
    step = 1

    def act(self, view: CascadeView) -> CommandOutcome:
        """Go there, where there is one; in the detail to the next section."""
        state = view.state
        if view.pane is view.detail_pane:
            view.detail_pane.go_section(self.step)
            return None
        if state.rows:
            sibling = tree.sibling_row(state.rows, state.cursor, self.step)
            state.go_to(state.cursor if sibling is None else sibling)
        return None


class PreviousSibling(NextSibling):
    id = "tree.previous-sibling"
    keys = "K"
    title = "Previous sibling"
    help = "the previous row with the same parent; in the detail the section before"
    step = -1


class Enter(CascadeCommand):
    id = "tree.enter"
    keys = "enter"
    title = "Open the detail, or follow a line of it"
    help = "opens the detail; in it follows the line to the item it names, or edits the value of its period"

    def act(self, view: CascadeView) -> CommandOutcome:
        if view.is_empty:
            act = view.welcome_line.act
            return act(view.shell) if act is not None else None
        if view.pane is view.tree_pane:
            view.open_detail()
            return None
        return follow_line(view.shell, view.detail_pane.cursor_line)


class NextPane(CascadeCommand):
    id = "pane.next"
    keys = "tab,shift+tab"
    title = "Next pane"
    help = "goes from the tree to the detail and back"

    def act(self, view: CascadeView) -> CommandOutcome:
        if not view.leave_layer():
            view.open_detail()
        return None


CASCADE: Commands = (
    *MOVING,
    Enter,
    NextPane,
    UnfoldOrEnter,
    FoldOrLeave,
    Toggle,
    UnfoldLevel,
    FoldLevel,
    NextSibling,
    PreviousSibling,
    *SIGHT,
    *FINDING,
    *FIELDS,
    *VALUES,
    *WHY,
    *STRUCTURE,
    *MARKING,
)
