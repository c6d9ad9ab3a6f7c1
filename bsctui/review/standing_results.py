"""Results as if the latest ones stood: what a change of rules does later, where there are no results yet (`review.md`, 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from bsctui.model.current_period import current_period
from bsctui.model.entities import Kpi, Measure, SeriesLine
from bsctui.model.periods import Period
from bsctui.review.series_values import is_entered, values_by_ordinal

if TYPE_CHECKING:
    from bsctui.model.entities import Calendar
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain

Q = TypeVar("Q", Kpi, Measure)


class StandingResults:
    """Carries the latest results on; the same KPI becomes the same again, so that only what differs is scored."""

    def __init__(self) -> None:
        self._memo: dict[str, tuple[object, Calendar, object]] = {}

    def carried(self, model: Model) -> Model:
        """A model in which every KPI and measure keeps its latest value in all calendar periods after the current one."""
        calendar = model.settings.calendar
        if calendar is None:
            return model
        if calendar.closed is None:
            calendar = replace(calendar, closed=current_period(model))
        settings = replace(model.settings, calendar=calendar)
        kpis = {address: self._of(kpi, calendar) for address, kpi in model.kpis.items()}
        measures = {address: self._of(one, calendar) for address, one in model.measures.items()}
        return replace(model, kpis=kpis, measures=measures, settings=settings)

    def _of(self, quantity: Q, calendar: Calendar) -> Q:
        known = self._memo.get(quantity.address)
        if known is not None and known[0] is quantity and known[1] == calendar:
            return cast("Q", known[2])
        carried = _carried_on(quantity, calendar)
        self._memo[quantity.address] = quantity, calendar, carried
        return carried


def _carried_on(quantity: Q, calendar: Calendar) -> Q:
    values = values_by_ordinal(quantity.actuals) if is_entered(quantity) else {}
    if not values:
        return quantity
    grain = quantity.definition.grain
    latest = max(values)
    first = max(latest + 1, _first_after_current(calendar, grain))
    count = _last_in_calendar(calendar, grain) - first + 1
    if count <= 0:
        return quantity
    origin = quantity.actuals[-1].origin
    line = SeriesLine(first, (values[latest],) * count, origin)
    return replace(quantity, actuals=(*quantity.actuals, line))


def _first_after_current(calendar: Calendar, grain: Grain) -> int:
    """The first period of a grain that ends after the current one."""
    assert calendar.closed is not None, "told before"
    fiscal = calendar.fiscal
    current = Period(calendar.grain, calendar.closed)
    if grain <= calendar.grain:
        return fiscal.last(grain, current).ordinal + 1
    holding = fiscal.containing(grain, current).ordinal
    ends_with = fiscal.end(grain, holding) <= fiscal.end(calendar.grain, calendar.closed)
    return holding + 1 if ends_with else holding


def _last_in_calendar(calendar: Calendar, grain: Grain) -> int:
    """The last period of a grain that the calendar touches."""
    last = Period(calendar.grain, calendar.last)
    if grain <= calendar.grain:
        return calendar.fiscal.last(grain, last).ordinal
    return calendar.fiscal.containing(grain, last).ordinal
