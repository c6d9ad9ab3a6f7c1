"""What changed: scores and statuses since the period before, and goalposts since a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.phrases import count_phrase
from bsctui.report import signs
from bsctui.report.html.elements import el
from bsctui.report.html.widgets import (
    NUMBER,
    OPEN_ROWS,
    PROSE,
    HtmlColumn,
    collapsed_rest,
    collapsible_table,
    label_cell,
    muted_paragraph,
    page_section,
    points_difference,
    status_badge,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.report.changes import (
        ChangesSince,
        Movement,
        Mover,
        PeriodRemark,
        RuleChange,
        StatusShift,
    )
    from bsctui.report.content import Report
    from bsctui.report.html.elements import HtmlChild, Markup
    from bsctui.report.html.widgets import PageSection

# --- What changed, and why


def changes_section(report: Report) -> PageSection | None:
    """What moved the top scores, which statuses changed, and what people wrote."""
    if report.before is None and not report.remarks:
        return None
    title = f"What changed since {report.before}, and why" if report.before else "Remarks"
    nothing = not report.movements and not report.shifts and not report.remarks
    return page_section(
        "changes",
        title,
        muted_paragraph(signs.NOTHING_NEW) if nothing else None,
        (_movement(movement) for movement in report.movements),
        _shifts(report.shifts),
        _remarks(report.remarks),
    )


MOVERS: Final = (HtmlColumn("What"), HtmlColumn("Why", PROSE), HtmlColumn("Points", NUMBER))


def _movement(movement: Movement) -> Markup:
    caption = f"{movement.label}: {signs.score_or_dot(movement.before)} in {movement.since}, now {signs.score_or_dot(movement.now)}{signs.alike(movement)}"
    rows: list[Sequence[HtmlChild]] = [
        (label_cell(mover.label, mover.where), _parts(mover), points_difference(mover.points))
        for mover in movement.movers
    ]
    if movement.others:
        rows.append(
            (
                count_phrase(movement.others, "other", "others together"),
                "",
                points_difference(movement.rest),
            )
        )
    rows.append((el("strong", "Together"), "", points_difference(movement.change)))
    return el(
        "div",
        table(caption, MOVERS, rows),
        (el("p", text) for text in signs.place_sentences(movement)),
    )


def _parts(mover: Mover) -> Markup:
    items = (
        el(
            "li",
            f"{part.cause}{': ' if part.detail else ''}{part.detail} ",
            points_difference(part.points),
        )
        for part in mover.parts
    )
    return el("ul", items, class_="plain")


SHIFTS: Final = (
    HtmlColumn("What"),
    HtmlColumn("Was"),
    HtmlColumn("Is now"),
    HtmlColumn("Score", NUMBER),
    HtmlColumn("Became"),
)


def _shifts(shifts: Sequence[StatusShift]) -> Iterator[Markup]:
    if not shifts:
        return
    yield from collapsible_table("Statuses that changed", SHIFTS, shifts, _shift)


def _shift(shift: StatusShift) -> Sequence[HtmlChild]:
    return (
        label_cell(shift.label, f"{shift.kind}, {shift.where}"),
        status_badge(shift.before),
        status_badge(shift.now),
        f"{signs.score_or_dot(shift.before.score)} → {signs.score_or_dot(shift.now.score)}",
        shift.direction.value,
    )


def _remarks(remarks: Sequence[PeriodRemark]) -> Iterator[Markup]:
    if not remarks:
        return
    items = [_remark(remark) for remark in remarks]
    yield el("h3", "Notes on the period")
    yield el("ul", items[:OPEN_ROWS], class_="remarks")
    if items[OPEN_ROWS:]:
        yield collapsed_rest(len(items) - OPEN_ROWS, el("ul", items[OPEN_ROWS:], class_="remarks"))


def _remark(remark: PeriodRemark) -> Markup:
    judged = (
        el(
            "span",
            el("span", signs.status_sign(remark.status), class_="sign", aria_hidden="true"),
            f" judged {remark.word}",
            class_=f"status {remark.status}",
        )
        if remark.status
        else None
    )
    where = f" ({remark.where})" if remark.where else ""
    signed = el("span", f" ({remark.signed})", class_="muted") if remark.signed else None
    return el("li", el("strong", remark.label), f"{where}: {remark.text} ", judged, signed)


# --- Goalposts

RULE_CHANGES: Final = (
    HtmlColumn("What"),
    HtmlColumn("Change", PROSE),
    HtmlColumn("Effect by itself", PROSE),
    HtmlColumn("Why, and who", PROSE),
)
NO_GOALPOST: Final = "No goalpost was moved, and no result was withdrawn."
COUNTERFACTUALS: Final = (
    HtmlColumn("Scorecard"), HtmlColumn("Before", NUMBER), HtmlColumn("Under the old rules", NUMBER),
    HtmlColumn("Now", NUMBER), HtmlColumn("By results", NUMBER), HtmlColumn("By rules", NUMBER),
)  # fmt: skip


def goalposts_section(report: Report) -> PageSection | None:
    """What changed in the strategy since a revision: what became easier first."""
    since = report.since
    if since is None:
        return None
    return page_section(
        "goalposts",
        f"Goalposts since {since.revision}",
        muted_paragraph(f"{since.summary[:1].upper()}{since.summary[1:]}."),
        muted_paragraph(signs.BEFORES_EXPLAINED) if since.tops else None,
        table("Top scores", COUNTERFACTUALS, since.tops) if since.tops else None,
        None if _has_goalposts(since) else muted_paragraph(NO_GOALPOST),
        *_sections(since),
    )


def _has_goalposts(since: ChangesSince) -> bool:
    return any(section.are_goalposts for section in since.sections)


def _sections(since: ChangesSince) -> Iterator[Markup]:
    for section in since.sections:
        yield from collapsible_table(section.title, RULE_CHANGES, section.changes, _rule_change)


def _rule_change(change: RuleChange) -> Sequence[HtmlChild]:
    return (
        label_cell(change.label, change.where, change.place),
        el(
            "span",
            label_cell(change.what),
            el("strong", f"{change.sign} {change.direction}") if change.direction else None,
            el("span", change.joined, class_="below") if change.joined else None,
            class_="name",
        ),
        el("ul", (el("li", text) for text in change.effect), class_="plain")
        if change.effect
        else "none",
        label_cell(signs.reason_in_words(change), change.author),
    )
