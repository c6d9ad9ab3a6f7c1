"""The words of a judgement: where it is felt, what it does later, what it does to targets ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.merge.normal_form import written_number
from bsctui.review.effects import qualified_label
from bsctui.review.felt_effects import felt_effects

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.model.periods import Period
    from bsctui.review.comparison import Comparison
    from bsctui.review.goalposts import ReviewedChange
    from bsctui.review.targets_ahead import TargetsAhead


def later_phrase(
    reviewed: ReviewedChange, comparison: Comparison, format_period: Callable[[Period], str]
) -> str | None:
    """`from 2025-09: +3.8 at Skyline if results stay`: what begins after the current period."""
    judgement = reviewed.judgement
    points = judgement.if_results_stay if judgement is not None else ()
    effects = [
        f"{point.points:+.1f} {place_phrase(point.address, reviewed, comparison)}"
        for point in points
        if point.points is not None and round(point.points, 1)
    ]
    if not effects:
        return None
    return f"from {format_period(points[0].period)}: {', '.join(effects)} if results stay"


def lift_phrases(
    reviewed: ReviewedChange, comparison: Comparison, format_period: Callable[[Period], str]
) -> list[str]:
    """`2026-11: +32.7 at Shop if results stay`, for each period in which something rises that is not told otherwise."""
    if reviewed.judgement is None:
        return []
    places: dict[Period, list[str]] = {}
    for lift in felt_effects(reviewed.judgement).if_results_stay:
        place = place_phrase(lift.address, reviewed, comparison)
        places.setdefault(lift.period, []).append(f"{lift.points:+.1f} {place}")
    return [
        f"{format_period(period)}: {', '.join(effects)} if results stay"
        for period, effects in places.items()
    ]


def place_phrase(address: str, reviewed: ReviewedChange, comparison: Comparison) -> str:
    """Where an effect is told: `here`, or at what it is called."""
    if address == reviewed.change.address:
        return "here"
    for counterfactual in (comparison.counterfactuals.now, comparison.counterfactuals.old_rules):
        row = counterfactual.row(address)
        if counterfactual.scores is not None and row is not None:
            label = qualified_label(counterfactual.scores, row)
            return f"at {comparison.labels.of(address, label)}"
    return f"at {address}"


def targets_ahead_phrase(ahead: TargetsAhead, format_period: Callable[[Period], str]) -> str:
    """`2025-08..2025-12: -1.7M, -20.0%`, `-5 points a quarter`, or `1.5 → 2 by 2025-12`."""
    share = "" if ahead.share is None else f", {ahead.share:+.1%}"
    first, last = format_period(ahead.first), format_period(ahead.last)
    span = first if ahead.first == ahead.last else f"{first}..{last}"
    if ahead.is_summed:
        return f"future targets, {span}: {_signed(ahead.difference)}{share}"
    if ahead.is_steady and ahead.first != ahead.last:
        unit = " points" if ahead.in_points else ""
        return f"future targets, {span}: {_signed(ahead.difference)}{unit} a {ahead.last.grain.word}{share}"
    points = f", {_signed(ahead.difference)} points" if ahead.in_points else share
    return f"future target: {_short(ahead.old)} → {_short(ahead.new)} by {last}{points}"


def _signed(value: float) -> str:
    return _short(value) if value < 0 else f"+{_short(value)}"


def _short(value: float) -> str:
    return written_number(float(f"{value:.4g}"))
