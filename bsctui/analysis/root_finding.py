"""Where a function of one number reaches a level: brackets between samples, then secants kept inside by halving."""

from __future__ import annotations

from bisect import insort
from itertools import pairwise
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Function = Callable[[float], float]

LEVEL_TOLERANCE = 1e-10
"""Levels this near are one: far above the rounding of a score, far below what anybody asks for."""

STRAIGHT_WITHIN = 1e-3
"""A stretch whose middle lies so near to the straight line is not halved: a hill inside would be no higher than a few of these."""

MAX_DEPTH = 6
"""How often a stretch that curves is halved to find whether it rises and falls again inside."""

HALVINGS = 200
"""More than doubles have bits: a bracket is then as narrow as it can be."""


class EvaluatedPoint(NamedTuple):
    """A place on the way, and how far the function lies above the level there (0: on it)."""

    at: float
    above: float

    @property
    def on(self) -> bool:
        """Whether the level is reached here."""
        return abs(self.above) <= LEVEL_TOLERANCE


def refined(function: Function, samples: Iterable[float]) -> list[float]:
    """The samples, with more of them where the function curves or bends between two."""
    points = sorted(set(samples))
    for low, high in list(pairwise(points)):
        for extra in _bends(function, low, high, MAX_DEPTH):
            insort(points, extra)
    return points


def _bends(function: Function, low: float, high: float, depth: int) -> Iterator[float]:
    middle = low + (high - low) / 2
    if depth == 0 or middle in {low, high}:
        return
    # Halved only where the middle lies off the chord: a straight stretch, by far the most, costs one look.
    straight = (function(low) + function(high)) / 2
    if abs(function(middle) - straight) > STRAIGHT_WITHIN:
        yield middle
        yield from _bends(function, low, middle, depth - 1)
        yield from _bends(function, middle, high, depth - 1)


def level_crossings(
    function: Function, level: float, samples: Iterable[float]
) -> Iterator[EvaluatedPoint]:
    """Every place found where the function reaches or passes a level.

    Where it stays on the level, the ends of that stretch. Of a jump over the level both sides, neither of
    them `on` it.
    """

    def evaluated(at: float) -> EvaluatedPoint:
        above = function(at) - level
        return EvaluatedPoint(at, above)

    last: EvaluatedPoint | None = None
    for current in map(evaluated, samples):
        if isnan(current.above):
            last = None
            continue
        if current.on:
            yield current
        if last is not None and last.on is not current.on:
            yield level_edge(evaluated, *((last, current) if current.on else (current, last)))
        elif last is not None and not current.on and (last.above > 0) is not (current.above > 0):
            yield from crossing_between(evaluated, last, current)
        last = current


def level_edge(
    evaluate: Callable[[float], EvaluatedPoint], off: EvaluatedPoint, on: EvaluatedPoint
) -> EvaluatedPoint:
    """The first place on the level, coming from one that is off it."""
    sample, width = on, abs(on.at - off.at)
    for _ in range(HALVINGS):
        middle = evaluate(off.at + (on.at - off.at) / 2)
        if middle.at in {off.at, on.at}:
            break
        if middle.on:
            on = middle
        else:
            off = middle
    return (
        sample
        if abs(on.at - sample.at) <= EDGE_TOLERANCE * width
        else with_fewest_digits(evaluate, on)
    )


EDGE_TOLERANCE = 1e-9
"""An edge so near to a sample, as a part of the way to the next one, is that sample: it is on the level for good."""


def with_fewest_digits(
    evaluate: Callable[[float], EvaluatedPoint], point: EvaluatedPoint
) -> EvaluatedPoint:
    """The number of fewest digits beside a place that is no farther from the level: 150 for 149.99999999957."""
    for digits in range(9, 15):
        rounded = evaluate(float(f"{point.at:.{digits}g}"))
        if abs(rounded.above) <= abs(point.above):
            return rounded
    return point


def nearest_to(function: Function, level: float, low: float, high: float) -> float:
    """Where a function with one hill or valley between two places comes nearest to a level, by golden section."""
    ratio = (5**0.5 - 1) / 2
    left, right = high - ratio * (high - low), low + ratio * (high - low)
    for _ in range(HALVINGS):
        if not low < left < right < high:
            break
        if abs(function(left) - level) <= abs(function(right) - level):
            high, right = right, left
            left = high - ratio * (high - low)
        else:
            low, left = left, right
            right = low + ratio * (high - low)
    return low + (high - low) / 2


def crossing_between(
    evaluate: Callable[[float], EvaluatedPoint], low: EvaluatedPoint, high: EvaluatedPoint
) -> Iterator[EvaluatedPoint]:
    """Between two places on different sides: where the level is reached, else both sides of the jump over it.

    A straight stretch takes one secant; the halving in between keeps every other one in bounds.
    """
    # Secants alone creep where the function is flat at one end; halving every second step bounds that, and a
    # straight stretch is still done by the first secant.
    for step in range(HALVINGS):
        straight = low.at - low.above * (high.at - low.at) / (high.above - low.above)
        inside = min(low.at, high.at) < straight < max(low.at, high.at)
        middle = evaluate(straight if inside and step % 2 == 0 else low.at + (high.at - low.at) / 2)
        if middle.on:
            yield with_fewest_digits(evaluate, middle)
            return
        if middle.at in {low.at, high.at}:
            break
        if (middle.above > 0) is (low.above > 0):
            low = middle
        else:
            high = middle
    yield low
    yield high
