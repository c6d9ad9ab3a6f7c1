"""The sheet of entered values: a row a KPI or measure, a column a period, by grain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.exchange.exporting.number_formats import digits_of, value_format
from bsctui.exchange.exporting.sheet_writer import cell_at, column_width
from bsctui.exchange.tables.exported_workbook import ACTUALS, ACTUALS_HEADINGS
from bsctui.exchange.tables.grid import PROVISIONAL
from bsctui.model.entities import estimated_ordinals
from bsctui.model.periods import Period

if TYPE_CHECKING:
    from bsctui.exchange.exporting.sheet_writer import SheetWriter
    from bsctui.model.entities import Quantity
    from bsctui.scoring.result import Scores


class ActualsSheet:
    """Where each entered value stands."""

    def __init__(self, sheets: SheetWriter, scores: Scores) -> None:
        self.sheets = sheets
        self.model = scores.model
        self.fiscal = scores.calendar.fiscal
        self.entered = [quantity for quantity in self.model.quantities() if quantity.actuals]
        self.rows = {quantity.address: row for row, quantity in enumerate(self.entered, 1)}
        self.values = {quantity.address: _by_ordinal(quantity) for quantity in self.entered}
        periods = {
            Period(quantity.definition.grain, ordinal)
            for quantity in self.entered
            for ordinal in self.values[quantity.address]
        }
        self.columns = {
            period: len(ACTUALS_HEADINGS) + at for at, period in enumerate(sorted(periods))
        }

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(ACTUALS_HEADINGS) + len(self.columns)

    def range_of(self, quantity: Quantity, ordinals: range) -> tuple[str, list[float]] | None:
        """The cells of a KPI's own periods and their values; None where not all of them stand side by side."""
        row = self.rows.get(quantity.address)
        grain = quantity.definition.grain
        periods = [Period(grain, ordinal) for ordinal in ordinals]
        columns = [self.columns[period] for period in periods if period in self.columns]
        if row is None or not columns or len(columns) < len(periods):
            return None
        first, last = columns[0], columns[-1]
        if last - first + 1 != len(columns):
            return None
        values = [self.values[quantity.address].get(ordinal) for ordinal in ordinals]
        cells = cell_at(row, first) if first == last else f"{cell_at(row, first)}:{cell_at(row, last)}"  # fmt: skip
        return f"{ACTUALS}!{cells}", [value for value in values if value is not None]

    def write(self) -> None:
        """The sheet."""
        titles = [self.fiscal.format(period) for period in self.columns]
        sheet = self.sheets.sheet(
            ACTUALS, [*ACTUALS_HEADINGS, *titles], 2, range(len(ACTUALS_HEADINGS), self.width)
        )
        sheet.set_print_scale(60)  # years of weeks on one page could not be read
        sheet.repeat_columns(0, 1)
        for quantity in self.entered:
            row = self.rows[quantity.address]
            definition = quantity.definition
            words = (quantity.address, quantity.display_name, definition.unit or "", definition.grain.word)  # fmt: skip
            for column, word in enumerate(words):
                self.sheets.text(sheet, row, column, word)
            values = self.values[quantity.address]
            form = value_format(definition.unit, digits_of(values.values(), definition.decimals))
            provisional = estimated_ordinals(quantity.actuals)
            for ordinal, value in values.items():
                shown = PROVISIONAL + form if ordinal in provisional else form
                column = self.columns[Period(definition.grain, ordinal)]
                self.sheets.number(
                    sheet, row, column, value, num_format=shown, font_color="#1F4E9E"
                )
        sheet.set_column(0, 0, column_width([each.address for each in self.entered]))
        sheet.set_column(1, 1, column_width([each.display_name for each in self.entered]))
        units = column_width(
            [*ACTUALS_HEADINGS[2:], *(each.definition.unit or "" for each in self.entered)]
        )
        sheet.set_column(2, 3, units)
        sheet.set_column(4, max(4, self.width - 1), 12)


def _by_ordinal(quantity: Quantity) -> dict[int, float]:
    return {
        line.start + at: value
        for line in quantity.actuals
        for at, value in enumerate(line.values)
        if value == value
    }
