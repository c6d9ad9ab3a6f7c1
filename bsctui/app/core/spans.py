"""Text measured in terminal cells: spans, padding, cutting, and making foreign text harmless."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui.cells import (
    align_label,
    align_left,
    align_right,
    shorten_label,
    truncate_cells,
    wrap_cells,
)
from bsctui.text.diagnostics import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bsctui.app.core.glyphs import Glyphs


__all__ = [
    "Spans",
    "StyledSpan",
    "align_label",
    "align_left",
    "align_right",
    "clean",
    "fit",
    "plain_text",
    "shorten_label",
    "sparkline_text",
    "truncate_cells",
    "width_of",
    "wrap_cells",
]


class StyledSpan(NamedTuple):
    """A run of text in one look; the look is a name that the stylesheet knows."""

    text: str
    look: str = ""


Spans = tuple[StyledSpan, ...]


def clean(text: str) -> str:
    """What a file says, as text that can neither steer the terminal nor break a line."""
    return printable(text)


def width_of(spans: Iterable[StyledSpan]) -> int:
    """How many cells a line takes."""
    return sum(cell_len(span.text) for span in spans)


def plain_text(spans: Iterable[StyledSpan]) -> str:
    """A line without its looks."""
    return "".join(span.text for span in spans)


def fit(spans: Sequence[StyledSpan], width: int, ellipsis: str = "…") -> Spans:
    """The line cut to `width` cells (not padded)."""
    if width_of(spans) <= width:
        return tuple(spans)
    fitted: list[StyledSpan] = []
    room = width
    for span in spans:
        size = cell_len(span.text)
        if size >= room:
            fitted.append(StyledSpan(truncate_cells(span.text + " ", room, ellipsis), span.look))
            break
        fitted.append(span)
        room -= size
    return tuple(fitted)


def sparkline_text(
    values: Sequence[float], glyphs: Glyphs, low: float = 0.0, high: float = 100.0
) -> str:
    """One bar a value between `low` and `high`; a gap sign where there is none (nan)."""
    return "".join(_bar(value, glyphs, low, high) for value in values)


def _bar(value: float, glyphs: Glyphs, low: float, high: float) -> str:
    if math.isnan(value):
        return glyphs.gap
    share = (value - low) / (high - low) if high > low else 0.5
    top = len(glyphs.bars) - 1
    return glyphs.bars[min(top, max(0, round(share * top)))]
