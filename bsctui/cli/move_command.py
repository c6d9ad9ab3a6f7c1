"""`bsctui move`: another parent; references follow."""

from __future__ import annotations

import click

from bsctui.cli import BsctuiCommand
from bsctui.cli.editing import apply_and_save
from bsctui.cli.options import load_workspace, resolved_address, workspace_option


@click.command("move", cls=BsctuiCommand)
@click.argument("ref")
@click.argument("parent", metavar="NEWPARENT")
@workspace_option
def command(ref: str, parent: str, root: str | None) -> None:
    """Place REF in NEWPARENT; what is below it moves along, and across scorecards every line that names it follows."""
    from bsctui.edits import MoveRecord

    workspace = load_workspace(root)
    apply_and_save(
        workspace,
        MoveRecord(
            resolved_address(workspace.model, ref), resolved_address(workspace.model, parent)
        ),
    )
