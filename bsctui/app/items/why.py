"""Why a score is what it is, and why it changed since the period its trend looks back to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from bsctui.app import numbers
from bsctui.app.cascade import relations
from bsctui.app.cells import Span, Spans, clean, left, right
from bsctui.app.commands import Command, Commands, Section
from bsctui.app.figures import figures
from bsctui.app.layers.steps import Page, Steps
from bsctui.app.tree import Outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.app.glyphs import Glyphs
    from bsctui.app.session import Session
    from bsctui.app.shell import Shell


class Shift(NamedTuple):
    """What a member gave then and gives now, in points of the score above it.

    Attributes:
        address: The member.
        before: Points then, nan where it gave none.
        now: Points now, nan where it gives none.
        was: Its score then.
        score: Its score now.
        status: Its status now.
        word: What made the difference.
    """

    address: str
    before: float
    now: float
    was: float
    score: float
    status: str | None
    word: str

    @property
    def change(self) -> float:
        """Points won or lost; all members' together are the change of the score."""
        return _or_nothing(self.now) - _or_nothing(self.before)


def _or_nothing(points: float) -> float:
    return 0.0 if math.isnan(points) else points


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
    now = relations.members(session, Outline(session.model, session.end), address)
    then: dict[str, relations.Member] = {}
    if since is not None:
        outline = Outline(session.model, session.end_of(since))
        members = relations.members(session, outline, address, since)
        then = {member.address: member for member in members}
    found = [_shift(session, member, then.get(member.address), since) for member in now]
    present = {member.address for member in now}
    found += [_gone(member) for member in then.values() if member.address not in present]
    return sorted(found, key=lambda shift: (-abs(shift.change), -_or_nothing(shift.now)))


def _gone(member: relations.Member) -> Shift:
    nothing = math.nan
    return Shift(member.address, member.points, nothing, member.score, nothing, None, "left")


def _shift(
    session: Session, member: relations.Member, then: relations.Member | None, since: int | None
) -> Shift:
    before = then.points if then else math.nan
    was = then.score if then else math.nan
    word = _word(session, member, then, since) if since is not None else ""
    return Shift(member.address, before, member.points, was, member.score, member.status, word)


def _word(
    session: Session, member: relations.Member, then: relations.Member | None, since: int | None
) -> str:
    """What told the difference, in the reader's words."""
    if then is None:
        return "new"
    if math.isnan(member.score) or math.isnan(then.score):
        if math.isnan(member.score) and math.isnan(then.score):
            return "no score"
        return "no longer scored" if math.isnan(member.score) else "newly scored"
    words = []
    if member.weight != then.weight:
        words.append("weight moved")
    elif not _same(member.share, then.share):
        words.append("share moved")
    if not _same(member.score, then.score):
        words.append(_moved(session, member.address, since))
    return ", ".join(words)


def _moved(session: Session, address: str, since: int | None) -> str:
    """Of a KPI whether its value or its target moved; of all else the score."""
    scores = session.scores
    row = scores.row.get(address)
    if address not in session.model.kpis or row is None or since is None:
        return "score moved"
    words = []
    for word, column in (("value", scores.value), ("target", scores.target_low)):
        if not _same(float(column[row, since]), float(column[row, session.column])):
            words.append(word)
    return f"{' and '.join(words)} moved" if words else "score moved"


def _same(one: float, other: float) -> bool:
    return (math.isnan(one) and math.isnan(other)) or abs(one - other) < 1e-9


# -- on screen ---------------------------------------------------------------------------------


def why_page(session: Session, address: str, width: int, glyphs: Glyphs) -> Page:
    """A page of the layer: the score, then its members or (of a KPI) what it is computed from."""
    since = earlier(session, address)
    shown = figures(session.scores, address, session.column)
    lines: list[tuple[Spans, str | None]] = []
    if shown is not None:
        lines.append((_sentence(session, address, since, glyphs), None))
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
) -> Iterator[tuple[Spans, str | None]]:
    scores = session.scores
    row = scores.row.get(address)
    columns = [("now", session.column), *([("then", since)] if since is not None else [])]
    for word, column in columns:
        if row is not None and column is not None:
            yield _numbers(session, row, column, word), None
    yield (), None
    for relation in relations.causes(session, address):
        label = clean(session.label(relation.address))
        yield (Span(left(f" {relation.word}", 15), "dim"), Span(label, "link")), relation.address
    entity = session.entity(address)
    path, first = session.model.place(entity.origin) if entity else ("", 0)
    for line in relations.written(session, address):
        place = line.remark or path
        spans = (
            Span(left(f" {line.keyword}", 15), "key"),
            Span(clean(line.text)),
            Span(f"  {place}", "dim"),
        )
        yield spans, None
    if entity is not None:
        yield (Span(left(" declared", 15), "dim"), Span(f"{path}:{first}")), None


def _numbers(session: Session, row: int, column: int, word: str) -> Spans:
    scores = session.scores
    spans = [Span(left(f" {session.period_texts()[column]}", 15), "dim")]
    for name, values in (
        ("value", scores.value),
        ("target", scores.target_low),
        ("baseline", scores.baseline),
        ("score", scores.score),
    ):
        text = numbers.value(float(values[row, column]))
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
        if target is not None:
            session.visit(target)


WHY: Commands = (Why,)
