"""`bsctui move`: another parent; references follow."""

from __future__ import annotations

import click

from bsctui.cli import BsctuiCommand
from bsctui.cli.editing import carry_out
from bsctui.cli.options import address_of, load, workspace_option


@click.command("move", cls=BsctuiCommand)
@click.argument("ref")
@click.argument("parent", metavar="NEWPARENT")
@workspace_option
def command(ref: str, parent: str, root: str | None) -> None:
    """Place REF in NEWPARENT; what stands below goes along, and across scorecards every line that names it follows."""
    from bsctui.edits import MoveRecord

    workspace = load(root)
    carry_out(
        workspace, MoveRecord(address_of(workspace.model, ref), address_of(workspace.model, parent))
    )
