"""The short form of a scorecard in a large report: what nobody asked for is folded, and told in figures alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.report import signs
from bsctui.report.html.elements import el
from bsctui.report.html.widgets import NUMBER, HtmlColumn, framed_table, muted_paragraph, table_row
from bsctui.report.units import short_target, short_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.report.html.elements import HtmlChild, Markup
    from bsctui.report.scorecard_rows import KpiRow, ObjectiveRows, ReportedScore, ScorecardRows

MANY_KPIS: Final = 1500
"""With more KPIs than this only the scorecards at the top are told in full, so that the page can be sent."""

COLUMNS: Final = (
    HtmlColumn("Objective or KPI"), HtmlColumn("Score", NUMBER), HtmlColumn("Status"),
    HtmlColumn("Change", NUMBER), HtmlColumn("Value", NUMBER), HtmlColumn("Target", NUMBER),
)  # fmt: skip


def short_scorecard(card: ScorecardRows) -> Iterator[Markup]:
    """Every objective and KPI of a scorecard with its figures, without drawings."""
    yield muted_paragraph(f"In short; bsctui report {card.address} has all of it.")
    rows = (
        row
        for part in card.perspectives
        for objective in part.objectives
        for row in _objective(objective)
    )
    yield framed_table(f"{card.label}: objectives and KPIs", COLUMNS, [el("tbody", rows)])


def _objective(objective: ObjectiveRows) -> Iterator[Markup]:
    yield table_row(COLUMNS, (objective.label, *_score(objective.standing), "", ""), "objective")
    for kpi in objective.kpis:
        yield table_row(COLUMNS, _kpi(kpi))


def _kpi(kpi: KpiRow) -> Sequence[HtmlChild]:
    figures = kpi.figures
    label = f"{kpi.label} ({figures.remark})" if figures.remark else kpi.label
    return label, *_score(kpi.standing), short_value(figures), short_target(figures)


def _score(standing: ReportedScore) -> tuple[str, str, str]:
    return (
        signs.score_or_dot(standing.shown),
        f"{signs.status_sign(standing.status)} {signs.status_in_words(standing)}",
        signs.difference_or_dot(standing.change),
    )
