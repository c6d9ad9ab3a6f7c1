"""A small canvas of braille dots: two by four to a cell, each cell in the look of its uppermost layer."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bsctui.app.core.spans import Spans, StyledSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DOTS_ACROSS = 2
DOTS_DOWN = 4

_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The dot of each (row, column) of a cell in Unicode's braille block."""

_PLAIN = ".:*#"
"""Without braille: the more dots a cell has, the darker the sign."""

NO_SIGNS: Final[Mapping[str, str]] = MappingProxyType({})


class Canvas:
    """Dots at (x, y), x to the right and y downward, `width` by `height` *cells*."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._dots: dict[tuple[int, int], int] = {}
        self._looks: dict[tuple[int, int], str] = {}

    @property
    def dots(self) -> tuple[int, int]:
        """How many dots there are across and down."""
        return self.width * DOTS_ACROSS, self.height * DOTS_DOWN

    def dot(self, x: int, y: int, look: str) -> None:
        """Set a dot; outside the canvas nothing happens. Later looks cover earlier ones."""
        across, down = self.dots
        if 0 <= x < across and 0 <= y < down:
            cell = (x // DOTS_ACROSS, y // DOTS_DOWN)
            self._dots[cell] = self._dots.get(cell, 0) | _BITS[y % DOTS_DOWN][x % DOTS_ACROSS]
            self._looks[cell] = look

    def line(self, start: tuple[int, int], end: tuple[int, int], look: str, every: int = 1) -> None:
        """Dots from `start` to `end`, both included; `every` 2 sets only each second one."""
        for step, (x, y) in enumerate(_between(start, end)):
            if step % every == 0:
                self.dot(x, y, look)

    def rows(self, *, braille: bool, signs: Mapping[str, str] = NO_SIGNS) -> list[Spans]:
        """The canvas as lines of spans, top to bottom; without braille a look may have its own sign."""
        return [self._row(row, None if braille else signs) for row in range(self.height)]

    def _row(self, row: int, signs: Mapping[str, str] | None) -> Spans:
        spans: list[StyledSpan] = []
        for column in range(self.width):
            bits = self._dots.get((column, row), 0)
            look = self._looks.get((column, row), "")
            sign = _sign(bits, look, signs)
            if spans and spans[-1].look == look:
                spans[-1] = StyledSpan(spans[-1].text + sign, look)
            else:
                spans.append(StyledSpan(sign, look))
        return tuple(spans)


def _sign(bits: int, look: str, signs: Mapping[str, str] | None) -> str:
    """Braille where `signs` is None."""
    if not bits:
        return " "
    if signs is None:
        return chr(0x2800 + bits)
    if look in signs:
        return signs[look]
    return _PLAIN[min(len(_PLAIN) - 1, (bits.bit_count() - 1) // 2)]


def _between(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The dots of a straight line, one for each step along its longer side."""
    (x0, y0), (x1, y1) = start, end
    steps = max(abs(x1 - x0), abs(y1 - y0), 1)
    for step in range(steps + 1):
        yield (round(x0 + (x1 - x0) * step / steps), round(y0 + (y1 - y0) * step / steps))
