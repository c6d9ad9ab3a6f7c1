"""`bsctui record`: actuals, one or many."""

from __future__ import annotations

import re
import sys

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.editing import carry_out
from bsctui.cli.options import address_of, load, workspace_option

_LINE = re.compile(r'\s*(\S+)\s+(\S+)(?:\s+"((?:[^"\\]|\\["\\])*)")?\s*(?:#.*)?')


@click.command("record", cls=BsctuiCommand)
@click.argument("words", nargs=-1, metavar="REF PERIOD VALUE | PERIOD -")
@click.option("--note", help="a remark on the value")
@workspace_option
def command(words: tuple[str, ...], note: str | None, root: str | None) -> None:
    """Enter an actual, where the KPI's data already are; `PERIOD -` reads lines `REF VALUE ["note"]`, all or none."""
    from bsctui.edits import Compound, RecordValue  # noqa: PLC0415 - imports are paid when used

    if len(words) == 2 and words[1] == "-":
        workspace = load(root)
        values = [
            RecordValue(address_of(workspace.model, ref), words[0], value, remark)
            for ref, value, remark in _lines(sys.stdin.read())
        ]
        if values:
            carry_out(workspace, Compound(tuple(values), f"{len(values)} values of {words[0]}"))
        return
    if len(words) != 3:
        raise CommandError(
            "`record` takes REF PERIOD VALUE, or PERIOD and `-` to read lines from standard input"
        )
    workspace = load(root)
    carry_out(
        workspace, RecordValue(address_of(workspace.model, words[0]), words[1], words[2], note)
    )


def _lines(text: str) -> list[tuple[str, str, str | None]]:
    """The lines of a report; empty ones and comments are skipped."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.rstrip("\r"))
        if match is None:
            raise CommandError(
                f'line {number} of the input does not say `REF VALUE ["note"]`; nothing was recorded'
            )
        note = re.sub(r"\\(.)", r"\1", match[3]) if match[3] is not None else None
        found.append((match[1], match[2], note))
    return found
