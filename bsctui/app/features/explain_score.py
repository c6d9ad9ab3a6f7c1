"""Why a score is what it is, and why it changed since the period its trend looks back to."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui import numbers
from bsctui.app.core import relations
from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.core.item_figures import item_figures
from bsctui.app.core.sensitivity import carried_lines
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.app.core.whatif_state import assumed_line
from bsctui.app.features.forecast import FORECASTING
from bsctui.app.ui.pages import Page, PageLayer, Target, TextPlace
from bsctui.cells import align_label, align_left, align_right, share_cells
from bsctui.escaping import printable
from bsctui.explain.attribution import Cause, attributed_changes
from bsctui.explain.contributions import explain
from bsctui.kpi_text import kpi_text
from bsctui.score_rule import score_rule
from bsctui.scoring.status import round_to_status, shown_score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.session import Session
    from bsctui.explain.attribution import Change
    from bsctui.scoring.result import Scores


class MemberShift(NamedTuple):
    """What a member gives now, and what it won or lost, in points of the score above it.

    Attributes:
        address: The member.
        now: Points now, nan where it gives none.
        change: Points won or lost; all members' together are the change of the score.
        was: Its score then.
        score: Its score now.
        status: Its status now.
        word: What made the difference.
    """

    address: str
    now: float
    change: float
    was: float
    score: float
    status: str | None
    word: str


def previous_scored_column(session: Session, address: str) -> int | None:
    """The period the trend compares with: the nearest earlier one that has a score."""
    row = session.scores.row.get(address)
    if row is None:
        return None
    line = session.scores.score[row]
    columns = range(session.column - 1, -1, -1)
    return next((column for column in columns if not math.isnan(float(line[column]))), None)


def member_shifts(session: Session, address: str, since: int | None) -> list[MemberShift]:
    """The members of a score, those that moved it most first."""
    scores, at = session.scores, session.column
    moved: dict[str, list[Change]] = defaultdict(list)
    for change in attributed_changes(scores, address, since, at) if since is not None else ():
        moved[change.address].append(change)
    points = {part.address: part.points for part in relations.score_members(session, address)}
    members = [
        MemberShift(
            member,
            points.get(member, math.nan),
            sum(change.points for change in moved[member]),
            _score(scores, member, since),
            _score(scores, member, at),
            scores.status_word(scores.row[member], at),
            ", ".join(dict.fromkeys(change.cause.value for change in moved[member])),
        )
        for member in dict.fromkeys((*points, *moved))
    ]
    return sorted(members, key=lambda shift: -abs(shift.change))


def _score(scores: Scores, address: str, column: int | None) -> float:
    return math.nan if column is None else float(scores.score[scores.row[address], column])


# -- on screen ---------------------------------------------------------------------------------


def why_page(session: Session, address: str, width: int, glyphs: Glyphs) -> Page:
    """A page of the layer: the score, then its members or (of a KPI) what it is computed from."""
    since = previous_scored_column(session, address)
    shown = item_figures(session.scores, address, session.column)
    lines: list[tuple[Spans, Target | None]] = []
    if shown is not None:
        lines.append((_sentence(session, address, since, glyphs), None))
        remarks = (assumed_line(session, address), *carried_lines(session, address))
        lines += [(spans, None) for spans in remarks if spans]
        lines.append(((), None))
    if address in session.model.kpis or address in session.model.measures:
        lines += _kpi_lines(session, address, since)
    else:
        members = member_shifts(session, address, since)
        label = _label_width(session, members, width)
        lines += [(_member_heading(session, since, label), None)] if members else []
        lines += [(_member_line(session, shift, label, glyphs), shift.address) for shift in members]
    return Page(printable(session.label(address)), tuple(lines))


def _sentence(session: Session, address: str, since: int | None, glyphs: Glyphs) -> Spans:
    shown = item_figures(session.scores, address, session.column)
    if shown is None:
        return ()
    spans = [
        StyledSpan(f" {session.period_text}: ", "dim"),
        StyledSpan(numbers.format_score(shown.shown) or "no score", "strong"),
        StyledSpan(f" {glyphs.status(shown.status)} {shown.status_word}", shown.status or ""),
    ]
    if since is not None and not math.isnan(shown.score):
        then = item_figures(session.scores, address, since)
        was = then.score if then else math.nan
        spans.append(StyledSpan(f"   {session.period_texts()[since]}: ", "dim"))
        spans.append(StyledSpan(f"{numbers.format_score(then.shown if then else was)}, so "))
        change = shown.score - was
        spans.append(
            StyledSpan(numbers.format_difference(change), "gain" if change > 0 else "loss")
        )
    return tuple(spans)


FIGURES = 37
"""Cells of a member's line that are neither its label nor what made the difference."""


def _label_width(session: Session, members: Sequence[MemberShift], width: int) -> int:
    """Cells for the labels: what made the difference is read in full where both have room."""
    labels = [cell_len(printable(session.distinct_label(each.address))) for each in members]
    needs = (max(labels, default=0), max((cell_len(each.word) for each in members), default=0))
    label, _ = share_cells(needs, (width // 4, 12), width - FIGURES)
    return max(8, label)


def _member_heading(session: Session, since: int | None, label: int) -> Spans:
    then = session.period_texts()[since] if since is not None else ""
    return (
        StyledSpan(align_right("points", 7), "dim"),
        StyledSpan(align_right("change", 7), "dim"),
        StyledSpan("   "),
        StyledSpan(align_left("", label)),
        StyledSpan(align_right(then, 9), "dim"),
        StyledSpan(align_right(session.period_text, 9), "dim"),
    )


def _member_line(session: Session, shift: MemberShift, label: int, glyphs: Glyphs) -> Spans:
    change, scores = shift.change, session.scores
    was, score = (
        numbers.format_score(round_to_status(scores, scores.row[shift.address], each))
        for each in (shift.was, shift.score)
    )
    look = "gain" if change > 0.05 else "loss" if change < -0.05 else "dim"
    return (
        StyledSpan(align_right(numbers.format_score(shift.now), 7)),
        StyledSpan(align_right(numbers.format_difference(change), 7), look),
        StyledSpan(f" {glyphs.status(shift.status)} ", shift.status or "dim"),
        StyledSpan(
            align_label(
                printable(session.distinct_label(shift.address)),
                label,
                glyphs.ellipsis,
            )
        ),
        StyledSpan(align_right(was or glyphs.none, 9), "dim"),
        StyledSpan(align_right(score or glyphs.none, 9)),
        StyledSpan(f"  {shift.word}", "dim"),
    )


def _kpi_lines(
    session: Session, address: str, since: int | None
) -> Iterator[tuple[Spans, Target | None]]:
    row = session.scores.row.get(address)
    columns = [("now", session.column), *([("then", since)] if since is not None else [])]
    for word, column in columns:
        if row is not None and column is not None:
            yield _numbers(session, address, column, word), None
    rule = score_rule(session.scores, address, session.column) if row is not None else None
    if rule is not None:
        yield (StyledSpan(align_left(" scored", 15), "dim"), StyledSpan(printable(rule))), None
    if since is not None and row is not None:
        yield from _moved_by(session, address, since)
    yield (), None
    for relation in relations.causes(session, address):
        label = printable(session.distinct_label(relation.address))
        yield (
            (StyledSpan(align_left(f" {relation.word}", 15), "dim"), StyledSpan(label, "link")),
            relation.address,
        )
    entity = session.entity(address)
    for line in relations.written_lines(session, address):
        target = TextPlace(*session.model.place(line.origin)) if line.origin else None
        place = ":".join(map(str, target)) if target else line.remark
        spans = (
            StyledSpan(align_left(f" {line.keyword}", 15), "key"),
            StyledSpan(printable(line.text)),
            StyledSpan(f"  {place}", "dim"),
        )
        yield spans, target
    if entity is not None:
        declared = TextPlace(*session.model.place(entity.origin))
        yield (
            (
                StyledSpan(align_left(" declared", 15), "dim"),
                StyledSpan(":".join(map(str, declared))),
            ),
            declared,
        )


def _moved_by(session: Session, address: str, since: int) -> Iterator[tuple[Spans, Target | None]]:
    """What moved a KPI's own score, in points."""
    for change in attributed_changes(session.scores, address, since, session.column):
        look = "gain" if change.points > 0 else "loss"
        points = StyledSpan(f"{numbers.format_difference(change.points)} points", look)
        place = _line_behind(session, address, change.cause)
        where = StyledSpan(f"  {place.path}:{place.line}" if place else "", "dim")
        yield (StyledSpan(align_left(f" {change.cause.value}", 15), "dim"), points, where), place


def _line_behind(session: Session, address: str, cause: Cause) -> TextPlace | None:
    """The line of text that moved a KPI's score: of a target its line, else the one its value stands on."""
    wanted = {"target"} if cause is Cause.TARGET else {""}
    sources = explain(session.scores, address, session.column).sources
    matching = [source for source in sources if source.origin is not None and source.word in wanted]
    origin = matching[-1].origin if matching else None
    if origin is None:
        return None
    return TextPlace(*session.model.place(origin))


def _numbers(session: Session, address: str, column: int, word: str) -> Spans:
    scores = session.scores
    spans = [StyledSpan(align_left(f" {session.period_texts()[column]}", 15), "dim")]
    figures = kpi_text(scores, address, column)
    score = numbers.format_score(shown_score(scores, scores.row[address], column))
    for name, text in (*figures._asdict().items(), ("score", score)):
        if text:
            spans += [
                StyledSpan(f"{name} ", "dim"),
                StyledSpan(align_left(text, 9), "strong" if word == "now" else ""),
            ]
    return tuple(spans)


class Why(Command):
    id = "why"
    keys = "x"
    title = "Why this number"
    help = "why this number, and why it changed: points gained and lost; enter descends"
    footer = "why"
    section = Section.UNDERSTAND

    def enabled(self, shell: AppContext) -> bool:
        """Only what has a row of scores can be explained."""
        return shell.session.selected is not None

    async def run(self, shell: AppContext) -> None:
        """Open the layer; leaving it by enter on the last step selects the item."""
        session = shell.session
        if session.selected is None:
            return

        def page(address: str, width: int) -> Page:
            return why_page(session, address, width, shell.glyphs)

        target = await shell.ask(PageLayer(page, session.selected))
        if isinstance(target, TextPlace):
            session.look_at(target.path, target.line)
            await shell.show_view("text")
        elif target is not None:
            session.visit(target)


WHY: Commands = (Why, *FORECASTING)
