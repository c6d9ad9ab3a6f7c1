"""The first sections: in brief, what changed and why, where points are still to be had, goalposts, tiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.escaping import markdown as safe
from bsctui.escaping import markdown_code as code
from bsctui.report import signs
from bsctui.report.markdown.widgets import (
    BARS,
    ROWS,
    Column,
    Marked,
    below,
    course,
    folded,
    opened,
    status,
    strong,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.report.content import Ahead, KpiAhead, Moved, Movement, Report, Standing

# --- In brief

TOPS: Final = (
    Column("Scorecard"), Column("Score", is_number=True), Column("Status"),
    Column("Change", is_number=True), Column("Course"), Column("Weight with a score", is_number=True),
    Column("Owner"),
)  # fmt: skip


def brief(report: Report) -> Iterator[str]:
    """The report in sentences, and the top scorecards."""
    yield from (f"- {safe(sentence)}" for sentence in report.brief)
    yield ""
    if report.tops:
        yield from table(TOPS, (_standing(t.label, t.owner, t.standing) for t in report.tops))


def _standing(label: str, owner: str, standing: Standing) -> Sequence[str]:
    return (
        strong(label),
        signs.score(standing.score),
        status(standing),
        signs.difference(standing.change),
        signs.bars(standing.history, BARS),
        f"{standing.coverage:.0f}%",
        owner,
    )


# --- What changed, and why

MOVERS: Final = (Column("What"), Column("Why"), Column("Points", is_number=True))
SHIFTS: Final = (
    Column("What"), Column("Was"), Column("Is now"), Column("Score", is_number=True), Column("Became"),
)  # fmt: skip


def changes(report: Report) -> Iterator[str]:
    """What moved the top scores, which statuses changed, and what people wrote."""
    if report.before is None and not report.remarks:
        return
    yield f"## What changed since {safe(report.before)}, and why" if report.before else "## Remarks"
    yield ""
    for one in report.movements:
        yield f"**{safe(one.label)}: {signs.score(one.before)} in {safe(one.since)}, now {signs.score(one.now)}**"
        yield ""
        yield from table(MOVERS, _movers(one))
        yield from (f"{safe(text)}\n" for text in signs.by_place(one))
    if report.shifts:
        rows = [
            (
                below(strong(one.label), f"{one.kind}, {one.where}"),
                status(one.before),
                status(one.now),
                f"{signs.score(one.before.score)} → {signs.score(one.now.score)}",
                one.turn.value,
            )
            for one in report.shifts
        ]
        yield "**Statuses that changed**"
        yield ""
        yield from opened(SHIFTS, rows)
    yield from _remarks(report)


def _movers(one: Movement) -> Iterator[Sequence[str]]:
    for mover in one.movers:
        parts = (
            f"{part.cause}{': ' if part.what else ''}{part.what} ({signs.difference(part.points)})"
            for part in mover.parts
        )
        name = below(strong(mover.label), mover.where)
        yield name, below(*parts), signs.difference(mover.points)
    if one.others:
        yield (
            f"{one.others} {'other' if one.others == 1 else 'others together'}",
            "",
            signs.difference(one.rest),
        )
    yield Marked("**Together**"), "", signs.difference(one.change)


def _remarks(report: Report) -> Iterator[str]:
    if not report.remarks:
        return
    yield "**Remarks on the period**"
    yield ""
    lines = []
    for one in report.remarks:
        judged = f" ({signs.status(one.status)} judged {one.status})" if one.status else ""
        where = f" ({safe(one.where)})" if one.where else ""
        lines.append(f"- **{safe(one.label)}**{where}: {safe(one.text)}{judged}")
    yield from lines[:ROWS]
    yield ""
    if lines[ROWS:]:
        yield from folded(f"{len(lines) - ROWS} more", [*lines[ROWS:], ""])


# --- What is furthest behind

BEHIND: Final = (
    Column("KPI"), Column("Score", is_number=True), Column("Change", is_number=True),
    Column("Value", is_number=True), Column("Target", is_number=True), Column("Course"),
    Column("Initiatives at work"), Column("Owner"),
)  # fmt: skip


def behind(report: Report) -> Iterator[str]:
    """The KPIs in the worst status, and what is done about them."""
    if not report.behind:
        return
    yield f"## KPIs in the worst status: {safe(signs.worst(report))}"
    yield ""
    rows = [
        (
            below(strong(one.row.label), one.where),
            signs.score(one.row.standing.score),
            signs.difference(one.row.standing.change),
            one.row.measured.value or signs.NONE,
            one.row.measured.target or signs.NONE,
            course(one.row),
            ", ".join(one.initiatives) or "none",
            one.row.owner,
        )
        for one in report.behind
    ]
    yield from opened(BEHIND, rows)


# --- Where points are still to be had

LEVERS: Final = (
    Column("KPI"), Column("Points to be had", is_number=True), Column("Carries", is_number=True),
    Column("Value", is_number=True), Column("Target", is_number=True), Column("Status"),
    Column("Course"), Column("Owner"),
)  # fmt: skip


def levers(report: Report) -> Iterator[str]:
    """The KPIs that could lift a top score most."""
    if not report.levers:
        return
    yield "## Where points are still to be had"
    yield ""
    yield "The points that a top score would gain if this KPI alone scored in full."
    yield ""
    rows = (
        (
            below(strong(one.row.label), one.where),
            f"{one.open:.1f}",
            f"{one.share:.1%}",
            one.row.measured.value,
            one.row.measured.target,
            status(one.row.standing),
            course(one.row),
            one.row.owner,
        )
        for one in report.levers
    )
    yield from table(LEVERS, rows)


# --- Outlook

AHEAD: Final = (
    Column("Score"), Column("Now", is_number=True), Column("Expected", is_number=True),
    Column("In four of five cases", is_number=True), Column("Likeliest status"),
)  # fmt: skip
KPIS_AHEAD: Final = (
    Column("KPI"), Column("Now", is_number=True), Column("Expected", is_number=True),
    Column("In four of five cases", is_number=True), Column("Target then", is_number=True),
    Column("Chance to meet it", is_number=True),
)  # fmt: skip


def outlook(report: Report) -> Iterator[str]:
    """Where the top scores and the KPIs that matter most will stand."""
    future = report.future
    if future is None:
        return
    yield f"## Outlook to {safe(future.until)}"
    yield ""
    yield signs.OUTLOOK
    yield ""
    if future.scores:
        yield from table(AHEAD, map(_ahead, future.scores))
    else:
        yield "No KPI has enough values for a forecast with a range."
        yield ""
    if future.kpis:
        yield from table(KPIS_AHEAD, map(_kpi_ahead, future.kpis))


def _ahead(one: Ahead) -> Sequence[str]:
    return (
        below(strong(one.label), one.where),
        signs.score(one.now),
        signs.score(one.middle),
        f"{signs.score(one.low)} to {signs.score(one.high)}",
        f"{signs.status(one.status)} {one.word} ({signs.chance(one.chance)})",
    )


def _kpi_ahead(one: KpiAhead) -> Sequence[str]:
    label, target = below(strong(one.label), one.where), one.target or signs.NONE
    return label, one.now or signs.NONE, one.middle, one.range, target, signs.chance(one.chance)


# --- Goalposts

WAYS: Final = (
    Column("Scorecard"), Column("Before", is_number=True),
    Column("Under the old rules", is_number=True), Column("Now", is_number=True),
    Column("By results", is_number=True), Column("By rules", is_number=True),
)  # fmt: skip
MOVED: Final = (Column("What"), Column("Change"), Column("Effect alone"), Column("Why, and who"))


def goalposts(report: Report) -> Iterator[str]:
    """What changed in the strategy since a revision: what became easier first."""
    since = report.since
    if since is None:
        return
    yield f"## Goalposts since {safe(since.revision)}"
    yield ""
    yield safe(f"{since.summary[:1].upper()}{since.summary[1:]}.")
    yield ""
    if since.tops:
        yield from table(WAYS, since.tops)
    if since.goalposts:
        yield from opened(MOVED, [_moved(one) for one in since.goalposts])
    else:
        yield "No goalpost was moved, and no result was withdrawn."
        yield ""
    if since.others:
        yield "**Other changes of rules**"
        yield ""
        yield from opened(MOVED, [_moved(one) for one in since.others])


def _moved(one: Moved) -> Sequence[str]:
    direction = Marked(f"**{one.sign} {safe(one.direction)}**") if one.direction else ""
    reason = f"“{one.reason}”" if one.reason else Marked("*no reason given*")
    place = Marked(code(one.place)) if one.place else ""
    return (
        below(strong(one.label), one.where, place),
        below(one.what, direction, one.joined),
        below(*(one.effect or ("none",))),
        below(reason, one.author),
    )


# --- Tiers


def tiers(report: Report) -> Iterator[str]:
    """Tiers by perspectives."""
    tiers = report.tiers
    if not tiers.rows:
        return
    yield "## Tiers"
    yield ""
    columns = [Column("Tier"), Column("Score"), *(Column(safe(p)) for p in tiers.perspectives)]
    rows = ((strong(one.label), _cell(one.standing), *map(_cell, one.cells)) for one in tiers.rows)
    yield from table(columns, rows)


def _cell(standing: Standing | None) -> str:
    return signs.NONE if standing is None else f"{signs.score(standing.score)} {status(standing)}"
