"""`bsctui rename`: another name; references follow."""

from __future__ import annotations

import click

from bsctui.cli import BsctuiCommand
from bsctui.cli.editing import apply_and_save
from bsctui.cli.options import load_workspace, resolved_address, workspace_option


@click.command("rename", cls=BsctuiCommand)
@click.argument("ref")
@click.argument("new")
@workspace_option
def command(ref: str, new: str, root: str | None) -> None:
    """Give REF the name NEW; every line that names it follows, and `was` remembers the old one."""
    from bsctui.edits import RenameRecord

    workspace = load_workspace(root)
    address = resolved_address(workspace.model, ref)
    card, dot, name = new.partition(".")
    apply_and_save(
        workspace, RenameRecord(address, name if dot and card == address.partition(".")[0] else new)
    )
