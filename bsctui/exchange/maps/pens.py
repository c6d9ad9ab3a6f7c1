"""The characters a map is drawn with in a terminal, and the same for terminals that are not UTF-8."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bsctui import signs

if TYPE_CHECKING:
    from collections.abc import Mapping

UP, RIGHT, DOWN, LEFT = 1, 2, 4, 8
"""Where a cell's strokes lead, as bits."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A box's border: four corners (clockwise from the upper left), a level and an upright stroke."""

    corners: str
    level: str
    upright: str


@dataclass(frozen=True, slots=True)
class Pen:
    """One set of characters, each one cell wide.

    Attributes:
        strokes: By the sum of the directions that meet in a cell.
        heads: By the direction they point to.
        leaves: In a border, where an arrow leaves the box in a direction.
        box: The border of a box.
        chosen: The border of the box under the cursor.
        rule: Between two lanes.
        trends: By 1, 0, -1.
        inward: Before the number of causes in other scorecards.
        outward: Before the number of effects in other scorecards.
    """

    strokes: Mapping[int, str]
    heads: Mapping[int, str]
    leaves: Mapping[int, str]
    box: Frame
    chosen: Frame
    rule: str
    ellipsis: str
    trends: Mapping[int, str]
    statuses: Mapping[str, str]
    verdicts: Mapping[str, str]
    inward: str
    outward: str
    none: str


UNICODE: Final = Pen(
    strokes={
        UP | DOWN: "│",
        LEFT | RIGHT: "─",
        DOWN | RIGHT: "╭",
        DOWN | LEFT: "╮",
        UP | RIGHT: "╰",
        UP | LEFT: "╯",
        UP | DOWN | LEFT | RIGHT: "┼",
    },
    heads={UP: "▲", RIGHT: "▶", DOWN: "▼", LEFT: "◀"},
    leaves={UP: "┴", RIGHT: "├", DOWN: "┬", LEFT: "┤"},
    box=Frame("┌┐┘└", "─", "│"),
    chosen=Frame("╔╗╝╚", "═", "║"),
    rule="─",
    ellipsis="…",
    trends=signs.TREND,
    statuses=signs.STATUS,
    verdicts=signs.VERDICT,
    inward="←",
    outward="→",
    none="·",
)

ASCII: Final = Pen(
    strokes={
        UP | DOWN: "|",
        LEFT | RIGHT: "-",
        DOWN | RIGHT: ".",
        DOWN | LEFT: ".",
        UP | RIGHT: "'",
        UP | LEFT: "'",
        UP | DOWN | LEFT | RIGHT: "+",
    },
    heads={UP: "^", RIGHT: ">", DOWN: "v", LEFT: "<"},
    leaves={UP: "+", RIGHT: "+", DOWN: "+", LEFT: "+"},
    box=Frame("....", "-", "|"),
    chosen=Frame("####", "#", "#"),
    rule="-",
    ellipsis="~",
    trends=signs.PLAIN_TREND,
    statuses=signs.PLAIN_STATUS,
    verdicts=signs.PLAIN_VERDICT,
    inward="<",
    outward=">",
    none=".",
)
