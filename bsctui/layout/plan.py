"""From nodes and links to a plan: order, columns, pins, tracks, then the routes through them.

The arrows' order is chosen so that few cross; every box and every arrow has cells of its own apart from
those crossings, no arrow touches a box that is none of its ends, and each label stands at its arrow's
start, in cells of its own. The same nodes and links, in whatever order they come, give the same plan.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bsctui.layout.channels import ChannelSegment, SegmentShape, assign_tracks, track_count
from bsctui.layout.columns import CORNER_MARGIN, PASSAGE_WIDTH, columns
from bsctui.layout.crossings import arc_sides, crossings, place_of_items
from bsctui.layout.ordering import best_order
from bsctui.layout.pins import PIN_DISTANCE, CrowdedBoxError, Pin, place_pins
from bsctui.layout.shapes import Box, Lane, Plan, Point, Route, Side, Sizes
from bsctui.layout.skeleton import layered_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bsctui.layout.columns import Columns
    from bsctui.layout.crossings import Order
    from bsctui.layout.shapes import Link, Node
    from bsctui.layout.skeleton import LayeredGraph

STUB_ROWS = 2
"""Rows of a channel with arrows beside its tracks: one for heads and labels at either row of boxes."""

WIDENING = 4
"""Cells that a crowded box gets more, until it is not."""

MOST_LINKS = 1_000
"""Links, and rows that they run through together: with more than so many nobody could follow one, and the boxes are laid out alone."""


def plan(
    nodes: Iterable[Node], links: Iterable[Link], lanes: int, sizes: Sizes | None = None
) -> Plan:
    """Lay a map out.

    Args:
        nodes: With names that are all different, in lanes from 0 to `lanes - 1`.
        links: Between these nodes; a node may be linked to itself, two nodes more than once.
        lanes: How many there are, with and without nodes.
        sizes: In the caller's cells.

    Where links are too many (`MOST_LINKS`) none is laid out, and the plan tells how many were left out.

    Raises:
        KeyError: A link names no node.
    """
    sizes = sizes or Sizes()
    nodes, links = list(nodes), list(links)
    graph = layered_graph(nodes, links[: MOST_LINKS + 1], lanes, sizes.columns)
    left_out = 0
    if len(links) > MOST_LINKS or sum(map(len, graph.strands)) > MOST_LINKS:
        left_out = len(links)
        graph = layered_graph(nodes, (), lanes, sizes.columns)
    order = best_order(graph)
    place = place_of_items(graph, order)
    sides = [arc_sides(graph, row, items, place).side for row, items in enumerate(order)]
    wide = _widths(graph, sides, sizes)
    while True:
        placement = columns(graph, order, sides, wide, sizes)
        try:
            pin_columns = place_pins(graph, order, place, sides, placement)
        except CrowdedBoxError as crowded:
            wide[crowded.item] += WIDENING
            continue
        return _Drawing(graph, order, sides, placement, pin_columns, sizes).plan(left_out)


def _widths(graph: LayeredGraph, sides: Sequence[dict[int, Side]], sizes: Sizes) -> list[int]:
    """Of passages and of boxes: as wide as asked for, or as its ends need at least, in steps of `WIDENING`."""
    ends: Counter[tuple[int, int]] = Counter()
    for channel, strands in enumerate(graph.strands):
        ends.update((item, channel) for each in strands for item in (each.upper, each.lower))
    for row, arcs in enumerate(graph.arcs):
        for link, start, end in arcs:
            if sides[row][link] is not Side.BESIDE:
                channel = row if sides[row][link] is Side.ABOVE else row + 1
                ends.update(((start, channel), (end, channel)))
    wide = [
        sizes.box_width if graph.is_box(item) else PASSAGE_WIDTH
        for item in range(len(graph.row_of))
    ]
    for (item, _), count in ends.items():
        least = PIN_DISTANCE * (count - 1) + 1 + 2 * CORNER_MARGIN
        if graph.is_box(item) and least > wide[item]:
            wide[item] = sizes.box_width + WIDENING * -(-(least - sizes.box_width) // WIDENING)
    return wide


class _Drawing:
    """Everything settled across; what is left is to stack rows and channels."""

    def __init__(
        self,
        graph: LayeredGraph,
        order: Order,
        sides: Sequence[dict[int, Side]],
        placement: Columns,
        pin_columns: dict[Pin, int],
        sizes: Sizes,
    ) -> None:
        self.graph = graph
        self.order = order
        self.sides = sides
        self.placement = placement
        self.pins = pin_columns
        self.sizes = sizes
        self.tracks = [assign_tracks(self._pieces(channel)) for channel in range(len(order) + 1)]
        self.tops, self.height = self._stack()

    def plan(self, left_out: int) -> Plan:
        """The result, with how many links are not in it."""
        boxes = tuple(self._boxes())
        at = {box.name: box for box in boxes}
        return Plan(
            self.placement.width,
            self.height,
            tuple(self._lanes()),
            boxes,
            tuple(self._route(link, at) for link in range(len(self.graph.links))),
            crossings(self.graph, self.order),
            left_out,
        )

    # -- up and down ---------------------------------------------------------------------------

    def _pieces(self, channel: int) -> Iterator[ChannelSegment]:
        for link, _, _, rising in self.graph.strands[channel]:
            start, end = self._columns(channel, link)
            yield ChannelSegment(
                link, SegmentShape.STRAND, *((end, start) if rising else (start, end))
            )
        for row, side, shape in (
            (channel - 1, Side.BELOW, SegmentShape.HANGING),
            (channel, Side.ABOVE, SegmentShape.STANDING),
        ):
            if 0 <= row < len(self.order):
                for arc in self.graph.arcs[row]:
                    if self.sides[row][arc.link] is side:
                        start, end = self._columns(channel, arc.link)
                        yield ChannelSegment(arc.link, shape, start, end)

    def _columns(self, channel: int, link: int) -> tuple[int, int]:
        """Where a link enters a channel and where it leaves it."""
        return self.pins[Pin(channel, link, first=True)], self.pins[Pin(channel, link, first=False)]

    def _stack(self) -> tuple[list[int], int]:
        """The first cell row of each row of boxes, and the height of all."""
        tops, y = [], 0
        for row, items in enumerate(self.order):
            y += self._channel_height(row)
            tops.append(y)
            y += self.sizes.box_height if any(map(self.graph.is_box, items)) else self.sizes.empty
        return tops, y + self._channel_height(len(self.order))

    def _channel_height(self, channel: int) -> int:
        least = self.sizes.apart if 0 < channel < len(self.order) else 0
        if next(self._pieces(channel), None) is None:
            return least
        return max(least, STUB_ROWS + track_count(self.tracks[channel]))

    def _bottom(self, row: int) -> int:
        """The cell row past a row of boxes."""
        if row + 1 < len(self.order):
            return self.tops[row + 1] - self._channel_height(row + 1)
        return self.height - self._channel_height(row + 1)

    def _lanes(self) -> Iterator[Lane]:
        """Bands meet in the middle of the channel between them."""
        start = 0
        for lane in dict.fromkeys(self.graph.lanes):
            rows = [row for row, lane_of_row in enumerate(self.graph.lanes) if lane_of_row == lane]
            bottom = self._bottom(rows[-1])
            last = rows[-1] + 1 == len(self.order)
            end = self.height if last else bottom + self._channel_height(rows[-1] + 1) // 2
            yield Lane(start, end, self.tops[rows[0]], bottom)
            start = end

    def _boxes(self) -> Iterator[Box]:
        graph, placement = self.graph, self.placement
        for row, items in enumerate(self.order):
            for item in filter(graph.is_box, items):
                yield Box(
                    graph.names[item],
                    graph.lanes[row],
                    row,
                    placement.left[item],
                    self.tops[row],
                    placement.widths[item],
                    self.sizes.box_height,
                )

    # -- routes --------------------------------------------------------------------------------

    def _route(self, number: int, at: dict[str, Box]) -> Route:
        link = self.graph.links[number]
        start, end = at[link.start], at[link.end]
        if start.row == end.row and self.sides[start.row][number] is Side.BESIDE:
            return _beside(link, start, end)
        points = tuple(_corners(self._path(number, start, end)))
        first = points[0]
        label = Point(first.x - max(0, link.label - 1) // 2, first.y) if link.label else None
        return Route(link, points, label)

    def _path(self, link: int, start: Box, end: Box) -> Iterator[Point]:
        """Down or up through each channel: a stub, the level piece, a stub."""
        if start.row == end.row:
            above = self.sides[start.row][link] is Side.ABOVE
            channel = start.row if above else start.row + 1
            edge = self.tops[start.row] - 1 if above else self._bottom(start.row)
            yield from self._through(link, channel, edge, edge)
        elif start.row > end.row:
            for channel in range(start.row, end.row, -1):
                yield from self._through(
                    link, channel, self.tops[channel] - 1, self._bottom(channel - 1)
                )
        else:
            for channel in range(start.row + 1, end.row + 1):
                yield from self._through(
                    link, channel, self._bottom(channel - 1), self.tops[channel] - 1
                )

    def _through(self, link: int, channel: int, first: int, last: int) -> Iterator[Point]:
        before, after = self._columns(channel, link)
        yield Point(before, first)
        track = self.tracks[channel].get(link)
        if track is not None:
            height = self._channel_height(channel)
            spare = height - STUB_ROWS - track_count(self.tracks[channel])
            bottom = self.tops[channel] if channel < len(self.order) else self.height
            y = bottom - height + spare // 2 + track
            yield Point(before, y)
            yield Point(after, y)
        yield Point(after, last)


def _beside(link: Link, start: Box, end: Box) -> Route:
    """Straight from neighbour to neighbour, the label in the middle."""
    y = start.y + start.height // 2
    if start.x < end.x:
        first, last = start.x + start.width, end.x - 1
    else:
        first, last = start.x - 1, end.x + end.width
    points = tuple(_corners((Point(first, y), Point(last, y))))
    label = min(first, last) + (abs(last - first) + 1 - link.label) // 2
    return Route(link, points, Point(label, y) if link.label else None)


def _corners(path: Iterable[Point]) -> Iterator[Point]:
    """A path without points that lie on a straight piece or twice in one place."""
    corners: list[Point] = []
    for point in path:
        if corners and point == corners[-1]:
            continue
        if len(corners) > 1 and (
            corners[-2].x == corners[-1].x == point.x or corners[-2].y == corners[-1].y == point.y
        ):
            corners.pop()
        corners.append(point)
    yield from corners
