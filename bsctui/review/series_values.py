"""Entered values, period by period."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.model.entities import Quantity, Series


def is_entered(quantity: Quantity) -> bool:
    """Whether its values are entered, or may be: it has no other way of having one."""
    return (
        quantity.formula is None
        and quantity.rollup is None
        and getattr(quantity, "same", None) is None
    )


def values_by_ordinal(series: Series) -> Mapping[int, float]:
    """The values of a series by ordinal; those that are missing left out."""
    return {
        line.start + at: value
        for line in series
        for at, value in enumerate(line.values)
        if not isnan(value)
    }


def latest_value(series: Series) -> tuple[int, float] | None:
    """The ordinal and the value of the last that is there."""
    for line in reversed(series):
        for at in range(len(line.values) - 1, -1, -1):
            if not isnan(line.values[at]):
                return line.start + at, line.values[at]
    return None
