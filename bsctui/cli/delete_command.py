"""`bsctui delete`: a record goes."""

from __future__ import annotations

import click

from bsctui.cli import BsctuiCommand
from bsctui.cli.editing import carry_out
from bsctui.cli.options import address_of, load, workspace_option


@click.command("delete", cls=BsctuiCommand)
@click.argument("ref")
@click.option(
    "--with-references", is_flag=True, help="also what stands below it, and the lines that name it"
)
@workspace_option
def command(ref: str, with_references: bool, root: str | None) -> None:
    """Take REF away with its data; refused while something refers to it."""
    from bsctui.edits import DeleteRecord

    workspace = load(root)
    carry_out(workspace, DeleteRecord(address_of(workspace.model, ref), with_references))
