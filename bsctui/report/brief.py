"""The report in a few sentences, for whoever reads no further."""

from __future__ import annotations

from collections import Counter
from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui import numbers
from bsctui.explain.attribution import Cause
from bsctui.report import signs
from bsctui.report.content import Turn, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.report.content import Movement, Mover, Report, Top

NAMED: Final = 2
"""How many of a kind are named in a sentence."""


def brief(report: Report) -> tuple[str, ...]:
    """One sentence a subject; subjects with nothing to tell are left out."""
    return tuple(sentence for sentence in _sentences(report) if sentence)


def _sentences(report: Report) -> Iterator[str]:
    movements = {one.address: one for one in report.movements}
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


def _standing(top: Top, movement: Movement | None) -> str:
    standing = top.standing
    if isnan(standing.score):
        return f"{top.label} has no score in this period."
    said = f"{top.label} scores {numbers.score(standing.score)} of 100 ({standing.word})"
    if movement is not None:
        said += f", {_change(movement.change)} since {movement.since}"
    if standing.coverage < 99.5:
        said += f"; {standing.coverage:.0f}% of the weight behind it has a score"
    return f"{said}."


def _change(points: float) -> str:
    if abs(points) < 0.05:
        return "unchanged"
    return f"{'up' if points > 0 else 'down'} {abs(points):.1f}"


def _reasons(movement: Movement | None) -> str:
    """What moved it most, each way; the way it went first."""
    if movement is None:
        return ""
    up = [one for one in movement.movers if one.points > 0]
    down = [one for one in movement.movers if one.points < 0]
    sides = [("Up most by", up), ("down most by", down)]
    if movement.change < 0:
        sides = [("Down most by", down), ("up most by", up)]
    parts = [f"{word} {_named(side)}" for word, side in sides if side]
    if not parts:
        return ""
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."


def _named(side: Sequence[Mover]) -> str:
    return " and ".join(f"{one.label} ({_points(one)})" for one in side[:NAMED])


def _points(one: Mover) -> str:
    """Points, and the cause where it is neither a value nor a target: then nothing was done better or worse."""
    points = signs.difference(one.points)
    strange = [part.cause for part in one.parts if part.cause not in {Cause.VALUE, Cause.TARGET}]
    return f"{points}, {strange[0]}" if strange else points


def _counts(report: Report) -> str:
    total = sum(one.number for one in report.counts)
    if not total:
        return "No KPI is in force in this period."
    some = ", ".join(f"{one.number} {_lower(one.word)}" for one in report.counts)
    return f"{counted(total, 'KPI', 'KPIs')}: {some}."


def _lower(word: str) -> str:
    return word[:1].lower() + word[1:]


def _shifts(report: Report) -> str:
    found = Counter(one.turn for one in report.shifts)
    if not found:
        return ""
    some = ", ".join(f"{found[turn]} {turn.value}" for turn in Turn if found[turn])
    noun = counted(len(report.shifts), "status", "statuses")
    return f"{noun} changed since {report.before}: {some}."


def _works(report: Report) -> str:
    overdue = [f"“{one.label}”" for one in report.works if one.overdue]
    over = [f"“{one.label}”" for one in report.works if one.over_budget]
    parts = [
        f"{word} {', '.join(some[:NAMED])}"
        + (f" and {len(some) - NAMED} more" if len(some) > NAMED else "")
        for word, some in (("overdue:", overdue), ("over budget:", over))
        if some
    ]
    return f"Initiatives {'; '.join(parts)}." if parts else ""


def _future(report: Report) -> str:
    """Of the first top scorecard; the section has the others."""
    if report.future is None or not report.future.scores:
        return ""
    first = report.future.scores[0]
    return (
        f"By {report.future.until} {first.label} will stand between {numbers.score(first.low)} and {numbers.score(first.high)}"
        f" in four of five cases; {_lower(first.word)} is likeliest ({signs.chance(first.chance)})."
    )


def _errors(report: Report) -> str:
    if not report.errors:
        return ""
    first = next((one for one in report.troubles if one.weight is Weight.ERROR), None)
    place = f", the first in {first.place}" if first is not None else ""
    noun = counted(report.errors, "error", "errors")
    return f"{noun} in the files{place}: what rests on them is marked broken."


def counted(number: int, one: str, many: str) -> str:
    """`1 KPI`, `3 KPIs`."""
    return f"{number} {one if number == 1 else many}"
