"""What value a KPI must take for a score to reach a goal, and the best it can do where it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, isnan
from typing import TYPE_CHECKING

import numpy as np

from bsctui.analysis.assumptions import own_period
from bsctui.analysis.response import Response
from bsctui.analysis.root_finding import (
    LEVEL_TOLERANCE,
    EvaluatedPoint,
    level_crossings,
    nearest_to,
    refined,
)
from bsctui.explain.provenance import Role, provenance_of
from bsctui.scoring.resampling.resample import own_period_rows
from bsctui.scoring.targets import BASELINE, HIGH, LOW, TOLERANCE_HIGH, TOLERANCE_LOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bsctui.model.entities import Quantity
    from bsctui.model.periods import Period
    from bsctui.scoring.result import Scores


class GoalError(ValueError):
    """A goal that makes no sense to ask for; says why."""


class GoalSeekOutcome(StrEnum):
    """Whether a score can be reached."""

    REACHED = "reached"
    PASSED = "passed"
    """The score jumps over the goal: no value gives just that, this one the first beyond it."""
    UNREACHABLE = "unreachable"
    """The answer is the best that can be done."""


@dataclass(frozen=True, slots=True)
class GoalSeekResult:
    """What a KPI must be. Values are in its own unit; nan for none.

    Attributes:
        periods: The own periods that take the value: the one that `whatif` would take, else, where that
            one alone cannot do it, all that the figure shown is made from.
        value: What the KPI must be in each of them. Of several that would do, the nearest to the
            present (without one, to the target).
        shown: What is then shown of it in the viewed period.
        score: The score then reached.
        present: What is shown of it now.
        present_score: The score now.
    """

    outcome: GoalSeekOutcome
    periods: tuple[Period, ...]
    value: float
    shown: float
    score: float
    present: float
    present_score: float


def goal_seek(scores: Scores, at: int, ref: str, target_score: float, lever: str) -> GoalSeekResult:
    """The value of `by` with which `ref` scores `wanted` in the view's period `at`, all else as it is.

    The score as a function of the value is the cascade itself (`Response`). Where it is straight between the
    places at which something bends (target, baseline, band, scale, other members under `worst`), a secant
    gives the exact value; where a formula curves, halving narrows it to 1e-9 of a point and below.

    Raises:
        GoalError: `by` does not bear on `ref`, or is no KPI or measure.
        AssumptionError: `by` shows nothing in the period.
        KeyError: No node is called `ref`.
    """
    quantity = scores.model.quantity(lever)
    if quantity is None:
        raise GoalError(f"`{lever}` is not a KPI: nothing else has a value to change")
    same = getattr(quantity, "same", None)
    quantity = scores.model.kpis.get(same, quantity) if same else quantity

    def answer(periods: tuple[Period, ...]) -> GoalSeekResult:
        response = Response(scores, at, ref, quantity.address, periods)
        if not response.depends:
            raise GoalError(
                f"`{lever}` does not affect `{ref}`: no part of that score comes from it"
            )
        return _Search(scores, at, quantity, response).answer(target_score, scores.row[ref])

    choices = _choices(scores, at, quantity)
    best = answer(next(choices))
    for periods in choices:
        if best.outcome is GoalSeekOutcome.REACHED:
            break
        other = answer(periods)
        if _better(other, best, target_score):
            best = other
    return best


OWN_ROLES = frozenset({Role.VALUE, Role.CARRIED, Role.ASSUMED})
"""Sources that are periods of the item itself."""


def _choices(scores: Scores, at: int, quantity: Quantity) -> Iterator[tuple[Period, ...]]:
    """The periods whose value may be another: the last one alone, then all behind the figure shown."""
    last_alone = (own_period(scores, at, quantity),)
    yield last_alone
    kpi = scores.model.kpis.get(quantity.address)
    if kpi is None:
        return
    provenance = provenance_of(scores, kpi, at)
    sources = provenance.value_sources() if provenance is not None else ()
    own = [source.period for source in sources if source.role in OWN_ROLES]
    periods = tuple(dict.fromkeys(period for period in own if period is not None))
    if periods and periods != last_alone:
        yield periods


def _better(answer: GoalSeekResult, earlier: GoalSeekResult, target_score: float) -> bool:
    """The earlier choice stays where the later one comes no nearer."""
    ranks = list(GoalSeekOutcome)
    if answer.outcome is not earlier.outcome:
        return ranks.index(answer.outcome) < ranks.index(earlier.outcome)
    gap, before = abs(answer.score - target_score), abs(earlier.score - target_score)
    return gap < before - 1e-9 or (isnan(before) and not isnan(gap))


SPREAD = range(-16, 28)
"""Samples lie at steps of these powers of two around the present: from a 65,000th of its size to 134 million times."""


class _Search:
    """One KPI in some of its own periods."""

    def __init__(self, scores: Scores, at: int, quantity: Quantity, response: Response) -> None:
        self.scores, self.at, self.quantity, self.response = scores, at, quantity, response
        self.own, self.marks = _own_figures(scores, quantity, response.periods)
        present = [value for value in self.own if not isnan(value)]
        self.start = float(np.mean(present)) if present else (self.marks[0] if self.marks else 0.0)
        self.samples = refined(self._score, self._sampled())

    def _score(self, value: float) -> float:
        return self.response.at(value).score

    def _sampled(self) -> list[float]:
        """Around the present at every size, and wherever a KPI that rests on it is at a bend of its score."""
        size = max([abs(self.start), *(abs(mark) for mark in self.marks)]) or 1.0
        values = {self.start, 0.0, *self.marks}
        values |= {self.start + side * size * 2.0**step for step in SPREAD for side in (-1, 1)}
        # A score bends where a KPI on the way passes its own target or baseline. Between two samples without such
        # a bend it is straight or curves one way, so that a crossing cannot hide there; the bends are known only
        # as what is shown of that KPI, so the value of the lever that shows it is searched for first.
        ordered = sorted(values)
        for index, address in enumerate(self.response.dependents):
            for mark in _bends(self.scores, address, self.at):
                values |= set(self._values_showing(index, mark, ordered))
        return sorted(values)

    def _values_showing(self, index: int, mark: float, samples: Iterable[float]) -> Iterator[float]:
        """The values with which so much is shown of a KPI that rests on this one."""

        def shown(value: float) -> float:
            return self.response.at(value).shown[index]

        yield from (place.at for place in level_crossings(shown, mark, samples))

    # --- Answers

    def answer(self, target_score: float, row: int) -> GoalSeekResult:
        """The nearest place on the goal; else beyond it; else the best."""
        now = float(self.scores.score[row, self.at])
        places = list(level_crossings(self._score, target_score, self.samples))
        exact = [place for place in places if abs(place.above) <= REACHED_WITHIN]
        # Where the score jumps over the goal (another member is the worst, a band begins) nothing reaches it: then
        # the side of the jump beyond the goal is the answer, as whoever asks wants at least that.
        rising = isnan(now) or target_score >= now
        beyond = [place for place in places if (place.above > 0) is rising]
        if exact:
            return self._result(GoalSeekOutcome.REACHED, self._nearest(exact), now)
        if beyond:
            return self._result(GoalSeekOutcome.PASSED, self._nearest(beyond), now)
        return self._result(GoalSeekOutcome.UNREACHABLE, self._best(target_score), now)

    def _nearest(self, places: Iterable[EvaluatedPoint]) -> float:
        return min((abs(place.at - self.start), place.at) for place in places)[1]

    def _best(self, target_score: float) -> float:
        """Of the values that come nearest to the goal the nearest to the present."""
        gaps = [(abs(self._score(at) - target_score), at) for at in self.samples]
        gaps = [(gap, at) for gap, at in gaps if not isnan(gap)]
        if not gaps:
            return self.start
        gap, at = min(gaps, key=lambda pair: (pair[0], abs(pair[1] - self.start)))
        place = self.samples.index(at)
        around = self.samples[max(0, place - 1) : place + 2]
        top = nearest_to(self._score, target_score, around[0], around[-1])
        if abs(self._score(top) - target_score) < gap - LEVEL_TOLERANCE:
            at = top
        return self._nearest([EvaluatedPoint(at, 0.0), *self._reached(self._score(at))])

    def _reached(self, level: float) -> list[EvaluatedPoint]:
        return [place for place in level_crossings(self._score, level, self.samples) if place.on]

    def _result(self, outcome: GoalSeekOutcome, value: float, now: float) -> GoalSeekResult:
        point = self.response.at(value)
        shown, present = value, self.own[-1]
        if self.quantity.address in self.response.dependents:
            shown = point.shown[self.response.dependents.index(self.quantity.address)]
            row = self.scores.row[self.quantity.address]
            present = float(self.scores.value[row, self.at])
        return GoalSeekResult(
            outcome, self.response.periods, value, shown, point.score, present, now
        )


REACHED_WITHIN = 1e-6
"""A place this near to the goal reaches it; a curve is narrowed far below that, a jump stays above."""


def _own_figures(
    scores: Scores, quantity: Quantity, periods: Sequence[Period]
) -> tuple[list[float], list[float]]:
    """The present values in own periods, and what they are held to: targets first."""
    values = scores.values_of([quantity.address])
    table_row = values.table_of(quantity.address)
    if table_row is None:
        return [float("nan")] * len(periods), []
    table, row = table_row
    at = [table.axis.index_of(period.ordinal) for period in periods]
    own = own_period_rows(values, table, [table.quantities[row]])
    layers = own.layers[:, 0, at[-1]].tolist()
    low, high = layers[LOW], layers[HIGH]
    wide = [low - layers[TOLERANCE_LOW], high + layers[TOLERANCE_HIGH]]
    wide += [low + layers[TOLERANCE_LOW], high - layers[TOLERANCE_HIGH]]
    scale = quantity.definition.scale
    marks = [low, high, layers[BASELINE], *wide, *(scale.values if scale else ())]
    return table.value[row, at].tolist(), [mark for mark in marks if isfinite(mark)]


def _bends(scores: Scores, address: str, at: int) -> list[float]:
    """The values at which a KPI's score bends, as shown: both ends of the target, the baseline, a scale's points."""
    row = scores.row[address]
    columns = (scores.target_low, scores.target_high, scores.baseline)
    marks = [float(column[row, at]) for column in columns]
    scale = scores.model.kpis[address].definition.scale
    marks += scale.values if scale is not None else ()
    return [mark for mark in dict.fromkeys(marks) if isfinite(mark)]
