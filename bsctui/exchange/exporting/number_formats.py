"""How spreadsheets show figures: with the decimals that they have, and their unit's sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_DIGITS: Final = 4


def digits_of(values: Iterable[float]) -> int:
    """How many decimals the figures have, up to four."""
    most = 0
    for value in values:
        if value == value:
            text = f"{value:.{MOST_DIGITS}f}".rstrip("0")
            most = max(most, len(text.partition(".")[2]))
    return most


def value_format(unit: str | None, digits: int) -> str:
    """A number format: thousands apart, and a percent sign that multiplies nothing."""
    form = "#,##0" + (f".{'0' * digits}" if digits else "")
    return f'{form}"%"' if unit == "%" else form
