"""A model after KPIs came, went or got another name, from the one before.

A name that is typed letter by letter would else have a whole workspace read for each of them. Only what is simple is done
here: KPIs that stand in an objective, take no value or line from another, and that nobody names but lines of actuals and
plans outside of their record. All else is built anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.build import scope_of, with_breakage
from bsctui.model.checks import check_addresses
from bsctui.model.derived_calendar import is_calendar_written
from bsctui.model.margin_series import MarginReader, MarginSeries, margin_records
from bsctui.model.names import collect_names, declarations, declared_address, unread_declarations
from bsctui.model.record_diagnostic import REPORTED_ELSEWHERE
from bsctui.model.references import records_that_may_name, references_of
from bsctui.model.resolve_measures import QuantityReader
from bsctui.model.resolve_structure import check_cascade
from bsctui.text.forms import DATA_HEADERS
from bsctui.text.lines import code_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bsctui.model.entities import Kpi
    from bsctui.model.model import Model
    from bsctui.model.names import Declaration, Names
    from bsctui.model.record_diagnostic import RecordDiagnostic
    from bsctui.model.record_reader import Scope
    from bsctui.model.workspace_settings import Calendar
    from bsctui.text.document import Document, Record

MOST: Final = 20
"""Records that came and went; with more of them building anew is no slower."""

OF_NAMES: Final = frozenset(
    {"E203", "W103", "E301", "E302", "E320", "E321", "E322", "E323", REPORTED_ELSEWHERE}
)
"""Problems that other names may solve, move or word otherwise."""
TAKEN: Final = frozenset({"E203", "W103"})
"""Problems of a name that something else has, or nearly has."""
CASCADE: Final = frozenset({"E304", "E305"})
DEPENDENT: Final = frozenset({"formula", "rollup", "feeds", "like", "same"})


class PlacedRecord(NamedTuple):
    """A record and its file."""

    path: str
    record: Record


class Redeclared(NamedTuple):
    """The records that an edit took away, and those that it brought."""

    gone: Sequence[PlacedRecord]
    come: Sequence[PlacedRecord]


def redeclared_model(old: Model, documents: Mapping[str, Document]) -> Model | None:
    """The model that `build` gives; None where more changed than a few simple KPIs.

    Args:
        old: The model before.
        documents: Its documents after the edit, in order of display.
    """
    calendar = old.settings.calendar
    changed = _changed(old.documents, documents)
    if calendar is None or changed is None or not is_calendar_written(documents.values()):
        return None
    if not all(_is_simple(each.record, old) for each in (*changed.gone, *changed.come)):
        return None
    kept = _kept_diagnostics(old, changed)
    if kept is None:
        return None
    names, problems = collect_names(
        _declarations(old, documents), old.names.perspectives, unread_declarations(documents)
    )
    naming = _naming_records(_addresses(old, names, changed), documents, changed)
    if problems or not _may_be_read_again(naming, kept):
        return None
    return _model(old, documents, names, changed, naming, kept, calendar)


def _declarations(old: Model, documents: Mapping[str, Document]) -> list[Declaration]:
    """What is declared, in order; of files that are as they were what is known (none of it is declared twice)."""
    known: dict[str, list[Declaration]] = {}
    for item in old.names.declared.values():
        known.setdefault(item.origin.path, []).append(item)
    items: list[Declaration] = []
    for path, document in documents.items():
        if document is old.documents[path]:
            items += known.get(path, [])
        else:
            items += declarations({path: document})
    return items


def _changed(old: Mapping[str, Document], new: Mapping[str, Document]) -> Redeclared | None:
    """What came and went, where everything else stands in the order in which it stood."""
    if old.keys() != new.keys():
        return None
    gone: list[PlacedRecord] = []
    come: list[PlacedRecord] = []
    for path, document in new.items():
        before, after = old[path].records, document.records
        if before is after:
            continue
        known, now = set(map(id, before)), set(map(id, after))
        kept = [id(record) for record in before if id(record) in now]
        if kept != [id(record) for record in after if id(record) in known]:
            return None
        gone += [PlacedRecord(path, record) for record in before if id(record) not in now]
        come += [PlacedRecord(path, record) for record in after if id(record) not in known]
    return Redeclared(gone, come) if len(gone) + len(come) <= MOST else None


def _is_simple(record: Record, old: Model) -> bool:
    """Whether a record is a KPI by itself, was meant to be one, or is no more than blank lines and remarks."""
    header = record.header
    if header is None:
        if record.header_line is None:
            return not record.statements
        words = code_part(record.lines[record.header_line]).split(maxsplit=1)
        return bool(words) and ("kpi" in words[0] or "kpi".startswith(words[0]))
    if header.form.name != "kpi" or (header.get("parent") or "") not in old.objectives:
        return False
    return not any(statement.form.name in DEPENDENT for statement in record.statements)


def _addresses(old: Model, names: Names, changed: Redeclared) -> set[str]:
    """Whatever is declared otherwise than before."""
    records = [each.record for each in (*changed.gone, *changed.come)]
    headed = {address for record in records if (address := declared_address(record.header))}
    before, after = old.names.erroneous, names.erroneous
    unread = {
        address
        for address in before.keys() | after.keys()
        if before.get(address) != after.get(address)
    }
    return headed | unread


def _naming_records(
    addresses: set[str], documents: Mapping[str, Document], changed: Redeclared
) -> list[Record]:
    """The records, but those that came, that name one of them."""
    come = {id(each.record) for each in changed.come}
    return [
        record
        for path, record in records_that_may_name(documents, addresses)
        if id(record) not in come
        and any(mention.address in addresses for mention in references_of(path, record))
    ]


def _may_be_read_again(naming: Iterable[Record], kept: Iterable[RecordDiagnostic]) -> bool:
    """Whether records are of values and plans alone, and without a problem that only part of them would be asked for again."""
    records = {id(record) for record in naming}
    return not any(id(diagnostic.origin.record) in records for diagnostic in kept) and all(
        record.header is not None and record.header.form.name in DATA_HEADERS for record in naming
    )


def _kept_diagnostics(old: Model, changed: Redeclared) -> list[RecordDiagnostic] | None:
    """The problems of all other records; None where one of them may be another one now."""
    gone = {id(each.record) for each in changed.gone}
    kept: list[RecordDiagnostic] = []
    for diagnostic in old.record_diagnostics:
        is_gone = id(diagnostic.origin.record) in gone
        if diagnostic.code in OF_NAMES and not (is_gone and diagnostic.code not in TAKEN):
            return None
        if any(id(other.record) in gone for other in diagnostic.related):
            return None
        if not is_gone and diagnostic.code not in CASCADE:
            kept.append(diagnostic)
    return kept


def _model(
    old: Model, documents: Mapping[str, Document], names: Names, changed: Redeclared, naming: Sequence[Record],
    kept: list[RecordDiagnostic], calendar: Calendar,
) -> Model | None:  # fmt: skip
    came = {id(each.record) for each in changed.come}
    gone = {declared_address(each.record.header) for each in changed.gone}
    items = [item for item in names.declared.values() if id(item.origin.record) in came]
    scope = scope_of(old.settings, names)
    margin, problems = _margin(naming, documents, scope)
    reader = QuantityReader(
        items,
        margin,
        scope,
        calendar,
        known_quantity=lambda address: None if address in gone else old.quantity(address),
    )
    new, _ = reader.read()
    if len(new) < len(items):
        return None
    model = replace(
        old,
        documents=documents,
        names=names,
        kpis=_in_order(names.declared, {**_without(old.kpis, gone), **new}),
        undefined=frozenset(
            address for address in old.undefined if address in names.declared and address not in new
        ),
        record_diagnostics=(),
        broken=frozenset(),
    )
    kept += [*problems, *_problems_of_lines(margin, new)]
    kept += [*reader.diagnostics, *check_addresses(model, new.keys())]
    kept += check_cascade(model.objectives, model.scorecards, model.settings)
    return with_breakage(replace(model, record_diagnostics=tuple(kept)))


def _margin(
    naming: Sequence[Record], documents: Mapping[str, Document], scope: Scope
) -> tuple[MarginSeries, list[RecordDiagnostic]]:
    """What stands in some records of values and plans, and what is wrong with their names."""
    wanted = set(map(id, naming))
    reader = MarginReader(scope)
    problems: list[RecordDiagnostic] = []
    for path, record, header in margin_records(documents) if wanted else ():
        if id(record) in wanted:
            problems += reader.read(path, record, header)
    return reader.margin, problems


def _problems_of_lines(
    margin: MarginSeries, addresses: Iterable[str]
) -> Iterator[RecordDiagnostic]:
    for address in addresses:
        for line in (*margin.actuals.get(address, ()), *margin.plans.get(address, ())):
            yield from line.reader.diagnostics


def _without(kpis: Mapping[str, Kpi], gone: set[str | None]) -> dict[str, Kpi]:
    return {address: kpi for address, kpi in kpis.items() if address not in gone}


def _in_order(declared: Iterable[str], kpis: Mapping[str, Kpi]) -> dict[str, Kpi]:
    return {address: kpis[address] for address in declared if address in kpis}
