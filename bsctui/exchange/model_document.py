"""The model whole as one document, and back: every record with its fields in the words of the language, comments left out.

A field holds what stands behind its keyword, as `bsctui set` takes it: the language itself is the schema, so that
nothing has to be said twice and every later form is in it from the first day.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from bsctui.edits.edit import Refused
from bsctui.edits.typed_values import text_token
from bsctui.text.document import HEADERS
from bsctui.text.forms import ENTITY_HEADERS
from bsctui.text.lines import code_part
from bsctui.text.literals import string

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Statement

VERSION: Final = 1
INDENT: Final = "  "


class NotADocument(Exception):
    """A file that is no document of a model; the message says why."""


# --- Out


def model_document(documents: Mapping[str, Document]) -> dict[str, Any]:
    """The document of a workspace: its files with their records, in order."""
    files = [
        {"path": path, "records": [_record(*headed) for headed in document.headed()]}
        for path, document in documents.items()
    ]
    return {"version": VERSION, "files": [file for file in files if file["records"]]}


def _record(record: Record, header: Statement) -> dict[str, Any]:
    raw = record.lines[header.line]
    if header.form.name in ENTITY_HEADERS:
        written = _entity(header)
    else:
        kind, _, rest = code_part(raw).strip().partition(" ")
        written = {"kind": kind, "is": " ".join(rest.split())}
    fields: dict[str, list[str]] = {}
    for statement in record.statements:
        keyword, clause = _split(record, statement)
        fields.setdefault(keyword, []).append(clause)
    if fields:
        written["fields"] = fields
    return written


def _entity(header: Statement) -> dict[str, Any]:
    written: dict[str, Any] = {"kind": header.form.keyword, "name": header.parts[0]}
    label = header.get("label")
    if label is not None:
        written["label"] = string(label)
    place = next((value for value in header.parts[1:] if value != label), None)
    if place is not None:
        written["under" if header.form.keyword == "scorecard" else "in"] = place
    return written


def _split(record: Record, statement: Statement) -> tuple[str, str]:
    """The first word of a statement and the text behind it; of a line of an `actuals` block its address and value."""
    code = code_part(record.lines[statement.line]).strip()
    first, _, rest = code.partition(" ") if " " in code else code.partition("\t")
    return first, rest.strip()


# --- In


_PATH = re.compile(r"(?!/)(?:(?!\.)[^/\\\0:]+/)*(?!\.)[^/\\\0:]+\.bsc")


def texts_of(document: Any) -> dict[str, str]:
    """The files that a document describes.

    Raises:
        NotADocument: It is none, or says something that no line can hold.
    """
    if not isinstance(document, dict) or not isinstance(document.get("files"), list):
        raise NotADocument("it has no `files`; `bsctui export` writes such documents")
    if document.get("version") != VERSION:
        raise NotADocument(f"it is of version {document.get('version')}; this program reads {VERSION}")  # fmt: skip
    texts: dict[str, str] = {}
    for file in document["files"]:
        path = file.get("path") if isinstance(file, dict) else None
        if not isinstance(path, str) or not _PATH.fullmatch(path):
            raise NotADocument(f"`{path}` is not the path of a file in a workspace")
        records = file.get("records")
        if not isinstance(records, list):
            raise NotADocument(f"`{path}` has no `records`")
        texts[path] = "\n".join(_text(record) for record in records)
    return texts


def _text(record: Any) -> str:
    if not isinstance(record, dict):
        raise NotADocument("a record is not a table")
    header = _header_text(record)
    if "\n" in header or HEADERS.read(f"{header}\n", 0) is None:
        raise NotADocument(f"`{header}` is not a header")
    fields = record.get("fields", {})
    if not isinstance(fields, dict):
        raise NotADocument(f"the fields of `{header}` are not a table")
    lines = [
        f"{INDENT}{keyword} {clause}".rstrip()
        for keyword, clauses in fields.items()
        for clause in (clauses if isinstance(clauses, list) else [clauses])
    ]
    bad = next((line for line in lines if "\n" in line or "\r" in line), None)
    if bad is not None:
        raise NotADocument(f"a field of `{header}` holds more than one line")
    return "".join(f"{line}\n" for line in (header, *lines))


def _label_token(label: str) -> str:
    try:
        return text_token(label)
    except Refused as refused:
        raise NotADocument(f"a label holds what no text may hold: {refused.message}") from None


def _header_text(record: Mapping[str, Any]) -> str:
    kind = record.get("kind")
    if not isinstance(kind, str):
        raise NotADocument("a record has no `kind`")
    if "name" not in record:
        return f"{kind} {record.get('is', '')}".strip()
    label, under, inside = (record.get(key) for key in ("label", "under", "in"))
    parts = [kind, str(record["name"])]
    if isinstance(label, str):
        parts.append(_label_token(label))
    if isinstance(under, str):
        parts += ["under", under]
    if isinstance(inside, str):
        parts += ["in", inside]
    return " ".join(parts)
