"""The first sections: in brief, what changed and why, where points are still to be had, goalposts, tiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui import numbers
from bsctui.escaping import markdown_code as code
from bsctui.escaping import markdown_text as safe
from bsctui.markdown import collapsed_lines
from bsctui.phrases import count_phrase
from bsctui.report import signs
from bsctui.report.markdown.widgets import (
    OPEN_ROWS,
    SPARK_PERIODS,
    MarkdownColumn,
    MarkdownText,
    collapsible_table,
    stacked_lines,
    status_cell,
    strong_text,
    table,
    value_sparkline,
)
from bsctui.report.units import short_target, short_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.report.changes import Movement, RuleChange
    from bsctui.report.content import KpiOutlook, Report, ScoreOutlook
    from bsctui.report.scorecard_rows import ReportedScore

# --- In brief

TOPS: Final = (
    MarkdownColumn("Scorecard"), MarkdownColumn("Score", is_number=True), MarkdownColumn("Status"),
    MarkdownColumn("Change", is_number=True), MarkdownColumn("Score trend"), MarkdownColumn("Coverage", is_number=True),
    MarkdownColumn("Owner"),
)  # fmt: skip


def brief_section(report: Report) -> Iterator[str]:
    """The report in sentences, and the top scorecards."""
    yield from (f"- {safe(sentence)}" for sentence in report.brief)
    yield ""
    if report.tops:
        yield from table(TOPS, (_standing(t.label, t.owner, t.standing) for t in report.tops))


def _standing(label: str, owner: str, standing: ReportedScore) -> Sequence[str]:
    return (
        strong_text(label),
        signs.score_or_dot(standing.shown),
        status_cell(standing),
        signs.difference_or_dot(standing.change),
        signs.block_sparkline(standing.history, SPARK_PERIODS),
        f"{standing.coverage:.0f}%",
        owner,
    )


# --- What changed, and why

MOVERS: Final = (
    MarkdownColumn("What"),
    MarkdownColumn("Why"),
    MarkdownColumn("Points", is_number=True),
)
SHIFTS: Final = (
    MarkdownColumn("What"), MarkdownColumn("Was"), MarkdownColumn("Is now"), MarkdownColumn("Score", is_number=True), MarkdownColumn("Became"),
)  # fmt: skip


def changes_section(report: Report) -> Iterator[str]:
    """What moved the top scores, which statuses changed, and what people wrote."""
    if report.before is None and not report.remarks:
        return
    yield f"## What changed since {safe(report.before)}, and why" if report.before else "## Remarks"
    yield ""
    if not (report.movements or report.shifts or report.remarks):
        yield signs.NOTHING_NEW
        yield ""
    for movement in report.movements:
        yield f"**{safe(movement.label)}: {signs.score_or_dot(movement.before)} in {safe(movement.since)}, now {signs.score_or_dot(movement.now)}{signs.alike(movement)}**"
        yield ""
        yield from table(MOVERS, _movers(movement))
        yield from (f"{safe(text)}\n" for text in signs.place_sentences(movement))
    if report.shifts:
        rows = [
            (
                stacked_lines(strong_text(shift.label), f"{shift.kind}, {shift.where}"),
                status_cell(shift.before),
                status_cell(shift.now),
                f"{signs.score_or_dot(shift.before.score)} → {signs.score_or_dot(shift.now.score)}",
                shift.direction.value,
            )
            for shift in report.shifts
        ]
        yield "**Statuses that changed**"
        yield ""
        yield from collapsible_table(SHIFTS, rows)
    yield from _remarks(report)


def _movers(movement: Movement) -> Iterator[Sequence[str]]:
    for mover in movement.movers:
        parts = (
            f"{part.cause}{': ' if part.detail else ''}{part.detail} ({signs.difference_or_dot(part.points)})"
            for part in mover.parts
        )
        name = stacked_lines(strong_text(mover.label), mover.where)
        yield name, stacked_lines(*parts), signs.difference_or_dot(mover.points)
    if movement.others:
        yield (
            count_phrase(movement.others, "other", "others together"),
            "",
            signs.difference_or_dot(movement.rest),
        )
    yield MarkdownText("**Together**"), "", signs.difference_or_dot(movement.change)


def _remarks(report: Report) -> Iterator[str]:
    if not report.remarks:
        return
    yield "**Notes on the period**"
    yield ""
    lines = []
    for remark in report.remarks:
        judged = (
            f" ({signs.status_sign(remark.status)} judged {safe(remark.word)})"
            if remark.status
            else ""
        )
        where = f" ({safe(remark.where)})" if remark.where else ""
        signed = f" ({safe(remark.signed)})" if remark.signed else ""
        lines.append(f"- **{safe(remark.label)}**{where}: {safe(remark.text)}{judged}{signed}")
    yield from lines[:OPEN_ROWS]
    yield ""
    if lines[OPEN_ROWS:]:
        yield from collapsed_lines(f"{len(lines) - OPEN_ROWS} more", [*lines[OPEN_ROWS:], ""])


# --- What is furthest behind

WORST_KPIS: Final = (
    MarkdownColumn("KPI"), MarkdownColumn("Score", is_number=True), MarkdownColumn("Change", is_number=True),
    MarkdownColumn("Value", is_number=True), MarkdownColumn("Target", is_number=True), MarkdownColumn("Value trend"),
    MarkdownColumn("Active initiatives"), MarkdownColumn("Owner"),
)  # fmt: skip


def worst_kpis_section(report: Report) -> Iterator[str]:
    """The KPIs in the worst status, and what is done about them."""
    if not report.worst_kpis:
        return
    yield f"## KPIs in the worst status: {safe(signs.worst_status_word(report))}"
    yield ""
    rows = [
        (
            stacked_lines(strong_text(worst.row.label), worst.where),
            signs.score_or_dot(worst.row.standing.shown),
            signs.difference_or_dot(worst.row.standing.change),
            short_value(worst.row.figures) or signs.NONE,
            short_target(worst.row.figures) or signs.NONE,
            value_sparkline(worst.row),
            ", ".join(worst.initiatives) or "none",
            worst.row.owner,
        )
        for worst in report.worst_kpis
    ]
    yield from collapsible_table(WORST_KPIS, rows)


# --- Where points can still be gained

LEVERS: Final = (
    MarkdownColumn("KPI"), MarkdownColumn("Potential points", is_number=True), MarkdownColumn("Contributes", is_number=True),
    MarkdownColumn("Value", is_number=True), MarkdownColumn("Target", is_number=True), MarkdownColumn("Status"),
    MarkdownColumn("Value trend"), MarkdownColumn("Owner"),
)  # fmt: skip


def levers_section(report: Report) -> Iterator[str]:
    """The KPIs that could lift a top score most."""
    if not report.levers:
        return
    yield "## Where points can still be gained"
    yield ""
    yield "The points that a top score would gain if this KPI alone scored in full."
    yield ""
    rows = (
        (
            stacked_lines(strong_text(lever.row.label), lever.where),
            f"{lever.open:.1f}",
            f"{lever.share:.1%}",
            short_value(lever.row.figures),
            short_target(lever.row.figures),
            status_cell(lever.row.standing),
            value_sparkline(lever.row),
            lever.row.owner,
        )
        for lever in report.levers
    )
    yield from table(LEVERS, rows)


# --- Outlook

SCORE_OUTLOOK: Final = (
    MarkdownColumn("Score"), MarkdownColumn("Now", is_number=True), MarkdownColumn("Expected", is_number=True),
    MarkdownColumn("In four of five cases", is_number=True), MarkdownColumn("Most likely status"),
)  # fmt: skip
KPI_OUTLOOK: Final = (
    MarkdownColumn("KPI"), MarkdownColumn("Now", is_number=True), MarkdownColumn("Expected", is_number=True),
    MarkdownColumn("In four of five cases", is_number=True), MarkdownColumn("Target then", is_number=True),
    MarkdownColumn("Chance to meet it", is_number=True),
)  # fmt: skip


def outlook_section(report: Report) -> Iterator[str]:
    """Where the top scores and the KPIs that matter most will stand."""
    future = report.outlook
    if future is None:
        return
    yield f"## Outlook to {safe(future.until)}"
    yield ""
    yield signs.OUTLOOK_EXPLAINED
    yield ""
    if future.scores:
        yield from table(SCORE_OUTLOOK, map(_score_outlook, future.scores))
    else:
        yield "No KPI has enough values for a forecast with a range."
        yield ""
    if future.kpis:
        yield from table(KPI_OUTLOOK, map(_kpi_outlook, future.kpis))


def _score_outlook(outlook: ScoreOutlook) -> Sequence[str]:
    return (
        stacked_lines(strong_text(outlook.label), outlook.where),
        signs.score_or_dot(outlook.now),
        signs.score_or_dot(outlook.middle),
        f"{signs.score_or_dot(outlook.low)} to {signs.score_or_dot(outlook.high)}",
        f"{signs.status_sign(outlook.status)} {outlook.word} ({numbers.format_chance(outlook.chance)})",
    )


def _kpi_outlook(outlook: KpiOutlook) -> Sequence[str]:
    label = stacked_lines(strong_text(outlook.label), outlook.where)
    return label, *signs.kpi_outlook_cells(outlook)


# --- Goalposts

COUNTERFACTUALS: Final = (
    MarkdownColumn("Scorecard"), MarkdownColumn("Before", is_number=True),
    MarkdownColumn("Under the old rules", is_number=True), MarkdownColumn("Now", is_number=True),
    MarkdownColumn("By results", is_number=True), MarkdownColumn("By rules", is_number=True),
)  # fmt: skip
RULE_CHANGES: Final = (
    MarkdownColumn("What"),
    MarkdownColumn("Change"),
    MarkdownColumn("Effect by itself"),
    MarkdownColumn("Why, and who"),
)


def goalposts_section(report: Report) -> Iterator[str]:
    """What changed in the strategy since a revision: what became easier first."""
    since = report.since
    if since is None:
        return
    yield f"## Goalposts since {safe(since.revision)}"
    yield ""
    yield safe(f"{since.summary[:1].upper()}{since.summary[1:]}.")
    yield ""
    if since.tops:
        yield signs.BEFORES_EXPLAINED
        yield ""
        yield from table(COUNTERFACTUALS, since.tops)
    if not any(section.are_goalposts for section in since.sections):
        yield "No goalpost was moved, and no result was withdrawn."
        yield ""
    for section in since.sections:
        yield f"**{safe(section.title)}**"
        yield ""
        yield from collapsible_table(
            RULE_CHANGES, [_rule_change(change) for change in section.changes]
        )


def _rule_change(change: RuleChange) -> Sequence[str]:
    direction = (
        MarkdownText(f"**{change.sign} {safe(change.direction)}**") if change.direction else ""
    )
    reason = signs.reason_in_words(change)
    if not change.reason:
        reason = MarkdownText(f"*{safe(reason)}*")
    place = MarkdownText(code(change.place)) if change.place else ""
    return (
        stacked_lines(strong_text(change.label), change.where, place),
        stacked_lines(change.what, direction, change.joined),
        stacked_lines(*(change.effect or ("none",))),
        stacked_lines(reason, change.author),
    )


# --- Tiers


def tiers_section(report: Report) -> Iterator[str]:
    """Tiers by perspectives."""
    matrix = report.tiers
    if not matrix.rows:
        return
    yield "## Tiers"
    yield ""
    columns = [
        MarkdownColumn("Tier"),
        MarkdownColumn("Score"),
        *(MarkdownColumn(safe(p)) for p in matrix.perspectives),
    ]
    rows = (
        (strong_text(tier.label), _cell(tier.standing), *map(_cell, tier.cells))
        for tier in matrix.rows
    )
    yield from table(columns, rows)


def _cell(standing: ReportedScore | None) -> str:
    return (
        signs.NONE
        if standing is None
        else f"{signs.score_or_dot(standing.shown)} {status_cell(standing)}"
    )
