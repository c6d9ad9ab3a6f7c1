"""What value a KPI must take for a score to reach a goal, and the best it can do where it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, isnan
from typing import TYPE_CHECKING

import numpy as np

from bsctui.analysis.assumptions import own_period
from bsctui.analysis.response import Response
from bsctui.analysis.root_finding import SAME, Place, crossings, nearest_to, refined
from bsctui.explain.provenance import Role, behind
from bsctui.scoring.resampling.resample import own_periods
from bsctui.scoring.targets import BASELINE, HIGH, LOW, TOLERANCE_HIGH, TOLERANCE_LOW
from bsctui.scoring.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bsctui.model.entities import Quantity
    from bsctui.model.periods import Period
    from bsctui.scoring.result import Scores


class GoalError(ValueError):
    """A goal that makes no sense to ask for; says why."""


class Outcome(StrEnum):
    """Whether a score can be reached."""

    REACHED = "reached"
    PASSED = "passed"
    """The score jumps over the goal: no value gives just that, this one the first beyond it."""
    UNREACHABLE = "unreachable"
    """The answer is the best that can be done."""


@dataclass(frozen=True, slots=True)
class Answer:
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

    outcome: Outcome
    periods: tuple[Period, ...]
    value: float
    shown: float
    score: float
    present: float
    present_score: float


def goal(scores: Scores, at: int, ref: str, wanted: float, by: str) -> Answer:
    """The value of `by` with which `ref` scores `wanted` in the view's period `at`, all else as it is.

    The score as a function of the value is the cascade itself (`Response`). Where it is straight between the
    places at which something bends (target, baseline, band, scale, other members under `worst`), a secant
    gives the exact value; where a formula curves, halving narrows it to 1e-9 of a point and below.

    Raises:
        GoalError: `by` does not bear on `ref`, or is no KPI or measure.
        AssumptionError: `by` shows nothing in the period.
        KeyError: No node is called `ref`.
    """
    quantity = scores.model.quantity(by)
    if quantity is None:
        raise GoalError(f"`{by}` is no KPI: nothing else has a value to change")
    same = getattr(quantity, "same", None)
    quantity = scores.model.kpis.get(same, quantity) if same else quantity
    found: Answer | None = None
    for periods in _choices(scores, at, quantity):
        response = Response(scores, at, ref, quantity.address, periods)
        if not response.bears:
            raise GoalError(
                f"`{by}` does not bear on `{ref}`: nothing of that score is made from it"
            )
        answer = _Search(scores, at, quantity, response).answer(wanted, scores.row[ref])
        if found is None or _better(answer, found, wanted):
            found = answer
        if found.outcome is Outcome.REACHED:
            break
    assert found is not None, "there is always a period to choose"
    return found


OF_ITS_OWN = frozenset({Role.VALUE, Role.CARRIED, Role.ASSUMED})
"""Sources that are periods of the item itself."""


def _choices(scores: Scores, at: int, quantity: Quantity) -> Iterator[tuple[Period, ...]]:
    """The periods whose value may be another: the last one alone, then all behind the figure shown."""
    alone = (own_period(scores, at, quantity),)
    yield alone
    kpi = scores.model.kpis.get(quantity.address)
    if kpi is None:
        return
    found = behind(scores, kpi, at)
    sources = found.value_sources() if found is not None else ()
    own = [one.period for one in sources if one.role in OF_ITS_OWN]
    periods = tuple(dict.fromkeys(period for period in own if period is not None))
    if periods and periods != alone:
        yield periods


def _better(answer: Answer, other: Answer, wanted: float) -> bool:
    """The earlier choice stays where the later one comes no nearer."""
    ranks = list(Outcome)
    if answer.outcome is not other.outcome:
        return ranks.index(answer.outcome) < ranks.index(other.outcome)
    gap, before = abs(answer.score - wanted), abs(other.score - wanted)
    return gap < before - 1e-9 or (isnan(before) and not isnan(gap))


SPREAD = range(-16, 28)
"""Samples lie at steps of these powers of two around the present: from a 65,000th of its size to 134 million times."""


class _Search:
    """One KPI in some of its own periods."""

    def __init__(self, scores: Scores, at: int, quantity: Quantity, response: Response) -> None:
        self.scores, self.at, self.quantity, self.response = scores, at, quantity, response
        self.own, self.marks = _own_figures(scores, quantity, response.periods)
        present = [value for value in self.own if not isnan(value)]
        self.here = float(np.mean(present)) if present else (self.marks[0] if self.marks else 0.0)
        self.samples = refined(self._score, self._sampled())

    def _score(self, value: float) -> float:
        return self.response.at(value).score

    def _sampled(self) -> list[float]:
        """Around the present at every size, and wherever a KPI that rests on it is at a bend of its score."""
        size = max([abs(self.here), *(abs(mark) for mark in self.marks)]) or 1.0
        found = {self.here, 0.0, *self.marks}
        found |= {self.here + side * size * 2.0**step for step in SPREAD for side in (-1, 1)}
        ordered = sorted(found)
        for index, address in enumerate(self.response.resting):
            for mark in _bends(self.scores, address, self.at):
                found |= set(self._shown_at(index, mark, ordered))
        return sorted(found)

    def _shown_at(self, index: int, mark: float, samples: Iterable[float]) -> Iterator[float]:
        """The values with which so much is shown of a KPI that rests on this one."""

        def shown(value: float) -> float:
            return self.response.at(value).shown[index]

        yield from (place.at for place in crossings(shown, mark, samples))

    # --- Answers

    def answer(self, wanted: float, row: int) -> Answer:
        """The nearest place on the goal; else beyond it; else the best."""
        now = float(self.scores.score[row, self.at])
        places = list(crossings(self._score, wanted, self.samples))
        exact = [place for place in places if abs(place.above) <= EXACT]
        rising = isnan(now) or wanted >= now
        beyond = [place for place in places if (place.above > 0) is rising]
        if exact:
            return self._made(Outcome.REACHED, self._nearest(exact), now)
        if beyond:
            return self._made(Outcome.PASSED, self._nearest(beyond), now)
        return self._made(Outcome.UNREACHABLE, self._best(wanted), now)

    def _nearest(self, places: Iterable[Place]) -> float:
        return min((abs(place.at - self.here), place.at) for place in places)[1]

    def _best(self, wanted: float) -> float:
        """Of the values that come nearest to the goal the nearest to the present."""
        known = [(abs(self._score(at) - wanted), at) for at in self.samples]
        known = [(gap, at) for gap, at in known if not isnan(gap)]
        if not known:
            return self.here
        gap, at = min(known, key=lambda pair: (pair[0], abs(pair[1] - self.here)))
        place = self.samples.index(at)
        around = self.samples[max(0, place - 1) : place + 2]
        top = nearest_to(self._score, wanted, around[0], around[-1])
        if abs(self._score(top) - wanted) < gap - SAME:
            at = top
        return self._nearest([Place(at, 0.0), *self._reached(self._score(at))])

    def _reached(self, level: float) -> list[Place]:
        return [place for place in crossings(self._score, level, self.samples) if place.on]

    def _made(self, outcome: Outcome, value: float, now: float) -> Answer:
        point = self.response.at(value)
        shown, present = value, self.own[-1]
        if self.quantity.address in self.response.resting:
            shown = point.shown[self.response.resting.index(self.quantity.address)]
            row = self.scores.row[self.quantity.address]
            present = float(self.scores.value[row, self.at])
        return Answer(outcome, self.response.periods, value, shown, point.score, present, now)


EXACT = 1e-6
"""A place this near to the goal reaches it; a curve is narrowed far below that, a jump stays above."""


def _own_figures(
    scores: Scores, quantity: Quantity, periods: Sequence[Period]
) -> tuple[list[float], list[float]]:
    """The present values in own periods, and what they are held to: targets first."""
    values = Values(scores.model, scores.timeline, scores.ties, [quantity.address], scores.assumed)
    found = values.table_of(quantity.address)
    if found is None:
        return [float("nan")] * len(periods), []
    table, row = found
    at = [table.axis.place(period.ordinal) for period in periods]
    own = own_periods(values, table, [table.quantities[row]])
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
