"""Which record of the new side is which of the old one: by address, by `was`, then by likeness (`review.md`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bsctui.model.names import Declaration

LEAST_LIKENESS: Final = 0.6
"""The part of their lines that two records must share to be taken for one."""
LEAST_SHARED_LINES: Final = 3
"""Lines in common without which a likeness is chance."""

KINDS: Final = ("scorecard", "objective", "kpi", "measure", "initiative")
"""In this order, so that what stands above is matched first."""


@dataclass(frozen=True)
class Matching:
    """The pairs of one comparison.

    Attributes:
        old_of: New address -> old address, of every record that both sides have.
        new_of: The same, turned round.
        old: The declarations of the old side.
        new: Those of the new side.
    """

    old_of: Mapping[str, str]
    new_of: Mapping[str, str]
    old: Mapping[str, Declaration]
    new: Mapping[str, Declaration]

    @property
    def added(self) -> list[str]:
        """The new side's addresses that the old side lacks, in order of display."""
        return [address for address in self.new if address not in self.old_of]

    @property
    def removed(self) -> list[str]:
        """The old side's addresses that the new side lacks, in order of display."""
        return [address for address in self.old if address not in self.new_of]

    def old_parent(self, new: str) -> str | None:
        """A new record's parent in the old side's names; what the old side lacks keeps its name."""
        parent = self.new[new].parent
        return None if parent is None else self.in_old(parent)

    def in_old(self, address: str) -> str:
        """A new address (of a record or of a perspective) as the old side would call it."""
        old_address = self.old_of.get(address)
        if old_address is not None:
            return old_address
        card, dot, name = address.partition(".")
        return f"{self.old_of.get(card, card)}{dot}{name}"


def match_records(old: Mapping[str, Declaration], new: Mapping[str, Declaration]) -> Matching:
    """Pair the records of two sides."""
    return _Matcher(old, new).matching()


class _Matcher:
    def __init__(self, old: Mapping[str, Declaration], new: Mapping[str, Declaration]) -> None:
        self.old = old
        self.new = new
        self.old_of: dict[str, str] = {}
        self.claimed: set[str] = set()

    def matching(self) -> Matching:
        """All pairs."""
        for kinds in (KINDS[:1], KINDS[1:]):
            addresses = [address for address, item in self.new.items() if item.kind in kinds]
            self._by_was(addresses)
            self._by_address(addresses)
            for kind in kinds:
                self._by_likeness([a for a in addresses if self.new[a].kind == kind], kind)
        new_of = {old: new for new, old in self.old_of.items()}
        return Matching(self.old_of, new_of, self.old, self.new)

    def _take(self, new: str, old: str) -> None:
        self.old_of[new] = old
        self.claimed.add(old)

    def _free(self, old: str, kind: str) -> bool:
        return old in self.old and old not in self.claimed and self.old[old].kind == kind

    def _expected(self, new: str) -> str:
        """The address that a record would have on the old side, its scorecard's name apart."""
        card, dot, name = new.partition(".")
        return f"{self.old_of.get(card, card)}.{name}" if dot else new

    def _by_was(self, addresses: Iterable[str]) -> None:
        """Where the old side lacks the address, `was` decides before another record may claim the old one."""
        for new in addresses:
            if self._expected(new) in self.old:
                continue
            for old in _former_addresses(self.new[new]):
                if self._free(old, self.new[new].kind):
                    self._take(new, old)
                    break

    def _by_address(self, addresses: Iterable[str]) -> None:
        for new in addresses:
            old = self._expected(new)
            if new not in self.old_of and self._free(old, self.new[new].kind):
                self._take(new, old)

    def _by_likeness(self, addresses: Iterable[str], kind: str) -> None:
        """The rest, most alike first."""
        fresh = [address for address in addresses if address not in self.old_of]
        gone = [
            address
            for address, item in self.old.items()
            if self._free(address, item.kind) and item.kind == kind
        ]
        if not fresh or not gone:
            return
        pairs = [
            (-likeness, old, new)
            for new in fresh
            for old in gone
            if (likeness := self._likeness(old, new)) >= LEAST_LIKENESS
        ]
        for _, old, new in sorted(pairs):
            if new not in self.old_of and old not in self.claimed:
                self._take(new, old)

    def _likeness(self, old: str, new: str) -> float:
        """From 0 to 1: the part of the lines that both have; a scorecard's are its records' names too."""
        before, after = self._lines(self.old, old), self._lines(self.new, new)
        shared = len(before & after)
        same_place = old.partition(".")[2] == new.partition(".")[2] and _label(
            self.old[old]
        ) == _label(self.new[new])
        if shared < LEAST_SHARED_LINES and not same_place:
            return 0.0
        share = shared / max(len(before), len(after), 1)
        return max(share, LEAST_LIKENESS) if same_place and "." in old else share

    def _lines(self, side: Mapping[str, Declaration], address: str) -> set[object]:
        record = side[address].origin.record
        lines: set[object] = {
            (s.form.name, s.parts) for s in record.statements if s.form.name not in {"was", "tag"}
        }
        label = _label(side[address])
        if label is not None:
            lines.add(label)
        if "." not in address:
            lines |= {a.partition(".")[2] for a in side if a.startswith(f"{address}.")}
        return lines


def _former_addresses(item: Declaration) -> list[str]:
    """The former addresses of a record, newest first."""
    home = item.address.partition(".")[0] if "." in item.address else ""
    refs = [s.parts[0] for s in item.origin.record.statements if s.form.name == "was"]
    return [ref if "." in ref or not home else f"{home}.{ref}" for ref in refs]


def _label(item: Declaration) -> str | None:
    header = item.origin.record.header
    return header.get("label") if header is not None else None
