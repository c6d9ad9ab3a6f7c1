"""The pages to look things up in: scorecards with their KPIs, initiatives, problems, how to read it all."""

from __future__ import annotations

import re
from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui.exchange.maps.as_svg import strategy_map_svg
from bsctui.exchange.maps.svg_parts import COLOURS, INK, LINE, PAPER, SHADE, SOFT
from bsctui.kpi_text import short_figure
from bsctui.phrases import count_phrase
from bsctui.report import signs
from bsctui.report.content import ReportSeverity
from bsctui.report.html.elements import el, inline_svg
from bsctui.report.html.plots import sparkline
from bsctui.report.html.short_rows import MANY_KPIS, short_scorecard
from bsctui.report.html.widgets import (
    NUMBER,
    PROSE,
    HtmlColumn,
    framed_table,
    inline_code,
    label_cell,
    muted_paragraph,
    page_section,
    status_badge,
    table,
    table_row,
    trend_cell,
    value_sparkline,
)
from bsctui.report.units import cut_units, short_target, short_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.exchange.maps.strategy import StrategyMap
    from bsctui.report.content import InitiativeRow, Report, ReportDiagnostic
    from bsctui.report.html.elements import HtmlChild, Markup
    from bsctui.report.html.widgets import PageSection
    from bsctui.report.scorecard_rows import (
        KpiRow,
        ObjectiveRows,
        PerspectiveRows,
        ScorecardFact,
        ScorecardRows,
    )

OPEN_KPIS: Final = 150
"""With more KPIs than this only the top scorecards stand open on screen; paper shows them all."""

LINK: Final = re.compile(r"https?://[^\s\"'<>\\]+")

COLUMNS: Final = (
    HtmlColumn("Objective or KPI"), HtmlColumn("Score", NUMBER), HtmlColumn("Status"), HtmlColumn("Change", NUMBER),
    HtmlColumn("Value", NUMBER), HtmlColumn("Target", NUMBER), HtmlColumn("Trend", "course"),
    HtmlColumn("Share", NUMBER), HtmlColumn("Owner"),
)  # fmt: skip


# --- Scorecards


def scorecards_section(report: Report) -> PageSection | None:
    """Every scorecard in force."""
    if not report.scorecards:
        return None
    few = sum(card.kpi_count for card in report.scorecards) <= OPEN_KPIS
    many = sum(card.kpi_count for card in report.scorecards) > MANY_KPIS
    scorecards = (
        _card(card, at, is_open=few or card.depth == 0, is_whole=not many or card.depth == 0)
        for at, card in enumerate(report.scorecards)
    )
    return page_section(
        "scorecards", "Scorecards", muted_paragraph(signs.TREND_EXPLAINED), scorecards
    )


def scorecard_anchor(at: int) -> str:
    """Where a scorecard stands on the page."""
    return f"scorecard-{at + 1}"


def _card(card: ScorecardRows, at: int, *, is_open: bool, is_whole: bool) -> Markup:
    summary = el(
        "summary",
        el("h3", card.label),
        el("span", f"{card.tier}{f', {card.owner}' if card.owner else ''}", class_="below"),
        el(
            "span",
            el("span", signs.score_or_dot(card.standing.shown), class_="number"),
            status_badge(card.standing),
            trend_cell(card.standing),
            class_="beside",
        ),
    )
    return el(
        "details",
        summary,
        el("dl", map(_fact, card.facts), class_="facts") if card.facts else None,
        _map(card.strategy) if card.strategy is not None and is_whole else None,
        _kpis(card) if is_whole else short_scorecard(card),
        id=scorecard_anchor(at),
        class_="scorecard",
        open="" if is_open else None,
    )


def _fact(fact: ScorecardFact) -> Markup:
    """A web address becomes a link; anything else, `javascript:` too, stays words."""
    content: HtmlChild = fact.text
    if LINK.fullmatch(fact.text):
        content = el("a", fact.text, href=fact.text, rel="noopener noreferrer")
    return el("div", el("dt", fact.name), el("dd", content))


MAP_COLOURS: Final = {
    PAPER: "var(--page)", SHADE: "var(--panel)", LINE: "var(--rule)", SOFT: "var(--soft)",
    INK: "var(--ink)", **{colour: f"var(--{status})" for status, colour in COLOURS.items()},
}  # fmt: skip
"""The page's own colours for those of the map."""


def _map(strategy: StrategyMap) -> Markup:
    """The map scrolls inside itself where the page is narrower than it can be read."""
    return el(
        "div",
        inline_svg(strategy_map_svg(strategy), MAP_COLOURS),
        class_="scroll map",
        role="region",
        tabindex="0",
        aria_label=f"Strategy map: {strategy.label}",
    )


def _kpis(card: ScorecardRows) -> Markup:
    if not any(part.objectives for part in card.perspectives):
        return muted_paragraph("No objective is in force in this period.")
    bodies = (_perspective(part) for part in card.perspectives)
    return framed_table(f"{card.label}: objectives and KPIs", COLUMNS, bodies)


def _perspective(part: PerspectiveRows) -> Markup:
    heading = el(
        "tr",
        el(
            "th",
            el("span", part.label, class_="label"),
            el("span", signs.score_or_dot(part.standing.shown), class_="number"),
            status_badge(part.standing),
            scope="rowgroup",
            colspan=str(len(COLUMNS)),
        ),
        class_="perspective",
    )
    return el(
        "tbody", heading, (line for objective in part.objectives for line in _objective(objective))
    )


def _objective(objective: ObjectiveRows) -> Iterator[Markup]:
    standing = objective.standing
    links = [f"{word} {', '.join(labels)}" for word, labels in (("serves", objective.serves), ("supported by", objective.supported)) if labels]  # fmt: skip
    cells = (
        label_cell(objective.label, *links), signs.score_or_dot(standing.shown), status_badge(standing), trend_cell(standing),
        None, None, sparkline(standing.history), None, objective.owner,
    )  # fmt: skip
    yield table_row(COLUMNS, cells, "objective")
    for kpi in objective.kpis:
        yield table_row(
            COLUMNS, _kpi(kpi, "" if kpi.owner == objective.owner else kpi.owner), "kpi"
        )
        if kpi.parts:
            yield _parts(kpi, objective.owner)


def _parts(kpi: KpiRow, owner: str) -> Markup:
    """The parts of a KPI, folded below it."""
    rows = (
        table_row(COLUMNS, _kpi(part, "" if part.owner == owner else part.owner), "kpi")
        for part in kpi.parts
    )
    title = f"{count_phrase(len(kpi.parts), 'part')} of {kpi.label}"
    folded = el("details", el("summary", title), framed_table(title, COLUMNS, [el("tbody", rows)]))
    cell = el("th", folded, scope="row", colspan=str(len(COLUMNS)))
    return el("tr", cell, class_="parts")


def _kpi(kpi: KpiRow, owner: str) -> Sequence[HtmlChild]:
    figures, standing = kpi.figures, kpi.standing
    return (
        label_cell(f"{signs.inside(kpi.depth)}{kpi.label}", figures.remark),
        signs.score_or_dot(standing.shown),
        status_badge(standing),
        trend_cell(standing),
        short_value(figures) or signs.NONE,
        short_target(figures) or signs.NONE,
        value_sparkline(kpi),
        "" if isnan(kpi.share) else f"{kpi.share:.0%}",
        owner,
    )


# --- Initiatives

INITIATIVES: Final = (
    HtmlColumn("Initiative"), HtmlColumn("State"), HtmlColumn("Due"), HtmlColumn("Progress", NUMBER),
    HtmlColumn("Budget", NUMBER), HtmlColumn("Spent", NUMBER), HtmlColumn("Owner"),
)  # fmt: skip


def initiatives_section(report: Report) -> PageSection | None:
    """Initiatives: late and dear ones first."""
    if not report.initiatives:
        return None
    return page_section(
        "initiatives",
        "Initiatives",
        table("Initiatives", INITIATIVES, map(_initiative, report.initiatives)),
    )


def _initiative(initiative: InitiativeRow) -> Sequence[HtmlChild]:
    late = el("strong", "! overdue", class_="loss") if initiative.overdue else None
    dear = el("strong", "! over budget", class_="loss") if initiative.over_budget else None
    used = "" if isnan(initiative.used) else f"{initiative.used:.0%}"
    return (
        label_cell(initiative.label, f"for {initiative.purpose}", initiative.where),
        initiative.state,
        el("span", el("span", initiative.due, class_="label"), late, class_="name"),
        "" if isnan(initiative.progress) else f"{initiative.progress:.0f}%",
        short_figure(initiative.budget, initiative.unit),
        el("span", el("span", short_figure(initiative.spent, initiative.unit), class_="label"), el("span", used, class_="below"), dear, class_="name"),
        initiative.owner,
    )  # fmt: skip


# --- Problems

DIAGNOSTICS: Final = (HtmlColumn("What"), HtmlColumn("Remedy", PROSE), HtmlColumn("Where"))
TITLES: Final = {
    ReportSeverity.ERROR: "Errors",
    ReportSeverity.WARNING: "Warnings",
    ReportSeverity.ADVICE: "Advice",
}


def problems_section(report: Report) -> PageSection:
    """Errors, warnings and advice."""
    if not report.diagnostics:
        return page_section(
            "problems", "Problems and advice", muted_paragraph("No problem and no advice.")
        )
    return page_section("problems", "Problems and advice", _diagnostics(report.diagnostics))


def _diagnostics(diagnostics: Sequence[ReportDiagnostic]) -> Iterator[Markup]:
    for weight, title in TITLES.items():
        of_severity = [diagnostic for diagnostic in diagnostics if diagnostic.severity is weight]
        if of_severity:
            caption = f"{title} ({len(of_severity)})"
            shown = table(caption, DIAGNOSTICS, map(_diagnostic, of_severity))
            yield (
                shown
                if weight is ReportSeverity.ERROR
                else el("details", el("summary", caption), shown)
            )


def _diagnostic(diagnostic: ReportDiagnostic) -> Sequence[HtmlChild]:
    return (
        label_cell(inline_code(diagnostic.message), f"{diagnostic.code} {diagnostic.title}"),
        inline_code(diagnostic.remedy),
        el("code", diagnostic.place),
    )


# --- How to read it


def legend_section(report: Report) -> PageSection:
    """What the words and signs mean."""
    bands = (
        el(
            "li",
            el(
                "span",
                signs.status_sign(band.status),
                class_=f"sign {band.status}",
                aria_hidden="true",
            ),
            f" {band.word}: a score of {band.scores}",
        )
        for band in report.bands
    )
    return page_section(
        "reading",
        "How to read this",
        el("ul", bands, class_="legend"),
        (el("p", text) for text in signs.GLOSSARY),
        el("p", "In a drawing the dashed line is the target."),
        _cut_units(report),
    )


def _cut_units(report: Report) -> Markup | None:
    """The units that tables cut, whole."""
    cut = cut_units(report)
    if not cut:
        return None
    rows = (el("li", f"{short}: {unit}") for short, unit in cut)
    return el("div", el("p", "Units that tables cut:"), el("ul", rows))
