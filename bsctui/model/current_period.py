"""The current period: until when the results are in (`scoring.md`, Periods)."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from bsctui.model.periods import Period
from bsctui.model.validity import is_in_force

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model
    from bsctui.model.workspace_settings import Calendar


def current_period(model: Model) -> int:
    """The current period's ordinal in the calendar's grain; its first where there is no calendar to ask (0)."""
    calendar = model.settings.calendar
    if calendar is None:
        return 0
    if calendar.closed is not None:
        return calendar.closed
    inside = range(calendar.first, calendar.last + 1)
    measured = {q.address: frozenset(measured_periods(q, calendar)) for q in model.quantities()}
    every = sorted({at for ordinals in measured.values() for at in ordinals if at in inside})
    fine = [
        q
        for q in model.quantities()
        if q.definition.grain <= calendar.grain and measured[q.address]
    ]
    fallback = None
    for ordinal in reversed(every):
        end = calendar.fiscal.end(calendar.grain, ordinal)
        in_force = [q for q in fine if is_in_force(model, q, end)]
        counted = sum(ordinal in measured[q.address] for q in in_force)
        if counted and 2 * counted >= len(in_force):
            return ordinal
        if counted and fallback is None:
            fallback = ordinal
    if fallback is not None:
        return fallback
    return every[-1] if every else calendar.first


def measured_periods(quantity: Quantity, calendar: Calendar) -> Iterator[int]:
    """The calendar periods in which a KPI or measure has an entered actual; `-` never counts."""
    fiscal, grain = calendar.fiscal, quantity.definition.grain
    for line in quantity.actuals:
        for step, value in enumerate(line.values):
            if isnan(value):
                continue
            period = Period(grain, line.start + step)
            if grain <= calendar.grain:
                yield fiscal.containing(calendar.grain, period).ordinal
            elif fiscal.first(calendar.grain, period).ordinal <= calendar.last:
                yield min(fiscal.last(calendar.grain, period).ordinal, calendar.last)
