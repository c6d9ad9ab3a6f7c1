"""`bsctui delete`: a record goes."""

from __future__ import annotations

import click

from bsctui.cli import BsctuiCommand
from bsctui.cli.editing import apply_and_save
from bsctui.cli.options import load_workspace, resolved_address, workspace_option


@click.command("delete", cls=BsctuiCommand)
@click.argument("ref")
@click.option(
    "--with-references",
    is_flag=True,
    help="also delete what is below it, and the lines that refer to it",
)
@workspace_option
def command(ref: str, with_references: bool, root: str | None) -> None:
    """Delete REF with its data; refused while something refers to it."""
    from bsctui.edits import DeleteRecord

    workspace = load_workspace(root)
    apply_and_save(workspace, DeleteRecord(resolved_address(workspace.model, ref), with_references))
