"""From sheets to facts: every row read with what the headings say, doubts asked, nothing guessed that changes a number."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bsctui.exchange.reading.directions import settle_directions
from bsctui.exchange.reading.findings import Answer, Findings, ImportQuestion, Skipped, Topic
from bsctui.exchange.reading.headings import FIGURES, ColumnRole
from bsctui.exchange.reading.layout import AS_TOLD, Layout, understood
from bsctui.exchange.reading.left_columns import tell_left_columns
from bsctui.exchange.reading.numerals import Decimals
from bsctui.exchange.reading.period_evidence import fiscal_question, needs_fiscal, told_rules
from bsctui.exchange.reading.period_texts import Basis, PeriodText, period_in
from bsctui.exchange.reading.sheet_rows import SheetReader
from bsctui.exchange.reading.verdicts import (
    ask_of_tolerance,
    settle_blanks,
    settle_grains,
    settle_shown,
    settle_units,
)
from bsctui.exchange.tables.exported_workbook import entered_alone
from bsctui.exchange.tables.grid import UnreadableTable, text_of
from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bsctui.exchange.reading.figures import DoubtfulCell
    from bsctui.exchange.reading.findings import Row
    from bsctui.exchange.reading.mapping import ImportMapping
    from bsctui.exchange.reading.period_texts import PeriodRules
    from bsctui.exchange.tables.grid import Sheet
    from bsctui.model.periods import FiscalYear

_GENERIC = re.compile(r"(?:sheet|tabelle|feuil|hoja|foglio|blad|table|data|export)[ _]?\d*", re.IGNORECASE)  # fmt: skip


def _quietly(rows: Iterable[int], count: int) -> Iterable[int]:
    del count
    return rows


def layouts_of(
    sheets: Sequence[Sheet], mapping: ImportMapping
) -> tuple[list[Layout], list[tuple[Sheet, str]]]:
    """The layouts of sheets, and those that are none, with the reason.

    Raises:
        UnreadableTable: Not one of them is a table.
    """
    layouts: list[Layout] = []
    left: list[tuple[Sheet, str]] = []
    trouble: UnreadableTable | None = None
    for sheet in sheets:
        if not any(map(any, sheet.rows)):
            left.append((sheet, sheet.remarks[0] if sheet.remarks else "empty"))
            continue
        try:
            layouts.append(understood(sheet, mapping))
        except UnreadableTable as error:
            trouble = error
            left.append((sheet, "no row in it reads like headings"))
    if not layouts:
        if trouble is not None:
            raise trouble
        name = sheets[0].file if sheets else "the file"
        raise UnreadableTable(f"`{name}` holds no table: every sheet is empty or hidden")
    return layouts, left


def extract(
    sheets: Sequence[Sheet],
    mapping: ImportMapping,
    fiscal: FiscalYear | None = None,
    progress: Callable[[Iterable[int], int], Iterable[int]] = _quietly,
    new_rows: Callable[[Sequence[Row]], Sequence[Row]] = list,
) -> tuple[Findings, ImportMapping]:
    """What sheets say, and the mapping as it was understood.

    Args:
        sheets: The tables.
        mapping: What is known of them already.
        fiscal: The fiscal year of the workspace; None: it says nothing of one.
        progress: Handed the rows of a sheet and their number, gives them again.
        new_rows: Of some rows those of KPIs that the workspace does not have: of the others it says which way is better.

    Raises:
        UnreadableTable: Not one of them is a table.
    """
    findings = Findings()
    sheets, findings.remarks = entered_alone(sheets)
    layouts, left = layouts_of(sheets, mapping)
    for sheet, why in left:
        findings.remarks.append(f"{sheet.file}, sheet `{sheet.title}` is left out: {why}")
    rules = _rules(layouts, mapping, fiscal, findings)
    findings.fiscal = rules.fiscal
    for layout in layouts:
        _tell_layout(layout, findings)
        tell_left_columns(layout, findings)
        reader = SheetReader(layout, mapping, rules, findings, _name_of(layout, layouts))
        decimals = _decimals(layout, reader, mapping, findings)
        if layout.sheet.rows:
            count = len(layout.sheet.rows)
            reader.read(decimals, progress(range(layout.first, count), count - layout.first))
    settle_shown(findings)
    settle_grains(findings)
    settle_blanks(findings)
    settle_units(findings)
    rows = new_rows(findings.rows)
    settle_directions(findings, mapping, rows)
    ask_of_tolerance(findings, mapping, rows)
    ask_of_unread(findings, mapping)
    return findings, _as_understood(mapping, layouts, rules)


def _name_of(layout: Layout, layouts: Sequence[Layout]) -> str:
    """What a table is called: a sheet's title where there are several, else the file's name."""
    sheet = layout.sheet
    alike = [each for each in layouts if each.sheet.file == sheet.file]
    if sheet.title and (len(alike) > 1 or not _GENERIC.fullmatch(sheet.title.strip())):
        return sheet.title.strip() if len(alike) > 1 else sheet.stem
    return sheet.stem


def _tell_layout(layout: Layout, findings: Findings) -> None:
    sheet = layout.sheet
    for remark in sheet.remarks:
        findings.remarks.append(f"{sheet.file}: {remark}")
    for why, columns in _left_columns(layout).items():
        where = f"{sheet.file}, sheet `{sheet.title}`" if sheet.title else sheet.file
        findings.remarks.append(f"{where}: columns left out: {', '.join(columns)} ({why})")
    for row in sorted(sheet.hidden_rows):
        if layout.first <= row < len(sheet.rows) and any(sheet.rows[row]):
            findings.skipped.append(Skipped(sheet.place(row, 0), "a hidden row"))


def _left_columns(layout: Layout) -> dict[str, list[str]]:
    """The columns that are not read by why they are not; those that a mapping leaves out apart."""
    by_reason: dict[str, list[str]] = {}
    for key, why in layout.ignored:
        if why != AS_TOLD:
            by_reason.setdefault(why, []).append(f"`{key}`")
    return by_reason


# --- Periods


def _rules(
    layouts: Sequence[Layout],
    mapping: ImportMapping,
    fiscal: FiscalYear | None,
    findings: Findings,
) -> PeriodRules:
    texts = {text for layout in layouts for text in _period_texts(layout)}
    rules = mapping.period_rules
    if rules.fiscal is None and any(text.basis is not Basis.CALENDAR for text in texts):
        rules = replace(rules, fiscal=fiscal)
    rules = told_rules(texts, rules)
    if rules.fiscal is None and needs_fiscal(texts, rules):
        example = next(text for text in texts if text.basis is not Basis.CALENDAR)
        findings.ask(fiscal_question(_shown(example)))
    return rules


def _shown(text: PeriodText) -> str:
    if text.basis is Basis.SPLIT and text.year is not None:
        return f"{text.year}-{(text.year + 1) % 100:02}"
    return f"FY {text.year}"


def _period_texts(layout: Layout) -> Iterator[PeriodText]:
    for column in layout.columns:
        if column.period is not None and column.role in FIGURES:
            yield column.period
    by_row = layout.column(ColumnRole.PERIOD)
    if by_row is not None:
        seen: set[str] = set()
        for row in range(layout.first, len(layout.sheet.rows)):
            cell = layout.sheet.cell(row, by_row.at)
            if text_of(cell) in seen:
                continue
            seen.add(text_of(cell))
            period = period_in(cell)
            if period is not None:
                yield period


# --- Decimal signs


def _decimals(
    layout: Layout, reader: SheetReader, mapping: ImportMapping, findings: Findings
) -> dict[int, Decimals | None]:
    """The decimal sign of each column of figures; a doubt that no cell settles is asked."""
    signs: dict[int, Decimals | None] = {}
    for column in layout.columns:
        if column.role not in FIGURES and column.role is not ColumnRole.WEIGHT:
            continue
        decimals = reader.column_decimals(column.at)
        signs[column.at] = decimals.decimals or mapping.decimal
        if decimals.doubtful is not None and signs[column.at] is None:
            findings.ask(_decimal_question(column.heading, decimals.doubtful))
    return signs


def _decimal_question(heading: str, doubtful: DoubtfulCell) -> ImportQuestion:
    text, numeral = doubtful
    from bsctui.exchange.reading.figures import written

    readings = [(sign, written(numeral, sign)) for sign in (Decimals.POINT, Decimals.COMMA)]
    return ImportQuestion(
        Topic.DECIMAL,
        f"`{text}` in column `{heading}` is {readings[0][1]} or {readings[1][1]}, and no other cell of the column tells",
        "--decimal . or --decimal ,",
        tuple(Answer(f"{shown} (`{sign.value}` is the decimal sign)", {"decimal": sign}) for sign, shown in readings),
    )  # fmt: skip


# --- In the end

SHOWN: Final = 5


def ask_of_unread(findings: Findings, mapping: ImportMapping) -> None:
    """Cells that were not understood are left out only when that was said."""
    if not findings.unread or mapping.skips_unread:
        return
    count = count_phrase(len(findings.unread), "cell is", "cells are")
    findings.ask(
        ImportQuestion(
            Topic.UNREAD,
            f"{count} not understood (listed above); leave them out?",
            "--skip-unread",
            (Answer("yes", {"skips_unread": True}),),
        )
    )


def _as_understood(
    mapping: ImportMapping, layouts: Sequence[Layout], rules: PeriodRules
) -> ImportMapping:
    columns = dict(mapping.columns)
    for layout in layouts:
        for column in layout.columns:
            if column.heading or column.role is not ColumnRole.IGNORE:
                columns[column.key] = column.role.value
    return replace(
        mapping, columns=columns, fiscal=rules.fiscal, order=rules.order, every=mapping.every,
        split_years=rules.split_years if _has_split_years(layouts) else mapping.split_years,
    )  # fmt: skip


def _has_split_years(layouts: Sequence[Layout]) -> bool:
    """Whether a text stands somewhere that may be a year or a month."""
    return any(text.other is not None for layout in layouts for text in _period_texts(layout))
