"""Values that were entered and cannot be right: said at once, and never refused (A120)."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui import numbers
from bsctui.model.periods import FiscalYear, Period
from bsctui.model.plausibility import doubt_of, doubts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model
    from bsctui.model.plausibility import Doubt

NEAR: Final = 5.0
"""A thousand times a value that comes so near to the values around it was probably meant."""


def entered_doubts(before: Model, after: Model) -> Iterator[str]:
    """What an edit, or an import, entered that cannot be right, in the order of display.

    Args:
        before: The workspace as it was.
        after: The same with what was entered.
    """
    calendar = after.settings.calendar
    fiscal = calendar.fiscal if calendar is not None else FiscalYear()
    renamed: set[Doubt] | None = None
    for quantity in after.quantities():
        old = before.quantity(quantity.address)
        if old is not None and old.actuals is quantity.actuals:
            continue
        grain = quantity.definition.grain
        if old is not None:
            known = set(doubts(old.actuals, old.definition.grain))
        else:
            known = renamed = _gone_doubts(before, after) if renamed is None else renamed
        for doubt in doubts(quantity.actuals, grain):
            if doubt not in known and doubt.value != _value(old, doubt.ordinal):
                period = fiscal.format(Period(grain, doubt.ordinal))
                yield f"{period} of `{quantity.address}`: {sentence(doubt)}"


def _gone_doubts(before: Model, after: Model) -> set[Doubt]:
    """The doubts of what goes by another address now, or is gone: none of them was entered."""
    return {
        doubt
        for quantity in before.quantities()
        if after.quantity(quantity.address) is None
        for doubt in doubts(quantity.actuals, quantity.definition.grain)
    }


def _value(quantity: Quantity | None, ordinal: int) -> float | None:
    """What was entered for a period before; None for nothing."""
    lines = () if quantity is None else quantity.actuals
    return next(
        (
            line.values[ordinal - line.start]
            for line in lines
            if 0 <= ordinal - line.start < len(line.values)
        ),
        None,
    )


def typed_doubt(quantity: Quantity, ordinal: int, value: float) -> str | None:
    """Why a value that is about to be entered cannot be right; None where it can, or there is none (nan)."""
    if isnan(value):
        return None
    doubt = doubt_of(quantity.actuals, quantity.definition.grain, ordinal, value)
    return None if doubt is None else sentence(doubt)


def sentence(doubt: Doubt) -> str:
    """What is strange about a value, and what was probably meant: a point that set thousands apart made a decimal."""
    around = numbers.format_value(doubt.typical)
    message = f"{doubt.value:.10g} {doubt} ({around})"
    thousands = doubt.value * 1000
    if 1 / NEAR <= thousands / doubt.typical <= NEAR:
        return f"{message}: is {thousands:.10g} meant?"
    return message
