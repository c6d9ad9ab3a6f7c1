"""The model of changed documents, from the one before: only what an edit touched is read anew.

Most edits replace a line in one record. Then the record, what takes lines or values from it (`like`,
`same`, formulas), and the checks that speak of those are done again, and everything else is kept as
it is. Where an edit changes more than that (settings, scorecards, which records there are), all is
built anew, but for simple KPIs that come and go (`redeclare`); all ways give the same model.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from bsctui.model.build import build, dependents_of, feeders_of, scope_of, with_breakage
from bsctui.model.checks import check_addresses
from bsctui.model.cycles import find_cycles
from bsctui.model.derived_calendar import is_calendar_written, series_ranges
from bsctui.model.entities import (
    Entity,
    Initiative,
    Kpi,
    Measure,
    Objective,
    Quantity,
    Scorecard,
)
from bsctui.model.margin_series import (
    MarginReader,
    MarginSeries,
    margin_records,
    receivers,
    receiving_kinds,
)
from bsctui.model.names import Names, declaration, file_order
from bsctui.model.record_diagnostic import REPORTED_ELSEWHERE
from bsctui.model.redeclare import redeclared_model
from bsctui.model.references import references_of
from bsctui.model.resolve_measures import QUANTITIES, QuantityReader
from bsctui.model.resolve_structure import (
    ScorecardReader,
    check_cascade,
    read_initiative,
    read_objective,
    reader_of,
)
from bsctui.text.forms import DATA_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence

    from bsctui.model.model import Model
    from bsctui.model.names import Declaration
    from bsctui.model.record_diagnostic import RecordDiagnostic
    from bsctui.model.record_reader import Scope
    from bsctui.model.workspace_settings import Calendar
    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Statement

_E = TypeVar("_E", bound=Entity)

ENTITIES: Final = frozenset({"scorecard", "objective", "kpi", "measure", "initiative"})
NAMING: Final = frozenset({"E203", "W103"})
UNKNOWN: Final = frozenset({"E301", "E302", REPORTED_ELSEWHERE})
CASCADE: Final = frozenset({"E304", "E305"})
CYCLES: Final = frozenset({"E320", "E321", "E322"})
LIKENESS_FORMS: Final = frozenset({"like", "same"})
DEPENDENCY_FORMS: Final = LIKENESS_FORMS | {"formula", "feeds"}
MOST_AFFECTED: Final = 1000
"""So many KPIs are read again by themselves in a workspace of any size; in a larger one up to a half of all."""


class ReplacedRecord(NamedTuple):
    """A record that took the place of another of the same header."""

    path: str
    before: Record
    after: Record


class _NeedsRebuildError(Exception):
    """The edit changes more than single records."""


def update_model(old: Model, documents: Mapping[str, Document]) -> Model:
    """The same model that `build(documents)` gives."""
    return model_after((old,), documents)


def model_after(known: Sequence[Model], documents: Mapping[str, Document]) -> Model:
    """The same model that `build(documents)` gives, from whichever of some earlier ones differs least.

    Args:
        known: Earlier models of the workspace, the last one first. A header that is mended after it could not be read
            for a moment takes little from the model before that moment, and all of it from the one after.
        documents: The workspace as it is now.
    """
    documents = {path: documents[path] for path in sorted(documents, key=file_order)}
    known = [model for model in known if model.settings.calendar is not None]
    for way in (_with_records_replaced, redeclared_model):
        for model in known:
            updated = way(model, documents)
            if updated is not None:
                return updated
    return build(documents)


def _with_records_replaced(old: Model, documents: Mapping[str, Document]) -> Model | None:
    """The model where single records changed; None where more did."""
    calendar = old.settings.calendar
    if calendar is None:
        return None
    try:
        changed = _replaced(old.documents, documents)
        _check_calendar(documents, changed, old)
        return _Update(old, documents, changed, calendar).model()
    except _NeedsRebuildError:
        return None


def unread_headers(model: Model) -> int:
    """How many headers of its documents cannot be read."""
    return sum(
        record.header is None and record.header_line is not None
        for document in model.documents.values()
        if document.diagnostics
        for record in document.records
    )


def _replaced(old: Mapping[str, Document], new: Mapping[str, Document]) -> list[ReplacedRecord]:
    """The records that differ, in pairs; their headers say the same but for the label."""
    if old.keys() != new.keys():
        raise _NeedsRebuildError
    pairs: list[ReplacedRecord] = []
    for path, document in new.items():
        before, after = old[path].records, document.records
        if before is after:
            continue
        if len(before) != len(after):
            raise _NeedsRebuildError
        for left, right in zip(before, after, strict=True):
            if left is not right:
                _check_headers(path, left, right)
                pairs.append(ReplacedRecord(path, left, right))
    return pairs


def _check_headers(path: str, before: Record, after: Record) -> None:
    left, right = before.header, after.header
    if left is None and right is None and before.header_line is after.header_line is None:
        return
    if left is None or right is None or left.form.name != right.form.name:
        raise _NeedsRebuildError
    if _takes_parts(before) != _takes_parts(after):
        raise _NeedsRebuildError
    kind = left.form.name
    if kind in ENTITIES:
        if declaration(path, before, left)[:3] != declaration(path, after, right)[:3]:
            raise _NeedsRebuildError
    elif kind not in DATA_HEADERS:
        raise _NeedsRebuildError


def _takes_parts(record: Record) -> frozenset[str]:
    """What decides whether others feed it by their header or a line of theirs."""
    return frozenset(statement.form.name for statement in record.statements) & {"rollup", "same"}


def _check_calendar(
    documents: Mapping[str, Document], changed: Iterable[ReplacedRecord], old: Model
) -> None:
    """A calendar told from the facts stays as it is only where those facts do."""
    if is_calendar_written(documents.values()):
        return
    scope = scope_of(old.settings, old.names)
    if any(
        sorted(series_ranges(pair.before, scope)) != sorted(series_ranges(pair.after, scope))
        for pair in changed
    ):
        raise _NeedsRebuildError


class _Update:
    """One update, from what was replaced to the new model."""

    def __init__(
        self,
        old: Model,
        documents: Mapping[str, Document],
        changed: list[ReplacedRecord],
        calendar: Calendar,
    ) -> None:
        self.old = old
        self.documents = documents
        self.changed = changed
        self.calendar = calendar
        self.removed = {id(pair.before) for pair in changed}
        self.diagnostics: list[RecordDiagnostic] = []
        self.own: list[Declaration] = []
        for pair in changed:
            header = pair.after.header
            if header is not None and header.form.name in ENTITIES:
                self._declare(pair, header)
        names = Names(
            {**old.names.declared, **{item.address: item for item in self.own}},
            old.names.perspectives,
            old.names.erroneous,
        )
        self.scope: Scope = scope_of(old.settings, names)
        self._changes_scorecards = any(item.kind == "scorecard" for item in self.own)

    def _declare(self, pair: ReplacedRecord, header: Statement) -> None:
        item = declaration(pair.path, pair.after, header)
        old_declaration = self.old.names.declared.get(item.address)
        if old_declaration is None or old_declaration.origin.record is not pair.before:
            raise _NeedsRebuildError
        self.own.append(item)

    def model(self) -> Model:
        """The new model."""
        # Kept as the very objects they were: settings, and every entity that neither changed nor takes lines or values from one that did. Whoever compares by identity (rescoring, the journal, the views) sees
        # only what an edit touched; so nothing here may make an equal copy of what it did not read.
        touched = self._affected()
        kept_diagnostics = self._kept_diagnostics(touched)
        quantities = self._quantities(touched)
        model = replace(
            self.old,
            documents=self.documents,
            names=self.scope.names,
            scorecards=self._scorecards(),
            objectives=_with_replaced(self.old.objectives, self._objectives()),
            kpis=_with_replaced(self.old.kpis, [q for q in quantities if isinstance(q, Kpi)]),
            measures=_with_replaced(
                self.old.measures, [q for q in quantities if isinstance(q, Measure)]
            ),
            initiatives=_with_replaced(self.old.initiatives, self._initiatives()),
            record_diagnostics=(),
            broken=frozenset(),
        )
        # Who rests on whom changes with few edits: then all of it is made anew, else it is the same mapping too.
        if any(self._known_quantity(q.address).rests_on != q.rests_on for q in quantities):
            model = replace(model, dependents=dependents_of(model.quantities()))
        if any(_fed_by(self._known_quantity(q.address)) != _fed_by(q) for q in quantities):
            model = replace(model, feeders=feeders_of(model.quantities()))
        diagnostics = [*kept_diagnostics, *self.diagnostics, *check_addresses(model, touched)]
        if self._changes_cascade():
            diagnostics += check_cascade(model.objectives, model.scorecards, model.settings)
        if self._changes_dependencies():
            diagnostics += find_cycles(model)
        return with_breakage(replace(model, record_diagnostics=tuple(diagnostics)))

    # --- What is touched

    def _affected(self) -> KeysView[str]:
        """The KPIs and measures to be read again, in order: changed ones, and those that take lines or values from them."""
        kind = self.scope.names.kind
        named = {
            address
            for pair in self.changed
            for address in (*_mentions(pair, pair.before), *_mentions(pair, pair.after))
            if kind(address) in QUANTITIES
        }
        touched = named | {item.address for item in self.own if item.kind in QUANTITIES}
        undeclared = self._arrows_without_entity()
        most = max(MOST_AFFECTED, (len(self.old.kpis) + len(self.old.measures)) // 2)
        waiting = list(touched)
        while waiting:
            for other in self._reached(waiting.pop(), undeclared):
                if other not in touched:
                    touched.add(other)
                    waiting.append(other)
            if len(touched) > most:
                raise _NeedsRebuildError
        for address in touched:
            if self.old.quantity(address) is None:
                raise _NeedsRebuildError
        if len(touched) <= 1:  # nearly always: no order to look up among all names
            return dict.fromkeys(touched).keys()
        return {address: None for address in self.scope.names.declared if address in touched}.keys()

    def _reached(self, address: str, undeclared: Mapping[str, list[str]]) -> Iterator[str]:
        """Whom a change reaches: of a formula's inputs the formula; of `like` and `same` both ends."""
        yield from self.old.dependents.get(address, ())
        kpi = self.old.kpis.get(address)
        if kpi is not None:
            yield from kpi.originals
        yield from undeclared.get(address, ())

    def _arrows_without_entity(self) -> dict[str, list[str]]:
        """The same for what is declared and in nothing that is there, as its record says it."""
        arrows: dict[str, list[str]] = {}
        for item in self._declared_without_entity():
            for _, other in _record_dependencies(item.origin.path, item.origin.record):
                arrows.setdefault(other, []).append(item.address)
                arrows.setdefault(item.address, []).append(other)
        return arrows

    def _declared_without_entity(self) -> Iterator[Declaration]:
        """The KPIs and measures that are declared, and in nothing that is there."""
        return (self.old.names.declared[address] for address in self.old.undefined)

    def _changes_cascade(self) -> bool:
        """Whether what supports what may be another: only lines of objectives say so, and tiers stay as they are."""
        return any(item.kind == "objective" for item in self.own)

    def _changes_dependencies(self) -> bool:
        """Whether circles may have come or gone."""
        return any(diagnostic.code in CYCLES for diagnostic in self.old.record_diagnostics) or any(
            _record_dependencies(pair.path, pair.before)
            != _record_dependencies(pair.path, pair.after)
            for pair in self.changed
        )

    def _kept_diagnostics(self, again: KeysView[str]) -> list[RecordDiagnostic]:
        """The problems that are not looked for again."""
        remaining: list[RecordDiagnostic] = []
        for diagnostic in self.old.record_diagnostics:
            is_replaced = id(diagnostic.origin.record) in self.removed
            # Looked for in the whole model again, so that none is kept.
            if diagnostic.code in CASCADE:
                remaining += () if self._changes_cascade() else (diagnostic,)
                continue
            if diagnostic.code in CYCLES - {"E320"}:
                continue
            if self._changes_scorecards and self._is_of_a_scorecard(diagnostic):
                continue
            # A name that was taken may be free now, and a circle of scorecards or parts may be open: what that lets
            # in is more than the records that were replaced.
            if (is_replaced and diagnostic.code in NAMING) or diagnostic.code in {"E320", "E323"}:
                raise _NeedsRebuildError
            if is_replaced or not (
                again.isdisjoint(diagnostic.breaks) or self._is_of_names(diagnostic)
            ):
                continue
            if any(id(other.record) in self.removed for other in diagnostic.related):
                raise _NeedsRebuildError
            remaining.append(diagnostic)
        return remaining

    def _is_of_a_scorecard(self, diagnostic: RecordDiagnostic) -> bool:
        """Whether reading all scorecards tells a problem again."""
        header = diagnostic.origin.record.header
        is_one = header is not None and header.form.name == "scorecard"
        return is_one and diagnostic.code not in NAMING | {"E320", "E323"}

    def _is_of_names(self, diagnostic: RecordDiagnostic) -> bool:
        """Whether a problem rests on names alone, which stay as they are: one taken, or values of what takes none."""
        header = diagnostic.origin.record.header
        if diagnostic.code in NAMING or header is None or header.form.name not in DATA_HEADERS:
            return diagnostic.code in NAMING
        if header.form.name == "actuals":
            return diagnostic.code in UNKNOWN
        kinds = receiving_kinds(header.form.name)
        return self.scope.names.kind(header.parts[0]) not in kinds

    # --- What is read again

    def _scorecards(self) -> Mapping[str, Scorecard]:
        """All of them where one changed: their tiers follow from those above. Those that are the same stay the same objects."""
        if not self._changes_scorecards:
            return self.old.scorecards
        declared = [each for each in self.scope.names.declared.values() if each.kind == "scorecard"]
        scorecards, problems = ScorecardReader(declared, self.old.settings, self.scope).read()
        self.diagnostics += problems
        known = self.old.scorecards
        if list(scorecards) != list(known):
            raise _NeedsRebuildError
        return {
            address: known[address] if scorecard == known[address] else scorecard
            for address, scorecard in scorecards.items()
        }

    def _objectives(self) -> list[Objective]:
        objectives = []
        for item in self.own:
            if item.kind == "objective":
                reader = reader_of(item, self.scope)
                objectives.append(read_objective(reader, item.parent or ""))
                self.diagnostics += reader.diagnostics
        return [objective for objective in objectives if objective is not None]

    def _initiatives(self) -> list[Initiative]:
        initiatives = []
        for item in self.own:
            if item.kind == "initiative":
                reader = reader_of(item, self.scope)
                initiatives.append(read_initiative(reader, item.parent or ""))
                self.diagnostics += reader.diagnostics
        return [
            item
            for item in initiatives
            if item is not None and item.address in self.old.initiatives
        ]

    def _quantities(self, touched: KeysView[str]) -> list[Quantity]:
        declared = [item for address in touched if (item := self.scope.names.declared.get(address))]
        if not declared and not self.removed:
            return []
        margin = self._margin(touched)
        reader = QuantityReader(
            declared, margin, self.scope, self.calendar, known_quantity=self._known_quantity
        )
        kpis, measures = reader.read()
        if len(kpis) + len(measures) < len(declared):
            raise _NeedsRebuildError
        self.diagnostics += reader.diagnostics
        for address in touched:
            for line in (*margin.actuals.get(address, ()), *margin.plans.get(address, ())):
                self.diagnostics += line.reader.diagnostics
        return [*kpis.values(), *measures.values()]

    def _known_quantity(self, address: str) -> Quantity:
        quantity = self.old.quantity(address)
        if quantity is None:
            raise _NeedsRebuildError
        return quantity

    def _margin(self, touched: KeysView[str]) -> MarginSeries:
        """The series outside of their records that belong to what is read again, or were replaced."""
        reader = MarginReader(self.scope)
        fresh = {id(pair.after) for pair in self.changed}
        for path, record, header in margin_records(self.documents):
            new = id(record) in fresh
            if new or not touched.isdisjoint(receivers(record, header)):
                diagnostics = reader.read(path, record, header)
                self.diagnostics += diagnostics if new else []
        return reader.margin


def _mentions(pair: ReplacedRecord, record: Record) -> list[str]:
    """What a record of values speaks of, or whom a KPI's lines are taken from."""
    header = record.header
    forms = None if header is not None and header.form.name in DATA_HEADERS else LIKENESS_FORMS
    return [mention.address for mention in references_of(pair.path, record, forms)]


def _record_dependencies(path: str, record: Record) -> list[tuple[str, str]]:
    """Whom a record's values and lines look at, by form and address."""
    return [
        (_form_at(record, mention.origin.line), mention.address)
        for mention in references_of(path, record, DEPENDENCY_FORMS)
    ]


def _form_at(record: Record, line: int) -> str:
    statement = record.statement_at(line)
    return statement.form.name if statement is not None else ""


def _fed_by(quantity: Quantity) -> list[str]:
    """What a quantity feeds."""
    return [line.value.target for line in quantity.feeds]


def _with_replaced(old: Mapping[str, _E], new: Iterable[_E]) -> Mapping[str, _E]:
    """The entities with some of them replaced, each where it was."""
    entities = list(new)
    if not entities:
        return old
    return {**old, **{entity.address: entity for entity in entities}}
