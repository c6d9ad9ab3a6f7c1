"""The pages to look things up in: scorecards with their KPIs, initiatives, problems, how to read it all."""

from __future__ import annotations

import re
from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui.exchange.maps.as_svg import svg
from bsctui.exchange.maps.svg_parts import COLOURS, INK, LINE, PAPER, SHADE, SOFT
from bsctui.report import signs
from bsctui.report.content import Weight
from bsctui.report.html.elements import drawn, el
from bsctui.report.html.plots import sparkline
from bsctui.report.html.widgets import (
    NUMBER,
    PROSE,
    Column,
    badge,
    coded,
    course,
    framed,
    name,
    quiet,
    row,
    section,
    table,
    trend,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from bsctui.exchange.maps.strategy import StrategyMap
    from bsctui.report.content import (
        Card,
        Fact,
        KpiRow,
        ObjectiveRows,
        PerspectiveRows,
        Report,
        Trouble,
        Work,
    )
    from bsctui.report.html.elements import Node

OPEN: Final = 150
"""With more KPIs than this only the top scorecards stand open on screen; paper shows them all."""

LINK: Final = re.compile(r"https?://[^\s\"'<>\\]+")

COLUMNS: Final = (
    Column("Objective or KPI"), Column("Score", NUMBER), Column("Status"), Column("Change", NUMBER),
    Column("Value", NUMBER), Column("Target", NUMBER), Column("Course", "course"),
    Column("Share", NUMBER), Column("Owner"),
)  # fmt: skip


# --- Scorecards


def cards(report: Report) -> Element | None:
    """Every scorecard in force."""
    if not report.cards:
        return None
    few = sum(card.kpis for card in report.cards) <= OPEN
    found = (
        _card(card, at, is_open=few or card.depth == 0) for at, card in enumerate(report.cards)
    )
    return section("scorecards", "Scorecards", found)


def anchor(at: int) -> str:
    """Where a scorecard stands on the page."""
    return f"scorecard-{at + 1}"


def _card(card: Card, at: int, *, is_open: bool) -> Element:
    summary = el(
        "summary",
        el("h3", card.label),
        el("span", f"{card.tier}{f', {card.owner}' if card.owner else ''}", class_="below"),
        el(
            "span",
            el("span", signs.score(card.standing.score), class_="number"),
            badge(card.standing),
            trend(card.standing),
            class_="beside",
        ),
    )
    return el(
        "details",
        summary,
        el("dl", map(_fact, card.facts), class_="facts") if card.facts else None,
        _map(card.strategy) if card.strategy is not None else None,
        _kpis(card),
        id=anchor(at),
        class_="scorecard",
        open="" if is_open else None,
    )


def _fact(fact: Fact) -> Element:
    """A web address becomes a link; anything else, `javascript:` too, stays words."""
    said: Node = fact.text
    if LINK.fullmatch(fact.text):
        said = el("a", fact.text, href=fact.text, rel="noopener noreferrer")
    return el("div", el("dt", fact.name), el("dd", said))


MAP_COLOURS: Final = {
    PAPER: "var(--page)", SHADE: "var(--panel)", LINE: "var(--rule)", SOFT: "var(--soft)",
    INK: "var(--ink)", **{colour: f"var(--{status})" for status, colour in COLOURS.items()},
}  # fmt: skip
"""The page's own colours for those of the map."""


def _map(found: StrategyMap) -> Element:
    """The map scrolls inside itself where the page is narrower than it can be read."""
    return el(
        "div",
        drawn(svg(found), MAP_COLOURS),
        class_="scroll map",
        role="region",
        tabindex="0",
        aria_label=f"Strategy map: {found.label}",
    )


def _kpis(card: Card) -> Element:
    if not any(part.objectives for part in card.perspectives):
        return quiet("No objective is in force in this period.")
    bodies = (_perspective(part) for part in card.perspectives)
    return framed(f"{card.label}: objectives and KPIs", COLUMNS, bodies)


def _perspective(part: PerspectiveRows) -> Element:
    heading = el(
        "tr",
        el(
            "th",
            el("span", part.label, class_="label"),
            el("span", signs.score(part.standing.score), class_="number"),
            badge(part.standing),
            scope="rowgroup",
            colspan=str(len(COLUMNS)),
        ),
        class_="perspective",
    )
    return el("tbody", heading, (line for one in part.objectives for line in _objective(one)))


def _objective(one: ObjectiveRows) -> Iterator[Element]:
    standing = one.standing
    links = [f"{word} {', '.join(some)}" for word, some in (("serves", one.serves), ("supported by", one.supported)) if some]  # fmt: skip
    cells = (
        name(one.label, *links), signs.score(standing.score), badge(standing), trend(standing),
        None, None, sparkline(standing.history), None, one.owner,
    )  # fmt: skip
    yield row(COLUMNS, cells, "objective")
    for kpi in one.kpis:
        yield row(COLUMNS, _kpi(kpi, "" if kpi.owner == one.owner else kpi.owner), "kpi")


def _kpi(kpi: KpiRow, owner: str) -> Sequence[Node]:
    measured, standing = kpi.measured, kpi.standing
    return (
        name(kpi.label, measured.remark),
        signs.score(standing.score),
        badge(standing),
        trend(standing),
        measured.value or signs.NONE,
        measured.target or signs.NONE,
        course(kpi),
        "" if isnan(kpi.share) else f"{kpi.share:.0%}",
        owner,
    )


# --- Initiatives

WORKS: Final = (
    Column("Initiative"), Column("State"), Column("Due"), Column("Progress", NUMBER),
    Column("Budget", NUMBER), Column("Spent", NUMBER), Column("Owner"),
)  # fmt: skip


def works(report: Report) -> Element | None:
    """Initiatives: late and dear ones first."""
    if not report.works:
        return None
    return section(
        "initiatives", "Initiatives", table("Initiatives", WORKS, map(_work, report.works))
    )


def _work(one: Work) -> Sequence[Node]:
    late = el("strong", "! overdue", class_="loss") if one.overdue else None
    dear = el("strong", "! over budget", class_="loss") if one.over_budget else None
    used = "" if isnan(one.used) else f"{one.used:.0%}"
    return (
        name(one.label, f"for {one.purpose}", one.where),
        one.state,
        el("span", el("span", one.due, class_="label"), late, class_="name"),
        "" if isnan(one.progress) else f"{one.progress:.0f}%",
        one.budget,
        el("span", el("span", one.spent, class_="label"), el("span", used, class_="below"), dear, class_="name"),
        one.owner,
    )  # fmt: skip


# --- Problems

TROUBLES: Final = (Column("What"), Column("Remedy", PROSE), Column("Where"))
TITLES: Final = {Weight.ERROR: "Errors", Weight.WARNING: "Warnings", Weight.ADVICE: "Advice"}


def troubles(report: Report) -> Element:
    """Errors, warnings and advice."""
    if not report.troubles:
        return section("problems", "Problems and advice", quiet("No problem and no advice."))
    return section("problems", "Problems and advice", _troubles(report.troubles))


def _troubles(some: Sequence[Trouble]) -> Iterator[Element]:
    for weight, title in TITLES.items():
        mine = [one for one in some if one.weight is weight]
        if mine:
            caption = f"{title} ({len(mine)})"
            shown = table(caption, TROUBLES, map(_trouble, mine))
            yield shown if weight is Weight.ERROR else el("details", el("summary", caption), shown)


def _trouble(one: Trouble) -> Sequence[Node]:
    return (
        name(coded(one.message), f"{one.code} {one.title}"),
        coded(one.remedy),
        el("code", one.place),
    )


# --- How to read it


def legend(report: Report) -> Element:
    """What the words and signs mean."""
    bands = (
        el(
            "li",
            el("span", signs.status(one.status), class_=f"sign {one.status}", aria_hidden="true"),
            f" {one.word}: a score of {one.scores}",
        )
        for one in report.bands
    )
    return section(
        "reading",
        "How to read this",
        el("ul", bands, class_="legend"),
        (el("p", text) for text in signs.GLOSSARY),
        el("p", "In a drawing the dashed line is the target."),
    )
