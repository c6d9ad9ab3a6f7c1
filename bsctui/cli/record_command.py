"""`bsctui record`: actuals, one or many."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.editing import apply_and_save
from bsctui.cli.options import load_workspace, resolved_address, workspace_option

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command("record", cls=BsctuiCommand)
@click.argument("words", nargs=-1, metavar="REF PERIOD VALUE | PERIOD -")
@click.option("--note", help="a remark on the value")
@workspace_option
def command(words: tuple[str, ...], note: str | None, root: str | None) -> None:
    """Enter an actual, where the KPI's data already are; `PERIOD -` reads lines `REF VALUE ["note"]`, all or none."""
    from bsctui.edits import Compound, RecordValue

    if len(words) == 2 and words[1] == "-":
        workspace = load_workspace(root)
        values = [
            RecordValue(resolved_address(workspace.model, ref), words[0], value)
            for ref, value in _lines(sys.stdin.read())
        ]
        if values:
            apply_and_save(
                workspace, Compound(tuple(values), f"{len(values)} values of {words[0]}")
            )
        return
    if len(words) != 3:
        raise CommandError(
            "`record` takes REF PERIOD VALUE, or PERIOD and `-` to read lines from standard input"
        )
    workspace = load_workspace(root)
    apply_and_save(
        workspace,
        RecordValue(resolved_address(workspace.model, words[0]), words[1], words[2], note),
    )


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Address and value (a note may stand behind it) of each line of a report; empty ones and comments are skipped."""
    from bsctui.edits import Refused, read_cell

    for number, line in enumerate(text.split("\n"), 1):
        words = line.strip().split(maxsplit=1)
        if not words or words[0].startswith("#"):
            continue
        ref, value = words if len(words) > 1 else (words[0], "")
        try:
            read_cell(value)
        except Refused as refused:
            raise CommandError(
                f'line {number} of the input does not say `REF VALUE ["note"]`: {refused.message}'
                f"; {refused.help}; nothing was recorded"
            ) from None
        yield ref, value
