"""`bsctui report`: the whole workspace for readers who do not know the format."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import (
    calendar_of,
    load,
    period_options,
    say,
    tell_errors,
    view_of,
    workspace_option,
    written_period,
)

if TYPE_CHECKING:
    from bsctui.analysis.outlook import Outlook
    from bsctui.report.content import Report, Since
    from bsctui.scoring.result import Scores
    from bsctui.workspace import Workspace


@click.command("report", cls=BsctuiCommand)
@workspace_option
@period_options
@click.option(
    "--since", metavar="REV", help="also the goalposts moved since a revision, such as a tag"
)
@click.option("--until", metavar="P", help="also the outlook to a period to come")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html"]),
    default="markdown",
    show_default=True,
    help="html is one file with everything in it",
)
@click.pass_context
def command(
    context: click.Context, root: str | None, period: str | None, grain: str | None, since: str | None,
    until: str | None, form: str,
) -> None:  # fmt: skip
    """Write a report on standard output: what stands where, what changed and why, every scorecard, initiatives, problems.

    `[report]` in `bsctui.toml` may give it a `title`, and a `logo`: an image file of the workspace.
    """
    workspace = load(root)
    scores, at = view_of(workspace, period, grain)
    report = _gather(workspace, scores, at, since, until)
    sys.stdout.buffer.write(_written(report, form).encode("utf-8", "backslashreplace"))
    context.exit(tell_errors(workspace.model))


def _gather(
    workspace: Workspace, scores: Scores, at: int, revision: str | None, until: str | None
) -> Report:
    from bsctui.check import diagnose, wanted
    from bsctui.config import load_config
    from bsctui.report.gather import gather

    config = load_config(workspace.root)
    problems = wanted(diagnose(workspace, config), config)
    since = _since(workspace, scores, at, revision) if revision is not None else None
    ahead = _outlook(scores, at, until) if until is not None else None
    logo = _logo(workspace, config.logo)
    return gather(scores, at, problems, config.title, logo, since, ahead)


def _outlook(scores: Scores, at: int, until: str) -> Outlook:
    """Where things will stand in a period, by what was known at the end of the report's."""
    from bsctui.analysis.outlook import OutlookError, outlook

    calendar = calendar_of(scores.model)
    fiscal, wanted = calendar.fiscal, written_period(calendar.fiscal, until)
    period = (
        fiscal.last(scores.grain, wanted)
        if scores.grain < wanted.grain
        else fiscal.containing(scores.grain, wanted)
    )
    known = None if at == scores.current else fiscal.last(calendar.grain, scores.periods[at])
    try:
        return outlook(scores.model, period, known)
    except OutlookError as error:
        raise CommandError(str(error)) from None


def _since(workspace: Workspace, scores: Scores, at: int, revision: str) -> Since:
    """What changed since a revision, seen in the period of the report."""
    from bsctui.cli.diff_command import progress, sides
    from bsctui.report.since import since
    from bsctui.review.comparison import compare

    pair = sides(workspace, revision, None)
    period = None if at == scores.current else scores.periods[at]
    own = scores.grain is calendar_of(scores.model).grain  # the old side may have had another
    view = None if own else scores.grain
    found = compare(pair.old.model, pair.new.model, period, view, progress)
    return since(found, revision, pair.author)


def _logo(workspace: Workspace, name: str | None) -> str | None:
    """The logo as a data URI; one that cannot be shown is told of, and left out."""
    from bsctui.report.logo import LogoError, data_uri

    if name is None:
        return None
    try:
        return data_uri(workspace.root, name)
    except LogoError as error:
        say(f"{error}; the report goes without")
        return None


def _written(report: Report, form: str) -> str:
    if form == "html":
        from bsctui.report.html import html

        return html(report)
    from bsctui.report.markdown import markdown

    return markdown(report)
