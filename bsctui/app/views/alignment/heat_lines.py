"""How the heat map's rows are laid out in cells."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui import numbers
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.cells import align_label, align_left, align_right, share_cells
from bsctui.escaping import printable

if TYPE_CHECKING:
    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.views.alignment.heat import HeatCell, HeatMap
    from bsctui.app.views.alignment.state import HeatPlace

CELL = 12
"""Cells that hold a status, a score and a coverage, and a blank after them."""

NARROW = 8
"""Without the coverage."""


class Window(NamedTuple):
    """Which columns of the heat map fit.

    Attributes:
        name: Cells of the tier's name.
        cells: Those of each column that shows, the blank after it among them.
        first: The first column that shows.
        last: The one after the last.
    """

    name: int
    cells: tuple[int, ...]
    first: int
    last: int


def window(heat: HeatMap, width: int, column: int) -> Window:
    """All columns where they fit, those with longer names wider; else those around the cursor's."""
    name = min(max((cell_len(tier) for tier in heat.tiers), default=0), max(8, width // 4))
    room, count = max(NARROW, width - name - 1), len(heat.columns)
    names = [cell_len(printable(each)) + 1 for each in heat.columns]
    even = min(20, room // max(1, count))
    if even >= max([CELL, *names]):
        return Window(name, (even,) * count, 0, count)
    for least in (_least_cells(heat), [NARROW] * count):
        if sum(least) <= room:
            needs = [max(pair) for pair in zip(names, least, strict=True)]
            return Window(name, share_cells(needs, least, room), 0, count)
    fitting = max(1, room // NARROW)
    first = max(0, min(column - fitting // 2, count - fitting))
    last = min(count, first + fitting)
    return Window(name, (NARROW,) * (last - first), first, last)


def _least_cells(heat: HeatMap) -> list[int]:
    """What each column's figures take: with the coverage where that is worth telling."""
    return [
        CELL if any(_tells_coverage(row[column]) for row in heat.cells) else NARROW
        for column in range(len(heat.columns))
    ]


def _tells_coverage(cell: HeatCell) -> bool:
    return cell.coverage < WHOLE and not math.isnan(cell.score)


def heat_heading(heat: HeatMap, shape: Window, glyphs: Glyphs) -> Spans:
    """The perspectives above their columns; signs at the ends where some are out of view."""
    before = "<" if shape.first else " "
    after = ">" if shape.last < len(heat.columns) else ""
    shown = zip(heat.columns[shape.first : shape.last], shape.cells, strict=True)
    names = "".join(
        align_left(printable(name), cell - 1, glyphs.ellipsis) + " " for name, cell in shown
    )
    title = align_left(" Alignment", shape.name + 1, glyphs.ellipsis)
    return (StyledSpan(title + before, "dim"), StyledSpan(names, "dim"), StyledSpan(after, "dim"))


class HeatRows:
    """The heat map as the listing draws it, with the cell under its cursor."""

    def __init__(
        self, heat: HeatMap, place: HeatPlace | None, shape: Window, least: float, glyphs: Glyphs
    ) -> None:
        self._heat = heat
        self._place = place
        self._shape = shape
        self._least = least
        self._glyphs = glyphs

    def __len__(self) -> int:
        """How many tiers."""
        return len(self._heat.tiers)

    def line(self, index: int, width: int) -> Spans:
        """A tier."""
        shape = self._shape
        name = align_label(printable(self._heat.tiers[index]), shape.name, self._glyphs.ellipsis)
        spans = [StyledSpan(f" {name} ")]
        for column, cells in enumerate(shape.cells, shape.first):
            cell = self._heat.cells[index][column]
            over = "cursor" if (index, column) == self._place else None
            spans += [*self._cell(cell, cells - 1, over), StyledSpan(" ")]
        return tuple(spans)

    def _cell(self, cell: HeatCell, room: int, over: str | None) -> Spans:
        if math.isnan(cell.score):
            return (StyledSpan(align_left(f" {self._glyphs.none}", room), over or "dim"),)
        sign = self._glyphs.status(cell.status)
        score = f"{sign} {align_right(numbers.format_score(cell.score), 5)}"
        coverage = f" {cell.coverage:.0f}%" if cell.coverage < WHOLE and room >= CELL - 1 else ""
        look = over or f"heat-{cell.status}" if cell.status else over or ""
        low = "warning" if cell.coverage < self._least else look
        return (
            StyledSpan(score, look),
            StyledSpan(align_left(coverage, room - len(score)), over or low),
        )


WHOLE = 99.5
"""Coverage in percent from which it is not worth telling."""
