"""The content of a report, gathered from a model, its scores and its problems."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bsctui.report import details, overview, reasons
from bsctui.report.brief import brief
from bsctui.report.content import Report
from bsctui.report.future import future
from bsctui.report.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.analysis.outlook import Outlook
    from bsctui.report.content import Since
    from bsctui.scoring.result import Scores
    from bsctui.text.diagnostics import Problem


def gather(
    scores: Scores, at: int, problems: Iterable[Problem], title: str | None = None, logo: str | None = None,
    since: Since | None = None, outlook: Outlook | None = None,
) -> Report:  # fmt: skip
    """A report on the view's period `at`.

    Args:
        scores: The cascade in the view of the report.
        at: The index of its period.
        problems: Those that the reader shall see.
        title: By default the label of the only scorecard at the top.
        logo: An image as a data URI.
        since: What changed since a revision, where that was asked for.
        outlook: Of a period to come, where that was asked for.
    """
    reader = Reader(scores, at)
    levers = overview.levers(reader)
    periods = tuple(reader.period_text(period) for period in scores.periods)
    calendar = reader.calendar
    closed = calendar.closed is not None and reader.end <= reader.fiscal.end(
        calendar.grain, calendar.closed
    )
    found = Report(
        title=title or _title(reader),
        logo=logo,
        periods=periods,
        at=at,
        grain=scores.grain.word,
        before=periods[at - 1] if at else None,
        closed=closed,
        brief=(),
        errors=sum(problem.code.startswith("E") for problem in scores.model.problems),
        tops=overview.tops(reader),
        counts=overview.counts(reader),
        movements=reasons.movements(reader),
        shifts=reasons.shifts(reader),
        remarks=reasons.remarks(reader),
        behind=overview.behind(reader),
        levers=levers,
        tiers=overview.tiers(reader),
        cards=details.cards(reader),
        works=details.works(reader),
        troubles=details.troubles(problems),
        since=since,
        future=future(reader, outlook, levers) if outlook is not None else None,
        bands=overview.bands(reader),
    )
    return replace(found, brief=brief(found))


def _title(reader: Reader) -> str:
    tops = reader.tops()
    return reader.label(tops[0]) if len(tops) == 1 else "Scorecards"
