"""How spreadsheets show figures: with the decimals that they have, and their unit's sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

FEW: Final = 2
"""Decimals of figures from 1 on: what is calculated has endless ones."""
MOST: Final = 4
"""Of figures that all lie below 1."""


def digits_of(values: Iterable[float], unit_decimals: int | None = None) -> int:
    """How many decimals are shown: as the unit tells, else those that the figures have, up to two, or four where all are small."""
    if unit_decimals is not None:
        return unit_decimals
    known = [value for value in values if value == value]
    limit = FEW if any(abs(value) >= 1 for value in known) else MOST
    texts = (f"{value:.{limit}f}".rstrip("0") for value in known)
    return max((len(text.partition(".")[2]) for text in texts), default=0)


def value_format(unit: str | None, digits: int) -> str:
    """A number format: thousands apart, and a percent sign that multiplies nothing."""
    form = "#,##0" + (f".{'0' * digits}" if digits else "")
    return f'{form}"%"' if unit == "%" else form
