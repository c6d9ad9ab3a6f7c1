"""What an empty directory shows: that it is empty, and the two ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.workspace import Workspace, WorkspaceError

if TYPE_CHECKING:
    from bsctui.app.shell import Shell

STARTER, DEMO = 2, 3
"""The rows that enter acts on."""


def welcome_lines() -> tuple[Spans, ...]:
    """The lines in place of the tree."""
    return (
        (StyledSpan(" There is no scorecard here yet.", "strong"),),
        (),
        (StyledSpan(" enter ", "key"), StyledSpan("  write a small workspace to start from")),
        (
            StyledSpan(" enter ", "key"),
            StyledSpan("  open the demo, an airline, in a temporary folder"),
        ),
        (),
        (StyledSpan(" Or write one: bsctui help language tells how.", "dim"),),
    )


def open_starter(shell: Shell, row: int) -> None:
    """Do what the row says."""
    from bsctui.starter import copy_demo, write_starter

    session = shell.session
    if row not in {STARTER, DEMO}:
        return
    try:
        if row == STARTER:
            written = write_starter(session.workspace.root)
            session.open(Workspace.load(session.workspace.root))
            session.written = {path.name for path in written}
            shell.say(f"written: {', '.join(path.name for path in written)}")
        else:
            folder = copy_demo()
            session.open(Workspace.load(folder))
            shell.say(f"the demo, in {folder}")
    except (OSError, WorkspaceError) as error:
        shell.say(f"nothing is opened: {error}", "error")
