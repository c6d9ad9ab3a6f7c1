"""Which changes are moved goalposts, and in which order a reviewer reads them (`review.md`, 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import isclose
from typing import TYPE_CHECKING, Final

import numpy as np

from bsctui.model.current_period import current_period
from bsctui.review.assessments import Assessments
from bsctui.review.changes import ChangeKind, ResultRevision, StrategyChange
from bsctui.review.directions import Direction
from bsctui.review.effects import top_scorecard_addresses
from bsctui.review.facts import ChangeClass
from bsctui.review.hidden_results import hidden_results
from bsctui.review.isolated_effects import is_inert
from bsctui.review.lifts import lifts_between
from bsctui.review.series_values import values_by_ordinal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.model.model import Model
    from bsctui.model.workspace_settings import Calendar
    from bsctui.review.counterfactuals import Counterfactuals
    from bsctui.review.hidden_results import HiddenResults
    from bsctui.review.isolated_effects import Judgement
    from bsctui.review.lifts import Lift

DOUBTFUL: Final = frozenset({ResultRevision.CLOSED, ResultRevision.WITHDRAWN})
"""What became of results that a reviewer must see first."""


@dataclass(frozen=True, slots=True)
class ReviewedChange:
    """A change with what a reviewer needs to know of it.

    Attributes:
        judgement: Of rules, and of restated and withdrawn values (these without a direction); None for the others.
        is_goalpost: It makes something easier, lifts a scorecard, brings a top scorecard, takes results back, or is one
            of too many to be told apart, which move something.
        is_withdrawal: It takes results back, or says something better of them: listed after the moved goalposts.
        lifts_together: The scorecards that it lifts only together with other changes, none of which does by itself.
        hides: Of a calendar closed further on: the scores that become none, and the results missing where they would pull down.
    """

    change: StrategyChange
    judgement: Judgement | None
    is_goalpost: bool
    is_withdrawal: bool = False
    lifts_together: tuple[Lift, ...] = ()
    hides: HiddenResults | None = None

    @property
    def direction(self) -> Direction | None:
        """Of rules; None for initiatives and for results."""
        return self.judgement.direction if self.judgement is not None else None


class Gate:
    """Tells moved goalposts from other changes."""

    def __init__(self, counterfactuals: Counterfactuals) -> None:
        self._counterfactuals = counterfactuals
        self._sides = counterfactuals.sides
        self._assessments = Assessments(counterfactuals.sides)

    def reviewed(self, change: StrategyChange, judgement: Judgement | None) -> ReviewedChange:
        """A change with its judgement, told apart by itself."""
        hides = self._hidden if _closes(change) else None
        is_withdrawal = hides is not None or self._takes_results_back(change)
        if change.change_class is not ChangeClass.RULES:
            return ReviewedChange(change, judgement, is_withdrawal, is_withdrawal, hides=hides)
        is_moved = self._brings_a_top(change) or (
            judgement is not None
            and (
                judgement.direction is Direction.EASIER
                or (bool(judgement.crowd) and judgement.direction is not Direction.NEUTRAL)
                or (judgement.direction is Direction.MIXED and bool(judgement.lifts))
            )
        )
        is_goalpost = is_moved or is_withdrawal
        return ReviewedChange(change, judgement, is_goalpost, is_withdrawal and not is_moved)

    def with_joint_lifts(self, reviewed: Sequence[ReviewedChange]) -> list[ReviewedChange]:
        """What lifts a scorecard though no change does so by itself: all that may have had a part in it is listed."""
        suspects = [one for one in reviewed if _may_lift(one)]
        if not suspects:
            return list(reviewed)
        explained = {
            lift.address
            for one in reviewed
            if one.is_goalpost and one.judgement is not None
            for lift in one.judgement.lifts
        }
        lifts = tuple(lift for lift in self._lifts_of_all if lift.address not in explained)
        milder = [one for one in suspects if one.direction is not Direction.HARDER]
        chosen = {id(one) for one in milder or suspects} if lifts else set()
        return [
            replace(one, is_goalpost=True, lifts_together=lifts) if id(one) in chosen else one
            for one in reviewed
        ]

    @cached_property
    def _lifts_of_all(self) -> list[Lift]:
        """What all changes of rules together lift, on the new results."""
        before = self._counterfactuals.standing_old_rules
        after = self._counterfactuals.standing_now
        if before is None or after is None:
            return []
        return lifts_between(before, after, self._sides.matching.new_of)

    def _brings_a_top(self, change: StrategyChange) -> bool:
        """Whether a scorecard under no other is new, or came to stand under no other."""
        return any(
            part.address in self._new_tops
            and (part.kind is ChangeKind.ADDED or part.key == ("under", ""))
            for part in (change, *change.inside)
        )

    @cached_property
    def _new_tops(self) -> frozenset[str]:
        old, old_of = self._sides.old.scorecards, self._sides.matching.old_of
        tops = [card.address for card in self._sides.new.tops]
        former = {address: old.get(old_of.get(address, "")) for address in tops}
        return frozenset(
            address for address, card in former.items() if card is None or card.under is not None
        )

    def _takes_results_back(self, change: StrategyChange) -> bool:
        if change.revision in DOUBTFUL:
            return not self._is_computed_alike(change)
        if change.record_kind == "calendar":
            return self._reopens or (change.key != ("closed", "") and self._drops_results)
        return change.change_class is ChangeClass.RESULTS and self._assessments.flatters(change)

    def _is_computed_alike(self, change: StrategyChange) -> bool:
        """Whether values that nobody enters any more come out of its parts or a formula as they were."""
        scores = self._counterfactuals.standing_now
        before = self._sides.old.quantity(change.old_address or "")
        if change.revision is not ResultRevision.WITHDRAWN or scores is None or before is None:
            return False
        row, former = scores.row.get(change.address), values_by_ordinal(before.actuals)
        if row is None:
            return False
        return all(
            period in scores.periods
            and isclose(scores.value[row, scores.periods.index(period)], former[period.ordinal])
            for period in change.periods
        )

    @cached_property
    def _hidden(self) -> HiddenResults | None:
        """What the period that is closed now does not show."""
        ends = [_current_end(model) for model in (self._sides.old, self._sides.new)]
        if ends[0] is None or ends[1] is None or ends[1] <= ends[0]:
            return None
        return hidden_results(self._counterfactuals)

    @cached_property
    def _reopens(self) -> bool:
        """Whether the current period of the new side ends before the old one's."""
        ends = [_current_end(model) for model in (self._sides.old, self._sides.new)]
        return ends[0] is not None and ends[1] is not None and ends[1] < ends[0]

    @cached_property
    def _drops_results(self) -> bool:
        """Whether a period that had a score is in the calendar no more."""
        scores = self._counterfactuals.old_in_calendar
        calendar = self._sides.new.settings.calendar
        if scores is None or calendar is None:
            return scores is not None
        first, last = _calendar_ends(calendar)
        ends = scores.structure.view.ends
        outside = ((ends <= first) | (ends > last)) & (ends <= scores.timeline.current_end)
        return bool((~np.isnan(scores.score[:, outside])).any())


def _may_lift(reviewed: ReviewedChange) -> bool:
    change = reviewed.change
    if reviewed.is_goalpost or change.change_class is not ChangeClass.RULES:
        return False
    judgement = reviewed.judgement
    return (
        judgement is not None
        and judgement.direction is not None
        and not judgement.keeps_shares
        and change.kind is not ChangeKind.RENAMED
        and not is_inert(change)
    )


def _closes(change: StrategyChange) -> bool:
    return change.record_kind == "calendar" and change.key == ("closed", "")


def _current_end(model: Model) -> int | None:
    calendar = model.settings.calendar
    if calendar is None:
        return None
    return calendar.fiscal.end(calendar.grain, current_period(model))


def _calendar_ends(calendar: Calendar) -> tuple[int, int]:
    """The day before the calendar begins, and its last one."""
    fiscal, grain = calendar.fiscal, calendar.grain
    return fiscal.end(grain, calendar.first - 1), fiscal.end(grain, calendar.last)


class ReadingOrder:
    """Moved goalposts, then results taken back, then the rest; in each the greatest first."""

    def __init__(self, counterfactuals: Counterfactuals) -> None:
        sides = counterfactuals.sides
        tops = [
            top
            for scores in (counterfactuals.old_rules.scores, counterfactuals.now.scores)
            for top in (top_scorecard_addresses(scores) if scores is not None else ())
        ]
        self._tops = {*tops, *(sides.matching.new_of.get(top, top) for top in tops)}
        cards = enumerate([*sides.new.scorecards, *sides.old.scorecards])
        self._cards = {address: at for at, address in reversed(list(cards))}

    def key(self, reviewed: ReviewedChange) -> tuple[object, ...]:
        """What to sort by."""
        change = reviewed.change
        top, own, share = self._sizes(reviewed.judgement)
        return (
            not reviewed.is_goalpost,
            reviewed.is_withdrawal,
            CLASSES.index(change.change_class),
            DIRECTIONS.index(reviewed.direction),
            -top, -own, -share,
            self._cards.get(change.scorecard, -1),
        )  # fmt: skip

    def _sizes(self, judgement: Judgement | None) -> tuple[float, float, float]:
        """By how much it moves the top, its own place, and its target."""
        if judgement is None:
            return 0.0, 0.0, 0.0
        effect = (*judgement.effect, *judgement.if_results_stay)
        effects = [(point.address, point.points) for point in effect]
        effects += [(lift.address, lift.points) for lift in judgement.lifts]
        points = [
            (address in self._tops, abs(size)) for address, size in effects if size is not None
        ]
        ahead = judgement.targets_ahead
        share = abs(ahead.share) if ahead is not None and ahead.share is not None else 0.0
        return (
            round(max((size for is_top, size in points if is_top), default=0.0), 9),
            round(max((size for is_top, size in points if not is_top), default=0.0), 9),
            share,
        )


CLASSES: Final = (ChangeClass.RULES, ChangeClass.RESULTS, ChangeClass.NONE)
DIRECTIONS: Final = (
    Direction.EASIER,
    Direction.MIXED,
    Direction.HARDER,
    Direction.NEUTRAL,
    None,
)
