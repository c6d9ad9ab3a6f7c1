"""The rows of one sheet: which KPI each is of, and what it says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.exchange.reading.figure_places import FigurePlaces
from bsctui.exchange.reading.figures import (
    ColumnDecimals,
    NotUnderstood,
    Reading,
    read_figure,
    reading_of,
    told_decimals,
)
from bsctui.exchange.reading.findings import Card, Figure, Row, Skipped
from bsctui.exchange.reading.headings import FIGURES, GROUPING, ColumnRole
from bsctui.exchange.reading.kpi_columns import kpi_heading
from bsctui.exchange.reading.layout import KINDS, OTHER_FIGURES
from bsctui.exchange.reading.numerals import (
    currency_of,
    is_missing,
    is_same_unit,
    read_numeral,
)
from bsctui.exchange.reading.plain_columns import Data, PlainColumn, PlainFigures, column_cells
from bsctui.exchange.reading.row_facts import RowFacts
from bsctui.exchange.reading.row_periods import RowPeriods
from bsctui.exchange.reading.set_aside_rows import headings_again, totals
from bsctui.exchange.reading.target_texts import TargetText, read_target
from bsctui.exchange.reading.words import is_remark, is_total
from bsctui.exchange.tables.grid import cell_line, text_of
from bsctui.model.entities import Better

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bsctui.exchange.reading.findings import Findings
    from bsctui.exchange.reading.layout import Column, Layout
    from bsctui.exchange.reading.mapping import ImportMapping
    from bsctui.exchange.reading.numerals import Decimals
    from bsctui.exchange.reading.period_texts import PeriodRules
    from bsctui.exchange.tables.grid import RawCell
    from bsctui.model.periods import Period


SUMMED: Final = (
    ColumnRole.NAME,
    ColumnRole.OBJECTIVE,
    ColumnRole.PERSPECTIVE,
    ColumnRole.SCORECARD,
    ColumnRole.PERIOD,
    ColumnRole.YEAR,
    ColumnRole.PART,
)
"""Columns in which a row says that it is a total."""
OTHER_KINDS: Final = frozenset({"scorecard", "perspective", "objective", "initiative"})
KPI_KINDS: Final = frozenset({"kpi", "measure", "metric", "indicator"})


class SheetReader:
    """Reads one sheet into the findings; rows of one KPI come together, wherever they stand."""

    def __init__(
        self,
        layout: Layout,
        mapping: ImportMapping,
        rules: PeriodRules,
        findings: Findings,
        name: str,
    ) -> None:
        self.layout = layout
        self.sheet = layout.sheet
        self.mapping = mapping
        self.findings = findings
        self.name = name
        self.is_single = (
            layout.column(ColumnRole.NAME) is None and layout.column(ColumnRole.ADDRESS) is None
        )
        self._by_role = {
            column.role: column for column in reversed(layout.columns) if column.role not in FIGURES
        }
        self._figures = layout.figures()
        self._kpi_columns = [
            (each, kpi_heading(each.heading))
            for each in self._figures
            if each.role is ColumnRole.KPI
        ]
        self._grouping = [column for column in layout.columns if column.role in GROUPING]
        self._is_zero_blank = {
            column.at for column in self._figures if mapping.is_blank_at_zero(column.heading)
        }
        self._texts = {role: self._lines(column) for role, column in self._by_role.items()}
        in_signs = "+" in self._texts.get(ColumnRole.BETTER, ())
        self._row_facts = RowFacts(
            self._by_role, self._text, self.sheet, findings, in_signs=in_signs
        )
        self._above: dict[ColumnRole, str] = {}
        self._name_above = ""
        self._rows: dict[str, Row] = {
            _folded(row.key, row.id or row.address or ""): row for row in findings.rows
        }
        self._names: dict[str, int] = {}
        self._units: dict[int, str] = {}
        self._may_repeat = layout.is_long or ColumnRole.KIND in self._by_role
        self._card_above: Card | None = None
        self._row_periods = RowPeriods(layout, self._by_role, mapping, rules, findings)
        self._figure_places = FigurePlaces(layout, self._by_role, findings)
        self._at = len(findings.sheets)
        findings.sheets.append(self.sheet)
        self._tell_card_word()

    def _tell_card_word(self) -> None:
        column = self._by_role.get(ColumnRole.SCORECARD_ID) or self._by_role.get(
            ColumnRole.SCORECARD
        )
        if column is not None and self.findings.card_word is None:
            self.findings.card_word = column.heading.split()[0] if column.heading else None

    # --- What is asked of a column before it is read

    def column_decimals(self, at: int) -> ColumnDecimals:
        """The decimal sign that a column's cells tell."""
        return told_decimals(filter(None, column_cells(self.sheet.rows[self.layout.first :], at)))

    # --- Rows

    def _lines(self, column: Column) -> list[str]:
        rows = self.sheet.rows[self.layout.first :]
        return [cell_line(text_of(cell)) for cell in column_cells(rows, column.at)]

    def read(self, decimals: Mapping[int, Decimals | None], rows: Iterable[int]) -> None:
        """Read the rows of data."""
        self.decimals = decimals
        self._column_periods = {
            column.at: self._row_periods.of_column(column, column.period)
            for column in self._figures
            if column.period is not None
        }
        self._plain = PlainFigures(self._told_plain_columns())
        self._rest = [column for column in self._figures if column.at not in self._plain.at]
        set_aside = self._set_aside()
        for row in rows:
            if row in self.sheet.hidden_rows:
                continue
            if row in set_aside:
                self._skip(row, *set_aside[row])
                continue
            if not any(self.sheet.rows[row]):
                self.findings.blank_rows += 1
                continue
            self._row(row)

    def _text(self, row: int, role: ColumnRole) -> str:
        """What a row says in the column of a role, as one line of text."""
        texts = self._texts.get(role)
        return texts[row - self.layout.first] if texts is not None else ""

    def _row(self, row: int) -> None:
        self._carry(row)
        if self._kpi_columns:
            self._take_kpis(row)
            return
        label = self._text(row, ColumnRole.NAME) or self._text(row, ColumnRole.ADDRESS)
        if self.is_single:
            label = self.name
        if not label:
            label = self._name_of_above(row)
        if not label:
            self._without_name(row)
            return
        if self._is_only_text(row) and not self._has_own_content(row, label):
            return
        self._name_above = label
        self._take(row, label)

    def _set_aside(self) -> dict[int, tuple[str, int]]:
        """Rows that are left out for what they say themselves, with the reason and the column that says it."""
        first = self.layout.first
        again = headings_again(self.layout.titles(), self._first_column(), self._row_texts)
        roles = [role for role in SUMMED if role in self._texts]
        summed = totals(self._texts[role] for role in roles)
        return {
            **{
                first + at: (f"a total (`{text}`)", self._by_role[roles[number]].at)
                for at, (number, text) in summed.items()
            },
            **dict.fromkeys(
                (first + at for at in again), ("the headings again", self._name_column())
            ),
        }

    def _first_column(self) -> Sequence[str]:
        column = self.layout.columns[0]
        is_read = self._by_role.get(column.role) is column
        return self._texts[column.role] if is_read else self._lines(column)

    def _row_texts(self, at: int) -> list[str]:
        row = self.layout.first + at
        return [cell_line(text_of(self.sheet.cell(row, each.at))) for each in self.layout.columns]

    def _carry(self, row: int) -> None:
        """Blank cells of groups say what the one above says; a new group on the left begins anew on its right."""
        for column in self._grouping:
            text = cell_line(text_of(self.sheet.cell(row, column.at)))
            if text and not is_missing(text):
                self._above[column.role] = text
                self._card_above = None

    def _name_of_above(self, row: int) -> str:
        """A name that stands only where it changes: in long tables, in rows of kinds, in merged cells."""
        column = self._by_role.get(ColumnRole.NAME)
        merged = column is not None and (row, column.at) in self.sheet.down
        if merged or self.layout.is_long or ColumnRole.KIND in self._by_role:
            return self._name_above
        return ""

    def _without_name(self, row: int) -> None:
        """A row of figures that nobody says whose they are; a text alone names what follows.

        Where no name stands, a total may say so under any heading, such as that of the ids.
        """
        for at, cell in enumerate(self.sheet.rows[row]):
            text = cell_line(text_of(cell))
            if is_total(text, lambda _: False):
                self._skip(row, f"a total (`{text}`)", at)
                return
        for column in self._figures:
            cell = self.sheet.cell(row, column.at)
            text = text_of(cell)
            if not is_missing(text) and read_numeral(text) is not None:
                self._unread(row, column, "a number in a row without a name")

    def _is_only_text(self, row: int) -> bool:
        """Whether nothing but the name stands in a row, all columns counted."""
        name = self._by_role.get(ColumnRole.NAME)
        if name is None:
            return False
        for at, cell in enumerate(self.sheet.rows[row]):
            if cell and at != name.at and text_of(cell).strip():
                return False
        return True

    def _has_own_content(self, row: int, label: str) -> bool:
        """Whether a lone name is a KPI without figures: no remark, and no heading of the rows below."""
        if is_remark(label):
            self._skip(row, f"a remark (`{label[:60]}`)")
            return False
        if self._figures and not GROUPING & self._by_role.keys():
            self._above[ColumnRole.OBJECTIVE] = label
            self._skip(row, f"read as a heading of the rows below (`{label}`)")
            return False
        return True

    def _skip(self, row: int, what: str, at: int | None = None) -> None:
        place = self.sheet.place(row, self._name_column() if at is None else at)
        self.findings.skipped.append(Skipped(place, what))

    def _unread(self, row: int, column: Column, why: str) -> None:
        self.findings.tell_unread(self.sheet, row, column.at, why)

    # --- One row

    def _take(self, row: int, label: str) -> None:
        kind = self._text(row, ColumnRole.KIND).casefold()
        if kind in OTHER_KINDS or self._is_of_other_figures(row, kind):
            return
        kpi_row = self._row_of(row, label)
        if self._may_repeat and self._is_in_other_unit(row, kpi_row):
            return
        self._facts(row, kpi_row)
        columns = self._not_plain(row, kpi_row, kind)
        period = self._row_periods.of_row(row) if columns else None
        for column in columns:
            cell = self.sheet.cell(row, column.at)
            at = period if column.period is None else self._column_periods[column.at]
            self._figure(row, column, cell, self._role_in(column, kind), kpi_row, at)

    def _take_kpis(self, row: int) -> None:
        """A row of one period and a KPI a column."""
        period = self._row_periods.of_row(row)
        for column, named in self._kpi_columns:
            role = self._role_in(column._replace(role=named.role), "")
            cell = self.sheet.cell(row, column.at)
            self._figure(row, column, cell, role, self._row_of(row, named.label), period)

    def _is_of_other_figures(self, row: int, kind: str) -> bool:
        """Whether a row says of itself that its figures are neither actual nor target; told, so that none is lost silently."""
        if not kind or kind in KINDS or kind in KPI_KINDS:
            return False
        if kind in OTHER_FIGURES:
            self._skip(row, f"neither actual nor target (`{kind}`)")
        else:
            self._unread(row, self._by_role[ColumnRole.KIND], "neither actual nor target")
        return True

    def _is_in_other_unit(self, row: int, kpi_row: Row) -> bool:
        """Whether a row counts in another unit than those of its KPI before: its figures are no part of that series."""
        unit = self._text(row, ColumnRole.UNIT)
        if is_missing(unit):
            return False
        known = self._units.setdefault(id(kpi_row), unit)
        if is_same_unit(known, unit):
            return False
        self._unread(row, self._by_role[ColumnRole.UNIT], f"another unit than `{known}` in a row of the same KPI")  # fmt: skip
        return True

    def _role_in(self, column: Column, kind: str) -> ColumnRole:
        """What a figure is, by its column and by what the row says of itself."""
        role = column.role
        if kind and role is not ColumnRole.BASELINE:
            role = KINDS.get(kind, role)
        return self.mapping.values if role is ColumnRole.VALUE else role

    def _not_plain(self, row: int, kpi_row: Row, kind: str) -> list[Column]:
        """Take the cells that are bare numbers as they stand: most are. The columns of the others."""
        if kind:
            return self._figures
        return self._rest + self._plain.take(row - self.layout.first, kpi_row)

    def _told_plain_columns(self) -> list[PlainColumn]:
        """Columns of one period whose digits may be taken as they stand."""
        plain: list[PlainColumn] = []
        first = self.layout.first
        data = Data(self._at, first, self.sheet.rows[first:])
        for column in self._figures:
            period = self._column_periods.get(column.at)
            role = self._role_in(column, "")
            if period is None or column.at in self._is_zero_blank or role is ColumnRole.BASELINE:
                continue
            plain.append(data.plain_column(column, period, role, self.decimals.get(column.at)))
        return plain

    def _row_of(self, row: int, label: str) -> Row:
        """The KPI that a row is of: in a long table the one that it was of before."""
        own = self._text(row, ColumnRole.ID)
        address = self._text(row, ColumnRole.ADDRESS)
        card = self._card()
        if card.key is None and "." in address:
            card = Card(address.partition(".")[0])
        key = own or address or (f"{card.key}/{label}" if card.key else label)
        known = self._rows.get(_folded(key, own or address))
        if known is not None and known.label != label and self.layout.is_long:
            self._tell_spelling(known, label)
        if known is not None and own and (known.label != label or known.card != card):
            key, known = f"{own}/{label}", self._rows.get(f"{own}/{label}")
        if known is not None and not self._may_repeat:
            same_sheet = known.place[:2] == self.sheet.place(row, 0)[:2]
            if same_sheet:
                count = self._names[key] = self._names.get(key, 1) + 1
                key = f"{key} ({count})"
                place = self.sheet.place(row, self._name_column())
                self.findings.remarks.append(
                    f"{place}: `{label}` appears twice; this is taken for another KPI"
                )
                known = self._rows.get(_folded(key, own or address))
        if known is None:
            shown = self._text(row, ColumnRole.NAME) or label
            known = Row(key, shown, card, self.sheet.place(row, self._name_column()), own or None)
            known.address = address or None
            known.is_scored = self.layout.is_scored
            self._rows[_folded(key, own or address)] = known
            self.findings.rows.append(known)
        return known

    def _tell_spelling(self, known: Row, label: str) -> None:
        remark = f"`{label}` is taken for `{known.label}`"
        if remark not in self.findings.remarks and known.id is None:
            self.findings.remarks.append(remark)

    def _name_column(self) -> int:
        column = self._by_role.get(ColumnRole.NAME) or self._by_role.get(ColumnRole.ADDRESS)
        return column.at if column is not None else 0

    def _card(self) -> Card:
        """The scorecard of a row: what the columns say, or said above."""
        if self._card_above is None:
            self._card_above = self._told_card()
        return self._card_above

    def _told_card(self) -> Card:
        id_, label = self._above.get(ColumnRole.SCORECARD_ID), self._above.get(ColumnRole.SCORECARD)
        if id_ is None and label is None and self.sheet.title and self.name == self.sheet.title.strip() and not self.is_single:  # fmt: skip
            label = cell_line(self.sheet.title)
        return Card(id_, label)

    def _facts(self, row: int, kpi_row: Row) -> None:
        """What a row says beside its figures; the first word counts."""
        kpi_row.perspective = kpi_row.perspective or self._above.get(ColumnRole.PERSPECTIVE)
        kpi_row.objective = kpi_row.objective or self._above.get(ColumnRole.OBJECTIVE)
        self._row_facts.take(row, kpi_row, self.decimals)

    # --- Figures

    def _figure(
        self,
        row: int,
        column: Column,
        cell: RawCell,
        role: ColumnRole,
        kpi_row: Row,
        period: Period | None,
    ) -> None:
        at = period if column.period is None else self._row_periods.of_column(column, column.period)
        decimals, upper = self.decimals.get(column.at), None
        words = None
        if (
            role is ColumnRole.TARGET
            and isinstance(cell, str)
            and cell
            and read_numeral(cell) is None
        ):
            words = read_target(cell)
        try:
            if words is None:
                read = read_figure(cell, decimals)
            elif words.number is None:
                self._in_words(row, column, words, kpi_row)
                return
            else:
                read = reading_of(words.number, decimals)
                upper = reading_of(words.upper, decimals) if words.upper is not None else None
        except NotUnderstood as error:
            self._unread(row, column, str(error))
            return
        if read.text == "0" and column.at in self._is_zero_blank:
            read = Reading(None)
        if words is not None:
            self._take_words(row, column, words, kpi_row)
        if read.currency is not None:
            other = currency_of(kpi_row.unit)
            if other not in {None, read.currency}:
                self._unread(row, column, f"in {read.currency}, the others in {other}")
                return
            kpi_row.unit = kpi_row.unit or read.currency
        if read.is_percent or read.thousands:
            self.findings.shows_percents_or_thousands = True
        figure = (
            Figure(read.text, (self._at, row, column.at), read.is_percent, read.is_provisional, read.mark, read.thousands)
            if read.text is not None
            else None
        )  # fmt: skip
        self._figure_places.put(row, column, role, kpi_row, at, figure, upper)

    def _in_words(self, row: int, column: Column, words: TargetText, kpi_row: Row) -> None:
        """A target that is no number: it stays as a remark."""
        remark = f"target: {words.words}"
        if remark not in kpi_row.notes:
            kpi_row.notes.append(remark)
            self.findings.prose += 1
        self.findings.skipped.append(
            Skipped(self.sheet.place(row, column.at), f"a target in words (`{words.words[:60]}`), kept as a note")
        )  # fmt: skip

    def _take_words(self, row: int, column: Column, words: TargetText, kpi_row: Row) -> None:
        if words.better is not None and words.better is not Better.WITHIN:
            if kpi_row.better not in {None, words.better}:
                self._unread(
                    row, column, f"says {words.better.value}, other words {kpi_row.better}"
                )
            kpi_row.better = words.better
        if words.unit and kpi_row.unit is None:
            kpi_row.unit = words.unit
        remark = f"target: {words.words}"
        if not words.is_whole and remark not in kpi_row.notes:
            kpi_row.notes.append(remark)


def _folded(key: str, given: str) -> str:
    """A key by which rows come together: ids and addresses as they are given, labels however they are capitalised."""
    return key if given else key.casefold()
