"""Where numbers lie on an axis: its ends, its marks, and runs of numbers without gaps."""

from __future__ import annotations

from itertools import groupby
from math import ceil, floor, isnan, log10
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class LinearScale(NamedTuple):
    """A stretch of numbers drawn over a stretch of the page."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, number: float) -> float:
        """Where a number lies; the middle where all numbers are the same."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (number - self.low) / (self.high - self.low) * (self.end - self.start)


def value_extent(*lines: Iterable[float]) -> tuple[float, float] | None:
    """The lowest and the highest number; None without any."""
    numbers = [number for line in lines for number in line if not isnan(number)]
    return (min(numbers), max(numbers)) if numbers else None


def axis_ticks(low: float, high: float, most_steps: int = 4) -> tuple[float, ...]:
    """Round numbers that hold `low` to `high` between the first and the last, about `wanted` steps apart.

    Steps are 1, 2, 2.5 or 5 times a power of ten, the smallest that needs no more than `wanted`.
    """
    if high <= low:
        pad = abs(low) / 2 or 1.0
        low, high = low - pad, high + pad
    rough = (high - low) / most_steps
    power = 10.0 ** floor(log10(rough))
    step = next(
        (
            size * power
            for size in (1, 2, 2.5, 5, 10)
            if _steps(low, high, size * power) <= most_steps
        ),
        20 * power,
    )
    first = floor(low / step + 1e-9)
    return tuple((first + at) * step for at in range(_steps(low, high, step) + 1))


def _steps(low: float, high: float, step: float) -> int:
    return ceil(high / step - 1e-9) - floor(low / step + 1e-9)


def gapless_runs(line: Sequence[float]) -> Iterator[list[tuple[int, float]]]:
    """Stretches of a line without a gap, each number with its place."""
    for missing, stretch in groupby(enumerate(line), key=lambda pair: isnan(pair[1])):
        if not missing:
            yield list(stretch)
