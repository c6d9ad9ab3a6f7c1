"""What is sent to the terminal: only the cells that changed, in as few bytes as their colours allow.

Textual repaints each widget that changed in any part, names all colours again for every piece of text, and
resets them after it. Over a slow link a key then takes six to nine times the bytes that its change needs. Here
the app remembers what the terminal shows, and sends what differs.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby, repeat
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console
    from rich.style import Style
    from textual.strip import Strip

GAP = 6
"""Unchanged cells between two changed ones that are sent again: to step over them takes as many bytes."""


class TerminalStyle(NamedTuple):
    """How cells are drawn, as parameters of SGR; an empty colour is the terminal's own."""

    attributes: frozenset[str]
    front: str
    back: str

    def after(self, before: TerminalStyle) -> str:
        """The sequence that goes over to this style from another; empty where they are equal."""
        if self == before:
            return ""
        if before.attributes <= self.attributes:
            codes = sorted(self.attributes - before.attributes)
            codes += [self.front or "39"] if self.front != before.front else []
            codes += [self.back or "49"] if self.back != before.back else []
        else:
            codes = ["0", *sorted(self.attributes), self.front, self.back]
        return f"\x1b[{';'.join(filter(None, codes))}m"


PLAIN = TerminalStyle(frozenset(), "", "")
"""What a terminal draws with after a reset."""

_ATTRIBUTES = (
    ("bold", "1"),
    ("dim", "2"),
    ("italic", "3"),
    ("underline", "4"),
    ("blink", "5"),
    ("blink2", "6"),
    ("reverse", "7"),
    ("conceal", "8"),
    ("strike", "9"),
    ("underline2", "21"),
)


@lru_cache(maxsize=4096)
def pen_of(style: Style | None, colours: ColorSystem) -> TerminalStyle:
    """The pen of a style, in the colours that the terminal has."""
    if style is None:
        return PLAIN
    front = style.color.downgrade(colours).get_ansi_codes() if style.color else ()
    back = (
        style.bgcolor.downgrade(colours).get_ansi_codes(foreground=False) if style.bgcolor else ()
    )
    attributes = frozenset(code for name, code in _ATTRIBUTES if getattr(style, name))
    return TerminalStyle(attributes, ";".join(front), ";".join(back))


Cell = tuple[str, TerminalStyle]
"""What stands in a cell; the second cell of a wide sign is empty."""

UNKNOWN: Cell = ("?", TerminalStyle(frozenset(("unknown",)), "", ""))
"""Equal to nothing that is ever drawn."""


class TerminalPieces:
    """What is sent in one update: pieces of lines, each pen named only where it changes."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pen = PLAIN

    def add(self, x: int, y: int, cells: Sequence[Cell]) -> None:
        """A piece of line `y` from column `x` on."""
        self._parts.append(f"\x1b[{y + 1};{x + 1}H")
        for text, pen in cells:
            if pen is not self._pen:
                self._parts.append(pen.after(self._pen))
                self._pen = pen
            self._parts.append(text)

    def sequence(self) -> str:
        """All of it; the terminal's pen is plain before and after."""
        return f"\x1b[0m{''.join(self._parts)}\x1b[0m" if self._parts else ""


class ShownScreen:
    """What the terminal shows, cell by cell; nothing is known of it before the first update."""

    def __init__(self) -> None:
        self._lines: dict[int, list[Cell]] = {}

    def forget(self) -> None:
        """Somebody else drew on the terminal, or it has another size: the next update is sent in full."""
        self._lines.clear()

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of what the terminal shows: then a part of the screen is not enough."""
        return not self._lines

    def draw(self, strips: Iterable[tuple[int, int, Strip]], colours: ColorSystem) -> str:
        """What to send so that strips are shown, each at its column and line."""
        drawn: dict[int, list[Cell]] = {}
        for x, y, strip in strips:
            line = drawn.setdefault(y, self._lines.get(y, []).copy())
            cells = cells_of(strip, colours)
            line += repeat(UNKNOWN, x + len(cells) - len(line))
            line[x : x + len(cells)] = cells
        # Compared with what the terminal shows, not with the update before: an update that was skipped, or half
        # of one, leaves nothing wrong behind.
        pieces = TerminalPieces()
        for y, line in sorted(drawn.items()):
            for start, end in changed_runs(self._lines.get(y, []), line):
                for known_start, known_end in known_runs(line, start, end):
                    pieces.add(known_start, y, line[known_start:known_end])
        self._lines.update(drawn)
        return pieces.sequence()


def cells_of(strip: Strip, colours: ColorSystem) -> list[Cell]:
    """A strip cell by cell; signs without a width stand with the one before them."""
    cells: list[Cell] = []
    for text, style, _ in strip:
        pen = pen_of(style, colours)
        if text.isascii():
            cells += zip(text, repeat(pen))
        else:
            for sign in text:
                _add(cells, sign, pen)
    return cells


def _add(cells: list[Cell], sign: str, pen: TerminalStyle) -> None:
    width = get_character_cell_size(sign)
    if width:
        cells += [(sign, pen), *repeat(("", pen), width - 1)]
    elif cells:
        cells[-1] = (cells[-1][0] + sign, cells[-1][1])


def changed_runs(shown: Sequence[Cell], drawn: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """The parts of a line to send, as columns from and to; a small gap is no reason to end one.

    Where signs may be wider or narrower on the terminal than is known here, the line is sent as a whole.
    """
    if shown == drawn:
        return
    if len(shown) != len(drawn) or _is_uneven(shown) or _is_uneven(drawn):
        yield 0, len(drawn)
        return
    # To step over a cell costs an escape sequence of about `GAP` bytes, to send it again one byte.
    changed = [at for at, (old, new) in enumerate(zip(shown, drawn, strict=True)) if old != new]
    start = end = changed[0]
    for at in changed:
        if at - end > GAP:
            yield start, end + 1
            start = at
        end = at
    yield start, end + 1


def known_runs(line: Sequence[Cell], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a run without cells of which nothing is known: only what was drawn is ever sent."""
    for is_known, places in groupby(range(start, end), lambda at: line[at] is not UNKNOWN):
        if is_known:
            known = list(places)
            yield known[0], known[-1] + 1


def _is_uneven(line: Sequence[Cell]) -> bool:
    return any(len(text) != 1 for text, _ in line)


class ScreenDiff(CompositorUpdate):
    """An update of Textual's as what differs from what is shown."""

    def __init__(self, shown: ShownScreen, update: LayoutUpdate | ChopsUpdate) -> None:
        self._shown = shown
        self._update = update

    def render_segments(self, console: Console) -> str:
        """What to send, which is shown from then on (Textual asks when it sends it)."""
        colours = COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        return self._shown.draw(placed_strips(self._update), colours)


def placed_strips(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The strips of an update, each with the column and line it begins at."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield x, y, strip
                x += strip.cell_length
        return
    for y, first, last in update.spans:
        for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if chop is not None and x <= last and end > first:
                yield x, y, chop.crop(0, min(end, last) - x)
