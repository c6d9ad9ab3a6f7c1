"""`bsctui diff`: what changed in the strategy."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import (
    format_option,
    load_workspace,
    period_and_grain,
    period_options,
    report_errors,
    workspace_option,
)
from bsctui.cli.review_text import echo_review
from bsctui.cli.writing import write_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bsctui.review.changes import StrategyChange
    from bsctui.review.comparison import Comparison
    from bsctui.review.revisions import RevisionPair
    from bsctui.workspace import Workspace

PROGRESS_FROM = 8
"""More single effects than this take long enough for a progress bar."""
PROGRESS_SECONDS = 10
"""How often a log hears of it."""


@click.command("diff", cls=BsctuiCommand)
@click.argument("old", required=False, metavar="[OLD")
@click.argument("new", required=False, metavar="[NEW]]")
@workspace_option
@period_options
@format_option("text", "markdown", "json")
@click.option("--all", "everything", is_flag=True, help="also what has no effect on any score")
@click.option("--exit-code", is_flag=True, help="exit status 1 where something changed")
@click.option(
    "--fail-on",
    type=click.Choice(["goalposts"]),
    help="exit status 1 where a goalpost was moved or results were withdrawn",
)
@click.pass_context
def command(
    context: click.Context, old: str | None, new: str | None, root: str | None, period: str | None, grain: str | None,
    form: str, everything: bool, exit_code: bool, fail_on: str | None,
) -> None:  # fmt: skip
    """Compare two revisions by meaning: OLD (default: HEAD) with NEW (default: the files), or `A...B`: what B brings."""
    from bsctui.codes import CODES
    from bsctui.review.comparison import compare

    workspace = load_workspace(root)
    pair = revision_pair(workspace, old, new)
    viewed_period, view = period_and_grain(pair.new.model, period, grain)
    comparison = compare(
        pair.old.model, pair.new.model, viewed_period, view, with_progress_bar,
        pair.settings.is_reported, pair.setting_changes(CODES),
    )  # fmt: skip
    if period is not None and not comparison.has_scores:
        raise CommandError(f"`{period}` is in neither side's calendar")
    _print(comparison, pair, form, everything=everything)
    status = report_errors(pair.new.model)
    if exit_code and comparison.reviewed:
        status = 1
    is_gated = fail_on is not None or pair.settings.fails_on_goalposts
    if is_gated and (comparison.goalposts or pair.old.is_missing):
        status = 1
    context.exit(status)


def revision_pair(workspace: Workspace, old: str | None, new: str | None) -> RevisionPair:
    """The two sides that the words mean.

    Raises:
        CommandError: Git knows no such revision, or there is no repository.
    """
    from bsctui.git.command import GitError
    from bsctui.review.revisions import named_revisions

    try:
        return named_revisions(workspace.place, old, new, workspace.model)
    except GitError as error:
        folder = next((word for word in (old, new) if word and Path(word).is_dir()), None)
        hint = f"; a workspace is named by `-C {folder}`" if folder is not None else ""
        raise CommandError(f"{error}{hint}") from None


def _print(comparison: Comparison, pair: RevisionPair, form: str, *, everything: bool) -> None:
    if form == "json":
        from bsctui.review.as_json import review_document

        write_json(review_document(comparison, pair.old.name, pair.new.name, pair.author))
    elif form == "markdown":
        from bsctui.review.as_markdown import review_markdown

        sys.stdout.write(
            review_markdown(
                comparison,
                pair.old.name,
                pair.new.name,
                pair.author,
                everything=everything,
                link=_line_link(pair),
            )
        )
    else:
        echo_review(comparison, pair.old.name, pair.new.name, pair.author, everything=everything)


def _line_link(pair: RevisionPair) -> Callable[[str, int], str | None]:
    """Where the forge shows a line of the new side: known where the forge runs us, and the line is committed."""
    from urllib.parse import quote

    server, name = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
    commit, prefix = pair.new.commit, pair.repository.prefix
    if not server or not name or commit is None:
        return lambda _path, _line: None
    return lambda path, line: f"{server}/{name}/blob/{commit}/{quote(prefix + path)}#L{line}"


def with_progress_bar(changes: Sequence[StrategyChange]) -> Iterator[StrategyChange]:
    """The same changes: a bar on a terminal while they are worked on, elsewhere a line now and then."""
    if len(changes) < PROGRESS_FROM:
        yield from changes
    elif sys.stderr.isatty():
        with click.progressbar(changes, label="single effects", file=sys.stderr) as bar:
            yield from bar
    else:
        yield from with_progress_lines(changes, monotonic)


def with_progress_lines(
    changes: Sequence[StrategyChange], clock: Callable[[], float]
) -> Iterator[StrategyChange]:
    """The same changes, with a line in the log every ten seconds: a silent job looks like one that hangs."""
    last_shown = clock()
    for at, change in enumerate(changes):
        now = clock()
        if now - last_shown >= PROGRESS_SECONDS:
            last_shown = now
            click.echo(f"single effects: {at:,} of {len(changes):,}", err=True)
        yield change
