"""The map as a picture for a slide, a document or a web page.

`svg(found: StrategyMap) -> str` gives one `<svg>` element (with its namespace, so it is a file too) with a white background, of
a size in pixels and with a `viewBox`, so that `max-width: 100%; height: auto` scales it. It has no ids, no style element and no links: any
number of them can stand in one html page. Elements carry classes (`map-lane`, `map-box`, `map-arrow`, and `status-red`… or
`verdict-supported`…) for a page that wants its own colours; without them everything has its colours as attributes. All text of files is escaped.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bsctui import numbers, signs
from bsctui.escaping import xml_text
from bsctui.exchange.maps.grid import NO_OBJECTIVE
from bsctui.exchange.maps.strategy import lag_text
from bsctui.exchange.maps.svg_parts import (
    COLOURS,
    FONT,
    LINE,
    NO_COLOUR,
    PAPER,
    SHADE,
    SOFT,
    SvgFont,
    SvgPoint,
    arrow_head,
    rounded_path,
    shorten_svg_text,
    status_shape,
    svg_number,
    svg_text,
    text_width,
    wrap_svg_text,
)
from bsctui.layout.plan import plan
from bsctui.layout.shapes import Link, Node, Sizes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.exchange.maps.strategy import MapArrow, MapBox, MapScore, StrategyMap
    from bsctui.layout.shapes import Box, Lane, Plan, Route

ACROSS, DOWN = 8, 13
"""Pixels of a layout cell."""

SIZES = Sizes(box_width=24, box_height=6, gap=5, columns=6, empty=3, apart=4)
"""Six boxes in a row are about as wide as a slide."""

MARGIN = 150
"""Pixels for the perspectives' names at the left."""

EDGE = 20
HEAD = 74
TITLE = SvgFont(21, 700)
LABEL, LANE_LABEL, BOX_LABEL = SvgFont(13), SvgFont(13, 700), SvgFont(13, 600)
SMALL, STATUS = SvgFont(11.5), SvgFont(11.5, 600)
LAG = SvgFont(10.5)

FOREIGN_SHOWN = 6
"""So many links with other scorecards are named below the map; further ones are counted."""

ARROWS = {
    None: ("#5f6b7a", ""),
    "supported": ("#1a6e3c", ""),
    "contradicted": ("#b3261e", "7 4"),
    "no evidence": ("#5f6b7a", "5 4"),
    "too few points": ("#5f6b7a", ""),
}
"""By verdict: colour and dashes; where the data are too few the claim is drawn as it is made."""


def strategy_map_svg(strategy: StrategyMap) -> str:
    """The map of a scorecard as one svg element."""
    return _Picture(strategy).draw()


def arrow_caption(arrow: MapArrow) -> str:
    """What stands beside an arrow: its lag, and the sign of its verdict."""
    sign = signs.VERDICT.get(arrow.verdict or "", "")
    return f"{lag_text(arrow.lag)} {sign}".strip()


def svg_layout(strategy: StrategyMap) -> Plan:
    """Where everything stands, in cells."""
    links = (
        Link(arrow.start, arrow.end, math.ceil(text_width(arrow_caption(arrow), LAG) / ACROSS))
        for arrow in strategy.arrows
    )
    nodes = (Node(box.address, box.lane) for box in strategy.boxes)
    return plan(nodes, links, len(strategy.lanes), SIZES)


class _Picture:
    """One picture; its parts are drawn from back to front."""

    def __init__(self, strategy: StrategyMap) -> None:
        self.strategy = strategy
        self.plan = svg_layout(strategy)
        self.at = {box.name: box for box in self.plan.boxes}
        self.arrow_of = {(arrow.start, arrow.end): arrow for arrow in strategy.arrows}
        self.below = list(self._legend())
        self.width = max(MARGIN + self.plan.width * ACROSS + 2 * EDGE, 720)
        self.bottom = HEAD + self.plan.height * DOWN + 2 * DOWN
        self.height = self.bottom + 18 * len(self.below) + EDGE

    def draw(self) -> str:
        """The whole element."""
        title = f"Strategy map: {self.strategy.label} {self.strategy.period}".strip()
        size = f'width="{self.width}" height="{self.height}"'
        view = f'viewBox="0 0 {self.width} {self.height}" font-family="{FONT}"'
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{xml_text(title)}" {size} {view}>',
            f"<title>{xml_text(title)}</title>",
            f'<rect class="map-paper" {size} fill="{PAPER}"/>',
            *self._head(),
            *(
                part
                for index, lane in enumerate(self.plan.lanes)
                for part in self._lane(index, lane)
            ),
            *(part for route in self.plan.routes for part in self._line(route)),
            *(part for route in self.plan.routes for part in self._label(route)),
            *(part for box in self.strategy.boxes for part in self._box(box, self.at[box.address])),
            *(
                svg_text(line, SvgPoint(EDGE, self.bottom + 18 * at + 12), SMALL, fill=SOFT)
                for at, line in enumerate(self.below)
            ),
            "</svg>\n",
        ]
        return "\n".join(parts)

    # -- places --------------------------------------------------------------------------------

    def _x(self, cells: float) -> float:
        """The map's cells from the left, centred where the picture is wider than it."""
        spare = self.width - MARGIN - 2 * EDGE - self.plan.width * ACROSS
        return EDGE + MARGIN + spare / 2 + cells * ACROSS

    def _y(self, cells: float) -> float:
        return HEAD + DOWN + cells * DOWN

    # -- parts ---------------------------------------------------------------------------------

    def _head(self) -> Iterator[str]:
        strategy = self.strategy
        yield svg_text(
            shorten_svg_text(strategy.label, self.width - 2 * EDGE, TITLE),
            SvgPoint(EDGE, 36),
            TITLE,
        )
        state, at = strategy.state, SvgPoint(EDGE + 18, 61)
        text = state_text(state)
        yield status_shape(state.status, SvgPoint(EDGE + 6, 57), 5)
        yield svg_text(text, at, BOX_LABEL, fill=_ink(state))
        end = SvgPoint(at.x + text_width(text, BOX_LABEL) + 12, at.y)
        yield svg_text(f"Strategy map {strategy.period}".strip(), end, LABEL, fill=SOFT)

    def _lane(self, index: int, lane: Lane) -> Iterator[str]:
        """A band: its name and score at the left; a line above all but the first."""
        top = self._y(lane.start) - (DOWN if index == 0 else 0)
        end = self._y(lane.end) + (DOWN if index + 1 == len(self.plan.lanes) else 0)
        map_lane = self.strategy.lanes[index]
        yield f'<g class="map-lane {status_class(map_lane.state)}">'
        yield (
            f'<rect x="{EDGE}" y="{svg_number(top)}" width="{MARGIN - 16}" height="{svg_number(end - top)}" fill="{SHADE}"/>'
        )
        if index:
            yield f'<path d="M{EDGE} {svg_number(top)}H{self.width - EDGE}" stroke="{LINE}" stroke-width="1"/>'
        lines = wrap_svg_text(map_lane.label, MARGIN - 40, LANE_LABEL, 3)
        state = (
            wrap_svg_text(state_text(map_lane.state), MARGIN - 54, SMALL, 2)
            if map_lane.state.word
            else []
        )
        block = 17 * len(lines) + 15 * len(state)
        y = max((self._y(lane.top) + self._y(lane.bottom)) / 2 - block / 2, top + 4) + 13
        for line in lines:
            yield svg_text(line, SvgPoint(EDGE + 12, y), LANE_LABEL)
            y += 17
        if state:
            yield status_shape(map_lane.state.status, SvgPoint(EDGE + 17, y - 2), 4.5)
        for line in state:
            yield svg_text(line, SvgPoint(EDGE + 27, y + 2), SMALL, fill=_ink(map_lane.state))
            y += 15
        if all(box.lane != index for box in self.strategy.boxes):
            x = self.plan.first_free_column(
                lane.top + 1, math.ceil(text_width(NO_OBJECTIVE, SMALL) / ACROSS)
            )
            if x is not None:
                at = SvgPoint(self._x(x), self._y(lane.top + 2) - 2)
                yield svg_text(NO_OBJECTIVE, at, SMALL, fill=SOFT)
        yield "</g>"

    def _line(self, route: Route) -> Iterator[str]:
        arrow = self.arrow_of[route.link.start, route.link.end]
        colour, dashes = ARROWS.get(arrow.verdict, ARROWS[None])
        spots = [self._spot(point) for point in route.points]
        start = self._border(self.at[route.link.start], spots[0])
        tip = self._border(self.at[route.link.end], spots[-1])
        corners = [start, *spots[1:-1], tip]
        before = corners[-2]
        length = math.hypot(tip.x - before.x, tip.y - before.y) or 1.0
        end = SvgPoint(
            tip.x + (before.x - tip.x) * 6 / length, tip.y + (before.y - tip.y) * 6 / length
        )
        data = rounded_path([*corners[:-1], end], 6)
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        word = (arrow.verdict or "").replace(" ", "-")
        yield f'<g class="map-arrow{f" verdict-{xml_text(word)}" if word else ""}">'
        yield f"<title>{xml_text(self._sentence(arrow))}</title>"
        yield f'<path d="{data}" fill="none" stroke="{PAPER}" stroke-width="5"/>'
        yield f'<path d="{data}" fill="none" stroke="{colour}" stroke-width="1.6"{dash}/>'
        yield f"{arrow_head(tip, before, 8, colour)}</g>"

    def _sentence(self, arrow: MapArrow) -> str:
        start, end = (self.strategy.box(address).label for address in (arrow.start, arrow.end))
        lag = f" after {lag_text(arrow.lag)}" if arrow.lag else ""
        verdict = f" ({arrow.verdict})" if arrow.verdict else ""
        return f"{start} drives {end}{lag}{verdict}"

    def _spot(self, point: tuple[int, int]) -> SvgPoint:
        return SvgPoint(self._x(point[0] + 0.5), self._y(point[1] + 0.5))

    def _border(self, box: Box, spot: SvgPoint) -> SvgPoint:
        """The nearest place on a box's edge."""
        left, right = self._x(box.x), self._x(box.x + box.width)
        top, bottom = self._y(box.y), self._y(box.y + box.height)
        return SvgPoint(min(max(spot.x, left), right), min(max(spot.y, top), bottom))

    def _label(self, route: Route) -> Iterator[str]:
        """The lag, on a piece of paper that interrupts its own arrow alone."""
        if route.label is None:
            return
        text = arrow_caption(self.arrow_of[route.link.start, route.link.end])
        middle = self._x(route.label.x + route.link.label / 2)
        y, width = self._y(route.label.y), text_width(text, LAG)
        yield (
            f'<rect x="{svg_number(middle - width / 2)}" y="{svg_number(y)}" width="{svg_number(width)}" height="{DOWN}" fill="{PAPER}"/>'
        )
        yield svg_text(text, SvgPoint(middle, y + DOWN - 2.5), LAG, fill=SOFT, anchor="middle")

    def _box(self, box: MapBox, placed: Box) -> Iterator[str]:
        x, y = self._x(placed.x), self._y(placed.y)
        width, height = placed.width * ACROSS, placed.height * DOWN
        colour = COLOURS.get(box.state.status or "", NO_COLOUR)
        yield f'<g class="map-box {status_class(box.state)}">'
        yield f"<title>{xml_text(f'{box.label}: {state_text(box.state)}')}</title>"
        yield (
            f'<rect x="{svg_number(x)}" y="{svg_number(y)}" width="{width}" height="{height}" rx="5" fill="{PAPER}" '
            f'stroke="{colour}" stroke-width="1.3"/>'
        )
        yield f'<rect x="{svg_number(x)}" y="{svg_number(y)}" width="6" height="{height}" rx="3" fill="{colour}"/>'
        lines = wrap_svg_text(box.label, width - 26, BOX_LABEL, 3)
        first = y + 17 + (3 - len(lines)) * 3
        for at, line in enumerate(lines):
            yield svg_text(line, SvgPoint(x + 15, first + 15 * at), BOX_LABEL)
        outside = external_links_text(box)
        yield status_shape(box.state.status, SvgPoint(x + 20, y + height - 13), 4.5)
        room = width - 44 - (text_width(outside, SMALL) + 6 if outside else 0)
        text = shorten_svg_text(state_text(box.state), room, STATUS)
        yield svg_text(
            text,
            SvgPoint(x + 31, y + height - 9),
            STATUS if box.state.word else SMALL,
            fill=_ink(box.state),
        )
        if outside:
            end = SvgPoint(x + width - 8, y + height - 9)
            yield svg_text(outside, end, SMALL, fill=SOFT, anchor="end")
        yield "</g>"

    def _legend(self) -> Iterator[str]:
        """What the signs mean, as far as they are used, and the links that leave the map."""
        strategy = self.strategy
        if not strategy.boxes:
            yield "No objective is in force in this scorecard."
        if self.plan.left_out:
            yield f"{self.plan.left_out} arrows are too many to be drawn; the forms dot and mermaid have them."
        elif strategy.arrows:
            yield "An arrow runs from a cause to its effect; the time next to its start is the delay of the effect."
        legend = signs.verdict_legend((arrow.verdict for arrow in strategy.arrows), signs.VERDICT)
        if legend:
            yield f"What the data say of an arrow: {legend}."
        if strategy.foreign:
            yield "← and → count causes and effects in other scorecards:"
        for link in strategy.foreign[:FOREIGN_SHOWN]:
            inside = strategy.box(link.inside).label
            ends = (link.label, inside) if link.inward else (inside, link.label)
            lag = f", {lag_text(link.lag)} later" if link.lag else ""
            yield shorten_svg_text(f"· {ends[0]} → {ends[1]}{lag}", 680, SMALL)
        if len(strategy.foreign) > FOREIGN_SHOWN:
            yield f"· and {len(strategy.foreign) - FOREIGN_SHOWN} more"


def state_text(state: MapScore) -> str:
    """A score and the word for it: `86.2 green`; what is missing where it has none."""
    return f"{numbers.format_score(state.score)} {state.word}".strip() or "no score"


def external_links_text(box: MapBox) -> str:
    """How many links with other scorecards: `←3 →1`."""
    return " ".join(
        f"{sign}{count}" for sign, count in (("←", box.inward), ("→", box.outward)) if count
    )


def status_class(state: MapScore) -> str:
    """The class of a status."""
    return f"status-{state.status or 'none'}"


def _ink(state: MapScore) -> str:
    return COLOURS.get(state.status or "", SOFT)
