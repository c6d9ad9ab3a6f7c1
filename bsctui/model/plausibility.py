"""Values that cannot be right: twenty times what stands around them, a twentieth, or of another sign (A120)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import isnan
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.periods import IN_A_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.model.entities import Series
    from bsctui.model.periods import Grain

YEARS: Final = 3
"""How far neighbours may lie from a value, before and after it."""

FACTOR: Final = 20.0
"""So many times the median of its neighbours no value is right by itself."""

ALIKE: Final = 3.0
"""Neighbours tell something of a value where the largest is at most so many times the smallest."""

FEWEST_FOR_SIGN: Final = 3
"""So many neighbours of one sign make another sign strange."""


class Doubt(NamedTuple):
    """A value that cannot be right.

    Attributes:
        ordinal: Its own period.
        typical: The median of its neighbours, at most three years away.
    """

    ordinal: int
    value: float
    typical: float

    def __str__(self) -> str:
        """What is strange about it."""
        if self.value * self.typical < 0:
            return "differs in sign from all values around it"
        times = abs(self.value / self.typical)
        if times >= 1:
            return f"is {_rounded(times)} times the values around it"
        return f"is {_part(1 / times)} of the values around it"


def _rounded(times: float) -> str:
    return f"{float(f'{times:.2g}'):_.0f}".replace("_", ",")


def _part(times: float) -> str:
    """A thousandth is what a point for a comma makes of a number."""
    rounded = float(f"{times:.1g}")
    words = {100.0: "a hundredth", 1000.0: "a thousandth", 1e6: "a millionth"}
    return words.get(rounded, f"1/{_rounded(times)}")


def doubts(series: Series, grain: Grain) -> Iterator[Doubt]:
    """The values of a series that cannot be right, in the order of periods."""
    if _are_alike([value for line in series for value in line.values if not isnan(value)]):
        return  # as nearly all are
    values = dict(sorted(_values(series)))
    ordinals, numbers = list(values), list(values.values())
    for at in doubtful(ordinals, numbers, grain):
        typical = _median(_around(ordinals, numbers, grain, at))
        yield Doubt(ordinals[at], numbers[at], typical)


def doubtful(ordinals: Sequence[int], values: Sequence[float], grain: Grain) -> list[int]:
    """The places of values that cannot be right; `ordinals` are their own periods, ascending."""
    if _are_alike(values):
        return []
    return [
        at
        for at, value in enumerate(values)
        if strange(value, _around(ordinals, values, grain, at)) is not None
        and (at or len(values) > 2)  # of two values the later one is asked about
    ]


def _are_alike(values: Sequence[float]) -> bool:
    """Whether none can be so many times another, nor of another sign."""
    sizes = list(map(abs, filter(None, values)))
    return not sizes or (max(sizes) < FACTOR * min(sizes) and _of_one_sign(values))


def _around(ordinals: Sequence[int], values: Sequence[float], grain: Grain, at: int) -> list[float]:
    """The neighbours of a value, itself left out."""
    reach = YEARS * IN_A_YEAR[grain]
    first = bisect_left(ordinals, ordinals[at] - reach)
    last = bisect_right(ordinals, ordinals[at] + reach)
    return [*values[first:at], *values[at + 1 : last]]


def doubt_of(series: Series, grain: Grain, ordinal: int, value: float) -> Doubt | None:
    """Why a value that is about to be entered cannot be right; None where it can.

    Args:
        series: The values entered so far; one for the same period is not looked at.
        grain: The grain of the periods.
        ordinal: The period that the value is for.
        value: nan (missing) can always be right.
    """
    reach = YEARS * IN_A_YEAR[grain]
    around = [
        known
        for other, known in _values(series)
        if other != ordinal and abs(other - ordinal) <= reach
    ]
    typical = None if isnan(value) else strange(value, around)
    return None if typical is None else Doubt(ordinal, value, typical)


def strange(value: float, around: Sequence[float]) -> float | None:
    """The median of a value's neighbours where they show that it cannot be right, else None.

    A value of 0 is never told: it is no multiple of anything, and counts do fall to nothing.
    """
    if not value or not around:
        return None
    least, most = min(around), max(around)
    if least < 0 < most:
        return None
    smallest, largest = sorted((abs(least), abs(most)))
    if not smallest or largest > ALIKE * smallest:
        return None
    typical = _median(around)
    if value * typical < 0:
        return typical if len(around) >= FEWEST_FOR_SIGN else None
    times = value / typical
    return typical if times >= FACTOR or times <= 1 / FACTOR else None


def _values(series: Series) -> Iterator[tuple[int, float]]:
    return (
        (line.start + at, value)
        for line in series
        for at, value in enumerate(line.values)
        if not isnan(value)
    )


def _median(values: Sequence[float]) -> float:
    from statistics import median

    return median(values)


def _of_one_sign(values: Sequence[float]) -> bool:
    return min(values) >= 0 or max(values) <= 0
