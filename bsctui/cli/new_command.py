"""`bsctui new`: a starter workspace."""

from __future__ import annotations

from pathlib import Path

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import print_notice


@click.command("new", cls=BsctuiCommand)
@click.argument("path")
@click.option(
    "--name", default="Our company", show_default=True, help="what the scorecard is called"
)
@click.option(
    "--owner", default="You", show_default=True, help='who answers for it; "" for nobody yet'
)
@click.option("--months", is_flag=True, help="report every month instead of every quarter")
@click.option("--empty", is_flag=True, help="the scorecard alone, without the example")
def command(path: str, name: str, owner: str, months: bool, empty: bool) -> None:
    """Write a workspace to start from into PATH (`.` is this folder): bsctui.toml, and a scorecard for each of three tiers."""
    from bsctui.edits import Refused
    from bsctui.escaping import printable
    from bsctui.starter import StarterPlan, write_starter

    plan = StarterPlan(name.strip() or "Our company", owner.strip(), months, not empty)
    try:
        written = write_starter(Path(path), plan)
    except FileExistsError as error:
        raise CommandError(f"{error}; nothing was written") from None
    except Refused as refused:
        raise CommandError(f"{refused.message}; nothing was written") from None
    for file in written:
        click.echo(printable(str(file)))
    print_notice(f"next: bsctui open {path}")
