"""What an svg is made from: escaped text, widths of letters, status shapes and rounded lines; pure strings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from bsctui.escaping import cell_width, printable, xml_text

if TYPE_CHECKING:
    from collections.abc import Sequence

FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
INK = "#1f2933"
SOFT = "#5f6b7a"
LINE = "#d5dbe3"
PAPER = "#ffffff"
SHADE = "#f4f6f9"

COLOURS = {
    "red": "#b3261e",
    "amber": "#8f5a00",
    "green": "#1a6e3c",
    "blue": "#1c58a6",
    "insufficient": "#5f6b7a",
    "broken": "#7a1f4b",
}
"""Dark enough on white that text in them can be read (4.5 : 1 and more)."""

NO_COLOUR = "#8a94a3"


class SvgPoint(NamedTuple):
    """A place in pixels."""

    x: float
    y: float


class SvgFont(NamedTuple):
    """How a line is set: pixels of its size, and its weight as in CSS."""

    size: float
    weight: int = 400


def svg_number(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")


def svg_text(
    text: str, at: SvgPoint, font: SvgFont, *, fill: str = INK, anchor: str = "start"
) -> str:
    """A line of text whose baseline begins (or is centred, or ends) at a place."""
    return (
        f'<text x="{svg_number(at.x)}" y="{svg_number(at.y)}" font-size="{svg_number(font.size)}" fill="{fill}" '
        f'font-weight="{font.weight}" text-anchor="{anchor}">{xml_text(text)}</text>'
    )


_NARROW = frozenset("iljtfrI.,:;'|!()[] -")
_BROAD = frozenset("mwMW%@—…")
_BOLD_FROM = 600
_BOLDER = 1.12
"""How much wider a bold line is in the widest of the fonts."""


def text_width(text: str, font: SvgFont) -> float:
    """About how wide a line is in the widest of the fonts (DejaVu Sans), rather too much than too little: in pixels."""
    bolder = _BOLDER if font.weight >= _BOLD_FROM else 1
    return sum(_width(character) for character in printable(text)) * font.size * bolder


def _width(character: str) -> float:
    if character in _NARROW:
        return 0.38
    if character in _BROAD:
        return 0.98
    if cell_width(character) > 1:
        return 1.0
    return 0.74 if character.isupper() else 0.63


def wrap_svg_text(text: str, width: float, font: SvgFont, most: int) -> list[str]:
    """Words in at most so many lines; a word that is too long is broken, what is left over ends in an ellipsis."""
    lines = [""]
    for word in printable(text).split():
        candidate = f"{lines[-1]} {word}".lstrip()
        if text_width(candidate, font) <= width:
            lines[-1] = candidate
            continue
        if lines[-1]:
            lines.append("")
        *full, lines[-1] = _pieces(word, width, font)
        lines[-1:-1] = full
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], shorten_svg_text(" ".join(lines[most - 1 :]), width, font)]


def _pieces(word: str, width: float, font: SvgFont) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(pieces[-1] + character, font) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def shorten_svg_text(text: str, width: float, font: SvgFont) -> str:
    """One line, ended by an ellipsis where it is too long."""
    shown = printable(text)
    if text_width(shown, font) <= width:
        return shown
    while shown and text_width(f"{shown}…", font) > width:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


def status_shape(status: str | None, at: SvgPoint, radius: float) -> str:
    """A status as a shape of its own, centred at a place: never colour alone."""
    colour = COLOURS.get(status or "", NO_COLOUR)
    x, y, r = at.x, at.y, radius
    if status == "red":
        return f'<circle cx="{svg_number(x)}" cy="{svg_number(y)}" r="{svg_number(r)}" fill="{colour}"/>'
    if status == "insufficient":
        return (
            f'<circle cx="{svg_number(x)}" cy="{svg_number(y)}" r="{svg_number(r - 1)}" fill="none" '
            f'stroke="{colour}" stroke-width="2"/>'
        )
    if status == "broken":
        return (
            f'<path d="M{svg_number(x - r)} {svg_number(y - r)}L{svg_number(x + r)} {svg_number(y + r)}'
            f'M{svg_number(x - r)} {svg_number(y + r)}L{svg_number(x + r)} {svg_number(y - r)}" '
            f'stroke="{colour}" stroke-width="2.5" fill="none"/>'
        )
    corners = {"amber": _regular_polygon(4, at, r * 1.25, 0), "blue": _star(at, r * 1.3)}.get(
        status or ""
    )
    if status == "green":
        corners = _regular_polygon(4, at, r * 1.3, math.pi / 4)
    if corners is None:
        return f'<path d="M{svg_number(x - r)} {svg_number(y)}h{svg_number(2 * r)}" stroke="{colour}" stroke-width="2"/>'
    return svg_polygon(corners, colour)


def _regular_polygon(count: int, at: SvgPoint, radius: float, by: float) -> list[SvgPoint]:
    angles = [by + 2 * math.pi * step / count for step in range(count)]
    return [SvgPoint(at.x + radius * math.sin(a), at.y - radius * math.cos(a)) for a in angles]


def _star(at: SvgPoint, radius: float) -> list[SvgPoint]:
    tips, notches = (
        _regular_polygon(5, at, radius, 0),
        _regular_polygon(5, at, radius * 0.45, math.pi / 5),
    )
    return [spot for pair in zip(tips, notches, strict=True) for spot in pair]


def svg_polygon(corners: Sequence[SvgPoint], fill: str) -> str:
    """A filled shape."""
    points = " ".join(f"{svg_number(spot.x)},{svg_number(spot.y)}" for spot in corners)
    return f'<polygon points="{points}" fill="{fill}"/>'


def rounded_path(corners: Sequence[SvgPoint], radius: float) -> str:
    """The path data of a line whose corners are round."""
    first, *rest = corners
    data = [f"M{svg_number(first.x)} {svg_number(first.y)}"]
    for before, corner, after in zip(corners, rest, rest[1:], strict=False):
        bend = min(radius, _distance(before, corner) / 2, _distance(corner, after) / 2)
        into, out = _toward(corner, before, bend), _toward(corner, after, bend)
        data.append(f"L{svg_number(into.x)} {svg_number(into.y)}")
        data.append(
            f"Q{svg_number(corner.x)} {svg_number(corner.y)} {svg_number(out.x)} {svg_number(out.y)}"
        )
    data.append(f"L{svg_number(rest[-1].x)} {svg_number(rest[-1].y)}")
    return "".join(data)


def _distance(a: SvgPoint, b: SvgPoint) -> float:
    return math.hypot(a.x - b.x, a.y - b.y)


def _toward(start: SvgPoint, end: SvgPoint, length: float) -> SvgPoint:
    whole = _distance(start, end) or 1.0
    return SvgPoint(
        start.x + (end.x - start.x) * length / whole, start.y + (end.y - start.y) * length / whole
    )


def arrow_head(tip: SvgPoint, before: SvgPoint, size: float, fill: str) -> str:
    """A head whose tip is at a place, for a line that comes from another."""
    back = _toward(tip, before, size)
    across = SvgPoint((tip.y - back.y) * 0.55, (back.x - tip.x) * 0.55)
    wings = (
        SvgPoint(back.x + across.x, back.y + across.y),
        SvgPoint(back.x - across.x, back.y - across.y),
    )
    return svg_polygon((tip, *wings), fill)
