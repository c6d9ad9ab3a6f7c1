"""Bringing KPIs and measures from their own grain to another: combined, recomputed, or the latest one ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.model.entities import ALWAYS
from bsctui.model.periods import Period
from bsctui.model.validity import spans_of
from bsctui.scoring.resampling.aggregate import CODE, OwnPeriods, combine
from bsctui.scoring.resampling.recompute import recompute
from bsctui.scoring.targets import BASELINE, Targets
from bsctui.scoring.validity import spans_hold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model
    from bsctui.scoring.overrides import TargetOverrides
    from bsctui.scoring.time_axis import Axis
    from bsctui.scoring.values import Values, ValueTable

    Column = NDArray[np.float64]


class ResampledColumn(NamedTuple):
    """One row on another axis."""

    value: Column
    measured: NDArray[np.int64]
    partial: NDArray[np.bool_]


def own_period_rows(
    values: Values, table: ValueTable, quantities: Sequence[Quantity]
) -> OwnPeriods:
    """What there is to combine of some quantities of one table."""
    rows = np.array([table.row[quantity.address] for quantity in quantities], dtype=np.int64)
    targets = [values.overrides.targets.get(quantity.address) for quantity in quantities]
    target_layers = Targets(table.axis, [quantity.definition for quantity in quantities], targets)
    layers, complete = target_layers.layers, target_layers.complete
    source = table.source[rows]
    carrying = np.array([quantity.definition.carry for quantity in quantities], dtype=bool)
    if carrying.any():
        own = _with_own_target(source, targets, table.axis)
        at = np.stack([source if layer == BASELINE else own for layer in range(len(layers))])
        layers = np.take_along_axis(layers, at, axis=2)
        complete = np.take_along_axis(complete, own, axis=1)
    return OwnPeriods(
        methods=np.array(
            [CODE[quantity.definition.aggregate] for quantity in quantities], dtype=np.int64
        ),
        value=table.value[rows],
        carried=table.carried[rows],
        measured=table.measured[rows],
        partial=table.partial[rows],
        in_force=periods_in_force(values.model, quantities, table.axis),
        complete=complete,
        layers=layers,
        shown=target_layers.layers,
    )


def _with_own_target(
    source: NDArray[np.int64], targets: Sequence[TargetOverrides | None], axis: Axis
) -> NDArray[np.int64]:
    """The periods that targets come from: a carried value's own, but where another target is assumed."""
    if not any(targets):
        return source
    periods = source.copy()
    for row, ends in enumerate(targets):
        for ordinal in ends or ():
            at = axis.index_of(ordinal)
            if 0 <= at < len(axis):
                periods[row, at] = at
    return periods


def periods_in_force(model: Model, quantities: Sequence[Quantity], axis: Axis) -> NDArray[np.bool_]:
    """(n, periods) where each is in force; almost always everywhere."""
    in_force = np.ones((len(quantities), len(axis)), dtype=bool)
    for row, quantity in enumerate(quantities):
        spans = [span for span in spans_of(model, quantity) if span is not ALWAYS]
        if spans:
            in_force[row] = spans_hold(spans, axis.ends)
    return in_force


def resampled(values: Values, feeder: Quantity, axis: Axis) -> ResampledColumn:
    """One KPI or measure on a coarser axis (or its own), as a rollup sees it."""
    table_row = values.table_of(feeder.address)
    if table_row is None:
        return ResampledColumn(
            np.full(len(axis), np.nan), axis.ends, np.zeros(len(axis), dtype=bool)
        )
    table, row = table_row
    if table.axis.grain == axis.grain:
        return ResampledColumn(table.value[row], table.measured[row], table.partial[row])
    quantity = table.quantities[row]
    fiscal = values.timeline.fiscal
    low, high = _filled(table, row)
    ranges, places = [], []
    for at in range(len(axis)):
        inside = fiscal.within(table.axis.grain, Period(axis.grain, axis.first + at))
        first, last = table.axis.index_of(inside[0]), table.axis.index_of(inside[-1]) + 1
        if first < high and last > low:
            ranges.append((first, last))
            places.append(at)
    own = own_period_rows(values, table, [quantity]).ignoring_targets()
    combined = combine(own, ranges)
    recompute(values, table, [quantity], own, combined, ranges)
    column = ResampledColumn(
        np.full(len(axis), np.nan), axis.ends.copy(), np.zeros(len(axis), dtype=bool)
    )
    column.value[places] = combined.value[0]
    column.measured[places] = np.where(
        np.isnan(combined.value[0]), axis.ends[places], combined.measured[0]
    )
    column.partial[places] = combined.partial[0]
    return column


def _filled(table: ValueTable, row: int) -> tuple[int, int]:
    present = np.flatnonzero(~np.isnan(table.value[row]))
    return (int(present[0]), int(present[-1]) + 1) if len(present) else (0, 0)
