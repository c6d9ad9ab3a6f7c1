"""Every name of a workspace: what declares it, what kind of thing it is, and the closest known one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.closest import FEW, WordIndex, closest_of
from bsctui.model.confusables import lookalikes
from bsctui.model.entities import Kind, Origin
from bsctui.model.record_diagnostic import RecordDiagnostic
from bsctui.text.forms import ENTITY_HEADERS
from bsctui.text.lines import code_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Statement


class Declaration(NamedTuple):
    """A record of one of the five kinds, by its header."""

    kind: str
    address: str
    parent: str | None
    """As written: a scorecard's `under`, the others' `in`."""
    origin: Origin
    header: Statement

    @property
    def container(self) -> str:
        """The address of the record that it stands in or under: of an objective the scorecard, as no record declares a perspective's place."""
        parent = self.parent or ""
        return parent.partition(".")[0] if self.kind == "objective" else parent


class Names:
    """The declarations of a workspace by address, with the perspectives that every scorecard has.

    Attributes:
        erroneous: By address the kinds of records that have it and are errors themselves: what refers to one
            of them is not an error too.
    """

    def __init__(
        self,
        declared: dict[str, Declaration],
        perspectives: tuple[str, ...],
        erroneous: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.declared = declared
        self.perspectives = perspectives
        self.erroneous: Mapping[str, frozenset[str]] = erroneous or {}
        self._perspectives = frozenset(perspectives)
        self._indexes: dict[tuple[str, ...], _AddressIndex] = {}

    def kind(self, address: str) -> str | None:
        """The kind of thing that an address names; None for nothing."""
        item = self.declared.get(address)
        if item is not None:
            return item.kind
        scorecard, _, name = address.partition(".")
        if name in self._perspectives and self.kind(scorecard) == "scorecard":
            return "perspective"
        return None

    def is_perspective(self, name: str) -> bool:
        """Whether the workspace has such a perspective."""
        return name in self._perspectives

    def is_erroneous(self, address: str, kinds: Iterable[str]) -> bool:
        """Whether a record of one of these kinds would have the address, were it not an error itself."""
        return not self.erroneous.get(address, frozenset()).isdisjoint(kinds)

    def closest(
        self, address: str, kinds: tuple[str, ...], asking: str | None = None
    ) -> str | None:
        """The known address of these kinds that a slip of the keys may have meant; never that of the record that asks."""
        index = self._indexes.get(kinds)
        if index is None:
            index = self._indexes[kinds] = _AddressIndex(self._of_kinds(kinds))
        return index.closest(address, asking)

    def _of_kinds(self, kinds: tuple[str, ...]) -> Iterator[str]:
        of_kind: dict[str, list[str]] = {kind: [] for kind in (*kinds, "scorecard")}
        for item in self.declared.values():
            of_kind.get(item.kind, []).append(item.address)
        for kind in kinds:
            yield from of_kind[kind]
        if "perspective" in kinds:
            for card in of_kind["scorecard"]:
                yield from (f"{card}.{name}" for name in self.perspectives)


class _AddressIndex:
    """Addresses among which one may have been meant."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._words = WordIndex(addresses)
        self._by_name: dict[str, list[str]] = {}
        for address in self._words:
            self._by_name.setdefault(address.partition(".")[2], []).append(address)

    def closest(self, address: str, asking: str | None) -> str | None:
        """The closest by its name within the same scorecard, else the one elsewhere that is close as a whole and by its name."""
        scorecard, _, name = address.partition(".")
        same_name = self._by_name.get(name, []) if name else []
        near = [each for each in (*self._words.near(address), *same_name[:FEW]) if each != asking]
        if not name:
            return closest_of(address, near)
        in_same = [other for other in near if other.startswith(f"{scorecard}.")]
        close = closest_of(name, [_name_of(other) for other in in_same])
        if close is not None:
            return f"{scorecard}.{close}"
        elsewhere = [other for other in near if closest_of(name, [_name_of(other)])]
        lone = [other for other in same_name if other != asking]
        return closest_of(address, elsewhere) or (lone[0] if len(lone) == 1 else None)


def _name_of(address: str) -> str:
    """Its name within its scorecard; of a scorecard its own."""
    return address.partition(".")[2] or address


def file_order(path: str) -> tuple[str, ...]:
    """Files are shown by path components, by code point."""
    return tuple(path.split("/"))


def declarations(documents: Mapping[str, Document]) -> list[Declaration]:
    """The records of the five kinds, in order of display."""
    declared: list[Declaration] = []
    for path in sorted(documents, key=file_order):
        document = documents[path]
        declared += [declaration(path, *each) for each in document.headed(ENTITY_HEADERS)]
    return declared


def declaration(path: str, record: Record, header: Statement) -> Declaration:
    """What a record of one of the five kinds declares by its header."""
    kind, name = header.form.name, header.parts[0]
    origin = Origin(path, record, header.line)
    if kind == "scorecard":
        return Declaration(kind, name, header.get("under"), origin, header)
    parent = header.get("parent") or ""
    return Declaration(kind, f"{parent.partition('.')[0]}.{name}", parent, origin, header)


def declared_address(header: Statement | None) -> str | None:
    """The address that a header gives its record; None where it declares nothing with an address."""
    if header is None or header.form.name not in ENTITY_HEADERS:
        return None
    home = home_scorecard(header)
    return home if header.form.name == "scorecard" else f"{home}.{header.parts[0]}"


def home_scorecard(header: Statement | None) -> str:
    """The scorecard that the short names in a header's record mean; empty where there is none."""
    if header is None:
        return ""
    if header.form.name == "scorecard":
        return header.parts[0]
    return (header.get("parent") or "").partition(".")[0]


_UNREAD: Final = re.compile(
    r"(scorecard|objective|kpi|measure|initiative|perspective|tier)[ \t]+([^\s:#\"]+)"
)
_PLACE: Final = re.compile(r"[ \t]in[ \t]+([^\s.]+)")


def unread_declarations(documents: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    """Kind and address of what headers declare that could not be read, as far as that can be told."""
    for document in documents.values():
        for record in document.records if document.diagnostics else ():
            if record.header is None and record.header_line is not None:
                code = code_part(record.lines[record.header_line])
                match, place = _UNREAD.match(code), _PLACE.findall(code)
                if match and match[1] in {"scorecard", "perspective", "tier"}:
                    yield match[1], match[2]
                elif match and place:
                    yield match[1], f"{place[-1]}.{match[2]}"


def collect_names(
    items: list[Declaration],
    perspectives: tuple[str, ...],
    unread: Iterable[tuple[str, str]] = (),
) -> tuple[Names, list[RecordDiagnostic]]:
    """The names of a workspace; an address declared twice is a problem of its second place.

    Args:
        items: What is declared, in order of display.
        perspectives: The workspace's.
        unread: Kind and address of what has an unreadable header.
    """
    declared: dict[str, Declaration] = {}
    diagnostics: list[RecordDiagnostic] = []
    erroneous: dict[str, frozenset[str]] = {}
    for kind, address in unread:
        erroneous[address] = erroneous.get(address, frozenset()) | {kind}
    for item in items:
        first = declared.get(item.address)
        name = item.address.partition(".")[2]
        if first is not None:
            message = (
                f"`{item.address}` is declared twice: {Kind(first.kind).with_article} has this name"
            )
            diagnostics.append(_name_taken(item, message, (first.origin,)))
        elif name in perspectives:
            diagnostics.append(_name_taken(item, f"`{name}` is the name of a perspective", ()))
        else:
            declared[item.address] = item
            continue
        erroneous[item.address] = erroneous.get(item.address, frozenset()) | {item.kind}
    diagnostics += lookalikes(declared)
    return Names(declared, perspectives, erroneous), diagnostics


def _name_taken(item: Declaration, message: str, related: tuple[Origin, ...]) -> RecordDiagnostic:
    hint = "names are unique within a scorecard, and names of scorecards within the workspace: choose another"
    return RecordDiagnostic(
        "E203", message, item.origin, "name", hint, related, frozenset({item.address})
    )
