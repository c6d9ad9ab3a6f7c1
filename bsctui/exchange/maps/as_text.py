"""`text(found, width, pen)`: the map in lines for a terminal or a plain file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.cells import cell_len

from bsctui.exchange.maps.grid import Run, Runs, drawn, margin, planned, state_text
from bsctui.exchange.maps.pens import UNICODE
from bsctui.exchange.maps.strategy import lag_text
from bsctui.layout.shapes import Sizes
from bsctui.signs import verdict_legend
from bsctui.text.diagnostics import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.exchange.maps.pens import Pen
    from bsctui.exchange.maps.strategy import MapLane, StrategyMap
    from bsctui.layout.shapes import Plan

BOX, WIDEST, GAP = 20, 28, 4
"""Three boxes and the margin fit eighty columns; fewer get wider."""

FEWEST = 3
"""So many boxes stand side by side where the terminal is narrower than that."""


def text(found: StrategyMap, width: int = 80, pen: Pen = UNICODE) -> list[str]:
    """The map's lines without looks; a map that does not fit `width` is wider."""
    return ["".join(run.text for run in line).rstrip() for line in runs(found, width, pen)]


def runs(found: StrategyMap, width: int, pen: Pen) -> list[Runs]:
    """The same with looks (see `grid`)."""
    beside = margin_width(found.lanes, width)
    made = planned(found, sizes(found, width - beside), pen)
    lines: list[Runs] = [_title(found, pen), ()]
    for left, right in zip(
        margin(found.lanes, made, pen, beside), drawn(found, made, pen), strict=True
    ):
        lines.append((*left, *right))
    below = [(Run(line, "dim"),) for line in remarks(found, made, pen)]
    return [*lines, *([(), *below] if below else [])]


def margin_width(lanes: tuple[MapLane, ...], width: int) -> int:
    """Cells for the lanes' names: the longest where there is room, else eleven."""
    longest = max((cell_len(printable(lane.label)) for lane in lanes), default=0)
    return min(max(11, longest + 2), 20) if width >= 100 else 11


def sizes(found: StrategyMap, width: int, height: int = 5) -> Sizes:
    """Boxes of a readable size, as many side by side as fit; wider ones where no lane needs so many."""
    fitting = max(FEWEST, (width + GAP) // (BOX + GAP))
    counts = Counter(box.lane for box in found.boxes)
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


def _title(found: StrategyMap, pen: Pen) -> Runs:
    state = found.state
    spans = [
        Run(printable(found.label), "strong"),
        Run(f"  {found.period}" if found.period else ""),
    ]
    if state.status is not None:
        spans += [Run("  "), Run(state_text(state, pen), state.status)]
    return tuple(spans)


def remarks(found: StrategyMap, made: Plan, pen: Pen) -> Iterator[str]:
    """What the signs mean, as far as they are used, and the links that leave the map."""
    if made.left_out:
        yield f"{made.left_out} arrows are too many to be drawn; the forms dot and mermaid have them."
    if not found.boxes:
        yield "No objective is in force in this scorecard: add one to a perspective."
    elif not found.arrows:
        yield "No objective drives another: write `drives OBJECTIVE [after 2 quarters]` in a cause."
    lags = {arrow.lag[1] for arrow in found.arrows if arrow.lag}
    if lags:
        words = ", ".join(f"{grain.name[0]} {grain.plural}" for grain in sorted(lags))
        yield f"On an arrow how much later the effect comes: {words}"
    legend = verdict_legend((arrow.verdict for arrow in found.arrows), pen.verdicts)
    if legend:
        yield f"What the data say of it: {legend}"
    if found.foreign:
        yield f"{pen.inward} and {pen.outward} count causes and effects in other scorecards:"
    for link in found.foreign:
        inside = printable(found.box(link.inside).label)
        outside = printable(link.label)
        ends = (outside, inside) if link.inward else (inside, outside)
        lag = f", {lag_text(link.lag)} later" if link.lag else ""
        sign = pen.verdicts.get(link.verdict or "", "")
        yield f"  {ends[0]} {pen.outward} {ends[1]}{lag} {sign}".rstrip()
