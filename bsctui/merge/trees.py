"""Three versions of a list of pieces into one: presence, content and order, each decided by itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bsctui.merge.alternatives import alternatives
from bsctui.merge.conflicts import MergeConflict
from bsctui.merge.equivalence import is_equivalent, merged_lines
from bsctui.merge.line_merge import merge_lines
from bsctui.merge.order import merged_order, moved_indices
from bsctui.merge.pairing import PieceTriple, PieceTriples, piece_triples
from bsctui.merge.side_comments import comments_set_apart
from bsctui.merge.three_way import Disagreement, three_way_choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bsctui.merge.conflicts import TextPart
    from bsctui.merge.pieces import MergePiece, PieceKey

PiecePath = tuple["PieceKey", ...]
"""The key of a record, then perhaps that of a line in it."""

RANKED: Final = ("tier", "perspective")
"""Headers whose order is a fact that their lines do not tell (status bands ascend by their limits)."""


@dataclass(frozen=True, slots=True)
class MergedPart:
    """A part of a merged text, and the piece that it is of.

    Attributes:
        reads: The lines that the rest of the text goes with, while a conflict is not decided (ours, if not told).
    """

    part: TextPart
    place: PiecePath
    reads: tuple[str, ...] | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines as if every conflict were decided."""
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

    places: frozenset[PiecePath] = frozenset()
    headers: Mapping[PieceKey, tuple[str, str]] | None = None


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
        base: Sequence[MergePiece],
        ours: Sequence[MergePiece],
        theirs: Sequence[MergePiece],
        above: PiecePath = (),
    ) -> list[MergedPart]:
        """The parts of the merged text, in order."""
        versions = piece_triples(base, ours, theirs)
        triples = enumerate(versions.triples)
        disputed = {at for at, triple in triples if self._is_disputed(triple, above)}
        groups = alternatives(versions.triples, disputed) if above else []
        group_of = {at: group for group in groups for at in group}
        remaining = {
            at
            for at, triple in enumerate(versions.triples)
            if not _is_gone(triple) or at in disputed or at in group_of
        }
        order = merged_order(versions.base, versions.ours, versions.theirs, remaining)
        tops = {
            version_order[0]
            for version_order in (versions.base, versions.ours, versions.theirs)
            if version_order
        }
        ranks = {} if above else disputed_ranks(versions)
        unranked = frozenset() if above else _unranked(versions.triples, order)
        parts: list[MergedPart] = []
        before: MergePiece | None = None
        for at in order:
            triple = versions.triples[at]
            kind = triple.any_piece.key[0]
            place = (*above, triple.any_piece.key)
            gap = () if before is None and at not in tops else _gap(triple, before)
            if at in group_of:
                if group_of[at] in groups:
                    groups.remove(group_of[at])
                    group = MergedPart(_group_conflict(versions, group_of[at]), place)
                    parts += _spaced(gap, parts, [group], place)
            elif kind in ranks:
                conflict = ranks.pop(kind)
                parts += [MergedPart(conflict, place)] if conflict is not None else []
                ranks[kind] = None
            else:
                parts += _spaced(
                    gap, parts, list(self._piece(triple, place, is_unranked=at in unranked)), place
                )
            before = triple.any_piece
        return parts

    def _is_disputed(self, triple: PieceTriple, above: PiecePath) -> bool:
        """Whether something is in dispute that one side at least has."""
        is_there = triple.ours is not None or triple.theirs is not None
        return is_there and (*above, triple.any_piece.key) in self._disputes.places

    def _piece(
        self, triple: PieceTriple, place: PiecePath, *, is_unranked: bool
    ) -> Iterator[MergedPart]:
        base, ours, theirs = triple
        if ours is None or theirs is None:
            if base is None and place not in self._disputes.places and not is_unranked:
                yield from _parts_of(triple.any_piece, place)
            else:
                yield MergedPart(_whole_conflict(triple), place)
            return
        if place in self._disputes.places:
            same = list(ours.lines()) == list(theirs.lines())
            yield from (
                _parts_of(ours, place) if same else [MergedPart(_whole_conflict(triple), place)]
            )
            return
        if place[0] not in self._touched and ours in (base, theirs):
            yield from _parts_of(theirs, place)
            return
        if place[0] not in self._touched and theirs == base:
            yield from _parts_of(ours, place)
            return
        yield from self._both(base, ours, theirs, place)

    def _both(self, base: MergePiece | None, ours: MergePiece, theirs: MergePiece, place: PiecePath) -> Iterator[MergedPart]:  # fmt: skip
        old = base.remarks if base is not None else ()
        for part in _remarks(old, ours.remarks, theirs.remarks):
            yield MergedPart(part, place)
        if ours.raw:
            apart = comments_set_apart(base, ours, theirs)
            if apart.remark is not None:
                yield MergedPart(apart.remark, place)
            yield self._line(base, apart.ours, apart.theirs, place)
        inside = base.inside if base is not None else ()
        yield from self.merged(inside, ours.inside, theirs.inside, place)

    def _line(
        self, base: MergePiece | None, ours: MergePiece, theirs: MergePiece, place: PiecePath
    ) -> MergedPart:
        headers = self._disputes.headers or {}
        disputed = headers.get(place[0]) if len(place) == 1 else None
        old = (base.raw,) if base is not None else ()
        if disputed is not None:
            return MergedPart(
                MergeConflict((disputed[0],), (disputed[1],), old), place, (ours.raw,)
            )
        left, right = merged_lines(base, ours, theirs)
        return MergedPart(left if left == right else MergeConflict((left,), (right,), old), place)


def _spaced(
    gap: tuple[str, ...], before: Sequence[MergedPart], parts: list[MergedPart], place: PiecePath
) -> list[MergedPart]:
    """Parts with the blank lines above them; inside the markers where one conflict goes on with what the same side deleted."""
    first = parts[0].part if parts else None
    last = before[-1].part if before else None
    if not isinstance(first, MergeConflict) or not isinstance(last, MergeConflict):
        return [*(MergedPart(line, place) for line in gap), *parts]
    if not first.ours and not last.ours:
        whole = MergeConflict((), gap + first.theirs, gap + first.base if first.base else ())
    elif not first.theirs and not last.theirs:
        whole = MergeConflict(gap + first.ours, (), gap + first.base if first.base else ())
    else:
        return [*(MergedPart(line, place) for line in gap), *parts]
    return [MergedPart(whole, place, parts[0].reads), *parts[1:]]


def _is_gone(triple: PieceTriple) -> bool:
    """Deleted on one side, and left as it was on the other."""
    base, ours, theirs = triple
    if base is None or (ours is not None and theirs is not None):
        return False
    remaining = ours or theirs
    return remaining is None or is_equivalent(base, remaining)


def _whole_conflict(triple: PieceTriple) -> MergeConflict:
    base, ours, theirs = (tuple(piece.lines()) if piece is not None else () for piece in triple)
    return MergeConflict(ours, theirs, base)


def _group_conflict(versions: PieceTriples, group: Sequence[int]) -> MergeConflict:
    """Lines that are decided together, each side's in its own order."""
    base, ours, theirs = (
        tuple(line for at in order if at in group for line in _lines_on(side, versions.triples[at]))
        for side, order in enumerate((versions.base, versions.ours, versions.theirs))
    )
    return MergeConflict(ours, theirs, base)


def _lines_on(side: int, triple: PieceTriple) -> tuple[str, ...]:
    """The lines of a piece on a side, with what the other side did to it where that is not in dispute."""
    base, ours, theirs = triple
    if side == 0 or ours is None or theirs is None:
        return _lines_of(triple[side])
    left, right = merged_lines(base, ours, theirs)
    return (*ours.remarks, left) if side == 1 else (*theirs.remarks, right)


def _parts_of(piece: MergePiece, place: PiecePath) -> Iterator[MergedPart]:
    """A piece as it is, each line with its own place."""
    for line in piece.remarks:
        yield MergedPart(line, place)
    if piece.raw:
        yield MergedPart(piece.raw, place)
    for child in piece.inside:
        inner = (*place, child.key)
        for line in (*child.gap, *child.lines()):
            yield MergedPart(line, inner)


def _remarks(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterable[TextPart]:
    """The comment above a line; both sides' changes of it, line by line."""
    if [line.strip() for line in ours] == [line.strip() for line in theirs]:
        return ours
    return [line for part in merge_lines(base, ours, theirs) for line in _both_added(part)]


def _both_added(part: TextPart) -> Iterable[TextPart]:
    """Two comments that were added at one place both stand there."""
    if isinstance(part, MergeConflict) and not part.base:
        return (*part.ours, *part.theirs)
    return (part,)


def _gap(triple: PieceTriple, before: MergePiece | None) -> tuple[str, ...]:
    """The blank lines above a piece; a comment that stands alone must go on standing alone."""
    base, ours, theirs = (piece.gap if piece is not None else None for piece in triple)
    if ours is None or theirs is None:
        gap = ours or theirs or ()
    else:
        try:
            gap = three_way_choice(base, ours, theirs) if base is not None else ours
        except Disagreement:
            gap = ours
    needs_gap = before is not None and before.key[0] == "#"
    return gap or (("\n",) if needs_gap else ())


def _unranked(triples: Sequence[PieceTriple], order: Sequence[int]) -> frozenset[int]:
    """What both sides added side by side among headers whose order is a fact: nobody has said which comes first."""
    unranked: set[int] = set()
    for kind in RANKED:
        ranked = [at for at in order if triples[at].any_piece.key[0] == kind]
        for first, second in pairwise(ranked):
            sides = {_only_side(triples[first]), _only_side(triples[second])}
            if sides == {"ours", "theirs"}:
                unranked |= {first, second}
    return frozenset(unranked)


def _only_side(triple: PieceTriple) -> str:
    """The side that alone added it; empty where it is not so."""
    if triple.base is not None or (triple.ours is not None and triple.theirs is not None):
        return ""
    return "ours" if triple.ours is not None else "theirs"


def disputed_ranks(versions: PieceTriples) -> dict[str, MergeConflict | None]:
    """By kind: the headers whose order is a fact, where both sides changed that order, each in its own way."""
    conflicts: dict[str, MergeConflict | None] = {}
    for kind in RANKED:
        base, ours, theirs = (
            [at for at in order if versions.triples[at].any_piece.key[0] == kind]
            for order in (versions.base, versions.ours, versions.theirs)
        )
        if (
            moved_indices(base, ours)
            and moved_indices(base, theirs)
            and moved_indices(ours, theirs)
        ):
            conflicts[kind] = MergeConflict(
                *(
                    tuple(line for at in order for line in _lines_of(versions.triples[at][side]))
                    for side, order in ((1, ours), (2, theirs), (0, base))
                )
            )
    return conflicts


def _lines_of(piece: MergePiece | None) -> tuple[str, ...]:
    return tuple(piece.lines()) if piece is not None else ()
