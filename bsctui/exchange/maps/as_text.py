"""The map in lines for a terminal or a plain file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.cells import cell_len

from bsctui.escaping import printable
from bsctui.exchange.maps.grid import (
    TextRun,
    TextRuns,
    draw_map,
    grid_layout,
    margin_lines,
    state_with_signs,
)
from bsctui.exchange.maps.strategy import lag_text
from bsctui.layout.shapes import Sizes
from bsctui.signs import verdict_legend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.exchange.maps.pens import Pen
    from bsctui.exchange.maps.strategy import MapLane, StrategyMap
    from bsctui.layout.shapes import Plan

BOX, WIDEST, GAP = 20, 28, 4
"""Three boxes and the margin fit eighty columns; fewer get wider."""

FEWEST = 3
"""So many boxes stand side by side where the terminal is narrower than that."""


def strategy_map_runs(strategy: StrategyMap, width: int, pen: Pen) -> list[TextRuns]:
    """The map's lines with looks (see `grid`); a map that does not fit `width` is wider."""
    beside = margin_width(strategy.lanes, width)
    layout = grid_layout(strategy, map_sizes(strategy, width - beside), pen)
    lines: list[TextRuns] = [_title(strategy, pen), ()]
    for left, right in zip(
        margin_lines(strategy.lanes, layout, pen, beside),
        draw_map(strategy, layout, pen),
        strict=True,
    ):
        lines.append((*left, *right))
    below = [(TextRun(line, "dim"),) for line in map_legend_lines(strategy, layout, pen)]
    return [*lines, *([(), *below] if below else [])]


def margin_width(lanes: tuple[MapLane, ...], width: int) -> int:
    """Cells for the lanes' names: the longest where there is room, else eleven."""
    longest = max((cell_len(printable(lane.label)) for lane in lanes), default=0)
    return min(max(11, longest + 2), 20) if width >= 100 else 11


def map_sizes(strategy: StrategyMap, width: int, height: int = 5) -> Sizes:
    """Boxes of a readable size, as many side by side as fit; wider ones where no lane needs so many."""
    fitting = max(FEWEST, (width + GAP) // (BOX + GAP))
    counts = Counter(box.lane for box in strategy.boxes)
    side_by_side = min(fitting, max(counts.values(), default=1))
    room = (width + GAP) // side_by_side - GAP
    return Sizes(
        box_width=min(max(BOX, room), WIDEST),
        box_height=height,
        gap=GAP,
        columns=fitting,
        empty=2,
        apart=1,
    )


def _title(strategy: StrategyMap, pen: Pen) -> TextRuns:
    state = strategy.state
    spans = [
        TextRun(printable(strategy.label), "strong"),
        TextRun(f"  {strategy.period}" if strategy.period else ""),
    ]
    if state.status is not None:
        spans += [TextRun("  "), TextRun(state_with_signs(state, pen), state.status)]
    return tuple(spans)


def map_legend_lines(strategy: StrategyMap, layout: Plan, pen: Pen) -> Iterator[str]:
    """What the signs mean, as far as they are used, and the links that leave the map."""
    if layout.left_out:
        yield f"{layout.left_out} arrows are too many to be drawn; the forms dot and mermaid have them."
    if not strategy.boxes:
        yield "No objective is in force in this scorecard: add one to a perspective."
    elif not strategy.arrows:
        yield "No objective drives another: write `drives OBJECTIVE [after 2 quarters]` in a cause."
    lags = {arrow.lag[1] for arrow in strategy.arrows if arrow.lag}
    if lags:
        words = ", ".join(f"{grain.name[0]} {grain.plural}" for grain in sorted(lags))
        yield f"On an arrow how much later the effect comes: {words}"
    legend = verdict_legend((arrow.verdict for arrow in strategy.arrows), pen.verdicts)
    if legend:
        yield f"What the data say of it: {legend}"
    if strategy.foreign:
        yield f"{pen.inward} and {pen.outward} count causes and effects in other scorecards:"
    for link in strategy.foreign:
        inside = printable(strategy.box(link.inside).label)
        outside = printable(link.label)
        ends = (outside, inside) if link.inward else (inside, outside)
        lag = f", {lag_text(link.lag)} later" if link.lag else ""
        sign = pen.verdicts.get(link.verdict or "", "")
        yield f"  {ends[0]} {pen.outward} {ends[1]}{lag} {sign}".rstrip()
