"""How the heat map's rows and the lines of sight are laid out in cells."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui import numbers
from bsctui.app.core.item_figures import item_figures
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.cells import align_label, align_left, align_right
from bsctui.escaping import printable

if TYPE_CHECKING:
    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.session import Session
    from bsctui.app.views.alignment.heat import HeatCell, HeatMap
    from bsctui.app.views.alignment.sight import SightLine
    from bsctui.app.views.alignment.state import AlignmentLine, AlignmentState, HeatPlace

CELL = 12
"""Cells that hold a status, a score and a coverage, and a blank after them."""

NARROW = 8
"""Without the coverage."""


class Window(NamedTuple):
    """Which columns of the heat map fit: cells of the tier's name, of a column, the first and the last shown."""

    name: int
    cell: int
    first: int
    last: int


def window(heat: HeatMap, width: int, column: int) -> Window:
    """The columns around the cursor's, all of them where there is room."""
    name = min(max((cell_len(tier) for tier in heat.tiers), default=0), max(8, width // 4))
    room, count = max(NARROW, width - name - 2), len(heat.columns)
    cell = next((size for size in (CELL, NARROW) if size * count <= room), CELL)
    cell = max(cell, min(20, room // max(1, count)))
    fitting = max(1, room // cell)
    first = max(0, min(column - fitting // 2, count - fitting))
    return Window(name, cell, first, min(count, first + fitting))


def heat_heading(heat: HeatMap, shape: Window, glyphs: Glyphs) -> Spans:
    """The perspectives above their columns; signs at the ends where some are out of view."""
    before = "<" if shape.first else " "
    after = ">" if shape.last < len(heat.columns) else ""
    names = "".join(
        align_left(printable(name), shape.cell - 1, glyphs.ellipsis) + " "
        for name in heat.columns[shape.first : shape.last]
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
        for column in range(shape.first, shape.last):
            cell = self._heat.cells[index][column]
            is_current = (index, column) == self._place
            spans += [*self._cell(cell, "cursor" if is_current else None), StyledSpan(" ")]
        return tuple(spans)

    def _cell(self, cell: HeatCell, over: str | None) -> Spans:
        room = self._shape.cell - 1
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


class SightRows:
    """The lines of sight as the listing draws them."""

    def __init__(self, state: AlignmentState, glyphs: Glyphs) -> None:
        self._session: Session = state.session
        self._lines = state.lines
        self._glyphs = glyphs

    def __len__(self) -> int:
        """How many lines."""
        return len(self._lines)

    def line(self, index: int, width: int) -> Spans:
        """An objective with its tier, scorecard and score; or a text."""
        line = self._lines[index]
        if line.address is None:
            return (StyledSpan(f" {line.text}", "title" if line.title else "dim"),)
        return self._objective(line, line.address, width)

    def _objective(self, line: AlignmentLine, address: str, width: int) -> Spans:
        session, glyphs = self._session, self._glyphs
        objective = session.model.objectives[address]
        card = session.model.scorecards[objective.scorecard]
        shown = item_figures(session.scores, address, session.column)
        status = shown.status if shown else None
        joints = sight_joints(line.sight, glyphs) if line.sight else ""
        anchor = line.sight is not None and line.sight.anchor
        remark = _remark(line)
        tier, beside, end = self._tier_width(width), _card_width(width), len(remark) + 1
        room = max(12, width - tier - beside - end - 11)
        name = session.label(address) if beside else session.distinct_label(address)
        label = align_label(printable(name), max(4, room - len(joints)), glyphs.ellipsis)
        return (
            StyledSpan(
                align_left(f" {printable(_tier(session, card.tier))}", tier, glyphs.ellipsis), "dim"
            ),
            StyledSpan(f" {joints}", "dim"),
            StyledSpan(label, "strong" if anchor else ""),
            StyledSpan(f" {glyphs.status(status)} ", status or "dim"),
            StyledSpan(align_right(numbers.format_score(shown.score) if shown else "", 5)),
            StyledSpan(
                f"  {align_label(printable(card.display_name), beside - 2, glyphs.ellipsis)}"
                if beside
                else ""
            ),
            StyledSpan(f" {remark}", "dim"),
        )

    def _tier_width(self, width: int) -> int:
        widest = max(cell_len(each.label) for each in self._session.model.settings.tiers)
        return min(widest + 2, max(8, width // 5))


def _card_width(width: int) -> int:
    return min(28, width // 5) if width >= 60 else 0


def _remark(line: AlignmentLine) -> str:
    """How it serves the one above; where there is no line of sight what is missing."""
    word = line.sight.word if line.sight else line.text
    return align_left(word, 8 if line.sight else 23)


def _tier(session: Session, name: str) -> str:
    return next((each.label for each in session.model.settings.tiers if each.name == name), name)


def sight_joints(sight: SightLine, glyphs: Glyphs) -> str:
    """The joints before an objective: a stroke for each level that goes on, a corner at its own."""
    if not sight.lasts:
        return ""
    strokes = "".join("  " if last else f"{glyphs.stroke} " for last in sight.lasts[:-1])
    return f"{strokes}{glyphs.corner if sight.lasts[-1] else glyphs.joint} "
