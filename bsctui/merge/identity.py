"""Which record of a side is which of the base, where that is sure: by address, `was`, likeness, or what stands in it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from bsctui.merge.record_pairing import KINDS, match_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.model.names import Declaration

    Declared = Mapping[str, Declaration]

SURE_LIKENESS: Final = 0.8
"""The part of its lines that a record without `was` must still have: more than in a diff, where an error costs less."""


class SideNames:
    """One side's names against the base's.

    Attributes:
        new: The side's records.
        new_of: Base address -> the side's, of every record that is surely the same.
        old_of: The same, turned round.
    """

    def __init__(self, old: Declared, new: Declared) -> None:
        self._old = old
        self.new = new
        self.new_of: dict[str, str] = {}
        self.old_of: dict[str, str] = {}
        likely = match_records(old, new).new_of
        for before in sorted(likely, key=lambda address: "." in address):
            after = likely[before]
            if before == after or self._keeps_its_name(before, after) or self._is_sure(before, after):  # fmt: skip
                self._take(before, after)
        self._by_label()
        for kind in ("kpi", "objective", "scorecard"):
            self._by_contents(kind)

    def adopt(self, other: SideNames) -> None:
        """What the other side surely calls by a name that this one has too, and the base lacks, is that here as well."""
        for before, after in other.new_of.items():
            if before in self._gone(self._old[before].kind) and after in self._added(self._old[before].kind):  # fmt: skip
                self._take(before, after)

    @property
    def has_renames(self) -> bool:
        """Whether anything has another address."""
        return any(old != new for old, new in self.new_of.items())

    @property
    def deleted(self) -> frozenset[str]:
        """The base's records that the side lacks, under any name."""
        return frozenset(self._old.keys() - self.new_of.keys())

    def container(self, old: str) -> str | None:
        """The base record that holds one on this side; None where nothing of the base does."""
        return self.old_of.get(self.new[self.new_of[old]].container)

    def is_moved(self, old: str) -> bool:
        """Whether a record was given another address than the one that its scorecard's name gives it."""
        card, dot, name = old.partition(".")
        return self.relative(old) != (card, name) if dot else self.new_of[old] != old

    def relative(self, old: str) -> tuple[str, str]:
        """A base record's scorecard, in the base's names, and its own name on this side."""
        card, _, name = self.new_of.get(old, old).partition(".")
        return self.old_of.get(card, card), name

    def _take(self, old: str, new: str) -> None:
        self.new_of[old], self.old_of[new] = new, old

    def _gone(self, kind: str) -> list[str]:
        return [a for a, item in self._old.items() if item.kind == kind and a not in self.new_of]

    def _added(self, kind: str) -> list[str]:
        return [a for a, item in self.new.items() if item.kind == kind and a not in self.old_of]

    def _keeps_its_name(self, old: str, new: str) -> bool:
        """Whether a record has only the new address that its scorecard's new name gives it."""
        card, dot, name = old.partition(".")
        home, _, new_name = new.partition(".")
        return bool(dot) and name == new_name and self.new_of.get(card) == home

    def _is_sure(self, old: str, new: str) -> bool:
        """Whether two addresses surely mean one record: `was` says so, or all but the name is nearly the same."""
        before, after = self._old[old], self.new[new]
        home = new.partition(".")[0]
        former = [s.parts[0] for s in after.origin.record.statements if s.form.name == "was"]
        if any(old in {ref, f"{home}.{ref}"} for ref in former):
            return True
        if "." in old and _label(before) != _label(after):
            return False
        lines = _lines(self._old, before)
        return (lines & _lines(self.new, after)).total() >= SURE_LIKENESS * max(lines.total(), 1)

    def _by_label(self) -> None:
        """Records with a name of their own beside the address, however little else they say."""
        for kind in KINDS:
            for old in self._gone(kind):
                card, label = self.new_of.get(old.partition(".")[0]), _label(self._old[old])
                same = [
                    new for new in self._added(kind)
                    if label is not None and _label(self.new[new]) == label
                    and ("." not in old or new.partition(".")[0] == card) and self._is_sure(old, new)
                ]  # fmt: skip
                if len(same) == 1:
                    self._take(old, same[0])

    def _by_contents(self, kind: str) -> None:
        """A record that is gone, all whose records stand in one that is new, is that one."""
        for old in self._gone(kind):
            homes = {self.new[self.new_of[inner]].container for inner in _inside(self._old, old) if inner in self.new_of}  # fmt: skip
            if len(homes) == 1 and (new := homes.pop()) in self._added(kind):
                self._take(old, new)
                self._follow(old, new)

    def _follow(self, card: str, home: str) -> None:
        """The records of a renamed scorecard that kept their names."""
        for old, item in self._old.items():
            old_card, _, name = old.partition(".")
            new = f"{home}.{name}"
            if (
                old_card == card
                and name
                and old not in self.new_of
                and new in self._added(item.kind)
            ):
                self._take(old, new)


def _inside(side: Declared, address: str) -> Iterator[str]:
    return (inner for inner, item in side.items() if item.container == address)


def _label(item: Declaration) -> str | None:
    return item.header.get("label")


def _lines(side: Declared, item: Declaration) -> Counter[tuple[str, ...]]:
    """What a record says; of a scorecard also what stands in it, which makes it itself more than what it is called."""
    counts = Counter(s.parts for s in item.origin.record.statements if s.form.name != "was")
    names = [address.partition(".") for address in side] if item.kind == "scorecard" else []
    return counts + Counter((name,) for card, _, name in names if card == item.address and name)
