"""Series: lines of consecutive values, brought to the grain of what they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.model.entities import Aggregate, SeriesLine
from bsctui.model.periods import Grain, Period, last_of_year
from bsctui.model.record_reader import RecordReader, series_can_break
from bsctui.text.bounds import FARTHEST_YEARS, LARGEST
from bsctui.text.columns import token_span
from bsctui.text.forms import ROWS
from bsctui.text.literals import (
    bar_spans,
    cell_spans,
    estimated_cells,
    series_bar_positions,
    series_cell_values,
    string,
)

if TYPE_CHECKING:
    from bsctui.model.entities import Origin, Series
    from bsctui.text.lines import Statement


class RecordStatement(NamedTuple):
    """A line of a series as written, with the reader of the record it stands in."""

    reader: RecordReader
    statement: Statement

    @property
    def origin(self) -> Origin:
        """Where it stands."""
        return self.reader.origin(self.statement)


def read_series(
    lines: list[RecordStatement], grain: Grain, aggregate: Aggregate | None, noun: str
) -> Series:
    """The lines in one grain, ascending; what does not fit is a problem, and so is a period given twice."""
    entries = [
        entry for line in lines if (entry := _series_line(line, grain, aggregate, noun)) is not None
    ]
    entries.sort(key=lambda entry: entry[1].start)
    _check_duplicates(entries, grain, noun)
    return tuple(series for _, series in entries)


def _series_line(
    line: RecordStatement, grain: Grain, aggregate: Aggregate | None, noun: str
) -> tuple[RecordStatement, SeriesLine] | None:
    reader, statement = line
    period = reader.block_period if isinstance(reader, BlockReader) else reader.period(statement)
    if period is None:
        return None
    block = statement.form.name == "block_actual"
    text = statement.get("value" if block else "series") or "-"
    values = series_cell_values(text)
    if any(map(LARGEST.__lt__, map(abs, values))):  # a comparison that a nan never meets
        reader.too_large(statement, "value" if block else "series")
        return None
    if not block and not _ends_near(line, period, len(values)):
        return None
    note = statement.get("note") or statement.get("reason")
    remark = string(note) if note else None
    if "spread" in statement.form.slots and period.grain > grain:
        return line, _spread(line, period, values, grain, aggregate, remark)
    if period.grain is not grain:
        slot = "value" if block else "period"
        coarser = period.grain > grain and noun == "plan"
        hint = (
            f"write {grain.plural}, or `spread` after the values"
            if coarser
            else f"write {grain.plural}, or change `every`"
        )
        reader.diagnose(
            "E420",
            f"`{reader.address}` is measured every {grain.word}; this {noun} stands in {period.grain.plural}",
            statement,
            slot,
            help=hint,
        )
        return None
    if not block:
        _check_bars(line, text, period)
    estimated = estimated_cells(text)
    return line, SeriesLine(period.ordinal, tuple(values), line.origin, remark, estimated=estimated)


def _ends_near(line: RecordStatement, period: Period, cells: int) -> bool:
    """Whether a series ends where periods may lie; one that reaches farther is a problem."""
    reader, statement = line
    scope = reader.scope
    if period.ordinal + cells - 1 <= last_of_year(period.grain, scope.latest):
        return True
    reader.diagnose(
        "E404",
        f"a series of {cells} {period.grain.plural} from here ends more than {FARTHEST_YEARS} years from the calendar",
        statement,
        "period",
        help="are these values of one KPI, and of periods of this length?",
    )
    return False


class BlockReader(RecordReader):
    """Reads an `actuals` block for one KPI: the period stands in the header."""

    block_period: Period | None = None


def _spread(
    line: RecordStatement,
    period: Period,
    values: list[float],
    grain: Grain,
    aggregate: Aggregate | None,
    remark: str | None,
) -> SeriesLine:
    """Coarser cells brought down: an equal part where `aggregate` is sum, the same value otherwise."""
    fiscal = line.reader.scope.fiscal
    fine: list[float] = []
    start = fiscal.first(grain, period).ordinal
    for step, value in enumerate(values):
        inside = len(fiscal.within(grain, Period(period.grain, period.ordinal + step)))
        share = value / inside if aggregate is Aggregate.SUM else value
        fine += [share] * inside
    return SeriesLine(start, tuple(fine), line.origin, remark, spread=True)


def _check_bars(line: RecordStatement, text: str, period: Period) -> None:
    """A `|` stands where a coarser period begins."""
    if "|" not in text:
        return
    reader, statement = line
    fiscal = reader.scope.fiscal
    for bar, at in enumerate(series_bar_positions(text)):
        if not series_can_break(period.grain, period.ordinal + at, fiscal):
            shift, span = _column(line), bar_spans(text)[bar]
            where = fiscal.format(Period(period.grain, period.ordinal + at))
            reader.diagnose(
                "E421",
                f"`|` stands before {where}, where no longer period begins",
                statement,
                help="move it to where a quarter, half or year begins, or delete it",
                columns=(shift + span[0], shift + span[1]),
            )


def _column(line: RecordStatement) -> int:
    """The column (from 1) where the values of a series begin."""
    raw = line.reader.record.lines[line.statement.line]
    return token_span(raw, line.statement, "series")[0]


def _check_duplicates(
    entries: list[tuple[RecordStatement, SeriesLine]], grain: Grain, noun: str
) -> None:
    """No period has two values, whichever lines give them."""
    reach, last = None, None
    for line, series in entries:
        if reach is not None and last is not None and series.start < reach:
            reader = line.reader
            period = reader.scope.fiscal.format(Period(grain, series.start))
            reader.diagnose(
                "E206",
                f"{period} has a value twice in this {noun}",
                line.statement,
                related=(last.origin,),
                help="keep one of the two",
                columns=_cell_columns(line, 0),
            )
        end = series.start + len(series.values)
        if reach is None or end > reach:
            reach, last = end, series


def cell_columns(line: SeriesLine, ordinal: int) -> tuple[int, int] | None:
    """Where in its line (columns from 1) a period's value stands; None where it is a part of a `spread`."""
    record, at = line.origin.record, line.origin.line
    statement = record.statement_at(at)
    if statement is None or line.spread:
        return None
    slot = "value" if statement.form.name == "block_actual" else "series"
    start, end = cell_spans(statement.get(slot) or "")[ordinal - line.start]
    shift = token_span(record.lines[at], statement, slot)[0]
    return shift + start, shift + end


def _cell_columns(line: RecordStatement, cell: int) -> tuple[int, int] | None:
    if "series" not in line.statement.form.slots:
        return None
    text = line.statement.get("series") or ""
    start, end = cell_spans(text)[cell]
    shift = _column(line)
    return shift + start, shift + end


def percent_slot(statement: Statement) -> str | None:
    """The first slot whose value, in the KPI's unit, carries a percent sign."""
    if "%" not in "".join(statement.parts):
        return None
    slots = ROWS[statement.form.name].in_unit
    return next((slot for slot in slots if any("%" in text for text in statement.all(slot))), None)
