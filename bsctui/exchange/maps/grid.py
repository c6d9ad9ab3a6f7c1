"""A map drawn in the cells of a terminal, as runs of text with a look each; the app and `as_text` show it.

Looks are names: a status (`red`…), `dim`, `strong`, `link` (the chosen box and its arrows) or none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui import numbers
from bsctui.cells import truncate_cells, wrap_within
from bsctui.escaping import printable
from bsctui.exchange.maps import pens
from bsctui.exchange.maps.strategy import lag_short
from bsctui.layout.plan import plan
from bsctui.layout.shapes import Link, Node, Point

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.exchange.maps.pens import Frame, Pen
    from bsctui.exchange.maps.strategy import MapArrow, MapBox, MapLane, MapScore, StrategyMap
    from bsctui.layout.shapes import Box, Plan, Route, Sizes


class TextRun(NamedTuple):
    """Text in one look."""

    text: str
    look: str = ""


TextRuns = tuple[TextRun, ...]


def grid_layout(strategy: StrategyMap, sizes: Sizes, pen: Pen) -> Plan:
    """Where everything stands, with room for the labels of arrows."""
    links = (
        Link(arrow.start, arrow.end, cell_len(arrow_label(arrow, pen))) for arrow in strategy.arrows
    )
    nodes = (Node(box.address, box.lane) for box in strategy.boxes)
    return plan(nodes, links, len(strategy.lanes), sizes)


def arrow_label(arrow: MapArrow, pen: Pen) -> str:
    """What stands on an arrow: its lag and the sign of its verdict, as in `2Q✓`."""
    return f"{lag_short(arrow.lag)}{pen.verdicts.get(arrow.verdict or '', '')}"


NO_OBJECTIVE = "no objective"
"""What stands in a lane without boxes."""


def drawn_width(layout: Plan) -> int:
    """How wide the lines of a drawing are: as the plan, or as what stands in an empty lane."""
    return max(layout.width, len(NO_OBJECTIVE))


def draw_map(
    strategy: StrategyMap, layout: Plan, pen: Pen, chosen: str | None = None
) -> list[TextRuns]:
    """The map's lines, each `drawn_width` wide; `chosen` is the box with the cursor."""
    sheet = _Sheet(drawn_width(layout), layout.height)
    at = {box.name: box for box in layout.boxes}
    arrows = {(arrow.start, arrow.end): arrow for arrow in strategy.arrows}
    for box in strategy.boxes:
        _draw_box(sheet, box, at[box.address], pen, chosen=box.address == chosen)
    for route in sorted(layout.routes, key=lambda route: chosen in route.link[:2]):
        look = "link" if chosen in route.link[:2] else "dim"
        _draw_route(sheet, route, at[route.link.start], pen, look)
        _draw_label(sheet, route, arrows[route.link[:2]], pen, look)
    for index, lane in enumerate(layout.lanes):
        if all(box.lane != index for box in layout.boxes):
            x = layout.first_free_column(lane.top, len(NO_OBJECTIVE))
            if x is not None:
                sheet.put(x, lane.top, NO_OBJECTIVE, "dim")
    return [sheet.line(y) for y in range(layout.height)]


class _Sheet:
    """Cells with a character and a look; a wide character takes its cell and empties the next."""

    def __init__(self, width: int, height: int) -> None:
        self._text = [[" "] * width for _ in range(height)]
        self._look = [[""] * width for _ in range(height)]
        self.strokes: dict[Point, int] = {}

    def put(self, x: int, y: int, text: str, look: str = "") -> None:
        """Write from a cell on; what lies outside is left out."""
        row, looks = self._text[y], self._look[y]
        for character in text:
            size = cell_len(character)
            if size == 0 and 0 < x <= len(row):
                row[x - 1] += character
                continue
            if x < 0 or x + size > len(row):
                return
            row[x : x + size] = [character, *[""] * (size - 1)]
            looks[x : x + size] = [look] * size
            x += size

    def line(self, y: int) -> TextRuns:
        """A line as runs."""
        runs: list[TextRun] = []
        for text, look in zip(self._text[y], self._look[y], strict=True):
            if runs and runs[-1].look == look:
                runs[-1] = TextRun(runs[-1].text + text, look)
            else:
                runs.append(TextRun(text, look))
        return tuple(runs)


def _draw_box(sheet: _Sheet, box: MapBox, placed: Box, pen: Pen, *, chosen: bool) -> None:
    frame, look = (pen.chosen, "link") if chosen else (pen.box, box.state.status or "dim")
    _draw_frame(sheet, placed, frame, look)
    inner, x = placed.width - 2, placed.x + 1
    lines = wrap_within(printable(box.label), inner, placed.height - 3, pen.ellipsis)
    for at, line in enumerate(lines):
        sheet.put(x, placed.y + 1 + at, line, "strong" if chosen else "")
    y = placed.y + placed.height - 2
    outside = external_link_counts(box, pen)
    room = inner - (cell_len(outside) + 1 if outside else 0)
    sheet.put(
        x,
        y,
        truncate_cells(state_with_signs(box.state, pen), room, pen.ellipsis),
        box.state.status or "dim",
    )
    if outside:
        sheet.put(x + inner - cell_len(outside), y, outside, "dim")


def _draw_frame(sheet: _Sheet, placed: Box, frame: Frame, look: str) -> None:
    inner, last = placed.width - 2, placed.y + placed.height - 1
    corners = frame.corners
    sheet.put(placed.x, placed.y, corners[0] + frame.level * inner + corners[1], look)
    for y in range(placed.y + 1, last):
        sheet.put(placed.x, y, frame.upright, look)
        sheet.put(placed.x + inner + 1, y, frame.upright, look)
    sheet.put(placed.x, last, corners[3] + frame.level * inner + corners[2], look)


def _draw_route(sheet: _Sheet, route: Route, start: Box, pen: Pen, look: str) -> None:
    cells = route.cells()
    border = _border(start, cells[0])
    path = (border, *cells)
    for before, cell, after in zip(path, cells, cells[1:], strict=False):
        bits = _toward(cell, before) | _toward(cell, after)
        bits |= sheet.strokes.get(cell, 0)
        sheet.strokes[cell] = bits
        sheet.put(cell.x, cell.y, pen.strokes[bits], look)
    head = _toward(path[-2], cells[-1])
    sheet.put(cells[-1].x, cells[-1].y, pen.heads[head], look)
    sheet.put(border.x, border.y, pen.leaves[_toward(border, cells[0])], look)


def _border(box: Box, cell: Point) -> Point:
    """The box's cell beside a cell outside it."""
    return Point(
        min(max(cell.x, box.x), box.x + box.width - 1),
        min(max(cell.y, box.y), box.y + box.height - 1),
    )


def _toward(cell: Point, neighbour: Point) -> int:
    if cell.x == neighbour.x:
        return pens.UP if neighbour.y < cell.y else pens.DOWN
    return pens.LEFT if neighbour.x < cell.x else pens.RIGHT


def _draw_label(sheet: _Sheet, route: Route, arrow: MapArrow, pen: Pen, look: str) -> None:
    if route.label is not None:
        sheet.put(
            route.label.x, route.label.y, arrow_label(arrow, pen), "strong" if look != "dim" else ""
        )


def state_with_signs(state: MapScore, pen: Pen) -> str:
    """Sign, score, trend and word: `■ 86.2 ▲ green`."""
    if state.status is None:
        return f"{pen.none} no score"
    trend = pen.trends.get(state.trend, "") if state.trend is not None else ""
    parts = (
        pen.statuses[state.status],
        numbers.format_score(state.score),
        trend,
        printable(state.word),
    )
    return " ".join(part for part in parts if part)


def external_link_counts(box: MapBox, pen: Pen) -> str:
    """How many links with other scorecards: `←3→1`."""
    parts = ((pen.inward, box.inward), (pen.outward, box.outward))
    return "".join(f"{sign}{count}" for sign, count in parts if count)


def margin_lines(lanes: Sequence[MapLane], layout: Plan, pen: Pen, width: int) -> list[TextRuns]:
    """What stands beside the map's lines: each lane's name, score and status, in `width` cells."""
    lines: list[TextRuns] = [(TextRun(" " * width),)] * layout.height
    for index, (map_lane, lane) in enumerate(zip(lanes, layout.lanes, strict=True)):
        if index and lane.start < lane.top:
            lines[lane.start] = (TextRun(pen.rule * (width - 1), "dim"), TextRun(" "))
        room = max(1, lane.bottom - lane.top)
        for at, run in enumerate(_lane_runs(map_lane, pen, width - 1, room)):
            lines[lane.top + at] = (
                TextRun(run.text + " " * (width - cell_len(run.text)), run.look),
            )
    return lines


def _lane_runs(map_lane: MapLane, pen: Pen, width: int, room: int) -> Iterator[TextRun]:
    """The name above, then as much of score and word as fits below it."""
    state = map_lane.state
    below: list[TextRun] = []
    if state.status is not None and room > 1:
        score = f"{pen.statuses[state.status]} {numbers.format_score(state.score)}"
        whole = f"{score} {printable(state.word)}"
        if cell_len(whole) <= width or room < 3:
            below = [TextRun(truncate_cells(whole, width, pen.ellipsis), state.status)]
        else:
            word = truncate_cells(printable(state.word), width, pen.ellipsis)
            below = [TextRun(score, state.status), TextRun(word, state.status)]
    names = wrap_within(printable(map_lane.label), width, room - len(below), pen.ellipsis)
    yield from (TextRun(line, "title") for line in names)
    yield from below
