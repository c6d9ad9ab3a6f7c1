"""Renaming and moving: the record's header changes, and every line that names it or what is below it follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.edits.edit import EditPlan, Intent, Refused, Texts
from bsctui.edits.line_ops import INDENT, indent_of, line_ending_near, line_ending_of, with_columns
from bsctui.edits.records import descendants
from bsctui.model.entities import Kind
from bsctui.model.names import declared_address, home_scorecard
from bsctui.model.references import records_that_may_name, references_of
from bsctui.text.columns import part_spans
from bsctui.text.document import HEADERS
from bsctui.text.edits import LineEdit
from bsctui.text.expressions import parse_formula, references
from bsctui.text.forms import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Statement

Columns = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class RenameRecord:
    """`rename REF NEW`: another name within the same scorecard (a scorecard's: within the workspace)."""

    address: str
    name: str

    def plan(self, texts: Texts) -> EditPlan:
        """The header, a `was`, and every line that names it."""
        texts.record(self.address)
        if HEADERS.read(f"scorecard {self.name}\n", 0) is None:
            raise Refused(
                f"`{self.name}` is not a valid name",
                "names are letters, digits and `_`, and begin with a letter",
            )
        card, dot, _ = self.address.partition(".")
        new = f"{card}.{self.name}" if dot else self.name
        if new == self.address:
            raise Refused(f"`{self.address}` has that name already")
        if texts.model.names.kind(new) is not None:
            raise Refused(
                f"`{new}` is taken",
                "names are unique within a scorecard, scorecards' within the workspace",
            )
        mapping = {self.address: new}
        if not dot:
            mapping |= {
                a: f"{new}.{a.partition('.')[2]}"
                for a in texts.model.names.declared
                if a.startswith(f"{card}.")
            }
            mapping |= {f"{card}.{p}": f"{new}.{p}" for p in texts.model.names.perspectives}
        return Readdressing(mapping, frozenset({self.address}), {}).plan(
            texts, f"{self.address} renamed to {new}"
        )


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """`move REF NEWPARENT`: under another parent; across scorecards what is below goes along and references follow."""

    address: str
    parent: str

    def plan(self, texts: Texts) -> EditPlan:
        """One line within a scorecard; across scorecards also a `was` for all that moved, and every line that names them."""
        texts.record(self.address)
        item = texts.model.names.declared[self.address]
        self._check_parent(texts, item.kind)
        if item.parent == self.parent:
            raise Refused(f"`{self.address}` is already there")
        parents = {self.address: self.parent}
        if item.kind == "scorecard":
            return Readdressing({}, frozenset(), parents).plan(
                texts, f"{self.address} moved under {self.parent}"
            )
        old, new = self.address.partition(".")[0], self.parent.partition(".")[0]
        moved = [self.address, *descendants(texts, self.address)] if old != new else []
        mapping = {address: f"{new}.{address.partition('.')[2]}" for address in moved}
        for target in mapping.values():
            if texts.model.names.kind(target) is not None:
                raise Refused(
                    f"`{target}` is taken",
                    f"rename one of the two first: `rename {self.address} …`",
                )
        return Readdressing(mapping, frozenset(moved), parents).plan(
            texts, f"{self.address} moved to {self.parent}"
        )

    def _check_parent(self, texts: Texts, kind: str) -> None:
        row = ROWS[kind]
        allowed = row.refers[row.reference or ""]
        parent_kind = texts.model.names.kind(self.parent)
        if parent_kind not in allowed:
            close = texts.model.names.closest(self.parent, allowed)
            complaint = (
                f"`{self.parent}` is {Kind(parent_kind).with_article}"
                if parent_kind
                else f"nothing is named `{self.parent}`"
            )
            hint = f"did you mean `{close}`?" if close and not parent_kind else None
            places = " or ".join(Kind(each).with_article for each in allowed)
            raise Refused(f"{Kind(kind).with_article} stands in {places}; {complaint}", hint)


@dataclass(frozen=True, slots=True)
class Readdressing:
    """What an edit does to addresses.

    Attributes:
        mapping: Old addresses to new ones, of all that is called otherwise afterwards.
        remembering: Which of them get a `was`.
        parents: New parents, by (old) address.
    """

    mapping: Mapping[str, str]
    remembering: frozenset[str]
    parents: Mapping[str, str]

    def plan(self, texts: Texts, description: str) -> EditPlan:
        """All lines that change: headers, and every mention of an address that changes."""
        edits: list[LineEdit] = []
        changed = {*self.mapping, *self.mapping.values()}
        for path, record in records_that_may_name(texts.documents, self._written()):
            replaced = list(self.record_edits(path, texts.documents[path], record))
            address = declared_address(record.header)
            if replaced and address:
                changed |= {address, self.mapping.get(address, address)}
            edits += replaced
        before = {address for address in self.mapping if address in texts.model.names.declared}
        after = {self.mapping[address] for address in before}
        intent = Intent(
            frozenset(after - before),
            frozenset(before - after),
            frozenset(changed),
            readdressed=tuple(self.mapping.items()),
        )
        return EditPlan(description, tuple(edits), intent)

    def _written(self) -> list[str]:
        """Addresses of which every record that changes names at least one.

        A renamed scorecard is named wherever what is below it is called otherwise.
        """
        return [
            address
            for address in (*self.mapping, *self.parents)
            if "." not in address or address.partition(".")[0] not in self.mapping
        ]

    def record_edits(self, path: str, document: Document, record: Record) -> Iterator[LineEdit]:
        """The changed lines of one record."""
        header, address = record.header, declared_address(record.header)
        changes = self._mentions(path, record, address)
        if header is not None and address is not None:
            self._header(record, header, address, changes)
        start = document.start_of(record)
        remembered = header.line if header is not None and address in self.remembering else None
        for line, columns in changes.items():
            new = with_columns(record.lines[line], sorted(set(columns)))
            if line != remembered or address is None:
                yield LineEdit(path, start + line, start + line, (new,))
                continue
            whole = new if line_ending_of(new) else new + line_ending_near(document, 1)
            yield LineEdit(
                path, start + line, start + line, (whole, _was(document, record, start, address))
            )
        if remembered is not None and remembered not in changes and address is not None:
            at = start + remembered
            yield LineEdit(path, at + 1, at, (_was(document, record, start, address),))

    def _mentions(self, path: str, record: Record, address: str | None) -> dict[int, list[Columns]]:
        """By line: the mentions that are written otherwise afterwards."""
        home = (
            self.mapping.get(address, address).partition(".")[0]
            if address
            else home_scorecard(record.header)
        )
        changes: dict[int, list[Columns]] = {}
        renamed: dict[tuple[int, str], dict[str, str]] = {}
        mentions = references_of(path, record)
        # A formula may name ten thousand KPIs, or one as often; all places are found at once.
        for mention in {
            (mention.origin.line, mention.slot, mention.text): mention for mention in mentions
        }.values():
            line = mention.origin.line
            if address in self.parents and record.header is not None and line == record.header.line:
                continue
            new_text = _mention_text(mention.text, mention.address, self.mapping, home)
            if new_text != mention.text:
                renamed.setdefault((line, mention.slot), {})[mention.text] = new_text
        for (line, slot), texts in renamed.items():
            changes.setdefault(line, []).extend(_columns_of(record, line, slot, texts))
        return changes

    def _header(
        self, record: Record, header: Statement, address: str, changes: dict[int, list[Columns]]
    ) -> None:
        """The header's own name and parent."""
        if address in self.parents:
            _set_parent(record, header, self.parents[address], changes)
        if address in self.mapping:
            name = self.mapping[address].rpartition(".")[2]
            if name != header.parts[0]:
                start, end = part_spans(record.lines[header.line])[0]
                changes.setdefault(header.line, []).append((start, end, name))


def _was(document: Document, record: Record, start: int, address: str) -> str:
    """The line that remembers the former address; newest first, so it stands right below the header."""
    near = record.statements[0].line if record.statements else None
    indent = indent_of(record.lines[near]) if near is not None else INDENT
    return f"{indent}was {address}{line_ending_near(document, start)}"


def _mention_text(text: str, address: str, mapping: Mapping[str, str], home: str) -> str:
    """A mention after the change: short where it was short and stays within its scorecard, else whole."""
    new = mapping.get(address, address)
    if "." not in new:
        return new
    card, _, name = new.partition(".")
    return name if "." not in text and card == home else new


def _set_parent(
    record: Record, header: Statement, parent: str, changes: dict[int, list[Columns]]
) -> None:
    raw = record.lines[header.line]
    slot = "under" if header.form.name == "scorecard" else "parent"
    place = header.form.slots.get(slot)
    spans = part_spans(raw)
    if isinstance(place, int):
        start, end = spans[place]
        changes.setdefault(header.line, []).append((start, end, parent))
    else:
        _, end = spans[-1]
        changes.setdefault(header.line, []).append((end, end, f" under {parent}"))


def _columns_of(record: Record, line: int, slot: str, texts: Mapping[str, str]) -> list[Columns]:
    """Where in a line mentions stand, and what is written instead; in a formula wherever they are repeated."""
    statement = record.read_statement(line)
    raw = record.lines[line]
    place = statement.form.slots[slot]
    start, end = part_spans(raw)[place if isinstance(place, int) else place[0]]
    if slot != "expression":
        return [(start, end, new_text) for new_text in texts.values()]
    formula = statement.get("expression") or ""
    return [
        (start + ref.column, start + ref.column + len(ref.name), texts[ref.name])
        for ref in references(parse_formula(formula))
        if ref.name in texts
    ]
