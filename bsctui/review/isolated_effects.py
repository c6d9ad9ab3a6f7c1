"""One change of rules by itself: the old side's rules with just this, on the new results (`review.md`, 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bsctui.review.change_places import ChangePlaces
from bsctui.review.changes import ChangeKind, StrategyChange
from bsctui.review.directions import Direction, direction_by_scores
from bsctui.review.lifts import Lift, lifts_between
from bsctui.review.prerequisites import PatchedRules
from bsctui.review.targets_ahead import TargetsAhead, targets_ahead
from bsctui.review.verdicts import comparable_views, direction_of, scores_compared
from bsctui.scoring.dependencies import Dependencies
from bsctui.scoring.score_formulas import EPSILON

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bsctui.model.model import Model
    from bsctui.model.periods import Period
    from bsctui.review.counterfactuals import Counterfactual, Counterfactuals
    from bsctui.scoring.result import Scores

INERT: Final = frozenset({"unit", "decimals", "start", "due", "budget", "drives", "aligns"})
"""Fields that are rules and enter no score."""


@dataclass(frozen=True, slots=True)
class EffectPoint:
    """What a change does at one place in one period; `points` is None where a score is missing."""

    address: str
    points: float | None
    period: Period


@dataclass(frozen=True, slots=True)
class Judgement:
    """A change, judged by itself.

    Attributes:
        direction: Of rules; None for initiatives, and for results.
        effect: At the thing (or its parent) and at the top scorecards; now, and in the last period that it reaches.
        targets_ahead: What it does to targets where there are no results yet.
        prerequisites: The changes without which it does not load.
        lifts: The scorecards that rise by it now or later, as if the latest results stood; the greatest first.
        if_results_stay: What begins after the current period: the effect in the first such period, as if the latest
            results stood; empty where something moves before.
        keeps_shares: It changes weights together with others so that every share stays as it was.
        crowd: With how many others it was judged at once, being too many to try each alone; 0 for none.
    """

    direction: Direction | None
    effect: tuple[EffectPoint, ...] = ()
    targets_ahead: TargetsAhead | None = None
    prerequisites: tuple[StrategyChange, ...] = ()
    lifts: tuple[Lift, ...] = ()
    if_results_stay: tuple[EffectPoint, ...] = ()
    keeps_shares: bool = False
    crowd: int = 0


class IsolatedScores(NamedTuple):
    """Scores under some rules: as they are seen, and as if the latest results stood, in the calendar's own view."""

    seen: Counterfactual
    standing: Scores | None


class Judge:
    """Judges changes one by one.

    Args:
        counterfactuals: What the changes are tried on.
        changes: All of them, results too: what one does not load without may be any.
    """

    def __init__(self, counterfactuals: Counterfactuals, changes: Sequence[StrategyChange]) -> None:
        self.counterfactuals = counterfactuals
        self.sides = counterfactuals.sides
        self.places = ChangePlaces(self.sides)
        self.patched = PatchedRules(self.sides, changes)

    def judge(self, change: StrategyChange) -> Judgement:
        """The effect of one change of rules alone, and whether it makes things easier."""
        base = self.base
        if base.seen.scores is None:
            return Judgement(None if is_initiative(change) else Direction.NEUTRAL)
        if change.kind is ChangeKind.RENAMED or self.is_inert(change):
            direction = None if is_initiative(change) else Direction.NEUTRAL
            return Judgement(direction, self._nothing(change, base.seen))
        model, prerequisites = self.patched.with_change(change)
        return self.judgement(change, self.isolated(model), prerequisites)

    def is_inert(self, change: StrategyChange) -> bool:
        """Whether nothing in it can enter a score: its fields do not, or it is a measure that no value is made from."""
        return is_inert(change) or self._is_unused_measure(change)

    def _is_unused_measure(self, change: StrategyChange) -> bool:
        side = self._sides_of_whole.get(change.kind)
        if change.record_kind != "measure" or side is None or change.inside:
            return False
        if self.sides.old.broken:
            return False  # what does not load there may wait for just this name
        model, dependents = side
        measure = model.measures.get(change.address)
        return measure is not None and not measure.feeds and not dependents.get(change.address)

    @cached_property
    def _sides_of_whole(self) -> dict[ChangeKind, tuple[Model, Mapping[str, tuple[str, ...]]]]:
        """The side that has what came or went, and what its values are used by; none where it may have set the grain."""
        calendars = (self.sides.old.settings.calendar, self.sides.new.settings.calendar)
        if len({calendar and calendar.grain for calendar in calendars}) > 1:
            return {}
        sides = {ChangeKind.ADDED: self.sides.new, ChangeKind.REMOVED: self.sides.old}
        return {kind: (model, Dependencies.of(model).dependents) for kind, model in sides.items()}

    def judge_kept_shares(self, change: StrategyChange) -> Judgement:
        """Of a change of weights that leaves every share as it was, together with others beside it."""
        effect = self._nothing(change, self.base.seen)
        return Judgement(Direction.NEUTRAL, effect, keeps_shares=True)

    def judge_results(self, change: StrategyChange) -> Judgement:
        """What restated or withdrawn values did: the new results less those with the old values, under the old rules."""
        before = self.counterfactuals.with_old_values(change)
        if before is None:
            return Judgement(None)
        return Judgement(None, tuple(self._points(change, before, self.base.seen)))

    @property
    def base(self) -> IsolatedScores:
        """The old rules on the new results."""
        return IsolatedScores(
            self.counterfactuals.old_rules, self.counterfactuals.standing_old_rules
        )

    def isolated(self, rules: Model) -> IsolatedScores:
        """Some rules, in old names, on the new results.

        Where there are no results after the current period, what is seen is what stands, up to it.
        """
        standing = self.counterfactuals.standing_with_rules(rules)
        seen = self.base.seen
        if (
            self.is_seen_as_standing
            and standing is not None
            and seen.scores is not None
            and standing.periods == seen.scores.periods
        ):
            shown = standing.until(standing.current)
            return IsolatedScores(replace(seen, scores=shown), standing)
        return IsolatedScores(self.counterfactuals.with_rules(rules), standing)

    @cached_property
    def is_seen_as_standing(self) -> bool:
        """Whether the view is the calendar's own, and nothing is scored after the current period."""
        seen = self.base.seen.scores
        if seen is None or self.counterfactuals.grain is not None:
            return False
        return bool(np.isnan(seen.score[:, seen.current + 1 :]).all())

    def judgement(
        self,
        change: StrategyChange,
        alone: IsolatedScores,
        prerequisites: tuple[StrategyChange, ...] = (),
    ) -> Judgement:
        """What the scores with just one change say of it."""
        base = self.base
        if base.standing is None or alone.standing is None:
            direction = None if is_initiative(change) else Direction.NEUTRAL
            return Judgement(direction, prerequisites=prerequisites)
        before, after = scores_compared(
            change, self.sides, *comparable_views(base.standing, alone.standing)
        )
        effect = ahead = None
        if base.seen.scores is not None and alone.seen.scores is not None:
            effect = tuple(self._points(change, base.seen, alone.seen))
            if change.key == ("goal", ""):
                ahead = targets_ahead(base.seen.scores, alone.seen.scores, change.old_address or "")
        direction, lifts = direction_of(change, before, after), lifts_between(before, after)
        if base.standing.grain is not alone.standing.grain:
            shown = base.standing, alone.standing
            direction = direction.combined_with(direction_by_scores(*shown))
            lifts = lifts_between(*shown) or lifts
        named = (lift._replace(address=self.places.new_name(lift.address)) for lift in lifts)
        return Judgement(
            None if is_initiative(change) else direction,
            effect or (), ahead, prerequisites, tuple(named), tuple(self._later(change, before, after)),
        )  # fmt: skip

    # --- Effect

    def _nothing(self, change: StrategyChange, base: Counterfactual) -> tuple[EffectPoint, ...]:
        if base.scores is None or base.at is None:
            return ()
        period = base.scores.periods[base.at]
        places = self.places.of(change, base.scores, base.scores)
        return tuple(EffectPoint(self.places.new_name(a), 0.0, period) for a in places)

    def _points(
        self, change: StrategyChange, base: Counterfactual, alone: Counterfactual
    ) -> Iterator[EffectPoint]:
        before, after = base.scores, alone.scores
        if before is None or after is None or base.at is None:
            return
        now = before.periods[base.at]
        if before.grain is not after.grain:  # another calendar has other periods: what each shows
            for address in self.places.of(change, before, after):
                points = alone.score(address) - base.score(address)
                yield self._point(address, points, now)
            return
        last = last_reached(before, after)
        for period in dict.fromkeys((now, last if last is not None and last > now else now)):
            yield from self._points_in(period, change, before, after)

    def _points_in(
        self, period: Period, change: StrategyChange, before: Scores, after: Scores
    ) -> Iterator[EffectPoint]:
        for address in self.places.of(change, before, after):
            points = score_in(after, address, period) - score_in(before, address, period)
            yield self._point(address, points, period)

    def _point(self, address: str, points: float, period: Period) -> EffectPoint:
        shown = None if isnan(points) else points
        return EffectPoint(self.places.new_name(address), shown, period)

    def _later(
        self, change: StrategyChange, before: Scores, after: Scores
    ) -> Iterator[EffectPoint]:
        """The effect in the first period in which anything moves, where that comes after the current one."""
        for at, period in enumerate(before.periods):
            if period not in after.periods:
                continue
            points = list(self._points_in(period, change, before, after))
            if any(point.points and abs(point.points) > EPSILON for point in points):
                is_later = before.structure.view.ends[at] > before.timeline.current_end
                yield from points if is_later else ()
                return


def is_initiative(change: StrategyChange) -> bool:
    """Whether it is about initiatives alone, which are never scored."""
    return all(part.record_kind == "initiative" for part in (change, *change.inside))


def is_inert(change: StrategyChange) -> bool:
    """Whether nothing in it can enter a score."""
    return all(
        part.record_kind in {"initiative", "person"}
        or (part.kind is ChangeKind.CHANGED and part.field in INERT)
        for part in (change, *change.inside)
    )


def last_reached(before: Scores, after: Scores) -> Period | None:
    """The last calendar period in which anything that both have differs: a score, a target, a weight, being in force."""
    shared = [node.address for node in before.nodes if node.address in after.row]
    left, right = [before.row[a] for a in shared], [after.row[a] for a in shared]
    gone = len(before.nodes) != len(shared) or len(after.nodes) != len(shared)
    pairs = [(getattr(before, name), getattr(after, name)) for name in REACH_MATRICES]
    for period in reversed(before.periods):
        if period not in after.periods:
            continue
        at, after_at = before.periods.index(period), after.periods.index(period)
        if gone or any(
            _differs(old_matrix[left, at], new_matrix[right, after_at])
            for old_matrix, new_matrix in pairs
        ):
            return period
    return None


REACH_MATRICES: Final = (
    "score",
    "status",
    "target_low",
    "target_high",
    "baseline",
    "weight",
    "in_force",
)
"""The matrices that tell whether a change reaches a period."""


def _differs(old_column: NDArray[np.float64], new_column: NDArray[np.float64]) -> bool:
    return not np.array_equal(old_column, new_column, equal_nan=old_column.dtype.kind == "f")


def score_in(scores: Scores, address: str, period: Period) -> float:
    """A score in a period; nan where there is none."""
    row = scores.row.get(address)
    if row is None or period not in scores.periods:
        return float("nan")
    return float(scores.score[row, scores.periods.index(period)])
