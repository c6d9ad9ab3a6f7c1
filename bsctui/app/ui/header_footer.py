"""The two lines around every view: the header says what and when, the footer what can be done."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui import numbers
from bsctui.app.core.spans import Span, Spans, clean, cut, fit, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.item_figures import Figures


class Hint(NamedTuple):
    """A footer entry: the key and a word."""

    key: str
    word: str


def header(
    crumbs: Sequence[str],
    where: Span,
    period: str,
    figures: Figures | None,
    glyphs: Glyphs,
    width: int,
) -> Spans:
    """Breadcrumb at the left; branch, period, score, status and trend of the selected item at the right."""
    told = cut(clean(where.text), width // 4, glyphs.ellipsis)
    branch = (Span(f" {told} ", where.look),) if told else ()
    end = (*branch, *_state(period, figures, glyphs))
    room = max(0, width - width_of(end) - 2)
    return (*_crumbs(crumbs, glyphs, room), *end)


def _crumbs(crumbs: Sequence[str], glyphs: Glyphs, room: int) -> Spans:
    """The end of the way matters most: the beginning gives way where it is too long."""
    shown = [clean(crumb) for crumb in crumbs]
    joint = f" {glyphs.crumb} "
    if len(shown) > 1 and cell_len(joint.join(shown)) > room:
        shown[0] = glyphs.ellipsis
    while len(shown) > 2 and cell_len(joint.join(shown)) > room:
        shown.pop(1)
    if len(shown) == 2 and shown[0] == glyphs.ellipsis and cell_len(joint.join(shown)) > room:
        shown.pop(0)
    text = cut(joint.join(shown), room, glyphs.ellipsis)
    head, mark, last = text.rpartition(joint)
    spans = (Span(" "), Span(head + mark, "dim"), Span(last, "strong"))
    return (*spans, Span(" " * max(0, room + 1 - width_of(spans))))


def _state(period: str, figures: Figures | None, glyphs: Glyphs) -> Spans:
    spans = [Span(" "), Span(period, "strong")]
    if figures is not None and figures.status:
        spans += [Span("  "), Span(numbers.score(figures.score)), Span(" ")]
        sign = f"{glyphs.status(figures.status)} {figures.status_word}"
        spans.append(Span(sign.lstrip(), figures.status))
        spans.append(Span(f" {glyphs.trend(figures.trend)}"))
    elif figures is not None and math.isnan(figures.score):
        spans.append(Span("  no score", "dim"))
    return (*spans, Span(" "))


def assumptions(told: Sequence[str], hints: Sequence[Hint], width: int, glyphs: Glyphs) -> Spans:
    """The line under the header in what-if mode: what is assumed, as much as fits, and what can be done about it."""
    end: Spans = tuple(
        part for key, word in hints for part in (Span(f"  {key}", "key"), Span(f" {word}"))
    )
    room = max(0, width - width_of(end) - 12)
    shown, more = [clean(each) for each in told], 0
    while len(shown) > 1 and width_of((Span(_listed(shown, more)),)) > room:
        shown.pop()
        more += 1
    text = cut(_listed(shown, more), room, glyphs.ellipsis)
    start = (Span(" what if ", "title"), Span(f" {text}"))
    return (*start, Span(" " * max(0, width - 1 - width_of(start) - width_of(end))), *end)


def _listed(shown: Sequence[str], more: int) -> str:
    return ", ".join([*shown, *([f"and {more} more"] if more else [])])


def titled(title: Spans, hints: Sequence[str], width: int, ellipsis: str) -> Spans:
    """A title and after it as many whole hints as fit, the most needed first."""
    shown = list(hints)
    while shown and width_of(title) + cell_len(_hinted(shown)) > width:
        shown.pop()
    return (*fit(title, width, ellipsis), Span(_hinted(shown), "dim"))


def _hinted(hints: Sequence[str]) -> str:
    return f"   {', '.join(hints)}" if hints else ""


def footer(
    hints: Sequence[Hint], message: Span | None, place: str, width: int, ellipsis: str
) -> Spans:
    """Keys (or a message in their place) at the left, the item's place and what is unsaved at the right.

    A message that needs the whole line has it until the next key: it is read once, the place stands there always.
    """
    end = Span(f"{clean(place)} ", "dim")
    room = max(0, width - width_of((end,)) - 2)
    if message and cell_len(clean(message.text)) > room:
        return _message(message, width - 2, ellipsis)
    start = _message(message, room, ellipsis) if message else _hints(hints, room)
    return (*start, Span(" " * max(1, width - width_of(start) - width_of((end,)))), end)


def _message(message: Span, room: int, ellipsis: str) -> Spans:
    return (Span(" "), Span(cut(clean(message.text), room, ellipsis), message.look))


def _hints(hints: Sequence[Hint], room: int) -> Spans:
    """As many whole entries as fit, the first ones first; a cell stays free before what stands right."""
    spans: list[Span] = []
    used = 0
    for key, word in hints[:6]:
        entry = (Span(" "), Span(key, "key"), Span(f" {word}  "))
        size = width_of(entry)
        if used + size > room + 1:
            break
        spans.extend(entry)
        used += size
    return tuple(spans)
