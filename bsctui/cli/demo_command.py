"""`bsctui demo`: the app on a copy of the sample that comes along."""

from __future__ import annotations

import click

from bsctui.cli import BsctuiCommand
from bsctui.cli.open_command import open_app


@click.command("demo", cls=BsctuiCommand)
@click.pass_context
def command(context: click.Context) -> None:
    """Open the app on an airline's scorecards, in a temporary folder where everything may be changed."""
    from bsctui.starter import copy_demo

    folder = copy_demo()
    status = open_app(str(folder))
    click.echo(f"the demo is in {folder}")
    context.exit(status)
