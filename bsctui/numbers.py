"""Figures as people read them: scores, differences, weights, values with their unit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_DIGITS: Final = 17
"""Significant digits that tell any two numbers apart."""


def format_score(value: float) -> str:
    """A score with one decimal; empty where there is none (nan)."""
    return "" if math.isnan(value) else f"{value + 0.0:.1f}"


def round_within(value: float, bounds: Sequence[float]) -> float:
    """A score to the one decimal that is shown, on its own side of bounds: below 70, 69.96 is 69.9 and not 70.0."""
    rounded = round(value, 1)
    if any(value < bound <= rounded for bound in bounds):
        return math.floor(value * 10) / 10
    if any(rounded < bound <= value for bound in bounds):
        return math.ceil(value * 10) / 10
    return rounded


def format_difference(value: float) -> str:
    """A signed difference with one decimal; empty where there is none."""
    if math.isnan(value):
        return ""
    rounded = round(value, 1) + 0.0
    return f"{rounded:+.1f}"


def format_weight(value: float, *, percent: bool) -> str:
    """A weight as it was written: `40%` or `2`."""
    if math.isnan(value):
        return ""
    return f"{value:.4g}%" if percent else f"{value:.4g}"


_STEPS = ((1e9, "B"), (1e6, "M"), (1e3, "K"))


SHORT: Final = 4
"""Significant digits of a short figure."""
_CLEAR: Final = 10.0 ** (2 - SHORT)
"""Figures that lie farther apart, as a part of the larger one, differ in short form too: rounding moves each a twentieth of that."""


def format_value(number: float, digits: int = SHORT) -> str:
    """A measured value, short: `27.5M`, `58`, `0.031`; empty where there is none."""
    if math.isnan(number):
        return ""
    size, digits = abs(number), max(digits, SHORT)
    for step, letter in _STEPS:
        if size >= step * (10 if letter == "K" else 1):
            return f"{number / step:.{digits}g}{letter}"
    return f"{number:.{digits}g}" if size < 1000 else f"{number:.{max(digits, SHORT + 2)}g}"


def format_decimals(number: float, decimals: int) -> str:
    """A figure with just so many decimals; empty where there is none."""
    return "" if math.isnan(number) else f"{number + 0.0:.{decimals}f}"


def telling_digits(number: float, limits: Sequence[float]) -> int:
    """How many significant digits keep a figure on its side of limits, so that it never looks as if it had reached them."""
    apart = [
        limit for limit in limits if not math.isclose(number, limit, rel_tol=1e-12, abs_tol=1e-9)
    ]
    if all(abs(number - limit) > _CLEAR * max(abs(number), abs(limit)) for limit in apart):
        return SHORT
    for digits in range(SHORT, MOST_DIGITS):
        if all(_side(number, limit, digits) == (number > limit) for limit in apart):
            return digits
    return MOST_DIGITS


def format_apart(number: float, limit: float) -> tuple[str, str]:
    """A figure and the limit that it misses, in so many digits that the two never look alike."""
    return format_value(number, telling_digits(number, [limit])), format_value(limit)


def _side(number: float, limit: float, digits: int) -> bool | None:
    """Whether a figure looks larger than a limit; None where both look the same."""
    left, right = format_value(number, digits), format_value(limit, digits)
    if left == right:
        return None
    return _size(left) > _size(right)


def _size(text: str) -> float:
    return next(
        (float(text[:-1]) * step for step, letter in _STEPS if text.endswith(letter)), None
    ) or float(text.rstrip("BMK"))


def format_chance(part: float) -> str:
    """A chance of 0 to 1 in whole points; simulated runs that all end alike are no certainty."""
    if math.isnan(part):
        return ""
    if part < 0.005:
        return "<1%"
    return ">99%" if part > 0.995 else f"{part:.0%}"


def format_quantity(number: float, unit: str | None) -> str:
    """A value with its unit: `86.2%`, `47 minutes`."""
    text = format_value(number)
    if not text or not unit:
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}"
