"""Runs of styled text, measured and cut in terminal cells."""

from __future__ import annotations

import math
import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui.cells import truncate_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bsctui.app.core.glyphs import Glyphs


class StyledSpan(NamedTuple):
    """A run of text in one look; the look is a name that the stylesheet knows.

    Attributes:
        click: What a click on it asks for: in header and footer the id of a command; empty for nothing.
    """

    text: str
    look: str = ""
    click: str = ""


Spans = tuple[StyledSpan, ...]


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


def wrap_spans(spans: Sequence[StyledSpan], width: int) -> tuple[Spans, ...]:
    """A line of several looks in lines of at most `width` cells, broken between words; later ones begin with a blank."""
    if width_of(spans) <= width:
        return (tuple(spans),)
    lines: list[list[StyledSpan]] = [[]]
    used = 0
    for word, look in _looked_words(spans):
        rest = word
        if used and used + cell_len(rest.rstrip()) > width:
            lines.append([StyledSpan(" ")])
            used, rest = 1, rest.lstrip()
        while cell_len(rest.rstrip()) > width - used > 0:
            head = truncate_cells(rest, width - used, "")
            lines[-1].append(StyledSpan(head, look))
            lines.append([StyledSpan(" ")])
            used, rest = 1, rest[len(head) :]
        lines[-1].append(StyledSpan(rest, look))
        used += cell_len(rest)
    return tuple(tuple(_runs(line)) for line in lines)


def _runs(spans: Iterable[StyledSpan]) -> Iterator[StyledSpan]:
    """Neighbours of one look as one: the terminal is sent the look once."""
    for look, members in groupby(spans, key=lambda span: span.look):
        yield StyledSpan("".join(span.text for span in members), look)


def _looked_words(spans: Sequence[StyledSpan]) -> Iterator[tuple[str, str]]:
    """Words with the blanks behind them, each in its look."""
    for span in spans:
        for word in re.findall(r"\s*\S*\s*?(?=\s|$)", span.text):
            if word:
                yield word, span.look


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
