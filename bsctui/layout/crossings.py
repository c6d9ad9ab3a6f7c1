"""How often arrows cross, told from the order of items in their rows alone.

With one vertical piece at each end of a strand and tracks ordered as in `channels`, two strands cross once
where their ends are in opposite orders and never else; an arc crosses what leaves its row between its ends.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from bsctui.layout.shapes import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.layout.skeleton import Arc, LayeredGraph, Strand

Order = list[list[int]]
"""The items of each row, from the left."""


class Sides(NamedTuple):
    """On which side of its row each arc runs (by link), and how often it is crossed there."""

    side: dict[int, Side]
    crossings: int


def count_strand_crossings(strands: Sequence[Strand], place: Sequence[int]) -> int:
    """How many pairs of strands have their ends in opposite orders."""
    lowers: list[int] = []
    count = 0
    for _, lower in sorted((place[strand.upper], place[strand.lower]) for strand in strands):
        count += len(lowers) - bisect_right(lowers, lower)
        insort(lowers, lower)
    return count


def arc_sides(graph: LayeredGraph, row: int, items: Sequence[int], place: Sequence[int]) -> Sides:
    """Neighbours are joined directly; every other arc goes where it crosses less, above where it is equal."""
    arcs = graph.arcs[row]
    if not arcs:
        return Sides({}, 0)
    above = _leaving([strand.lower for strand in graph.strands[row]], items, place)
    below = _leaving([strand.upper for strand in graph.strands[row + 1]], items, place)
    side: dict[int, Side] = {}
    crossings = 0
    joined: set[int] = set()
    spans: dict[Side, list[tuple[int, int]]] = {Side.ABOVE: [], Side.BELOW: []}
    for arc in arcs:
        first, last = _span(arc, place)
        if last - first == 1 and first not in joined:
            joined.add(first)
            side[arc.link] = Side.BESIDE
            continue
        costs = {
            each: leaving[last] - leaving[first + 1] + _interleaved((first, last), spans[each])
            if last > first
            else 0
            for each, leaving in ((Side.ABOVE, above), (Side.BELOW, below))
        }
        chosen = min(costs, key=lambda each: costs[each])
        side[arc.link] = chosen
        spans[chosen].append((first, last))
        crossings += costs[chosen]
    return Sides(side, crossings)


def _leaving(ends: Sequence[int], items: Sequence[int], place: Sequence[int]) -> list[int]:
    """How many strands leave the row before each place."""
    counts = [0] * len(items)
    for item in ends:
        counts[place[item]] += 1
    return [0, *accumulate(counts)]


def _span(arc: Arc, place: Sequence[int]) -> tuple[int, int]:
    start, end = place[arc.start], place[arc.end]
    return (start, end) if start < end else (end, start)


def _interleaved(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> int:
    first, last = span
    return sum(a < first < b < last or first < a < last < b for a, b in others)


def place_of_items(graph: LayeredGraph, order: Order) -> list[int]:
    """By item: how many stand at its left."""
    place = [0] * len(graph.row_of)
    for items in order:
        for at, item in enumerate(items):
            place[item] = at
    return place


def crossings(graph: LayeredGraph, order: Order) -> int:
    """How often arrows cross in the whole map."""
    place = place_of_items(graph, order)
    strands = sum(count_strand_crossings(channel, place) for channel in graph.strands)
    return strands + sum(
        arc_sides(graph, row, items, place).crossings for row, items in enumerate(order)
    )
