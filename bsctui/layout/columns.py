"""Where items stand in their rows: in order, apart, and below or above what they are linked to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bsctui.layout.placing import spread
from bsctui.layout.shapes import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.layout.crossings import Order
    from bsctui.layout.shapes import Sizes
    from bsctui.layout.skeleton import Skeleton

SLOT = 3
"""Cells that a passage keeps free of boxes; its arrow takes one of them."""

CLEAR = 1
"""Cells between a slot and what stands beside it."""

EDGE = 2
"""Cells at a box's corners where no arrow ends."""

ROUNDS = 8
"""Passes down and up until what is linked stands in line."""

STRAIGHT = 16.0
"""How much more a passage insists on its wish than a box: long arrows should run straight."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where items begin and how wide they are, by item; `width` is the whole map's, all in cells."""

    left: Sequence[int]
    wide: Sequence[int]
    width: int

    def inside(self, item: int) -> tuple[int, int]:
        """The first and the last cell of an item."""
        return self.left[item], self.left[item] + self.wide[item] - 1

    def inner(self, item: int) -> tuple[int, int]:
        """The first and the last cell of a box where arrows may end."""
        return self.left[item] + EDGE, self.left[item] + self.wide[item] - 1 - EDGE


def columns(
    bones: Skeleton,
    order: Order,
    sides: Sequence[dict[int, Side]],
    wide: Sequence[int],
    sizes: Sizes,
) -> Columns:
    """The columns of all items; each row keeps its order."""
    steps = [_steps(bones, row, order[row], sides[row], wide, sizes) for row in range(len(order))]
    lengths = [sum(steps[row]) + wide[items[-1]] if items else 0 for row, items in enumerate(order)]
    width = max(lengths, default=0)
    left = [0] * len(bones.row_of)
    for row, items in enumerate(order):
        at = (width - lengths[row]) // 2
        for item, step in zip(items, [*steps[row], 0], strict=False):
            left[item] = at
            at += step
    linked = _linked(bones)
    down = [*range(len(order)), *reversed(range(len(order)))]
    for row in down * ROUNDS:
        _align(order[row], steps[row], bones, linked, left, wide, width)
    _part_passages(bones, order, linked, left, wide)
    return Columns(left, wide, width)


def _steps(
    bones: Skeleton,
    row: int,
    items: Sequence[int],
    sides: dict[int, Side],
    wide: Sequence[int],
    sizes: Sizes,
) -> list[int]:
    """How far each item begins behind the one before; a label between neighbours needs its room."""
    labels = {
        frozenset((arc.start, arc.end)): bones.links[arc.link].label + 3
        for arc in bones.arcs[row]
        if sides[arc.link] is Side.BESIDE
    }
    return [
        wide[a]
        + (
            max(sizes.gap, labels.get(frozenset((a, b)), 0))
            if bones.is_box(a) and bones.is_box(b)
            else CLEAR
        )
        for a, b in pairwise(items)
    ]


def _linked(bones: Skeleton) -> list[list[int]]:
    linked: list[list[int]] = [[] for _ in bones.row_of]
    for channel in bones.strands:
        for strand in channel:
            linked[strand.upper].append(strand.lower)
            linked[strand.lower].append(strand.upper)
    return linked


def _align(
    items: Sequence[int],
    steps: Sequence[int],
    bones: Skeleton,
    linked: Sequence[Sequence[int]],
    left: list[int],
    wide: Sequence[int],
    width: int,
) -> None:
    """Bring a row under what its items are linked to; an item without links stays near where it is."""
    if not items:
        return
    wished, weights = [], []
    for item in items:
        others = linked[item]
        middles = [left[other] + wide[other] / 2 for other in others]
        wished.append(sum(middles) / len(middles) - wide[item] / 2 if middles else left[item])
        weights.append(STRAIGHT if not bones.is_box(item) else 1.0 if others else 0.25)
    found = spread(wished, weights, steps, width - wide[items[-1]])
    for item, at in zip(items, found, strict=True):
        left[item] = at


def _part_passages(
    bones: Skeleton,
    order: Order,
    linked: Sequence[Sequence[int]],
    left: list[int],
    wide: Sequence[int],
) -> None:
    """Narrow each slot to its arrow's cell, no two in the same column of a channel but the same link's."""
    taken: dict[int, int] = {}
    for items in order:
        here: dict[int, int] = {}
        for item in items:
            if bones.is_box(item):
                continue
            above, below = sorted(linked[item], key=lambda other: bones.row_of[other])
            cells = range(left[item], left[item] + wide[item])
            free = [x for x in cells if taken.get(x, above) == above]
            wish: float = left[item] + 1 if bones.is_box(above) else left[above]
            for box in (above, below):
                if bones.is_box(box):
                    wish = min(max(wish, left[box] + EDGE), left[box] + wide[box] - 1 - EDGE)
            left[item] = min(free, key=lambda x: (abs(x - wish), x))
            here[left[item]] = item
        taken = here
