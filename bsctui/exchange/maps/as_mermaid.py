"""The map as a flowchart for markdown; a perspective is a subgraph, another scorecard's objective a dashed box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui import signs
from bsctui.escaping import mermaid_label as quoted
from bsctui.exchange.maps.as_svg import state_text
from bsctui.exchange.maps.strategy import lag_text
from bsctui.exchange.maps.svg_parts import COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.exchange.maps.strategy import Lag, MapBox, StrategyMap


def strategy_map_mermaid(strategy: StrategyMap) -> str:
    """The map as a flowchart."""
    return "\n".join(_lines(strategy)) + "\n"


def _lines(strategy: StrategyMap) -> Iterator[str]:
    """Ids are numbers: an address may be anything that the language allows, an id may not."""
    ids = {box.address: f"o{at}" for at, box in enumerate(strategy.boxes)}
    outside = {link.outside: link.label for link in strategy.foreign}
    ids |= {address: f"x{at}" for at, address in enumerate(outside)}
    yield "flowchart BT"
    for index, lane in enumerate(strategy.lanes):
        boxes = [box for box in strategy.boxes if box.lane == index]
        if boxes:
            yield f"  subgraph l{index} [{quoted(lane.label)}]"
            yield from (f"    {ids[box.address]}[{quoted(_text(box))}]" for box in boxes)
            yield "  end"
    yield from (f"  {ids[address]}[{quoted(label)}]" for address, label in outside.items())
    for arrow in strategy.arrows:
        yield f"  {ids[arrow.start]} {_edge(arrow.lag, arrow.verdict)} {ids[arrow.end]}"
    for link in strategy.foreign:
        ends = (link.outside, link.inside) if link.inward else (link.inside, link.outside)
        yield f"  {ids[ends[0]]} {_edge(link.lag, link.verdict)} {ids[ends[1]]}"
    yield from _styles(strategy, ids, list(outside))


def _text(box: MapBox) -> str:
    sign = signs.STATUS.get(box.state.status or "", "")
    return f"{box.label}\n{sign} {state_text(box.state)}".replace("\n ", "\n")


def _edge(lag: Lag | None, verdict: str | None) -> str:
    text = f"{lag_text(lag)} {signs.VERDICT.get(verdict or '', '')}".strip()
    return f"-->|{quoted(text)}|" if text else "-->"


def _styles(strategy: StrategyMap, ids: dict[str, str], outside: list[str]) -> Iterator[str]:
    for status in dict.fromkeys(box.state.status for box in strategy.boxes):
        if status is not None:
            members = ",".join(
                ids[box.address] for box in strategy.boxes if box.state.status == status
            )
            yield f"  classDef {status} fill:#ffffff,stroke:{COLOURS[status]},stroke-width:2px,color:#1f2933"
            yield f"  class {members} {status}"
    if outside:
        yield "  classDef outside stroke-dasharray:4 3"
        yield f"  class {','.join(ids[address] for address in outside)} outside"
