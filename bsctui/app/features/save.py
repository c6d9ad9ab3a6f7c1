"""Saving, and leaving without losing anything."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Section
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.app.features.live.live import decide, take_in
from bsctui.app.ui.choice import Choice, Option
from bsctui.escaping import printable

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext


class Save(Command):
    id = "save"
    keys = "s"
    title = "Save"
    synonyms = "write disk"
    help = (
        "writes the changed files; never overwrites what somebody else has changed in the meantime"
    )
    section = Section.FILE
    edits = True

    async def run(self, shell: AppContext) -> None:
        await save_workspace(shell)


async def save_workspace(shell: AppContext) -> bool:
    """Write what is unsaved; False where something could not be written or is in conflict."""
    workspace = shell.session.workspace
    if not workspace.dirty:
        shell.say("nothing to save")
        return True
    try:
        taken = take_in(shell)
        await decide(shell, taken.conflicts)
        report = workspace.save()
        shell.session.written.update(report.saved)
    except OSError as error:
        name = printable(os.path.basename(os.fsdecode(error.filename or "")))
        shell.say(f"{name} is not saved: {error.strerror or error}", "error")
        return False
    except Exception as error:
        trouble = f"{type(error).__name__}: {error}"
        shell.say(
            f"not saved because of a bug in bsctui ({trouble}); your edits are still here", "error"
        )
        return False
    if report.conflicts:
        kept = ", ".join(str(conflict.kept_as) for conflict in report.conflicts)
        shell.say(f"not all is saved: it changed on disk too; this version: {kept}", "warning")
        return False
    merged = ", ".join(dict.fromkeys(taken.merged + report.merged))
    joined = f", merged with what changed in {merged}" if merged else ""
    saved = ", ".join(report.saved)
    shell.say(
        f"saved {saved}{joined}" if saved else "nothing to save: the files are the same already"
    )
    return True


class Quit(Command):
    id = "quit"
    keys = "q,ctrl+q,ctrl+c"
    title = "Quit"
    help = "leaves; with unsaved edits it lists them and asks"
    section = Section.APP

    async def run(self, shell: AppContext) -> None:
        """Leave at once only where nothing is unsaved."""
        workspace = shell.session.workspace
        waiting = shell.control.waiting()
        if not workspace.dirty and not waiting:
            shell.control.exit(0)
            return
        lines: list[Spans] = [
            (StyledSpan("  "), StyledSpan(printable(change.description)))
            for change in workspace.unsaved
        ]
        lines += [
            (StyledSpan(printable(f"  not recorded {text}, which is not a value"), "warning"),)
            for text in waiting
        ]
        options = [
            Option("save", "save and leave", "s"),
            Option("discard", "discard these changes and leave", "x"),
            Option("stay", "stay", "n"),
        ]
        answer = await shell.ask(Choice("Unsaved", options, lines))
        if answer == "discard" or (answer == "save" and await save_workspace(shell)):
            shell.control.exit(0)
