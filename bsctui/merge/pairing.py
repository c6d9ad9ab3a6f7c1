"""Which piece of one version is which of another: threes of base, ours and theirs."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.merge.equivalence import meaning, signature
from bsctui.merge.pieces import MANY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.merge.pieces import Key, Piece


LIKE: Final = 0.6
"""The part of their letters that two comments share of which one is the other, changed."""


class Three(NamedTuple):
    """One thing in three versions; None where a version lacks it."""

    base: Piece | None
    ours: Piece | None
    theirs: Piece | None

    @property
    def any(self) -> Piece:
        """A piece of it."""
        found = self.ours or self.theirs or self.base
        assert found is not None, "one version has it at least"
        return found


@dataclass(frozen=True, slots=True)
class Threes:
    """All things of three versions, and the order of each version as places in `things`."""

    things: tuple[Three, ...]
    base: tuple[int, ...]
    ours: tuple[int, ...]
    theirs: tuple[int, ...]


def threes(base: Sequence[Piece], ours: Sequence[Piece], theirs: Sequence[Piece]) -> Threes:
    """Pair what speaks of the same; what both sides added is one thing where it has one key, or says the same."""
    here, there = paired(base, ours), paired(base, theirs)
    in_ours = {old: new for new, old in here.items()}
    in_theirs = {old: new for new, old in there.items()}
    things = [
        Three(
            piece,
            ours[in_ours[at]] if at in in_ours else None,
            theirs[in_theirs[at]] if at in in_theirs else None,
        )
        for at, piece in enumerate(base)
    ]
    order_ours = dict(here.items())
    order_theirs = dict(there.items())
    new_ours = [at for at in range(len(ours)) if at not in here]
    new_theirs = [at for at in range(len(theirs)) if at not in there]
    both = _added([ours[at] for at in new_ours], [theirs[at] for at in new_theirs])
    twins = {new_theirs[there_at]: new_ours[here_at] for there_at, here_at in both.items()}
    known = {here_at: there_at for there_at, here_at in twins.items()}
    for at in new_ours:
        order_ours[at] = len(things)
        things.append(Three(None, ours[at], theirs[known[at]] if at in known else None))
    for at in new_theirs:
        if at in twins:
            order_theirs[at] = order_ours[twins[at]]
        else:
            order_theirs[at] = len(things)
            things.append(Three(None, None, theirs[at]))
    return Threes(
        tuple(things),
        tuple(range(len(base))),
        tuple(order_ours[at] for at in range(len(ours))),
        tuple(order_theirs[at] for at in range(len(theirs))),
    )


def paired(base: Sequence[Piece], side: Sequence[Piece]) -> dict[int, int]:
    """The places in `side` -> those in `base`: what says the same first, then in order."""
    found: dict[int, int] = {}
    old, new = _by_key(base), _by_key(side)
    for key, places in new.items():
        waiting = list(old.get(key, ()))
        if len(waiting) == len(places) == 1 and _alike(base[waiting[0]], side[places[0]]):
            found[places[0]] = waiting[0]
            continue
        rest: list[int] = []
        for at in places:
            same = next((one for one in waiting if signature(base[one]) == signature(side[at])), None)  # fmt: skip
            if same is None:
                rest.append(at)
            else:
                found[at] = same
                waiting.remove(same)
        for at in rest:
            match = next((one for one in waiting if _alike(base[one], side[at])), None)
            if match is not None:
                found[at] = match
                waiting.remove(match)
    return found


def _added(ours: Sequence[Piece], theirs: Sequence[Piece]) -> dict[int, int]:
    """The places in `theirs` -> those in `ours`, of what both sides added."""
    found: dict[int, int] = {}
    new = _by_key(ours)
    for at, piece in enumerate(theirs):
        for one in new.get(piece.key, ()):
            if one not in found.values() and (
                piece.key[0] not in MANY or meaning(ours[one]) == meaning(piece)
            ):
                found[at] = one
                break
    return found


def _by_key(pieces: Sequence[Piece]) -> dict[Key, list[int]]:
    found: dict[Key, list[int]] = {}
    for at, piece in enumerate(pieces):
        found.setdefault(piece.key, []).append(at)
    return found


def _alike(base: Piece, side: Piece) -> bool:
    """Whether a changed piece is taken for the one before: a comment must be much like it."""
    if base.key[0] != "#":
        return True
    matcher = SequenceMatcher(None, "".join(base.remarks), "".join(side.remarks), autojunk=False)
    return matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE
