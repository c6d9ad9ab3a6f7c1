"""The two sides of a comparison, the new one also in the old one's names: then what is left are changes of facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from bsctui.edits.apply import documents_after
from bsctui.edits.edit import Texts
from bsctui.edits.readdress import Readdressing
from bsctui.merge.record_pairing import KINDS, Matching, match_records
from bsctui.model.periods import FiscalYear
from bsctui.review.facts import Facts
from bsctui.review.series_values import values_by_ordinal

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from bsctui.merge.likeness import FiguresOf
    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model
    from bsctui.text.document import Document


@dataclass(frozen=True)
class AlignedSides:
    """Two models to compare, with the pairs between them.

    Attributes:
        known_matching: The pairs, where they are known already.
    """

    old: Model
    new: Model
    known_matching: Matching | None = None

    @cached_property
    def matching(self) -> Matching:
        """Which record is which."""
        return self.known_matching or match_records(
            self.old.names.declared,
            self.new.names.declared,
            (_figures(self.old), _figures(self.new)),
        )

    def swapped(self) -> AlignedSides:
        """The new side as the old one: the same pairs, for only the later side tells what was renamed."""
        pairs = self.matching
        return AlignedSides(
            self.new, self.old, Matching(pairs.new_of, pairs.old_of, pairs.new, pairs.old)
        )

    @cached_property
    def fiscal(self) -> FiscalYear:
        """By which periods of both sides compare."""
        calendar = self.old.settings.calendar or self.new.settings.calendar
        return calendar.fiscal if calendar is not None else FiscalYear()

    @cached_property
    def names(self) -> Mapping[str, str]:
        """New addresses -> how they are called in old names: all that are called otherwise there.

        A new record that would take a paired one's old name gets a name that nothing has.
        """
        matching = self.matching
        old_names = {new: old for new, old in matching.old_of.items() if new != old}
        taken = {*matching.old, *matching.new}
        for address in sorted(matching.added, key=lambda new: KINDS.index(matching.new[new].kind)):
            name = self._name_of_added(address, old_names)
            while name in matching.old or (name != address and name in taken):
                name += "_"
            if name != address:
                old_names[address] = name
                taken.add(name)
        for new, old in list(old_names.items()):
            if "." not in new:
                old_names |= {f"{new}.{p}": f"{old}.{p}" for p in self.new.names.perspectives}
        return old_names

    def _name_of_added(self, new: str, names: Mapping[str, str]) -> str:
        """A new record stands in the scorecard that its parent stood in."""
        if "." not in new:
            return new
        above = self.matching.new[new].parent or ""
        card = names.get(above, self.matching.in_old(above)).partition(".")[0]
        return f"{card}.{_name(new)}"

    @cached_property
    def own_names(self) -> Mapping[str, str]:
        """The other way: old names -> what the new side calls them."""
        return {old: new for new, old in self.names.items()}

    @cached_property
    def moved(self) -> Mapping[str, str]:
        """Old address -> new parent in old names, of all that stands elsewhere now (scorecards' `under` is a fact)."""
        matching = self.matching
        new_parents: dict[str, str] = {}
        for new, old in matching.old_of.items():
            if "." not in new:
                continue
            before = matching.old[old].parent
            after = self._parent_in_old(new)
            if before != after and after is not None:
                new_parents[old] = after
        return new_parents

    def _parent_in_old(self, new: str) -> str | None:
        parent = self.matching.new[new].parent
        return None if parent is None else self.names.get(parent, self.matching.in_old(parent))

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Old address -> new name, of all whose own name changed."""
        pairs = self.matching.new_of.items()
        return {old: _name(new) for old, new in pairs if _name(old) != _name(new)}

    @cached_property
    def new_documents(self) -> Mapping[str, Document]:
        """The new side's texts in old names, each record where the old side has it; line for line."""
        if not self.names and not self.moved:
            return self.new.documents
        back = {
            self.matching.new_of[old]: self.matching.old[old].parent or "" for old in self.moved
        }
        readdressing = Readdressing(self.names, frozenset(), back)
        texts = Texts(self.new.documents, self.new)
        return documents_after(texts, readdressing.plan(texts, "").line_edits)

    @cached_property
    def old_facts(self) -> Facts:
        """What the old side says."""
        return Facts(self.old.documents, self.old.quantity, self.fiscal)

    @cached_property
    def new_facts(self) -> Facts:
        """What the new side says, in old names."""
        return Facts(self.new_documents, self._new_quantity, self.fiscal, self._shown)

    def _new_quantity(self, address: str) -> Quantity | None:
        return self.new.quantity(self.own_names.get(address, address))

    def _shown(self, path: str, line: int) -> str:
        return self.new.documents[path].line_text(line)


def _name(address: str) -> str:
    return address.rpartition(".")[2]


def _figures(model: Model) -> FiguresOf:
    """The actuals of a record by period, wherever they stand."""

    def of(address: str) -> Mapping[Hashable, Hashable]:
        quantity = model.quantity(address)
        if quantity is None:
            return {}
        values = values_by_ordinal(quantity.actuals)
        return {(quantity.definition.grain, at): value for at, value in values.items()}

    return cache(of)
