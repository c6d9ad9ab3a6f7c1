"""The order of items in their rows with which arrows cross least: barycentres, then moving one at a time.

The way is that of Sugiyama, Tagawa and Toda (1981), with sifting (Matuszewski, Schönfeld and Molitor, 1999)
for what barycentres leave. It starts several times, from the names in order and from shuffles with a
fixed seed, so that the same map always looks the same.
"""

from __future__ import annotations

import random
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bsctui.layout.crossings import arc_sides, count_strand_crossings, place_of_items

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.layout.crossings import Order
    from bsctui.layout.skeleton import LayeredGraph

STARTS = 40
"""How many orders are begun from: two by name, then shuffles; fewer once nothing crosses any more."""

STARTS_BUDGET = 320
"""Items that all starts together may have: a large map gets fewer starts, so that none takes long."""

SIFTING_BUDGET = 1600
"""Items that all passes together may have, but for the first two."""

IMPROVEMENT = 1e-9
"""What counts as an improvement, beyond rounding."""

SWEEPS = 4
"""Barycentres settle in a few passes down and up."""

PASSES = 6
"""Sifting ends where nothing moves, else after so many passes, on large maps after two."""

LEFTWARD_COST = 0.1
"""People read causes before effects: within a row arrows should rather run to the right."""

CROSSING_COST = 1000.0
"""A crossing weighs more than any length that could be saved."""


def best_order(graph: LayeredGraph) -> Order:
    """The best order found; of equal ones the one with the shorter arrows."""
    most = max(1, min(STARTS, STARTS_BUDGET // max(1, len(graph.row_of))))
    improved = (_improved(graph, start) for start in islice(_starts(graph), most))
    best = next(improved)
    while best[0] >= CROSSING_COST and (other := next(improved, None)) is not None:
        best = min(best, other)
    return best[1]


def _improved(graph: LayeredGraph, start: Order) -> tuple[float, Order]:
    """The cost and the order to which an order can be improved."""
    search = _Search(graph, start)
    search.sweep()
    search.sift()
    return search.cost(), search.order


def _starts(graph: LayeredGraph) -> Iterator[Order]:
    rows = graph.rows()
    yield [list(items) for items in rows]
    yield [list(reversed(items)) for items in rows]
    shuffled = random.Random(1)
    while True:
        for items in rows:
            shuffled.shuffle(items)
        yield [list(items) for items in rows]


class _Search:
    """One order that is made better in place."""

    def __init__(self, graph: LayeredGraph, order: Order) -> None:
        self.graph = graph
        self.order = order
        self.place = place_of_items(graph, order)
        self._above: list[list[int]] = [[] for _ in graph.row_of]
        self._below: list[list[int]] = [[] for _ in graph.row_of]
        for channel in graph.strands:
            for strand in channel:
                self._above[strand.lower].append(strand.upper)
                self._below[strand.upper].append(strand.lower)

    # -- cost ----------------------------------------------------------------------------------

    def cost(self) -> float:
        """Crossings, and at last how far arrows run sideways."""
        channels = sum(self._channel_cost(at) for at in range(len(self.graph.strands)))
        return channels + sum(self._arcs_cost(row) for row in range(len(self.order)))

    def _channel_cost(self, channel: int) -> float:
        strands = self.graph.strands[channel]
        if not strands:
            return 0.0
        place = self.place
        upper, lower = self._middle(channel - 1), self._middle(channel)
        aside = sum(abs(place[each.upper] - upper - place[each.lower] + lower) for each in strands)
        return CROSSING_COST * count_strand_crossings(strands, place) + aside

    def _arcs_cost(self, row: int) -> float:
        arcs = self.graph.arcs[row]
        if not arcs:
            return 0.0
        place = self.place
        sides = arc_sides(self.graph, row, self.order[row], place)
        aside = sum(abs(place[arc.start] - place[arc.end]) for arc in arcs)
        leftward = sum(place[arc.start] > place[arc.end] for arc in arcs)
        return CROSSING_COST * sides.crossings + 2.0 * aside + LEFTWARD_COST * leftward

    def _middle(self, row: int) -> float:
        return (len(self.order[row]) - 1) / 2

    # -- barycentres ---------------------------------------------------------------------------

    def sweep(self) -> None:
        """Each row by the mean place of what it is linked to, down and up; the best state is kept."""
        best = (self.cost(), [list(items) for items in self.order])
        for _ in range(SWEEPS):
            for row in range(1, len(self.order)):
                self._by_barycentre(row, self._above)
            for row in range(len(self.order) - 2, -1, -1):
                self._by_barycentre(row, self._below)
            cost = self.cost()
            if cost >= best[0]:
                break
            best = (cost, [list(items) for items in self.order])
        self.order = best[1]
        self.place = place_of_items(self.graph, self.order)

    def _by_barycentre(self, row: int, linked: Sequence[Sequence[int]]) -> None:
        place, shift = self.place, self._middle(row)
        keys: dict[int, float] = {}
        for item in self.order[row]:
            others = linked[item]
            middles = [place[other] - self._middle(self.graph.row_of[other]) for other in others]
            keys[item] = sum(middles) / len(middles) if middles else place[item] - shift
        self._set(row, sorted(self.order[row], key=lambda item: keys[item]))

    def _set(self, row: int, items: list[int]) -> None:
        self.order[row] = items
        for at, item in enumerate(items):
            self.place[item] = at

    # -- sifting -------------------------------------------------------------------------------

    def sift(self) -> None:
        """Take each item out and put it where it costs least, until nothing moves."""
        for _ in range(max(2, min(PASSES, SIFTING_BUDGET // max(1, len(self.place))))):
            moved = False
            for row, items in enumerate(self.order):
                linked = self._linked_places(row)
                for item in sorted(items):
                    moved |= self._sift(row, item, linked)
            if not moved:
                return

    def _linked_places(self, row: int) -> dict[int, _Linked]:
        """By item of a row: where what it is linked to stands, from the middle of its own row."""
        return {
            item: _Linked(
                *(
                    [self.place[other] - self._middle(self.graph.row_of[other]) for other in others]
                    for others in (self._above[item], self._below[item])
                )
            )
            for item in self.order[row]
        }

    def _sift(self, row: int, item: int, linked: dict[int, _Linked]) -> bool:
        """Walk an item to both ends of its row by swaps with its neighbours; leave it at the best place."""
        items, start = self.order[row], self.place[item]
        before = self._arcs_cost(row)
        best, least = start, -IMPROVEMENT
        for step in (-1, 1):
            change, at = 0.0, start
            while 0 <= at + step < len(items):
                other = items[at + step]
                pair = (item, other) if step > 0 else (other, item)
                change += self._swap(row, at if step > 0 else at - 1, pair, linked)
                at += step
                cost = change + self._arcs_cost(row) - before
                if cost < least:
                    best, least = at, cost
            self._put(row, at, start)
        self._put(row, start, best)
        return best != start

    def _swap(self, row: int, at: int, pair: tuple[int, int], linked: dict[int, _Linked]) -> float:
        """Let two neighbours change places; by how much strands then cost more."""
        left, right = linked[pair[0]], linked[pair[1]]
        position = at - self._middle(row)
        cost = _length_added(left, position, 1.0) + _length_added(right, position + 1.0, -1.0)
        for mine, others in zip(left, right, strict=True):
            cost += CROSSING_COST * _crossings_added(mine, others)
        items = self.order[row]
        items[at : at + 2] = pair[1], pair[0]
        self.place[pair[1]], self.place[pair[0]] = at, at + 1
        return cost

    def _put(self, row: int, start: int, end: int) -> None:
        """Move what stands at one place to another."""
        items = self.order[row]
        items.insert(end, items.pop(start))
        for at in range(min(start, end), max(start, end) + 1):
            self.place[items[at]] = at


class _Linked(NamedTuple):
    """Places in the rows above and below."""

    above: list[float]
    below: list[float]


def _crossings_added(left: Sequence[float], right: Sequence[float]) -> int:
    """How many more pairs of strands cross when `right` comes to stand before `left`."""
    more = 0
    for a in left:
        for b in right:
            more += (b > a) - (a > b)
    return more


def _length_added(linked: _Linked, start: float, by: float) -> float:
    """How much longer strands get when their item moves."""
    end, longer = start + by, 0.0
    for side in linked:
        for other in side:
            longer += abs(end - other) - abs(start - other)
    return longer
