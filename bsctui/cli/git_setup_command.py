"""`bsctui git-setup`: a repository merges scorecards by meaning, and checks what was merged."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import say, workspace_option


@click.command("git-setup", cls=BsctuiCommand)
@click.option("--remove", "is_removing", is_flag=True, help="take all of it back")
@click.option("--yes", is_flag=True, help="change existing lines without asking")
@workspace_option
@click.pass_context
def command(context: click.Context, root: str | None, *, is_removing: bool, yes: bool) -> None:
    """Write the repository's own git configuration, its .gitattributes and a hook; asks before changing what is there.

    Everybody who clones the repository runs it once. Without it, and without bsctui, git merges as ever.
    """
    from bsctui.git.repository import GitError, Repository
    from bsctui.git.set_up import remove, set_up
    from bsctui.storage.workspace_files import (
        WorkspaceError,
        default_path,
        find_home,
    )

    try:
        home = find_home(Path(root) if root is not None else default_path())
        repository = Repository.around(home.root)
        found = remove(repository) if is_removing else set_up(repository, _agreed if yes else _ask)
    except (GitError, WorkspaceError) as error:
        raise CommandError(str(error)) from None
    for text in found.done:
        click.echo(f"{'removed' if is_removing else 'set'} {text}")
    for text in found.kept:
        say(text)
    if not found.done and not found.kept:
        click.echo("nothing to remove" if is_removing else "all of it is set already")
    if found.done and not is_removing:
        say("commit .gitattributes; everybody else runs `bsctui git-setup` once")
    context.exit(1 if found.kept else 0)


def _agreed(question: str) -> bool:
    del question
    return True


def _ask(question: str) -> bool:
    from bsctui.text.diagnostics import printable

    if not sys.stdin.isatty():
        say(f"{question} (no terminal to ask on: no; `--yes` says yes)")
        return False
    return click.confirm(printable(question), err=True)
