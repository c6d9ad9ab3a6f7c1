"""What can be done in the list of problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.features.edit.external_editor import OpenEditor
from bsctui.app.features.find.find import OnlyMine
from bsctui.app.features.settle_conflict import CONFLICT
from bsctui.app.ui.cursor_commands import MOVING
from bsctui.app.views.problems.fixing import ApplyFix

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.views.problems.view import ProblemsView


class GoToProblem(Command):
    id = "problems.enter"
    keys = "enter,l,right"
    title = "Go to the item"
    help = "shows the item in the cascade; if the problem is not about an item, the line of text"
    footer = "go there"
    section = Section.MOVE

    async def run(self, shell: AppContext) -> None:
        view = cast("ProblemsView", shell.view)
        finding = view.finding
        if finding is None:
            return
        session = shell.session
        address = finding.address if finding.problem.code != CONFLICT else None
        if address is not None and session.exists(address):
            session.visit(address)
            session.look_at(finding.problem.path, finding.problem.line)
            await shell.show_view("cascade")
        else:
            session.look_at(finding.problem.path, finding.problem.line)
            await shell.show_view("text")


PROBLEMS: Commands = (*MOVING, GoToProblem, ApplyFix, OnlyMine, OpenEditor)
"""In the order of the help."""
