"""What feeds a rollup taken together, one feeder after the other: they need not all be held at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.entities import Aggregate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]


class FeederTotals:
    """A rollup so far.

    Args:
        method: How it is made of its feeders.
        shape: Of its values: (periods,) or (periods, runs).
    """

    def __init__(self, method: Aggregate, shape: tuple[int, ...]) -> None:
        self._method = method
        outset = {Aggregate.MIN: np.inf, Aggregate.MAX: -np.inf}.get(method, 0.0)
        self._total = np.full(shape, outset)
        self._weight = np.zeros(shape)
        self._has_value = np.zeros(shape, dtype=bool)
        self._lacks_value = np.zeros(shape, dtype=bool)

    def add(self, value: Array, weight: Array) -> None:
        """Further feeders: (feeders, …) values, and weights, 0 where one does not take part; both may be broadcast."""
        taking_part = weight > 0
        present = taking_part & ~np.isnan(value)
        self._has_value |= present.any(axis=0)
        self._lacks_value |= (taking_part & ~present).any(axis=0)
        match self._method:
            case Aggregate.MIN:
                least = np.where(present, value, np.inf).min(axis=0)
                self._total = np.minimum(self._total, least)
            case Aggregate.MAX:
                most = np.where(present, value, -np.inf).max(axis=0)
                self._total = np.maximum(self._total, most)
            case _:
                self._total += (weight * np.where(present, value, 0.0)).sum(axis=0)
                self._weight += np.where(present, weight, 0.0).sum(axis=0)

    def value(self, *, partial: bool) -> tuple[Array, Flags]:
        """The rollup's values, nan for none, and where a sum lacks some feeder's.

        Args:
            partial: Whether a sum that lacks some is a value all the same.
        """
        has_value = self._has_value
        gap = np.zeros(has_value.shape, dtype=bool)
        total = self._total
        if self._method is Aggregate.SUM:
            if partial:
                gap = self._lacks_value & has_value
            else:
                has_value = has_value & ~self._lacks_value
        elif self._method is Aggregate.AVERAGE:
            total = total / np.where(self._weight > 0, self._weight, 1.0)
        return np.where(has_value, total, np.nan), gap
