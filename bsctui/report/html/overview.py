"""The first pages: in brief, what changed and why, where points are still to be had, goalposts, tiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.report import signs
from bsctui.report.html.elements import el
from bsctui.report.html.plots import Plot, sparkline
from bsctui.report.html.widgets import (
    NUMBER,
    Column,
    badge,
    course,
    name,
    opened,
    quiet,
    section,
    table,
    trend,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from bsctui.report.content import (
        Ahead,
        Count,
        KpiAhead,
        Lever,
        Report,
        Standing,
        Tiers,
        Top,
    )
    from bsctui.report.html.elements import Node

# --- In brief


def brief(report: Report) -> Element:
    """The report in sentences, the top scorecards, and how many KPIs stand where."""
    return section(
        "brief",
        "In brief",
        el("ul", (el("li", sentence) for sentence in report.brief), class_="brief"),
        el("div", (_top(top) for top in report.tops), class_="tops"),
        _counts(report.counts),
    )


def _top(top: Top) -> Element:
    standing = top.standing
    return el(
        "article",
        el("h3", top.label),
        el("p", top.vision, class_="vision") if top.vision else None,
        el(
            "p",
            el("span", signs.score(standing.score), class_="big"),
            el("span", badge(standing), trend(standing), class_="beside"),
            sparkline(standing.history),
            class_="score",
        ),
        el(
            "dl",
            (_pair(label, one) for label, one in top.perspectives),
            el("div", el("dt", "Weight with a score"), el("dd", f"{standing.coverage:.0f}%")),
            el("div", el("dt", "Owner"), el("dd", top.owner)) if top.owner else None,
        ),
        class_="card top",
    )


def _pair(label: str, standing: Standing) -> Element:
    number = el("span", signs.score(standing.score), class_="number")
    return el("div", el("dt", label), el("dd", number, badge(standing)))


def _counts(counts: Sequence[Count]) -> Element | None:
    total = sum(count.number for count in counts)
    if not total:
        return None
    bar = (
        el("span", class_=f"part {one.status or 'none'}", style=f"flex:{one.number}")
        for one in counts
    )
    legend = (
        el(
            "li",
            el("span", signs.status(one.status), class_="sign", aria_hidden="true"),
            f" {one.number} {one.word}",
            class_=f"status {one.status or 'none'}",
        )
        for one in counts
    )
    return el(
        "div",
        el("p", f"{total} KPIs by status", class_="title"),
        el("div", bar, class_="bar", aria_hidden="true"),
        el("ul", legend, class_="legend"),
        class_="counts",
    )


# --- What is furthest behind

BEHIND: Final = (
    Column("KPI"), Column("Score", NUMBER), Column("Change", NUMBER), Column("Value", NUMBER),
    Column("Target", NUMBER), Column("Course"), Column("Initiatives at work"), Column("Owner"),
)  # fmt: skip


def behind(report: Report) -> Element | None:
    """The KPIs in the worst status, and what is done about them."""
    if not report.behind:
        return None
    rows = [
        (
            name(one.row.label, one.where),
            signs.score(one.row.standing.score),
            trend(one.row.standing),
            one.row.measured.value or signs.NONE,
            one.row.measured.target or signs.NONE,
            course(one.row),
            ", ".join(one.initiatives) or "none",
            one.row.owner,
        )
        for one in report.behind
    ]
    title = f"KPIs in the worst status: {signs.worst(report)}"
    return section("behind", title, opened(title, BEHIND, rows))


# --- Where points are still to be had


def levers(report: Report) -> Element | None:
    """The KPIs that could lift a top score most, drawn against their targets."""
    if not report.levers:
        return None
    return section(
        "levers",
        "Where points are still to be had",
        quiet(
            "The KPIs whose way to their target would lift a top score most: the points it would gain if this KPI alone scored in full."
        ),
        el("div", (_lever(one, report.periods) for one in report.levers), class_="plots"),
    )


def _lever(one: Lever, periods: Sequence[str]) -> Element:
    row, measured = one.row, one.row.measured
    value, target = measured.value or "no value", measured.target or "none"
    spoken = f"{row.label}: {value} in {periods[measured.at]}, target {target}"
    caption = el(
        "figcaption",
        name(row.label, " · ".join(text for text in (one.where, row.owner) if text)),
        el("span", badge(row.standing), trend(row.standing), class_="beside"),
        el("span", f"{value}, target {target}", class_="figures"),
        el("span", f"{one.open:.1f} points to be had; carries {one.share:.1%}", class_="below"),
    )
    plot = Plot(measured, periods).draw(spoken) if measured.is_course else None
    return el("figure", caption, plot, class_="card")


# --- Outlook

AHEAD: Final = (
    Column("Score"), Column("Now", NUMBER), Column("Expected", NUMBER),
    Column("In four of five cases", NUMBER), Column("Likeliest status"),
)  # fmt: skip
KPIS_AHEAD: Final = (
    Column("KPI"), Column("Now", NUMBER), Column("Expected", NUMBER),
    Column("In four of five cases", NUMBER), Column("Target then", NUMBER),
    Column("Chance to meet it", NUMBER),
)  # fmt: skip


def outlook(report: Report) -> Element | None:
    """Where the top scores and the KPIs that matter most will stand."""
    future = report.future
    if future is None:
        return None
    nothing = quiet("No KPI has enough values for a forecast with a range.")
    return section(
        "outlook",
        f"Outlook to {future.until}",
        quiet(signs.OUTLOOK),
        table("Top scores", AHEAD, map(_ahead, future.scores)) if future.scores else nothing,
        table("KPIs with points still to be had", KPIS_AHEAD, map(_kpi_ahead, future.kpis))
        if future.kpis
        else None,
    )


def _ahead(one: Ahead) -> Sequence[Node]:
    status = el(
        "span",
        el("span", signs.status(one.status), class_="sign", aria_hidden="true"),
        el("span", f"{one.word} ({signs.chance(one.chance)})"),
        class_=f"status {one.status}",
    )
    span = f"{signs.score(one.low)} to {signs.score(one.high)}"
    label = name(one.label, one.where)
    return label, signs.score(one.now), signs.score(one.middle), span, status


def _kpi_ahead(one: KpiAhead) -> Sequence[Node]:
    label, target = name(one.label, one.where), one.target or signs.NONE
    return label, one.now or signs.NONE, one.middle, one.range, target, signs.chance(one.chance)


# --- Tiers


def tiers(found: Tiers) -> Element | None:
    """Tiers by perspectives."""
    if not found.rows:
        return None
    columns = [Column("Tier"), Column("Score"), *(Column(label) for label in found.perspectives)]
    rows = (
        (one.label, _heat(one.standing), *(_heat(cell) for cell in one.cells)) for one in found.rows
    )
    return section("tiers", "Tiers", table("Scores of tiers by perspective", columns, rows))


def _heat(standing: Standing | None) -> Node:
    if standing is None:
        return el("span", signs.NONE, class_="none")
    return el(
        "span",
        el("span", signs.score(standing.score), class_="number"),
        badge(standing),
        class_="heat",
    )
