"""New scorecards, objectives and KPIs of an import, placed where their like already stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bsctui.edits.line_ops import insert_lines
from bsctui.exchange.importing.matching import perspective_of
from bsctui.exchange.importing.record_lines import INDENT, header_line, kpi_lines, meta_line
from bsctui.exchange.importing.slugs import NameGiver
from bsctui.model.names import declared_address
from bsctui.model.periods import FiscalYear
from bsctui.model.workspace_settings import Perspective
from bsctui.text.edits import LineEdit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bsctui.edits.edit import Texts
    from bsctui.exchange.importing.matching import RowMatching
    from bsctui.exchange.reading.findings import Card, Findings, Row
    from bsctui.exchange.reading.mapping import ImportMapping

DEFAULT_PERSPECTIVE: Final = "process"
"""Where rows go of which nothing says a perspective, until somebody moves them."""


@dataclass
class _NewCard:
    """A scorecard that is being filled."""

    address: str
    names: NameGiver
    head: list[str] = field(default_factory=list)
    """The record of the scorecard itself, where it is new."""
    objectives: dict[str, list[str]] = field(default_factory=dict)
    """Lines by objective: its record where it is new, then its new KPIs."""


class NewRecords:
    """Collects new records and puts them into files: a new scorecard into a new file, the rest behind its like."""

    def __init__(
        self, texts: Texts, matching: RowMatching, findings: Findings, mapping: ImportMapping, name: str
    ) -> None:  # fmt: skip
        self.texts = texts
        self.matching = matching
        self.findings = findings
        self.mapping = mapping
        self.name = name
        calendar = texts.model.settings.calendar
        self.fiscal = findings.fiscal or (calendar.fiscal if calendar else None) or FiscalYear()
        self.addresses: list[str] = []
        self.created: list[str] = []
        self.new_perspectives: list[Perspective] = []
        self.read_as: dict[str, str] = {}
        """How perspectives are called here that the rows call by another word."""
        self._perspectives = list(texts.model.settings.perspectives)
        self._used: dict[str, Perspective] = {}
        self._card_names = NameGiver(texts.model.scorecards)
        self._cards: dict[str, _NewCard] = {}
        self._by_card: dict[Card, str] = {}
        self._objectives: dict[tuple[str, str, str | None], str] = {}
        self._homes: dict[tuple[Card, str | None, str | None], str] = {}
        self._by_row: dict[int, str] = {}

    def address_of(self, row: Row) -> str:
        """The address that a new row got."""
        return self._by_row[id(row)]

    def prepare(self, rows: Iterable[Row]) -> None:
        """Settle the perspectives of all rows first: no name in any scorecard may be one of theirs."""
        for text in dict.fromkeys(row.perspective for row in rows):
            self._perspective(text)

    # --- Adding

    def add(self, row: Row, home: str | None) -> None:
        """A KPI for a row, in the objective that its neighbours are in, else where the row says."""
        objective = home or self._home(row)
        card = self._filled(objective.partition(".")[0])
        name = card.names.give(row.label, "kpi", wanted=(row.address or "").rpartition(".")[2])
        address = f"{card.address}.{name}"
        lines = card.objectives.setdefault(objective, [])
        lines += ["", header_line("kpi", name, row.label, objective)]
        lines += [INDENT + line for line in kpi_lines(row, self.fiscal, self.mapping.tolerance)]
        self._by_row[id(row)] = address
        self.addresses.append(address)
        self.created.append(address)

    def _home(self, row: Row) -> str:
        """The objective of a row: the same for all that name the same scorecard, perspective and objective."""
        named = (row.card, row.perspective, row.objective)
        home = self._homes.get(named)
        if home is None:
            home = self._homes[named] = self._objective(row)
        return home

    def _objective(self, row: Row) -> str:
        card = self._card(row)
        perspective = self._perspective(row.perspective)
        key = (card, perspective.name, row.objective)
        known = self._objectives.get(key)
        if known is None:
            known = self._objectives[key] = self._known_objective(*key) or self._new_objective(
                card, perspective, row.objective
            )
        return known

    def _known_objective(self, card: str, perspective: str, text: str | None) -> str | None:
        for objective in self.texts.model.objectives_in.get(card, ()):
            if objective.perspective.rpartition(".")[2] != perspective:
                continue
            if text is None or objective.display_name.casefold() == text.casefold():
                return objective.address
        return None

    def _new_objective(self, card: str, perspective: Perspective, text: str | None) -> str:
        filled = self._filled(card)
        label = text or perspective.label
        name = filled.names.give(text or f"{perspective.name} measures", "objective")
        address = f"{card}.{name}"
        filled.objectives[address] = [
            "",
            header_line("objective", name, label, f"{card}.{perspective.name}"),
        ]
        self.addresses.append(address)
        return address

    def _perspective(self, named: str | None) -> Perspective:
        text = named or self.mapping.perspective
        if text is None:
            return self._fallback_perspective()
        name = perspective_of(text, [*self._perspectives, *self._used.values()])
        if name is None:
            taken = [each.name for each in (*self._perspectives, *self._used.values())]
            names = NameGiver(taken)
            perspective = Perspective(names.give(text, "perspective"), text)
            self.new_perspectives.append(perspective)
        else:
            known = (*self._perspectives, *self._used.values())
            perspective = next(each for each in known if each.name == name)
            if text.casefold() not in {perspective.name.casefold(), perspective.label.casefold()}:
                self.read_as[text] = perspective.label
        self._used.setdefault(perspective.name, perspective)
        return perspective

    def _fallback_perspective(self) -> Perspective:
        named = [each for each in self._perspectives if each.name == DEFAULT_PERSPECTIVE]
        return (named or self._perspectives)[0]

    @property
    def used_perspectives(self) -> Sequence[Perspective]:
        """Those that rows named, in their order."""
        return list(self._used.values())

    # --- Scorecards

    def _card(self, row: Row) -> str:
        if row.card not in self._by_card:
            known = self.matching.card_of(row)
            if row.card.key is None:
                known = known or self._unnamed_card()
            self._by_card[row.card] = known or self._new_card(row.card)
        return self._by_card[row.card]

    def _unnamed_card(self) -> str | None:
        """Where rows go that name no scorecard: the one that is asked for, or the only one."""
        cards = self.texts.model.scorecards
        wanted = self.mapping.scorecard
        if wanted is not None:
            alike = [card.address for card in cards.values() if wanted.casefold() in {card.address, card.display_name.casefold()}]  # fmt: skip
            return alike[0] if alike else None
        return next(iter(cards)) if len(cards) == 1 else None

    def _new_card(self, card: Card) -> str:
        word = (self.findings.card_word or "scorecard").casefold()
        label = card.label or card.id or self.mapping.scorecard or self.name
        source = (
            label if card.id is None else card.id if card.id[:1].isalpha() else f"{word} {card.id}"
        )
        name = self._card_names.give(source, "scorecard")
        filled = self._filled(name)
        filled.head = [header_line("scorecard", name, label, None)]
        if card.key is not None:
            filled.head.append(INDENT + meta_line(card.key))
        self.addresses.append(name)
        return name

    def _filled(self, address: str) -> _NewCard:
        known = self._cards.get(address)
        if known is None:
            prefix = f"{address}."
            taken = [each[len(prefix) :] for each in self._names_in(address)]
            reserved = [each.name for each in (*self._perspectives, *self._used.values())]
            known = self._cards[address] = _NewCard(address, NameGiver(taken, reserved))
        return known

    def _names_in(self, card: str) -> list[str]:
        prefix = f"{card}."
        return [address for address in self.texts.model.names.declared if address.startswith(prefix)]  # fmt: skip

    # --- Files

    def line_edits(self) -> list[LineEdit]:
        """The new lines: a new scorecard's file, or behind what stands in the objective already."""
        edits: list[LineEdit] = []
        for card in self._cards.values():
            if card.head:
                lines = [*card.head, *(line for part in card.objectives.values() for line in part)]
                edits.append(self._new_file(card.address, lines))
            else:
                for objective, lines in card.objectives.items():
                    edits.append(self._behind(card.address, objective, lines))
        return edits

    def _new_file(self, name: str, lines: list[str]) -> LineEdit:
        path = f"{name}.bsc"
        document = self.texts.documents.get(path)
        if document is None or not document.lines:
            return LineEdit(path, 1, 0, tuple(f"{line}\n" for line in lines))
        return insert_lines(document, path, len(document.lines), ["", *lines])

    def _behind(self, card: str, objective: str, lines: list[str]) -> LineEdit:
        """Behind the last KPI of an objective, else behind the objective or the scorecard's last record."""
        path, at = self._last_place(objective) or self._last_place(card) or ("", 0)
        document = self.texts.documents[path]
        return insert_lines(document, path, at, lines)

    def _last_place(self, above: str) -> tuple[str, int] | None:

        record_place = self.texts.model.record_of(above)
        if record_place is None:
            return None
        path = record_place[0]
        document = self.texts.documents[path]
        inner = self._below(above)
        places = [
            document.start_of(record) + record.last_nonblank_line
            for record in document.records
            if declared_address(record.header) in inner
        ]
        return path, max(places)

    def _below(self, above: str) -> set[str]:
        model = self.texts.model
        if above in model.objectives:
            return {above, *(kpi.address for kpi in model.kpis.values() if kpi.objective == above)}
        return {above, *self._names_in(above)}
