"""KPIs and measures: their lines gathered from all files, `like` and `same` followed, formulas and feeds resolved."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.common_statements import assessments, common_fields, drives
from bsctui.model.definitions import DefinitionReader
from bsctui.model.entities import (
    ALWAYS,
    Aggregate,
    Dated,
    EntityLink,
    Formula,
    Kpi,
    Measure,
    Rollup,
)
from bsctui.model.exclusive_statements import check_exclusive, check_sources
from bsctui.model.graph import along_chains, components
from bsctui.model.inheritance import (
    DefinitionLines,
    check_percent,
    override_lines,
)
from bsctui.model.inherited_lines import (
    DiagnosticKey,
    at_like_line,
    diagnostic_key,
    diagnostic_keys,
    inherited_lines,
    like_origin,
)
from bsctui.model.periods import Grain
from bsctui.model.quantity_draft import QuantityDraft
from bsctui.model.record_reader import RecordReader, Scope
from bsctui.model.series import read_series
from bsctui.text.columns import token_span
from bsctui.text.expressions import parse_formula, references
from bsctui.text.literals import string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bsctui.model.entities import Definition, Quantity, Series
    from bsctui.model.margin_series import MarginSeries
    from bsctui.model.names import Declaration
    from bsctui.model.record_diagnostic import RecordDiagnostic
    from bsctui.model.workspace_settings import Calendar
    from bsctui.text.lines import Statement

QUANTITIES: Final = ("kpi", "measure")


class Place(NamedTuple):
    """Where a KPI stands: its objective, and the KPI that it is a part of."""

    objective: str
    part_of: str | None = None


class QuantityReader:
    """Resolves all KPIs and measures of a workspace together."""

    def __init__(
        self,
        declared: list[Declaration],
        margin: MarginSeries,
        scope: Scope,
        calendar: Calendar,
        known_quantity: Callable[[str], Quantity | None] = lambda _: None,
    ) -> None:
        """`known_quantity` gives what was resolved before and is not read here (after an edit)."""
        self.known_quantity = known_quantity
        self.scope = scope
        self.calendar = calendar
        self.margin = margin
        self.diagnostics: list[RecordDiagnostic] = []
        self.drafts: dict[str, QuantityDraft] = {}
        self.declared: dict[str, Declaration] = {}
        self.places: dict[str, Place] = {}
        for item in declared:
            origin = item.origin
            reader = RecordReader(origin.path, origin.record, item.header, item.address, scope)
            self.drafts[item.address] = QuantityDraft(reader, margin)
            self.declared[item.address] = item

    def read(self) -> tuple[dict[str, Kpi], dict[str, Measure]]:
        """All of them, in order of display."""
        drafts = list(self.drafts.values())
        for draft in drafts:
            self._resolve_references(draft)
        self._follow_like()
        self._follow_same()
        self._settle_grains()
        self._settle_places()
        kpis: dict[str, Kpi] = {}
        measures: dict[str, Measure] = {}
        definitions = {
            draft.address: self._definition(draft) for draft in drafts if draft.same is None
        }
        for draft in drafts:
            entity = self._entity(draft, definitions)
            if isinstance(entity, Kpi):
                kpis[draft.address] = entity
            elif isinstance(entity, Measure):
                measures[draft.address] = entity
        for draft in drafts:
            self.diagnostics += draft.reader.diagnostics
        self.diagnostics += self._inherited_diagnostics()
        return kpis, measures

    # --- What it refers to

    def _resolve_references(self, draft: QuantityDraft) -> None:
        reader = draft.reader
        like, same = reader.single("like"), reader.single("same")
        draft.like = reader.resolve_reference(like, ("kpi",)) if like else None
        draft.same = reader.resolve_reference(same, ("kpi",)) if same else None
        line = reader.single("formula")
        if line:
            draft.formula = self._formula(reader, line)
        check_sources(draft)

    def _formula(self, reader: RecordReader, line: Statement) -> Formula | None:
        text = line.parts[line.form.slots["expression"]]  # type: ignore[index]
        expression = parse_formula(text)
        addresses: dict[str, str] = {}
        start = 0
        for ref in references(expression):
            address = ref.name if "." in ref.name else f"{reader.scorecard}.{ref.name}"
            if self.scope.names.kind(address) not in QUANTITIES:
                start = start or token_span(reader.record.lines[line.line], line, "expression")[0]
                columns = (start + ref.column, start + ref.column + len(ref.name))
                reader.resolve_address(address, QUANTITIES, line, None, columns)
            else:
                addresses[ref.name] = address
        return Formula(expression, addresses, reader.origin(line))

    # --- like and same

    def _follow_like(self) -> None:
        """The lines (and the label) that each takes over, along the chain."""
        written: dict[str, DefinitionLines] = {}
        takers = [address for address, draft in self.drafts.items() if draft.like is not None]
        for address, other in along_chains(takers, self._like):
            draft = self.drafts[address]
            written[address] = (
                draft.own if other is None else override_lines(draft.own, written[other])
            )
            if other is not None:
                draft.label = draft.label or self.drafts[other].label
                draft.lines, draft.inherited_readers = inherited_lines(
                    written[address], draft.own, address
                )
                if draft.formula is not None:  # its inputs tell how often
                    draft.lines.pop("every", None)

    def _like(self, address: str) -> str | None:
        other = self.drafts[address].like
        return other if other in self.drafts else None

    def _follow_same(self) -> None:
        """Where `same` leads in the end."""
        doubles = [address for address, draft in self.drafts.items() if draft.same is not None]
        for address, other in along_chains(doubles, self._same):
            if other is not None:
                self.drafts[address].copied = self.drafts[other].original

    def _same(self, address: str) -> str | None:
        other = self.drafts[address].same
        return other if other in self.drafts else None

    def _inherited_diagnostics(self) -> Iterator[RecordDiagnostic]:
        """What is wrong with lines only where they are taken over, where `like` stands."""
        for address, draft in self.drafts.items():
            diagnostics = [
                diagnostic
                for reader in draft.inherited_readers
                for diagnostic in reader.diagnostics
            ]
            like = like_origin(self.declared[address].origin) if diagnostics else None
            if like is not None:
                known_keys = self._diagnostic_keys(draft.like or "")
                yield from (
                    at_like_line(diagnostic, like)
                    for diagnostic in diagnostics
                    if diagnostic_key(diagnostic) not in known_keys
                )

    def _diagnostic_keys(self, address: str) -> frozenset[DiagnosticKey]:
        """What is wrong with the lines that a KPI has, its own and those it takes over."""
        draft = self.drafts[address]
        outside = (line.reader for line in self.margin.plans.get(address, ()))
        readers = (draft.reader, *draft.inherited_readers, *outside)
        return diagnostic_keys(
            diagnostic for reader in readers for diagnostic in reader.diagnostics
        )

    # --- Where it stands

    def _settle_places(self) -> None:
        """In which objective each KPI stands: in a KPI it is a part of that, and stands where the whole does."""
        kpis = [address for address, item in self.declared.items() if item.kind == "kpi"]
        for address, whole in along_chains(kpis, self._whole):
            place = self._place(address, whole)
            if place is not None:
                self.places[address] = place

    def _whole(self, address: str) -> str | None:
        """The KPI that one is a part of, where it is read here too."""
        parent = self.declared[address].parent
        return parent if parent in self.declared and self.declared[parent].kind == "kpi" else None

    def _place(self, address: str, whole: str | None) -> Place | None:
        reader, parent = self.drafts[address].reader, self.declared[address].parent or ""
        header = reader.header
        if reader.resolve_address(parent, ("objective", "kpi"), header, "parent") is None:
            return None
        if self.scope.names.kind(parent) == "objective":
            return Place(parent)
        if whole is not None:
            place = self.places.get(whole)
            if place is None:
                reader.reported_elsewhere(header)
            return Place(place.objective, parent) if place is not None else None
        known = self.known_quantity(parent)
        if isinstance(known, Kpi):
            return Place(known.objective, parent)
        reader.diagnose(
            "E323",
            "KPIs that are parts of each other, in a circle",
            header,
            "parent",
            help="put one of them in an objective",
        )
        return None

    def _check_part(self, draft: QuantityDraft, whole: str) -> None:
        """A part is a member of nothing, and what is the `same` has the original's parts."""
        reader = draft.reader
        for form in ("weight", "leading", "lagging"):
            for statement in reader.all(form)[:1]:
                reader.diagnose(
                    "E214",
                    f"`{form}` is not allowed in a part of a KPI: a part is not a member of the objective",
                    statement,
                    help="delete it; `feeds … weight N` sets the weight of a part in a rollup",
                )
        if self._is_same(whole):
            reader.diagnose(
                "E215",
                f"`{whole}` is the `same` as another KPI, so it has no parts of its own",
                reader.header,
                "parent",
                help="move it to the original",
            )

    def _is_same(self, address: str) -> bool:
        draft = self.drafts.get(address)
        if draft is not None:
            return draft.reader.single("same") is not None
        known = self.known_quantity(address)
        return isinstance(known, Kpi) and known.same is not None

    # --- grain

    def _settle_grains(self) -> None:
        """The own grain of each; of formulas the finest of their inputs', of a circle the finest of all that it looks at."""
        resting = []
        for address, draft in self.drafts.items():
            if draft.same is None and draft.formula is None:
                draft.grain = self._own_grain(draft)
            else:
                resting.append(address)
        for members in components(resting, self._grain_inputs):
            drafts = [self.drafts[address] for address in members]
            if len(drafts) == 1:
                drafts[0].grain = self._own_grain(drafts[0])
                continue
            finest = min(map(self._own_grain, drafts))
            for draft in drafts:
                draft.grain = finest

    def _grain_inputs(self, address: str) -> list[str]:
        """Those whose grain must be known before."""
        draft = self.drafts[address]
        if draft.same is not None:
            inputs = [draft.same]
        else:
            inputs = list(draft.formula.addresses.values()) if draft.formula is not None else []
        return [other for other in dict.fromkeys(inputs) if other in self.drafts]

    def _grain_of(self, address: str) -> Grain | None:
        draft = self.drafts.get(address)
        if draft is not None:
            return draft.grain
        quantity = self.known_quantity(address)
        return quantity.definition.grain if quantity is not None else None

    def _takes_feeds(self, address: str) -> bool:
        draft = self.drafts.get(address)
        if draft is not None:
            return draft.reader.single("rollup") is not None
        quantity = self.known_quantity(address)
        return quantity is not None and quantity.rollup is not None

    def _own_grain(self, draft: QuantityDraft) -> Grain:
        if draft.same is not None:
            grain = draft.original.grain
            return grain if grain is not None else self.calendar.grain
        if draft.formula is not None:
            inputs = [self._grain_of(address) for address in draft.formula.addresses.values()]
            return min(
                (grain for grain in inputs if grain is not None), default=self.calendar.grain
            )
        every = draft.lines.get("every")
        if every:
            return Grain.of(every[0].statement.parts[0])
        if draft.reader.single("rollup"):
            return self.calendar.grain
        plans = (
            line.statement for line in draft.lines.get("target", [])
            if line.statement.form.name == "target_series" and "spread" not in line.statement.form.slots
        )  # fmt: skip
        for statement in chain(draft.reader.all("actual"), plans):
            period = self.scope.fiscal.parse(statement.parts[0])
            if period is not None:
                return period.grain
        return self.calendar.grain

    # --- made

    def _definition(self, draft: QuantityDraft) -> Definition:
        grain = draft.grain if draft.grain is not None else self.calendar.grain
        reader = DefinitionReader(draft.reader, draft.lines, self.calendar)
        definition = reader.read(grain, computed=draft.formula is not None)
        check_percent([line for group in draft.lines.values() for line in group], definition.unit)
        check_exclusive(draft, definition)
        return definition

    def _entity(
        self, draft: QuantityDraft, definitions: Mapping[str, Definition]
    ) -> Quantity | None:
        reader, item = draft.reader, self.declared[draft.address]
        original = draft.original
        definition = definitions.get(original.address)
        if definition is None:
            return None
        rollup = reader.single("rollup")
        source = reader.single("source")
        shared = common_fields(reader, item.origin) | {
            "scorecard": reader.scorecard,
            "definition": definition,
            "actuals": self._actuals(draft, definition),
            "formula": draft.formula,
            "rollup": Rollup(
                Aggregate(rollup.parts[0]), "partial" in rollup.form.slots, reader.origin(rollup)
            )
            if rollup
            else None,
            "feeds": self._feeds(reader, item),
            "source": (source.parts[0], string(source.parts[1])) if source else None,
        }
        if item.kind == "measure":
            home = reader.resolve_address(
                item.parent or "", ("scorecard",), reader.header, "parent"
            )
            return Measure(**shared) if home is not None else None
        place = self.places.get(draft.address)
        if place is None:
            return None
        if place.part_of is not None:
            self._check_part(draft, place.part_of)
        if draft.label is not None:
            shared["label"] = string(draft.label)
        return Kpi(
            **shared,
            objective=place.objective,
            part_of=place.part_of,
            weights=reader.weights() if place.part_of is None else (),
            like=draft.like,
            same=original.address if original is not draft else None,
            drives=drives(reader, ("kpi",)),
            assessments=assessments(reader),
        )

    def _actuals(self, draft: QuantityDraft, definition: Definition) -> Series:
        if not draft.actuals:
            return ()
        check_percent(draft.actuals, definition.unit)
        return read_series(
            draft.actuals, definition.grain, definition.aggregate, "series of actuals"
        )

    def _feeds(self, reader: RecordReader, item: Declaration) -> tuple[Dated[EntityLink], ...]:
        """Where its value goes: as written, and of a part into the rollup of its KPI, where no line of its own says how."""
        dated_links = []
        for statement, span in (
            reader.dated_statements("feeds") if reader.forms.get("feeds") else ()
        ):
            address = reader.resolve_reference(statement, QUANTITIES)
            if address is None:
                continue
            if not self._takes_feeds(address):
                reader.diagnose(
                    "E303",
                    f"`{address}` cannot be fed: it has no `rollup`",
                    statement,
                    "ref",
                    help=f"give `{address}` a line such as `rollup sum`",
                )
                continue
            dated_links.append(
                Dated(EntityLink(address, reader.weight(statement)), span, reader.origin(statement))
            )
        place = self.places.get(item.address)
        whole = place.part_of if place is not None else None
        own = {statement_link.value.target for statement_link in dated_links}
        if whole is not None and whole not in own and self._takes_feeds(whole):
            dated_links.append(Dated(EntityLink(whole), ALWAYS, item.origin))
        return tuple(dated_links)
