"""What stands behind a KPI's figures in one period: own periods, formula inputs, feeders, and the lines they came from."""

from __future__ import annotations

from enum import StrEnum
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.model.entities import Kpi
from bsctui.model.periods import Period
from bsctui.scoring.idle_lines import idle_lines, line_key
from bsctui.scoring.kpi_view import for_window, latest_ended, shown_period, window_of
from bsctui.scoring.resampling.aggregate import LAST, MAX, MIN, SUM, choose_periods, picked_periods
from bsctui.scoring.resampling.resample import own_period_rows, resampled_columns
from bsctui.scoring.validity import lines_in_force
from bsctui.scoring.values import (
    Values,
    coarse_periods_shown,
    in_force_on,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.model.entities import Origin, Quantity
    from bsctui.scoring.resampling.aggregate import OwnPeriods
    from bsctui.scoring.result import Scores
    from bsctui.scoring.time_axis import View
    from bsctui.scoring.values import ValueTable


class Role(StrEnum):
    """What a source is to the figure."""

    VALUE = "value"
    CARRIED = "carried"
    ASSUMED = "assumed"
    """Put in place of what the workspace says: no line says it, and nothing stands behind it."""
    INPUT = "input"
    FEEDER = "feeder"
    MEMBER = "member"
    """A feeder of an input that lacks some: a ratio counts it, since it has a value in all of its sums."""
    LEFT_OUT = "left out"
    """A feeder of such an input that the ratio does not count."""
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


NO_NUMBER = float("nan")

KEYWORDS = (
    "target", "baseline", "tolerance", "scale", "cap", "better", "every", "aggregate", "over",
    "carry", "formula", "rollup", "status", "unit",
)  # fmt: skip
"""The keywords that make figures what they are, in the order they are told."""


class Provenance(NamedTuple):
    """A KPI (under `same` the original) or a measure as a view's period shows it.

    Attributes:
        places: The own periods that its value is made from; where it is computed and has none, the last own period in view.
        target_places: The own periods whose target, baseline and tolerance it is held to.
    """

    values: Values
    table: ValueTable
    quantity: Quantity
    places: Sequence[int]
    target_places: Sequence[int]

    def value_sources(self) -> Iterator[Source]:
        """Each own period's value, with the inputs or feeders behind it."""
        for place in self.places:
            yield from _of_period(self.values, self.table, self.quantity, place)

    def target_sources(self) -> Iterator[Source]:
        """The lines of the definition, its own or those it took over; of dated ones those that hold there."""
        definition, address = self.quantity.definition, self.quantity.address
        idle = idle_lines(definition, self.table.axis, self.target_places)
        for keyword in KEYWORDS:
            for origin in definition.origins.get(keyword, ()):
                if line_key(origin) not in idle:
                    yield Source(
                        Role.DEFINITION, keyword, address, None, NO_NUMBER, NO_NUMBER, origin
                    )


def provenance_of(scores: Scores, shown: Quantity, at: int) -> Provenance | None:
    """What stands behind a KPI's or measure's figures in the view's period `at`; None where it is the `same` as one that is not there."""
    original = (shown.same if isinstance(shown, Kpi) else None) or shown.address
    values = scores.values_of([original])
    table_row = values.table_of(original)
    if table_row is None:
        return None
    table, row = table_row
    quantity = table.quantities[row]
    own = own_period_rows(values, table, [quantity])
    view = scores.structure.view
    places, target_places = _places(view, values, table, quantity, own, at)
    if not places and quantity.is_computed:
        places = _places_without_value(view, table, quantity, at)
    measured = dict.fromkeys(table.source[row, target_places].tolist())
    return Provenance(values, table, quantity, places, list(measured))


def _places(
    view: View, values: Values, table: ValueTable, quantity: Quantity, own: OwnPeriods, at: int
) -> tuple[list[int], list[int]]:
    """The own periods that the figure of a view's period is made from, and those it is held to."""
    if quantity.definition.over is not None:
        return _of_window(view, values, table, quantity, own, at)
    if table.axis.grain > view.grain:
        place = int(table.axis.ended_by(view.ends[at : at + 1])[0])
        shown = place >= 0 and not np.isnan(latest_ended(own, table, view).value[0, at])
        return ([place] if shown else []), ([place] if place >= 0 else [])
    return _of_range(own, *view.inside(table.axis.grain)[at])


def _places_without_value(view: View, table: ValueTable, quantity: Quantity, at: int) -> list[int]:
    """Where a computed figure is missing: the last own period, whose inputs tell why."""
    if table.axis.grain > view.grain or quantity.definition.over is not None:
        return []
    low, high = view.inside(table.axis.grain)[at]
    low, high = max(low, 0), min(high, len(table.axis))
    return [high - 1] if low < high else []


def _of_window(
    view: View, values: Values, table: ValueTable, quantity: Quantity, own: OwnPeriods, at: int
) -> tuple[list[int], list[int]]:
    place, counts = shown_period(own, table, view, at)
    if place < 0:
        return [], []
    low, high = window_of(quantity, values, table, place)
    places, target_places = _of_range(for_window(own), low, high)
    if own.methods[0] != SUM:
        target_places = [place]
    elif not counts:
        target_places = _places_with_target(own, low, high)
    return (places if counts else []), target_places


def _of_range(own: OwnPeriods, low: int, high: int) -> tuple[list[int], list[int]]:
    """Of a value that is combined; for `last`, `min` and `max` it is held to the one period that gave it."""
    low, high = max(low, 0), min(high, own.value.shape[1])
    if low >= high:
        return [], []
    cells = slice(low, high)
    chosen = choose_periods(own, cells)
    places = [low + step for step in np.flatnonzero(chosen[0]).tolist()]
    if not places:
        return [], _places_with_target(own, low, high)
    if own.methods[0] in {LAST, MIN, MAX}:
        return places, [low + int(picked_periods(own.methods, own.value[:, cells], chosen)[0])]
    return places, places


def _places_with_target(own: OwnPeriods, low: int, high: int) -> list[int]:
    """Where there is no figure: the periods in force that have a target."""
    low, high = max(low, 0), min(high, own.value.shape[1])
    has_target = own.in_force[0, low:high] & ~np.isnan(own.shown[0, 0, low:high])
    return [low + step for step in np.flatnonzero(has_target).tolist()]


def _of_period(
    values: Values, table: ValueTable, quantity: Quantity, place: int
) -> Iterator[Source]:
    row = table.row[quantity.address]
    measured = int(table.source[row, place])
    period = Period(table.axis.grain, table.axis.first + measured)
    role = Role.VALUE if measured == place else Role.CARRIED
    value = float(table.value[row, place])
    if period.ordinal in values.overrides.values.get(quantity.address, ()):
        yield Source(Role.ASSUMED, "", quantity.address, period, value, NO_NUMBER, None)
        return
    origin = _line_of(quantity, period.ordinal)
    yield Source(role, "", quantity.address, period, value, NO_NUMBER, origin)
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


def _inputs(values: Values, table: ValueTable, quantity: Quantity, place: int) -> Iterator[Source]:
    formula = quantity.formula
    for address in dict.fromkeys(formula.addresses.values() if formula is not None else ()):
        table_row = values.table_of(address)
        if table_row is None:
            continue
        input_table, row = table_row
        at = int(
            coarse_periods_shown(input_table.axis, table.axis, values.timeline.current_end)[place]
        )
        if at >= 0:
            period = Period(input_table.axis.grain, input_table.axis.first + at)
            source = input_table.axis.first + int(input_table.source[row, at])
            assumed = source in values.overrides.values.get(address, ())
            origin = None if assumed else _line_of(input_table.quantities[row], source)
            value = float(values.input_values(quantity.address, input_table, row)[at])
            yield Source(Role.INPUT, "", address, period, value, NO_NUMBER, origin)
            yield from _matched_members(values, quantity, address, at)


def _matched_members(
    values: Values, quantity: Quantity, address: str, place: int
) -> Iterator[Source]:
    """Of a sum that lacks members in a ratio: which of them count there, and which do not."""
    matched, table_row = values.matched.get((quantity.address, address)), values.table_of(address)
    if matched is None or table_row is None or not matched.gap[place]:
        return
    table, row = table_row
    feeders = values.summed_feeders(table.quantities[row], table)
    counted = {
        feeder.address
        for feeder, counts in zip(feeders, matched.counted[:, place], strict=True)
        if counts
    }
    for source in _feeders(values, table, table.quantities[row], place):
        yield source._replace(role=Role.MEMBER if source.address in counted else Role.LEFT_OUT)


def _feeders(values: Values, table: ValueTable, quantity: Quantity, place: int) -> Iterator[Source]:
    """Those whose `feeds` line holds in the period; of weight 0 where they have a value all the same."""
    period = Period(table.axis.grain, table.axis.first + place)
    end = table.axis.ends[place : place + 1]
    holding: list[tuple[Quantity, Origin]] = []
    for feeder in values.summed_feeders(quantity, table):
        lines = values.feeds_to(feeder, quantity.address)
        held = int(lines_in_force([line.span for line in lines], end)[0])
        if held >= 0 and in_force_on(values.model, feeder, end)[0]:
            holding.append((feeder, lines[held].origin))
    columns = resampled_columns(values, [feeder for feeder, _ in holding], table.axis)
    for (feeder, origin), column in zip(holding, columns, strict=True):
        weight = float(values.feed_weight(feeder, quantity.address, table.axis)[place])
        value = float(column.value[place])
        if weight > 0 or not isnan(value):
            yield Source(Role.FEEDER, "", feeder.address, period, value, weight, origin)
