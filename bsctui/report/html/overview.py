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
    difference,
    name,
    quiet,
    section,
    table,
    trend,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from bsctui.report.content import (
        Count,
        Lever,
        Moved,
        Movement,
        Mover,
        Remark,
        Report,
        Shift,
        Since,
        Standing,
        Tiers,
        Top,
    )
    from bsctui.report.html.elements import Node

ROWS: Final = 12
"""Rows of a list that stand open; the rest are folded."""


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


# --- What changed, and why


def changes(report: Report) -> Element | None:
    """What moved the top scores, which statuses changed, and what people wrote."""
    if report.before is None and not report.remarks:
        return None
    title = f"What changed since {report.before}, and why" if report.before else "Remarks"
    nothing = not report.movements and not report.shifts and not report.remarks
    return section(
        "changes",
        title,
        quiet("No score, no status and no remark is new in this period.") if nothing else None,
        (_movement(one) for one in report.movements),
        _shifts(report.shifts),
        _remarks(report.remarks),
    )


MOVERS: Final = (Column("What"), Column("Why"), Column("Points", NUMBER))


def _movement(one: Movement) -> Element:
    caption = f"{one.label}: {signs.score(one.before)} in {one.since}, now {signs.score(one.now)}"
    rows: list[Sequence[Node]] = [
        (name(mover.label, mover.where), _parts(mover), difference(mover.points))
        for mover in one.movers
    ]
    if one.others:
        rows.append((f"{one.others} others together", "", difference(one.rest)))
    rows.append((el("strong", "Together"), "", difference(one.change)))
    return table(caption, MOVERS, rows)


def _parts(mover: Mover) -> Element:
    found = (
        el("li", f"{part.cause}{': ' if part.what else ''}{part.what} ", difference(part.points))
        for part in mover.parts
    )
    return el("ul", found, class_="plain")


SHIFTS: Final = (
    Column("What"),
    Column("Was"),
    Column("Is now"),
    Column("Score", NUMBER),
    Column("Became"),
)


def _shifts(shifts: Sequence[Shift]) -> Iterator[Element]:
    if not shifts:
        return
    rows = [
        (
            name(one.label, f"{one.kind}, {one.where}"),
            badge(one.before),
            badge(one.now),
            f"{signs.score(one.before.score)} → {signs.score(one.now.score)}",
            one.turn.value,
        )
        for one in shifts
    ]
    yield table("Statuses that changed", SHIFTS, rows[:ROWS])
    if rows[ROWS:]:
        more = table("More statuses that changed", SHIFTS, rows[ROWS:])
        yield folded(f"{len(rows) - ROWS} more", more)


def _remarks(remarks: Sequence[Remark]) -> Iterator[Element]:
    if not remarks:
        return
    items = [_remark(one) for one in remarks]
    yield el("h3", "Remarks on the period")
    yield el("ul", items[:ROWS], class_="remarks")
    if items[ROWS:]:
        yield folded(f"{len(items) - ROWS} more", el("ul", items[ROWS:], class_="remarks"))


def _remark(one: Remark) -> Element:
    judged = (
        el(
            "span",
            el("span", signs.status(one.status), class_="sign", aria_hidden="true"),
            f" judged {one.status}",
            class_=f"status {one.status}",
        )
        if one.status
        else None
    )
    where = f" ({one.where})" if one.where else ""
    return el("li", el("strong", one.label), f"{where}: {one.text} ", judged)


def folded(title: str, *children: Node) -> Element:
    """What a reader opens who wants to know more; paper shows it all."""
    return el("details", el("summary", title), *children)


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
    return el("figure", caption, Plot(measured, periods).draw(spoken), class_="card")


# --- Goalposts

MOVED: Final = (Column("What"), Column("Change"), Column("Effect alone"), Column("Why, and who"))
WAYS: Final = (
    Column("Scorecard"), Column("Before", NUMBER), Column("Under the old rules", NUMBER),
    Column("Now", NUMBER), Column("By results", NUMBER), Column("By rules", NUMBER),
)  # fmt: skip


def goalposts(report: Report) -> Element | None:
    """What changed in the strategy since a revision: what became easier first."""
    since = report.since
    if since is None:
        return None
    return section(
        "goalposts",
        f"Goalposts since {since.revision}",
        quiet(f"{since.summary[:1].upper()}{since.summary[1:]}."),
        table("Top scores", WAYS, since.tops) if since.tops else None,
        _goalposts(since),
        table("Other changes of rules", MOVED, map(_moved, since.others)) if since.others else None,
    )


def _goalposts(since: Since) -> Element:
    if not since.goalposts:
        return quiet("No goalpost was moved, and no result was withdrawn.")
    return table("Moved goalposts", MOVED, map(_moved, since.goalposts))


def _moved(one: Moved) -> Sequence[Node]:
    return (
        name(one.label, one.where, one.place),
        name(one.what, f"{one.sign} {one.direction}" if one.direction else "", one.joined),
        el("ul", (el("li", text) for text in one.effect), class_="plain") if one.effect else "none",
        name(f"“{one.reason}”" if one.reason else "no reason given", one.author),
    )


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
