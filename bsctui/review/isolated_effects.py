"""One change of rules by itself: the old side's rules with just this, on the new results (`review.md`, 3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np

from bsctui.review.changes import ChangeKind, StrategyChange
from bsctui.review.directions import (
    Direction,
    carried_forward,
    direction_by_scores,
    direction_by_values,
    score_ancestors,
)
from bsctui.review.effects import top_scorecard_addresses
from bsctui.review.facts import SETTINGS
from bsctui.review.patching import patched_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bsctui.model.model import Model
    from bsctui.model.periods import Period
    from bsctui.review.counterfactuals import Counterfactual, Counterfactuals
    from bsctui.scoring.result import Scores

INERT: Final = frozenset({"unit", "start", "due", "budget", "drives", "aligns"})
"""Fields that are rules and enter no score."""

OF_ONE_VALUE: Final = frozenset({"goal", "cap", "status"})
"""What decides the score or the colour of one KPI's value: judged over every value it could have."""

AT_PARENT: Final = frozenset({"weight", "supports", "feeds"})
MOST_TRIED: Final = 30
"""More changes than this are not tried one by one when some must be left out of a joint one."""


@dataclass(frozen=True, slots=True)
class EffectPoint:
    """What a change does at one place in one period; `points` is None where a score is missing."""

    address: str
    points: float | None
    period: Period


@dataclass(frozen=True, slots=True)
class TargetsAhead:
    """A target that changes in periods without results: the first and last of them, and the targets of the last."""

    first: Period
    last: Period
    old: float
    new: float
    difference: float
    """Of all these periods together."""
    share: float | None
    """The difference against the old targets together; None where those are 0."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A change of rules, judged.

    Attributes:
        effect: At the thing (or its parent) and at the top scorecards; now, and in the last period that it reaches.
        prerequisites: The changes without which it does not load.
    """

    direction: Direction
    effect: tuple[EffectPoint, ...] = ()
    targets_ahead: TargetsAhead | None = None
    prerequisites: tuple[StrategyChange, ...] = ()


class Judge:
    """Judges the rules among some changes, one by one."""

    def __init__(self, counterfactuals: Counterfactuals, rules: Sequence[StrategyChange]) -> None:
        self.counterfactuals = counterfactuals
        self.sides = counterfactuals.sides
        self.rules = rules

    def judge(self, change: StrategyChange) -> Judgement:
        """The effect of one change alone, and whether it makes things easier."""
        base = self.counterfactuals.old_rules
        if base.scores is None or base.at is None:
            return Judgement(Direction.NEUTRAL)
        if change.kind is ChangeKind.RENAMED or self._is_inert(change):
            return Judgement(Direction.NEUTRAL, self._nothing(change, base))
        model, prerequisites = self._alone(change)
        alone = self.counterfactuals.with_rules(model)
        if alone.scores is None:
            return Judgement(Direction.NEUTRAL, prerequisites=prerequisites)
        direction = self._direction(change, base.scores, alone.scores)
        effect = tuple(self._points(change, base, alone))
        return Judgement(direction, effect, self._ahead(change, base, alone), prerequisites)

    @staticmethod
    def _is_inert(change: StrategyChange) -> bool:
        parts = [
            part
            for part in (change, *change.inside)
            if part.kind is not ChangeKind.CHANGED or part.field not in INERT
        ]
        return all(part.record_kind in {"initiative", "person"} for part in parts)

    # --- Alone, or with what it needs

    def _alone(self, change: StrategyChange) -> tuple[Model, tuple[StrategyChange, ...]]:
        """The old rules with just this change; joined with others where it does not load by itself."""
        model = patched_model(self.sides, [change])
        if self._loads(model):
            return model, ()
        others = [other for other in self.rules if other is not change]
        for helpers in self._helpers(change, others):
            model = patched_model(self.sides, [change, *helpers])
            if self._loads(model):
                return self._fewest(change, list(helpers))
        return patched_model(self.sides, [change]), ()

    def _helpers(
        self, change: StrategyChange, others: Sequence[StrategyChange]
    ) -> Iterator[Sequence[StrategyChange]]:
        """What may be missing: more of the same record, records that came or went or moved, settings, everything."""
        same = [
            other
            for other in others
            if other.old_address and other.old_address == change.old_address
        ]
        standing_elsewhere = [
            other
            for other in others
            if other.kind is not ChangeKind.CHANGED or other.record_kind in SETTINGS
        ]
        yield same
        yield standing_elsewhere
        yield [*same, *(other for other in standing_elsewhere if other not in same)]
        yield others

    def _fewest(
        self, change: StrategyChange, helpers: list[StrategyChange]
    ) -> tuple[Model, tuple[StrategyChange, ...]]:
        """Leave out what it loads without."""
        if len(helpers) <= MOST_TRIED:
            for other in list(helpers):
                fewer = [helper for helper in helpers if helper is not other]
                if self._loads(patched_model(self.sides, [change, *fewer])):
                    helpers = fewer
        return patched_model(self.sides, [change, *helpers]), tuple(helpers)

    def _loads(self, model: Model) -> bool:
        """Whether there is no error that neither side has."""
        return all(
            (p.code, p.message) in self._known for p in model.diagnostics if p.code.startswith("E")
        )

    @cached_property
    def _known(self) -> set[tuple[str, str]]:
        problems = (*self.sides.old.diagnostics, *self.sides.new.diagnostics)
        return {(problem.code, problem.message) for problem in problems}

    # --- Direction

    def _direction(self, change: StrategyChange, before: Scores, after: Scores) -> Direction:
        name = change.key[0] if change.key else ""
        if (
            change.record_kind == "kpi"
            and change.kind is ChangeKind.CHANGED
            and name in OF_ONE_VALUE
        ):
            return direction_by_values(before, after, self._kpis_like(change.old_address or ""))
        if change.kind is ChangeKind.REMOVED or name == "until":
            return direction_by_scores(
                carried_forward(before, [change.old_address or change.address]), after
            )
        if change.kind is ChangeKind.MOVED:
            return self._of_move(change, before, after)
        return direction_by_scores(before, after)

    def _of_move(self, change: StrategyChange, before: Scores, after: Scores) -> Direction:
        """By what stands above both places: that one place loses what the other gains says nothing.

        Where nothing there moves, by the places themselves and all else.
        """
        old = change.old_address or ""
        card = self.sides.moved[old].partition(".")[0]
        places = [
            address for address in (old, f"{card}.{old.partition('.')[2]}") if address in after.row
        ]
        shared = (
            score_ancestors(before, old) & score_ancestors(after, places[-1]) if places else set()
        )
        direction = direction_by_scores(before, after, shared) if shared else Direction.NEUTRAL
        return direction_by_scores(before, after) if direction is Direction.NEUTRAL else direction

    def _kpis_like(self, address: str) -> list[str]:
        """A KPI and those that are like it, directly or by way of others."""
        addresses = [address]
        kpis = self.sides.old.kpis
        for original in addresses:
            addresses += [
                other.address
                for other in kpis.values()
                if other.like == original and other.address not in addresses
            ]
        return addresses

    # --- Effect

    def _nothing(self, change: StrategyChange, base: Counterfactual) -> tuple[EffectPoint, ...]:
        assert base.scores is not None and base.at is not None, "asked before"
        period = base.scores.periods[base.at]
        return tuple(
            EffectPoint(self._now(a), 0.0, period)
            for a in self._places(change, base.scores, base.scores)
        )

    def _points(
        self, change: StrategyChange, base: Counterfactual, alone: Counterfactual
    ) -> Iterator[EffectPoint]:
        before, after = base.scores, alone.scores
        assert before is not None and after is not None and base.at is not None, "asked before"
        now = before.periods[base.at]
        last = last_reached(before, after)
        for period in dict.fromkeys((now, last if last is not None and last > now else now)):
            for address in self._places(change, before, after):
                points = _at(after, address, period) - _at(before, address, period)
                yield EffectPoint(self._now(address), None if isnan(points) else points, period)

    def _places(self, change: StrategyChange, before: Scores, after: Scores) -> list[str]:
        """Old names: the thing, or its parent, and the top scorecards."""
        own_places = [
            address
            for address in self._own_places(change)
            if address in before.row or address in after.row
        ]
        return list(dict.fromkeys((*own_places, *top_scorecard_addresses(before))))

    def _own_places(self, change: StrategyChange) -> list[str]:
        if change.record_kind in SETTINGS:
            return []
        old = change.old_address or self.sides.names.get(change.address, change.address)
        name = change.key[0] if change.key else ""
        if change.is_whole or change.kind is ChangeKind.MOVED:
            parents = [self._parent(old, change), self.sides.moved.get(old)]
            return [address for address in parents if address]
        if name == "supports" and change.key:
            return [change.key[1]]
        if name in AT_PARENT:
            above = self._parent(old, change)
            return [above] if above else [old]
        return [old]

    def _parent(self, old: str, change: StrategyChange) -> str | None:
        declared = self.sides.matching.old.get(old)
        if declared is not None:
            return declared.parent
        item = self.sides.new_facts.declared.get(old)
        return item.parent if item is not None and change.kind is ChangeKind.ADDED else None

    def _now(self, old: str) -> str:
        """An old name as the new side calls it, where it has it."""
        return self.sides.matching.new_of.get(old) or self.sides.own_names.get(old, old)

    def _ahead(
        self, change: StrategyChange, base: Counterfactual, alone: Counterfactual
    ) -> TargetsAhead | None:
        """Targets that change where there are no results yet."""
        before, after = base.scores, alone.scores
        address = change.old_address or ""
        if change.key != ("goal", "") or before is None or after is None or base.at is None:
            return None
        left, right = before.row.get(address), after.row.get(address)
        if left is None or right is None:
            return None
        periods = [
            (at, after.periods.index(period))
            for at, period in enumerate(before.periods)
            if at > base.at and period in after.periods and isnan(before.score[left, at])
        ]
        pairs = [
            (at, before.target_low[left, at], after.target_low[right, after_at])
            for at, after_at in periods
        ]
        changed = [
            (at, old, new) for at, old, new in pairs if not isnan(new - old) and abs(new - old) > 0
        ]
        if not changed:
            return None
        old, new = sum(pair[1] for pair in changed), sum(pair[2] for pair in changed)
        share = float((new - old) / abs(old)) if old else None
        first, last = before.periods[changed[0][0]], before.periods[changed[-1][0]]
        return TargetsAhead(
            first, last, float(changed[-1][1]), float(changed[-1][2]), float(new - old), share
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


def _differs(left: NDArray[np.float64], right: NDArray[np.float64]) -> bool:
    return not np.array_equal(left, right, equal_nan=left.dtype.kind == "f")


def _at(scores: Scores, address: str, period: Period) -> float:
    row = scores.row.get(address)
    if row is None or period not in scores.periods:
        return float("nan")
    return float(scores.score[row, scores.periods.index(period)])
