"""The words of a review, the same in the terminal, in markdown and in the app."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from bsctui.merge.normal_form import written_number
from bsctui.review.changes import Kind
from bsctui.review.directions import Direction
from bsctui.review.effects import shown
from bsctui.review.facts import SETTINGS, Sort

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.model.periods import Period
    from bsctui.review.changes import Change
    from bsctui.review.comparison import Comparison, Reviewed
    from bsctui.review.effects import Effect
    from bsctui.review.isolated_effects import Ahead, Point

NO_REASON = "no reason given"


def score(value: float | None) -> str:
    """A score with one decimal; `none` for none."""
    return "none" if value is None or isnan(value) else f"{value + 0.0:.1f}"


def points(value: float | None) -> str:
    """A signed difference with one decimal; `none` for none."""
    if value is None or isnan(value):
        return "none"
    rounded = round(value, 1)
    return f"{rounded:+.1f}" if rounded else "0.0"


def way(effect: Effect) -> str:
    """`88.5 → 76.6: results -9.0, rules -2.9 (79.5 under the old rules)`."""
    start = f"{score(effect.before)} → {score(effect.after)}"
    if effect.structure:
        return f"{start}: not split, a score is missing on one side ({score(effect.old_rules)} under the old rules)"
    return (
        f"{start}: results {points(effect.results)}, rules {points(effect.rules)}"
        f" ({score(effect.old_rules)} under the old rules)"
    )


def results_split(effect: Effect) -> str | None:
    """The parts of the results; None where they are not told apart."""
    if effect.time is None:
        return None
    return f"results: time {points(effect.time)}, restated {points(effect.restated)}, new values {points(effect.new)}"


def what(change: Change) -> str:
    """What was done: `target 84% by 2026-Q4 → 82% by 2026-Q4`; with what went along."""
    along = ""
    if change.kind is Kind.MOVED:
        along = ", ".join(f"{one.label} ({deed(one)})" for one in change.inside)
    return deed(change) + (f", and with it {along}" if along else "")


def _renamed_too(change: Change) -> str:
    """What a move that changed the name as well adds."""
    name = (change.old_address or change.address).rpartition(".")[2]
    return "" if name == change.address.rpartition(".")[2] else f", renamed from {name}"


def deed(change: Change) -> str:
    """What was done to the thing itself."""
    if change.kind is Kind.RENAMED:
        return f"renamed from {change.old}"
    if change.kind is Kind.MOVED:
        return f"moved from {change.old} to {change.new}{_renamed_too(change)}"
    if change.is_whole:
        return _whole(change)
    old, new = change.old, change.new
    if change.revision is not None:
        return f"{change.field} {_arrow(old, new)}"
    if old is None or new is None:
        word, text = ("added", new) if old is None else ("taken away", old)
        name = change.field or ""
        return f"{name} {word}" + (f": {text}" if text and text != name else "")
    return f"{change.field} {_arrow(old, new)}"


def _arrow(old: str | None, new: str | None) -> str:
    if old is None:
        return new or ""
    if new is None:
        return f"{old} → none"
    period, colon, value = new.partition(": ")
    same = colon and "; " not in new and old.startswith(f"{period}: ")
    return f"{old} → {value if same else new}"


def _whole(change: Change) -> str:
    word = "added" if change.kind is Kind.ADDED else "removed"
    if change.thing in SETTINGS:
        text = change.new or change.old or ""
        return f"{change.thing} {word}" + (f": {text}" if text != change.thing else "")
    inside = [one for one in change.inside if one.is_whole]
    named = [one for one in change.inside if not one.is_whole]
    parts = [f"{change.thing} {word}"]
    if inside:
        parts.append("with " + ", ".join(one.label for one in inside))
    if named:
        parts.append(
            "and what names it: " + ", ".join(f"{one.label} ({what(one)})" for one in named)
        )
    return " ".join(parts)


def direction(one: Reviewed) -> str | None:
    """Easier, harder, mixed or neutral; of doubtful results what became of them."""
    if one.direction is not None:
        return str(one.direction)
    if one.change.revision is not None:
        return str(one.change.revision)
    return "judged better" if one.is_goalpost else None


def sign(one: Reviewed) -> str:
    """A glyph for the direction, so that it is never told by colour alone."""
    if one.direction is None:
        return "!" if one.is_goalpost else "·"
    return {
        Direction.EASIER: "▼",
        Direction.HARDER: "▲",
        Direction.MIXED: "◆",
        Direction.NEUTRAL: "=",
    }[one.direction]


def alone(one: Reviewed, comparison: Comparison) -> list[str]:
    """The effect of a change alone, a period each, then what it does to targets ahead."""
    if one.judgement is None:
        return []
    format_period = _periods(comparison)
    found: list[str] = []
    for period in dict.fromkeys(point.period for point in one.judgement.effect):
        some = [
            point
            for point in one.judgement.effect
            if point.period == period and point.points is not None
        ]
        if some:
            said = ", ".join(
                f"{points(point.points)} {_at(point, one.change, comparison)}" for point in some
            )
            found.append(f"{said} in {format_period(period)}")
    if one.judgement.ahead is not None:
        found.append(_ahead(one.judgement.ahead, format_period))
    return found


def _at(point: Point, change: Change, comparison: Comparison) -> str:
    if point.address == change.address:
        return "here"
    for corner in (comparison.corners.now, comparison.corners.old_rules):
        row = corner.row(point.address)
        if corner.scores is not None and row is not None:
            return f"at {shown(corner.scores, row)}"
    return f"at {point.address}"


def _ahead(ahead: Ahead, format_period: Callable[[Period], str]) -> str:
    share = "" if ahead.share is None else f", {ahead.share:+.1%}"
    if ahead.first == ahead.last:
        targets = f"{_short(ahead.old)} → {_short(ahead.new)}"
        return f"target ahead, {format_period(ahead.last)}: {targets}{share}"
    difference = (
        f"{_short(ahead.difference)}" if ahead.difference < 0 else f"+{_short(ahead.difference)}"
    )
    return f"targets ahead, {format_period(ahead.first)}..{format_period(ahead.last)}: {difference}{share}"


def _short(value: float) -> str:
    return written_number(float(f"{value:.4g}"))


def joined(one: Reviewed) -> str | None:
    """What it does not load without."""
    if one.judgement is None or not one.judgement.joined:
        return None
    names = ", ".join(f"{other.label} ({deed(other)})" for other in one.judgement.joined[:3])
    more = len(one.judgement.joined) - 3
    return f"does not load alone; judged together with {names}" + (
        f" and {more} more" if more > 0 else ""
    )


def summary(comparison: Comparison) -> str:
    """How much of what: `3 goalposts moved, 5 other changes of rules, 60 of results`."""
    rules = sum(1 for one in comparison.others if one.change.sort is Sort.RULES)
    results = sum(1 for one in comparison.others if one.change.sort is Sort.RESULTS)
    parts = [
        counted(len(comparison.goalposts), "goalpost", "goalposts") + " moved" if comparison.goalposts else "",
        counted(rules, "other change of rules", "other changes of rules") if rules and comparison.goalposts
        else counted(rules, "change of rules", "changes of rules") if rules else "",
        counted(results, "change of results", "changes of results") if results else "",
    ]  # fmt: skip
    return ", ".join(part for part in parts if part) or "nothing that touches a score"


def counted(number: int, one: str, many: str) -> str:
    """`1 goalpost`, `3 goalposts`."""
    return f"{number} {one if number == 1 else many}"


def _periods(comparison: Comparison) -> Callable[[Period], str]:
    calendar = comparison.sides.old.settings.calendar or comparison.sides.new.settings.calendar
    return calendar.fiscal.format if calendar is not None else str


def groups(
    comparison: Comparison, some: tuple[Reviewed, ...]
) -> list[tuple[str, str, list[Reviewed]]]:
    """Changes by scorecard: its address (empty for the settings), its label, its changes."""
    found: dict[str, list[Reviewed]] = {}
    for one in some:
        found.setdefault(one.change.scorecard, []).append(one)
    cards = {**comparison.sides.old.scorecards, **comparison.sides.new.scorecards}
    return [
        (name, cards[name].shown if name in cards else "Settings of the workspace", changes)
        for name, changes in found.items()
    ]
