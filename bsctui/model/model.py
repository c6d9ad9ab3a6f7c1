"""What a workspace says as one value: settings, entities by address, problems, and who refers to whom."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bsctui.model.entities import ALWAYS, Kpi, Scorecard, estimated_ordinals
from bsctui.model.graph import along_chains, reachable_from
from bsctui.model.namesakes import distinctions
from bsctui.model.record_diagnostic import REPORTED_ELSEWHERE
from bsctui.text.columns import statement_span, token_span
from bsctui.text.diagnostics import Diagnostic, RelatedLine, in_file_order
from bsctui.text.document import conflict_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bsctui.model.entities import (
        Dated,
        Entity,
        EntityLink,
        Initiative,
        Measure,
        Objective,
        Origin,
        Quantity,
        Series,
        Span,
    )
    from bsctui.model.names import Names
    from bsctui.model.record_diagnostic import RecordDiagnostic
    from bsctui.model.workspace_settings import Settings
    from bsctui.text.document import Document, Record


class Whole(NamedTuple):
    """A KPI with parts, and the one that it stands in itself; chains share their ends."""

    kpi: Kpi
    above: Whole | None


@dataclass(frozen=True, eq=False)
class Model:
    """A workspace, resolved. The dicts are by address, in order of display.

    Attributes:
        documents: By path.
        record_diagnostics: Problems of meaning; `diagnostics` gives them with those of reading, with their places.
        broken: Addresses with a line of their own that could not be read or is wrong, and those
            whose value rests on such a one.
        dependents: By KPI or measure: whose value or definition is taken from it (`Quantity.rests_on`).
        feeders: By what is fed: the KPIs and measures whose lines say so.
        undefined: The KPIs and measures that are declared, and in nothing that is there.
    """

    documents: Mapping[str, Document]
    settings: Settings
    names: Names
    scorecards: Mapping[str, Scorecard] = field(default_factory=dict)
    objectives: Mapping[str, Objective] = field(default_factory=dict)
    kpis: Mapping[str, Kpi] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    initiatives: Mapping[str, Initiative] = field(default_factory=dict)
    record_diagnostics: tuple[RecordDiagnostic, ...] = ()
    broken: frozenset[str] = frozenset()
    dependents: Mapping[str, Sequence[str]] = field(default_factory=dict)
    feeders: Mapping[str, Sequence[str]] = field(default_factory=dict)
    undefined: frozenset[str] = frozenset()

    def entity(self, address: str) -> Entity | None:
        """What has this address; None for perspectives and unknown ones."""
        for group in (self.kpis, self.objectives, self.scorecards, self.measures, self.initiatives):
            entity = group.get(address)
            if entity is not None:
                return entity
        return None

    @cached_property
    def tops(self) -> Sequence[Scorecard]:
        """The scorecards under no other, in order of display."""
        return [card for card in self.scorecards.values() if card.under is None]

    def quantity(self, address: str) -> Quantity | None:
        """The KPI or measure of an address."""
        return self.kpis.get(address) or self.measures.get(address)

    def with_actuals(self, actuals: Mapping[str, Series]) -> Model:
        """The model with other actuals of some KPIs and measures, by address."""
        kpis, measures = dict(self.kpis), dict(self.measures)
        for address, series in actuals.items():
            if address in kpis:
                kpis[address] = replace(kpis[address], actuals=series)
            elif address in measures:
                measures[address] = replace(measures[address], actuals=series)
        return replace(self, kpis=kpis, measures=measures)

    def quantities(self) -> Iterator[Quantity]:
        """All KPIs, then all measures."""
        yield from self.kpis.values()
        yield from self.measures.values()

    def place(self, origin: Origin) -> tuple[str, int]:
        """File and line (from 1) of a fact."""
        return origin.path, self.documents[origin.path].start_of(origin.record) + origin.line

    def record_of(self, address: str) -> tuple[str, Record] | None:
        """The file and the record that declare an address."""
        declaration = self.names.declared.get(address)
        return (declaration.origin.path, declaration.origin.record) if declaration else None

    def parent(self, entity: Entity) -> Entity | None:
        """The record above: of a KPI its objective, of a part its KPI, of an objective its scorecard, of a scorecard the one it is under."""
        if isinstance(entity, Kpi):
            groups = self.kpis if entity.part_of else self.objectives
            return groups.get(entity.parent)
        if isinstance(entity, Scorecard):
            return self.scorecards.get(entity.under) if entity.under else None
        above = getattr(entity, "parent", None) or getattr(entity, "scorecard", None)
        return self.entity(above) if above else None

    def owner(self, entity: Entity) -> str | None:
        """The nearest owner at or above: a person's name or free text."""
        owners, passed = self._owners, []
        at: Entity | None = entity
        while at is not None and at.owner is None and at.address not in owners:
            passed.append(at.address)
            at = self.parent(at)
        owner = None if at is None else at.owner or owners.get(at.address)
        owners.update(dict.fromkeys(passed, owner))
        return owner

    @cached_property
    def _owners(self) -> dict[str, str | None]:
        """What was found out so far: the way up is gone once, however many stand below it."""
        return {}

    @cached_property
    def distinctions(self) -> Mapping[str, str]:
        """By address of what is called like another of its kind: what is said beside its label."""
        return distinctions(self)

    def distinct_label(self, entity: Entity) -> str:
        """What an entity is called in a list: with what tells it apart where another is called the same."""
        beside = self.distinctions.get(entity.address)
        return f"{entity.display_name} ({beside})" if beside else entity.display_name

    @cached_property
    def objectives_in(self) -> Mapping[str, Sequence[Objective]]:
        """The objectives by scorecard, in order of display."""
        by_scorecard: dict[str, list[Objective]] = {}
        for objective in self.objectives.values():
            by_scorecard.setdefault(objective.scorecard, []).append(objective)
        return by_scorecard

    @cached_property
    def driving_into(self) -> Mapping[str, Sequence[Objective]]:
        """By scorecard the objectives of others that say they drive one of its own, in order of display."""
        by_scorecard: dict[str, list[Objective]] = {}
        for objective in self.objectives.values():
            targets = (self.objectives.get(line.value.target) for line in objective.drives)
            cards = dict.fromkeys(target.scorecard for target in targets if target is not None)
            for card in cards:
                if card != objective.scorecard:
                    by_scorecard.setdefault(card, []).append(objective)
        return by_scorecard

    def person_label(self, owner: str) -> str:
        """How an owner is shown: a person's full name, or the text."""
        person = self.settings.persons.get(owner)
        return person.full_name if person else owner

    def resolve(self, text: str) -> str | None:
        """The address that a text on the command line means: an exact one, else a name that stands once."""
        if self.names.kind(text) is not None:
            return text
        addresses = [
            address for address in self.names.declared if address.partition(".")[2] == text
        ]
        return addresses[0] if len(addresses) == 1 else None

    def unknown_address_message(self, text: str) -> str:
        """What to say of a text that `resolve` finds nothing for."""
        alike = [address for address in self.names.declared if address.endswith(f".{text}")]
        if alike:
            return f"several items are named `{text}`: {', '.join(f'`{namesake}`' for namesake in alike[:5])}"
        kinds = ("scorecard", "perspective", "objective", "kpi", "measure", "initiative")
        close = self.names.closest(text, kinds) or self._closest_name(text)
        return f"nothing is named `{text}`" + (f"; did you mean `{close}`?" if close else "")

    def _closest_name(self, text: str) -> str | None:
        """For a name without its scorecard."""
        if "." in text:
            return None
        by_name = {address.partition(".")[2]: address for address in reversed(self.names.declared)}
        close = get_close_matches(text, by_name, 1, 0.75)
        return by_name[close[0]] if close else None

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every problem of reading and of meaning, in file order, each once."""
        unique = {
            diagnostic[:2]
            + diagnostic.origin[0:1]
            + (
                id(diagnostic.origin.record),
                diagnostic.origin.line,
                diagnostic.slot,
                diagnostic.columns,
            ): diagnostic
            for diagnostic in self.record_diagnostics
            if diagnostic.code != REPORTED_ELSEWHERE
        }
        diagnostics = [
            placed for document in self.documents.values() for placed in document.diagnostics
        ]
        meant = [self.placed_diagnostic(diagnostic) for diagnostic in unique.values()]
        diagnostics += self._beside_conflicts(meant)
        return tuple(
            sorted(
                diagnostics, key=lambda diagnostic: (*in_file_order(diagnostic), diagnostic.message)
            )
        )

    def _beside_conflicts(self, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        """Without what is wrong only because both sides of a conflict are read: the conflict is one error."""
        conflicts = {
            path: spans
            for path, document in self.documents.items()
            if any(each.code == "E114" for each in document.diagnostics)
            and (spans := conflict_spans(document))
        }
        if not conflicts:
            return diagnostics
        starts = {path: [first for first, _ in spans] for path, spans in conflicts.items()}

        def conflict_of(path: str, line: int) -> tuple[int, int] | None:
            at = bisect_left(starts[path], line) - 1
            return conflicts[path][at] if at >= 0 and line < conflicts[path][at][1] else None

        def is_beside(each: Diagnostic) -> bool:
            own = conflict_of(each.path, each.line) if each.path in conflicts else None
            return own is not None and any(
                also.path == each.path and conflict_of(also.path, also.line) == own
                for also in each.related
            )

        return [each for each in diagnostics if not is_beside(each)]

    def placed_diagnostic(self, diagnostic: RecordDiagnostic) -> Diagnostic:
        """A problem with its place."""
        path, line = self.place(diagnostic.origin)
        record = diagnostic.origin.record
        raw = record.lines[diagnostic.origin.line]
        start, end = diagnostic.columns or _columns(
            record, diagnostic.origin.line, raw, diagnostic.slot
        )
        places = tuple(RelatedLine(*self.place(other)) for other in diagnostic.related)
        related = tuple(place for place in places if (place.path, place.line) != (path, line))
        return Diagnostic(
            diagnostic.code, diagnostic.message, path, line, start, end, diagnostic.help, related
        )

    @cached_property
    def drivers(self) -> dict[str, list[tuple[str, Dated[EntityLink]]]]:
        """By address: what drives it, and the `drives` line that says so."""
        by_target: dict[str, list[tuple[str, Dated[EntityLink]]]] = {}
        for group in (self.objectives, self.kpis):
            for driver in group.values():
                for line in driver.drives:
                    by_target.setdefault(line.value.target, []).append((driver.address, line))
        return by_target

    @cached_property
    def parts(self) -> Mapping[str, Sequence[Kpi]]:
        """By KPI its parts, in order of display."""
        parts: dict[str, list[Kpi]] = {}
        for kpi in self.kpis.values():
            if kpi.part_of is not None:
                parts.setdefault(kpi.part_of, []).append(kpi)
        return parts

    @cached_property
    def limits(self) -> Mapping[str, Span]:
        """By KPI that has parts when these may hold: its own span, within those of the KPIs that it stands in."""
        limits: dict[str, Span] = {}
        for address, whole in along_chains(self.parts, lambda at: self.kpis[at].part_of):
            above, own = limits.get(whole or "", ALWAYS), self.kpis[address].span
            limits[address] = above if own is ALWAYS else own.narrowed(above)
        return limits

    def limit_in(self, whole: str | None) -> Span:
        """The span that limits the parts of a KPI; of what is part of none, as nearly everything, no limit need be known."""
        return ALWAYS if whole is None else self.limits.get(whole, ALWAYS)

    @cached_property
    def wholes(self) -> Mapping[str, Whole]:
        """By KPI that has parts: itself, and what it is a part of in turn."""
        wholes: dict[str, Whole] = {}
        for address, above in along_chains(self.parts, lambda at: self.kpis[at].part_of):
            wholes[address] = Whole(self.kpis[address], wholes.get(above or ""))
        return wholes

    def parts_within(self, address: str) -> list[str]:
        """All parts of a KPI, theirs too."""
        parts = self.parts
        return reachable_from([address], lambda at: [part.address for part in parts.get(at, ())])[
            1:
        ]

    @cached_property
    def estimates(self) -> Mapping[str, frozenset[int]]:
        """By address the own periods of which the entered value is an estimate; only of those that have one."""
        ordinals = {
            quantity.address: estimated_ordinals(quantity.actuals) for quantity in self.quantities()
        }
        return {address: periods for address, periods in ordinals.items() if periods}

    def references_to(self, address: str) -> list[Origin]:
        """Every line that names an address, apart from its own header, in file order."""
        from bsctui.model.references import lines_naming

        return list(lines_naming(self.documents, {address}))


def _columns(record: Record, line: int, raw: str, slot: str | None) -> tuple[int, int]:
    statement = record.statement_at(line)
    return token_span(raw, statement, slot) if statement is not None else statement_span(raw)
