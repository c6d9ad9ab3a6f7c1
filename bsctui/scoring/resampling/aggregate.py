"""How finer periods make a coarser one: one pass a period of the view, over all rows at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.entities import Aggregate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]

METHODS = (
    Aggregate.SUM,
    Aggregate.AVERAGE,
    Aggregate.LAST,
    Aggregate.MIN,
    Aggregate.MAX,
    Aggregate.RECOMPUTE,
    None,
)
CODE = {method: code for code, method in enumerate(METHODS)}
SUM, AVERAGE, LAST, MIN, MAX, RECOMPUTE, NONE = range(len(METHODS))


@dataclass
class OwnPeriods:
    """Rows on the axis of their own grain: what there is to combine. All but `methods` are (n, periods).

    Attributes:
        methods: (n,) codes of `METHODS`.
        layers: (5, n, periods) as in `Targets`, a carried value beside what it was measured against.
        in_force: Where the row counts at all.
        complete: Where nothing that the score needs is missing, apart from the value.
    """

    methods: NDArray[np.int64]
    value: Matrix
    carried: Flags
    measured: NDArray[np.int64]
    partial: Flags
    in_force: Flags
    complete: Flags
    layers: Matrix
    shown: Matrix
    """(5, n, periods) what is shown of the goals where there is no value: those of the period itself."""

    def ignoring_targets(self) -> OwnPeriods:
        """The same with nothing missing but values: what counts whatever it is held to."""
        return replace(self, complete=np.ones_like(self.complete))

    def without_targets(self) -> OwnPeriods:
        """The same held to nothing: what a rollup sees, and no goals to combine beside it."""
        nothing = np.broadcast_to(np.nan, self.layers.shape)
        return replace(self.ignoring_targets(), layers=nothing, shown=nothing)

    def rows(self, rows: NDArray[np.int64]) -> OwnPeriods:
        """Some of the rows."""
        return OwnPeriods(
            self.methods[rows], self.value[rows], self.carried[rows], self.measured[rows], self.partial[rows],
            self.in_force[rows], self.complete[rows], self.layers[:, rows], self.shown[:, rows],
        )  # fmt: skip


@dataclass
class Combined:
    """Rows by periods of a view: (n, view) each, `layers` (5, n, view).

    `layers` are the goals beside the value, or where there is none `ahead`: those of all own periods in force
    that have a target. `chosen` tells for each of the view's periods which own periods the value came from:
    (n, width) flags.
    """

    value: Matrix
    layers: Matrix
    ahead: Matrix
    measured: NDArray[np.int64]
    partial: Flags
    chosen: list[Flags]

    @classmethod
    def empty(cls, rows: int, columns: int) -> Combined:
        """Nothing combined yet."""
        return cls(
            np.full((rows, columns), np.nan),
            np.full((5, rows, columns), np.nan),
            np.full((5, rows, columns), np.nan),
            np.zeros((rows, columns), dtype=np.int64),
            np.zeros((rows, columns), dtype=bool),
            [],
        )


def combine(own: OwnPeriods, ranges: Sequence[tuple[int, int]]) -> Combined:
    """Each row over each index range of its axis (`scoring.md`, Coarser view)."""
    if ranges and all(high - low == 1 for low, high in ranges):
        return _single_periods(own, ranges)
    combined = Combined.empty(len(own.methods), len(ranges))
    for at, (low, high) in enumerate(ranges):
        low, high = max(low, 0), min(high, own.value.shape[1])
        if low >= high:
            combined.chosen.append(np.zeros((len(own.methods), 0), dtype=bool))
            continue
        cells = slice(low, high)
        # Value, target, baseline and tolerance come from the same own periods: a quarter that lacks a month's
        # value must not be held to three months of target.
        chosen = choose_periods(own, cells)
        combined.chosen.append(chosen)
        has_value = chosen.any(axis=1)
        picked = picked_periods(own.methods, own.value[:, cells], chosen)
        combined.value[:, at] = np.where(
            has_value, _aggregated(own.methods, own.value[:, cells], chosen, picked), np.nan
        )
        # Where there is no value yet the goals are still shown, those of all periods that have one.
        instead = own.in_force[:, cells] & ~np.isnan(own.shown[0][:, cells])
        lone = picked_periods(own.methods, own.shown[0][:, cells], instead)
        for layer in np.flatnonzero(~np.isnan(own.shown).all(axis=(1, 2))):
            beside = _aggregated(own.methods, own.layers[layer][:, cells], chosen, picked)
            without = _aggregated(own.methods, own.shown[layer][:, cells], instead, lone)
            combined.ahead[layer, :, at] = np.where(instead.any(axis=1), without, np.nan)
            combined.layers[layer, :, at] = np.where(
                has_value, beside, combined.ahead[layer, :, at]
            )
        combined.measured[:, at] = np.where(chosen, own.measured[:, cells], 0).max(axis=1)
        lacking = (own.in_force[:, cells] & ~chosen).any(axis=1)
        combined.partial[:, at] = has_value & (
            lacking | (chosen & own.partial[:, cells]).any(axis=1)
        )
    # No line says how to combine, and a guess would be a number that nobody stands for: none is given.
    if ranges and max(high - low for low, high in ranges) > 1:
        without_method = own.methods == NONE
        combined.value[without_method] = np.nan
        combined.layers[:, without_method] = np.nan
        combined.ahead[:, without_method] = np.nan
        combined.partial[without_method] = False
    return combined


def _single_periods(own: OwnPeriods, ranges: Sequence[tuple[int, int]]) -> Combined:
    """The same where every range is a single period: nothing to combine, so all of them at once."""
    at = np.array([low for low, _ in ranges], dtype=np.int64)
    inside = (at >= 0) & (at < own.value.shape[1])
    at = np.where(inside, at, 0)
    in_force = own.in_force[:, at] & inside
    value = np.where(in_force, own.value[:, at], np.nan)
    present = ~np.isnan(value)
    layers, shown = own.layers[:, :, at], own.shown[:, :, at]
    instead = in_force & ~np.isnan(shown[0])
    ahead = np.where(instead, shown, np.nan)
    return Combined(
        value,
        np.where(present, layers, ahead),
        ahead,
        np.where(present, own.measured[:, at], 0),
        present & own.partial[:, at],
        [column[:, None] for column in present.T],
    )


def choose_periods(own: OwnPeriods, cells: slice) -> Flags:
    """S of `scoring.md`: those with a value and all else; if none, those with a value; carried ones only if none is entered."""
    # From the best evidence to the least. A period whose target is missing counts only where no period has both,
    # and a carried value only where nothing was entered: else an old value would weigh as much as a new one.
    present = own.in_force[:, cells] & ~np.isnan(own.value[:, cells])
    entered = present & ~own.carried[:, cells]
    carried = present & own.carried[:, cells]
    complete = own.complete[:, cells]
    chosen: Flags = entered & complete
    for otherwise in (entered, carried & complete, carried):
        has_any: Flags = np.asarray(chosen.any(axis=1, keepdims=True))
        chosen = np.where(has_any, chosen, otherwise)
    return chosen


def picked_periods(methods: NDArray[np.int64], value: Matrix, chosen: Flags) -> NDArray[np.int64]:
    """For `last`, `min` and `max`: the period that gives the value, the earliest of equals."""
    width = chosen.shape[1]
    picked: NDArray[np.int64] = width - 1 - np.argmax(chosen[:, ::-1], axis=1)
    if width > 1:
        least = np.argmin(np.where(chosen, value, np.inf), axis=1)
        most = np.argmax(np.where(chosen, value, -np.inf), axis=1)
        picked = np.where(methods == MIN, least, np.where(methods == MAX, most, picked))
    return picked


def _aggregated(
    methods: NDArray[np.int64], value: Matrix, chosen: Flags, picked: NDArray[np.int64]
) -> Matrix:
    """The combined values; a missing one among the chosen makes the result missing."""
    picked_value = np.take_along_axis(value, picked[:, None], axis=1)[:, 0]
    if chosen.shape[1] == 1:
        return picked_value
    total = np.where(chosen, value, 0.0).sum(axis=1)
    mean = total / np.maximum(chosen.sum(axis=1), 1)
    return np.where(
        methods == SUM,
        total,
        np.where((methods == AVERAGE) | (methods == RECOMPUTE), mean, picked_value),
    )
