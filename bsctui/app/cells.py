"""Text measured in terminal cells: spans, padding, cutting, and making foreign text harmless."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size

from bsctui.text.problems import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bsctui.app.glyphs import Glyphs


class Span(NamedTuple):
    """A run of text in one look; the look is a name that the stylesheet knows."""

    text: str
    look: str = ""


Spans = tuple[Span, ...]


def clean(text: str) -> str:
    """What a file says, as text that can neither steer the terminal nor break a line."""
    return printable(text)


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """`text` in at most `width` cells, ended by an ellipsis where it is longer."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return set_cell_size(text, width - 1).rstrip() + ellipsis


def left(text: str, width: int, ellipsis: str = "…") -> str:
    """`text` in exactly `width` cells, at their left."""
    shown = cut(text, width, ellipsis)
    return shown + " " * (width - cell_len(shown))


def right(text: str, width: int, ellipsis: str = "…") -> str:
    """`text` in exactly `width` cells, at their right."""
    shown = cut(text, width, ellipsis)
    return " " * (width - cell_len(shown)) + shown


def width_of(spans: Iterable[Span]) -> int:
    """How many cells a line takes."""
    return sum(cell_len(span.text) for span in spans)


def text_of(spans: Iterable[Span]) -> str:
    """A line without its looks."""
    return "".join(span.text for span in spans)


def fit(spans: Sequence[Span], width: int, ellipsis: str = "…") -> Spans:
    """The line cut to `width` cells (not padded)."""
    if width_of(spans) <= width:
        return tuple(spans)
    fitted: list[Span] = []
    room = width
    for span in spans:
        size = cell_len(span.text)
        if size >= room:
            fitted.append(Span(cut(span.text + " ", room, ellipsis), span.look))
            break
        fitted.append(span)
        room -= size
    return tuple(fitted)


def wrap(text: str, width: int) -> list[str]:
    """Words in lines of at most `width` cells; a longer word is broken."""
    lines: list[str] = [""]
    for word in text.split():
        rest = word
        candidate = f"{lines[-1]} {rest}" if lines[-1] else rest
        if cell_len(candidate) <= width:
            lines[-1] = candidate
            continue
        if lines[-1]:
            lines.append("")
        while cell_len(rest) > width > 0:
            head = _head(rest, width)
            lines[-1] = head
            lines.append("")
            rest = rest[len(head) :]
        lines[-1] = rest
    return lines


def _head(text: str, width: int) -> str:
    """The longest beginning of `text` (at least one character) within `width` cells."""
    size = 0
    for index, character in enumerate(text):
        size += cell_len(character)
        if size > width:
            return text[: max(index, 1)]
    return text


def sparkline(
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
