"""Groups of runs, and cells that are the same in all of them or drawn in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.model.entities import Aggregate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Members = slice | Places

ALL_RUNS = slice(None)
"""All runs."""


NO_VALUE = np.full(1, np.nan)
"""No value, in any run."""


def select_runs(array: Array, runs: Members) -> Array:
    """Some runs of (…, 1 or runs)."""
    return array if array.shape[-1] == 1 else array[..., runs]


def group_by_presence(present: Flags) -> Iterator[tuple[Members, Flags]]:
    """The different columns of (periods, runs) flags, each with the runs that have it."""
    if present.shape[1] == 1 or (present == present[:, :1]).all():
        yield ALL_RUNS, present[:, 0]
        return
    kinds, kind = np.unique(present, axis=1, return_inverse=True)
    for number in range(kinds.shape[1]):
        yield np.flatnonzero(kind.ravel() == number), kinds[:, number]


def computed_cells(column: Array) -> RunCells:
    """A row of which every cell was computed."""
    return RunCells(column, np.zeros(0, np.int64), np.zeros((0, 1)))


class RunCells(NamedTuple):
    """A row of values: `same` (periods, 1 or runs), in which `places` (h,) were drawn as `drawn` (h, runs)."""

    same: Array
    places: Places
    drawn: Array

    def at(self, places: Places) -> Array:
        """(places, runs) the values there, or (places, 1) where all runs have the same."""
        values = self.same[places]
        if not len(self.places):
            return values
        drawn_index = np.minimum(np.searchsorted(self.places, places), len(self.places) - 1)
        hit = self.places[drawn_index] == places
        if not hit.any():
            return values
        if hit.all():
            return self.drawn[drawn_index]
        values = np.repeat(values, self.drawn.shape[1], axis=1)
        values[hit] = self.drawn[drawn_index[hit]]
        return values

    def presence_patterns(self) -> Iterator[tuple[Members, Flags]]:
        """Which periods have a value, (periods,) each, with the runs in which it is so."""
        if not len(self.places):
            yield from group_by_presence(~np.isnan(self.same))
            return
        for runs, drawn_present in group_by_presence(~np.isnan(self.drawn)):
            present = ~np.isnan(self.same[:, 0])
            present[self.places] = drawn_present
            yield runs, present


def aggregated(method: Aggregate | None, values: Array) -> Array:
    """(1 or runs,) of (periods, 1 or runs) values, all there, by an aggregate; nan without values or method."""
    if not len(values):
        return NO_VALUE
    match method:
        case Aggregate.SUM:
            return np.asarray(values.sum(axis=0))
        case Aggregate.AVERAGE | Aggregate.RECOMPUTE:
            return np.asarray(values.mean(axis=0))
        case Aggregate.LAST:
            return np.asarray(values[-1])
        case Aggregate.MIN:
            return np.asarray(values.min(axis=0))
        case Aggregate.MAX:
            return np.asarray(values.max(axis=0))
        case None:
            return NO_VALUE
