"""What changed: scores and statuses since the period before, and goalposts since a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.report import signs
from bsctui.report.html.elements import el
from bsctui.report.html.widgets import (
    NUMBER,
    PROSE,
    ROWS,
    Column,
    badge,
    difference,
    more,
    name,
    opened,
    quiet,
    section,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from bsctui.report.content import Moved, Movement, Mover, Remark, Report, Shift, Since
    from bsctui.report.html.elements import Node

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


MOVERS: Final = (Column("What"), Column("Why", PROSE), Column("Points", NUMBER))


def _movement(one: Movement) -> Element:
    caption = f"{one.label}: {signs.score(one.before)} in {one.since}, now {signs.score(one.now)}"
    rows: list[Sequence[Node]] = [
        (name(mover.label, mover.where), _parts(mover), difference(mover.points))
        for mover in one.movers
    ]
    if one.others:
        rows.append(
            (
                f"{one.others} {'other' if one.others == 1 else 'others together'}",
                "",
                difference(one.rest),
            )
        )
    rows.append((el("strong", "Together"), "", difference(one.change)))
    return el(
        "div",
        table(caption, MOVERS, rows),
        (el("p", text) for text in signs.by_place(one)),
    )


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
    yield from opened("Statuses that changed", SHIFTS, rows)


def _remarks(remarks: Sequence[Remark]) -> Iterator[Element]:
    if not remarks:
        return
    items = [_remark(one) for one in remarks]
    yield el("h3", "Remarks on the period")
    yield el("ul", items[:ROWS], class_="remarks")
    if items[ROWS:]:
        yield more(len(items) - ROWS, el("ul", items[ROWS:], class_="remarks"))


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


# --- Goalposts

MOVED: Final = (
    Column("What"),
    Column("Change", PROSE),
    Column("Effect alone", PROSE),
    Column("Why, and who", PROSE),
)
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
        opened("Other changes of rules", MOVED, list(map(_moved, since.others)))
        if since.others
        else None,
    )


def _goalposts(since: Since) -> Element:
    if not since.goalposts:
        return quiet("No goalpost was moved, and no result was withdrawn.")
    return table("Moved goalposts", MOVED, map(_moved, since.goalposts))


def _moved(one: Moved) -> Sequence[Node]:
    return (
        name(one.label, one.where, one.place),
        el(
            "span",
            name(one.what),
            el("strong", f"{one.sign} {one.direction}") if one.direction else None,
            el("span", one.joined, class_="below") if one.joined else None,
            class_="name",
        ),
        el("ul", (el("li", text) for text in one.effect), class_="plain") if one.effect else "none",
        name(f"“{one.reason}”" if one.reason else "no reason given", one.author),
    )
