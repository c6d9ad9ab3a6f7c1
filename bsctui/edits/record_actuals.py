"""Actuals of many KPIs and periods as one edit, each put where its KPI's data already are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bsctui.edits.edit import EditPlan, Intent, Refused, Texts
from bsctui.edits.line_ops import INDENT, insert_lines, merge_last_line_edits
from bsctui.edits.typed_values import text_token
from bsctui.edits.values import (
    Cell,
    LineRewriter,
    append_cells,
    check_entered,
    is_grain_known,
    line_ending_at,
    line_giving,
    line_in_record,
    note_edit,
    replace_cell,
    runs_as_lines,
    with_grain,
    written_period,
)
from bsctui.model.periods import FiscalYear, Grain, Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.entities import Quantity
    from bsctui.text.document import Record
    from bsctui.text.edits import LineEdit


class Actual(NamedTuple):
    """A value to be recorded: the cell as written (`47`, `-`), and a remark on it."""

    ordinal: int
    text: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ActualsOf:
    """What is recorded of one KPI or measure: values of different periods of one grain."""

    address: str
    grain: Grain
    values: tuple[Actual, ...]


@dataclass(frozen=True, slots=True)
class RecordActuals:
    """As many `record REF PERIOD VALUE`, planned and carried out at once: re-reading costs as much as for one."""

    series: tuple[ActualsOf, ...]
    description: str

    def plan(self, texts: Texts) -> EditPlan:
        """Cells replaced, series grown, lines and `actuals` blocks added.

        Raises:
            Refused: One of the values cannot be recorded.
        """
        rewriting, blocks = LineRewriter(texts), _Blocks(texts)
        added: list[LineEdit] = []
        for series in self.series:
            added += _planned(series, rewriting, blocks)
        edits = merge_last_line_edits(
            texts.documents, [*rewriting.edits(), *added, *blocks.edits()]
        )
        addresses = frozenset(series.address for series in self.series)
        return EditPlan(self.description, edits, Intent(changed=addresses))


def _planned(series: ActualsOf, rewriting: LineRewriter, blocks: _Blocks) -> Iterator[LineEdit]:
    """The lines that one KPI needs beside those that are rewritten and the blocks."""
    texts = rewriting.texts
    quantity = _quantity(texts, series)
    missing: list[Cell] = []
    for value in sorted(series.values):
        cell = Cell(value.ordinal, value.text)
        line = line_giving(texts, quantity, quantity.actuals, value.ordinal)
        if line is None:
            missing.append(cell)
        else:
            replace_cell(rewriting, line, cell)
        if value.note:
            yield note_edit(texts, quantity, cell, text_token(value.note))
    if missing:
        yield from _placed(quantity, missing, rewriting, blocks)


def _quantity(texts: Texts, series: ActualsOf) -> Quantity:
    quantity = texts.model.quantity(series.address)
    if quantity is None:
        raise Refused(f"`{series.address}` is neither a KPI nor a measure: it has no values")
    check_entered(quantity)
    if not is_grain_known(quantity):
        return with_grain(series.grain, quantity)
    if quantity.definition.grain is not series.grain:
        own = quantity.definition.grain.word
        raise Refused(f"`{series.address}` is measured every {own}, not every {series.grain.word}")
    return quantity


def _placed(
    quantity: Quantity, missing: list[Cell], rewriting: LineRewriter, blocks: _Blocks
) -> Iterator[LineEdit]:
    """Values that stand nowhere yet."""
    texts, actuals = rewriting.texts, quantity.actuals
    before = line_ending_at(actuals, missing[0].ordinal)
    if before is not None and all(b.ordinal == a.ordinal + 1 for a, b in pairwise(missing)):
        append_cells(rewriting, quantity, before, missing)
        return
    last = actuals[-1].origin if actuals else None
    if last is not None and last.statement.form.name == "block_actual":
        for cell in missing:
            blocks.add(quantity, cell)
        return
    is_outside = last is not None and last.record is not texts.record(quantity.address)[1]
    reference = f"{quantity.address} " if is_outside else ""
    lines = runs_as_lines(texts, quantity, "actual", reference, missing, None)
    if last is not None and is_outside:
        path, at = texts.model.place(last)
        yield insert_lines(texts.documents[path], path, at, lines)
        return
    for line in lines:
        yield from line_in_record(texts, quantity.address, line, "actual").line_edits


class _Block(NamedTuple):
    """An `actuals` block as it stands."""

    path: str
    record: Record
    period: Period


class _Blocks:
    """Lines that go into `actuals` blocks: those of their period, else new ones behind the latest of the file."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        calendar = texts.model.settings.calendar
        self._fiscal = calendar.fiscal if calendar is not None else FiscalYear()
        self._standing: list[_Block] | None = None
        self._grown: dict[tuple[str, int], tuple[_Block, list[str]]] = {}
        self._new: dict[str, dict[Period, list[str]]] = {}

    def add(self, quantity: Quantity, cell: Cell) -> None:
        """A line, in the file where the KPI's last value stands if that has a block of the period."""
        period = Period(quantity.definition.grain, cell.ordinal)
        line = f"{INDENT}{quantity.address} {cell.text}"
        path = quantity.actuals[-1].origin.path
        alike = [block for block in self._blocks() if block.period == period]
        block = next((block for block in alike if block.path == path), alike[0] if alike else None)
        if block is None:
            self._new.setdefault(path, {}).setdefault(period, []).append(line)
        else:
            self._grown.setdefault((block.path, id(block.record)), (block, []))[1].append(line)

    def _blocks(self) -> list[_Block]:
        if self._standing is None:
            self._standing = list(self._read())
        return self._standing

    def _read(self) -> Iterator[_Block]:
        for path, document in self._texts.documents.items():
            for record in document.records:
                header = record.header
                if header is not None and header.form.name == "actuals":
                    period = self._fiscal.parse(header.parts[0])
                    if period is not None:
                        yield _Block(path, record, period)

    def edits(self) -> Iterator[LineEdit]:
        """One insertion for each block that grows, and one for all the new ones of a file."""
        for block, lines in self._grown.values():
            statements = block.record.statements
            yield self._behind(block, statements[-1].line if statements else 0, lines)
        for path, periods in self._new.items():
            latest = max(
                (block for block in self._blocks() if block.path == path),
                key=lambda block: self._fiscal.end(block.period.grain, block.period.ordinal),
            )
            lines = [line for block in self._written(periods) for line in block]
            yield self._behind(latest, latest.record.last_nonblank_line, lines)

    def _written(self, periods: dict[Period, list[str]]) -> Iterator[list[str]]:
        for period in sorted(periods):
            name = written_period(self._texts, period.grain, period.ordinal)
            yield ["", f"actuals {name}", *periods[period]]

    def _behind(self, block: _Block, at: int, lines: list[str]) -> LineEdit:
        start = self._texts.start(block.path, block.record)
        return insert_lines(self._texts.documents[block.path], block.path, start + at, lines)
