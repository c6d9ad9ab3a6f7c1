"""What `log` and `blame` share: the history of a workspace, its errors as one line, and how its lines are printed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bsctui.cli import CommandError
from bsctui.cli.options import require_files
from bsctui.cli.terminal import is_utf8, line_width
from bsctui.escaping import cell_width, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.git.repository import Commit
    from bsctui.review.history import ItemHistory
    from bsctui.workspace import Workspace

SHALLOW = "older commits are not here: this clone is shallow (`git fetch --unshallow` brings them)"
NOT_COMMITTED = "not committed yet"


@contextmanager
def history_of(workspace: Workspace) -> Iterator[ItemHistory]:
    """The history of a workspace's files.

    Raises:
        CommandError: The workspace has no file, there is no repository or no commit, or git does not answer.
    """
    from bsctui.git.command import GitError
    from bsctui.git.objects import GitObjects
    from bsctui.git.repository import Repository
    from bsctui.review.history import ItemHistory

    require_files(workspace)
    try:
        with GitObjects(Repository.around(workspace.place)) as objects:
            yield ItemHistory(objects, workspace.model)
    except GitError as error:
        raise CommandError(str(error)) from None


def answer_width() -> int:
    """Cells of a line: the terminal's, within reason."""
    return line_width(60, 120)


def commit_byline(commit: Commit | None) -> str:
    """`2026-03-31  Ines Aldaba  3f2c1ab9`; of what no commit holds that it does not."""
    if commit is None:
        return NOT_COMMITTED
    return f"{commit.date}  {printable(commit.author)}  {commit.oid[:8]}"


def wrap_indented(text: str, indent: int, room: int) -> Iterator[str]:
    """A text in lines that fit, each indented."""
    line = " " * indent
    for word in text.split():
        if line.strip() and cell_width(line) + 1 + cell_width(word) > room:
            yield line
            line = " " * indent + word
        else:
            line += (" " if line.strip() else "") + word
    if line.strip():
        yield line


def echo_answer(text: str) -> None:
    """A line of the answer; where the terminal is not UTF-8, arrows as two signs."""
    click.echo(text if is_utf8() else text.replace("→", "->"))
