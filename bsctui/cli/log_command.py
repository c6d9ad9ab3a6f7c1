"""`bsctui log`: the history of one item."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.history import SHALLOW, echo, history_of, signed, width, wrapped
from bsctui.cli.options import (
    format_option,
    load,
    period_of,
    period_options,
    tell_errors,
    workspace_option,
)
from bsctui.cli.writing import write_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.periods import Grain, Period
    from bsctui.review.changes import Change
    from bsctui.review.history import History, Touch
    from bsctui.review.score_at import Standing
    from bsctui.workspace import Workspace


@click.command("log", cls=BsctuiCommand)
@click.argument("ref")
@workspace_option
@period_options
@click.option(
    "-n", "--max-count", "count", type=click.IntRange(min=1), metavar="N", help="only the last N"
)
@format_option("text", "json")
@click.pass_context
def command(
    context: click.Context,
    ref: str,
    root: str | None,
    period: str | None,
    grain: str | None,
    count: int | None,
    form: str,
) -> None:
    """Tell the history of REF through renames and moves: every commit that changed it, what it changed, and its score then.

    REF may be something that is gone. The score is that of the period current then, or of --period.
    """
    workspace = load(root)
    address = workspace.model.resolve(ref) or ref
    view = period_of(workspace.model, period, grain)
    found = False
    entries: list[dict[str, Any]] = []
    with history_of(workspace) as history:
        for touch, then in _entries(history, address, count, *view):
            if form == "json":
                entries.append(_document(touch, then))
            else:
                _print(touch, then, "" if found else _heading(workspace, address, touch))
            found = True
    if not found:
        raise CommandError(_unknown(workspace, ref))
    if form == "json":
        write_json({"version": 1, "address": address, "entries": entries})
    context.exit(tell_errors(workspace.model))


def _entries(
    history: History, address: str, count: int | None, period: Period | None, grain: Grain | None
) -> Iterator[tuple[Touch, Standing]]:
    """Touches with the score after each, as they are found."""
    from bsctui.review.perspectives import touches_of
    from bsctui.review.score_at import Past, standing

    past = Past(history.objects)
    for touch in islice(touches_of(history, address), count):
        model = history.model if touch.ancestor is None else past.model(touch.ancestor.tree)
        yield touch, standing(model, touch.address, period, grain)


def _heading(workspace: Workspace, address: str, latest: Touch) -> str:
    """What the item is called now; of what is gone, what it was called last."""
    from bsctui.text.diagnostics import printable

    there = workspace.model.names.kind(address) is not None
    name = printable(address if there else latest.address)
    label = printable(latest.changes[0].label)
    return name if label in {name, latest.address} else f"{label}  {name}"


def _print(touch: Touch, then: Standing, heading: str) -> None:
    from bsctui.review import wording
    from bsctui.text.diagnostics import printable

    room = width()
    if heading:
        echo(heading)
    summary = printable(touch.commit.summary) if touch.commit is not None else ""
    head = f"{signed(touch.commit)}  {summary}".rstrip()
    for at, line in enumerate(wrapped(head, 0, room)):
        echo(line if at == 0 else f"  {line}")
    for change in touch.changes:
        reason = f'  "{change.reason}"' if change.reason else ""
        for line in wrapped(printable(f"{wording.what(change)}{reason}"), 4, room):
            echo(line)
    if then.score is not None:
        status = f" {then.status}" if then.status else ""
        echo(f"    score then: {wording.score(then.score)}{status}, {then.period}")
    if touch.is_cut:
        echo(f"    {SHALLOW}")


def _document(touch: Touch, then: Standing) -> dict[str, Any]:
    commit = touch.commit
    return {
        "commit": commit.oid if commit else None,
        "date": commit.date if commit else None,
        "author": commit.author if commit else None,
        "summary": commit.summary if commit else None,
        "address": touch.address,
        "changes": [_change(change) for change in touch.changes],
        "period": then.period,
        "score": then.score,
        "status": then.status,
        "shallow": touch.is_cut,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "class": str(change.sort),
        "reason": change.reason,
    }


def _unknown(workspace: Workspace, ref: str) -> str:
    kinds = ("scorecard", "objective", "kpi", "measure", "initiative")
    close = workspace.model.names.closest(ref, kinds)
    hint = f"; did you mean `{close}`?" if close else ""
    if workspace.model.names.kind(ref) is not None:
        return f"nothing is known of the history of `{ref}`: no commit has it"
    return f"nothing is or was called `{ref}` here{hint}"
