"""What a layout is made from and what it is: nodes and links in, boxes, lanes and routes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Node(NamedTuple):
    """Something to be drawn as a box; `lane` counts from 0, top first."""

    name: str
    lane: int


class Link(NamedTuple):
    """An arrow to be drawn; `label` is the width in cells of what is written beside its start."""

    start: str
    end: str
    label: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """What the caller draws with, in its own cells.

    Attributes:
        box_width: Of every box; one with more arrows than it has places for gets wider.
        box_height: Of every box.
        gap: Between two boxes side by side, at least.
        columns: How many boxes stand in one row at most; a lane with more gets several rows.
        empty: The height of a lane without boxes.
        apart: Rows between two rows of boxes, at least.
    """

    box_width: int = 20
    box_height: int = 4
    gap: int = 4
    columns: int = 8
    empty: int = 1
    apart: int = 1


class Point(NamedTuple):
    """A cell, from the left and from the top."""

    x: int
    y: int


class Side(StrEnum):
    """Where a link between two boxes of one row runs."""

    ABOVE = "above"
    BELOW = "below"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands: cells `x` up to `x + width`, `y` up to `y + height`, ends left out."""

    name: str
    lane: int
    row: int
    x: int
    y: int
    width: int
    height: int

    def holds(self, point: Point) -> bool:
        """Whether a cell is one of the box's."""
        return self.x <= point.x < self.x + self.width and self.y <= point.y < self.y + self.height


@dataclass(frozen=True, slots=True)
class Lane:
    """A band across the whole map.

    Attributes:
        start: The band's first cell row; bands touch each other and fill the map.
        end: The one past its last.
        top: The first cell row of its boxes (of a blank row where it has none).
        bottom: The one past their last.
    """

    start: int
    end: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Route:
    """How an arrow runs.

    Attributes:
        points: Its corners, each straight left, right, above or below the one before; the first
            is the cell beside the box it leaves, the last, that of its head, beside the one it enters.
        label: The first of `link.label` cells in a row that are crossed by no other arrow; None
            where the link has no label.
    """

    link: Link
    points: tuple[Point, ...]
    label: Point | None

    def cells(self) -> tuple[Point, ...]:
        """Every cell it runs through, each once, from start to head."""
        path = [self.points[0]]
        for start, end in zip(self.points, self.points[1:], strict=False):
            across, down = _sign(end.x - start.x), _sign(end.y - start.y)
            while path[-1] != end:
                path.append(Point(path[-1].x + across, path[-1].y + down))
        return tuple(path)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole map: sizes in cells; boxes in reading order, routes by start and end.

    Attributes:
        crossings: How often two arrows cross.
        left_out: How many links are too many to be drawn; then there are no routes.
    """

    width: int
    height: int
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    crossings: int
    left_out: int = 0

    def first_free_column(self, y: int, width: int) -> int | None:
        """The first column where so many cells of a cell row are touched by no arrow; None where there are none.

        Meant for rows without boxes; it may lie right of the map where the map is narrow.
        """
        taken = {cell.x for route in self.routes for cell in route.cells() if cell.y == y}
        last = max(self.width - width, 0)
        fitting = (x for x in range(last + 1) if taken.isdisjoint(range(x - 1, x + width + 1)))
        return next(fitting, None)
