"""The content of a report, gathered from a model, its scores and its problems."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bsctui.report import details, overview, reasons
from bsctui.report.brief import brief_sentences
from bsctui.report.content import Report
from bsctui.report.outlook import report_outlook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.analysis.outlook import Outlook
    from bsctui.report.changes import ChangesSince
    from bsctui.report.reading import ScoreReader
    from bsctui.report.reasons import Signatures
    from bsctui.text.diagnostics import Diagnostic


def gather_report(
    reader: ScoreReader, problems: Iterable[Diagnostic], title: str | None = None, logo: str | None = None,
    since: ChangesSince | None = None, outlook: Outlook | None = None,
    signatures: Signatures = reasons.UNSIGNED,
) -> Report:  # fmt: skip
    """A report on a period, as far as the reader shows it.

    Args:
        reader: Reads the scores in the report's view and period.
        problems: Those that the reader shall see.
        title: By default the label of the only scorecard at the top.
        logo: An image as a data URI.
        since: What changed since a revision, where that was asked for.
        outlook: Of a period to come, where that was asked for.
        signatures: Who committed notes and judgements, as far as that is known.
    """
    scores, at = reader.scores, reader.at
    problems = reader.selection.diagnostics(scores.model, problems)
    levers = overview.top_levers(reader)
    periods = tuple(reader.period_text(period) for period in scores.periods)
    calendar = reader.calendar
    closed = calendar.closed is not None and reader.end <= reader.fiscal.end(
        calendar.grain, calendar.closed
    )
    report = Report(
        title=title or _title(reader),
        logo=logo,
        periods=periods,
        at=at,
        grain=scores.grain.word,
        before=periods[at - 1] if at else None,
        closed=closed,
        brief=(),
        errors=sum(problem.is_error for problem in scores.model.diagnostics),
        tops=overview.top_scorecards(reader),
        counts=overview.status_counts(reader),
        movements=reasons.top_movements(reader),
        shifts=reasons.status_shifts(reader),
        remarks=reasons.period_remarks(reader, signatures),
        worst_kpis=overview.worst_kpis(reader),
        levers=levers,
        tiers=overview.tier_matrix(reader),
        scorecards=details.scorecard_rows(reader),
        initiatives=details.initiative_rows(reader),
        diagnostics=details.report_diagnostics(problems),
        since=since,
        outlook=report_outlook(reader, outlook, levers) if outlook is not None else None,
        bands=overview.band_texts(reader),
    )
    return replace(report, brief=brief_sentences(report))


def _title(reader: ScoreReader) -> str:
    tops = reader.tops()
    return reader.label(tops[0]) if len(tops) == 1 else "Scorecards"
