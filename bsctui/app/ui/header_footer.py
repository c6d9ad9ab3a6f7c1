"""The two lines around every view: the header says what and when, the footer what can be done."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui import numbers
from bsctui.app.core.spans import Spans, StyledSpan, fit, width_of
from bsctui.cells import truncate_cells
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.item_figures import ItemFigures


TYPE_PERIOD = "period.type"
"""The id of the command that a click on the period runs."""


class Hint(NamedTuple):
    """A footer entry: the key and a word."""

    key: str
    word: str
    command: str = ""
    """The id of the command that a click runs."""


def header(
    crumbs: Sequence[str],
    where: StyledSpan,
    period: str,
    figures: ItemFigures | None,
    glyphs: Glyphs,
    width: int,
) -> Spans:
    """Breadcrumb at the left; branch, period, score, status and trend of the selected item at the right."""
    branch_text = truncate_cells(printable(where.text), width // 4, glyphs.ellipsis)
    branch = (StyledSpan(f" {branch_text} ", where.look),) if branch_text else ()
    end = (*branch, *_state(period, figures, glyphs))
    room = max(0, width - width_of(end) - 2)
    return (*_crumbs(crumbs, glyphs, room), *end)


def _crumbs(crumbs: Sequence[str], glyphs: Glyphs, room: int) -> Spans:
    """The end of the way matters most: the beginning gives way where it is too long."""
    shown = [printable(crumb) for crumb in crumbs]
    joint = f" {glyphs.crumb} "
    if len(shown) > 1 and cell_len(joint.join(shown)) > room:
        shown[0] = glyphs.ellipsis
    while len(shown) > 2 and cell_len(joint.join(shown)) > room:
        shown.pop(1)
    if len(shown) == 2 and shown[0] == glyphs.ellipsis and cell_len(joint.join(shown)) > room:
        shown.pop(0)
    text = truncate_cells(joint.join(shown), room, glyphs.ellipsis)
    head, mark, last = text.rpartition(joint)
    spans = (StyledSpan(" "), StyledSpan(head + mark, "dim"), StyledSpan(last, "strong"))
    return (*spans, StyledSpan(" " * max(0, room + 1 - width_of(spans))))


def _state(period: str, figures: ItemFigures | None, glyphs: Glyphs) -> Spans:
    spans = [StyledSpan(" "), StyledSpan(period, "strong", TYPE_PERIOD)]
    if figures is not None and figures.status:
        spans += [
            StyledSpan("  "),
            StyledSpan(numbers.format_score(figures.shown)),
            StyledSpan(" "),
        ]
        sign = f"{glyphs.status(figures.status)} {figures.status_word}"
        spans.append(StyledSpan(sign.lstrip(), figures.status))
        spans.append(StyledSpan(f" {glyphs.trend(figures.trend)}"))
    elif figures is not None and math.isnan(figures.score):
        spans.append(StyledSpan("  no score", "dim"))
    return (*spans, StyledSpan(" "))


def assumptions(
    sentences: Sequence[str], hints: Sequence[Hint], width: int, glyphs: Glyphs
) -> Spans:
    """The line under the header in what-if mode: what is assumed, as much as fits, and what can be done about it."""
    end: Spans = tuple(
        part
        for key, word, command in hints
        for part in (StyledSpan(f"  {key}", "key", command), StyledSpan(f" {word}", click=command))
    )
    room = max(0, width - width_of(end) - 12)
    shown, more = [printable(each) for each in sentences], 0
    while len(shown) > 1 and width_of((StyledSpan(_listed(shown, more)),)) > room:
        shown.pop()
        more += 1
    text = truncate_cells(_listed(shown, more), room, glyphs.ellipsis)
    start = (StyledSpan(" what if ", "title"), StyledSpan(f" {text}"))
    return (*start, StyledSpan(" " * max(0, width - 1 - width_of(start) - width_of(end))), *end)


def _listed(shown: Sequence[str], more: int) -> str:
    return ", ".join([*shown, *([f"and {more} more"] if more else [])])


def titled(title: Spans, hints: Sequence[str], width: int, ellipsis: str) -> Spans:
    """A title and after it as many whole hints as fit, the most needed first."""
    shown = list(hints)
    while shown and width_of(title) + cell_len(_hinted(shown)) > width:
        shown.pop()
    return (*fit(title, width, ellipsis), StyledSpan(_hinted(shown), "dim"))


def _hinted(hints: Sequence[str]) -> str:
    return f"   {', '.join(hints)}" if hints else ""


def footer(
    hints: Sequence[Hint], message: StyledSpan | None, place: str, width: int, ellipsis: str
) -> Spans:
    """Keys (or a message in their place) at the left, the item's place and what is unsaved at the right.

    A message that needs the whole line (or several) has it until the next key: it is read once, the place stands there always.
    """
    end = StyledSpan(f"{printable(place)} ", "dim")
    room = max(0, width - width_of((end,)) - 2)
    if message and cell_len(printable(message.text)) > room:
        return (StyledSpan(" "), StyledSpan(printable(message.text), message.look))
    start = _message(message, room, ellipsis) if message else _hints(hints, room)
    return (*start, StyledSpan(" " * max(1, width - width_of(start) - width_of((end,)))), end)


def _message(message: StyledSpan, room: int, ellipsis: str) -> Spans:
    return (
        StyledSpan(" "),
        StyledSpan(truncate_cells(printable(message.text), room, ellipsis), message.look),
    )


def _hints(hints: Sequence[Hint], room: int) -> Spans:
    """As many whole entries as fit, the first ones first; a cell stays free before what stands right."""
    spans: list[StyledSpan] = []
    used = 0
    for key, word, command in hints[:6]:
        entry = (
            StyledSpan(" "),
            StyledSpan(key, "key", command),
            StyledSpan(f" {word}", click=command),
            StyledSpan("  "),
        )
        size = width_of(entry)
        if used + size > room + 1:
            break
        spans.extend(entry)
        used += size
    return tuple(spans)
