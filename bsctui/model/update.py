"""The model of changed documents, from the one before: only what an edit touched is read anew.

Most edits replace a line in one record. Then the record, what takes lines or values from it (`like`,
`same`, formulas), and the checks that speak of those are done again, and everything else is kept as
it is. Where an edit changes more than that (settings, scorecards, which records there are), all is
built anew; both ways give the same model.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from bsctui.model.build import (
    OUTSIDE,
    build,
    margin_records,
    read_margin_record,
    scope_of,
    takers_of,
    with_breakage,
)
from bsctui.model.checks import check_some
from bsctui.model.cycles import find_cycles
from bsctui.model.derived_calendar import stretches
from bsctui.model.entities import Entity, Initiative, Kpi, Measure, Objective, Quantity
from bsctui.model.names import Names, declaration, file_order
from bsctui.model.record_diagnostic import TOLD_ELSEWHERE
from bsctui.model.references import references_of
from bsctui.model.resolve_measures import QUANTITIES, Margin, QuantityReader
from bsctui.model.resolve_structure import check_cascade, open_desk, read_initiative, read_objective

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView, Mapping

    from bsctui.model.entities import Calendar
    from bsctui.model.model import Model
    from bsctui.model.names import Declaration
    from bsctui.model.record_diagnostic import Flaw
    from bsctui.model.record_reader import Scope
    from bsctui.text.document import Document, Record

_E = TypeVar("_E", bound=Entity)

ENTITIES: Final = frozenset({"objective", "kpi", "measure", "initiative"})
NAMING: Final = frozenset({"E203", "W103"})
UNKNOWN: Final = frozenset({"E301", "E302", TOLD_ELSEWHERE})
CASCADE: Final = frozenset({"E304", "E305"})
CYCLES: Final = frozenset({"E320", "E321", "E322"})
LOOKING: Final = frozenset({"formula", "feeds", "like", "same"})
WORTHWHILE: Final = 1000
"""With more KPIs than this to be read again, all of them are."""


class Replaced(NamedTuple):
    """A record that took the place of another of the same header."""

    path: str
    before: Record
    after: Record


class _TooMuchError(Exception):
    """The edit changes more than single records."""


def update(old: Model, documents: Mapping[str, Document]) -> Model:
    """The same model that `build(documents)` gives."""
    calendar = old.settings.calendar
    if calendar is None:
        return build(documents)
    documents = {path: documents[path] for path in sorted(documents, key=file_order)}
    try:
        changed = _replaced(old.documents, documents)
        _check_calendar(documents, changed, old)
        return _Update(old, documents, changed, calendar).model()
    except _TooMuchError:
        return build(documents)


def _replaced(old: Mapping[str, Document], new: Mapping[str, Document]) -> list[Replaced]:
    """The records that differ, in pairs; their headers say the same but for the label."""
    if old.keys() != new.keys():
        raise _TooMuchError
    found: list[Replaced] = []
    for path, document in new.items():
        before, after = old[path].records, document.records
        if before is after:
            continue
        if len(before) != len(after):
            raise _TooMuchError
        for left, right in zip(before, after, strict=True):
            if left is not right:
                _check_headers(path, left, right)
                found.append(Replaced(path, left, right))
    return found


def _check_headers(path: str, before: Record, after: Record) -> None:
    left, right = before.header, after.header
    if left is None and right is None and before.header_line is after.header_line is None:
        return
    if left is None or right is None or left.form.name != right.form.name:
        raise _TooMuchError
    if _rolls_up(before) != _rolls_up(after):
        raise _TooMuchError
    kind = left.form.name
    if kind in ENTITIES:
        if declaration(path, before)[:3] != declaration(path, after)[:3]:
            raise _TooMuchError
    elif kind not in OUTSIDE:
        raise _TooMuchError


def _rolls_up(record: Record) -> bool:
    return any(statement.form.name == "rollup" for statement in record.statements)


def _check_calendar(
    documents: Mapping[str, Document], changed: Iterable[Replaced], old: Model
) -> None:
    """A calendar told from the facts stays as it is only where those facts do."""
    if any(
        record.header is not None and record.header.form.name == "calendar"
        for document in documents.values()
        for record in document.records
    ):
        return
    scope = scope_of(old.settings, old.names)
    for pair in changed:
        if sorted(stretches(pair.before, scope)) != sorted(stretches(pair.after, scope)):
            raise _TooMuchError


class _Update:
    """One update, from what was replaced to the new model."""

    def __init__(
        self,
        old: Model,
        documents: Mapping[str, Document],
        changed: list[Replaced],
        calendar: Calendar,
    ) -> None:
        self.old = old
        self.documents = documents
        self.changed = changed
        self.calendar = calendar
        self.removed = {id(pair.before) for pair in changed}
        self.flaws: list[Flaw] = []
        self.own: list[Declaration] = []
        for pair in changed:
            header = pair.after.header
            if header is not None and header.form.name in ENTITIES:
                self._declare(pair)
        names = Names(
            {**old.names.declared, **{item.address: item for item in self.own}},
            old.names.perspectives,
            old.names.wrong,
        )
        self.scope: Scope = scope_of(old.settings, names)

    def _declare(self, pair: Replaced) -> None:
        item = declaration(pair.path, pair.after)
        known = self.old.names.declared.get(item.address)
        if known is None or known.origin.record is not pair.before:
            raise _TooMuchError
        self.own.append(item)

    def model(self) -> Model:
        """The new model."""
        touched = self._touched()
        kept = self._kept(touched)
        quantities = self._quantities(touched)
        model = replace(
            self.old,
            documents=self.documents,
            names=self.scope.names,
            objectives=_with(self.old.objectives, self._objectives()),
            kpis=_with(self.old.kpis, [q for q in quantities if isinstance(q, Kpi)]),
            measures=_with(self.old.measures, [q for q in quantities if isinstance(q, Measure)]),
            initiatives=_with(self.old.initiatives, self._initiatives()),
            flaws=(),
            broken=frozenset(),
        )
        flaws = [*kept, *self.flaws, *check_some(model, touched)]
        flaws += check_cascade(model.objectives, model.scorecards, model.settings)
        if self._looks_elsewhere():
            flaws += find_cycles(model)
        return with_breakage(replace(model, flaws=tuple(flaws)))

    # --- What is touched

    def _touched(self) -> KeysView[str]:
        """The KPIs and measures to be read again, in order: changed ones, and those that take lines or values from them."""
        kind = self.scope.names.kind
        named = {
            address
            for pair in self.changed
            for address in (*_mentions(pair, pair.before), *_mentions(pair, pair.after))
            if kind(address) in QUANTITIES
        }
        touched = named | {item.address for item in self.own if item.kind in QUANTITIES}
        arrows = self._arrows()
        waiting = list(touched)
        while waiting:
            for other in arrows.get(waiting.pop(), ()):
                if other not in touched:
                    touched.add(other)
                    waiting.append(other)
            if len(touched) > WORTHWHILE:
                raise _TooMuchError
        for address in touched:
            if self.old.quantity(address) is None:
                raise _TooMuchError
        return {address: None for address in self.scope.names.declared if address in touched}.keys()

    def _arrows(self) -> dict[str, list[str]]:
        """Whom a change reaches: of a formula's inputs the formula; of `like` and `same` both ends."""
        arrows: dict[str, list[str]] = {}
        for quantity in self.old.quantities():
            if quantity.formula is not None:
                for basis in quantity.formula.addresses.values():
                    arrows.setdefault(basis, []).append(quantity.address)
            if isinstance(quantity, Kpi):
                for other in (quantity.like, quantity.same):
                    if other is not None:
                        arrows.setdefault(other, []).append(quantity.address)
                        arrows.setdefault(quantity.address, []).append(other)
        for item in self._without_place():
            for _, other in _looks(item.origin.path, item.origin.record):
                arrows.setdefault(other, []).append(item.address)
                arrows.setdefault(item.address, []).append(other)
        return arrows

    def _without_place(self) -> Iterator[Declaration]:
        """The KPIs and measures that are declared, and in nothing that is there."""
        for item in self.old.names.declared.values():
            if item.kind in QUANTITIES and self.old.quantity(item.address) is None:
                yield item

    def _looks_elsewhere(self) -> bool:
        """Whether circles may have come or gone."""
        return any(flaw.code in CYCLES for flaw in self.old.flaws) or any(
            _looks(pair.path, pair.before) != _looks(pair.path, pair.after) for pair in self.changed
        )

    def _kept(self, again: KeysView[str]) -> list[Flaw]:
        """The flaws that are not looked for again."""
        kept: list[Flaw] = []
        for flaw in self.old.flaws:
            mine = id(flaw.origin.record) in self.removed
            if flaw.code in CASCADE or flaw.code in CYCLES - {"E320"}:
                continue
            if (mine and flaw.code in NAMING) or flaw.code == "E320":
                raise _TooMuchError
            if mine or not (again.isdisjoint(flaw.breaks) or self._is_of_names(flaw)):
                continue
            if any(id(other.record) in self.removed for other in flaw.related):
                raise _TooMuchError
            kept.append(flaw)
        return kept

    def _is_of_names(self, flaw: Flaw) -> bool:
        """Whether a flaw rests on names alone, which stay as they are: one taken, or values of what takes none."""
        header = flaw.origin.record.header
        if flaw.code in NAMING or header is None or header.form.name not in OUTSIDE:
            return flaw.code in NAMING
        if header.form.name == "actuals":
            return flaw.code in UNKNOWN
        kinds = takers_of(header.form.name)
        return self.scope.names.kind(header.parts[0]) not in kinds

    # --- What is read again

    def _objectives(self) -> list[Objective]:
        found = []
        for item in self.own:
            if item.kind == "objective":
                desk = open_desk(item, self.scope)
                found.append(read_objective(desk, item.parent or ""))
                self.flaws += desk.flaws
        return [objective for objective in found if objective is not None]

    def _initiatives(self) -> list[Initiative]:
        found = []
        for item in self.own:
            if item.kind == "initiative":
                desk = open_desk(item, self.scope)
                found.append(read_initiative(desk, item.parent or ""))
                self.flaws += desk.flaws
        return [item for item in found if item is not None and item.address in self.old.initiatives]

    def _quantities(self, touched: KeysView[str]) -> list[Quantity]:
        declared = [item for address in touched if (item := self.scope.names.declared.get(address))]
        if not declared and not self.removed:
            return []
        margin = self._margin(touched)
        reader = QuantityReader(
            declared, margin, self.scope, self.calendar, known=self._known_outside
        )
        kpis, measures = reader.read()
        if len(kpis) + len(measures) < len(declared):
            raise _TooMuchError
        self.flaws += reader.flaws
        for address in touched:
            for line in (*margin.actuals.get(address, ()), *margin.plans.get(address, ())):
                self.flaws += line.desk.flaws
        return [*kpis.values(), *measures.values()]

    def _known_outside(self, address: str) -> Quantity | None:
        found = self.old.quantity(address)
        if found is None:
            raise _TooMuchError
        return found

    def _margin(self, touched: KeysView[str]) -> Margin:
        """The series outside of their records that belong to what is read again, or were replaced."""
        margin = Margin()
        fresh = {id(pair.after) for pair in self.changed}
        for path, record in margin_records(self.documents):
            new = id(record) in fresh
            if new or any(m.address in touched for m in references_of(path, record)):
                read_margin_record(path, record, self.scope, margin, self.flaws if new else [])
        return margin


def _mentions(pair: Replaced, record: Record) -> list[str]:
    """What a record of values speaks of, or whom a KPI's lines are taken from."""
    header = record.header
    if header is not None and header.form.name in OUTSIDE:
        return [mention.address for mention in references_of(pair.path, record)]
    return [
        mention.address
        for mention in references_of(pair.path, record)
        if _form_at(record, mention.origin.line) in {"like", "same"}
    ]


def _looks(path: str, record: Record) -> list[tuple[str, str]]:
    """Whom a record's values and lines look at, by form and address."""
    found = []
    for mention in references_of(path, record):
        form = _form_at(record, mention.origin.line)
        if form in LOOKING:
            found.append((form, mention.address))
    return found


def _form_at(record: Record, line: int) -> str:
    statement = record.statement_at(line)
    return statement.form.name if statement is not None else ""


def _with(old: Mapping[str, _E], new: Iterable[_E]) -> Mapping[str, _E]:
    """The entities with some of them replaced, each where it was."""
    found = list(new)
    if not found:
        return old
    return {**old, **{entity.address: entity for entity in found}}
