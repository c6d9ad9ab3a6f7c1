"""The records of a model's document as one edit: new files as they are, known records replaced where they say something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.edits.edit import EditPlan, Intent, Texts
from bsctui.edits.line_ops import insert_lines
from bsctui.exchange.importing.outcome import ImportResult
from bsctui.model.names import declared_address
from bsctui.text.document import read_document
from bsctui.text.edits import LineEdit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Statement

Key = tuple[str, ...]


class BringModel:
    """One edit: everything that a document of a model says. After planning, `result` says what it does."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.result = ImportResult(noun="record")

    def plan(self, texts: Texts) -> EditPlan:
        """Every line of it; records that say the same stay word for word."""
        self.result = ImportResult(noun="record")
        known = {key: place for place, key in _records(texts.documents)}
        edits: list[LineEdit] = []
        added: set[str] = set()
        changed: set[str] = set()
        for path, text in self.texts.items():
            document = read_document(path, text.encode())
            fresh: list[Record] = []
            for new, key in _records({path: document}):
                old = known.get(key)
                address = declared_address(new.header)
                if old is None:
                    fresh.append(new.record)
                    added |= {address} if address else set()
                elif _content(old) != _content(new):
                    edits.append(_replacement(texts, old, new.record))
                    changed |= {address} if address else set()
                    self.result.updated.append(address or " ".join(key))
                else:
                    self.result.unchanged += 1
            edits += _additions(texts, path, fresh)
        self.result.created = sorted(added)
        intent = Intent(added=frozenset(added), changed=frozenset(changed))
        return EditPlan(f"{len(added)} records imported", tuple(edits), intent)


class _Place(NamedTuple):
    path: str
    record: Record
    header: Statement


def _records(documents: Mapping[str, Document]) -> Iterator[tuple[_Place, Key]]:
    """Every record that has a header, with what tells it from others."""
    seen: dict[Key, int] = {}
    for path, document in documents.items():
        for record, header in document.headed():
            key = _key(header)
            seen[key] = seen.get(key, 0) + 1
            yield _Place(path, record, header), (*key, str(seen[key]))


def _key(header: Statement) -> Key:
    """An address; of settings the name; of blocks and series apart what they are of, and of which period."""
    address = declared_address(header)
    if address is not None:
        return ("record", address)
    form = header.form.name
    if form in {"calendar", "bsc", "coverage"}:
        return (form,)
    if form in {"actual_margin", "target_margin"}:
        return (form, *header.parts[:2])
    return (form, header.parts[0])


def _content(place: _Place) -> object:
    facts: dict[str, list[object]] = {}
    for statement in place.record.statements:
        facts.setdefault(statement.form.keyword, []).append((statement.form.name, statement.parts))
    return place.header.form.name, place.header.parts, facts


def _replacement(texts: Texts, old: _Place, new: Record) -> LineEdit:
    start = texts.start(old.path, old.record)
    lines = tuple(new.lines[: new.last_nonblank_line + 1])
    last = start + old.record.last_nonblank_line
    return LineEdit(old.path, start + old.header.line, last, lines)


def _additions(texts: Texts, path: str, records: list[Record]) -> list[LineEdit]:
    if not records:
        return []
    lines = [raw for record in records for raw in record.lines]
    document = texts.documents.get(path)
    if document is None or not document.lines:
        return [LineEdit(path, 1, 0, tuple(lines))]
    texts_only = [raw.rstrip("\n") for raw in lines]
    return [insert_lines(document, path, len(document.lines), ["", *texts_only])]
