"""From documents to a model: settings, names, then everything that refers to them. Never raises."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bsctui.model.checks import check_model
from bsctui.model.cycles import find_cycles
from bsctui.model.derived_calendar import PLAUSIBLE_YEARS, derive_calendar, has_periods
from bsctui.model.graph import reachable_from
from bsctui.model.margin_series import MarginReader, margin_records
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
from bsctui.model.record_diagnostic import RecordDiagnostic
from bsctui.model.record_reader import Scope
from bsctui.model.resolve_measures import QUANTITIES, QuantityReader
from bsctui.model.resolve_structure import (
    ScorecardReader,
    check_cascade,
    read_initiative,
    read_objective,
    reader_of,
)
from bsctui.model.settings import SettingsReader
from bsctui.model.workspace_settings import Calendar
from bsctui.text.bounds import FARTHEST_YEARS
from bsctui.text.excerpts import closest
from bsctui.text.forms import ENTITY_HEADERS, MARGIN_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bsctui.model.entities import Initiative, Objective, Quantity
    from bsctui.model.names import Names
    from bsctui.model.workspace_settings import Settings
    from bsctui.text.document import Document, Record

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


def _is_calendar_unread(documents: Iterable[Document]) -> bool:
    """Whether a header that could not be read was meant to be the calendar: it is told already."""
    headers = (
        record.lines[record.header_line]
        for document in documents
        for record in document.records
        if record.header is None and record.header_line is not None
    )
    return any(closest(line.split(None, 1)[0], ("calendar",), ALMOST) for line in headers)


ALMOST = 0.8
"""How like the keyword the word of such a header is: `calender`, `Calendar`."""


def _missing_calendar(
    documents: Mapping[str, Document], settings: Settings, *, written: bool
) -> list[RecordDiagnostic]:
    """With neither a calendar nor a period to tell it from, it is asked for (unless there is nothing to score)."""
    if settings.calendar is not None or written or _is_calendar_unread(documents.values()):
        return []
    first = next(iter(declarations(documents)), None)
    if first is None:
        return []
    message = "this workspace has no calendar, and no actuals to derive one from"
    if has_periods(documents.values()):
        message = f"there is no calendar, and none can be derived from the actuals and plans: their periods span more than {LONGEST_CALENDAR} years or are outside {PLAUSIBLE_YEARS[0]} to {PLAUSIBLE_YEARS[-1]}"
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
    margin_reader = MarginReader(scope)
    for place in margin_records(documents):
        diagnostics += margin_reader.read(*place)
    margin = margin_reader.margin
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
        feeders=feeders_of((*kpis.values(), *measures.values())),
        undefined=frozenset(
            item.address
            for item in scope.names.declared.values()
            if item.kind in QUANTITIES and item.address not in kpis and item.address not in measures
        ),
    )


def dependents_of(quantities: Iterable[Quantity]) -> Mapping[str, Sequence[str]]:
    """Who rests on whom, from its other end."""
    dependents: dict[str, list[str]] = {}
    for quantity in quantities:
        for basis in quantity.rests_on:
            dependents.setdefault(basis, []).append(quantity.address)
    return dependents


def feeders_of(quantities: Iterable[Quantity]) -> Mapping[str, Sequence[str]]:
    """Who feeds whom, from its other end, each once."""
    feeders: dict[str, dict[str, None]] = {}
    for quantity in quantities:
        for line in quantity.feeds:
            feeders.setdefault(line.value.target, {})[quantity.address] = None
    return {fed: tuple(feeding) for fed, feeding in feeders.items()}


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
