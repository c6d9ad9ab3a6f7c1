"""The map on screen: scrolled both ways, with the lanes' names fixed at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.styles import SpanWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from bsctui.exchange.maps.grid import TextRuns
    from bsctui.layout.shapes import Box

AROUND = 2
"""Cells that stay in view around the chosen box, where its arrows begin."""


class MapPane(ScrollView, SpanWidget, can_focus=True, inherit_bindings=False):
    """Lines of a map, each in two parts: the margin, and what scrolls beside it."""

    DEFAULT_CSS = """
    MapPane {
        height: 1fr; width: 1fr; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1;
    }
    """

    class Clicked(Message):
        """A cell of the map was clicked, counted from the map's own left and top."""

        def __init__(self, x: int, y: int) -> None:
            super().__init__()
            self.x = x
            self.y = y

    class Sized(Message):
        """The pane has another size: what was planned for it no longer fits."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._margin: Sequence[TextRuns] = ()
        self._lines: Sequence[TextRuns] = ()
        self._margin_width = 0
        self._line_width = 0
        self._box: Box | None = None

    def show(
        self,
        margin: Sequence[TextRuns],
        margin_width: int,
        lines: Sequence[TextRuns],
        line_width: int,
        box: Box | None,
    ) -> None:
        """Draw this from now on, with a box in view."""
        self._margin, self._lines = margin, lines
        self._margin_width, self._line_width = margin_width, line_width
        self._box = box
        size = Size(margin_width + line_width, len(lines))
        if size != self.virtual_size:
            self.virtual_size = size
        self.keep_in_view()
        self.refresh()

    @property
    def room(self) -> Size:
        """The cells there are for a map and its margin, if it needs no scrollbars."""
        return self.container_size

    @property
    def page(self) -> int:
        """How many cell rows a page key moves."""
        return max(1, self.scrollable_content_region.height - 1)

    def keep_in_view(self) -> None:
        """Scroll as little as needed to show the chosen box."""
        box, region = self._box, self.scrollable_content_region
        if box is None or not region.height:
            return
        left, top = self.scroll_offset
        x = _moved(left, region.width - self._margin_width, box.x, box.width)
        y = _moved(top, region.height, box.y, box.height)
        if (x, y) != (left, top):
            self.scroll_to(x, y, animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window (Textual's Line API)."""
        index, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if index >= len(self._lines):
            return self.strip((), width)
        beside = min(self._margin_width, width)
        left = self.scroll_offset.x
        whole = self.strip(_spans(self._lines[index]), max(self._line_width, 1))
        shown = whole.crop(left, left + width - beside)
        margin = self.strip(_spans(self._margin[index]), beside)
        return Strip.join([margin, shown]).adjust_cell_length(width, self.rich_style)

    def on_resize(self) -> None:
        """Another size needs another plan."""
        self.post_message(self.Sized())

    def on_click(self, event: events.Click) -> None:
        """Tell where."""
        x = event.x - self._margin_width + self.scroll_offset.x
        if event.x >= self._margin_width:
            self.post_message(self.Clicked(x, event.y + self.scroll_offset.y))


def _moved(start: int, room: int, at: int, size: int) -> int:
    """Where a window must begin so that what stands at `at` is inside, with a little around it."""
    least = at + size + AROUND - room
    return max(0, min(max(start, least), at - AROUND))


def _spans(runs: TextRuns) -> tuple[StyledSpan, ...]:
    return tuple(StyledSpan(run.text, run.look) for run in runs)
