"""Columns of one period whose cells are bare numbers: they are read a column at a time, since nothing beside a cell matters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.exchange.reading.figures import plain_figures
from bsctui.exchange.reading.findings import Figure
from bsctui.exchange.reading.headings import ColumnRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.exchange.reading.findings import Row
    from bsctui.exchange.reading.layout import Column
    from bsctui.exchange.reading.numerals import Decimals
    from bsctui.exchange.tables.grid import RawCell
    from bsctui.model.periods import Period

_FIGURE: Final = partial(tuple.__new__, Figure)
"""A figure of all its parts: a named tuple's own constructor takes twice as long, and tables have millions of cells."""


class PlainColumn(NamedTuple):
    """A column of one period.

    Attributes:
        figures: By row of data; None where a cell needs another reading.
    """

    column: Column
    period: Period
    is_target: bool
    figures: list[Figure | None]


class Data(NamedTuple):
    """The rows of data of a sheet: which of the findings' sheets it is, and the number of the first row."""

    sheet: int
    first: int
    rows: Sequence[Sequence[RawCell]]

    def plain_column(
        self, column: Column, period: Period, role: ColumnRole, decimals: Decimals | None
    ) -> PlainColumn:
        """A column of one period, of actuals or of targets."""
        texts = plain_figures(column_cells(self.rows, column.at), decimals)
        figures = _figures(texts, self, column.at)
        return PlainColumn(column, period, role is ColumnRole.TARGET, figures)


def _figures(texts: Sequence[str | None], data: Data, at: int) -> list[Figure | None]:
    return [
        None if text is None else _FIGURE((text, (data.sheet, row, at), False, False, None, 0))
        for row, text in enumerate(texts, data.first)
    ]


def column_cells(rows: Sequence[Sequence[RawCell]], at: int) -> list[RawCell]:
    """The cells of a column; blank where a row is shorter."""
    return [row[at] if at < len(row) else "" for row in rows]


class PlainFigures:
    """The plain columns of a sheet, a row at a time."""

    def __init__(self, columns: Sequence[PlainColumn]) -> None:
        self.at = frozenset(each.column.at for each in columns)
        self._columns = columns
        self._rows = list(zip(*(each.figures for each in columns), strict=True))
        periods = tuple(each.period for each in columns)
        are_actuals = not any(each.is_target for each in columns)
        self._periods = periods if are_actuals and len(set(periods)) == len(periods) else None

    def take(self, at: int, row: Row) -> list[Column]:
        """Put the plain figures of a row where they go.

        Args:
            at: Which row of data it is.
            row: The KPI that it is of.

        Returns:
            The columns whose cell needs another reading, or whose period has a value already.
        """
        if not self._columns:
            return []
        figures = self._rows[at]
        if self._periods is not None and not row.actuals and None not in figures:
            row.actuals = dict(zip(self._periods, figures, strict=True))
            return []
        return self._taken_one_by_one(figures, row)

    def _taken_one_by_one(self, figures: Sequence[Figure | None], row: Row) -> list[Column]:
        rest: list[Column] = []
        for (column, period, is_target, _), figure in zip(self._columns, figures, strict=True):
            series = row.targets if is_target else row.actuals
            if figure is None or series.setdefault(period, figure) is not figure:
                rest.append(column)
        return rest
