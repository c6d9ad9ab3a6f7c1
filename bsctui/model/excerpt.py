"""What a workspace's texts say of one item, cut out of them: small enough to be compared at every commit of a history."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.build import build
from bsctui.model.names import declaration, declared_address
from bsctui.model.references import references_of
from bsctui.text.document import Document, document_of, read_document
from bsctui.text.forms import DATA_HEADERS, ENTITY_HEADERS, SETTING_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bsctui.model.model import Model
    from bsctui.model.names import Declaration
    from bsctui.text.document import Record

STUB_FILE: Final = "\U0010ffff"
"""The file of what a slice needs besides: settings, and stand-ins for what it refers to."""

Excerpt = tuple["Record", ...]
"""The records of one file that speak of an item: its own, margin lines, `actuals` blocks."""


def excerpt_bytes(content: bytes, address: str) -> bytes:
    """The records of a file that may speak of an item, without reading the others."""
    name = address.rpartition(".")[2].encode("utf-8", "surrogateescape")
    if name not in content:
        return b""
    chunks = [
        content[match.start() : _end(content, match.end())]
        for match in _own(name).finditer(content)
    ]
    whole = address.encode("utf-8", "surrogateescape")
    if b"." in whole and whole in content:
        chunks += [match.group() + b"\n" for match in _margin(whole).finditer(content)]
        chunks += _blocks(content, whole)
    return b"".join(chunks)


def _own(name: bytes) -> re.Pattern[bytes]:
    """The header of a record of one of the five kinds."""
    kinds = b"|".join(sorted(kind.encode() for kind in ENTITY_HEADERS))
    return re.compile(
        rb"^(?:\xef\xbb\xbf)?(?:" + kinds + rb")[ \t]+" + re.escape(name) + rb"(?=[\s\"#]|\Z)",
        re.MULTILINE,
    )


def _margin(address: bytes) -> re.Pattern[bytes]:
    return re.compile(
        rb"^(?:\xef\xbb\xbf)?(?:actual|target)[ \t]+" + re.escape(address) + rb"[ \t][^\n]*",
        re.MULTILINE,
    )


def _blocks(content: bytes, address: bytes) -> Iterator[bytes]:
    """The lines of `actuals` blocks that name an address, each below the header of its block."""
    lines = re.compile(rb"^[ \t]+" + re.escape(address) + rb"[ \t][^\n]*", re.MULTILINE)
    for match in lines.finditer(content):
        header = _header_above(content, match.start())
        if header.startswith(b"actuals"):
            yield header + match.group() + b"\n"


def _header_above(content: bytes, at: int) -> bytes:
    """The last line before a place that begins at the margin."""
    end = at
    while end > 0:
        start = content.rfind(b"\n", 0, end - 1) + 1
        if content[start : start + 1] not in b" \t#\r\n":
            return content[start:end]
        end = start
    return b""


def _end(content: bytes, start: int) -> int:
    """Where a record ends: at the next line that begins at the margin with something to read."""
    following = re.compile(rb"^[^\s#]", re.MULTILINE).search(content, start)
    return following.start() if following is not None else len(content)


def excerpt_of(records: Iterable[Record], path: str, address: str) -> Excerpt:
    """Of some records those that speak of an item."""
    return tuple(record for record in records if _speaks_of(record, path, address))


def _speaks_of(record: Record, path: str, address: str) -> bool:
    if declared_address(record.header) == address:
        return True
    return (
        record.header is not None
        and record.header.form.name in DATA_HEADERS
        and any(mention.address == address for mention in references_of(path, record))
    )


def excerpt_in(content: bytes, path: str, address: str) -> Excerpt:
    """Of a file's content the records that speak of an item."""
    own_bytes = excerpt_bytes(content, address)
    return excerpt_of(read_document(path, own_bytes).records, path, address) if own_bytes else ()


def declares(records: Excerpt, address: str) -> bool:
    """Whether one of the records is the item's own."""
    return any(declared_address(record.header) == address for record in records)


class Stub(NamedTuple):
    """Something that a slice refers to and does not hold: what it is, where, and what it was called before."""

    kind: str
    address: str
    was: str | None = None


def settings_of(model: Model) -> Excerpt:
    """The settings by which a slice is read."""
    return tuple(
        record
        for document in model.documents.values()
        for record, _ in document.headed(SETTING_HEADERS)
    )


def excerpt_model(
    excerpts: Mapping[str, Excerpt], settings: Excerpt, stubs: Iterable[Stub], perspective: str
) -> Model:
    """The model of what is said of an item; what it refers to is there by name only."""
    declared = {
        declared_address(record.header) for records in excerpts.values() for record in records
    }
    text = "".join(_stub_text(stub, perspective) for stub in stubs if stub.address not in declared)
    documents = {
        path: Document(path, records, bom=False) for path, records in excerpts.items() if records
    }
    around = (*settings, *document_of(STUB_FILE, text).records)
    documents[STUB_FILE] = Document(STUB_FILE, around, bom=False)
    return build(documents)


def _stub_text(stub: Stub, perspective: str) -> str:
    card, _, name = stub.address.partition(".")
    where = {
        "scorecard": f"scorecard {card}\n",
        "objective": f"objective {name} in {card}.{perspective}\n",
        "measure": f"measure {name} in {card}\n",
        "kpi": f"kpi {name} in {card}.{perspective}\n",
        "initiative": f"initiative {name} in {card}.{perspective}\n",
    }[stub.kind]
    return where + (f"  was {stub.was}\n" if stub.was else "")


def mentioned_addresses(excerpts: Mapping[str, Excerpt]) -> dict[str, str | None]:
    """The addresses that some records name, each with its scorecard: what kind of thing it is, where the record tells."""
    kinds: dict[str, str | None] = {}
    for path, records in excerpts.items():
        for record in records:
            is_kpi = record.header is not None and record.header.form.name == "kpi"
            for mention in references_of(path, record):
                kind = "objective" if is_kpi and mention.slot == "parent" else None
                kinds |= {mention.address.partition(".")[0]: "scorecard", mention.address: kind}
    return kinds


def declared_in(documents: Iterable[Document]) -> dict[str, Declaration]:
    """What some files declare."""
    declared: dict[str, Declaration] = {}
    for document in documents:
        for record, header in document.headed(ENTITY_HEADERS):
            item = declaration(document.path, record, header)
            declared.setdefault(item.address, item)
    return declared


def same_excerpts(left: Mapping[str, Excerpt], right: Mapping[str, Excerpt]) -> bool:
    """Whether two sides say the same, byte for byte."""
    return _lines(left) == _lines(right)


def _lines(excerpts: Mapping[str, Excerpt]) -> Sequence[tuple[str, ...]]:
    return [record.lines for records in excerpts.values() for record in records]
