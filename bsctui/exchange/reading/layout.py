"""Where a sheet's headings stand and what each column holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.exchange.reading.headings import (
    FIGURES,
    ColumnRole,
    Heading,
    combined,
    is_of_other_figures,
    read_heading,
    summed_name,
)
from bsctui.exchange.reading.kpi_columns import with_kpi_columns
from bsctui.exchange.reading.mapping import column_meaning
from bsctui.exchange.reading.numerals import is_missing, read_numeral
from bsctui.exchange.reading.period_evidence import day_without_year
from bsctui.exchange.reading.period_texts import PeriodText, period_in
from bsctui.exchange.tables.grid import UnreadableTable, cell_line, column_letter, text_of
from bsctui.model.periods import Grain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.exchange.reading.mapping import ImportMapping
    from bsctui.exchange.tables.grid import RawCell, Sheet

UNKNOWN: Final = "nothing says what they hold"
"""Why a column is left out whose heading says nothing that is known."""
NO_HEADING: Final = "nothing stands above them"
SUMMING: Final = "they sum up or judge the others"
ENTERED: Final = "made of what was entered"
SECOND_NAME: Final = f"a second column for the {ColumnRole.NAME.value}"
OTHER: Final = "other figures than those beside them"
AS_TOLD: Final = "as the mapping says"
HEADER_WITHIN: Final = 12
"""The headings stand within so many rows that hold something."""
SAMPLE: Final = 200
"""Rows by which the content of a column is told."""
WIDEST: Final = 2_000
"""Columns that are looked at."""

KINDS: Final = {
    "actual": ColumnRole.ACTUAL, "actuals": ColumnRole.ACTUAL, "result": ColumnRole.ACTUAL, "results": ColumnRole.ACTUAL, "value": ColumnRole.ACTUAL,
    "actual value": ColumnRole.ACTUAL, "target": ColumnRole.TARGET, "targets": ColumnRole.TARGET, "plan": ColumnRole.TARGET, "goal": ColumnRole.TARGET,
    "budget": ColumnRole.TARGET, "target value": ColumnRole.TARGET, "baseline": ColumnRole.BASELINE,
}  # fmt: skip
"""What a column may say of the figures in each row."""
OTHER_FIGURES: Final = frozenset(
    {
        "variance", "var", "difference", "diff", "delta", "ytd", "year to date", "status", "rag", "trend", "change", "score", "rank",
        "forecast", "projection", "outlook", "prior year", "previous year", "last year", "py", "ly", "benchmark", "average", "total",
        "variance %", "% variance", "% of target", "% achieved", "achievement",
    }
)  # fmt: skip
"""What it may say of rows that are neither, and are left out."""


class Column(NamedTuple):
    """A column that is read."""

    at: int
    heading: str
    role: ColumnRole
    period: PeriodText | None = None
    key: str = ""
    """The heading as a mapping names it: with its letter where several are alike."""


@dataclass(frozen=True)
class Layout:
    """How a sheet is read.

    Attributes:
        first: The first row (from 0) of data.
        header: The row of headings.
        columns: Those that are read.
        ignored: Those that are not: key, and why.
    """

    sheet: Sheet
    first: int
    header: int
    columns: tuple[Column, ...]
    ignored: tuple[tuple[str, str], ...]

    def column(self, role: ColumnRole) -> Column | None:
        """The first column of a role."""
        return next((each for each in self.columns if each.role is role), None)

    def figures(self) -> list[Column]:
        """The columns of numbers."""
        return [each for each in self.columns if each.role in FIGURES]

    def titles(self) -> list[str]:
        """What stands over the columns, each as one line."""
        cells = (self.sheet.cell(self.header, column.at) for column in self.columns)
        return [cell_line(text_of(cell)) for cell in cells]

    @property
    def is_scored(self) -> bool:
        """Whether it holds scores that were exported."""
        return any(why == ENTERED for _, why in self.ignored)

    @property
    def is_long(self) -> bool:
        """Whether each row is of one period."""
        return any(
            each.role in {ColumnRole.PERIOD, ColumnRole.YEAR, ColumnRole.PART}
            for each in self.columns
        )


def understood(sheet: Sheet, mapping: ImportMapping) -> Layout:
    """The layout of a sheet.

    Raises:
        UnreadableTable: No row reads like headings.
    """
    header, last, headings = _headings(sheet, mapping)
    columns, ignored = _columns(sheet, last + 1, headings, mapping)
    layout = Layout(sheet, last + 1, header, tuple(columns), tuple(ignored))
    day = day_without_year(column.heading for column in layout.figures())
    if day is not None:
        raise UnreadableTable(
            f"`{sheet.file}`: `{day}` may be a day, or a month of a year; write the year with four digits"
        )
    if not any(each.role in {ColumnRole.NAME, ColumnRole.ADDRESS} for each in columns):
        layout = _with_name(layout)
    if not any(each.role in {ColumnRole.NAME, ColumnRole.ADDRESS} for each in layout.columns):
        layout = with_kpi_columns(
            layout, partial(first_cells, sheet, layout.first), _may_name_kpis(layout)
        )
    if not any(each.role is not ColumnRole.IGNORE for each in layout.columns):
        raise UnreadableTable(_no_header(sheet))
    if _has_years_between(layout):
        raise UnreadableTable(
            f"`{sheet.file}`: years stand among the names, each above the months of its own; "
            "give each year a table, or each row a column with its year"
        )
    return layout


def _may_name_kpis(layout: Layout) -> frozenset[str]:
    """The keys of columns whose heading says nothing known, or sums up nothing that stands beside it: `Total revenue`."""
    reasons = dict(layout.ignored)
    unknown = {column.key: column.heading for column in layout.columns if reasons.get(column.key) == UNKNOWN}  # fmt: skip
    names = {heading.casefold() for heading in unknown.values()}
    summing = {
        column.key
        for column in layout.columns
        if reasons.get(column.key) == SUMMING and (name := summed_name(column.heading))
        if name.casefold() not in names
    }
    return frozenset(unknown.keys() | summing)


def _has_years_between(layout: Layout) -> bool:
    """Whether a year alone in a row is that of the rows below, whose headings are months without one."""
    name = layout.column(ColumnRole.NAME)
    periods = [column.period for column in layout.figures() if column.period is not None]
    if name is None or all(period.year is not None for period in periods):
        return False
    lone = (
        row[name.at]
        for row in layout.sheet.rows[layout.first :]
        if len(row) > name.at and sum(map(bool, row)) == 1
    )
    return any(period is not None and period.grain is Grain.YEAR for period in map(period_in, lone))


def _no_header(sheet: Sheet) -> str:
    where = f"`{sheet.file}`" + (f", sheet `{sheet.title}`" if sheet.title else "")
    return (
        f"{where}: no row among the first {HEADER_WITHIN} reads like headings; "
        "say what the columns hold in a mapping (`--as MAPPING.toml`, `header = ROW` and `[columns]`)"
    )


# --- The header


def _headings(sheet: Sheet, mapping: ImportMapping) -> tuple[int, int, list[Heading]]:
    """First and last row of the headings, and what they say column by column."""
    if mapping.header is not None:
        at = mapping.header - 1
        if at >= len(sheet.rows):
            raise UnreadableTable(f"`{sheet.file}` has no row {mapping.header}")
        return at, at, _read_row(sheet, at)
    best: tuple[int, int, int, list[Heading]] | None = None
    known = frozenset(mapping.columns)
    for at in _first_rows(sheet):
        for score, last, headings in _candidates(sheet, at, known):
            if best is None or score > best[0]:
                best = (score, at, last, headings)
    if best is None or best[0] < 2:
        raise UnreadableTable(_no_header(sheet))
    return best[1:]


def _first_rows(sheet: Sheet) -> list[int]:
    rows = (at for at, row in enumerate(sheet.rows[:200]) if any(row))
    return [at for at, _ in zip(rows, range(HEADER_WITHIN), strict=False)]


def _candidates(
    sheet: Sheet, at: int, known: frozenset[str]
) -> Iterator[tuple[int, int, list[Heading]]]:
    single = _read_row(sheet, at)
    worth = _worth(single, known) or _worth_beside_names(sheet, at, single)
    yield worth + _stands_above_periods(sheet, at, single), at, single
    if at + 1 < len(sheet.rows):
        pair = _pair(sheet, single, at)
        if pair is not None:
            yield _worth(pair, known) + len(pair), at + 1, pair


def _worth(headings: Sequence[Heading], known: frozenset[str]) -> int:
    """How much a row reads like headings: known words, each once, and periods; not where numbers stand as well."""
    roles = {heading.role for heading in headings if heading.role and not heading.period}
    periods = {(heading.role, heading.period) for heading in headings if heading.period is not None}
    given = sum(heading.text in known for heading in headings)
    if periods and not roles and not given and not any(_is_word(one) for one in headings):
        return 0
    return len(roles) + len(periods) + 2 * given


def _worth_beside_names(sheet: Sheet, at: int, headings: Sequence[Heading]) -> int:
    """Periods alone, behind a blank corner, are headings where names stand below that."""
    periods = {heading.period for heading in headings if heading.period is not None}
    if headings[0].text or len(periods) < 2:
        return 0
    names = first_cells(sheet, at + 1, 0)
    are_names = names and not any(read_numeral(text_of(name)) for name in names)
    return len(periods) if are_names else 0


def _stands_above_periods(sheet: Sheet, at: int, headings: Sequence[Heading]) -> bool:
    """Whether a heading such as `Month` or `Date` stands in a row, and periods stand below it."""
    return any(
        heading.role in {ColumnRole.PERIOD, ColumnRole.YEAR, ColumnRole.PART}
        and _have_years(first_cells(sheet, at + 1, column))
        for column, heading in enumerate(headings)
    )


def _is_word(heading: Heading) -> bool:
    return bool(heading.text) and heading.period is None and read_numeral(heading.text) is None


def _read_row(sheet: Sheet, at: int) -> list[Heading]:
    return [read_heading(cell) for cell in sheet.rows[at][:WIDEST]]


def _pair(sheet: Sheet, upper: list[Heading], at: int) -> list[Heading] | None:
    """Two rows of headings as one; None where the lower one is no row of headings."""
    lower = _read_row(sheet, at + 1)
    width = max(len(upper), len(lower))
    pairs: list[Heading] = []
    joined = 0
    carried = Heading("")
    for column in range(width):
        above = upper[column] if column < len(upper) else Heading("")
        below = lower[column] if column < len(lower) else Heading("")
        if above.text:
            carried = above if _is_group(above) else Heading("")
        whole = combined(above if above.text else carried, below) if below.text else None
        if whole is not None:
            joined += 1
        elif above.text and below.text:
            return None
        pairs.append(whole or (below if below.text else above))
    return pairs if joined >= 2 else None


def _is_group(heading: Heading) -> bool:
    """Whether a heading may stand above several columns."""
    return heading.period is not None or heading.role in FIGURES


# --- The columns


def _columns(
    sheet: Sheet, first: int, headings: Sequence[Heading], mapping: ImportMapping
) -> tuple[list[Column], list[tuple[str, str]]]:
    columns: list[Column] = []
    ignored: list[tuple[str, str]] = []
    taken: set[ColumnRole] = set()
    texts = [heading.text for heading in headings]
    beyond = min(sheet.width, WIDEST) - len(headings)
    for at, heading in enumerate([*headings, *[Heading("")] * beyond]):
        key = heading.text
        if texts.count(key) > 1:
            key = f"{key} [{column_letter(at)}]".strip()
        if not heading.text:
            if first_cells(sheet, first, at):
                key = f"[{column_letter(at)}]"
                columns.append(Column(at, "", ColumnRole.IGNORE, None, key))
                ignored.append((key, NO_HEADING))
            continue
        column, why = _column(at, heading, key, mapping)
        if why is None and column.role not in FIGURES and column.role in taken:
            why = f"a second column for the {column.role.value}"
        if why is None and at in sheet.hidden_columns:
            why = "hidden"
        if why is not None:
            ignored.append((key, why))
            column = column._replace(role=ColumnRole.IGNORE)
        else:
            taken.add(column.role)
        columns.append(column)
    columns, scored = _entered_alone(columns)
    return _told_by_content(sheet, first, columns), [*ignored, *scored]


def _entered_alone(columns: list[Column]) -> tuple[list[Column], list[tuple[str, str]]]:
    """Where a column holds what was entered, as in the csv that `export` writes, the value that was made of it is left out."""
    if not any(column.heading.casefold() == "entered" for column in columns):
        return columns, []
    scored = [column for column in columns if column.role is ColumnRole.VALUE and not column.period]
    left = [
        column._replace(role=ColumnRole.IGNORE) if column in scored else column
        for column in columns
    ]
    return left, [(column.key, ENTERED) for column in scored]


def _column(
    at: int, heading: Heading, key: str, mapping: ImportMapping
) -> tuple[Column, str | None]:
    """What a column holds, and why it is left out if it is."""
    given = mapping.columns.get(key) or mapping.columns.get(heading.text)
    if given is not None:
        role, period = column_meaning(given)
        if period is None and role in FIGURES and role is not ColumnRole.VALUE:
            period = heading.period
        why = AS_TOLD if role is ColumnRole.IGNORE else None
        return Column(at, heading.text, role, period, key), why
    if heading.role is None:
        why = OTHER if is_of_other_figures(heading.text) else UNKNOWN
        return Column(at, heading.text, ColumnRole.IGNORE, None, key), why
    if heading.role is ColumnRole.IGNORE:
        return Column(at, heading.text, ColumnRole.IGNORE, None, key), SUMMING
    role = heading.role
    if role is ColumnRole.VALUE and heading.period is not None:
        role = mapping.values
    return Column(at, heading.text, role, heading.period, key), None


def first_cells(sheet: Sheet, first: int, at: int) -> list[RawCell]:
    """The first cells of a column that hold something."""
    cells = (sheet.cell(row, at) for row in range(first, min(first + SAMPLE, len(sheet.rows))))
    return [cell for cell in cells if text_of(cell).strip()]


def _told_by_content(sheet: Sheet, first: int, columns: list[Column]) -> list[Column]:
    """Columns whose heading alone does not say what they hold: `Type`, `Goal`, `Month`, `Year`."""
    roles = {column.role for column in columns}
    understood_columns: list[Column] = []
    for column in columns:
        cells = first_cells(sheet, first, column.at)
        role = column.role
        if role in {ColumnRole.PERSPECTIVE, ColumnRole.KIND} and _all_kinds(cells):
            role = ColumnRole.KIND
        elif role is ColumnRole.TARGET and column.period is None and _is_prose(cells):
            role = ColumnRole.OBJECTIVE if ColumnRole.OBJECTIVE not in roles else ColumnRole.IGNORE
        elif (role is ColumnRole.PART and (ColumnRole.YEAR not in roles or _have_years(cells))) or (
            role is ColumnRole.YEAR and ColumnRole.PART not in roles
        ):
            role = ColumnRole.PERIOD
        elif role is ColumnRole.PERIOD and ColumnRole.YEAR in roles and not _have_years(cells):
            role = ColumnRole.PART
        understood_columns.append(column._replace(role=role))
    return _one_period(understood_columns)


def _one_period(columns: list[Column]) -> list[Column]:
    """Where a whole period stands in each row, a year or month beside it says nothing more."""
    if not any(column.role is ColumnRole.PERIOD for column in columns):
        return columns
    return [
        column._replace(role=ColumnRole.IGNORE)
        if column.role in {ColumnRole.YEAR, ColumnRole.PART}
        else column
        for column in columns
    ]


def _all_kinds(sample: Sequence[RawCell]) -> bool:
    kinds = {text_of(cell).casefold().strip() for cell in sample}
    if {ColumnRole.ACTUAL, ColumnRole.TARGET} <= {KINDS.get(kind) for kind in kinds}:
        return True
    return not kinds.isdisjoint(KINDS) and kinds <= KINDS.keys() | OTHER_FIGURES


def _is_prose(sample: Sequence[RawCell]) -> bool:
    """Whether hardly a cell holds a digit."""
    texts = [text_of(cell) for cell in sample if not is_missing(text_of(cell))]
    return len(texts) > 1 and not any(re.search(r"\d", text) for text in texts) and _varied(texts)


def _varied(texts: Sequence[str]) -> bool:
    """Objectives are sentences; `TBD` is a target that is not there yet."""
    return sum(len(text) > 12 for text in texts) * 2 > len(texts)


def _have_years(sample: Sequence[RawCell]) -> bool:
    periods = [period_in(cell) for cell in sample]
    return any(
        period is not None and (period.year is not None or period.days is not None)
        for period in periods
    )


def _with_name(layout: Layout) -> Layout:
    """The first column of texts names the KPIs where no heading says which does; in a table of one KPI none does."""
    for column in layout.columns:
        if column.role is not ColumnRole.IGNORE:
            continue
        if column.at in layout.sheet.hidden_columns:
            continue
        cells = first_cells(layout.sheet, layout.first, column.at)
        words = [cell for cell in cells if isinstance(cell, str) and read_numeral(cell) is None]
        if cells and len(words) * 2 > len(cells):
            named = column._replace(role=ColumnRole.NAME)
            columns = tuple(named if each is column else each for each in layout.columns)
            ignored = tuple(pair for pair in layout.ignored if pair[0] != column.key)
            return replace(layout, columns=columns, ignored=ignored)
    return layout
