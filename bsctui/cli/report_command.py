"""`bsctui report`: the whole workspace for readers who do not know the format."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import (
    load_workspace,
    period_named,
    period_options,
    print_notice,
    report_errors,
    resolved_address,
    viewed_scores,
    workspace_option,
)

if TYPE_CHECKING:
    from bsctui.analysis.outlook import Outlook
    from bsctui.report.changes import ChangesSince
    from bsctui.report.content import Report
    from bsctui.report.selection import Selection
    from bsctui.scoring.result import Scores
    from bsctui.workspace import Workspace


@click.command("report", cls=BsctuiCommand)
@click.argument("refs", nargs=-1, metavar="[REF]...")
@workspace_option
@period_options
@click.option(
    "--filter",
    "query",
    metavar="QUERY",
    help="only what matches; `-tag:private` leaves out items with that tag, and everything below them",
)
@click.option(
    "--since", metavar="REV", help="also the goalposts moved since a revision, such as a tag"
)
@click.option("--until", metavar="P", help="also the forecast up to P")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html", "json"]),
    default="markdown",
    show_default=True,
    help="html is one file with everything in it",
)
@click.pass_context
def command(
    context: click.Context, refs: tuple[str, ...], root: str | None, period: str | None, grain: str | None,
    query: str | None, since: str | None, until: str | None, form: str,
) -> None:  # fmt: skip
    """Write a report to standard output, on the workspace or on what is below REF: scores, what changed and why, initiatives, problems.

    `[report]` in `bsctui.toml` may give it a `title`, a `logo` (an image file of the workspace), and a `filter` that always applies.
    """
    from bsctui.cli.writing import write_json
    from bsctui.report.as_json import report_document

    workspace = load_workspace(root)
    scores, at = viewed_scores(workspace, period, grain)
    tops = tuple(resolved_address(workspace.model, ref) for ref in refs)
    report = _gather(workspace, scores, at, _Parts(tops, query, since, until))
    if form == "json":
        write_json(report_document(report))
    else:
        sys.stdout.buffer.write(_report_text(report, form).encode("utf-8", "backslashreplace"))
    context.exit(report_errors(workspace.model))


class _Parts(NamedTuple):
    """What was asked for beside the workspace: addresses, a filter, a revision and a period to come."""

    refs: tuple[str, ...]
    query: str | None
    since: str | None
    until: str | None


def _gather(workspace: Workspace, scores: Scores, at: int, parts: _Parts) -> Report:
    from bsctui.check import diagnose_workspace, selected_diagnostics
    from bsctui.cli.remark_authors import remark_signatures
    from bsctui.config import load_config
    from bsctui.report.gather import gather_report
    from bsctui.report.reading import ScoreReader

    config = load_config(workspace.root)
    problems = selected_diagnostics(diagnose_workspace(workspace, config), config)
    shown = _selection(scores, at, parts.refs, parts.query) & _selection(
        scores, at, (), config.report_filter
    )
    since = None if parts.since is None else _since(workspace, scores, at, parts.since, shown)
    outlook = None if parts.until is None else _outlook(scores, at, parts.until)
    logo = _logo(workspace, config.logo)
    reader = ScoreReader(scores, at, shown)
    signatures = remark_signatures(workspace, reader)
    return gather_report(reader, problems, config.title, logo, since, outlook, signatures)


def _selection(scores: Scores, at: int, refs: tuple[str, ...], query: str | None) -> Selection:
    from bsctui.filters import FilterError
    from bsctui.preferences import load_preferences
    from bsctui.report.selection import selection

    try:
        return selection(scores, at, refs, query, load_preferences().me)
    except FilterError as error:
        raise CommandError(str(error)) from None


def _outlook(scores: Scores, at: int, until: str) -> Outlook:
    """Where things will stand in a period, by what was known at the end of the report's."""
    from bsctui.analysis.outlook import OutlookError, outlook

    calendar = scores.calendar
    fiscal, until_period = calendar.fiscal, period_named(calendar.fiscal, until)
    period = (
        fiscal.last(scores.grain, until_period)
        if scores.grain < until_period.grain
        else fiscal.containing(scores.grain, until_period)
    )
    known_until = None if at == scores.current else fiscal.last(calendar.grain, scores.periods[at])
    try:
        return outlook(scores.model, period, known_until)
    except OutlookError as error:
        raise CommandError(str(error)) from None


def _since(
    workspace: Workspace, scores: Scores, at: int, revision: str, shown: Selection
) -> ChangesSince:
    """What changed since a revision, seen in the period of the report."""
    from bsctui.cli.diff_command import revision_pair, with_progress_bar
    from bsctui.codes import CODES
    from bsctui.report.strategy_changes import changes_since
    from bsctui.review.comparison import compare

    pair = revision_pair(workspace, revision, None)
    period = None if at == scores.current else scores.periods[at]
    own = scores.grain is scores.calendar.grain  # the old side may have had another
    view = None if own else scores.grain
    comparison = compare(
        pair.old.model, pair.new.model, period, view, with_progress_bar,
        pair.settings.is_reported, pair.setting_changes(CODES),
    )  # fmt: skip
    return changes_since(comparison, revision, pair.author, shown.shows)


def _logo(workspace: Workspace, name: str | None) -> str | None:
    """The logo as a data URI; one that cannot be shown is told of, and left out."""
    from bsctui.report.logo import LogoError, logo_data_uri

    if name is None:
        return None
    try:
        return logo_data_uri(workspace.root, name)
    except LogoError as error:
        print_notice(f"{error}; the report goes without")
        return None


def _report_text(report: Report, form: str) -> str:
    if form == "html":
        from bsctui.report.html import html_report

        return html_report(report)
    from bsctui.report.markdown import markdown_report

    return markdown_report(report)
