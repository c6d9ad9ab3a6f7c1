"""Where items stand in their rows: in order, apart, and below or above what they are linked to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bsctui.layout.placing import spread_places
from bsctui.layout.shapes import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.layout.crossings import Order
    from bsctui.layout.shapes import Sizes
    from bsctui.layout.skeleton import LayeredGraph

PASSAGE_WIDTH = 3
"""Cells that a passage keeps free of boxes; its arrow takes one of them."""

PASSAGE_GAP = 1
"""Cells between a slot and what stands beside it."""

CORNER_MARGIN = 2
"""Cells at a box's corners where no arrow ends."""

ROUNDS = 8
"""Passes down and up until what is linked stands in line."""

PASSAGE_WEIGHT = 16.0
"""How much more a passage insists on its wish than a box: long arrows should run straight."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where items begin and how wide they are, by item; `width` is the whole map's, all in cells."""

    left: Sequence[int]
    widths: Sequence[int]
    width: int

    def cell_range(self, item: int) -> tuple[int, int]:
        """The first and the last cell of an item."""
        return self.left[item], self.left[item] + self.widths[item] - 1

    def pin_range(self, item: int) -> tuple[int, int]:
        """The first and the last cell of a box where arrows may end."""
        return self.left[item] + CORNER_MARGIN, self.left[item] + self.widths[
            item
        ] - 1 - CORNER_MARGIN


def columns(
    graph: LayeredGraph,
    order: Order,
    sides: Sequence[dict[int, Side]],
    wide: Sequence[int],
    sizes: Sizes,
) -> Columns:
    """The columns of all items; each row keeps its order."""
    steps = [_steps(graph, row, order[row], sides[row], wide, sizes) for row in range(len(order))]
    lengths = [sum(steps[row]) + wide[items[-1]] if items else 0 for row, items in enumerate(order)]
    width = max(lengths, default=0)
    left = [0] * len(graph.row_of)
    for row, items in enumerate(order):
        at = (width - lengths[row]) // 2
        for item, step in zip(items, [*steps[row], 0], strict=False):
            left[item] = at
            at += step
    linked = _linked(graph)
    down = [*range(len(order)), *reversed(range(len(order)))]
    for row in down * ROUNDS:
        _align(order[row], steps[row], graph, linked, left, wide, width)
    _separate_passages(graph, order, linked, left, wide)
    return Columns(left, wide, width)


def _steps(
    graph: LayeredGraph,
    row: int,
    items: Sequence[int],
    sides: dict[int, Side],
    wide: Sequence[int],
    sizes: Sizes,
) -> list[int]:
    """How far each item begins behind the one before; a label between neighbours needs its room."""
    labels = {
        frozenset((arc.start, arc.end)): graph.links[arc.link].label + 3
        for arc in graph.arcs[row]
        if sides[arc.link] is Side.BESIDE
    }
    return [
        wide[a]
        + (
            max(sizes.gap, labels.get(frozenset((a, b)), 0))
            if graph.is_box(a) and graph.is_box(b)
            else PASSAGE_GAP
        )
        for a, b in pairwise(items)
    ]


def _linked(graph: LayeredGraph) -> list[list[int]]:
    linked: list[list[int]] = [[] for _ in graph.row_of]
    for channel in graph.strands:
        for strand in channel:
            linked[strand.upper].append(strand.lower)
            linked[strand.lower].append(strand.upper)
    return linked


def _align(
    items: Sequence[int],
    steps: Sequence[int],
    graph: LayeredGraph,
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
        weights.append(PASSAGE_WEIGHT if not graph.is_box(item) else 1.0 if others else 0.25)
    placed = spread_places(wished, weights, steps, width - wide[items[-1]])
    for item, at in zip(items, placed, strict=True):
        left[item] = at


def _separate_passages(
    graph: LayeredGraph,
    order: Order,
    linked: Sequence[Sequence[int]],
    left: list[int],
    wide: Sequence[int],
) -> None:
    """Narrow each slot to its arrow's cell, no two in the same column of a channel but the same link's."""
    taken_above: dict[int, int] = {}
    for items in order:
        taken_here: dict[int, int] = {}
        for item in items:
            if graph.is_box(item):
                continue
            above, below = sorted(linked[item], key=lambda other: graph.row_of[other])
            cells = range(left[item], left[item] + wide[item])
            free = [x for x in cells if taken_above.get(x, above) == above]
            wish: float = left[item] + 1 if graph.is_box(above) else left[above]
            for box in (above, below):
                if graph.is_box(box):
                    wish = min(
                        max(wish, left[box] + CORNER_MARGIN),
                        left[box] + wide[box] - 1 - CORNER_MARGIN,
                    )
            left[item] = min(free, key=lambda x: (abs(x - wish), x))
            taken_here[left[item]] = item
        taken_above = taken_here
