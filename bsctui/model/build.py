"""From documents to a model: settings, names, then everything that refers to them. Never raises."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bsctui.model.checks import check_model
from bsctui.model.cycles import find_cycles
from bsctui.model.derived_calendar import PLAUSIBLE_YEARS, derive_calendar, has_periods
from bsctui.model.graph import reachable_from
from bsctui.model.model import Model
from bsctui.model.names import (
    Declaration,
    collect_names,
    declarations,
    declared_address,
    file_order,
    unread_declarations,
)
from bsctui.model.periods import LONGEST_CALENDAR, YEARS, FiscalYear, Grain, Period
from bsctui.model.quantity_draft import MarginSeries
from bsctui.model.record_diagnostic import RecordDiagnostic
from bsctui.model.record_reader import RecordReader, Scope
from bsctui.model.resolve_measures import QUANTITIES, QuantityReader
from bsctui.model.resolve_structure import (
    ScorecardReader,
    check_cascade,
    read_initiative,
    read_objective,
    reader_of,
)
from bsctui.model.series import BlockReader, RecordStatement
from bsctui.model.settings import SettingsReader
from bsctui.model.workspace_settings import Calendar
from bsctui.text.bounds import FARTHEST_YEARS
from bsctui.text.forms import DATA_HEADERS, ENTITY_HEADERS, MARGIN_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bsctui.model.entities import Initiative, Objective, Quantity
    from bsctui.model.names import Names
    from bsctui.model.workspace_settings import Settings
    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Statement

NO_CALENDAR = Calendar(Grain.QUARTER, 2000 * 4, 2000 * 4, FiscalYear())
"""Stands in where there is none, so that everything else can be read."""


def build(documents: Mapping[str, Document]) -> Model:
    """The model of a workspace's documents (by path)."""
    documents = {path: documents[path] for path in sorted(documents, key=file_order)}
    reader = SettingsReader(documents)
    settings = reader.read(lambda scope: derive_calendar(documents.values(), scope))
    diagnostics = list(reader.diagnostics)
    diagnostics += _missing_calendar(documents, settings, written="calendar" in reader.places)
    names, name_diagnostics = collect_names(
        declarations(documents),
        tuple(p.name for p in settings.perspectives),
        unread_declarations(documents),
    )
    scope = scope_of(settings, names)
    model = _entities(documents, settings, scope, diagnostics + name_diagnostics)
    return _with_checks(model)


def scope_of(settings: Settings, names: Names) -> Scope:
    """What holds for all records of a workspace with these settings and names."""
    calendar = settings.calendar or NO_CALENDAR
    if settings.calendar is None:
        return Scope(calendar.fiscal, names, YEARS[0], YEARS[-1])
    fiscal = calendar.fiscal
    ends = (Period(calendar.grain, ordinal) for ordinal in (calendar.first, calendar.last))
    first, last = (fiscal.containing(Grain.YEAR, period).ordinal for period in ends)
    return Scope(fiscal, names, first - FARTHEST_YEARS, last + FARTHEST_YEARS)


def _missing_calendar(
    documents: Mapping[str, Document], settings: Settings, *, written: bool
) -> list[RecordDiagnostic]:
    """With neither a calendar nor a period to tell it from, it is asked for (unless there is nothing to score)."""
    if settings.calendar is not None or written:
        return []
    first = next(iter(declarations(documents)), None)
    if first is None:
        return []
    message = "this workspace has neither a calendar nor an actual that tells it"
    if has_periods(documents.values()):
        message = f"no calendar is written, and the periods of actuals and plans tell none: they span more than {LONGEST_CALENDAR} years or lie outside of {PLAUSIBLE_YEARS[0]} to {PLAUSIBLE_YEARS[-1]}"
    hint = "write a line such as `calendar quarters 2025-Q1..2026-Q4`"
    return [RecordDiagnostic("E400", message, first.origin, None, hint)]


def _entities(
    documents: Mapping[str, Document],
    settings: Settings,
    scope: Scope,
    diagnostics: list[RecordDiagnostic],
) -> Model:
    calendar = settings.calendar or NO_CALENDAR
    by_kind: dict[str, list[Declaration]] = {kind: [] for kind in ENTITY_HEADERS}
    for item in scope.names.declared.values():
        by_kind[item.kind].append(item)
    scorecards, scorecard_diagnostics = ScorecardReader(
        by_kind["scorecard"], settings, scope
    ).read()
    diagnostics += scorecard_diagnostics
    objectives: dict[str, Objective] = {}
    for item in by_kind["objective"]:
        record_reader = reader_of(item, scope)
        objective = read_objective(record_reader, item.parent or "")
        if objective is not None:
            objectives[item.address] = objective
        diagnostics += record_reader.diagnostics
    diagnostics += check_cascade(objectives, scorecards, settings)
    margin = read_margin(documents, scope, diagnostics)
    quantities = [item for item in scope.names.declared.values() if item.kind in QUANTITIES]
    reader = QuantityReader(quantities, margin, scope, calendar)
    kpis, measures = reader.read()
    diagnostics += reader.diagnostics
    diagnostics += [
        diagnostic
        for lines in (*margin.actuals.values(), *margin.plans.values())
        for line in lines
        for diagnostic in line.reader.diagnostics
    ]
    kpis = {address: kpi for address, kpi in kpis.items() if kpi.objective in objectives}
    measures = {
        address: measure for address, measure in measures.items() if measure.scorecard in scorecards
    }
    initiatives: dict[str, Initiative] = {}
    for item in by_kind["initiative"]:
        record_reader = reader_of(item, scope)
        initiative = read_initiative(record_reader, item.parent or "")
        if initiative is not None and (
            initiative.parent in objectives or initiative.parent in kpis
        ):
            initiatives[item.address] = initiative
        diagnostics += record_reader.diagnostics
    return Model(
        documents,
        settings,
        scope.names,
        scorecards,
        objectives,
        kpis,
        measures,
        initiatives,
        tuple(diagnostics),
        dependents=dependents_of((*kpis.values(), *measures.values())),
    )


def dependents_of(quantities: Iterable[Quantity]) -> Mapping[str, Sequence[str]]:
    """Who rests on whom, from its other end."""
    dependents: dict[str, list[str]] = {}
    for quantity in quantities:
        for basis in quantity.rests_on:
            dependents.setdefault(basis, []).append(quantity.address)
    return dependents


def read_margin(
    documents: Mapping[str, Document], scope: Scope, diagnostics: list[RecordDiagnostic]
) -> MarginSeries:
    """The series that stand outside of their KPI's record: margin lines and `actuals` blocks."""
    margin = MarginSeries()
    for path, record, header in margin_records(documents):
        read_margin_record(path, record, header, scope, margin, diagnostics)
    return margin


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


def read_margin_record(
    path: str,
    record: Record,
    header: Statement,
    scope: Scope,
    margin: MarginSeries,
    diagnostics: list[RecordDiagnostic],
) -> None:
    """Add the series of one margin line or block."""
    read = _read_block if header.form.name == "actuals" else _read_margin_line
    read(path, record, header, scope, margin, diagnostics)


def receiving_kinds(form: str) -> tuple[str, ...]:
    """The kinds of records that a margin line of a form gives values to."""
    return QUANTITIES if form == "actual_margin" else ("kpi",)


def _read_margin_line(
    path: str,
    record: Record,
    header: Statement,
    scope: Scope,
    margin: MarginSeries,
    diagnostics: list[RecordDiagnostic],
) -> None:
    form, address = header.form.name, header.parts[0]
    reader = RecordReader(path, record, header, address, scope)
    reader.group_statements()
    if reader.resolve_address(address, receiving_kinds(form), header, "ref") is None:
        diagnostics += reader.diagnostics
        return
    group = margin.actuals if form == "actual_margin" else margin.plans
    group.setdefault(address, []).append(RecordStatement(reader, header))


def _read_block(
    path: str,
    record: Record,
    header: Statement,
    scope: Scope,
    margin: MarginSeries,
    diagnostics: list[RecordDiagnostic],
) -> None:
    block = RecordReader(path, record, header, "", scope)
    block.group_statements()
    period = block.period(header)
    for statement in block.all("block_actual"):
        address = statement.parts[0]
        reader = BlockReader(path, record, header, address, scope)
        reader.block_period = period
        if reader.resolve_address(address, QUANTITIES, statement, "ref") is None:
            diagnostics += reader.diagnostics
        else:
            margin.actuals.setdefault(address, []).append(RecordStatement(reader, statement))
    diagnostics += block.diagnostics


def _with_checks(model: Model) -> Model:
    """The model with the checks that need all of it, and what is broken."""
    return with_breakage(
        replace(
            model,
            record_diagnostics=(
                *model.record_diagnostics,
                *check_model(model),
                *find_cycles(model),
            ),
        )
    )


def with_breakage(model: Model) -> Model:
    """The model with the addresses that its problems and unread lines break, and what rests on those."""
    broken = {address for address, _, _ in unreadable_records(model.documents)}
    for diagnostic in model.record_diagnostics:
        if diagnostic.is_error:
            broken |= diagnostic.breaks
    spread_breakage(model, broken)
    return replace(model, broken=frozenset(broken))


def unreadable_records(documents: Mapping[str, Document]) -> Iterator[tuple[str, str, Record]]:
    """Address, file and record of what has a line that could not be read."""
    for path, document in documents.items():
        if not document.diagnostics:
            continue
        for record in document.records:
            header = record.header
            if not record.diagnostics or header is None:
                continue
            address = declared_address(header)
            if address is not None:
                yield address, path, record
            elif header.form.name in MARGIN_HEADERS:
                yield header.parts[0], path, record


def spread_breakage(model: Model, broken: set[str]) -> None:
    """Add every KPI and measure whose value rests on a broken one: by formula, feeds, `like` or `same`."""

    def resting_on(address: str) -> tuple[str, ...]:
        quantity = model.quantity(address)
        fed = () if quantity is None else (feed.value.target for feed in quantity.feeds)
        return (*model.dependents.get(address, ()), *fed)

    broken |= set(reachable_from(broken, resting_on))
