"""Saving, and leaving without losing anything."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from bsctui.app.cells import Span, Spans, clean
from bsctui.app.commands import Command, Section
from bsctui.app.layers.choice import Choice, Option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.app.shell import Shell
    from bsctui.workspace import Conflict


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
    """Write what is unsaved; False where something could not be written or is in conflict."""
    workspace = shell.session.workspace
    if not workspace.dirty:
        shell.say("nothing to save")
        return True
    try:
        report = workspace.save()
    except OSError as error:
        shell.say(f"not saved: {error.strerror or error} ({error.filename})", "error")
        return False
    if report.conflicts:
        await shell.ask(Conflicts(report.conflicts))
        shell.say("not everything is saved: files changed on disk meanwhile", "warning")
        return False
    joined = f", merged with what changed in {', '.join(report.merged)}" if report.merged else ""
    shell.say(f"saved {', '.join(report.saved)}{joined}")
    return True


class Conflicts(Choice[str]):
    """Says which files changed on disk where they were edited here too, and where this version is."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        lines: list[Spans] = []
        for conflict in conflicts:
            what = "was deleted on disk" if conflict.on_disk is None else "changed on disk"
            lines.append((Span(f" {clean(conflict.path)}", "strong"), Span(f" {what}", "warning")))
            lines.append((Span(f"   this version is kept as {conflict.kept_as}", "dim"),))
            lines += [(Span(f"   {line}", look),) for line, look in _differences(conflict)]
        super().__init__("Both versions are kept", [Option("", "go on", "g")], lines)


def _differences(conflict: Conflict) -> Iterator[tuple[str, str]]:
    """The lines that differ, those on disk and those here."""
    here, there = (
        content.decode("utf-8", "replace").splitlines()
        for content in (conflict.here, conflict.on_disk or b"")
    )
    for line in unified_diff(there, here, "on disk", "here", n=0, lineterm=""):
        look = {"+": "gain", "-": "loss"}.get(line[:1], "dim")
        yield clean(line), look


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
