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
    moved_in_ours = moved_indices(base, ours)
    rest = [index for index in theirs if index not in moved_in_ours]
    our_indices = set(ours)
    floating = {index for index in theirs if index not in our_indices} | moved_indices(base, rest)
    order = [index for index in ours if index in kept and index not in floating]
    own = set(order) - set(base)
    placed = set(order)
    before: int | None = None
    for index in theirs:
        if index in floating and index in kept:
            at = order.index(before) + 1 if before is not None else 0
            while at < len(order) and order[at] in own:
                at += 1
            order.insert(at, index)
            placed.add(index)
        if index in placed:
            before = index
    return order


def moved_indices(base: Sequence[int], side: Sequence[int]) -> set[int]:
    """What stands elsewhere on a side: as few as explain its order."""
    place = {index: at for at, index in enumerate(base)}
    common = [index for index in side if index in place]
    in_place = {common[at] for at in longest_run([place[index] for index in common])}
    return set(common) - in_place
