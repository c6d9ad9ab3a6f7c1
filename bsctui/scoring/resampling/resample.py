"""Bringing KPIs and measures from their own grain to another: combined, recomputed, or the latest one ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.model.entities import ALWAYS
from bsctui.model.periods import Period
from bsctui.scoring.resampling.aggregate import CODE, OwnPeriods, combine
from bsctui.scoring.resampling.recompute import recompute
from bsctui.scoring.targets import BASELINE, Targets
from bsctui.scoring.values import in_force_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain
    from bsctui.scoring.overrides import TargetOverrides
    from bsctui.scoring.time_axis import Axis
    from bsctui.scoring.values import Values, ValueTable

    Column = NDArray[np.float64]

CELLS_AT_ONCE = 200_000
"""Feeders of one grain are combined together as long as their periods are no more than so many."""


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
    limited_above: dict[str, bool] = {}
    for row, quantity in enumerate(quantities):
        if quantity.span is not ALWAYS or _is_limited_above(model, quantity, limited_above):
            in_force[row] = in_force_on(model, quantity, axis.ends)
    return in_force


def _is_limited_above(model: Model, quantity: Quantity, known: dict[str, bool]) -> bool:
    """Whether any span limits what it stands in; `known` keeps it by objective, or scorecard where there is none."""
    whole = getattr(quantity, "part_of", None)
    if whole is not None and model.limit_in(whole) is not ALWAYS:
        return True
    objective = getattr(quantity, "objective", None) or ""
    place = objective or quantity.scorecard
    if place not in known:
        parents = (model.scorecards.get(quantity.scorecard), model.objectives.get(objective))
        known[place] = any(parent is not None and parent.span is not ALWAYS for parent in parents)
    return known[place]


def resampled(values: Values, feeder: Quantity, axis: Axis) -> ResampledColumn:
    """One KPI or measure on a coarser axis (or its own), as a rollup sees it."""
    return resampled_columns(values, [feeder], axis)[0]


def resampled_columns(
    values: Values, feeders: Sequence[Quantity], axis: Axis
) -> list[ResampledColumn]:
    """The same of many, those of one grain together."""
    columns = [_nothing(axis)] * len(feeders)
    finer: dict[Grain, list[int]] = {}
    for at, feeder in enumerate(feeders):
        table_row = values.table_of(feeder.address)
        if table_row is None:
            continue
        table, row = table_row
        if table.axis.grain == axis.grain:
            columns[at] = ResampledColumn(table.value[row], table.measured[row], table.partial[row])
        else:
            finer.setdefault(table.axis.grain, []).append(at)
    for grain, places in finer.items():
        table = values.tables[grain]
        at_once = max(1, CELLS_AT_ONCE // len(table.axis))
        for first in range(0, len(places), at_once):
            batch = places[first : first + at_once]
            rows = [values.place(feeders[at].address)[1] for at in batch]
            for at, column in zip(batch, _combined_rows(values, table, rows, axis), strict=True):
                columns[at] = column
    return columns


def _nothing(axis: Axis) -> ResampledColumn:
    return ResampledColumn(np.full(len(axis), np.nan), axis.ends, np.zeros(len(axis), dtype=bool))


def _combined_rows(
    values: Values, table: ValueTable, rows: Sequence[int], axis: Axis
) -> list[ResampledColumn]:
    """Some rows of one table on a coarser axis."""
    quantities = [table.quantities[row] for row in rows]
    ranges, places = _filled_ranges(values, table, rows, axis)
    own = own_period_rows(values, table, quantities).without_targets()
    combined = combine(own, ranges)
    recompute(values, table, quantities, own, combined, ranges)
    shape = (len(rows), len(axis))
    value, partial = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    measured = np.broadcast_to(axis.ends, shape).copy()
    value[:, places] = combined.value
    measured[:, places] = np.where(np.isnan(combined.value), axis.ends[places], combined.measured)
    partial[:, places] = combined.partial
    return [ResampledColumn(*columns) for columns in zip(value, measured, partial, strict=True)]


def _filled_ranges(
    values: Values, table: ValueTable, rows: Sequence[int], axis: Axis
) -> tuple[list[tuple[int, int]], list[int]]:
    """The index ranges of own periods to combine, and where on the coarser axis: those around any value."""
    present = np.flatnonzero(~np.isnan(table.value[list(rows)]).all(axis=0))
    low, high = (int(present[0]), int(present[-1]) + 1) if len(present) else (0, 0)
    fiscal = values.timeline.fiscal
    ranges, places = [], []
    for at in range(len(axis)):
        inside = fiscal.within(table.axis.grain, Period(axis.grain, axis.first + at))
        first, last = table.axis.index_of(inside[0]), table.axis.index_of(inside[-1]) + 1
        if first < high and last > low:
            ranges.append((first, last))
            places.append(at)
    return ranges, places
