"""What the editing commands share: one edit, saved at once, and the changed lines printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bsctui.cli import CommandError
from bsctui.cli.options import print_notice

if TYPE_CHECKING:
    from bsctui.edits import Edit
    from bsctui.workspace import Workspace


def apply_and_save(workspace: Workspace, edit: Edit) -> None:
    """Make an edit of a loaded workspace, save it, print the changed lines."""
    from bsctui.edits import Refused
    from bsctui.edits.implausible_values import entered_doubts

    if workspace.unread_file is not None:
        raise CommandError(
            f"nothing is changed while `{workspace.unread_file}` cannot be read; allow reading it, then try again"
        )
    before = {path: document.lines for path, document in workspace.documents.items()}
    model = workspace.model
    try:
        preview = workspace.preview(edit)
    except Refused as refused:
        hint = f"; {refused.help}" if refused.help else ""
        raise EditRefusedError(f"{refused.message}{hint}") from None
    if preview.changes_nothing:
        print_notice("nothing to change: that is already in the text")
        return
    workspace.accept(preview)
    report = workspace.save()
    if report.conflicts:
        raise CommandError(
            f"`{report.conflicts[0].path}` changed meanwhile; this version is kept as `{report.conflicts[0].kept_as}`"
        )
    for path in sorted(workspace.documents):
        print_changed_lines(path, before.get(path, []), workspace.documents[path].lines)
    for doubt in entered_doubts(model, workspace.model):
        print_notice(f"warning[A120]: {doubt}")


class EditRefusedError(CommandError):
    """An edit that does not hold: exit status 1."""

    exit_code = 1


def print_changed_lines(path: str, old: list[str], new: list[str]) -> None:
    """The changed lines, with file and line."""
    from bsctui.escaping import printable
    from bsctui.merge.line_merge import hunks

    before, after = ([line.rstrip("\r\n") for line in lines] for lines in (old, new))
    grown = 0
    for hunk in hunks(before, after):
        for at in range(hunk.first, hunk.last):
            click.echo(f"{printable(path)}:{at + 1}: - {printable(before[at])}")
        for step, line in enumerate(after[hunk.begin : hunk.end]):
            click.echo(f"{printable(path)}:{hunk.first + grown + step + 1}: + {printable(line)}")
        grown += hunk.end - hunk.begin - (hunk.last - hunk.first)
