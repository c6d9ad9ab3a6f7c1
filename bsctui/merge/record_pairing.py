"""Which record of the new side is which of the old one: by address, by `was`, then by likeness (`review.md`)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from bsctui.merge.likeness import (
    LEAST_EQUAL,
    compared_figures,
    has_label,
    label_of,
    nearly_equal,
    stated_figures,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bsctui.merge.likeness import FigureMatch, FiguresOf, RecordFigures
    from bsctui.model.names import Declaration

ALIKE: Final = 0.6
"""The part of the names inside two scorecards or objectives that makes them one."""
LEAST_INSIDE: Final = 3
"""Names in common without which that is chance."""
COMMON_MARK: Final = 50
"""What more records than this have in common tells none of them."""
MEASURED: Final = frozenset({"kpi", "measure"})
"""The kinds that have figures."""

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

    def in_old(self, address: str) -> str:
        """A new address (of a record or of a perspective) as the old side would call it."""
        old_address = self.old_of.get(address)
        if old_address is not None:
            return old_address
        card, dot, name = address.partition(".")
        return f"{self.old_of.get(card, card)}{dot}{name}"


def match_records(
    old: Mapping[str, Declaration],
    new: Mapping[str, Declaration],
    figures: tuple[FiguresOf, FiguresOf] | None = None,
) -> Matching:
    """Pair the records of two sides.

    Args:
        old: The declarations of the old side.
        new: Those of the new side.
        figures: What was measured on each side. With it an address that was given to another thing, or changed
            places with one, is told; without it what has an address keeps it, and only figures that stand in
            the records themselves count.
    """
    return _RecordMatcher(old, new, figures).matching()


class _RecordMatcher:
    def __init__(
        self,
        old: Mapping[str, Declaration],
        new: Mapping[str, Declaration],
        figures: tuple[FiguresOf, FiguresOf] | None,
    ) -> None:
        self.old = old
        self.new = new
        self.old_of: dict[str, str] = {}
        self.claimed: set[str] = set()
        self._follows_content = figures is not None
        self._figures = figures or (
            lambda address: stated_figures(old[address]),
            lambda address: stated_figures(new[address]),
        )
        self._inner = _names_inside(old), _names_inside(new)

    def matching(self) -> Matching:
        """All pairs."""
        for kinds in (KINDS[:1], KINDS[1:]):
            addresses = [address for address, item in self.new.items() if item.kind in kinds]
            self._by_former_addresses(addresses)
            if self._follows_content:
                self._by_content(addresses)
            self._by_address(addresses)
            for kind in kinds:
                self._by_likeness([a for a in addresses if self.new[a].kind == kind], kind)
        new_of = {old: new for new, old in self.old_of.items()}
        return Matching(self.old_of, new_of, self.old, self.new)

    def _take(self, new: str, old: str) -> None:
        self.old_of[new] = old
        self.claimed.add(old)

    def _is_free(self, old: str, kind: str) -> bool:
        return old in self.old and old not in self.claimed and self.old[old].kind == kind

    def _expected(self, new: str) -> str:
        """The address that a record would have on the old side, its scorecard's name apart."""
        card, dot, name = new.partition(".")
        return f"{self.old_of.get(card, card)}.{name}" if dot else new

    def _by_former_addresses(self, addresses: Iterable[str]) -> None:
        """Where the old side lacks the address, `was` decides before another record may claim the old one."""
        for new in addresses:
            if self._expected(new) in self.old:
                continue
            for old in _former_addresses(self.new[new]):
                if self._is_free(old, self.new[new].kind):
                    self._take(new, old)
                    break

    def _by_content(self, addresses: Sequence[str]) -> None:
        """Where a label and its figures stand under another address now, they were moved there."""
        expected = {self._expected(new): new for new in addresses}
        by_label: dict[tuple[str, str], list[str]] = {}
        for old, item in self.old.items():
            if item.kind in MEASURED and self._is_free(old, item.kind):
                by_label.setdefault((item.kind, label_of(item)), []).append(old)
        for new in addresses:
            item = self.new[new]
            if new in self.old_of or item.kind not in MEASURED or not has_label(item):
                continue
            here = self._expected(new)
            others = (
                old
                for old in by_label.get((item.kind, label_of(item)), ())
                if old != here and old not in self.claimed
            )
            elsewhere = list(islice(others, COMMON_MARK + 1))
            if not elsewhere or len(elsewhere) > COMMON_MARK or self._is_itself(here, new):
                continue
            candidates = [
                old
                for old in elsewhere
                if self._compared(old, new).agrees and not self._is_itself(old, expected.get(old))
            ]
            if len(candidates) == 1:
                self._take(new, candidates[0])

    def _is_itself(self, old: str, new: str | None) -> bool:
        """Whether a record stands at its address with its label and figures."""
        if new is None or old not in self.old or self.old[old].kind != self.new[new].kind:
            return False
        same = label_of(self.old[old]) == label_of(self.new[new])
        return same and self._compared(old, new).agrees

    def _by_address(self, addresses: Iterable[str]) -> None:
        for new in addresses:
            old = self._expected(new)
            if new not in self.old_of and self._is_free(old, self.new[new].kind):
                if self._follows_content and self._is_another(old, new):
                    continue
                self._take(new, old)

    def _is_another(self, old: str, new: str) -> bool:
        """Whether an address was given to another thing: its label is another, and so is every figure."""
        if nearly_equal(label_of(self.old[old]), label_of(self.new[new])):
            return False
        return self._compared(old, new).contradicts

    def _by_likeness(self, addresses: Iterable[str], kind: str) -> None:
        """The rest, most alike first; where two are equally like, neither."""
        fresh = [address for address in addresses if address not in self.old_of]
        gone = [address for address in self.old if self._is_free(address, kind)]
        if not fresh or not gone:
            return
        index = _Candidates(gone, self._marks_of_old)
        ranked: list[tuple[float, str, str]] = []
        for new in fresh:
            ranked += [
                (likeness, old, new)
                for old in index.of(self._marks_of_new(new))
                if (likeness := self._likeness(old, new)) > 0
            ]
        doubtful = _doubtful(ranked)
        for likeness, old, new in sorted(ranked, key=lambda pair: (-pair[0], pair[1], pair[2])):
            if new in self.old_of or old in self.claimed:
                continue
            if (likeness, old) not in doubtful and (likeness, new) not in doubtful:
                self._take(new, old)

    def _compared(self, old: str, new: str) -> FigureMatch:
        return compared_figures(self._figures[0](old), self._figures[1](new))

    def _likeness(self, old: str, new: str) -> float:
        """How much two records have of what makes a thing itself; 0 where that is not enough."""
        before, after = self.old[old], self.new[new]
        labels = label_of(before), label_of(after)
        figures = self._compared(old, new)
        same_label = labels[0] == labels[1] and (
            has_label(before) or old.partition(".")[2] == new.partition(".")[2]
        )
        is_near = same_label or (has_label(before) and has_label(after) and nearly_equal(*labels))
        contents = _share(self._inner[0].get(old, set()), self._inner[1].get(new, set()))
        if is_near and figures.contradicts and figures.shared >= LEAST_EQUAL:
            return 0.0
        if not (is_near or figures.agrees or contents):
            return 0.0
        likeness = (2.0 if same_label else 1.5 if is_near else 0.0) + contents
        likeness += figures.equal / figures.shared if figures.agrees else 0.0
        same_card = self._expected(new).partition(".")[0] == old.partition(".")[0]
        same_name = old.rpartition(".")[2] == new.rpartition(".")[2]
        return likeness + 0.3 * same_card + 0.2 * same_name

    def _marks_of_old(self, address: str) -> set[object]:
        return self._marks(self.old[address], self._figures[0](address), self._inner[0])

    def _marks_of_new(self, address: str) -> set[object]:
        return self._marks(self.new[address], self._figures[1](address), self._inner[1])

    def _marks(
        self, item: Declaration, figures: RecordFigures, inner: Mapping[str, set[str]]
    ) -> set[object]:
        """What two records of one thing have in common, one of it at least."""
        inside = {("inside", name) for name in inner.get(item.address, ())}
        return {*words_of(label_of(item)), *figures.items(), *inside}


class _Candidates:
    """Records by their marks; what many have leads to none."""

    def __init__(self, addresses: Iterable[str], marks_of: Callable[[str], set[object]]) -> None:
        self._by_mark: dict[object, list[str]] = {}
        for address in addresses:
            for mark in marks_of(address):
                self._by_mark.setdefault(mark, []).append(address)

    def of(self, marks: Iterable[object]) -> list[str]:
        """The records that have one of the marks."""
        candidates: dict[str, None] = {}
        for mark in marks:
            addresses = self._by_mark.get(mark, ())
            if len(addresses) <= COMMON_MARK:
                candidates |= dict.fromkeys(addresses)
        return list(candidates)


def _doubtful(ranked: Sequence[tuple[float, str, str]]) -> set[tuple[float, str]]:
    """The likenesses that a record has to two others at once, no more to the one than to the other."""
    counts: Counter[tuple[float, str]] = Counter()
    for likeness, old, new in ranked:
        counts[likeness, old] += 1
        counts[likeness, new] += 1
    return {pair for pair, count in counts.items() if count > 1}


def _names_inside(side: Mapping[str, Declaration]) -> dict[str, set[str]]:
    """By scorecard and objective: the names of what stands in it."""
    inside: dict[str, set[str]] = {}
    for address, item in side.items():
        name = address.partition(".")[2]
        if not name:
            continue
        inside.setdefault(address.partition(".")[0], set()).add(name)
        if item.kind != "objective" and item.parent is not None:
            inside.setdefault(item.parent, set()).add(name)
    return inside


def _share(before: set[str], after: set[str]) -> float:
    """The part of the names in two places that both have; 0 where it is chance."""
    both = len(before & after)
    share = both / max(len(before), len(after), 1)
    return share if share >= ALIKE and both >= LEAST_INSIDE else 0.0


def _former_addresses(item: Declaration) -> list[str]:
    """The former addresses of a record, newest first."""
    home = item.address.partition(".")[0] if "." in item.address else ""
    refs = [s.parts[0] for s in item.origin.record.statements if s.form.name == "was"]
    return [ref if "." in ref or not home else f"{home}.{ref}" for ref in refs]
