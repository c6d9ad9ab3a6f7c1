"""`bsctui git-setup`: a repository merges scorecards by meaning, and checks what was merged."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import print_notice, workspace_option


@click.command("git-setup", cls=BsctuiCommand)
@click.option("--remove", "is_removing", is_flag=True, help="undo it")
@click.option("--yes", is_flag=True, help="change existing lines without asking")
@workspace_option
@click.pass_context
def command(context: click.Context, root: str | None, *, is_removing: bool, yes: bool) -> None:
    """Write the repository's own git configuration, its .gitattributes and a hook; asks before changing what is there.

    Everybody who clones the repository runs it once. Without it, and without bsctui, git merges as usual.
    """
    from bsctui.git.command import GitError
    from bsctui.git.repository import Repository
    from bsctui.git.set_up import remove_setup, set_up
    from bsctui.storage.workspace_files import (
        WorkspaceError,
        default_path,
        locate_workspace,
    )

    try:
        home = locate_workspace(Path(root) if root is not None else default_path())
        repository = Repository.around(home.root)
        outcome = (
            remove_setup(repository)
            if is_removing
            else set_up(repository, _agreed if yes else _ask)
        )
    except (GitError, WorkspaceError) as error:
        raise CommandError(str(error)) from None
    for text in outcome.done:
        click.echo(f"{'removed' if is_removing else 'set'} {text}")
    for text in outcome.unchanged:
        print_notice(text)
    if not outcome.done and not outcome.unchanged:
        click.echo("nothing to remove" if is_removing else "all of it is set already")
    if outcome.done and not is_removing:
        print_notice("commit .gitattributes; everybody else runs `bsctui git-setup` once")
    context.exit(1 if outcome.unchanged else 0)


def _agreed(question: str) -> bool:
    del question
    return True


def _ask(question: str) -> bool:
    from bsctui.escaping import printable

    if not sys.stdin.isatty():
        print_notice(f"{question} (no terminal to ask on: no; `--yes` says yes)")
        return False
    return click.confirm(printable(question), err=True)
