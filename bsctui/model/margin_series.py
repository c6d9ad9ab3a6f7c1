"""Series that stand outside of their KPI's record: lines at the left margin, and `actuals` blocks of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.model.record_reader import RecordReader
from bsctui.model.resolve_measures import QUANTITIES
from bsctui.model.series import BlockReader, RecordStatement
from bsctui.text.forms import DATA_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.model.record_diagnostic import RecordDiagnostic
    from bsctui.model.record_reader import Scope
    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Statement


class MarginSeries:
    """Series that stand outside of their KPI's record, by address."""

    def __init__(self) -> None:
        self.actuals: dict[str, list[RecordStatement]] = {}
        self.plans: dict[str, list[RecordStatement]] = {}


class MarginReader:
    """Reads records of such series, one after the other, into `margin`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.margin = MarginSeries()

    def read(self, path: str, record: Record, header: Statement) -> list[RecordDiagnostic]:
        """Add the series of one margin line or block; returns what is wrong with those that belong to nothing."""
        if header.form.name == "actuals":
            return self._read_block(path, record, header)
        return self._read_line(path, record, header)

    def _read_line(self, path: str, record: Record, header: Statement) -> list[RecordDiagnostic]:
        form, address = header.form.name, header.parts[0]
        reader = RecordReader(path, record, header, address, self._scope)
        reader.group_statements()
        if reader.resolve_address(address, receiving_kinds(form), header, "ref") is None:
            return reader.diagnostics
        group = self.margin.actuals if form == "actual_margin" else self.margin.plans
        group.setdefault(address, []).append(RecordStatement(reader, header))
        return []

    def _read_block(self, path: str, record: Record, header: Statement) -> list[RecordDiagnostic]:
        block = RecordReader(path, record, header, "", self._scope)
        block.group_statements()
        period = block.period(header)
        diagnostics: list[RecordDiagnostic] = []
        for statement in block.all("block_actual"):
            address = statement.parts[0]
            reader = BlockReader(path, record, header, address, self._scope)
            reader.block_period = period
            if reader.resolve_address(address, QUANTITIES, statement, "ref") is None:
                diagnostics += reader.diagnostics
            else:
                group = self.margin.actuals.setdefault(address, [])
                group.append(RecordStatement(reader, statement))
        return diagnostics + block.diagnostics


def margin_records(
    documents: Mapping[str, Document],
) -> Iterator[tuple[str, Record, Statement]]:
    """The records of margin lines and `actuals` blocks, in order of display, each with its header."""
    for path, document in documents.items():
        for record, header in document.headed(DATA_HEADERS):
            yield path, record, header


def receivers(record: Record, header: Statement) -> list[str]:
    """Whom a margin line or block gives values to."""
    if header.form.name == "actuals":
        return [s.parts[0] for s in record.statements if s.form.name == "block_actual"]
    return [header.parts[0]]


def receiving_kinds(form: str) -> tuple[str, ...]:
    """The kinds of records that a margin line of a form gives values to."""
    return QUANTITIES if form == "actual_margin" else ("kpi",)
