"""Why a score is what it is, and why it changed since the period its trend looks back to."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from bsctui import numbers
from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.core.item_figures import figures
from bsctui.app.core.sensitivity import carried_lines
from bsctui.app.core.spans import Span, Spans, clean, left, right
from bsctui.app.core.whatif_state import assumed_line
from bsctui.app.features.forecast import FORESIGHT
from bsctui.app.ui.pages import Page, Place, Steps, Target
from bsctui.app.views.cascade import relations
from bsctui.explain.attribution import Cause, changes
from bsctui.explain.contributions import explain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.session import Session
    from bsctui.app.shell import Shell
    from bsctui.explain.attribution import Change
    from bsctui.scoring.result import Scores


class Shift(NamedTuple):
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


def earlier(session: Session, address: str) -> int | None:
    """The period the trend compares with: the nearest earlier one that has a score."""
    row = session.scores.row.get(address)
    if row is None:
        return None
    line = session.scores.score[row]
    columns = range(session.column - 1, -1, -1)
    return next((column for column in columns if not math.isnan(float(line[column]))), None)


def shifts(session: Session, address: str, since: int | None) -> list[Shift]:
    """The members of a score, those that moved it most first."""
    scores, at = session.scores, session.column
    moved: dict[str, list[Change]] = defaultdict(list)
    for change in changes(scores, address, since, at) if since is not None else ():
        moved[change.address].append(change)
    points = {part.address: part.points for part in relations.members(session, address)}
    found = [
        Shift(
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
    return sorted(found, key=lambda shift: -abs(shift.change))


def _score(scores: Scores, address: str, column: int | None) -> float:
    return math.nan if column is None else float(scores.score[scores.row[address], column])


# -- on screen ---------------------------------------------------------------------------------


def why_page(session: Session, address: str, width: int, glyphs: Glyphs) -> Page:
    """A page of the layer: the score, then its members or (of a KPI) what it is computed from."""
    since = earlier(session, address)
    shown = figures(session.scores, address, session.column)
    lines: list[tuple[Spans, Target | None]] = []
    if shown is not None:
        lines.append((_sentence(session, address, since, glyphs), None))
        told = (assumed_line(session, address), *carried_lines(session, address))
        lines += [(spans, None) for spans in told if spans]
        lines.append(((), None))
    if address in session.model.kpis or address in session.model.measures:
        lines += _kpi_lines(session, address, since)
    else:
        found = shifts(session, address, since)
        lines += [(_member_heading(session, since, width), None)] if found else []
        lines += [(_member_line(session, shift, width, glyphs), shift.address) for shift in found]
    return Page(clean(session.label(address)), tuple(lines))


def _sentence(session: Session, address: str, since: int | None, glyphs: Glyphs) -> Spans:
    shown = figures(session.scores, address, session.column)
    if shown is None:
        return ()
    spans = [
        Span(f" {session.period_text}: ", "dim"),
        Span(numbers.score(shown.score) or "no score", "strong"),
        Span(f" {glyphs.status(shown.status)} {shown.status_word}", shown.status or ""),
    ]
    if since is not None and not math.isnan(shown.score):
        then = figures(session.scores, address, since)
        was = then.score if then else math.nan
        spans.append(Span(f"   {session.period_texts()[since]}: ", "dim"))
        spans.append(Span(f"{numbers.score(was)}, so "))
        change = shown.score - was
        spans.append(Span(numbers.difference(change), "gain" if change > 0 else "loss"))
    return tuple(spans)


def _member_heading(session: Session, since: int | None, width: int) -> Spans:
    then = session.period_texts()[since] if since is not None else ""
    return (
        Span(right("points", 7), "dim"),
        Span(right("won", 7), "dim"),
        Span("   "),
        Span(left("", max(8, width - 54))),
        Span(right(then, 9), "dim"),
        Span(right(session.period_text, 9), "dim"),
    )


def _member_line(session: Session, shift: Shift, width: int, glyphs: Glyphs) -> Spans:
    change = shift.change
    look = "gain" if change > 0.05 else "loss" if change < -0.05 else "dim"
    return (
        Span(right(numbers.score(shift.now), 7)),
        Span(right(numbers.difference(change), 7), look),
        Span(f" {glyphs.status(shift.status)} ", shift.status or "dim"),
        Span(left(clean(session.label(shift.address)), max(8, width - 54), glyphs.ellipsis)),
        Span(right(numbers.score(shift.was) or glyphs.none, 9), "dim"),
        Span(right(numbers.score(shift.score) or glyphs.none, 9)),
        Span(f"  {shift.word}", "dim"),
    )


def _kpi_lines(
    session: Session, address: str, since: int | None
) -> Iterator[tuple[Spans, Target | None]]:
    scores = session.scores
    row = scores.row.get(address)
    columns = [("now", session.column), *([("then", since)] if since is not None else [])]
    for word, column in columns:
        if row is not None and column is not None:
            yield _numbers(session, row, column, word), None
    if since is not None and row is not None:
        yield from _moved_by(session, address, since)
    yield (), None
    for relation in relations.causes(session, address):
        label = clean(session.label(relation.address))
        yield (Span(left(f" {relation.word}", 15), "dim"), Span(label, "link")), relation.address
    entity = session.entity(address)
    for line in relations.written(session, address):
        target = Place(*session.model.place(line.origin)) if line.origin else None
        place = ":".join(map(str, target)) if target else line.remark
        spans = (
            Span(left(f" {line.keyword}", 15), "key"),
            Span(clean(line.text)),
            Span(f"  {place}", "dim"),
        )
        yield spans, target
    if entity is not None:
        declared = Place(*session.model.place(entity.origin))
        yield (Span(left(" declared", 15), "dim"), Span(":".join(map(str, declared)))), declared


def _moved_by(session: Session, address: str, since: int) -> Iterator[tuple[Spans, Target | None]]:
    """What moved a KPI's own score, in points."""
    for change in changes(session.scores, address, since, session.column):
        look = "gain" if change.points > 0 else "loss"
        points = Span(f"{numbers.difference(change.points)} points", look)
        place = _line_behind(session, address, change.cause)
        where = Span(f"  {place.path}:{place.line}" if place else "", "dim")
        yield (Span(left(f" {change.cause.value}", 15), "dim"), points, where), place


def _line_behind(session: Session, address: str, cause: Cause) -> Place | None:
    """The line of text that moved a KPI's score: of a target its line, else the one its value stands on."""
    wanted = {"target"} if cause is Cause.TARGET else {""}
    sources = explain(session.scores, address, session.column).sources
    found = [source for source in sources if source.origin is not None and source.word in wanted]
    origin = found[-1].origin if found else None
    if origin is None:
        return None
    return Place(*session.model.place(origin))


def _numbers(session: Session, row: int, column: int, word: str) -> Spans:
    scores = session.scores
    spans = [Span(left(f" {session.period_texts()[column]}", 15), "dim")]
    for name, values in (
        ("value", scores.value),
        ("target", scores.target_low),
        ("baseline", scores.baseline),
        ("score", scores.score),
    ):
        number = float(values[row, column])
        text = numbers.score(number) if name == "score" else numbers.value(number)
        if text:
            spans += [
                Span(f"{name} ", "dim"),
                Span(left(text, 9), "strong" if word == "now" else ""),
            ]
    return tuple(spans)


class Why(Command):
    """x."""

    id = "why"
    keys = "x"
    title = "Why this number"
    help = "why this number, and why it changed: points won and lost; enter descends"
    footer = "why"
    section = Section.UNDERSTAND

    def enabled(self, shell: Shell) -> bool:
        """Only what has a row of scores can be explained."""
        return shell.session.selected is not None

    async def run(self, shell: Shell) -> None:
        """Open the layer; leaving it by enter on the last step selects the item."""
        session = shell.session
        if session.selected is None:
            return

        def page(address: str, width: int) -> Page:
            return why_page(session, address, width, shell.glyphs)

        target = await shell.ask(Steps(page, session.selected))
        if isinstance(target, Place):
            session.look_at(target.path, target.line)
            await shell.show_view("text")
        elif target is not None:
            session.visit(target)


WHY: Commands = (Why, *FORESIGHT)
