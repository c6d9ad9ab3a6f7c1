"""A map drawn in the cells of a terminal, as runs of text with a look each; the app and `as_text` show it.

Looks are names: a status (`red`…), `dim`, `strong`, `link` (the chosen box and its arrows) or none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui import numbers
from bsctui.cells import cut, wrap_within
from bsctui.exchange.maps import pens
from bsctui.exchange.maps.strategy import lag_short
from bsctui.layout.plan import plan
from bsctui.layout.shapes import Link, Node, Point
from bsctui.text.diagnostics import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.exchange.maps.pens import Frame, Pen
    from bsctui.exchange.maps.strategy import MapArrow, MapBox, MapLane, State, StrategyMap
    from bsctui.layout.shapes import Box, Plan, Route, Sizes


class Run(NamedTuple):
    """Text in one look."""

    text: str
    look: str = ""


Runs = tuple[Run, ...]


def planned(found: StrategyMap, sizes: Sizes, pen: Pen) -> Plan:
    """Where everything stands, with room for the labels of arrows."""
    links = (
        Link(arrow.start, arrow.end, cell_len(arrow_label(arrow, pen))) for arrow in found.arrows
    )
    nodes = (Node(box.address, box.lane) for box in found.boxes)
    return plan(nodes, links, len(found.lanes), sizes)


def arrow_label(arrow: MapArrow, pen: Pen) -> str:
    """What stands on an arrow: its lag and the sign of its verdict, as in `2Q✓`."""
    return f"{lag_short(arrow.lag)}{pen.verdicts.get(arrow.verdict or '', '')}"


NO_OBJECTIVE = "no objective"
"""What stands in a lane without boxes."""


def drawn_width(made: Plan) -> int:
    """How wide the lines of a drawing are: as the plan, or as what stands in an empty lane."""
    return max(made.width, len(NO_OBJECTIVE))


def drawn(found: StrategyMap, made: Plan, pen: Pen, chosen: str | None = None) -> list[Runs]:
    """The map's lines, each `drawn_width` wide; `chosen` is the box with the cursor."""
    sheet = _Sheet(drawn_width(made), made.height)
    at = {box.name: box for box in made.boxes}
    arrows = {(arrow.start, arrow.end): arrow for arrow in found.arrows}
    for box in found.boxes:
        _draw_box(sheet, box, at[box.address], pen, chosen=box.address == chosen)
    for route in sorted(made.routes, key=lambda route: chosen in route.link[:2]):
        look = "link" if chosen in route.link[:2] else "dim"
        _draw_route(sheet, route, at[route.link.start], pen, look)
        _draw_label(sheet, route, arrows[route.link[:2]], pen, look)
    for index, lane in enumerate(made.lanes):
        if all(box.lane != index for box in made.boxes):
            x = made.free(lane.top, len(NO_OBJECTIVE))
            if x is not None:
                sheet.put(x, lane.top, NO_OBJECTIVE, "dim")
    return [sheet.line(y) for y in range(made.height)]


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

    def line(self, y: int) -> Runs:
        """A line as runs."""
        runs: list[Run] = []
        for text, look in zip(self._text[y], self._look[y], strict=True):
            if runs and runs[-1].look == look:
                runs[-1] = Run(runs[-1].text + text, look)
            else:
                runs.append(Run(text, look))
        return tuple(runs)


def _draw_box(sheet: _Sheet, box: MapBox, stands: Box, pen: Pen, *, chosen: bool) -> None:
    frame, look = (pen.chosen, "link") if chosen else (pen.box, box.state.status or "dim")
    _draw_frame(sheet, stands, frame, look)
    inner, x = stands.width - 2, stands.x + 1
    lines = wrap_within(printable(box.label), inner, stands.height - 3, pen.ellipsis)
    for at, line in enumerate(lines):
        sheet.put(x, stands.y + 1 + at, line, "strong" if chosen else "")
    y = stands.y + stands.height - 2
    outside = outside_text(box, pen)
    room = inner - (cell_len(outside) + 1 if outside else 0)
    sheet.put(x, y, cut(state_text(box.state, pen), room, pen.ellipsis), box.state.status or "dim")
    if outside:
        sheet.put(x + inner - cell_len(outside), y, outside, "dim")


def _draw_frame(sheet: _Sheet, stands: Box, frame: Frame, look: str) -> None:
    inner, last = stands.width - 2, stands.y + stands.height - 1
    corners = frame.corners
    sheet.put(stands.x, stands.y, corners[0] + frame.level * inner + corners[1], look)
    for y in range(stands.y + 1, last):
        sheet.put(stands.x, y, frame.upright, look)
        sheet.put(stands.x + inner + 1, y, frame.upright, look)
    sheet.put(stands.x, last, corners[3] + frame.level * inner + corners[2], look)


def _draw_route(sheet: _Sheet, route: Route, start: Box, pen: Pen, look: str) -> None:
    cells = route.cells()
    border = _border(start, cells[0])
    way = (border, *cells)
    for before, here, after in zip(way, cells, cells[1:], strict=False):
        bits = _toward(here, before) | _toward(here, after)
        bits |= sheet.strokes.get(here, 0)
        sheet.strokes[here] = bits
        sheet.put(here.x, here.y, pen.strokes[bits], look)
    head = _toward(way[-2], cells[-1])
    sheet.put(cells[-1].x, cells[-1].y, pen.heads[head], look)
    sheet.put(border.x, border.y, pen.leaves[_toward(border, cells[0])], look)


def _border(box: Box, cell: Point) -> Point:
    """The box's cell beside a cell outside it."""
    return Point(
        min(max(cell.x, box.x), box.x + box.width - 1),
        min(max(cell.y, box.y), box.y + box.height - 1),
    )


def _toward(here: Point, there: Point) -> int:
    if here.x == there.x:
        return pens.UP if there.y < here.y else pens.DOWN
    return pens.LEFT if there.x < here.x else pens.RIGHT


def _draw_label(sheet: _Sheet, route: Route, arrow: MapArrow, pen: Pen, look: str) -> None:
    if route.label is not None:
        sheet.put(
            route.label.x, route.label.y, arrow_label(arrow, pen), "strong" if look != "dim" else ""
        )


def state_text(state: State, pen: Pen) -> str:
    """Sign, score, trend and word: `■ 86.2 ▲ green`."""
    if state.status is None:
        return f"{pen.none} no score"
    trend = pen.trends.get(state.trend, "") if state.trend is not None else ""
    parts = (pen.statuses[state.status], numbers.score(state.score), trend, printable(state.word))
    return " ".join(part for part in parts if part)


def outside_text(box: MapBox, pen: Pen) -> str:
    """How many links with other scorecards: `←3→1`."""
    parts = ((pen.inward, box.inward), (pen.outward, box.outward))
    return "".join(f"{sign}{count}" for sign, count in parts if count)


def margin(lanes: Sequence[MapLane], made: Plan, pen: Pen, width: int) -> list[Runs]:
    """What stands beside the map's lines: each lane's name, score and status, in `width` cells."""
    lines: list[Runs] = [(Run(" " * width),)] * made.height
    for index, (each, lane) in enumerate(zip(lanes, made.lanes, strict=True)):
        if index and lane.start < lane.top:
            lines[lane.start] = (Run(pen.rule * (width - 1), "dim"), Run(" "))
        room = max(1, lane.bottom - lane.top)
        for at, run in enumerate(_lane_runs(each, pen, width - 1, room)):
            lines[lane.top + at] = (Run(run.text + " " * (width - cell_len(run.text)), run.look),)
    return lines


def _lane_runs(each: MapLane, pen: Pen, width: int, room: int) -> Iterator[Run]:
    """The name above, then as much of score and word as fits below it."""
    state = each.state
    below: list[Run] = []
    if state.status is not None and room > 1:
        score = f"{pen.statuses[state.status]} {numbers.score(state.score)}"
        whole = f"{score} {printable(state.word)}"
        if cell_len(whole) <= width or room < 3:
            below = [Run(cut(whole, width, pen.ellipsis), state.status)]
        else:
            word = cut(printable(state.word), width, pen.ellipsis)
            below = [Run(score, state.status), Run(word, state.status)]
    names = wrap_within(printable(each.label), width, room - len(below), pen.ellipsis)
    yield from (Run(line, "title") for line in names)
    yield from below
