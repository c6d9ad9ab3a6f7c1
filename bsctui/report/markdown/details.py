"""The sections to look things up in: scorecards with their KPIs, initiatives, problems, how to read it all."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui.escaping import markdown as safe
from bsctui.escaping import markdown_code as code
from bsctui.exchange.maps.as_mermaid import mermaid
from bsctui.report import signs
from bsctui.report.content import Weight
from bsctui.report.markdown.widgets import (
    BARS,
    Column,
    Marked,
    below,
    coded,
    course,
    folded,
    opened,
    status,
    strong,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.report.content import Card, KpiRow, ObjectiveRows, Report, Trouble, Work

OPEN: Final = 150
"""With more KPIs than this only the top scorecards stand open."""


# --- Scorecards

KPIS: Final = (
    Column("Objective or KPI"), Column("Score", is_number=True), Column("Status"),
    Column("Change", is_number=True), Column("Value", is_number=True),
    Column("Target", is_number=True), Column("Course"), Column("Owner"),
)  # fmt: skip


def cards(report: Report) -> Iterator[str]:
    """Every scorecard in force, each with its table."""
    if not report.cards:
        return
    yield "## Scorecards"
    yield ""
    few = sum(card.kpis for card in report.cards) <= OPEN
    for card in report.cards:
        yield f"### {safe(card.label)}"
        yield ""
        yield from _heading(card)
        yield from _map(card)
        rows = table(KPIS, _rows(card))
        if few or card.depth == 0:
            yield from rows
        else:
            yield from folded(f"{card.kpis} KPIs", rows)


def _heading(card: Card) -> Iterator[str]:
    standing = card.standing
    owner = f", {safe(card.owner)}" if card.owner else ""
    yield f"{safe(card.tier)}{owner}: **{signs.score(standing.score)}** {safe(status(standing))}, {signs.difference(standing.change)}"
    yield ""
    yield from (f"- {safe(fact.name)}: {safe(fact.text)}" for fact in card.facts)
    if card.facts:
        yield ""


def _map(card: Card) -> Iterator[str]:
    """The map as a diagram that GitHub and GitLab draw; folded below the top."""
    if card.strategy is None:
        return
    lines = ["```mermaid", *mermaid(card.strategy).splitlines(), "```", ""]
    if card.depth == 0:
        yield from lines
    else:
        yield from folded("Strategy map", lines)


def _rows(card: Card) -> Iterator[Sequence[str]]:
    for part in card.perspectives:
        standing = part.standing
        name = Marked(f"***{safe(part.label)}***")
        yield name, signs.score(standing.score), status(standing), "", "", "", "", ""
        for objective in part.objectives:
            yield _objective(objective)
            yield from (_kpi(one, objective.owner) for one in objective.kpis)


def _objective(one: ObjectiveRows) -> Sequence[str]:
    standing = one.standing
    return (
        strong(one.label),
        signs.score(standing.score),
        status(standing),
        signs.difference(standing.change),
        "",
        "",
        signs.bars(standing.history, BARS),
        one.owner,
    )


def _kpi(one: KpiRow, owner: str) -> Sequence[str]:
    return (
        below(one.label, one.measured.remark),
        signs.score(one.standing.score),
        status(one.standing),
        signs.difference(one.standing.change),
        one.measured.value or signs.NONE,
        one.measured.target or signs.NONE,
        course(one),
        "" if one.owner == owner else one.owner,
    )


# --- Initiatives

WORKS: Final = (
    Column("Initiative"), Column("State"), Column("Due"), Column("Progress", is_number=True),
    Column("Budget", is_number=True), Column("Spent", is_number=True), Column("Owner"),
)  # fmt: skip


def works(report: Report) -> Iterator[str]:
    """Initiatives: late and dear ones first."""
    if report.works:
        yield "## Initiatives"
        yield ""
        yield from table(WORKS, map(_work, report.works))


def _work(one: Work) -> Sequence[str]:
    used = "" if isnan(one.used) else f"{one.used:.0%}"
    return (
        below(strong(one.label), f"for {one.purpose}", one.where),
        one.state,
        below(one.due, Marked("**! overdue**") if one.overdue else ""),
        "" if isnan(one.progress) else f"{one.progress:.0f}%",
        one.budget,
        below(one.spent, used, Marked("**! over budget**") if one.over_budget else ""),
        one.owner,
    )


# --- Problems, and how to read it all

TITLES: Final = {Weight.ERROR: "Errors", Weight.WARNING: "Warnings", Weight.ADVICE: "Advice"}
TROUBLES: Final = (Column("What"), Column("Remedy"), Column("Where"))


def troubles(report: Report) -> Iterator[str]:
    """Errors, warnings and advice."""
    yield "## Problems and advice"
    yield ""
    if not report.troubles:
        yield "No problem and no advice."
        yield ""
    for weight, title in TITLES.items():
        mine = [_trouble(one) for one in report.troubles if one.weight is weight]
        if mine and weight is Weight.ERROR:
            yield f"**{title} ({len(mine)})**"
            yield ""
            yield from opened(TROUBLES, mine)
        elif mine:
            yield from folded(f"{title} ({len(mine)})", table(TROUBLES, mine))


def _trouble(one: Trouble) -> Sequence[str]:
    what = below(coded(one.message), f"{one.code} {one.title}")
    return what, coded(one.remedy), Marked(code(one.place))


def legend(report: Report) -> Iterator[str]:
    """What the words and signs mean."""
    yield "## How to read this"
    yield ""
    for band in report.bands:
        yield f"- {signs.status(band.status)} {safe(band.word)}: a score of {safe(band.scores)}"
    yield ""
    yield from (f"{text}\n" for text in signs.GLOSSARY)
