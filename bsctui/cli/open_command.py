"""`bsctui open`: the app on a workspace."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bsctui.app import StartPlace
from bsctui.cli import BsctuiCommand, CommandError


def open_app(
    path: str | None,
    place: StartPlace | None = None,
    *,
    read_only: bool = False,
    ascii_only: bool = False,
    mouse: bool = True,
) -> int:
    """Run the app; returns the exit status."""
    from bsctui.app import run_app
    from bsctui.storage.workspace_files import WorkspaceError, default_path

    has_screen = "TEXTUAL_DRIVER" in os.environ or (sys.stdin.isatty() and sys.stdout.isatty())
    if not has_screen:  # a driver of one's own draws elsewhere: in a browser, say
        raise CommandError(
            "the app needs a terminal; `bsctui score` prints the cascade, `bsctui check` its problems"
        )
    where = Path(path) if path is not None else default_path()
    try:
        return run_app(where, place, read_only=read_only, ascii=ascii_only, mouse=mouse)
    except (WorkspaceError, ValueError) as error:
        raise CommandError(str(error)) from None


@click.command("open", cls=BsctuiCommand)
@click.argument("path", required=False)
@click.option("-C", "root", metavar="PATH", help="the workspace, as PATH")
@click.option("--at", metavar="REF", help="where the cursor starts")
@click.option("--period", metavar="P", help="the period to look at")
@click.option(
    "--review", metavar="REV", help="review a branch against the base, or two revisions as A...B"
)
@click.option(
    "--me", metavar="PERSON", help="whose values `mine` means (default: config.toml's `me`)"
)
@click.option("--read-only", is_flag=True, help="nothing can be changed")
@click.option("--ascii", "ascii_only", is_flag=True, help="ASCII characters instead of symbols")
@click.option("--no-mouse", is_flag=True, help="leave the mouse to the terminal")
@click.pass_context
def command(
    context: click.Context,
    path: str | None,
    root: str | None,
    at: str | None,
    period: str | None,
    review: str | None,
    me: str | None,
    read_only: bool,
    ascii_only: bool,
    no_mouse: bool,
) -> None:
    """Open the app on PATH (default: the workspace around the current folder)."""
    place = StartPlace(at, period, review, me)
    context.exit(
        open_app(
            path or root,
            place,
            read_only=read_only,
            ascii_only=ascii_only,
            mouse=not no_mouse,
        )
    )
