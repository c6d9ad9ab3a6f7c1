"""Results as if the latest ones stood: what a change of rules does later, where there are no results yet (`review.md`, 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from bsctui.model.current_period import current_period
from bsctui.model.entities import Kpi, Measure, SeriesLine
from bsctui.model.periods import Grain, Period
from bsctui.review.series_values import is_entered, latest_value

if TYPE_CHECKING:
    from bsctui.model.model import Model
    from bsctui.model.workspace_settings import Calendar

Q = TypeVar("Q", Kpi, Measure)
Spans = dict[Grain, tuple[int, int]]
"""By grain the periods after the current one: the first, and the calendar's last."""


class _Carrier:
    """Carries on what is measured over fixed spans; the same KPI becomes the same again, so that only what differs is scored."""

    def __init__(self, spans: Spans) -> None:
        self._spans = spans
        self._memo: dict[int, tuple[object, object]] = {}

    def carried(self, quantity: Q) -> Q:
        """The same with its latest value in what comes after the current period."""
        known = self._memo.get(id(quantity))  # held in the memo, so that no other gets its identity
        if known is not None:
            return cast("Q", known[1])
        carried = _carried_on(quantity, *self._spans[quantity.definition.grain])
        self._memo[id(quantity)] = quantity, carried
        return carried


class CarriedResults:
    """Carries the latest results on, of one model after the other; what they share is carried once."""

    def __init__(self) -> None:
        self._carriers: dict[tuple[tuple[int, int], ...], _Carrier] = {}

    def carried(self, model: Model) -> Model:
        """A model in which every KPI and measure keeps its latest value in all calendar periods after the current one."""
        calendar = model.settings.calendar
        if calendar is None:
            return model
        current = current_period(model)
        settings = replace(model.settings, calendar=replace(calendar, closed=current))
        spans = {
            grain: (
                _first_after(calendar, current, grain),
                calendar.fiscal.seen_in(grain, Period(calendar.grain, calendar.last)).ordinal,
            )
            for grain in Grain
        }
        carrier = self._carriers.setdefault(tuple(spans.values()), _Carrier(spans))
        kpis = {address: carrier.carried(kpi) for address, kpi in model.kpis.items()}
        measures = {a: carrier.carried(measure) for a, measure in model.measures.items()}
        return replace(model, kpis=kpis, measures=measures, settings=settings)


def _carried_on(quantity: Q, first: int, last: int) -> Q:
    """The same with its latest value in every period of a span that comes after it."""
    latest = latest_value(quantity.actuals) if is_entered(quantity) else None
    if latest is None:
        return quantity
    ordinal, value = latest
    start = max(ordinal + 1, first)
    if start > last:
        return quantity
    line = SeriesLine(start, (value,) * (last - start + 1), quantity.actuals[-1].origin)
    return replace(quantity, actuals=(*quantity.actuals, line))


def _first_after(calendar: Calendar, ordinal: int, grain: Grain) -> int:
    """The first period of a grain that ends after one of the calendar's."""
    fiscal = calendar.fiscal
    period = Period(calendar.grain, ordinal)
    if grain <= calendar.grain:
        return fiscal.last(grain, period).ordinal + 1
    holding = fiscal.containing(grain, period).ordinal
    ends_with = fiscal.end(grain, holding) <= fiscal.end(calendar.grain, ordinal)
    return holding + 1 if ends_with else holding
