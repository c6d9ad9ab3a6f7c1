"""`bsctui lsp`: a language server on standard input and output."""

from __future__ import annotations

import sys

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.phrases import install_phrase


@click.command("lsp", cls=BsctuiCommand)
@click.option(
    "--stdio", is_flag=True, help="accepted because some editors pass it; it changes nothing"
)
@click.pass_context
def command(context: click.Context, *, stdio: bool) -> None:
    """Speak the Language Server Protocol on standard input and output, for an editor that starts this command.

    It finds the workspace of every file that the editor opens. See grammar/editors for how to set up an editor.
    """
    del stdio  # some editors add it to every server's command
    if sys.stdin.isatty():
        raise CommandError(
            "`lsp` is started by an editor, not by hand: it reads messages of the Language Server Protocol; "
            "how to set yours up is described in grammar/editors/README.md"
        )
    try:
        import pygls
    except ImportError:
        raise CommandError(f"the language server needs pygls: {install_phrase('lsp')}") from None
    del pygls
    from bsctui.lsp.server import run_language_server

    context.exit(run_language_server())
