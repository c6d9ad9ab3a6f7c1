"""Where arrows leave and enter boxes: cells along their upper and lower edges, none shared, in an order that adds no crossing.

In one channel no column belongs to two links, so that upright pieces never lie on one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bsctui.layout.columns import CORNER_MARGIN
from bsctui.layout.placing import choose_places
from bsctui.layout.shapes import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.layout.columns import Columns
    from bsctui.layout.crossings import Order
    from bsctui.layout.skeleton import LayeredGraph


PIN_DISTANCE = 2
"""How far two ends on one edge are apart at least."""


class Pin(NamedTuple):
    """One end of a link in one channel; `first` is the end that the arrow comes from."""

    channel: int
    link: int
    first: bool


class BoxEnd(NamedTuple):
    """A pin on a box, with what tells its place among the box's others."""

    pin: Pin
    rank: tuple[int, int, int]
    other: int | None
    """The item at the strand's other end; None for an arc's."""
    tip: float
    """Where an arc would like its ends: 0 at the box's left, 1 at its right."""


class CrowdedBoxError(Exception):
    """A box has more arrows than room."""

    def __init__(self, item: int) -> None:
        super().__init__(item)
        self.item = item


def place_pins(
    graph: LayeredGraph,
    order: Order,
    place: Sequence[int],
    sides: Sequence[dict[int, Side]],
    columns: Columns,
) -> dict[Pin, int]:
    """The column of every pin, passages included.

    Raises:
        Crowded: A box is too narrow.
    """
    pin_columns = _passage_pins(graph, columns)
    ends = _ends(graph, place, sides)
    for channel in range(len(graph.strands)):
        fixed = _fixed(graph, channel, columns)
        for row, lower in ((channel - 1, False), (channel, True)):
            if not 0 <= row < len(order):
                continue
            for item in order[row]:
                box_ends = sorted(ends.get((item, channel), ()), key=lambda end: end.rank)
                if box_ends:
                    edge = _Edge(graph, columns, item, lower)
                    pin_columns |= edge.settle(box_ends, fixed, pin_columns)
            if not lower:
                fixed = {
                    pin_columns[end.pin]: end.pin.link for end in _on_row(ends, order[row], channel)
                }
                fixed |= _upper_passages(graph, channel, columns)
    return pin_columns


def _passage_pins(graph: LayeredGraph, columns: Columns) -> dict[Pin, int]:
    """Passages stand already."""
    pin_columns: dict[Pin, int] = {}
    for channel, strands in enumerate(graph.strands):
        for strand in strands:
            if not graph.is_box(strand.lower):
                pin_columns[Pin(channel, strand.link, strand.rising)] = columns.left[strand.lower]
            if not graph.is_box(strand.upper):
                pin_columns[Pin(channel, strand.link, not strand.rising)] = columns.left[
                    strand.upper
                ]
    return pin_columns


def _fixed(graph: LayeredGraph, channel: int, columns: Columns) -> dict[int, int]:
    """The link of each column that a passage of the lower row takes."""
    return {
        columns.left[strand.lower]: strand.link
        for strand in graph.strands[channel]
        if not graph.is_box(strand.lower)
    }


def _upper_passages(graph: LayeredGraph, channel: int, columns: Columns) -> dict[int, int]:
    return {
        columns.left[strand.upper]: strand.link
        for strand in graph.strands[channel]
        if not graph.is_box(strand.upper)
    }


Ends = dict[tuple[int, int], list[BoxEnd]]
"""By item and channel."""


def _on_row(ends: Ends, items: Sequence[int], channel: int) -> Iterator[BoxEnd]:
    for item in items:
        yield from ends.get((item, channel), ())


def _ends(graph: LayeredGraph, place: Sequence[int], sides: Sequence[dict[int, Side]]) -> Ends:
    ends: Ends = {}
    for channel, strands in enumerate(graph.strands):
        for link, upper, lower, rising in strands:
            for item, other, first in ((lower, upper, rising), (upper, lower, not rising)):
                if graph.is_box(item):
                    end = BoxEnd(Pin(channel, link, first), (1, place[other], link), other, 0.5)
                    ends.setdefault((item, channel), []).append(end)
    for row, arcs in enumerate(graph.arcs):
        for link, start, to in arcs:
            side = sides[row][link]
            if side is Side.BESIDE:
                continue
            channel = row if side is Side.ABOVE else row + 1
            for item, other, first in ((start, to, True), (to, start, False)):
                end = _arc_end(Pin(channel, link, first), place[other] - place[item])
                ends.setdefault((item, channel), []).append(end)
    return ends


def _arc_end(pin: Pin, distance: int) -> BoxEnd:
    """Arcs to the left stand left of all else, the nearest first; those to the right mirrored, so that they nest."""
    if distance < 0:
        return BoxEnd(pin, (0, -distance, -pin.link), None, 0.0)
    if distance > 0:
        return BoxEnd(pin, (2, -distance, pin.link), None, 1.0)
    return BoxEnd(pin, (3, pin.link, pin.first), None, 1.0)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A box's upper edge (`lower` row of a channel) or its lower one."""

    graph: LayeredGraph
    columns: Columns
    item: int
    lower: bool

    def settle(
        self, ends: Sequence[BoxEnd], fixed: dict[int, int], settled: dict[Pin, int]
    ) -> dict[Pin, int]:
        """A column for each end."""
        needs = [self._label(end) for end in ends]
        steps = [
            max(PIN_DISTANCE, 1 + a[1] + b[0] + (1 if a[2] and b[2] else 0))
            for a, b in pairwise(needs)
        ]
        wished = [self._wish(end, settled) for end in ends]
        for parity in (True, False) if not self.lower else (False,):
            allowed = [
                self._allowed(end, need, fixed, even=parity)
                for end, need in zip(ends, needs, strict=True)
            ]
            chosen = choose_places(wished, allowed, steps)
            if chosen is not None:
                return {end.pin: x for end, x in zip(ends, chosen, strict=True)}
        raise CrowdedBoxError(self.item)

    def _label(self, end: BoxEnd) -> tuple[int, int, bool]:
        """Cells that the label at an arrow's start takes left and right of its column."""
        width = self.graph.links[end.pin.link].label if end.pin.first else 0
        return max(0, width - 1) // 2, width // 2, width > 0

    def _wish(self, end: BoxEnd, settled: dict[Pin, int]) -> float:
        """Straight on where that is possible."""
        first, last = self.columns.pin_range(self.item)
        if end.other is None:
            return first + end.tip * (last - first)
        opposite = settled.get(end.pin._replace(first=not end.pin.first))
        if opposite is not None:
            return min(max(opposite, first), last)
        low, high = self.columns.pin_range(end.other)
        if max(first, low) <= min(last, high):
            return (max(first, low) + min(last, high)) / 2
        return first if high < first else last

    def _allowed(
        self, end: BoxEnd, need: tuple[int, int, bool], fixed: dict[int, int], *, even: bool
    ) -> list[int]:
        first, last = self.columns.cell_range(self.item)
        start, stop = first + max(CORNER_MARGIN, need[0]), last - max(CORNER_MARGIN, need[1])
        return [
            x
            for x in range(start, stop + 1)
            if fixed.get(x, end.pin.link) == end.pin.link and (not even or x % 2 == 0 or x in fixed)
        ]
