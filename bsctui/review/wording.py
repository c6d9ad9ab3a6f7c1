"""The words of a review, the same in the terminal, in markdown and in the app."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from bsctui.phrases import count_phrase
from bsctui.review.breakage import BROKEN
from bsctui.review.changes import ChangeKind
from bsctui.review.directions import Direction
from bsctui.review.facts import SETTINGS, ChangeClass
from bsctui.review.interplay import interplay_at
from bsctui.review.judgement_wording import (
    later_phrase,
    lift_phrases,
    place_phrase,
    targets_ahead_phrase,
)
from bsctui.review.scored_both_times import scored_both_times
from bsctui.review.visible_effects import VISIBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bsctui.model.periods import Period
    from bsctui.review.changes import StrategyChange
    from bsctui.review.comparison import Comparison
    from bsctui.review.effects import Effect
    from bsctui.review.goalposts import ReviewedChange
    from bsctui.review.hidden_results import HiddenResults
    from bsctui.review.lifts import Lift

NO_REASON = "no reason given"


def score_phrase(value: float | None) -> str:
    """A score with one decimal; `none` for none."""
    return "none" if value is None or isnan(value) else f"{value + 0.0:.1f}"


def points_phrase(value: float | None) -> str:
    """A signed difference with one decimal; `none` for none."""
    if value is None or isnan(value):
        return "none"
    rounded = round(value, 1)
    return f"{rounded:+.1f}" if rounded else "0.0"


def shown_phrases(effect: Effect) -> tuple[str, str, str]:
    """The three scores of an effect: before, under the old rules, after."""
    before, old_rules, after = effect.shown
    return score_phrase(before), score_phrase(old_rules), score_phrase(after)


def effect_phrase(effect: Effect) -> str:
    """`88.5 → 76.6: results -9.0, rules -2.9 (79.5 under the old rules)`."""
    before, old_rules, after = shown_phrases(effect)
    start = f"{before} → {after}"
    if effect.structure:
        return (
            f"{start}: not split, a score is missing on one side ({old_rules} under the old rules)"
        )
    return (
        f"{start}: results {points_phrase(effect.results)}, rules {points_phrase(effect.rules)}"
        f" ({old_rules} under the old rules)"
    )


def results_split(effect: Effect) -> str | None:
    """The parts of the results; None where they are not told apart."""
    if effect.time is None:
        return None
    return f"results: time {points_phrase(effect.time)}, restated {points_phrase(effect.restated)}, new values {points_phrase(effect.new)}"


def scored_both_times_phrase(effect: Effect, comparison: Comparison) -> str | None:
    """`results: 0.0 among what was scored both times; 50% of the weight has a score, 100% before`; None where that is all."""
    alike = scored_both_times(effect, comparison)
    if alike is None or abs(alike.points - (effect.results or 0.0)) < VISIBLE:
        return None
    return (
        f"results: {points_phrase(alike.points)} among what was scored both times; {alike.coverage:.0f}% of the weight"
        f" has a score, {alike.coverage_before:.0f}% before"
    )


def remarks_on_effect(effect: Effect, comparison: Comparison) -> Iterator[str]:
    """What the two parts of a top scorecard's effect do not say by themselves."""
    for phrase in (scored_both_times_phrase, interplay_phrase):
        remark = phrase(effect, comparison)
        if remark is not None:
            yield remark


def interplay_phrase(effect: Effect, comparison: Comparison) -> str | None:
    """`rules: each by itself +1.9, acting together -0.7`; None where they do not act on one another."""
    interplay = interplay_at(effect, comparison)
    if interplay is None or abs(interplay.remainder) < VISIBLE:
        return None
    return f"rules: each by itself {points_phrase(interplay.alone)}, acting together {points_phrase(interplay.remainder)}"


def change_phrase(change: StrategyChange) -> str:
    """What was done: `target 84% by 2026-Q4 → 82% by 2026-Q4`; with what went along."""
    along = ""
    if change.kind is ChangeKind.MOVED:
        along = ", ".join(f"{inner.label} ({action_phrase(inner)})" for inner in change.inside)
    called = f' (called "{change.old_label}" before)' if change.old_label else ""
    return action_phrase(change) + called + (f", and with it {along}" if along else "")


def _renamed_too(change: StrategyChange) -> str:
    """What a move that changed the name as well adds."""
    name = (change.old_address or change.address).rpartition(".")[2]
    return "" if name == change.address.rpartition(".")[2] else f", renamed from {name}"


def action_phrase(change: StrategyChange) -> str:
    """What was done to the thing itself."""
    if change.kind is ChangeKind.RENAMED:
        return f"renamed from {change.old}"
    if change.kind is ChangeKind.MOVED:
        return f"moved from {change.old} to {change.new}{_renamed_too(change)}"
    if change.is_whole:
        return _whole(change)
    old, new = change.old, change.new
    if change.key == BROKEN:
        return f"cannot be scored any more: {new}"
    if change.revision is not None:
        return f"{change.field} {_arrow(old, new)}"
    if old is None or new is None:
        word, text = ("added", new) if old is None else ("removed", old)
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


def _whole(change: StrategyChange) -> str:
    word = "added" if change.kind is ChangeKind.ADDED else "removed"
    if change.record_kind in SETTINGS:
        text = change.new or change.old or ""
        return f"{change.record_kind} {word}" + (f": {text}" if text != change.record_kind else "")
    inside = [inner for inner in change.inside if inner.is_whole]
    named = [inner for inner in change.inside if not inner.is_whole]
    parts = [f"{change.record_kind} {word}"]
    if inside:
        parts.append("with " + ", ".join(inner.label for inner in inside))
    if named:
        parts.append(
            "and what names it: "
            + ", ".join(f"{inner.label} ({change_phrase(inner)})" for inner in named)
        )
    return " ".join(parts)


def direction_phrase(reviewed: ReviewedChange) -> str | None:
    """Easier, harder, `mixed, lifts skyline +3.8` or neutral; of results taken back what became of them."""
    change, judgement = reviewed.change, reviewed.judgement
    if reviewed.direction is None:
        return _of_results(reviewed)
    lifts: Sequence[Lift] = judgement.lifts if judgement is not None else ()
    if judgement is not None and judgement.keeps_shares:
        return "neutral, every share stays as it was"
    if reviewed.lifts_together:
        return f"{reviewed.direction}, lifts {_lift(reviewed.lifts_together[0])} together with other changes"
    if reviewed.is_goalpost and reviewed.direction is Direction.MIXED and lifts:
        return f"mixed, lifts {_lift(lifts[0])}"
    if reviewed.is_withdrawal and change.record_kind == "calendar":
        return f"{reviewed.direction}, takes results back"
    if reviewed.is_goalpost and reviewed.direction in {Direction.NEUTRAL, Direction.HARDER}:
        return f"{reviewed.direction}, a new top scorecard"
    return str(reviewed.direction)


def _of_results(reviewed: ReviewedChange) -> str | None:
    change = reviewed.change
    if change.revision is not None:
        return str(change.revision)
    if not reviewed.is_goalpost:
        return None
    if reviewed.hides is not None:
        return _hidden(reviewed.hides)
    return "judged better" if change.key and change.key[0] == "assess" else "takes results back"


def _hidden(hides: HiddenResults) -> str:
    """`leaves skyline without a score`, or `closed without ground.delays and 2 more, lifts skyline +3.8`."""
    if hides.unscored:
        return f"leaves {listed_briefly(hides.unscored)} without a score"
    return f"closed without {listed_briefly(hides.missing)}, lifts {_lift(hides.lifts[0])}"


def listed_briefly(addresses: Sequence[str]) -> str:
    """The first address, and how many more there are."""
    more = f" and {len(addresses) - 1} more" if len(addresses) > 1 else ""
    return f"{addresses[0]}{more}"


def _lift(lift: Lift) -> str:
    """`skyline +3.8`; the name alone where only the colour gets better."""
    points = f"{lift.points:+.1f}" if round(lift.points, 1) else ""
    return f"{lift.address} {points}".rstrip()


def direction_glyph(reviewed: ReviewedChange) -> str:
    """A glyph for the direction, so that it is never told by colour alone."""
    if reviewed.direction is None:
        return "!" if reviewed.is_goalpost else "·"
    return {
        Direction.EASIER: "▼",
        Direction.HARDER: "▲",
        Direction.MIXED: "◆",
        Direction.NEUTRAL: "=",
    }[reviewed.direction]


def isolated_effect_phrases(reviewed: ReviewedChange, comparison: Comparison) -> list[str]:
    """The effect of a change alone, a period each, then what it does to targets ahead."""
    if reviewed.judgement is None:
        return []
    format_period = period_format(comparison)
    phrases: list[str] = []
    for period in dict.fromkeys(point.period for point in reviewed.judgement.effect):
        scored = [
            point
            for point in reviewed.judgement.effect
            if point.period == period and point.points is not None
        ]
        if scored:
            effects = ", ".join(
                f"{points_phrase(point.points)} {place_phrase(point.address, reviewed, comparison)}"
                for point in scored
            )
            phrases.append(f"{effects} in {format_period(period)}")
    later = later_phrase(reviewed, comparison, format_period)
    phrases += [later] if later is not None else []
    phrases += lift_phrases(reviewed, comparison, format_period)
    if reviewed.judgement.targets_ahead is not None:
        phrases.append(targets_ahead_phrase(reviewed.judgement.targets_ahead, format_period))
    return phrases


def reason_phrase(change: StrategyChange) -> str:
    """The reason in quotes, one that was left standing as such, or that none was given."""
    if change.reason:
        return f'"{change.reason}"'
    if change.unchanged_reason:
        return f'reason unchanged: "{change.unchanged_reason}"'
    return NO_REASON


def prerequisites_phrase(reviewed: ReviewedChange) -> str | None:
    """What it does not load without, or that it was not told from the others."""
    if reviewed.judgement is None:
        return None
    if reviewed.judgement.crowd:
        return crowd_phrase(reviewed.judgement.crowd)
    if not reviewed.judgement.prerequisites:
        return None
    names = ", ".join(
        f"{prerequisite.label} ({action_phrase(prerequisite)})"
        for prerequisite in reviewed.judgement.prerequisites[:3]
    )
    more = len(reviewed.judgement.prerequisites) - 3
    return f"does not load by itself; judged together with {names}" + (
        f" and {more} more" if more > 0 else ""
    )


def crowd_phrase(count: int) -> str:
    """That it is one of more changes than are tried each alone."""
    return f"one of {count:,} changes judged together: too many to judge singly"


def review_summary(comparison: Comparison) -> str:
    """How much of what: `3 goalposts moved, 1 result taken back or restated, 5 other changes of rules`."""
    taken_back = _number_of(comparison.goalposts, ChangeClass.RESULTS)
    moved = len(comparison.goalposts) - taken_back
    rules = _number_of(comparison.other_changes, ChangeClass.RULES)
    results = _number_of(comparison.other_changes, ChangeClass.RESULTS)
    other = "other " if moved else ""
    parts = [
        count_phrase(moved, "goalpost", "goalposts") + " moved" if moved else "",
        count_phrase(taken_back, "result", "results") + " taken back or restated" if taken_back else "",
        count_phrase(rules, f"{other}change of rules", f"{other}changes of rules") if rules else "",
        count_phrase(results, "change of results", "changes of results") if results else "",
    ]  # fmt: skip
    return ", ".join(part for part in parts if part) or "nothing that touches a score"


def _number_of(changes: Iterable[ReviewedChange], change_class: ChangeClass) -> int:
    return sum(reviewed.change.change_class is change_class for reviewed in changes)


def period_format(comparison: Comparison) -> Callable[[Period], str]:
    """How periods are written: the calendar's own way."""
    calendar = comparison.sides.old.settings.calendar or comparison.sides.new.settings.calendar
    return calendar.fiscal.format if calendar is not None else str


def moved_elsewhere_phrase(by_rules: int, by_results: int) -> str:
    """`8 more by rules, 7 by results alone`."""
    parts = [f"{by_rules} more by rules" if by_rules else ""]
    more = "" if by_rules else " more"
    parts.append(f"{by_results}{more} by results alone" if by_results else "")
    return ", ".join(part for part in parts if part)


def only_results_phrase(comparison: Comparison) -> str | None:
    """`Merging only the results would give Firm 51.6.`; None where no rules changed, or no score is known."""
    tops = [effect for effect in comparison.top_effects if effect.old_rules is not None]
    has_rules = any(
        reviewed.change.change_class is ChangeClass.RULES for reviewed in comparison.reviewed
    )
    if not tops or not has_rules:
        return None
    scores = "; ".join(f"{effect.label} {score_phrase(effect.shown[1])}" for effect in tops)
    return f"Merging only the results would give {scores}."
