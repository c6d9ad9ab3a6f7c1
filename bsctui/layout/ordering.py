"""The order of items in their rows with which arrows cross least: barycentres, then moving one at a time.

The way is that of Sugiyama, Tagawa and Toda (1981), with sifting (Matuszewski, Schönfeld and Molitor, 1999)
for what barycentres leave. It starts several times, from the names in order and from shuffles with a
fixed seed, so that the same map always looks the same.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from bsctui.layout.crossings import arc_sides, places, strands_cross

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.layout.crossings import Order
    from bsctui.layout.skeleton import Skeleton

STARTS = 6
"""How many shuffles are tried after the two orders by name; fewer once nothing crosses any more."""

SWEEPS = 4
"""Barycentres settle in a few passes down and up."""

PASSES = 6
"""Sifting ends where nothing moves; on large maps after so many passes."""

AGAINST = 0.1
"""People read causes before effects: within a row arrows should rather run to the right."""

CROSSING = 1000.0
"""A crossing weighs more than any length that could be saved."""


def best_order(bones: Skeleton) -> Order:
    """The best order found; of equal ones the one with the shorter arrows."""
    best: tuple[float, Order] | None = None
    for start in _starts(bones):
        search = _Search(bones, start)
        search.sweep()
        search.sift()
        found = (search.cost(), search.order)
        if best is None or found < best:
            best = found
        if best[0] < CROSSING:
            break
    assert best is not None, "there is at least one start"  # noqa: S101
    return best[1]


def _starts(bones: Skeleton) -> Iterator[Order]:
    rows = bones.rows()
    yield [list(items) for items in rows]
    yield [list(reversed(items)) for items in rows]
    shuffled = random.Random(1)  # noqa: S311 - the same map always, no secret
    for _ in range(STARTS):
        for items in rows:
            shuffled.shuffle(items)
        yield [list(items) for items in rows]


class _Search:
    """One order that is made better in place."""

    def __init__(self, bones: Skeleton, order: Order) -> None:
        self.bones = bones
        self.order = order
        self.place = places(bones, order)
        self._above: list[list[int]] = [[] for _ in bones.row_of]
        self._below: list[list[int]] = [[] for _ in bones.row_of]
        for channel in bones.strands:
            for strand in channel:
                self._above[strand.lower].append(strand.upper)
                self._below[strand.upper].append(strand.lower)

    # -- cost ----------------------------------------------------------------------------------

    def cost(self) -> float:
        """Crossings, and at last how far arrows run sideways."""
        channels = sum(self._channel_cost(at) for at in range(len(self.bones.strands)))
        return channels + sum(self._arcs_cost(row) for row in range(len(self.order)))

    def _row_cost(self, row: int) -> float:
        return self._channel_cost(row) + self._channel_cost(row + 1) + self._arcs_cost(row)

    def _channel_cost(self, channel: int) -> float:
        strands = self.bones.strands[channel]
        if not strands:
            return 0.0
        place = self.place
        upper, lower = self._middle(channel - 1), self._middle(channel)
        aside = sum(abs(place[each.upper] - upper - place[each.lower] + lower) for each in strands)
        return CROSSING * strands_cross(strands, place) + aside

    def _arcs_cost(self, row: int) -> float:
        arcs = self.bones.arcs[row]
        if not arcs:
            return 0.0
        place = self.place
        sides = arc_sides(self.bones, row, self.order[row], place)
        aside = sum(abs(place[arc.start] - place[arc.end]) for arc in arcs)
        leftward = sum(place[arc.start] > place[arc.end] for arc in arcs)
        return CROSSING * sides.crossings + 2.0 * aside + AGAINST * leftward

    def _middle(self, row: int) -> float:
        return (len(self.order[row]) - 1) / 2

    # -- barycentres ---------------------------------------------------------------------------

    def sweep(self) -> None:
        """Each row by the mean place of what it is linked to, down and up; the best state is kept."""
        kept = (self.cost(), [list(items) for items in self.order])
        for _ in range(SWEEPS):
            for row in range(1, len(self.order)):
                self._by_barycentre(row, self._above)
            for row in range(len(self.order) - 2, -1, -1):
                self._by_barycentre(row, self._below)
            cost = self.cost()
            if cost >= kept[0]:
                break
            kept = (cost, [list(items) for items in self.order])
        self.order = kept[1]
        self.place = places(self.bones, self.order)

    def _by_barycentre(self, row: int, linked: Sequence[Sequence[int]]) -> None:
        place, shift = self.place, self._middle(row)
        keys: dict[int, float] = {}
        for item in self.order[row]:
            others = linked[item]
            middles = [place[other] - self._middle(self.bones.row_of[other]) for other in others]
            keys[item] = sum(middles) / len(middles) if middles else place[item] - shift
        self._set(row, sorted(self.order[row], key=lambda item: keys[item]))

    def _set(self, row: int, items: list[int]) -> None:
        self.order[row] = items
        for at, item in enumerate(items):
            self.place[item] = at

    # -- sifting -------------------------------------------------------------------------------

    def sift(self) -> None:
        """Take each item out and put it where it costs least, until nothing moves."""
        for _ in range(PASSES):
            moved = False
            for row in range(len(self.order)):
                for item in sorted(self.order[row]):
                    moved |= self._sift(row, item)
            if not moved:
                return

    def _sift(self, row: int, item: int) -> bool:
        before = self.order[row]
        rest = [other for other in before if other != item]
        best, least = before, self._row_cost(row)
        for at in range(len(before)):
            if at != self.place[item] or self.order[row] is not before:
                tried = [*rest[:at], item, *rest[at:]]
                if tried != before:
                    self._set(row, tried)
                    cost = self._row_cost(row)
                    if cost < least:
                        best, least = tried, cost
        self._set(row, best)
        return best is not before
