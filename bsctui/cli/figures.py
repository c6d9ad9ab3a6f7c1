"""Numbers and periods as the commands print them."""

from __future__ import annotations

from math import isclose, isnan
from typing import TYPE_CHECKING, Final

from bsctui.numbers import format_decimals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.model.entities import Quantity
    from bsctui.scoring.result import Scores


def json_number(number: float) -> float | None:
    """A number of a JSON document; None is null."""
    return None if isnan(number) else number


MOST_DECIMALS: Final = 17


def number_text(number: float, missed: Sequence[float] = ()) -> str:
    """A number for people: three decimals at most, from a million on none, thousands set apart.

    With more decimals where it would look like one of the limits that it misses.
    """
    if isnan(number):
        return "none"
    least = 3 if abs(number) < 1e6 else 0
    limits = [limit for limit in missed if not isclose(number, limit, rel_tol=1e-12, abs_tol=1e-9)]
    return next(
        (
            text
            for decimals in range(least, MOST_DECIMALS)
            if (text := _with_decimals(number, decimals))
            not in {_with_decimals(limit, decimals) for limit in limits}
        ),
        repr(number),
    )


def _with_decimals(number: float, decimals: int) -> str:
    text = f"{number:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if text not in {"-0", ""} else "0"


def quantity_number(quantity: Quantity | None, number: float, missed: Sequence[float] = ()) -> str:
    """A value, target or baseline of a KPI or measure: with the decimals that its unit asks for, else as any number."""
    decimals = quantity.definition.decimals if quantity is not None else None
    if decimals is None or isnan(number):
        return number_text(number, missed)
    return format_decimals(number, decimals)


def quantity_span(quantity: Quantity | None, low: float, high: float) -> str:
    """The same of both ends of a band."""
    text = quantity_number(quantity, low)
    return text if low == high or isnan(low) else f"{text}..{quantity_number(quantity, high)}"


def span_text(low: float, high: float) -> str:
    """A number, or both ends of a band."""
    if low == high or isnan(low):
        return number_text(low)
    return f"{number_text(low)}..{number_text(high)}"


def period_text(scores: Scores, at: int) -> str:
    """One of the view's periods as it is written."""
    return scores.timeline.fiscal.format(scores.periods[at])
