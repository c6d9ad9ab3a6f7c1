"""The order of what both sides keep: each side's own moves and additions, where they stood on that side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.merge.line_merge import longest_run

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def merged_order(
    base: Sequence[int], ours: Sequence[int], theirs: Sequence[int], kept: Collection[int]
) -> list[int]:
    """The kept ones in our order, with what the other side moved or added behind what it follows there.

    Where both sides added at one place ours come first; what both moved stands where ours does.
    """
    moved_here = moved(base, ours)
    rest = [one for one in theirs if one not in moved_here]
    here = set(ours)
    floating = {one for one in theirs if one not in here} | moved(base, rest)
    found = [one for one in ours if one in kept and one not in floating]
    own = set(found) - set(base)
    placed = set(found)
    before: int | None = None
    for one in theirs:
        if one in floating and one in kept:
            at = found.index(before) + 1 if before is not None else 0
            while at < len(found) and found[at] in own:
                at += 1
            found.insert(at, one)
            placed.add(one)
        if one in placed:
            before = one
    return found


def moved(base: Sequence[int], side: Sequence[int]) -> set[int]:
    """What stands elsewhere on a side: as few as explain its order."""
    place = {one: at for at, one in enumerate(base)}
    common = [one for one in side if one in place]
    kept = {common[at] for at in longest_run([place[one] for one in common])}
    return set(common) - kept
