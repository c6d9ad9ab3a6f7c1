"""`bsctui blame`: who set each fact of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.history import (
    SHALLOW,
    answer_width,
    commit_byline,
    echo_answer,
    history_of,
    wrap_indented,
)
from bsctui.cli.options import (
    format_option,
    load_workspace,
    report_errors,
    resolved_address,
    workspace_option,
)
from bsctui.cli.writing import write_json

if TYPE_CHECKING:
    from collections.abc import Container

    from bsctui.review.blame import FactBlame


@click.command("blame", cls=BsctuiCommand)
@click.argument("ref")
@workspace_option
@format_option("text", "json")
@click.pass_context
def command(context: click.Context, ref: str, root: str | None, form: str) -> None:
    """Say who set each fact of REF, when, in which commit and with which reason; values period by period.

    Renaming, moving, reordering or reformatting a line does not count.
    """
    from bsctui.review.perspectives import blame_of

    workspace = load_workspace(root)
    address = resolved_address(workspace.model, ref)
    with history_of(workspace) as history:
        rows = blame_of(history, address)
        cut = {row.commit.oid for row in rows if row.commit and history.is_cut(row.commit)}
    if not rows:
        raise CommandError(f"`{address}` has no line of its own")
    if form == "json":
        facts = [_document(row, cut) for row in rows]
        write_json({"version": 1, "address": address, "facts": facts})
    else:
        for row in rows:
            _print(row)
        if cut:
            echo_answer(SHALLOW)
    context.exit(report_errors(workspace.model))


def _print(row: FactBlame) -> None:
    from bsctui.cli.tables import fit_to_cells
    from bsctui.escaping import cell_width, printable

    room = answer_width()
    place = printable(f"{row.path}:{row.line}")
    text = printable(f"{row.field} {row.text}".strip() if row.text != row.field else row.text)
    indent = 2 if row.field else 0
    lines = list(wrap_indented(text, indent, max(30, room - cell_width(place) - 2)))
    echo_answer(lines[0] + " " * max(2, room - cell_width(lines[0]) - cell_width(place)) + place)
    for line in lines[1:]:
        echo_answer(f"  {line}")
    summary = f"  {printable(row.commit.summary)}" if row.commit is not None else ""
    echo_answer(
        fit_to_cells(f"{' ' * (indent + 2)}{commit_byline(row.commit)}{summary}", room).rstrip()
    )
    if row.reason:
        for line in wrap_indented(f'"{printable(row.reason)}"', indent + 2, room):
            echo_answer(line)


def _document(row: FactBlame, cut: Container[str]) -> dict[str, Any]:
    commit = row.commit
    return {
        "field": row.field or None,
        "text": row.text,
        "reason": row.reason,
        "file": row.path,
        "line": row.line,
        "commit": commit.oid if commit else None,
        "date": commit.date if commit else None,
        "author": commit.author if commit else None,
        "summary": commit.summary if commit else None,
        "shallow": commit is not None and commit.oid in cut,
    }
