"""`bsctui fmt`: canonical layout."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import workspace_option


@click.command("fmt", cls=BsctuiCommand)
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@workspace_option
@click.option("--check", is_flag=True, help="write nothing; exit 1 where something would change")
@click.option("--diff", is_flag=True, help="write nothing; show what would change")
@click.pass_context
def command(
    context: click.Context, paths: tuple[str, ...], root: str | None, check: bool, diff: bool
) -> None:
    """Put files into canonical layout; only blanks and empty lines change. `-` reads standard input."""
    if paths == ("-",):
        context.exit(_format_input(check=check, diff=diff))
    changed = False
    for path in _files(paths, root):
        changed |= _format_file(path, write=not (check or diff), diff=diff)
    context.exit(1 if changed and (check or diff) else 0)


def _files(paths: tuple[str, ...], root: str | None) -> list[Path]:
    """The files of the workspaces, folders and files that were named; of the workspace `root` without any."""
    from bsctui.storage.workspace_files import (
        WorkspaceError,
        WorkspaceLocation,
        default_path,
        locate_workspace,
        workspace_files,
    )

    files: list[Path] = []
    default = Path(root) if root is not None else default_path()
    for path in [Path(name) for name in paths] or [default]:
        if path.is_file():
            files.append(path)
            continue
        try:
            home = locate_workspace(path)
        except WorkspaceError as error:
            raise CommandError(str(error)) from None
        inside = home.start or home.root
        files += [
            file
            for file in workspace_files(WorkspaceLocation(home.root, None, None))
            if file.is_relative_to(inside)
        ]
    return list(dict.fromkeys(files))


def _format_input(*, check: bool, diff: bool) -> int:
    content = sys.stdin.buffer.read()
    new = _formatted(content)
    if diff:
        _show_diff("-", content, new)
    elif not check:
        sys.stdout.flush()
        sys.stdout.buffer.write(new)
    return 1 if new != content and (check or diff) else 0


def _format_file(path: Path, *, write: bool, diff: bool) -> bool:
    """Format one file; whether it was not canonical."""
    from bsctui.escaping import printable
    from bsctui.storage.atomic_write import replace_unchanged
    from bsctui.storage.regular_files import read_bounded

    content = read_bounded(path)
    new = _formatted(content)
    if new == content:
        return False
    if diff:
        _show_diff(str(path), content, new)
    elif write:
        replace_unchanged(path, content, new)
        click.echo(f"formatted {printable(str(path))}")
    else:
        click.echo(f"would format {printable(str(path))}")
    return True


def _formatted(content: bytes) -> bytes:
    from bsctui.text.document import BOM, read_document
    from bsctui.text.formatting import format_document

    document = read_document("", content)
    text = format_document(document)
    return (BOM + text if document.bom else text).encode("utf-8", "surrogateescape")


def _show_diff(name: str, old: bytes, new: bytes) -> None:
    from difflib import unified_diff

    from bsctui.escaping import printable

    before, after = (
        content.decode("utf-8", "replace").removesuffix("\n").split("\n") for content in (old, new)
    )
    for line in unified_diff(
        before, after, f"{name} (as it is)", f"{name} (formatted)", lineterm=""
    ):
        click.echo(printable(line))
