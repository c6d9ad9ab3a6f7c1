"""What a row says of its KPI beside its figures and where it belongs: owner, unit, weight, direction, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.exchange.reading.figures import NotUnderstood, read_figure
from bsctui.exchange.reading.headings import ColumnRole
from bsctui.exchange.reading.numerals import is_missing
from bsctui.exchange.reading.words import AGGREGATES, NO, read_direction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bsctui.exchange.reading.findings import Findings, Row
    from bsctui.exchange.reading.layout import Column
    from bsctui.exchange.reading.numerals import Decimals
    from bsctui.exchange.tables.grid import Sheet

FACTS: Final = frozenset(
    {
        ColumnRole.OWNER, ColumnRole.UNIT, ColumnRole.NOTE, ColumnRole.PUBLIC, ColumnRole.AGGREGATE,
        ColumnRole.WEIGHT, ColumnRole.BETTER,
    }
)  # fmt: skip


class RowFacts:
    """Reads the columns of facts of one sheet."""

    def __init__(
        self,
        by_role: Mapping[ColumnRole, Column],
        text_of_role: Callable[[int, ColumnRole], str],
        sheet: Sheet,
        findings: Findings,
        *,
        in_signs: bool = False,
    ) -> None:
        """Start on a sheet.

        Args:
            by_role: The first column of each role.
            text_of_role: What a row says in the column of a role.
            sheet: The sheet.
            findings: What is not understood is told here.
            in_signs: Whether its column of directions says them by `+` and `-`.
        """
        self._by_role = by_role
        self._text = text_of_role
        self._sheet = sheet
        self._findings = findings
        self._in_signs = in_signs
        self._has_any = not FACTS.isdisjoint(by_role)
        self._words = [
            (role, name)
            for role, name in ((ColumnRole.OWNER, "owner"), (ColumnRole.UNIT, "unit"))
            if role in by_role
        ]
        self._has_more = not (FACTS - {ColumnRole.OWNER, ColumnRole.UNIT}).isdisjoint(by_role)

    def take(self, row: int, kpi_row: Row, decimals: Mapping[int, Decimals | None]) -> None:
        """Add what a row says; the first word of each kind counts."""
        if not self._has_any:
            return
        for role, name in self._words:
            text = self._text(row, role)
            if text and getattr(kpi_row, name) is None and not is_missing(text):
                setattr(kpi_row, name, text)
        if self._has_more:
            self._more(row, kpi_row, decimals)

    def _more(self, row: int, kpi_row: Row, decimals: Mapping[int, Decimals | None]) -> None:
        note = self._text(row, ColumnRole.NOTE)
        if note and not is_missing(note) and note not in kpi_row.notes:
            kpi_row.notes.append(note)
        if self._text(row, ColumnRole.PUBLIC).casefold() in NO:
            kpi_row.is_private = True
        aggregate = AGGREGATES.get(self._text(row, ColumnRole.AGGREGATE).casefold())
        kpi_row.aggregate = kpi_row.aggregate or aggregate
        self._weight(row, kpi_row, decimals)
        self._direction(row, kpi_row)

    def _weight(self, row: int, kpi_row: Row, decimals: Mapping[int, Decimals | None]) -> None:
        column = self._by_role.get(ColumnRole.WEIGHT)
        if column is None or kpi_row.weight is not None:
            return
        try:
            read = read_figure(self._sheet.cell(row, column.at), decimals.get(column.at))
        except NotUnderstood as error:
            self._unread(row, column, str(error))
            return
        if read.text is not None and read.text.startswith("-"):
            self._unread(row, column, "a weight is at least 0")
        elif read.text is not None:
            kpi_row.weight = read.text + ("%" if read.is_percent else "")

    def _direction(self, row: int, kpi_row: Row) -> None:
        column = self._by_role.get(ColumnRole.BETTER)
        if column is None:
            return
        text = self._text(row, ColumnRole.BETTER)
        if is_missing(text) and not self._in_signs:
            return
        better, is_understood = read_direction(text, in_signs=self._in_signs)
        if not is_understood:
            self._unread(row, column, "no direction")
        elif better is not None:
            kpi_row.better = better

    def _unread(self, row: int, column: Column, why: str) -> None:
        self._findings.tell_unread(self._sheet, row, column.at, why)
