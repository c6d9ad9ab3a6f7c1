"""Three versions in the names of the result: what one side renamed or moved to another scorecard the others call so too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bsctui.edits.apply import documents_after
from bsctui.edits.edit import Texts
from bsctui.edits.readdress import Readdressing
from bsctui.merge.identity import SideNames
from bsctui.merge.three_way import Disagreement, three_way_choice
from bsctui.model.build import build
from bsctui.model.names import declarations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.merge.pieces import PieceKey
    from bsctui.model.names import Declaration
    from bsctui.text.document import Document

    Documents = Mapping[str, Document]


class RecordChanges(NamedTuple):
    """What became of the base's records on one side, by their addresses in the result.

    Attributes:
        deleted: The side has them no more, under any name.
        moved: The side gave them another name, or took them to another scorecard.
        touched: The side put something in them that the other side has elsewhere, or took out what the other side lacks.
    """

    deleted: frozenset[str]
    moved: frozenset[str]
    touched: frozenset[str]


class RenamedVersions(NamedTuple):
    """The versions in the names of the result.

    Attributes:
        headers: Of records that both sides gave another address: our header and theirs, by key.
        our_changes: What became of the base's records on our side.
        their_changes: The same on the other side.
    """

    base: Documents
    ours: Documents
    theirs: Documents
    headers: Mapping[PieceKey, tuple[str, str]]
    our_changes: RecordChanges
    their_changes: RecordChanges


def in_final_names(base: Documents, ours: Documents, theirs: Documents) -> RenamedVersions:
    """The versions as they would be written had all called everything as the result does."""
    base_records, our_records, their_records = (
        _declared(documents) for documents in (base, ours, theirs)
    )
    our_names, their_names = (
        SideNames(base_records, our_records),
        SideNames(base_records, their_records),
    )
    our_names.adopt(their_names)
    their_names.adopt(our_names)
    final = _Final(base_records, our_names, their_names)
    if not our_names.has_renames and not their_names.has_renames:
        return RenamedVersions(
            base,
            ours,
            theirs,
            final.headers,
            final.changes_on(our_names),
            final.changes_on(their_names),
        )
    renamed = (
        _renamed(base, final.mapping(None), final.parents(None)),
        _renamed(ours, final.mapping(our_names), final.parents(our_names)),
        _renamed(theirs, final.mapping(their_names), final.parents(their_names)),
    )
    return RenamedVersions(
        *renamed, final.headers, final.changes_on(our_names), final.changes_on(their_names)
    )


def _declared(documents: Documents) -> dict[str, Declaration]:
    declared: dict[str, Declaration] = {}
    for item in declarations(documents):
        declared.setdefault(item.address, item)
    return declared


def _renamed(
    documents: Documents, mapping: Mapping[str, str], parents: Mapping[str, str]
) -> Documents:
    if not mapping and not parents:
        return documents
    texts = Texts(documents, build(documents))
    plan = Readdressing(mapping, frozenset(), parents).plan(texts, "")
    return documents_after(texts, plan.line_edits)


@dataclass
class _Final:
    """What everything is called in the result."""

    old: Mapping[str, Declaration]
    our_names: SideNames
    their_names: SideNames
    cards: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    disputed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for address in self.old:
            if "." not in address:
                names = [
                    side.new_of.get(address, address) for side in (self.our_names, self.their_names)
                ]
                self.cards[address] = self._name(address, address, *names)
        self._keep_cards_apart()
        for address in self.old:
            if "." in address:
                self.addresses[address] = self._address(address)
        self._keep_apart()
        self._keep_at_home()
        self._tell_new_parents_apart()

    @property
    def headers(self) -> dict[PieceKey, tuple[str, str]]:
        """Of records whose address is in dispute: our header and theirs, by key."""
        by_key: dict[PieceKey, tuple[str, str]] = {}
        for address in self.disputed:
            origins = [
                side.new[side.new_of.get(address, address)].origin
                for side in (self.our_names, self.their_names)
            ]
            ours, theirs = (origin.record.lines[origin.line] for origin in origins)
            by_key["thing", self._final(None, address)] = (ours, theirs)
        return by_key

    def _keep_cards_apart(self) -> None:
        """A scorecard that would take the name that another one has keeps its own, and is in dispute."""
        sides = (self.our_names, self.their_names)
        taken = {new for side in sides for new in side.new if new not in side.old_of}
        changed = [old for old, new in self.cards.items() if new != old]
        taken |= self.cards.keys() - set(changed)
        for old in sorted(changed, key=lambda old: self.our_names.new_of.get(old, old) == old):
            if self.cards[old] in taken and self._is_there(old):
                self.cards[old] = old
                self.disputed.add(old)
            taken.add(self.cards[old])

    def _keep_apart(self) -> None:
        """What would take a name that the other side gave to something else keeps its own, and is in dispute."""
        taken = {
            self._final(side, new)
            for side in (self.our_names, self.their_names)
            for new in side.new
            if new not in side.old_of
        }
        changed = [old for old, new in self.addresses.items() if new != self._placed(None, old)]
        taken |= {new for old, new in self.addresses.items() if old not in changed}
        for old in sorted(changed, key=lambda old: self.our_names.new_of.get(old, old) == old):
            if self.addresses[old] in taken and self._is_there(old):
                self.addresses[old] = self._placed(None, old)
                self.disputed.add(old)
            taken.add(self.addresses[old])

    def _keep_at_home(self) -> None:
        """What one side put where the other has nothing left to hold it stays where it was, and is in dispute."""
        for old in self.addresses:
            if self._is_there(old) and (self._new_home(old, self.our_names) or self._new_home(old, self.their_names)):  # fmt: skip
                self.addresses[old] = self._placed(None, old)
                self.disputed.add(old)

    def _tell_new_parents_apart(self) -> None:
        """What both sides took to one scorecard, but each below something else there, is in dispute.

        The base has no parent in that scorecard: it is given the one of a side, which would then look unchanged.
        """
        sides = (self.our_names, self.their_names)
        for old in self.addresses:
            if self._is_there(old) and all(side.relative(old)[0] != old.partition(".")[0] for side in sides):  # fmt: skip
                parents = {self._parent_on(side, side.new_of[old]) for side in sides}
                if len(parents) > 1:
                    self.disputed.add(old)

    def _new_home(self, old: str, side: SideNames) -> str | None:
        """The base record in which a side newly put another one, and which the other side deleted."""
        other = self.their_names if side is self.our_names else self.our_names
        home = side.container(old)
        if home not in other.deleted or home in {
            self.old[old].container,
            other.container(old),
        }:
            return None
        return home

    def _is_there(self, address: str) -> bool:
        """Whether both sides still have it."""
        return address in self.our_names.new_of and address in self.their_names.new_of

    def _name(self, address: str, base: str, ours: str, theirs: str) -> str:
        try:
            return three_way_choice(base, ours, theirs)
        except Disagreement:
            self.disputed.add(address)
            return ours

    def _address(self, address: str) -> str:
        card, _, name = address.partition(".")
        our_place, their_place = (
            self.our_names.relative(address),
            self.their_names.relative(address),
        )
        home = self._name(address, card, our_place[0], their_place[0])
        return f"{self.cards.get(home, home)}.{self._name(address, name, our_place[1], their_place[1])}"

    def changes_on(self, side: SideNames) -> RecordChanges:
        """What became of the base's records on a side."""
        other = self.their_names if side is self.our_names else self.our_names
        remaining = [old for old in self.addresses if self._is_there(old)]
        filled = [home for old in remaining if (home := self._new_home(old, side))]
        saved = [old for old in side.new_of if old in other.deleted]
        left = [home for old in saved if side.container(old) != (home := self.old[old].container)]
        moved = [old for old in side.new_of if side.is_moved(old)]
        groups = (side.deleted, moved, [*filled, *left])
        return RecordChanges(
            *(frozenset(self._final(None, old) for old in group) for group in groups)
        )

    def mapping(self, side: SideNames | None) -> dict[str, str]:
        """A version's addresses -> the result's, of all that are called otherwise; None is the base."""
        addresses: dict[str, str] = {}
        for address, item in (side.new if side else self.old).items():
            addresses[address] = self._final(side, address)
            if item.kind == "objective" and item.parent:
                addresses[item.parent] = self._placed(side, item.parent)
        return {old: new for old, new in addresses.items() if old != new}

    def _final(self, side: SideNames | None, address: str) -> str:
        old = side.old_of.get(address) if side else address
        if old is not None:
            return self.addresses.get(old) or self.cards.get(old, old)
        return self._placed(side, address)

    def _placed(self, side: SideNames | None, address: str) -> str:
        """An address that only its scorecard's name can change."""
        card, dot, name = address.partition(".")
        before = side.old_of.get(card, card) if side else card
        return f"{self.cards.get(before, card)}{dot}{name}"

    def parents(self, side: SideNames | None) -> dict[str, str]:
        """By a version's address: the parent in the result's names, of what stands in another scorecard there."""
        new_parents: dict[str, str] = {}
        for old, final in self.addresses.items():
            address = side.new_of.get(old) if side else old
            if address is None:
                continue
            card = self._placed(side, address).partition(".")[0]
            if card != final.partition(".")[0]:
                new_parents[address] = self._parent(old, final)
        return new_parents

    def _parent(self, old: str, final: str) -> str:
        for side in (self.our_names, self.their_names):
            new = side.new_of.get(old)
            if new is not None and self._placed(side, new).partition(".")[0] == final.partition(".")[0]:  # fmt: skip
                return self._parent_on(side, new)
        return self.old[old].parent or ""

    def _parent_on(self, side: SideNames, new: str) -> str:
        """The parent that a side gives something, in the result's names."""
        parent = side.new[new].parent or ""
        return self._final(side, parent) if parent in side.new else self._placed(side, parent)
