"""The sections to look things up in: scorecards with their KPIs, initiatives, problems, how to read it all."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui.escaping import markdown_code as code
from bsctui.escaping import markdown_text as safe
from bsctui.exchange.maps.as_mermaid import strategy_map_mermaid
from bsctui.kpi_text import short_figure
from bsctui.markdown import collapsed_lines
from bsctui.report import signs
from bsctui.report.content import ReportSeverity
from bsctui.report.markdown.widgets import (
    SPARK_PERIODS,
    MarkdownColumn,
    MarkdownText,
    collapsible_table,
    inline_code,
    stacked_lines,
    status_cell,
    strong_text,
    table,
    value_sparkline,
)
from bsctui.report.units import cut_units, short_target, short_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.report.content import InitiativeRow, Report, ReportDiagnostic
    from bsctui.report.scorecard_rows import KpiRow, ObjectiveRows, ScorecardRows

OPEN_KPIS: Final = 150
"""With more KPIs than this only the top scorecards stand open."""


# --- Scorecards

KPIS: Final = (
    MarkdownColumn("Objective or KPI"), MarkdownColumn("Score", is_number=True), MarkdownColumn("Status"),
    MarkdownColumn("Change", is_number=True), MarkdownColumn("Value", is_number=True),
    MarkdownColumn("Target", is_number=True), MarkdownColumn("Trend"), MarkdownColumn("Owner"),
)  # fmt: skip


def scorecards_section(report: Report) -> Iterator[str]:
    """Every scorecard in force, each with its table."""
    if not report.scorecards:
        return
    yield "## Scorecards"
    yield ""
    yield signs.TREND_EXPLAINED
    yield ""
    few = sum(card.kpi_count for card in report.scorecards) <= OPEN_KPIS
    for card in report.scorecards:
        yield f"### {safe(card.label)}"
        yield ""
        yield from _heading(card)
        yield from _map(card)
        rows = table(KPIS, _rows(card))
        if few or card.depth == 0:
            yield from rows
        else:
            yield from collapsed_lines(f"{card.kpi_count} KPIs", rows)


def _heading(card: ScorecardRows) -> Iterator[str]:
    standing = card.standing
    owner = f", {safe(card.owner)}" if card.owner else ""
    yield f"{safe(card.tier)}{owner}: **{signs.score_or_dot(standing.shown)}** {safe(status_cell(standing))}, {signs.difference_or_dot(standing.change)}"
    yield ""
    yield from (f"- {safe(fact.name)}: {safe(fact.text)}" for fact in card.facts)
    if card.facts:
        yield ""


def _map(card: ScorecardRows) -> Iterator[str]:
    """The map as a diagram that GitHub and GitLab draw; folded below the top."""
    if card.strategy is None:
        return
    lines = ["```mermaid", *strategy_map_mermaid(card.strategy).splitlines(), "```", ""]
    if card.depth == 0:
        yield from lines
    else:
        yield from collapsed_lines("Strategy map", lines)


def _rows(card: ScorecardRows) -> Iterator[Sequence[str]]:
    for perspective in card.perspectives:
        standing = perspective.standing
        name = MarkdownText(f"***{safe(perspective.label)}***")
        yield name, signs.score_or_dot(standing.shown), status_cell(standing), "", "", "", "", ""
        for objective in perspective.objectives:
            yield _objective(objective)
            for kpi in objective.kpis:
                yield from (_kpi(row, objective.owner) for row in (kpi, *kpi.parts))


def _objective(objective: ObjectiveRows) -> Sequence[str]:
    standing = objective.standing
    return (
        strong_text(objective.label),
        signs.score_or_dot(standing.shown),
        status_cell(standing),
        signs.difference_or_dot(standing.change),
        "",
        "",
        signs.block_sparkline(standing.history, SPARK_PERIODS),
        objective.owner,
    )


def _kpi(kpi: KpiRow, owner: str) -> Sequence[str]:
    return (
        stacked_lines(f"{signs.inside(kpi.depth)}{kpi.label}", kpi.figures.remark),
        signs.score_or_dot(kpi.standing.shown),
        status_cell(kpi.standing),
        signs.difference_or_dot(kpi.standing.change),
        short_value(kpi.figures) or signs.NONE,
        short_target(kpi.figures) or signs.NONE,
        value_sparkline(kpi),
        "" if kpi.owner == owner else kpi.owner,
    )


# --- Initiatives

INITIATIVES: Final = (
    MarkdownColumn("Initiative"), MarkdownColumn("State"), MarkdownColumn("Due"), MarkdownColumn("Progress", is_number=True),
    MarkdownColumn("Budget", is_number=True), MarkdownColumn("Spent", is_number=True), MarkdownColumn("Owner"),
)  # fmt: skip


def initiatives_section(report: Report) -> Iterator[str]:
    """Initiatives: late and dear ones first."""
    if report.initiatives:
        yield "## Initiatives"
        yield ""
        yield from table(INITIATIVES, map(_initiative, report.initiatives))


def _initiative(initiative: InitiativeRow) -> Sequence[str]:
    used = "" if isnan(initiative.used) else f"{initiative.used:.0%}"
    return (
        stacked_lines(strong_text(initiative.label), f"for {initiative.purpose}", initiative.where),
        initiative.state,
        stacked_lines(initiative.due, MarkdownText("**! overdue**") if initiative.overdue else ""),
        "" if isnan(initiative.progress) else f"{initiative.progress:.0f}%",
        short_figure(initiative.budget, initiative.unit),
        stacked_lines(
            short_figure(initiative.spent, initiative.unit),
            used,
            MarkdownText("**! over budget**") if initiative.over_budget else "",
        ),
        initiative.owner,
    )


# --- Problems, and how to read it all

TITLES: Final = {
    ReportSeverity.ERROR: "Errors",
    ReportSeverity.WARNING: "Warnings",
    ReportSeverity.ADVICE: "Advice",
}
DIAGNOSTICS: Final = (MarkdownColumn("What"), MarkdownColumn("Remedy"), MarkdownColumn("Where"))


def problems_section(report: Report) -> Iterator[str]:
    """Errors, warnings and advice."""
    yield "## Problems and advice"
    yield ""
    if not report.diagnostics:
        yield "No problem and no advice."
        yield ""
    for weight, title in TITLES.items():
        of_severity = [
            _diagnostic(diagnostic)
            for diagnostic in report.diagnostics
            if diagnostic.severity is weight
        ]
        if of_severity and weight is ReportSeverity.ERROR:
            yield f"**{title} ({len(of_severity)})**"
            yield ""
            yield from collapsible_table(DIAGNOSTICS, of_severity)
        elif of_severity:
            yield from collapsed_lines(
                f"{title} ({len(of_severity)})", table(DIAGNOSTICS, of_severity)
            )


def _diagnostic(diagnostic: ReportDiagnostic) -> Sequence[str]:
    text = stacked_lines(inline_code(diagnostic.message), f"{diagnostic.code} {diagnostic.title}")
    return text, inline_code(diagnostic.remedy), MarkdownText(code(diagnostic.place))


def legend_section(report: Report) -> Iterator[str]:
    """What the words and signs mean."""
    yield "## How to read this"
    yield ""
    for band in report.bands:
        yield f"- {signs.status_sign(band.status)} {safe(band.word)}: a score of {safe(band.scores)}"
    yield ""
    yield from (f"{text}\n" for text in signs.GLOSSARY)
    cut = cut_units(report)
    if cut:
        yield f"Units that tables cut: {'; '.join(f'{safe(short)} is {safe(unit)}' for short, unit in cut)}.\n"
