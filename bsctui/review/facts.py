"""What a workspace says, record by record, as facts that compare by meaning and can be written into another text."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import isnan
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.merge.normal_form import (
    qualified_ref,
    statement_body,
    statement_meaning,
    written_number,
)
from bsctui.model.entities import BaselineSeries, Origin, PlanTarget
from bsctui.model.names import declaration, file_order, home_scorecard
from bsctui.model.periods import Period
from bsctui.model.references import references_of
from bsctui.model.settings import SettingPlace, label_or_name
from bsctui.text.form_row import FactEffect
from bsctui.text.forms import ENTITY_HEADERS, HEADERS, ROWS, SETTING_HEADERS, keywords_with
from bsctui.text.lines import code_part
from bsctui.text.literals import ESTIMATED, string

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping

    from bsctui.model.entities import Quantity, Series
    from bsctui.model.names import Declaration
    from bsctui.model.periods import FiscalYear
    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Statement


class ChangeClass(StrEnum):
    """What a change of a fact can do to a score."""

    RULES = "rules"
    RESULTS = "results"
    NONE = "none"


RESULTS: Final = keywords_with(FactEffect.RESULTS)
WITHOUT_EFFECT: Final = keywords_with(FactEffect.NONE) | {"label"}
"""Fields without an effect on any score."""

TARGET_FIELDS: Final = keywords_with(FactEffect.GOAL) | {"like", "same"}
"""What a KPI is held to, and the lines that bring it: changed together, it is one change (`review.md`)."""

ROLE: Final = frozenset({"leading", "lagging"})
SETTINGS: Final = ("calendar", "coverage", "tier", "perspective", "status", "person", "bsc")

FactKey = tuple[str, str]
"""A fact of a record: its field, and of what it speaks (often nothing)."""


class FactLine(NamedTuple):
    """A line that states a fact: where it stands, and how it would be written (`margin`: at the left margin, or in a block)."""

    path: str
    record: Record
    line: int
    text: str
    remark: str | None = None
    """The reason or note at its end."""
    margin: bool = False


class FactPart(NamedTuple):
    """The smallest part of a fact that can change by itself: one statement, or one period of a series."""

    field: str
    period: Period | None
    meaning: Hashable
    text: str
    origin: Origin
    remark: str | None = None
    """The reason or note on its line."""

    @property
    def is_estimate(self) -> bool:
        """Whether it is a provisional value, which may be replaced without being restated."""
        return self.period is not None and self.text.startswith(ESTIMATED)


@dataclass(slots=True)
class Fact:
    """One fact of a record: a field, with all the lines that state it.

    Attributes:
        pieces: By what tells them apart within the fact.
        remarks: Reasons and notes, which change no meaning.
    """

    key: FactKey
    pieces: dict[Hashable, FactPart] = field(default_factory=dict)
    lines: list[FactLine] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def change_class(self) -> ChangeClass:
        """What a change of it can do."""
        name = self.key[0]
        return (
            ChangeClass.RESULTS
            if name in RESULTS
            else ChangeClass.NONE
            if name in WITHOUT_EFFECT
            else ChangeClass.RULES
        )


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """A record with its facts. Settings are things too; their address is their header (`calendar`, `perspective financial`)."""

    address: str
    kind: str
    label: str
    parent: str | None
    path: str
    record: Record
    facts: Mapping[FactKey, Fact]


class Facts:
    """A workspace's facts, told apart record by record when somebody asks.

    Args:
        documents: The texts.
        quantity: The KPI or measure of an address: what its series say in its own grain.
        fiscal: By which periods compare; the same for both sides of a comparison.
        shown: Path, line from 1 -> the line as it is shown, where `documents` write it otherwise.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        quantity: Callable[[str], Quantity | None],
        fiscal: FiscalYear,
        shown: Callable[[str, int], str] | None = None,
    ) -> None:
        self.documents = documents
        self.fiscal = fiscal
        self._quantity = quantity
        self._shown = shown
        self.declared: dict[str, Declaration] = {}
        self.settings: dict[str, list[SettingPlace]] = {}
        self.margin: dict[str, list[FactLine]] = {}
        self._stated: tuple[Record, dict[FactKey, list[Statement]]] | None = None
        for path in sorted(documents, key=file_order):
            for record, header in documents[path].headed():
                self._classify(path, record, header)

    def _classify(self, path: str, record: Record, header: Statement) -> None:
        name = header.form.name
        if name in ENTITY_HEADERS:
            item = declaration(path, record, header)
            self.declared.setdefault(item.address, item)
        elif name in SETTING_HEADERS:
            key = f"{name} {header.parts[0]}" if HEADERS[name].speaks_of else name
            self.settings.setdefault(key, []).append(SettingPlace(path, record, header))
        else:
            for line, address in _margin_lines(path, record, header):
                self.margin.setdefault(address, []).append(line)

    def raw_lines(self, address: str) -> list[object]:
        """The lines of an address as they stand: equal ones say the same."""
        lines = [record.lines for record in self.records(address)]
        return [*lines, *(line.text for line in self.margin.get(address, ()))]

    def raw_statements(self, address: str) -> tuple[object, ...]:
        """All that is written of an address, apart from its layout: equal where nothing can have changed."""
        statements = [
            (statement.form.name, statement.parts)
            for record in self.records(address)
            for statement in (record.header, *record.statements)
            if statement is not None
        ]
        return (statements, [line.text for line in self.margin.get(address, ())])

    def records(self, address: str) -> list[Record]:
        """The record of an address, or those of a setting."""
        item = self.declared.get(address)
        if item is not None:
            return [item.origin.record]
        return [place.record for place in self.settings.get(address, ())]

    def said_alike(self, other: Facts, address: str) -> frozenset[FactKey]:
        """The facts that both sides state in the very same words, of a record whose margin lines are the same too."""
        own, others = self.declared.get(address), other.declared.get(address)
        if own is None or others is None or own.kind != others.kind:
            return frozenset()
        if home_scorecard(own.header) != home_scorecard(others.header):
            return frozenset()
        margins = [[line.text for line in side.margin.get(address, ())] for side in (self, other)]
        if margins[0] != margins[1]:
            return frozenset()
        left, right = self.stated(own), other.stated(others)
        return frozenset(
            key
            for key, statements in left.items()
            if key in right and _words(statements) == _words(right[key])
        )

    def stated(self, item: Declaration) -> Mapping[FactKey, list[Statement]]:
        """The statements of each fact of a record; of the last one asked for they are known."""
        known = self._stated
        if known is None or known[0] is not item.origin.record:
            known = self._stated = item.origin.record, _stated(item)
        return known[1]

    def record_facts(
        self,
        address: str,
        *,
        with_actuals: bool = True,
        leaving_out: Container[FactKey] = frozenset(),
    ) -> RecordFacts | None:
        """The record of an address with its facts.

        Args:
            address: Of the record.
            with_actuals: Whether values are told period by period; many, and seldom those that changed.
            leaving_out: Facts that nobody asks for.
        """
        item = self.declared.get(address)
        if item is None:
            return self._setting(address)
        path, record, _ = item.origin
        facts: dict[FactKey, Fact] = {}
        header = item.header
        for key, statements in self.stated(item).items():
            for statement in statements if key not in leaving_out else ():
                self._add(facts, path, record, statement, key)
        for line in self.margin.get(address, ()):
            name = (
                "actual"
                if line.record.header is None or "actual" in line.record.header.form.name
                else "target"
            )
            fact = facts.setdefault(_key(name, ""), Fact(_key(name, "")))
            fact.lines.append(line)
        quantity = self._quantity(address)
        if quantity is not None:
            self._add_plans(facts, quantity)
            if with_actuals and ("actual", "") in facts:
                self._fill(facts["actual", ""], "actual", quantity.actuals, quantity)
        if item.kind == "scorecard":
            above = item.parent or ""
            piece = FactPart("under", None, above, above, item.origin)
            line = FactLine(path, record, header.line, code_part(record.lines[header.line]).strip())
            facts["under", ""] = Fact(("under", ""), {above: piece}, [line])
        return RecordFacts(
            address,
            item.kind,
            label_or_name(header),
            item.parent,
            path,
            record,
            _with_label(facts, header, item.origin),
        )

    def _setting(self, key: str) -> RecordFacts | None:
        places = self.settings.get(key)
        if not places:
            return None
        kind = key.partition(" ")[0]
        own_facts = {"label"} if kind == "perspective" else frozenset[str]()
        fact = Fact((kind, ""))
        facts: dict[FactKey, Fact] = {}
        for at, (path, record, header) in enumerate(places):
            raw = self._raw(path, record, header.line)
            fact.lines.append(FactLine(path, record, header.line, record.lines[header.line]))
            rank = at if kind == "tier" else 0
            meaning = (rank, statement_meaning(header, "", self.fiscal, own_facts))
            fact.pieces[meaning] = FactPart(
                kind, None, meaning, statement_body(raw, header), places[at].origin
            )
            for statement in record.statements:
                fact_key = _key_of(statement, home_scorecard(header), kind)
                self._add(facts, path, record, statement, fact_key)
        facts[fact.key] = fact
        first = places[0]
        if kind == "perspective":
            facts = _with_label(facts, first.header, first.origin)
        return RecordFacts(key, kind, key, None, first.path, first.record, facts)

    def _add(
        self,
        facts: dict[FactKey, Fact],
        path: str,
        record: Record,
        statement: Statement,
        key: FactKey,
    ) -> None:
        """File a statement under the fact that it states."""
        form = statement.form
        home = home_scorecard(record.header)
        fact = facts.setdefault(key, Fact(key))
        raw = self._raw(path, record, statement.line)
        remark = _remark(statement)
        written = code_part(record.lines[statement.line]).strip()
        fact.lines.append(FactLine(path, record, statement.line, written, remark))
        if remark:
            fact.remarks.append(remark)
        if "series" not in form.slots:
            meaning = statement_meaning(statement, home, self.fiscal, {"reason"})
            origin = Origin(path, record, statement.line)
            fact.pieces[meaning] = FactPart(
                form.keyword, None, meaning, statement_body(raw, statement), origin, remark
            )

    def have_same_actuals(self, other: Facts, address: str) -> bool:
        """Whether two sides give a KPI or measure the same values in the same grain, with the same notes."""
        pair = self._quantity(address), other._quantity(address)
        if pair[0] is None or pair[1] is None:
            return False
        return pair[0].definition.grain is pair[1].definition.grain and (
            repr(_written(pair[0].actuals)) == repr(_written(pair[1].actuals))
        )

    def _add_plans(self, facts: dict[FactKey, Fact], quantity: Quantity) -> None:
        """The periods of the targets and baselines that a KPI's own lines state, in its own grain."""
        definition = quantity.definition
        goal = facts.get(("goal", ""))
        if goal is None:
            return
        forms = _forms(goal.lines)
        if isinstance(definition.target, PlanTarget) and forms & {"target_series", "target_margin"}:
            self._fill(goal, "target", definition.target.series, quantity)
        if isinstance(definition.baseline, BaselineSeries) and "baseline_series" in forms:
            self._fill(goal, "baseline", definition.baseline.series, quantity)

    def _fill(self, fact: Fact, name: str, series: Series, quantity: Quantity) -> None:
        grain = quantity.definition.grain
        for line in series:
            if line.note:
                fact.remarks.append(line.note)
            for at, value in enumerate(line.values):
                if not isnan(value):
                    period = Period(grain, line.start + at)
                    mark = ESTIMATED if at in line.estimated else ""
                    fact.pieces[name, period] = FactPart(
                        name,
                        period,
                        (name, period, value, mark),
                        mark + written_number(value),
                        line.origin,
                        line.note,
                    )

    def _raw(self, path: str, record: Record, line: int) -> str:
        if self._shown is None:
            return record.lines[line]
        return self._shown(path, self.documents[path].start_of(record) + line)


def _key_of(statement: Statement, home: str, kind: str) -> FactKey:
    """The fact that a statement of a record states."""
    name = statement.form.keyword or statement.form.name
    if name in ROLE:
        name = "leading"
    subject = _subject(statement, home) if ROWS[statement.form.name].speaks_of else ""
    return _key(name, subject) if kind == "kpi" else (name, subject)


def _stated(item: Declaration) -> dict[FactKey, list[Statement]]:
    """The statements of each fact of a record."""
    home = home_scorecard(item.header)
    statements: dict[FactKey, list[Statement]] = {}
    for statement in item.origin.record.statements:
        statements.setdefault(_key_of(statement, home, item.kind), []).append(statement)
    return statements


def _words(statements: Iterable[Statement]) -> list[tuple[object, ...]]:
    return [(statement.form.name, statement.parts) for statement in statements]


def _written(series: Series) -> list[tuple[object, ...]]:
    """What the lines of a series say, wherever they stand."""
    return [(line.start, line.values, sorted(line.estimated), line.note) for line in series]


def _key(name: str, subject: str) -> FactKey:
    return ("goal", "") if name in TARGET_FIELDS else (name, subject)


def _subject(statement: Statement, home: str) -> str:
    """Of what a statement speaks, where a record may have several of its kind."""
    return " ".join(
        qualified_ref(text, home) if slot == "ref" else text
        for slot in ROWS[statement.form.name].speaks_of
        for text in statement.all(slot)
    )


def _forms(lines: Iterable[FactLine]) -> set[str]:
    """The forms that state some lines; each record is gone through once, however many lines it has."""
    lines_of: dict[Record, set[int]] = {}
    for line in lines:
        lines_of.setdefault(line.record, set()).add(line.line)
    return {
        statement.form.name
        for record, numbers in lines_of.items()
        for statement in (record.header, *record.statements)
        if statement is not None and statement.line in numbers
    }


def _with_label(
    facts: dict[FactKey, Fact], header: Statement, origin: Origin
) -> dict[FactKey, Fact]:
    """With the label as a fact of its own."""
    label = header.get("label")
    if label:
        facts["label", ""] = Fact(
            ("label", ""), {label: FactPart("label", None, label, label, origin)}
        )
    return facts


def _margin_lines(path: str, record: Record, header: Statement) -> Iterator[tuple[FactLine, str]]:
    """The lines of an `actuals` block or a margin series, each with the address it speaks of."""
    period = header.get("period") or ""
    statements = {statement.line: statement for statement in (header, *record.statements)}
    for mention in references_of(path, record):
        statement = statements[mention.origin.line]
        text = code_part(record.lines[statement.line]).strip()
        if statement.form.name == "block_actual":
            value = text.removeprefix(mention.text).strip()
            text = f"actual {mention.text} {period}: {value}"
        yield (
            FactLine(path, record, statement.line, text, _remark(statement), margin=True),
            mention.address,
        )


def _remark(statement: Statement) -> str | None:
    text = statement.get("reason") or statement.get("note")
    return string(text) if text and statement.form.name != "note" else None
