"""The map for Graphviz, which lays it out; a perspective is a cluster, another scorecard's objective a dashed box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui import signs
from bsctui.escaping import dot_string as quoted
from bsctui.exchange.maps.as_svg import ARROWS, state_text
from bsctui.exchange.maps.strategy import lag_text
from bsctui.exchange.maps.svg_parts import COLOURS, NO_COLOUR, SOFT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.exchange.maps.strategy import Lag, MapBox, StrategyMap


def strategy_map_dot(strategy: StrategyMap) -> str:
    """The map as a digraph."""
    return "\n".join(_lines(strategy)) + "\n"


def _lines(strategy: StrategyMap) -> Iterator[str]:
    title = f"{strategy.label} {strategy.period}".strip()
    yield f"digraph {quoted(strategy.address)} {{"
    yield f'  graph [label={quoted(title)} labelloc=t rankdir=BT fontname="Helvetica"]'
    yield '  node [shape=box style=rounded fontname="Helvetica"]'
    yield '  edge [fontname="Helvetica" fontsize=10]'
    for index, lane in enumerate(strategy.lanes):
        yield f"  subgraph {quoted(f'cluster_{lane.name}')} {{"
        text = f"{lane.label}\n{state_text(lane.state)}" if lane.state.status else lane.label
        yield f'    label={quoted(text)} labeljust=l color="{NO_COLOUR}"'
        yield from (f"    {_box(box)}" for box in strategy.boxes if box.lane == index)
        yield "  }"
    for address, label in {link.outside: link.label for link in strategy.foreign}.items():
        yield f'  {quoted(address)} [label={quoted(label)} style="rounded,dashed" color="{SOFT}"]'
    for arrow in strategy.arrows:
        yield f"  {_edge(arrow.start, arrow.end, arrow.lag, arrow.verdict)}"
    for link in strategy.foreign:
        ends = (link.outside, link.inside) if link.inward else (link.inside, link.outside)
        yield f"  {_edge(*ends, link.lag, link.verdict)}"
    yield "}"


def _box(box: MapBox) -> str:
    sign = signs.STATUS.get(box.state.status or "", "")
    text = f"{box.label}\n{f'{sign} {state_text(box.state)}'.strip()}"
    colour = COLOURS.get(box.state.status or "", NO_COLOUR)
    return f'{quoted(box.address)} [label={quoted(text)} color="{colour}"]'


def _edge(start: str, end: str, lag: Lag | None, verdict: str | None) -> str:
    colour, dashes = ARROWS.get(verdict, ARROWS[None])
    text = f"{lag_text(lag)} {signs.VERDICT.get(verdict or '', '')}".strip()
    style = " style=dashed" if dashes else ""
    label = f" label={quoted(text)}" if text else ""
    return f'{quoted(start)} -> {quoted(end)} [color="{colour}"{style}{label}]'
