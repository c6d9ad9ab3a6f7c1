"""Where the arrow keys lead on a map: along the links up and down, along the row left and right; pure.

Left and right go on at the other end of the next row, so that with them alone every box can be reached.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bsctui.layout.shapes import Box, Plan


class WalkDirection(Enum):
    """A direction; the value is the step in rows, then in places of a row."""

    UP = (-1, 0)
    DOWN = (1, 0)
    LEFT = (0, -1)
    RIGHT = (0, 1)


def walk_target(
    plan: Plan, current: str | None, way: WalkDirection, came_from: str | None = None
) -> str | None:
    """The box to go to; where there is none that way, the one the cursor is on.

    Args:
        plan: The map.
        current: The box with the cursor; None stands before the first.
        way: Which key.
        came_from: The box of the step before: up and down return to it where it lies that way.
    """
    at = {box.name: index for index, box in enumerate(plan.boxes)}
    if not plan.boxes:
        return None
    if current not in at:
        return plan.boxes[0].name
    rows, places = way.value
    if places:
        return plan.boxes[(at[current] + places) % len(plan.boxes)].name
    box = plan.boxes[at[current]]
    that_way = [other for other in plan.boxes if (other.row - box.row) * rows > 0]
    linked = _linked(plan, current)
    along = [other for other in that_way if other.name in linked]
    if any(other.name == came_from for other in along):
        return came_from
    target = _nearest(box, along or that_way)
    return target.name if target else current


def _linked(plan: Plan, name: str) -> set[str]:
    """Both ends count: an arrow is walked from cause to effect and back."""
    return {end for route in plan.routes if name in route.link[:2] for end in route.link[:2]} - {
        name
    }


def _nearest(box: Box, others: Iterable[Box]) -> Box | None:
    """The nearest row first, then the least sideways."""
    return min(
        others,
        key=lambda other: (abs(other.row - box.row), abs(_middle(other) - _middle(box)), other.x),
        default=None,
    )


def _middle(box: Box) -> float:
    return box.x + box.width / 2


def page_target(plan: Plan, current: str | None, rows: int) -> str | None:
    """The box about so many cell rows further down (up, where negative), as straight as can be."""
    if not plan.boxes:
        return None
    box = next((box for box in plan.boxes if box.name == current), plan.boxes[0])
    beyond = [other for other in plan.boxes if (other.row - box.row) * rows > 0]
    within = [other for other in beyond if abs(other.y - box.y) <= abs(rows)]
    if not beyond:
        return box.name
    row = (
        _farthest(box, within)
        if within
        else min((other.row for other in beyond), key=lambda r: abs(r - box.row))
    )
    target = _nearest(box, [other for other in beyond if other.row == row])
    return target.name if target else box.name


def _farthest(box: Box, others: Sequence[Box]) -> int:
    return max((other.row for other in others), key=lambda row: abs(row - box.row))
