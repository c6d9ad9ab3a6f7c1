"""Which piece of one version is which of another: triples of base, ours and theirs."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.merge.equivalence import piece_meaning, signature
from bsctui.merge.pieces import REPEATABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.merge.pieces import MergePiece, PieceKey


LIKE_COMMENTS: Final = 0.6
"""The part of their letters that two comments share of which one is the other, changed."""


class PieceTriple(NamedTuple):
    """One thing in three versions; None where a version lacks it."""

    base: MergePiece | None
    ours: MergePiece | None
    theirs: MergePiece | None

    @property
    def any_piece(self) -> MergePiece:
        """A piece of it: one version has it at least."""
        return next(piece for piece in (self.ours, self.theirs, self.base) if piece is not None)


@dataclass(frozen=True, slots=True)
class PieceTriples:
    """All things of three versions, and the order of each version as places in `things`."""

    triples: tuple[PieceTriple, ...]
    base: tuple[int, ...]
    ours: tuple[int, ...]
    theirs: tuple[int, ...]


def piece_triples(
    base: Sequence[MergePiece], ours: Sequence[MergePiece], theirs: Sequence[MergePiece]
) -> PieceTriples:
    """Pair what speaks of the same; what both sides added is one thing where it has one key, or says the same."""
    base_of_ours, base_of_theirs = pair_pieces(base, ours), pair_pieces(base, theirs)
    in_ours = {old: new for new, old in base_of_ours.items()}
    in_theirs = {old: new for new, old in base_of_theirs.items()}
    triples = [
        PieceTriple(
            piece,
            ours[in_ours[at]] if at in in_ours else None,
            theirs[in_theirs[at]] if at in in_theirs else None,
        )
        for at, piece in enumerate(base)
    ]
    order_ours = dict(base_of_ours.items())
    order_theirs = dict(base_of_theirs.items())
    new_ours = [at for at in range(len(ours)) if at not in base_of_ours]
    new_theirs = [at for at in range(len(theirs)) if at not in base_of_theirs]
    added_by_both = _added([ours[at] for at in new_ours], [theirs[at] for at in new_theirs])
    twins = {new_theirs[their_at]: new_ours[our_at] for their_at, our_at in added_by_both.items()}
    their_twins = {our_at: their_at for their_at, our_at in twins.items()}
    for at in new_ours:
        order_ours[at] = len(triples)
        triples.append(
            PieceTriple(None, ours[at], theirs[their_twins[at]] if at in their_twins else None)
        )
    for at in new_theirs:
        if at in twins:
            order_theirs[at] = order_ours[twins[at]]
        else:
            order_theirs[at] = len(triples)
            triples.append(PieceTriple(None, None, theirs[at]))
    return PieceTriples(
        tuple(triples),
        tuple(range(len(base))),
        tuple(order_ours[at] for at in range(len(ours))),
        tuple(order_theirs[at] for at in range(len(theirs))),
    )


def pair_pieces(base: Sequence[MergePiece], side: Sequence[MergePiece]) -> dict[int, int]:
    """The places in `side` -> those in `base`: what says the same first, then in order."""
    # A key may stand several times (notes, comments, facts doubled by mistake). What says the same is paired first,
    # wherever it stands, so that a piece that only moved is not taken for a changed one; the rest goes in order.
    base_of: dict[int, int] = {}
    old, new = _by_key(base), _by_key(side)
    for key, places in new.items():
        waiting = list(old.get(key, ()))
        if len(waiting) == len(places) == 1 and _alike(base[waiting[0]], side[places[0]]):
            base_of[places[0]] = waiting[0]
            continue
        unmatched: list[int] = []
        for at in places:
            same = next((candidate for candidate in waiting if signature(base[candidate]) == signature(side[at])), None)  # fmt: skip
            if same is None:
                unmatched.append(at)
            else:
                base_of[at] = same
                waiting.remove(same)
        for at in unmatched:
            match = next(
                (candidate for candidate in waiting if _alike(base[candidate], side[at])), None
            )
            if match is not None:
                base_of[at] = match
                waiting.remove(match)
    return base_of


def _added(ours: Sequence[MergePiece], theirs: Sequence[MergePiece]) -> dict[int, int]:
    """The places in `theirs` -> those in `ours`, of what both sides added."""
    our_twins: dict[int, int] = {}
    new = _by_key(ours)
    for at, piece in enumerate(theirs):
        for candidate in new.get(piece.key, ()):
            if candidate not in our_twins.values() and (
                piece.key[0] not in REPEATABLE
                or piece_meaning(ours[candidate]) == piece_meaning(piece)
            ):
                our_twins[at] = candidate
                break
    return our_twins


def _by_key(pieces: Sequence[MergePiece]) -> dict[PieceKey, list[int]]:
    by_key: dict[PieceKey, list[int]] = {}
    for at, piece in enumerate(pieces):
        by_key.setdefault(piece.key, []).append(at)
    return by_key


def _alike(base: MergePiece, side: MergePiece) -> bool:
    """Whether a changed piece is taken for the one before: a comment must be much like it."""
    if base.key[0] != "#":
        return True
    matcher = SequenceMatcher(None, "".join(base.remarks), "".join(side.remarks), autojunk=False)
    return matcher.quick_ratio() >= LIKE_COMMENTS and matcher.ratio() >= LIKE_COMMENTS
