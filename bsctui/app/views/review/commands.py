"""What can be done in a review."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.features.find.find import OnlyMine
from bsctui.app.ui.choice import Option
from bsctui.app.ui.cursor_commands import MOVING
from bsctui.app.ui.picker import Picker

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.views.review.view import ReviewView


class ReviewCommand(Command):
    """What all commands here share: they act on the view."""

    @staticmethod
    def view(shell: AppContext) -> ReviewView:
        """The review."""
        return cast("ReviewView", shell.view)


class GoToChangedItem(ReviewCommand):
    id = "review.enter"
    keys = "enter,l,right"
    title = "Go to the item"
    help = "shows the item of the change in the cascade"
    section = Section.MOVE

    async def run(self, shell: AppContext) -> None:
        """To the cascade; what the files do not have cannot be shown there."""
        row = self.view(shell).row
        if row is None or row.goes_to is None:
            return
        if not shell.session.exists(row.goes_to):
            shell.say(f"the files have no {row.goes_to}: b shows its history", "warning")
            return
        shell.session.visit(row.goes_to)
        await shell.show_view("cascade")


class NextChange(ReviewCommand):
    id = "review.next"
    keys = "n"
    title = "Next change"
    help = "the next change"
    footer = "next"
    section = Section.MOVE
    step = 1

    def run(self, shell: AppContext) -> CommandOutcome:
        """Over headings, to the last one and no further."""
        view = self.view(shell)
        view.listing.focus()
        cursor = view.listing.cursor
        ahead = [at for at in view.changes() if (at - cursor) * self.step > 0]
        if not ahead:
            shell.say("no further change" if view.changes() else "there is no change here")
            return None
        view.move_to(min(ahead) if self.step > 0 else max(ahead))
        return None


class PreviousChange(NextChange):
    id = "review.previous"
    keys = "N"
    title = "Previous change"
    help = "the change before"
    footer = ""
    step = -1


class MarkSeen(ReviewCommand):
    id = "review.seen"
    keys = "space"
    title = "Seen"
    help = "marks the change as seen and goes to the next one; on a seen one removes the mark"
    footer = "seen"
    section = Section.UNDERSTAND

    def run(self, shell: AppContext) -> CommandOutcome:
        """Kept for the next time, too."""
        view = self.view(shell)
        reviewed = view.change
        if reviewed is None:
            shell.say("no change here: n goes to the next")
            return None
        is_seen = view.seen.turn(reviewed.change)
        view.redraw()
        ahead = [at for at in view.changes() if at > view.listing.cursor]
        view.listing.focus()
        if is_seen and ahead:
            view.move_to(ahead[0])
        return None


class TurnPane(ReviewCommand):
    id = "review.pane"
    keys = "tab,shift+tab"
    title = "Next pane"
    help = "switches between the changes and the details of one"

    def run(self, shell: AppContext) -> CommandOutcome:
        self.view(shell).turn_pane()
        return None


class PickRevisions(ReviewCommand):
    id = "review.compare"
    keys = "B"
    title = "Compare other revisions"
    help = "a branch against the base, or two revisions typed as A...B"
    footer = "compare"
    section = Section.UNDERSTAND

    async def run(self, shell: AppContext) -> None:
        """Branches to choose from; what is typed may be any revision."""
        from bsctui.git.repository import branches_around

        workspace = shell.session.workspace
        names = await asyncio.to_thread(branches_around, workspace.place) if workspace.home else ()
        options = [Option("", "the files as they are, against the base branch")]
        options += [Option(name, name) for name in names]
        chosen = await shell.ask(Picker("a branch, or A...B", options, typed=_typed))
        if chosen is not None:
            shell.session.compared = chosen or None


def _typed(text: str) -> Option[str] | None:
    """What is typed, as a revision."""
    words = text.strip()
    if not words or " " in words:
        return None
    meaning = "these two" if ".." in words else "against the base branch"
    return Option(words, f"{words}: {meaning}")


REVIEW: Commands = (
    GoToChangedItem,
    NextChange,
    MarkSeen,
    PickRevisions,
    PreviousChange,
    TurnPane,
    OnlyMine,
    *MOVING,
)
"""In the order of the footer."""
