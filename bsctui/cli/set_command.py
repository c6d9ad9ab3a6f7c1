"""`bsctui set`: one field of one record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.editing import apply_and_save
from bsctui.cli.options import load_workspace, resolved_address, workspace_option

if TYPE_CHECKING:
    from bsctui.edits import Edit


@click.command("set", cls=BsctuiCommand)
@click.argument("ref")
@click.argument("field")
@click.argument("value", nargs=-1)
@click.option("--unset", is_flag=True, help="remove all lines of FIELD, or only the one with VALUE")
@workspace_option
def command(ref: str, field: str, value: tuple[str, ...], unset: bool, root: str | None) -> None:
    """Set FIELD (a keyword, or `label`) of REF to VALUE, the text after it as in the language.

    `set calendar closed PERIOD` says that results are final up to a period.
    """
    from bsctui.edits import SetField, UnsetField

    workspace = load_workspace(root)
    if ref == "calendar" and workspace.model.resolve(ref) is None:
        apply_and_save(workspace, _of_calendar(field, " ".join(value), unset=unset))
        return
    address = resolved_address(workspace.model, ref)
    text = " ".join(value)
    if unset:
        apply_and_save(workspace, UnsetField(address, field, text or None))
        return
    if not value and field not in {"leading", "lagging", "carry"}:
        raise CommandError(f"`set {ref} {field}` needs a value")
    apply_and_save(workspace, SetField(address, field, text))


def _of_calendar(field: str, value: str, *, unset: bool) -> Edit:
    """What is set of the calendar: up to when it is closed."""
    from bsctui.edits.setting_lines import ClosePeriods, ReopenPeriods

    if field != "closed":
        raise CommandError(
            f"`set calendar` takes `closed PERIOD`, not `{field}`; "
            "`add calendar GRAIN PERIOD..PERIOD` changes the rest"
        )
    if not unset and not value:
        raise CommandError("`set calendar closed` needs a period")
    return ReopenPeriods() if unset else ClosePeriods(value)
