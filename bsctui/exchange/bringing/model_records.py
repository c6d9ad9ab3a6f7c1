"""The records of a model's document as one edit: new files as they are, known records replaced where they say something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.edits.edit import EditPlan, Intent, Texts
from bsctui.edits.line_ops import insert_lines, last_nonblank_line
from bsctui.exchange.bringing.outcome import ImportResult
from bsctui.model.names import declaration
from bsctui.text.document import read_document
from bsctui.text.edits import LineEdit
from bsctui.text.forms import ENTITY_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.text.document import Document, Record

Key = tuple[str, ...]


class BringModel:
    """One edit: everything that a document of a model says. After planning, `result` says what it does."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.result = ImportResult()

    def plan(self, texts: Texts) -> EditPlan:
        """Every line of it; records that say the same stay word for word."""
        self.result = ImportResult()
        known = {key: (path, record) for path, record, key in _records(texts.documents)}
        edits: list[LineEdit] = []
        added: set[str] = set()
        changed: set[str] = set()
        for path, text in self.texts.items():
            document = read_document(path, text.encode())
            fresh: list[Record] = []
            for _, record, key in _records({path: document}):
                known_record = known.get(key)
                address = _address(path, record)
                if known_record is None:
                    fresh.append(record)
                    added |= {address} if address else set()
                elif _content(known_record[1]) != _content(record):
                    edits.append(_replacement(texts, *known_record, record))
                    changed |= {address} if address else set()
                    self.result.updated.append(address or " ".join(key))
                else:
                    self.result.unchanged += 1
            edits += _additions(texts, path, fresh)
        self.result.created = sorted(added)
        intent = Intent(added=frozenset(added), changed=frozenset(changed))
        return EditPlan(f"{len(added)} records imported", tuple(edits), intent)


def _records(documents: Mapping[str, Document]) -> Iterator[tuple[str, Record, Key]]:
    """Every record that has a header, with what tells it from others."""
    seen: dict[Key, int] = {}
    for path, document in documents.items():
        for record in document.records:
            if record.header is None:
                continue
            key = _key(path, record)
            seen[key] = seen.get(key, 0) + 1
            yield path, record, (*key, str(seen[key]))


def _key(path: str, record: Record) -> Key:
    """An address; of settings the name; of blocks and series apart what they are of, and of which period."""
    header = record.header
    assert header is not None, "asked before"
    address = _address(path, record)
    if address is not None:
        return ("record", address)
    form = header.form.name
    if form in {"calendar", "bsc", "coverage"}:
        return (form,)
    if form in {"actual_margin", "target_margin"}:
        return (form, *header.parts[:2])
    return (form, header.parts[0])


def _address(path: str, record: Record) -> str | None:
    header = record.header
    if header is None or header.form.name not in ENTITY_HEADERS:
        return None
    return declaration(path, record).address


def _content(record: Record) -> object:
    header = record.header
    assert header is not None, "asked before"
    facts: dict[str, list[object]] = {}
    for statement in record.statements:
        facts.setdefault(statement.form.keyword, []).append((statement.form.name, statement.parts))
    return header.form.name, header.parts, facts


def _replacement(texts: Texts, path: str, old: Record, new: Record) -> LineEdit:
    assert old.header is not None, "asked before"
    start = texts.start(path, old)
    lines = tuple(new.lines[: last_nonblank_line(new) + 1])
    return LineEdit(path, start + old.header.line, start + last_nonblank_line(old), lines)


def _additions(texts: Texts, path: str, records: list[Record]) -> list[LineEdit]:
    if not records:
        return []
    lines = [raw for record in records for raw in record.lines]
    document = texts.documents.get(path)
    if document is None or not document.lines:
        return [LineEdit(path, 1, 0, tuple(lines))]
    texts_only = [raw.rstrip("\n") for raw in lines]
    return [insert_lines(document, path, len(document.lines), ["", *texts_only])]
