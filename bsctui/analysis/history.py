"""What is known of a KPI or measure: its entered values up to a day, and how regularly it is measured."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.periods import IN_A_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bsctui.model.entities import Quantity
    from bsctui.model.periods import FiscalYear, Grain


@dataclass(frozen=True, slots=True)
class History:
    """Entered values of one KPI or measure, in its own unit and grain.

    Attributes:
        ordinals: (values,) the own periods measured in, ascending.
        values: (values,) never nan.
        step: Own periods from one measurement to the next: the median gap (a survey once a year, kept
            `every month`, has 12).
    """

    address: str
    grain: Grain
    ordinals: NDArray[np.int64]
    values: NDArray[np.float64]
    step: int

    @property
    def season(self) -> int:
        """Measurements a year; 1 where a year does not hold a whole number of them."""
        year = IN_A_YEAR[self.grain]
        return year // self.step if year % self.step == 0 else 1

    def columns(self) -> NDArray[np.int64]:
        """(values,) the place of each value in `series`."""
        if self.step > 1:
            return np.arange(len(self.values), dtype=np.int64)
        return np.asarray(self.ordinals - self.ordinals[0], dtype=np.int64)

    def series(self, learned: NDArray[np.bool_]) -> NDArray[np.float64]:
        """One cell a step from the first measurement to the last, nan where it was missed or is not `learned` from.

        Measured more rarely than every period, what was measured stands side by side: the calendar
        of such measurements is seldom kept to the month.
        """
        columns = self.columns()
        cells = np.full(int(columns[-1]) + 1, np.nan)
        cells[columns] = np.where(learned, self.values, np.nan)
        return cells


def history(quantity: Quantity, fiscal: FiscalYear, known_until: int) -> History | None:
    """What was measured of a quantity in own periods that end by a day; None where nothing was. An estimate is no measurement.

    Args:
        quantity: Any; one whose value is computed has no history of its own.
        fiscal: The workspace's fiscal year.
        known_until: A day as of `FiscalYear.end`: later values are not looked at.
    """
    grain = quantity.definition.grain
    entries = [
        (line.start + at, value)
        for line in quantity.actuals
        for at, value in enumerate(line.values)
        if not isnan(value)
        and at not in line.estimated
        and fiscal.end(grain, line.start + at) <= known_until
    ]
    if not entries or quantity.is_computed:
        return None
    ordinals = np.array([ordinal for ordinal, _ in entries], dtype=np.int64)
    step = int(np.median(np.diff(ordinals))) if len(entries) > 1 else 1
    values = np.array([value for _, value in entries])
    return History(quantity.address, grain, ordinals, values, step)


def count_measured(quantity: Quantity) -> int:
    """How many values of a quantity were entered."""
    return sum(not isnan(value) for line in quantity.actuals for value in line.values)
