"""`bsctui record`: actuals, one or many."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.editing import apply_and_save
from bsctui.cli.options import load_workspace, resolved_address, workspace_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bsctui.model.model import Model


@click.command("record", cls=BsctuiCommand)
@click.argument("words", nargs=-1, metavar="REF PERIOD VALUE | PERIOD - | -")
@click.option("--note", help="a note on the value")
@workspace_option
def command(words: tuple[str, ...], note: str | None, root: str | None) -> None:
    """Enter an actual where the KPI's other values are; `PERIOD -` reads lines `REF VALUE ["note"]`, all or none.

    `-` without a period reads lines `REF PERIOD VALUE ["note"]`.
    """
    from bsctui.edits import Compound, RecordValue

    if words and words[-1] == "-" and len(words) < 3:
        workspace = load_workspace(root)
        period = words[0] if len(words) == 2 else None
        values = [
            RecordValue(address, line.period, line.value)
            for address, line in _addressed(workspace.model, _lines(sys.stdin.read(), period))
        ]
        if values:
            of_period = f" of {period}" if period is not None else ""
            apply_and_save(workspace, Compound(tuple(values), f"{len(values)} values{of_period}"))
        return
    if len(words) != 3:
        raise CommandError(
            "`record` takes REF PERIOD VALUE, or `-` (alone or after a PERIOD) to read lines from standard input"
        )
    workspace = load_workspace(root)
    apply_and_save(
        workspace,
        RecordValue(resolved_address(workspace.model, words[0]), words[1], words[2], note),
    )


class ReportLine(NamedTuple):
    """A line of a report that was read."""

    number: int
    ref: str
    period: str
    value: str
    """With the note behind it, if there is one."""


def _addressed(model: Model, lines: Iterable[ReportLine]) -> Iterator[tuple[str, ReportLine]]:
    """Each line with the address it speaks of.

    Raises:
        CommandError: Nothing has that name, or an earlier line gives the same period of it.
    """
    earlier: dict[tuple[str, str], int] = {}
    for line in lines:
        try:
            address = resolved_address(model, line.ref)
        except CommandError as error:
            raise CommandError(
                f"line {line.number} of the input: {error.message}; nothing was recorded"
            ) from None
        first = earlier.setdefault((address, line.period), line.number)
        if first != line.number:
            raise CommandError(
                f"lines {first} and {line.number} of the input both give {line.period} of `{address}`"
                "; delete one of them; nothing was recorded"
            )
        yield address, line


def _lines(text: str, period: str | None) -> Iterator[ReportLine]:
    """Each line of a report, of one period or of the one that each names; empty ones and comments are skipped."""
    from bsctui.edits import Refused, read_cell

    form = 'REF VALUE ["note"]' if period is not None else 'REF PERIOD VALUE ["note"]'
    leading = 1 if period is not None else 2
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        words = line.strip().split(maxsplit=leading)
        if not words or words[0].startswith("#"):
            continue
        *head, value = (
            words if len(words) > leading else (*words, *[""] * (leading + 1 - len(words)))
        )
        try:
            read_cell(value)
        except Refused as refused:
            raise CommandError(
                f"line {number} of the input does not say `{form}`: {refused.message}"
                f"; {refused.help}; nothing was recorded"
            ) from None
        yield ReportLine(number, head[0], head[1] if period is None else period, value)
