"""The report in a few sentences, for whoever reads no further."""

from __future__ import annotations

from collections import Counter
from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui import numbers
from bsctui.explain.attribution import Cause
from bsctui.phrases import count_phrase, first_few
from bsctui.report import signs
from bsctui.report.changes import StatusDirection
from bsctui.report.content import ReportSeverity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.report.changes import Movement, Mover
    from bsctui.report.content import Report, TopScorecard

NAMED_IN_SENTENCE: Final = 2
"""How many of a kind are named in a sentence."""


def brief_sentences(report: Report) -> tuple[str, ...]:
    """One sentence a subject; subjects with nothing to tell are left out."""
    return tuple(sentence for sentence in _sentences(report) if sentence)


def _sentences(report: Report) -> Iterator[str]:
    movements = {movement.address: movement for movement in report.movements}
    for top in report.tops:
        yield _standing(top, movements.get(top.address))
        yield _reasons(movements.get(top.address))
    yield _counts(report)
    yield _shifts(report)
    yield _works(report)
    yield _future(report)
    if report.since is not None:
        yield f"Since {report.since.revision}: {report.since.summary}."
    yield _errors(report)


def _standing(top: TopScorecard, movement: Movement | None) -> str:
    standing = top.standing
    if isnan(standing.score):
        return f"{top.label} has no score in this period."
    sentence = f"{top.label} scores {numbers.format_score(standing.shown)} of 100 ({standing.word})"
    if movement is not None:
        sentence += f", {_change(movement.change)} since {movement.since}"
        sentence += signs.alike(movement)
    if standing.coverage < 99.5:
        sentence += f"; {standing.coverage:.0f}% of the weight below it has a score"
    return f"{sentence}."


def _change(points: float) -> str:
    if abs(points) < 0.05:
        return "unchanged"
    return f"{'up' if points > 0 else 'down'} {abs(points):.1f}"


def _reasons(movement: Movement | None) -> str:
    """What moved it most, each way; the way it went first."""
    if movement is None:
        return ""
    up = [mover for mover in movement.movers if mover.points > 0]
    down = [mover for mover in movement.movers if mover.points < 0]
    sides = [("Up most by", up), ("down most by", down)]
    if movement.change < 0:
        sides = [("Down most by", down), ("up most by", up)]
    parts = [f"{word} {_named(side)}" for word, side in sides if side]
    if not parts:
        return ""
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _named(side: Sequence[Mover]) -> str:
    return " and ".join(f"{mover.label} ({_points(mover)})" for mover in side[:NAMED_IN_SENTENCE])


def _points(mover: Mover) -> str:
    """Points, and the cause where it is neither a value nor a target: then nothing was done better or worse."""
    points = signs.difference_or_dot(mover.points)
    strange = [part.cause for part in mover.parts if part.cause not in {Cause.VALUE, Cause.TARGET}]
    return f"{points}, {strange[0]}" if strange else points


def _counts(report: Report) -> str:
    total = sum(count.number for count in report.counts)
    if not total:
        return "No KPI is in force in this period."
    listed = ", ".join(f"{count.number} {_lower(count.word)}" for count in report.counts)
    return f"{count_phrase(total, 'KPI', 'KPIs')}: {listed}."


def _lower(word: str) -> str:
    return word[:1].lower() + word[1:]


def _shifts(report: Report) -> str:
    turns = Counter(shift.direction for shift in report.shifts)
    if not turns:
        return ""
    listed = ", ".join(f"{turns[turn]} {turn.value}" for turn in StatusDirection if turns[turn])
    noun = count_phrase(len(report.shifts), "status", "statuses")
    return f"{noun} changed since {report.before}: {listed}."


def _works(report: Report) -> str:
    overdue = [f"“{initiative.label}”" for initiative in report.initiatives if initiative.overdue]
    over = [f"“{initiative.label}”" for initiative in report.initiatives if initiative.over_budget]
    parts = [
        f"{word} {first_few(labels, NAMED_IN_SENTENCE)}"
        for word, labels in (("overdue:", overdue), ("over budget:", over))
        if labels
    ]
    return f"Initiatives {'; '.join(parts)}." if parts else ""


def _future(report: Report) -> str:
    """Of the first top scorecard; the section has the others."""
    if report.outlook is None or not report.outlook.scores:
        return ""
    first = report.outlook.scores[0]
    return (
        f"By {report.outlook.until} {first.label} will stand between {numbers.format_score(first.low)} and {numbers.format_score(first.high)}"
        f" in four of five cases; {_lower(first.word)} is likeliest ({numbers.format_chance(first.chance)})."
    )


def _errors(report: Report) -> str:
    if not report.errors:
        return ""
    first = next(
        (trouble for trouble in report.diagnostics if trouble.severity is ReportSeverity.ERROR),
        None,
    )
    place = f", the first in {first.place}" if first is not None else ""
    noun = count_phrase(report.errors, "error", "errors")
    return f"{noun} in the files{place}: what rests on them is marked broken."
