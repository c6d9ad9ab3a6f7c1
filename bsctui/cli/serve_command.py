"""`bsctui serve`: the app in a web browser on this machine."""

from __future__ import annotations

import os
import socket
import tempfile
from contextlib import suppress
from pathlib import Path

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import print_notice
from bsctui.phrases import install_phrase


@click.command("serve", cls=BsctuiCommand)
@click.argument("path", required=False)
@click.option("-C", "root", metavar="PATH", help="the workspace, as PATH")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="default: any that is free",
)
@click.option("--edit", is_flag=True, help="let the workspace be changed")
@click.option("--open", "opening", is_flag=True, help="open the browser too")
def command(path: str | None, root: str | None, port: int, edit: bool, opening: bool) -> None:
    """Serve the app on 127.0.0.1 to one browser of this machine: the printed address opens it, once. Ctrl+C ends it.

    It is read-only unless `--edit`; nobody can reach this machine's editor, commits or clipboard from it. To
    share it, use ssh or `bsctui report --format html`.
    """
    from bsctui.storage.workspace_files import WorkspaceError, default_path, locate_workspace

    named = path or root
    where = Path(named) if named is not None else default_path()
    try:
        locate_workspace(where)
    except WorkspaceError as error:
        raise CommandError(str(error)) from None
    try:
        from bsctui.serve.gate import HOST, ServerGate
        from bsctui.serve.server import serve
    except ImportError:
        raise CommandError(f"the browser needs more: {install_phrase('web')}") from None
    listener = _bound(HOST, port)
    gate = ServerGate(listener.getsockname()[1])
    click.echo(gate.address)
    print_notice("open this address in a browser; ctrl+c ends it")
    page = _opened(gate.address) if opening else None
    try:
        serve(where.absolute(), listener, gate, is_editing=edit)
    finally:
        if page is not None:
            with suppress(OSError):
                page.unlink()
                page.parent.rmdir()


def _bound(host: str, port: int) -> socket.socket:
    """A socket that nobody else has, to which one can connect already.

    Raises:
        CommandError: The port is taken.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere this would let two programs share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # a browser that is faster than the server waits, and is not refused
    except OSError as error:
        raise CommandError(f"port {port} of {host} cannot be used: {error.strerror}") from None
    return listener


def _opened(address: str) -> Path | None:
    """Open the browser by a file that only this user reads: a command line, with a token in it, is read by everybody."""
    import webbrowser

    folder = Path(tempfile.mkdtemp(prefix="bsctui-"))
    page = folder / "open.html"
    page.touch(mode=0o600)
    page.write_text(f'<!DOCTYPE html><meta http-equiv="refresh" content="0;url={address}">')
    if not webbrowser.open(page.as_uri()):
        print_notice("no browser could be started; open the address yourself")
    return page
