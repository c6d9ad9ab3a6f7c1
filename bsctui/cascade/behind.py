"""What stands behind a KPI's figures in one period: own periods, formula inputs, feeders, and the lines they came from."""

from __future__ import annotations

from enum import StrEnum
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.cascade.bringing import brought, own_periods
from bsctui.cascade.combining import choose
from bsctui.cascade.figures import chosen_window
from bsctui.cascade.values import Values, lowered
from bsctui.model.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.cascade.axes import View
    from bsctui.cascade.combining import OwnPeriods
    from bsctui.cascade.scores import Scores
    from bsctui.cascade.values import Table
    from bsctui.model.entities import Kpi, Origin, Quantity


class Role(StrEnum):
    """What a source is to the figure."""

    VALUE = "value"
    CARRIED = "carried"
    ASSUMED = "assumed"
    """Put in place of what the workspace says: no line says it, and nothing stands behind it."""
    INPUT = "input"
    FEEDER = "feeder"
    DEFINITION = "definition"


class Source(NamedTuple):
    """One thing behind a figure.

    Attributes:
        word: For a definition its keyword, else empty.
        address: Whose it is.
        period: In which of its own periods (None for a definition).
        value: nan for none, and for definitions.
        weight: A feeder's; nan elsewhere.
        origin: The line of text it came from; None where no line says it.
    """

    role: Role
    word: str
    address: str
    period: Period | None
    value: float
    weight: float
    origin: Origin | None


NOTHING = float("nan")

KEYWORDS = (
    "target", "baseline", "tolerance", "scale", "cap", "better", "every", "aggregate", "over",
    "carry", "formula", "rollup", "status", "unit",
)  # fmt: skip
"""The keywords that make figures what they are, in the order they are told."""


def goal_sources(kpi: Kpi) -> Iterator[Source]:
    """The lines of the definition that hold for a KPI, its own or those it took over."""
    for keyword in KEYWORDS:
        for origin in kpi.definition.origins.get(keyword, ()):
            yield Source(Role.DEFINITION, keyword, kpi.address, None, NOTHING, NOTHING, origin)


def value_sources(scores: Scores, kpi: Kpi, at: int) -> Iterator[Source]:
    """The own periods combined into the value shown, each with the inputs or feeders behind it."""
    original = kpi.same or kpi.address
    values = Values(scores.model, scores.timeline, scores.ties, [original], scores.assumed)
    found = values.table_of(original)
    if found is None:
        return
    table, row = found
    quantity = table.quantities[row]
    own = own_periods(values, table, [quantity])
    for place in _places(scores.layout.view, values, table, quantity, own, at):
        yield from _of_period(values, table, quantity, place)


def _places(
    view: View, values: Values, table: Table, quantity: Quantity, own: OwnPeriods, at: int
) -> list[int]:
    """The own periods that the figure of a view's period is made from."""
    if quantity.definition.over is not None:
        low, high = chosen_window(own, quantity, values, table, view, at)
    elif table.axis.grain > view.grain:
        low = int(table.axis.ended_by(view.ends[at : at + 1])[0])
        high = low + 1
    else:
        low, high = view.inside(table.axis.grain)[at]
    low, high = max(low, 0), min(high, len(table.axis))
    if low >= high:
        return []
    return [low + int(step) for step in np.flatnonzero(choose(own, slice(low, high))[0])]


def _of_period(values: Values, table: Table, quantity: Quantity, place: int) -> Iterator[Source]:
    row = table.row[quantity.address]
    measured = int(table.source[row, place])
    period = Period(table.axis.grain, table.axis.first + measured)
    role = Role.VALUE if measured == place else Role.CARRIED
    value = float(table.value[row, place])
    if period.ordinal in values.assumed.values.get(quantity.address, ()):
        yield Source(Role.ASSUMED, "", quantity.address, period, value, NOTHING, None)
        return
    origin = _line_of(quantity, period.ordinal)
    yield Source(role, "", quantity.address, period, value, NOTHING, origin)
    if quantity.formula is not None:
        yield from _inputs(values, table, quantity, measured)
    elif quantity.rollup is not None:
        yield from _feeders(values, table, quantity, measured)


def _line_of(quantity: Quantity, ordinal: int) -> Origin | None:
    """The line that says a value: of actuals the one that holds the period."""
    if quantity.formula is not None:
        return quantity.formula.origin
    if quantity.rollup is not None:
        return quantity.rollup.origin
    lines = (
        line for line in quantity.actuals if line.start <= ordinal < line.start + len(line.values)
    )
    return next((line.origin for line in lines), None)


def _inputs(values: Values, table: Table, quantity: Quantity, place: int) -> Iterator[Source]:
    formula = quantity.formula
    for address in dict.fromkeys(formula.addresses.values() if formula is not None else ()):
        found = values.table_of(address)
        if found is None:
            continue
        other, row = found
        at = int(lowered(other.axis, table.axis, values.timeline.current_end)[place])
        if at >= 0:
            period = Period(other.axis.grain, other.axis.first + at)
            source = other.axis.first + int(other.source[row, at])
            assumed = source in values.assumed.values.get(address, ())
            origin = None if assumed else _line_of(other.quantities[row], source)
            value = float(other.value[row, at])
            yield Source(Role.INPUT, "", address, period, value, NOTHING, origin)


def _feeders(values: Values, table: Table, quantity: Quantity, place: int) -> Iterator[Source]:
    period = Period(table.axis.grain, table.axis.first + place)
    for feeder in values.feeders_of(quantity):
        weight = float(values.feed_weight(feeder, quantity.address, table.axis)[place])
        value = float(brought(values, feeder, table.axis).value[place])
        if weight > 0 or not isnan(value):
            line = next(one for one in feeder.feeds if one.value.target == quantity.address)
            yield Source(Role.FEEDER, "", feeder.address, period, value, weight, line.origin)
