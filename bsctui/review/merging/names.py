"""Three versions in the names of the result: what one side renamed or moved to another scorecard the others call so too."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.edits.addresses import Readdressing
from bsctui.edits.edit import Texts
from bsctui.edits.running import apply_all
from bsctui.model.build import build
from bsctui.model.names import declarations
from bsctui.review.matching import match
from bsctui.review.merging.deciding import Disagreement, decided

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.model.names import Declaration
    from bsctui.review.matching import Matching
    from bsctui.review.merging.pieces import Key
    from bsctui.text.document import Document

    Documents = Mapping[str, Document]

SURE: Final = 0.8
"""The part of their lines that two records without `was` must share to be one: more than in a diff, where an error costs less."""


class Named(NamedTuple):
    """The versions in the names of the result.

    Attributes:
        headers: Of records that both sides gave another address: our header and theirs, by key.
    """

    base: Documents
    ours: Documents
    theirs: Documents
    headers: Mapping[Key, tuple[str, str]]


def in_final_names(base: Documents, ours: Documents, theirs: Documents) -> Named:
    """The versions as they would be written had all called everything as the result does."""
    old, mine, other = (_declared(documents) for documents in (base, ours, theirs))
    here, there = _Side(old, mine), _Side(old, other)
    if not here.changed and not there.changed:
        return Named(base, ours, theirs, {})
    final = _Final(old, here, there)
    renamed = (
        _written(base, final.mapping(None), final.parents(None)),
        _written(ours, final.mapping(here), final.parents(here)),
        _written(theirs, final.mapping(there), final.parents(there)),
    )
    return Named(*renamed, final.headers)


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


class _Side:
    """One side's names against the base's."""

    def __init__(self, old: Mapping[str, Declaration], new: Mapping[str, Declaration]) -> None:
        self.new = new
        matching = match(old, new)
        self.new_of = {
            before: after
            for before, after in matching.new_of.items()
            if before == after or _is_sure(matching, before, after)
        }
        self.old_of = {after: before for before, after in self.new_of.items()}

    @property
    def changed(self) -> bool:
        """Whether anything has another address."""
        return any(old != new for old, new in self.new_of.items())

    def relative(self, old: str) -> tuple[str, str]:
        """A base record's scorecard, in the base's names, and its own name on this side."""
        card, _, name = self.new_of.get(old, old).partition(".")
        return self.old_of.get(card, card), name


def _is_sure(matching: Matching, old: str, new: str) -> bool:
    """Whether two addresses surely mean one record: `was` says so, or all but the name is nearly the same."""
    before, after = matching.old[old].origin.record, matching.new[new].origin.record
    home = new.partition(".")[0]
    former = [s.parts[0] for s in after.statements if s.form.name == "was"]
    if any(old in {ref, f"{home}.{ref}"} for ref in former):
        return True
    card, _, name = old.partition(".")
    if name and name == new.partition(".")[2] and matching.old_of.get(home) == card:
        return True
    said = [
        Counter(s.parts for s in record.statements if s.form.name != "was")
        for record in (before, after)
    ]
    both = sum((said[0] & said[1]).values())
    labels = [record.header.get("label") if record.header else None for record in (before, after)]
    return labels[0] == labels[1] and both >= SURE * max(said[0].total(), said[1].total(), 1)


@dataclass
class _Final:
    """What everything is called in the result."""

    old: Mapping[str, Declaration]
    here: _Side
    there: _Side
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

    def mapping(self, side: _Side | None) -> dict[str, str]:
        """A version's addresses -> the result's, of all that are called otherwise; None is the base."""
        found: dict[str, str] = {}
        for address, item in (side.new if side else self.old).items():
            found[address] = self._final(side, address)
            if item.kind == "objective" and item.parent:
                found[item.parent] = self._placed(side, item.parent)
        return {old: new for old, new in found.items() if old != new}

    def _final(self, side: _Side | None, address: str) -> str:
        old = side.old_of.get(address) if side else address
        if old is not None:
            return self.addresses.get(old) or self.cards.get(old, old)
        return self._placed(side, address)

    def _placed(self, side: _Side | None, address: str) -> str:
        """An address that only its scorecard's name can change."""
        card, dot, name = address.partition(".")
        before = side.old_of.get(card, card) if side else card
        return f"{self.cards.get(before, card)}{dot}{name}"

    def parents(self, side: _Side | None) -> dict[str, str]:
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
