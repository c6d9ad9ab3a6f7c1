"""Numbers and periods as the commands print them."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bsctui.scoring.result import Scores


def json_number(number: float) -> float | None:
    """A number of a JSON document; None is null."""
    return None if isnan(number) else number


def number_text(number: float) -> str:
    """A number for people: three decimals at most, from a million on none, thousands set apart."""
    if isnan(number):
        return "none"
    text = f"{number:,.3f}".rstrip("0").rstrip(".") if abs(number) < 1e6 else f"{number:,.0f}"
    return text if text not in {"-0", ""} else "0"


def span_text(low: float, high: float) -> str:
    """A number, or both ends of a band."""
    if low == high or isnan(low):
        return number_text(low)
    return f"{number_text(low)}..{number_text(high)}"


def period_text(scores: Scores, at: int) -> str:
    """One of the view's periods as it is written."""
    return scores.timeline.fiscal.format(scores.periods[at])
