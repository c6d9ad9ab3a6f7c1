"""Every name of a workspace: what declares it, what kind of thing it is, and the closest known one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model import vocabulary
from bsctui.model.entities import Origin
from bsctui.model.flaws import Flaw
from bsctui.model.lookalikes import lookalikes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bsctui.text.document import Document, Record


LONGEST: Final = 200
"""Characters of an address for which a similar one is looked for."""


class Declaration(NamedTuple):
    """A record of one of the five kinds, by its header."""

    kind: str
    address: str
    parent: str | None
    """As written: a scorecard's `under`, the others' `in`."""
    origin: Origin


class Names:
    """The declarations of a workspace by address, with the perspectives that every scorecard has."""

    def __init__(self, declared: dict[str, Declaration], perspectives: tuple[str, ...]) -> None:
        self.declared = declared
        self.perspectives = perspectives
        self._by_kind: dict[str, list[str]] | None = None

    def kind(self, address: str) -> str | None:
        """The kind of thing that an address names; None for nothing."""
        found = self.declared.get(address)
        if found is not None:
            return found.kind
        scorecard, _, name = address.partition(".")
        if name in self.perspectives and self.kind(scorecard) == "scorecard":
            return "perspective"
        return None

    def closest(self, address: str, kinds: Iterable[str]) -> str | None:
        """The known address of these kinds that a slip of the keys may have meant."""
        if len(address) > LONGEST:
            return None
        scorecard, _, name = address.partition(".")
        known = self._known(kinds)
        same_name = [other for other in known if name and other.partition(".")[2] == name]
        in_same = [other for other in known if other.partition(".")[0] == scorecard]
        for choice in (in_same, known, same_name):
            close = get_close_matches(address, choice, 1, 0.75)
            if close:
                return close[0]
        return same_name[0] if len(same_name) == 1 else None

    def _known(self, kinds: Iterable[str]) -> list[str]:
        if self._by_kind is None:
            self._by_kind = {}
            for declaration in self.declared.values():
                self._by_kind.setdefault(declaration.kind, []).append(declaration.address)
        found = [address for kind in kinds for address in self._by_kind.get(kind, [])]
        if "perspective" in kinds:
            found += [
                f"{card}.{name}"
                for card in self._by_kind.get("scorecard", [])
                for name in self.perspectives
            ]
        return found


def file_order(path: str) -> tuple[str, ...]:
    """Files are shown by path components, by code point."""
    return tuple(path.split("/"))


def declarations(documents: Mapping[str, Document]) -> list[Declaration]:
    """The records of the five kinds, in order of display."""
    found: list[Declaration] = []
    for path in sorted(documents, key=file_order):
        for record in documents[path].records:
            header = record.header
            if header is not None and header.form.name in vocabulary.ENTITY_HEADERS:
                found.append(declaration(path, record))
    return found


def declaration(path: str, record: Record) -> Declaration:
    """What a record of one of the five kinds declares."""
    header = record.header
    assert header is not None, "only records whose header was read"  # noqa: S101 - tells mypy what the caller knows
    kind, name = header.form.name, header.parts[0]
    if kind == "scorecard":
        return Declaration(kind, name, header.get("under"), Origin(path, record, header.line))
    parent = header.get("parent") or ""
    home = parent.partition(".")[0]
    return Declaration(kind, f"{home}.{name}", parent, Origin(path, record, header.line))


def collect(found: list[Declaration], perspectives: tuple[str, ...]) -> tuple[Names, list[Flaw]]:
    """The names of a workspace; an address declared twice is a flaw of its second place."""
    declared: dict[str, Declaration] = {}
    flaws: list[Flaw] = []
    for item in found:
        first = declared.get(item.address)
        name = item.address.partition(".")[2]
        if first is not None:
            message = f"`{item.address}` is declared twice: a {first.kind} has this name"
            flaws.append(_taken(item, message, (first.origin,)))
        elif name in perspectives:
            flaws.append(_taken(item, f"`{name}` is the name of a perspective", ()))
        else:
            declared[item.address] = item
    flaws += lookalikes(declared)
    return Names(declared, perspectives), flaws


def _taken(item: Declaration, message: str, related: tuple[Origin, ...]) -> Flaw:
    hint = "names are unique within a scorecard, and scorecards' within the workspace: take another"
    return Flaw("E203", message, item.origin, "name", hint, related, frozenset({item.address}))
