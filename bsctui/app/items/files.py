"""Saving, and leaving without losing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.cells import Span, Spans, clean
from bsctui.app.commands import Command, Section
from bsctui.app.layers.choice import Choice, Option

if TYPE_CHECKING:
    from bsctui.app.shell import Shell


class Save(Command):
    """s."""

    id = "save"
    keys = "s"
    title = "Save"
    help = "writes the changed files; what somebody else changed meanwhile is never overwritten"
    section = Section.FILE
    edits = True

    async def run(self, shell: Shell) -> None:
        """Write, and tell what was written."""
        await save(shell)


async def save(shell: Shell) -> bool:
    """Write what is unsaved; False where a conflict kept something unsaved."""
    workspace = shell.session.workspace
    if not workspace.dirty:
        shell.say("nothing to save")
        return True
    report = workspace.save()
    if report.conflicts:
        shell.say("not everything is saved: these files changed on disk", "warning")
        return False
    shell.say(f"saved {', '.join(report.saved)}")
    return True


class Quit(Command):
    """q."""

    id = "quit"
    keys = "q,ctrl+q,ctrl+c"
    title = "Quit"
    help = "leaves; with unsaved edits it lists them and asks"
    section = Section.APP

    async def run(self, shell: Shell) -> None:
        """Leave at once only where nothing is unsaved."""
        workspace = shell.session.workspace
        if not workspace.dirty:
            shell.exit(0)
            return
        lines: list[Spans] = [
            (Span("  "), Span(clean(change.description))) for change in workspace.unsaved
        ]
        options = [
            Option("save", "save and leave", "s"),
            Option("discard", "discard these changes and leave", "x"),
            Option("stay", "stay", "n"),
        ]
        answer = await shell.ask(Choice("Unsaved", options, lines))
        if answer == "discard" or (answer == "save" and await save(shell)):
            shell.exit(0)
