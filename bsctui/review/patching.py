"""Some of the changes made to the old side's texts: what a workspace would be with just these decisions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from bsctui.edits.apply import documents_after
from bsctui.edits.edit import Texts
from bsctui.edits.readdress import Readdressing
from bsctui.edits.records import descendants
from bsctui.model.build import build
from bsctui.model.update import update_model
from bsctui.review.breakage import BROKEN, with_broken
from bsctui.review.changes import ChangeKind, StrategyChange
from bsctui.review.facts import SETTINGS
from bsctui.text.document import Document, read_records
from bsctui.text.forms import MARGIN_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bsctui.model.model import Model
    from bsctui.review.alignment import AlignedSides
    from bsctui.review.facts import FactKey, FactLine
    from bsctui.text.document import Record

ADDED_FILE: Final = "\U0010ffff.bsc"
"""The file of records that the old side lacks; it sorts behind all others."""

INDENT: Final = "  "


@dataclass
class _Patch:
    """What becomes of one record of the old side."""

    is_dropped: bool = False
    dropped_lines: set[int] = field(default_factory=set)
    rewritten: dict[int, FactLine] = field(default_factory=dict)
    inserted: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    label: str | None = None
    under: str | None = None
    header: str | None = None


def patched_model(sides: AlignedSides, changes: Iterable[StrategyChange]) -> Model:
    """The old side's model with some changes made, in old names; renaming alone changes nothing there."""
    composer = _Composer(sides)
    moved: dict[str, str] = {}
    single_changes = list(_single(changes))
    for change in single_changes:
        if change.kind is ChangeKind.MOVED and change.old_address is not None:
            moved[change.old_address] = sides.moved[change.old_address]
        else:
            composer.add(change)
    documents = composer.documents()
    if moved:
        model = build(_moved(Texts(documents, build(documents)), moved))
    else:
        model = update_model(sides.old, documents)
    broken = with_broken(model, single_changes)
    return model if broken == model.broken else replace(model, broken=broken)


def patched_model_renamed(sides: AlignedSides, changes: Iterable[StrategyChange]) -> Model:
    """The model with changes made, in new names: with all of them it says what the new side says."""
    composer = _Composer(sides)
    for change in _single(changes):
        if change.kind not in {ChangeKind.MOVED, ChangeKind.RENAMED}:
            composer.add(change)
    documents = composer.documents()
    matching = sides.matching
    parents = {old: matching.new[matching.new_of[old]].parent or "" for old in sides.moved}
    readdressing = Readdressing(sides.own_names, frozenset(), parents)
    texts = Texts(documents, build(documents))
    return build(documents_after(texts, readdressing.plan(texts, "").line_edits))


def _single(changes: Iterable[StrategyChange]) -> Iterator[StrategyChange]:
    for change in changes:
        yield change
        yield from change.inside


def _moved(texts: Texts, parents: Mapping[str, str]) -> Mapping[str, Document]:
    """Records under other parents; across scorecards what is below goes along, and references follow."""
    mapping: dict[str, str] = {}
    taken = set(texts.model.names.declared)
    for address, parent in parents.items():
        old, new = address.partition(".")[0], parent.partition(".")[0]
        for inner in (address, *descendants(texts, address)) if old != new else ():
            if inner in mapping:
                continue
            name = f"{new}.{inner.partition('.')[2]}"
            while name in taken:
                name += "_"
            mapping[inner] = name
            taken.add(name)
    placed = {address: mapping.get(parent, parent) for address, parent in parents.items()}
    plan = Readdressing(mapping, frozenset(), placed).plan(texts, "")
    return documents_after(texts, plan.line_edits)


class _Composer:
    """Gathers what becomes of each record, then writes the texts."""

    def __init__(self, sides: AlignedSides) -> None:
        self.sides = sides
        self.patches: dict[int, _Patch] = {}
        self.appended: list[str] = []
        self._added_facts: set[tuple[str, FactKey]] = set()

    def add(self, change: StrategyChange) -> None:
        """One change; renames and moves are left to the caller."""
        if change.kind is ChangeKind.ADDED:
            self._add_record(change)
        elif change.kind is ChangeKind.REMOVED:
            self._drop_record(change)
        elif change.kind is ChangeKind.CHANGED and change.key not in {None, BROKEN}:
            fact = (change.address, change.key)
            if fact not in self._added_facts:  # results of one series may be several changes
                self._added_facts.add(fact)
                self._fact(change)

    def documents(self) -> dict[str, Document]:
        """The texts, with every untouched record as it was."""
        new_documents = {
            path: self._document(document) for path, document in self.sides.old.documents.items()
        }
        if self.appended:
            lines = [line if line.endswith("\n") else f"{line}\n" for line in self.appended]
            new_documents[ADDED_FILE] = Document(
                ADDED_FILE, read_records(ADDED_FILE, lines), bom=False
            )
        return new_documents

    def _patch(self, record: Record) -> _Patch:
        return self.patches.setdefault(id(record), _Patch())

    # --- Records

    def _add_record(self, change: StrategyChange) -> None:
        facts = self.sides.new_facts
        address = (
            change.address
            if change.record_kind in SETTINGS
            else self.sides.names.get(change.address, change.address)
        )
        lines = [line for record in facts.records(address) for line in record.lines]
        self._place_records(change.record_kind, lines)
        self.appended += [line.text for line in facts.margin.get(address, ())]

    def _place_records(self, kind: str, lines: list[str]) -> None:
        """Settings whose order counts stand in one file, behind those that are there."""
        existing = [
            place.record
            for key, places in self.sides.old_facts.settings.items()
            if key.partition(" ")[0] == kind
            for place in places
        ]
        if existing:
            self._patch(existing[-1]).behind += lines
        else:
            self.appended += lines

    def _drop_record(self, change: StrategyChange) -> None:
        facts = self.sides.old_facts
        address = change.old_address or change.address
        for record in facts.records(address):
            self._patch(record).is_dropped = True
        for line in facts.margin.get(address, ()):
            self._drop_line(line)

    # --- Facts

    def _fact(self, change: StrategyChange) -> None:
        record = self._record(change)
        name = change.key[0] if change.key else ""
        if name in {"label", "under"}:
            if record is not None:
                self._header(record, change, name)
            return
        before = change.before.lines if change.before else []
        after = change.after.lines if change.after else []
        if change.record_kind in SETTINGS and name == change.record_kind:
            self._setting(change, before, after)
            return
        if record is not None and _is_rewritten(record, before, after):
            lines = (line.line for line in before)
            self._patch(record).rewritten |= dict(zip(lines, after, strict=True))
            return
        for line in before:
            self._drop_line(line)
        for line in after:
            if line.margin or record is None:
                self.appended.append(line.text)
            else:
                self._patch(record).inserted.append(line.text)

    def _record(self, change: StrategyChange) -> Record | None:
        address = change.old_address or change.address
        item = self.sides.old_facts.declared.get(address)
        if item is not None:
            return item.origin.record
        records = self.sides.old_facts.settings.get(address)
        return records[0][1] if records else None

    def _header(self, record: Record, change: StrategyChange, name: str) -> None:
        pieces = list(change.after.pieces.values()) if change.after else []
        text = pieces[0].text if pieces else ""
        patch = self._patch(record)
        if name == "label":
            patch.label = text
        else:
            patch.under = text

    def _setting(
        self, change: StrategyChange, before: Iterable[FactLine], after: Iterable[FactLine]
    ) -> None:
        """The headers of a setting: one record keeps its statements, a set of records is replaced whole."""
        old = [line.record for line in before]
        new = [line.record for line in after]
        if (
            change.record_kind in {"calendar", "perspective", "coverage", "bsc"}
            and len(old) == len(new) == 1
        ):
            header = new[0].header
            self._patch(old[0]).header = new[0].lines[header.line] if header else None
            return
        for record in old:
            self._patch(record).is_dropped = True
        self._patch(old[-1]).behind += [line for record in new for line in record.lines]

    def _drop_line(self, line: FactLine) -> None:
        header = line.record.header
        if header is not None and header.form.name in MARGIN_HEADERS:
            self._patch(line.record).is_dropped = True
        else:
            self._patch(line.record).dropped_lines.add(line.line)

    # --- Writing

    def _document(self, document: Document) -> Document:
        if not any(id(record) in self.patches for record in document.records):
            return document
        records: list[Record] = []
        for record in document.records:
            patch = self.patches.get(id(record))
            records += [record] if patch is None else _read(document.path, record, patch)
        return Document(document.path, tuple(records), bom=document.bom)


def _is_rewritten(record: Record, before: Sequence[FactLine], after: Sequence[FactLine]) -> bool:
    """Whether the same lines of a record, as many, say otherwise what they said."""
    own = all(line.record is record and line.line != record.header_line for line in before)
    return own and len(before) == len(after) > 0 and not any(line.margin for line in after)


def _read(path: str, record: Record, patch: _Patch) -> Sequence[Record]:
    """A record with its patch; the new side's own where it comes to that: it has been read."""
    lines = _patched(record, patch)
    news = {id(line.record): line.record for line in patch.rewritten.values()}
    for new in news.values():
        if list(new.lines) == lines and new.header_line == record.header_line:
            return [new]
    return read_records(path, lines)


def _patched(record: Record, patch: _Patch) -> list[str]:
    """A record's lines with a patch; a record's comments and blank lines stay even where it goes."""
    lines: list[str] = []
    header = record.header_line
    for at, raw in enumerate(record.lines):
        line = raw if raw.endswith("\n") else f"{raw}\n"
        if at == header:
            lines += [] if patch.is_dropped else [_header_line(record, line, patch)]
            lines += [] if patch.is_dropped else [f"{INDENT}{text}\n" for text in patch.inserted]
        elif at in patch.rewritten and not patch.is_dropped:
            lines.append(_written(patch.rewritten[at]))
        elif at not in patch.dropped_lines and not (
            patch.is_dropped and line.strip()[:1] not in {"", "#"}
        ):
            lines.append(line)
    return [*lines, *(line if line.endswith("\n") else f"{line}\n" for line in patch.behind)]


def _written(line: FactLine) -> str:
    """A line of a record as it stands there."""
    raw = line.record.lines[line.line]
    return raw if raw.endswith("\n") else f"{raw}\n"


def _header_line(record: Record, line: str, patch: _Patch) -> str:
    header = record.header
    if patch.header is not None:
        return patch.header if patch.header.endswith("\n") else f"{patch.header}\n"
    if header is None or (patch.label is None and patch.under is None):
        return line
    label = header.get("label") if patch.label is None else patch.label
    word, slot = ("under", "under") if header.form.name == "scorecard" else ("in", "parent")
    above = header.get(slot) if patch.under is None else patch.under
    parts = [header.form.name, header.parts[0], label, f"{word} {above}" if above else None]
    return " ".join(part for part in parts if part) + "\n"
