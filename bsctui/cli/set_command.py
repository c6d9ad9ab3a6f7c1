"""`bsctui set`: one field of one record."""

from __future__ import annotations

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.editing import apply_and_save
from bsctui.cli.options import load_workspace, resolved_address, workspace_option


@click.command("set", cls=BsctuiCommand)
@click.argument("ref")
@click.argument("field")
@click.argument("value", nargs=-1)
@click.option(
    "--unset", is_flag=True, help="take the line away: all of FIELD, or the one that VALUE picks"
)
@workspace_option
def command(ref: str, field: str, value: tuple[str, ...], unset: bool, root: str | None) -> None:
    """Set FIELD (a keyword, or `label`) of REF to VALUE, the text after it as in the language."""
    from bsctui.edits import SetField, UnsetField

    workspace = load_workspace(root)
    address = resolved_address(workspace.model, ref)
    text = " ".join(value)
    if unset:
        apply_and_save(workspace, UnsetField(address, field, text or None))
        return
    if not value and field not in {"leading", "lagging", "carry"}:
        raise CommandError(f"`set {ref} {field}` needs a value")
    apply_and_save(workspace, SetField(address, field, text))
