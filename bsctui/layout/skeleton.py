"""What stands in which row, and which parts of links run between which rows; no order and no place yet.

A link that skips rows passes through each of them in a *passage*, an item that stands among the row's
boxes. Channel `c` lies above row `c` (and below row `c - 1`): a link runs in it as a *strand* from an item
of the row above to one of the row below, or as an *arc* between two items of one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bsctui.layout.shapes import Link, Node


class Strand(NamedTuple):
    """A link's way through one channel; items by their numbers, `link` an index."""

    link: int
    upper: int
    lower: int
    rising: bool
    """Whether the arrow points upward."""


class Arc(NamedTuple):
    """A link within one row."""

    link: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LayeredGraph:
    """Items are numbered: first the boxes by name, then the passages by link.

    Attributes:
        names: Of the boxes.
        links: By start and end; both must be names.
        row_of: By item.
        lanes: By row.
        strands: By channel, one more than there are rows.
        arcs: By row.
    """

    names: tuple[str, ...]
    links: tuple[Link, ...]
    row_of: tuple[int, ...]
    lanes: tuple[int, ...]
    strands: tuple[tuple[Strand, ...], ...]
    arcs: tuple[tuple[Arc, ...], ...]

    def is_box(self, item: int) -> bool:
        """Whether an item is a box and not a passage."""
        return item < len(self.names)

    def rows(self) -> list[list[int]]:
        """The items of each row, by number."""
        by_row: list[list[int]] = [[] for _ in self.lanes]
        for item, row in enumerate(self.row_of):
            by_row[row].append(item)
        return by_row


def layered_graph(
    nodes: Iterable[Node], links: Iterable[Link], lanes: int, columns: int
) -> LayeredGraph:
    """Rows, strands and arcs; the order in which nodes and links come does not matter.

    Raises:
        KeyError: A link names no node.
    """
    boxes = sorted(nodes)
    names = tuple(box.name for box in boxes)
    at = {name: item for item, name in enumerate(names)}
    sorted_links = tuple(sorted(links))
    ends = [(at[link.start], at[link.end]) for link in sorted_links]
    lane_of_row, row_of = _rows([box.lane for box in boxes], ends, lanes, columns)
    strands: list[list[Strand]] = [[] for _ in range(len(lane_of_row) + 1)]
    arcs: list[list[Arc]] = [[] for _ in lane_of_row]
    for number, (start, end) in enumerate(ends):
        if row_of[start] == row_of[end]:
            arcs[row_of[start]].append(Arc(number, start, end))
        else:
            _thread(number, start, end, row_of, strands)
    return LayeredGraph(
        names,
        sorted_links,
        tuple(row_of),
        tuple(lane_of_row),
        tuple(tuple(channel) for channel in strands),
        tuple(tuple(row) for row in arcs),
    )


def _thread(
    link: int, start: int, end: int, row_of: list[int], strands: list[list[Strand]]
) -> None:
    """Strands from row to row, with a new passage in each row between."""
    rising = row_of[start] > row_of[end]
    upper, lowest = (end, start) if rising else (start, end)
    for row in range(row_of[upper] + 1, row_of[lowest]):
        passage = len(row_of)
        row_of.append(row)
        strands[row].append(Strand(link, upper, passage, rising))
        upper = passage
    strands[row_of[lowest]].append(Strand(link, upper, lowest, rising))


def _rows(
    lane_of: Sequence[int], ends: Sequence[tuple[int, int]], lanes: int, columns: int
) -> tuple[list[int], list[int]]:
    """The lane of each row and the row of each box: a full lane is cut where causes come below effects."""
    lane_of_row: list[int] = []
    row_of = [0] * len(lane_of)
    for lane in range(lanes):
        members = [box for box, box_lane in enumerate(lane_of) if box_lane == lane]
        for part in _cut(members, lane_of, ends, columns):
            for box in part:
                row_of[box] = len(lane_of_row)
            lane_of_row.append(lane)
    return lane_of_row, row_of


def _cut(
    members: list[int], lane_of: Sequence[int], ends: Sequence[tuple[int, int]], columns: int
) -> list[list[int]]:
    """Rows of nearly equal length, at least one: what is linked to lanes below stands lower."""
    count = max(1, -(-len(members) // max(1, columns)))
    if count > 1:
        height = _heights(members, _inner(members, ends))
        pull = dict.fromkeys(members, 0)
        for a, b in ends:
            for box, other in ((a, b), (b, a)):
                if box in pull:
                    pull[box] += (lane_of[other] > lane_of[box]) - (lane_of[other] < lane_of[box])
        members = sorted(members, key=lambda box: (height[box], pull[box], box))
    bounds = [len(members) * part // count for part in range(count + 1)]
    return [members[a:b] for a, b in pairwise(bounds)]


def _inner(members: list[int], ends: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    inside = frozenset(members)
    return [(a, b) for a, b in ends if a in inside and b in inside and a != b]


def _heights(members: Iterable[int], ends: Sequence[tuple[int, int]]) -> dict[int, int]:
    """How many steps of cause and effect stand above each box at most; a circle is cut where it closes."""
    above: dict[int, list[int]] = {box: [] for box in members}
    for start, end in ends:
        above[start].append(end)
    heights: dict[int, int] = {}
    for box in above:
        _climb(box, above, heights)
    return heights


def _climb(box: int, above: dict[int, list[int]], heights: dict[int, int]) -> None:
    """Depth first without recursion: a lane may hold a chain of any length."""
    trail = [(box, iter(above[box]))] if box not in heights else []
    if trail:
        heights[box] = 0
    while trail:
        current, others = trail[-1]
        effect = next(others, None)
        if effect is None:
            trail.pop()
            if trail:
                heights[trail[-1][0]] = max(heights[trail[-1][0]], heights[current] + 1)
        elif effect not in heights:
            heights[effect] = 0
            trail.append((effect, iter(above[effect])))
        elif all(effect != on_trail for on_trail, _ in trail):
            heights[current] = max(heights[current], heights[effect] + 1)
