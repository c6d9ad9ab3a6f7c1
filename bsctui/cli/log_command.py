"""`bsctui log`: the history of one item."""

from __future__ import annotations

from itertools import islice
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
    period_and_grain,
    period_options,
    report_errors,
    workspace_option,
)
from bsctui.cli.writing import write_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.periods import Grain, Period
    from bsctui.review.changes import StrategyChange
    from bsctui.review.effects import Effect
    from bsctui.review.history import ItemCommit, ItemHistory
    from bsctui.review.score_at import PeriodScore
    from bsctui.review.score_history import ScoredCommit
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
    """Show the history of REF through renames and moves: every commit that changed it, what it changed, and its score then.

    REF may be something that is gone. The score is that of the period current then, or of --period. For a scorecard,
    commits that only moved its score are listed too, with the points from results and from rules.
    """
    workspace = load_workspace(root)
    address = workspace.model.resolve(ref) or ref
    view = period_and_grain(workspace.model, period, grain)
    is_found = False
    entries: list[dict[str, Any]] = []
    with history_of(workspace) as history:
        for (touch, effect), then in _entries(history, address, count, *view):
            if form == "json":
                entries.append(_document(touch, effect, then))
            else:
                _print(touch, effect, then, "" if is_found else _heading(workspace, address, touch))
            is_found = True
    if not is_found:
        raise CommandError(_unknown_item(workspace, ref))
    if form == "json":
        write_json({"version": 1, "address": address, "entries": entries})
    context.exit(report_errors(workspace.model))


def _entries(
    history: ItemHistory,
    address: str,
    count: int | None,
    period: Period | None,
    grain: Grain | None,
) -> Iterator[tuple[ScoredCommit, PeriodScore]]:
    """Commits with the score after each, as they are found; of a scorecard also those that moved its score."""
    from bsctui.review.perspectives import item_commits_of
    from bsctui.review.score_at import CommitModels, item_score
    from bsctui.review.score_history import ScoredCommit, scored_commits

    models = CommitModels(history.objects)
    commits: Iterator[ScoredCommit] = (
        ScoredCommit(touch, None) for touch in item_commits_of(history, address)
    )
    if history.model.names.kind(address) == "scorecard":
        commits = scored_commits(history, models, address, period, grain)
    for scored in islice(commits, count):
        ancestor = scored.touch.ancestor
        model = history.model if ancestor is None else models.model(ancestor.tree)
        yield scored, item_score(model, scored.touch.address, period, grain)


def _heading(workspace: Workspace, address: str, latest: ItemCommit) -> str:
    """What the item is called now; of what is gone, what it was called last."""
    from bsctui.escaping import printable

    exists = workspace.model.names.kind(address) is not None
    name = printable(address if exists else latest.address)
    cards = workspace.model.scorecards
    label = printable(latest.changes[0].label if latest.changes else cards[address].display_name)
    return name if label in {name, latest.address} else f"{label}  {name}"


def _print(touch: ItemCommit, effect: Effect | None, then: PeriodScore, heading: str) -> None:
    from bsctui.escaping import printable
    from bsctui.review import wording

    room = answer_width()
    if heading:
        echo_answer(heading)
    summary = printable(touch.commit.summary) if touch.commit is not None else ""
    head = f"{commit_byline(touch.commit)}  {summary}".rstrip()
    for at, line in enumerate(wrap_indented(head, 0, room)):
        echo_answer(line if at == 0 else f"  {line}")
    for change in touch.changes:
        reason = f'  "{change.reason}"' if change.reason else ""
        for line in wrap_indented(printable(f"{wording.change_phrase(change)}{reason}"), 4, room):
            echo_answer(line)
    if effect is not None:
        for line in wrap_indented(f"score {wording.effect_phrase(effect)}", 4, room):
            echo_answer(line)
    if then.score is not None:
        status = f" {printable(then.status_label)}" if then.status_label else ""
        echo_answer(f"    score then: {wording.score_phrase(then.shown)}{status}, {then.period}")
    if touch.is_cut:
        echo_answer(f"    {SHALLOW}")


def _document(touch: ItemCommit, effect: Effect | None, then: PeriodScore) -> dict[str, Any]:
    commit = touch.commit
    return {
        "commit": commit.oid if commit else None,
        "date": commit.date if commit else None,
        "author": commit.author if commit else None,
        "summary": commit.summary if commit else None,
        "address": touch.address,
        "changes": [_change(change) for change in touch.changes],
        "effect": _effect(effect) if effect is not None else None,
        "period": then.period,
        "score": then.score,
        "status": then.status,
        "shallow": touch.is_cut,
    }


def _effect(effect: Effect) -> dict[str, Any]:
    keys = ("before", "old_rules", "after", "results", "rules", "structure")
    return {key: getattr(effect, key) for key in keys}


def _change(change: StrategyChange) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "class": str(change.change_class),
        "reason": change.reason,
    }


def _unknown_item(workspace: Workspace, ref: str) -> str:
    kinds = ("scorecard", "objective", "kpi", "measure", "initiative")
    close = workspace.model.names.closest(ref, kinds)
    hint = f"; did you mean `{close}`?" if close else ""
    if workspace.model.names.kind(ref) is not None:
        return f"nothing is known of the history of `{ref}`: no commit has it"
    return f"nothing is or was called `{ref}` here{hint}"
