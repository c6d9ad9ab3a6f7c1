"""Three versions in the names of the result: what one side renamed or moved to another scorecard the others call so too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bsctui.edits.apply import apply_all
from bsctui.edits.edit import Texts
from bsctui.edits.readdress import Readdressing
from bsctui.merge.identity import Side, above
from bsctui.merge.three_way import Disagreement, decided
from bsctui.model.build import build
from bsctui.model.names import declarations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.merge.pieces import Key
    from bsctui.model.names import Declaration
    from bsctui.text.document import Document

    Documents = Mapping[str, Document]


class Fate(NamedTuple):
    """What became of the base's records on one side, by their addresses in the result.

    Attributes:
        gone: The side has them no more, under any name.
        moved: The side gave them another name, or took them to another scorecard.
        touched: The side put something in them that the other side has elsewhere, or took out what the other side lacks.
    """

    gone: frozenset[str]
    moved: frozenset[str]
    touched: frozenset[str]


class Named(NamedTuple):
    """The versions in the names of the result.

    Attributes:
        headers: Of records that both sides gave another address: our header and theirs, by key.
        here: What became of the base's records on our side.
        there: The same on the other side.
    """

    base: Documents
    ours: Documents
    theirs: Documents
    headers: Mapping[Key, tuple[str, str]]
    here: Fate
    there: Fate


def in_final_names(base: Documents, ours: Documents, theirs: Documents) -> Named:
    """The versions as they would be written had all called everything as the result does."""
    old, mine, other = (_declared(documents) for documents in (base, ours, theirs))
    here, there = Side(old, mine), Side(old, other)
    here.adopt(there)
    there.adopt(here)
    final = _Final(old, here, there)
    if not here.changed and not there.changed:
        return Named(base, ours, theirs, final.headers, final.fate(here), final.fate(there))
    renamed = (
        _written(base, final.mapping(None), final.parents(None)),
        _written(ours, final.mapping(here), final.parents(here)),
        _written(theirs, final.mapping(there), final.parents(there)),
    )
    return Named(*renamed, final.headers, final.fate(here), final.fate(there))


def _declared(documents: Documents) -> dict[str, Declaration]:
    found: dict[str, Declaration] = {}
    for item in declarations(documents):
        found.setdefault(item.address, item)
    return found


def _written(
    documents: Documents, mapping: Mapping[str, str], parents: Mapping[str, str]
) -> Documents:
    if not mapping and not parents:
        return documents
    texts = Texts(documents, build(documents))
    plan = Readdressing(mapping, frozenset(), parents).plan(texts, "")
    return apply_all(texts, plan.line_edits)


@dataclass
class _Final:
    """What everything is called in the result."""

    old: Mapping[str, Declaration]
    here: Side
    there: Side
    cards: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    disputed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for address in self.old:
            if "." not in address:
                names = [side.new_of.get(address, address) for side in (self.here, self.there)]
                self.cards[address] = self._name(address, address, *names)
        for address in self.old:
            if "." in address:
                self.addresses[address] = self._address(address)
        self._keep_apart()
        self._keep_at_home()

    @property
    def headers(self) -> dict[Key, tuple[str, str]]:
        """Of records whose address is in dispute: our header and theirs, by key."""
        found: dict[Key, tuple[str, str]] = {}
        for address in self.disputed:
            origins = [
                side.new[side.new_of.get(address, address)].origin
                for side in (self.here, self.there)
            ]
            ours, theirs = (origin.record.lines[origin.line] for origin in origins)
            found["thing", self._final(None, address)] = (ours, theirs)
        return found

    def _keep_apart(self) -> None:
        """What would take a name that the other side gave to something else keeps its own, and is in dispute."""
        taken = {
            self._final(side, new)
            for side in (self.here, self.there)
            for new in side.new
            if new not in side.old_of
        }
        changed = [old for old, new in self.addresses.items() if new != self._placed(None, old)]
        taken |= {new for old, new in self.addresses.items() if old not in changed}
        for old in sorted(changed, key=lambda old: self.here.new_of.get(old, old) == old):
            if self.addresses[old] in taken and self._is_there(old):
                self.addresses[old] = self._placed(None, old)
                self.disputed.add(old)
            taken.add(self.addresses[old])

    def _keep_at_home(self) -> None:
        """What one side put where the other has nothing left to hold it stays where it was, and is in dispute."""
        for old in self.addresses:
            if self._is_there(old) and (self._new_home(old, self.here) or self._new_home(old, self.there)):  # fmt: skip
                self.addresses[old] = self._placed(None, old)
                self.disputed.add(old)

    def _new_home(self, old: str, side: Side) -> str | None:
        """The base record in which a side newly put another one, and which the other side deleted."""
        other = self.there if side is self.here else self.here
        home = side.home(old)
        if home not in other.gone or home in {above(self.old[old]), other.home(old)}:
            return None
        return home

    def _is_there(self, address: str) -> bool:
        """Whether both sides still have it."""
        return address in self.here.new_of and address in self.there.new_of

    def _name(self, address: str, base: str, ours: str, theirs: str) -> str:
        try:
            return decided(base, ours, theirs)
        except Disagreement:
            self.disputed.add(address)
            return ours

    def _address(self, address: str) -> str:
        card, _, name = address.partition(".")
        mine, other = self.here.relative(address), self.there.relative(address)
        home = self._name(address, card, mine[0], other[0])
        return f"{self.cards.get(home, home)}.{self._name(address, name, mine[1], other[1])}"

    def fate(self, side: Side) -> Fate:
        """What became of the base's records on a side."""
        other = self.there if side is self.here else self.here
        both = [old for old in self.addresses if self._is_there(old)]
        filled = [home for old in both if (home := self._new_home(old, side))]
        saved = [old for old in side.new_of if old in other.gone]
        left = [home for old in saved if side.home(old) != (home := above(self.old[old]))]
        moved = [old for old in side.new_of if side.is_moved(old)]
        some = (side.gone, moved, [*filled, *left])
        return Fate(*(frozenset(self._final(None, old) for old in one) for one in some))

    def mapping(self, side: Side | None) -> dict[str, str]:
        """A version's addresses -> the result's, of all that are called otherwise; None is the base."""
        found: dict[str, str] = {}
        for address, item in (side.new if side else self.old).items():
            found[address] = self._final(side, address)
            if item.kind == "objective" and item.parent:
                found[item.parent] = self._placed(side, item.parent)
        return {old: new for old, new in found.items() if old != new}

    def _final(self, side: Side | None, address: str) -> str:
        old = side.old_of.get(address) if side else address
        if old is not None:
            return self.addresses.get(old) or self.cards.get(old, old)
        return self._placed(side, address)

    def _placed(self, side: Side | None, address: str) -> str:
        """An address that only its scorecard's name can change."""
        card, dot, name = address.partition(".")
        before = side.old_of.get(card, card) if side else card
        return f"{self.cards.get(before, card)}{dot}{name}"

    def parents(self, side: Side | None) -> dict[str, str]:
        """By a version's address: the parent in the result's names, of what stands in another scorecard there."""
        found: dict[str, str] = {}
        for old, final in self.addresses.items():
            mine = side.new_of.get(old) if side else old
            if mine is None:
                continue
            card = self._placed(side, mine).partition(".")[0]
            if card != final.partition(".")[0]:
                found[mine] = self._parent(old, final)
        return found

    def _parent(self, old: str, final: str) -> str:
        for side in (self.here, self.there):
            new = side.new_of.get(old)
            if new is not None and self._placed(side, new).partition(".")[0] == final.partition(".")[0]:  # fmt: skip
                parent = side.new[new].parent or ""
                return self._final(side, parent) if parent in side.new else self._placed(side, parent)  # fmt: skip
        return self.old[old].parent or ""
