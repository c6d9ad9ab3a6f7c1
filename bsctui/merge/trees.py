"""Three versions of a list of pieces into one: presence, content and order, each decided by itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bsctui.merge.conflicts import Clash
from bsctui.merge.equivalence import is_as_before, merged_raw
from bsctui.merge.line_merge import merge_lines
from bsctui.merge.order import merged_order, moved
from bsctui.merge.pairing import Three, Threes, threes
from bsctui.merge.three_way import Disagreement, decided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bsctui.merge.conflicts import Part
    from bsctui.merge.pieces import Key, Piece

Place = tuple["Key", ...]
"""The key of a record, then perhaps that of a line in it."""

RANKED: Final = ("tier", "perspective")
"""Headers whose order is a fact that their lines do not tell (status bands ascend by their limits)."""


@dataclass(frozen=True, slots=True)
class Owned:
    """A part of a merged text, and the piece that it is of.

    Attributes:
        reads: The lines that the rest of the text goes with, while a clash is not decided (ours, if not told).
    """

    part: Part
    place: Place
    reads: tuple[str, ...] | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines as if every clash were decided."""
        if self.reads is not None:
            return self.reads
        return (self.part,) if isinstance(self.part, str) else self.part.ours


@dataclass(frozen=True, slots=True)
class Disputes:
    """What the texts alone do not show to be in dispute.

    Attributes:
        places: Pieces that say, together with others, what cannot both be.
        headers: Records that both sides gave another address: our header and theirs, by key.
    """

    places: frozenset[Place] = frozenset()
    headers: Mapping[Key, tuple[str, str]] | None = None


class TreeMerge:
    """One merge of pieces.

    Args:
        disputes: What is in dispute beyond what the pieces show.
    """

    def __init__(self, disputes: Disputes) -> None:
        self._disputes = disputes
        self._touched = {place[0] for place in disputes.places if place} | {
            *(disputes.headers or ())
        }

    def merged(
        self,
        base: Sequence[Piece],
        ours: Sequence[Piece],
        theirs: Sequence[Piece],
        above: Place = (),
    ) -> list[Owned]:
        """The parts of the merged text, in order."""
        versions = threes(base, ours, theirs)
        kept = {
            at
            for at, three in enumerate(versions.things)
            if not _is_gone(three) or self._is_disputed(three, above)
        }
        order = merged_order(versions.base, versions.ours, versions.theirs, kept)
        tops = {some[0] for some in (versions.base, versions.ours, versions.theirs) if some}
        ranks = {} if above else ranks_in_dispute(versions)
        unranked = frozenset() if above else _unranked(versions.things, order)
        found: list[Owned] = []
        before: Piece | None = None
        for at in order:
            three = versions.things[at]
            kind = three.any.key[0]
            place = (*above, three.any.key)
            gap = () if before is None and at not in tops else _gap(three, before)
            if kind in ranks:
                clash = ranks.pop(kind)
                found += [Owned(clash, place)] if clash is not None else []
                ranks[kind] = None
            else:
                found += _spaced(
                    gap, found, list(self._piece(three, place, is_unranked=at in unranked)), place
                )
            before = three.any
        return found

    def _is_disputed(self, three: Three, above: Place) -> bool:
        """Whether something is in dispute that one side at least has."""
        is_there = three.ours is not None or three.theirs is not None
        return is_there and (*above, three.any.key) in self._disputes.places

    def _piece(self, three: Three, place: Place, *, is_unranked: bool) -> Iterator[Owned]:
        base, ours, theirs = three
        if ours is None or theirs is None:
            alone = ours or theirs
            assert alone is not None, "what is gone is not kept"
            if base is None and place not in self._disputes.places and not is_unranked:
                yield from _all(alone, place)
            else:
                yield Owned(_whole_clash(three), place)
            return
        if place in self._disputes.places:
            same = list(ours.lines()) == list(theirs.lines())
            yield from _all(ours, place) if same else [Owned(_whole_clash(three), place)]
            return
        if place[0] not in self._touched and ours in (base, theirs):
            yield from _all(theirs, place)
            return
        if place[0] not in self._touched and theirs == base:
            yield from _all(ours, place)
            return
        yield from self._both(base, ours, theirs, place)

    def _both(self, base: Piece | None, ours: Piece, theirs: Piece, place: Place) -> Iterator[Owned]:  # fmt: skip
        old = base.remarks if base is not None else ()
        for part in _remarks(old, ours.remarks, theirs.remarks):
            yield Owned(part, place)
        if ours.raw:
            yield self._line(base, ours, theirs, place)
        inside = base.inside if base is not None else ()
        yield from self.merged(inside, ours.inside, theirs.inside, place)

    def _line(self, base: Piece | None, ours: Piece, theirs: Piece, place: Place) -> Owned:
        headers = self._disputes.headers or {}
        disputed = headers.get(place[0]) if len(place) == 1 else None
        old = (base.raw,) if base is not None else ()
        if disputed is not None:
            return Owned(Clash((disputed[0],), (disputed[1],), old), place, (ours.raw,))
        try:
            return Owned(merged_raw(base, ours, theirs), place)
        except Disagreement:
            return Owned(Clash((ours.raw,), (theirs.raw,), old), place)


def _spaced(
    gap: tuple[str, ...], before: Sequence[Owned], parts: list[Owned], place: Place
) -> list[Owned]:
    """Parts with the blank lines above them; inside the markers where one clash goes on with what the same side deleted."""
    first = parts[0].part if parts else None
    last = before[-1].part if before else None
    if not isinstance(first, Clash) or not isinstance(last, Clash):
        return [*(Owned(line, place) for line in gap), *parts]
    if not first.ours and not last.ours:
        whole = Clash((), gap + first.theirs, gap + first.base if first.base else ())
    elif not first.theirs and not last.theirs:
        whole = Clash(gap + first.ours, (), gap + first.base if first.base else ())
    else:
        return [*(Owned(line, place) for line in gap), *parts]
    return [Owned(whole, place, parts[0].reads), *parts[1:]]


def _is_gone(three: Three) -> bool:
    """Deleted on one side, and left as it was on the other."""
    base, ours, theirs = three
    if base is None or (ours is not None and theirs is not None):
        return False
    rest = ours or theirs
    return rest is None or is_as_before(base, rest)


def _whole_clash(three: Three) -> Clash:
    base, ours, theirs = (tuple(piece.lines()) if piece is not None else () for piece in three)
    return Clash(ours, theirs, base)


def _all(piece: Piece, place: Place) -> Iterator[Owned]:
    """A piece as it is, each line with its own place."""
    for line in piece.remarks:
        yield Owned(line, place)
    if piece.raw:
        yield Owned(piece.raw, place)
    for one in piece.inside:
        inner = (*place, one.key)
        for line in (*one.gap, *one.lines()):
            yield Owned(line, inner)


def _remarks(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterable[Part]:
    """The comment above a line; both sides' changes of it, line by line."""
    if [line.strip() for line in ours] == [line.strip() for line in theirs]:
        return ours
    return [line for part in merge_lines(base, ours, theirs) for line in _both_added(part)]


def _both_added(part: Part) -> Iterable[Part]:
    """Two comments that were added at one place both stand there."""
    if isinstance(part, Clash) and not part.base:
        return (*part.ours, *part.theirs)
    return (part,)


def _gap(three: Three, before: Piece | None) -> tuple[str, ...]:
    """The blank lines above a piece; a comment that stands alone must go on standing alone."""
    base, ours, theirs = (piece.gap if piece is not None else None for piece in three)
    if ours is None or theirs is None:
        gap = ours or theirs or ()
    else:
        try:
            gap = decided(base, ours, theirs) if base is not None else ours
        except Disagreement:
            gap = ours
    needs_gap = before is not None and before.key[0] == "#"
    return gap or (("\n",) if needs_gap else ())


def _unranked(things: Sequence[Three], order: Sequence[int]) -> frozenset[int]:
    """What both sides added side by side among headers whose order is a fact: nobody has said which comes first."""
    found: set[int] = set()
    for kind in RANKED:
        some = [at for at in order if things[at].any.key[0] == kind]
        for first, second in pairwise(some):
            sides = {_only_side(things[first]), _only_side(things[second])}
            if sides == {"ours", "theirs"}:
                found |= {first, second}
    return frozenset(found)


def _only_side(three: Three) -> str:
    """The side that alone added it; empty where it is not so."""
    if three.base is not None or (three.ours is not None and three.theirs is not None):
        return ""
    return "ours" if three.ours is not None else "theirs"


def ranks_in_dispute(versions: Threes) -> dict[str, Clash | None]:
    """By kind: the headers whose order is a fact, where both sides changed that order, each in its own way."""
    found: dict[str, Clash | None] = {}
    for kind in RANKED:
        base, ours, theirs = (
            [at for at in order if versions.things[at].any.key[0] == kind]
            for order in (versions.base, versions.ours, versions.theirs)
        )
        if moved(base, ours) and moved(base, theirs) and moved(ours, theirs):
            found[kind] = Clash(
                *(
                    tuple(line for at in order for line in _lines_of(versions.things[at][side]))
                    for side, order in ((1, ours), (2, theirs), (0, base))
                )
            )
    return found


def _lines_of(piece: Piece | None) -> tuple[str, ...]:
    return tuple(piece.lines()) if piece is not None else ()
