"""`bsctui new`: a starter workspace."""

from __future__ import annotations

from pathlib import Path

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import print_notice


@click.command("new", cls=BsctuiCommand)
@click.argument("path")
def command(path: str) -> None:
    """Write a workspace to start from into PATH: bsctui.toml, and a scorecard for each of three tiers."""
    from bsctui.escaping import printable
    from bsctui.starter import write_starter

    try:
        written = write_starter(Path(path))
    except FileExistsError as error:
        raise CommandError(f"{error}; nothing was written") from None
    for file in written:
        click.echo(printable(str(file)))
    print_notice(f"next: bsctui open {path}")
