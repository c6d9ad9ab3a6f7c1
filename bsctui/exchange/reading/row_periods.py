"""Of which period a row or a column of a sheet is; a doubt becomes a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.exchange.reading.findings import Answer, ImportQuestion, Topic
from bsctui.exchange.reading.headings import ColumnRole
from bsctui.exchange.reading.period_evidence import fiscal_question
from bsctui.exchange.reading.period_texts import (
    FISCAL_OPTION,
    Basis,
    DateOrder,
    PeriodText,
    Unsettled,
    period_in,
    settled_period,
    year_of,
)
from bsctui.exchange.tables.grid import text_of
from bsctui.model.periods import Grain, Period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from bsctui.exchange.reading.findings import Findings
    from bsctui.exchange.reading.layout import Column, Layout
    from bsctui.exchange.reading.mapping import ImportMapping
    from bsctui.exchange.reading.period_texts import PeriodRules
    from bsctui.exchange.tables.grid import RawCell


class RowPeriods:
    """Reads the periods of one sheet; what a text means is settled, or asked, once."""

    def __init__(
        self,
        layout: Layout,
        by_role: Mapping[ColumnRole, Column],
        mapping: ImportMapping,
        rules: PeriodRules,
        findings: Findings,
    ) -> None:
        self.layout = layout
        self.sheet = layout.sheet
        self.mapping = mapping
        self.rules = rules
        self.findings = findings
        self._by_role = by_role
        self._periods: dict[PeriodText, Period | None] = {}

    def of_row(self, row: int) -> Period | None:
        """The period that a row is of."""
        column = self._by_role.get(ColumnRole.PERIOD)
        if column is not None:
            cell = self._cell(row, column)
            if not text_of(cell):
                return self._given_period()
            return self._settled(period_in(cell), row, column)
        year = self._by_role.get(ColumnRole.YEAR)
        part = self._by_role.get(ColumnRole.PART)
        at = part or year
        if at is None:
            return self._given_period()
        return self._settled(self._of_year_and_part(row, year, part), row, at)

    def _cell(self, row: int, column: Column) -> RawCell:
        """A cell; of merged ones the first, which says what all of them say."""
        while (row, column.at) in self.sheet.down:
            row -= 1
        return self.sheet.cell(row, column.at)

    def _given_period(self) -> Period | None:
        """The period that was said for figures without one."""
        if self.mapping.period is None:
            return None
        text = period_in(self.mapping.period)
        if text is None:
            return None
        try:
            return settled_period(text, self.rules)
        except Unsettled as doubt:
            self._ask_of_period(text, self.mapping.period, doubt)
            return None

    def _of_year_and_part(
        self, row: int, year: Column | None, part: Column | None
    ) -> PeriodText | None:
        whole = period_in(self._cell(row, year)) if year is not None else None
        if part is None:
            return whole
        text = text_of(self._cell(row, part))
        within = period_in(text)
        if within is None and text.isdigit():
            within = _numbered(part.heading, int(text))
        if within is None or whole is None or whole.year is None:
            if whole is None and year is not None:
                written = text_of(self._cell(row, year))
                if written.strip("' ").isdigit() and within is not None and len(written) == 2:
                    return within._replace(year=year_of(written))
            return within
        return within._replace(year=whole.year, basis=whole.basis)

    def of_column(self, column: Column, text: PeriodText) -> Period | None:
        """The period that a column's heading says by its text."""
        return self._settled(text, self.layout.header, column)

    def _settled(self, text: PeriodText | None, row: int, column: Column) -> Period | None:
        """The period of a text; a doubt is asked, and what is no period was not understood."""
        if text is None:
            self.findings.tell_unread(self.sheet, row, column.at, "no period")
            return None
        if text in self._periods:
            return self._periods[text]
        period = None
        try:
            period = settled_period(text, self.rules)
        except Unsettled as doubt:
            self._ask_of_period(text, text_of(self.sheet.cell(row, column.at)), doubt)
        if period is not None and text.days is not None and self.rules.grain is None and text.grain is None:  # fmt: skip
            self._ask_of_days(text_of(self.sheet.cell(row, column.at)))
        self._periods[text] = period
        return period

    def _ask_of_period(self, text: PeriodText, shown: str, doubt: Unsettled) -> None:
        if doubt.option == FISCAL_OPTION:
            self.findings.ask(fiscal_question(shown))
            return
        topic, choices, typed = _answers(doubt.option)
        self.findings.ask(
            ImportQuestion(topic, f"`{shown}`: {doubt}", doubt.option, choices, typed)
        )
        del text

    def _ask_of_days(self, shown: str) -> None:
        grains = (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)
        self.findings.ask(
            ImportQuestion(
                Topic.EVERY,
                f"`{shown}` and the other days do not tell how often these figures are measured",
                "--every week|month|quarter|half|year",
                tuple(Answer(f"every {grain.word}", {"every": grain}) for grain in grains),
            )
        )


def _numbered(heading: str, number: int) -> PeriodText | None:
    """A bare number below `Month`, `Quarter` or `Week`."""
    word = heading.casefold()
    for name, grain, most in (("month", Grain.MONTH, 12), ("q", Grain.QUARTER, 4), ("week", Grain.WEEK, 53), ("half", Grain.HALF, 2)):  # fmt: skip
        if name in word and 1 <= number <= most:
            return PeriodText(grain, None, number, Basis.CALENDAR)
    return None


def _answers(option: str) -> tuple[Topic, tuple[Answer, ...], Any]:
    """What may be said to a doubt of a period."""
    if option.startswith("--year"):
        return Topic.YEAR, (), _typed_year
    if option.startswith("--dates"):
        orders = (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
        return Topic.DATES, tuple(Answer(o.value, {"order": o}) for o in orders), None
    if option.startswith("--serial"):
        return Topic.SERIALS, (Answer("it counts days", {"serials": True}),), None
    if option.startswith("--split"):
        years = (Answer("years", {"split_years": True}), Answer("months", {"split_years": False}))
        return Topic.SPLIT, years, None
    return Topic.PERIOD, (), None


def _typed_year(answer: str) -> Mapping[str, Any]:
    year = int(answer)
    if not 1800 <= year < 3000:
        raise ValueError(answer)
    return {"year": year}
