"""Where a figure of a sheet goes: a period of a series, the target or the baseline; of two that differ neither is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.exchange.reading.headings import ColumnRole
from bsctui.exchange.reading.row_questions import period_question, zero_question
from bsctui.exchange.tables.grid import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.exchange.reading.figures import Reading
    from bsctui.exchange.reading.findings import Figure, Findings, Row
    from bsctui.exchange.reading.layout import Column, Layout
    from bsctui.model.periods import Period


class FigurePlaces:
    """Puts the figures of one sheet into the rows of the findings."""

    def __init__(
        self,
        layout: Layout,
        by_role: Mapping[ColumnRole, Column],
        findings: Findings,
    ) -> None:
        self.layout = layout
        self.sheet = layout.sheet
        self.findings = findings
        self._by_role = by_role
        self._differing: set[tuple[str, ColumnRole, Period]] = set()

    def _unread(self, row: int, column: Column, why: str) -> None:
        self.findings.tell_unread(self.sheet, row, column.at, why)

    def put(
        self, row: int, column: Column, role: ColumnRole, kpi_row: Row, at: Period | None,
        figure: Figure | None, upper: Reading | None,
    ) -> None:  # fmt: skip
        """Where a figure goes."""
        if role is ColumnRole.BASELINE:
            if figure is not None and kpi_row.baseline is None:
                kpi_row.baseline, kpi_row.baseline_at = figure, at if column.period else None
            return
        if role is ColumnRole.TARGET and (column.period is None and not self.layout.is_long):
            self._put_target(row, column, kpi_row, figure, upper)
            return
        if upper is not None and figure is not None:
            self._put_target(row, column, kpi_row, figure, upper)
            return
        if at is None:
            if figure is not None and column.period is None:
                self._without_period(row, column)
            return
        series = kpi_row.targets if role is ColumnRole.TARGET else kpi_row.actuals
        before = series.get(at)
        if before is not None and figure is not None and before.text != figure.text:
            self._differs(row, column, before, figure)
            series[at] = None
            self._differing.add((kpi_row.key, role, at))
        elif before is None and (kpi_row.key, role, at) not in self._differing:
            series[at] = figure

    def _put_target(
        self, row: int, column: Column, kpi_row: Row, figure: Figure | None, upper: Reading | None
    ) -> None:
        if figure is None or kpi_row.target is not None:
            return
        kpi_row.target = figure
        if upper is not None and upper.text is not None:
            if float(upper.text) <= float(figure.text):
                kpi_row.target = None
                self._unread(row, column, "a range whose upper end is not above its lower one")
                return
            kpi_row.upper = figure._replace(text=upper.text)

    def _differs(self, row: int, column: Column, before: Figure, figure: Figure) -> None:
        """Two values of one period: neither is taken, and where one is 0 it may be none."""
        first = self.findings.sheets[before.place[0]].place(before.place[1], before.place[2])
        self._unread(row, column, f"another value of the same period than {before.text} ({first})")
        if "0" in {before.text, figure.text}:
            self.findings.ask(zero_question(column.heading, figure.text, str(first), before.text))

    def _without_period(self, row: int, column: Column) -> None:
        """In a long table it is told of the period's cell; else it is asked for the whole column."""
        if self.layout.is_long:
            by_row = self._by_role.get(ColumnRole.PERIOD)
            if by_row is not None and not text_of(self.sheet.cell(row, by_row.at)):
                self._unread(row, column, "a number without a period")
            return
        text = text_of(self.sheet.cell(row, column.at))
        self.findings.ask(period_question(column.heading, text))
