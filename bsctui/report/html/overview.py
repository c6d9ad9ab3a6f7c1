"""The first pages: in brief, what changed and why, where points are still to be had, goalposts, tiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui import numbers
from bsctui.report import signs
from bsctui.report.html.elements import el
from bsctui.report.html.plots import KpiPlot, sparkline
from bsctui.report.html.widgets import (
    NUMBER,
    HtmlColumn,
    collapsible_table,
    label_cell,
    muted_paragraph,
    page_section,
    status_badge,
    table,
    trend_cell,
    value_sparkline,
)
from bsctui.report.units import short_target, short_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.report.content import (
        KpiOutlook,
        Lever,
        Report,
        ScoreOutlook,
        StatusCount,
        TierMatrix,
        TopScorecard,
        WorstKpi,
    )
    from bsctui.report.html.elements import HtmlChild, Markup
    from bsctui.report.html.widgets import PageSection
    from bsctui.report.scorecard_rows import ReportedScore

# --- In brief


def brief_section(report: Report) -> PageSection:
    """The report in sentences, the top scorecards, and how many KPIs stand where."""
    return page_section(
        "brief",
        "In brief",
        el("ul", (el("li", sentence) for sentence in report.brief), class_="brief"),
        el("div", (_top(top) for top in report.tops), class_="tops"),
        _counts(report.counts),
    )


def _top(top: TopScorecard) -> Markup:
    standing = top.standing
    return el(
        "article",
        el("h3", top.label),
        el("p", top.vision, class_="vision") if top.vision else None,
        el(
            "p",
            el("span", signs.score_or_dot(standing.shown), class_="big"),
            el("span", status_badge(standing), trend_cell(standing), class_="beside"),
            sparkline(standing.history),
            class_="score",
        ),
        el(
            "dl",
            (_pair(label, perspective) for label, perspective in top.perspectives),
            el("div", el("dt", "Coverage"), el("dd", f"{standing.coverage:.0f}%")),
            el("div", el("dt", "Owner"), el("dd", top.owner)) if top.owner else None,
        ),
        class_="card top",
    )


def _pair(label: str, standing: ReportedScore) -> Markup:
    number = el("span", signs.score_or_dot(standing.shown), class_="number")
    return el("div", el("dt", label), el("dd", number, status_badge(standing)))


def _counts(counts: Sequence[StatusCount]) -> Markup | None:
    total = sum(count.number for count in counts)
    if not total:
        return None
    bar = (
        el(
            "span",
            class_=f"part {status_count.status or 'none'}",
            style=f"flex:{status_count.number}",
        )
        for status_count in counts
    )
    legend = (
        el(
            "li",
            el("span", signs.status_sign(status_count.status), class_="sign", aria_hidden="true"),
            f" {status_count.number} {status_count.word}",
            class_=f"status {status_count.status or 'none'}",
        )
        for status_count in counts
    )
    return el(
        "div",
        el("p", f"{total} KPIs by status", class_="title"),
        el("div", bar, class_="bar", aria_hidden="true"),
        el("ul", legend, class_="legend"),
        class_="counts",
    )


# --- What is furthest behind

WORST_KPIS: Final = (
    HtmlColumn("KPI"), HtmlColumn("Score", NUMBER), HtmlColumn("Change", NUMBER), HtmlColumn("Value", NUMBER),
    HtmlColumn("Target", NUMBER), HtmlColumn("Value trend"), HtmlColumn("Active initiatives"), HtmlColumn("Owner"),
)  # fmt: skip


def worst_kpis_section(report: Report) -> PageSection | None:
    """The KPIs in the worst status, and what is done about them."""
    if not report.worst_kpis:
        return None
    title = f"KPIs in the worst status: {signs.worst_status_word(report)}"
    rows = collapsible_table(title, WORST_KPIS, report.worst_kpis, _worst_kpi)
    return page_section("behind", title, rows)


def _worst_kpi(worst: WorstKpi) -> Sequence[HtmlChild]:
    row = worst.row
    return (
        label_cell(row.label, worst.where),
        signs.score_or_dot(row.standing.shown),
        trend_cell(row.standing),
        short_value(row.figures) or signs.NONE,
        short_target(row.figures) or signs.NONE,
        value_sparkline(row),
        ", ".join(worst.initiatives) or "none",
        row.owner,
    )


# --- Where points can still be gained


def levers_section(report: Report) -> PageSection | None:
    """The KPIs that could lift a top score most, drawn against their targets."""
    if not report.levers:
        return None
    return page_section(
        "levers",
        "Where points can still be gained",
        muted_paragraph(
            "The KPIs whose way to their target would lift a top score most: the points it would gain if this KPI alone scored in full."
        ),
        el("div", (_lever(lever, report.periods) for lever in report.levers), class_="plots"),
    )


def _lever(lever: Lever, periods: Sequence[str]) -> Markup:
    row, figures = lever.row, lever.row.figures
    value, target = figures.value or "no value", figures.target or "none"
    description = f"{row.label}: {value} in {periods[figures.at]}, target {target}"
    caption = el(
        "figcaption",
        label_cell(row.label, " · ".join(text for text in (lever.where, row.owner) if text)),
        el("span", status_badge(row.standing), trend_cell(row.standing), class_="beside"),
        el("span", f"{value}, target {target}", class_="figures"),
        el(
            "span",
            f"{lever.open:.1f} potential points; contributes {lever.share:.1%}",
            class_="below",
        ),
    )
    plot = KpiPlot(figures, periods).draw(description) if figures.is_plottable else None
    return el("figure", caption, plot, class_="card")


# --- Outlook

SCORE_OUTLOOK: Final = (
    HtmlColumn("Score"), HtmlColumn("Now", NUMBER), HtmlColumn("Expected", NUMBER),
    HtmlColumn("In four of five cases", NUMBER), HtmlColumn("Most likely status"),
)  # fmt: skip
KPI_OUTLOOK: Final = (
    HtmlColumn("KPI"), HtmlColumn("Now", NUMBER), HtmlColumn("Expected", NUMBER),
    HtmlColumn("In four of five cases", NUMBER), HtmlColumn("Target then", NUMBER),
    HtmlColumn("Chance to meet it", NUMBER),
)  # fmt: skip


def outlook_section(report: Report) -> PageSection | None:
    """Where the top scores and the KPIs that matter most will stand."""
    future = report.outlook
    if future is None:
        return None
    nothing = muted_paragraph("No KPI has enough values for a forecast with a range.")
    return page_section(
        "outlook",
        f"Outlook to {future.until}",
        muted_paragraph(signs.OUTLOOK_EXPLAINED),
        table("Top scores", SCORE_OUTLOOK, map(_score_outlook, future.scores))
        if future.scores
        else nothing,
        table("KPIs with potential points", KPI_OUTLOOK, map(_kpi_outlook, future.kpis))
        if future.kpis
        else None,
    )


def _score_outlook(outlook: ScoreOutlook) -> Sequence[HtmlChild]:
    status = el(
        "span",
        el("span", signs.status_sign(outlook.status), class_="sign", aria_hidden="true"),
        el("span", f"{outlook.word} ({numbers.format_chance(outlook.chance)})"),
        class_=f"status {outlook.status}",
    )
    span = f"{signs.score_or_dot(outlook.low)} to {signs.score_or_dot(outlook.high)}"
    label = label_cell(outlook.label, outlook.where)
    return label, signs.score_or_dot(outlook.now), signs.score_or_dot(outlook.middle), span, status


def _kpi_outlook(outlook: KpiOutlook) -> Sequence[HtmlChild]:
    return label_cell(outlook.label, outlook.where), *signs.kpi_outlook_cells(outlook)


# --- Tiers


def tiers_section(matrix: TierMatrix) -> PageSection | None:
    """Tiers by perspectives."""
    if not matrix.rows:
        return None
    columns = [
        HtmlColumn("Tier"),
        HtmlColumn("Score"),
        *(HtmlColumn(label) for label in matrix.perspectives),
    ]
    rows = (
        (tier.label, _heat(tier.standing), *(_heat(cell) for cell in tier.cells))
        for tier in matrix.rows
    )
    return page_section("tiers", "Tiers", table("Scores of tiers by perspective", columns, rows))


def _heat(standing: ReportedScore | None) -> HtmlChild:
    if standing is None:
        return el("span", signs.NONE, class_="none")
    return el(
        "span",
        el("span", signs.score_or_dot(standing.shown), class_="number"),
        status_badge(standing),
        class_="heat",
    )
