"""The one virtual list: draws only the rows in view, whatever the number of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView

from bsctui.app.ui.styles import SpanWidget

if TYPE_CHECKING:
    from rich.style import Style
    from textual import events
    from textual.strip import Strip

    from bsctui.app.core.spans import Spans


class Rows(Protocol):
    """What a listing draws. A line is asked for only when it comes into view."""

    def __len__(self) -> int:
        """How many rows there are."""

    def line(self, index: int, width: int) -> Spans:
        """Row `index` in at most `width` cells."""


class Lines:
    """Rows that are made already, the same at any width."""

    def __init__(self, lines: tuple[Spans, ...] = ()) -> None:
        self._lines = lines

    def __len__(self) -> int:
        """How many."""
        return len(self._lines)

    def line(self, index: int, width: int) -> Spans:
        """The line itself."""
        return self._lines[index]


class Listing(ScrollView, SpanWidget, can_focus=True, inherit_bindings=False):
    """Rows with a cursor, on Textual's Line API, with strips cached until the rows change."""

    DEFAULT_CSS = """
    Listing {
        height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;
        scrollbar-background: $background; scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
    }
    """

    resting_look = "resting"
    """How the cursor's row looks without the focus."""

    class Moved(Message):
        """The mouse put the cursor on another row."""

        def __init__(self, listing: Listing, x: int = -1) -> None:
            super().__init__()
            self.listing = listing
            self.x = x
            """The column that was clicked; -1 where nothing was."""

        @property
        def control(self) -> Listing:
            """The listing it comes from."""
            return self.listing

    class Chosen(Moved):
        """A row was chosen by mouse (a second click on the cursor's row)."""

    class Sized(Moved):
        """The list has another size: what was made for its width no longer fits."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: Rows = Lines()
        self._cursor = 0
        self._strips: dict[int, Strip] = {}
        self._styles: dict[str, Style] = {}
        self._drawn_width = 0

    @property
    def cursor(self) -> int:
        """The row the cursor stands on; 0 where there are none."""
        return self._cursor

    @property
    def rows(self) -> Rows:
        """What it draws."""
        return self._rows

    def focus(self, scroll_visible: bool = True) -> Self:
        """Take the focus now: Textual's own does so later, and keys typed ahead would go elsewhere."""
        self.screen.set_focus(self, scroll_visible)
        return self

    def show(self, rows: Rows, cursor: int | None = None) -> None:
        """Draw these rows from now on, with the cursor on one of them; lines that stay as they are are not drawn again."""
        before, self._strips = self._strips, {}
        top = self.scroll_offset.y
        self._rows = rows
        self._cursor = self._inside(self._cursor if cursor is None else cursor)
        self._resize(len(rows))
        self.keep_in_view()
        if self.scroll_offset.y != top:
            self.refresh()
            return
        for y in range(self.size.height):
            if before.get(top + y) != self.render_line(y):
                self.refresh_line(top + y)

    def _resize(self, count: int) -> None:
        """Another number of rows, without laying anything out anew.

        Textual would lay out and draw the whole screen for every other virtual size, which costs more than
        all else that a key does. The scrollbar's column is always there, so nothing moves.
        """
        self.set_reactive(Listing.virtual_size, Size(self.size.width, count))
        self.vertical_scrollbar.window_virtual_size = count

    def move_to(self, index: int) -> None:
        """Put the cursor on a row (the nearest that exists) and scroll it into view."""
        target = self._inside(index)
        if target == self._cursor:
            return
        before, self._cursor = self._cursor, target
        for row in (before, target):
            self._strips.pop(row, None)
            self.refresh_line(row)
        self.keep_in_view()

    def move_by(self, rows: int) -> None:
        """Move the cursor down (or up, where negative)."""
        self.move_to(self._cursor + rows)

    @property
    def page(self) -> int:
        """How many rows a page key moves."""
        return max(1, self.scrollable_content_region.height - 1)

    def keep_in_view(self) -> None:
        """Scroll as little as needed to show the cursor's row."""
        height = self.scrollable_content_region.height
        if height:
            self.scroll_to_region(
                Region(0, self._cursor, 1, 1), animate=False, force=True, immediate=True
            )

    def redraw(self) -> None:
        """Draw every row anew (the looks changed, not the rows)."""
        self._forget()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window (Textual's Line API)."""
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if width != self._drawn_width:
            self._drawn_width = width
            self._strips.clear()
        strip = self._strips.get(index)
        if strip is None:
            if len(self._strips) > 2000:
                self._strips.clear()
            strip = self._strips[index] = self._draw(index, width)
        return strip

    def _draw(self, index: int, width: int) -> Strip:
        if index >= len(self._rows):
            return self.strip((), width, cache=self._styles)
        over = None
        if index == self._cursor:
            over = self.look("cursor" if self.has_focus else self.resting_look)
        return self.strip(self._rows.line(index, width), width, over, self._styles)

    def _inside(self, index: int) -> int:
        return max(0, min(index, len(self._rows) - 1))

    def notify_style_update(self) -> None:
        """Colours changed: nothing drawn before holds."""
        super().notify_style_update()
        self._forget()

    def _forget(self) -> None:
        self._strips.clear()
        self._styles.clear()

    def on_resize(self) -> None:
        """Keep the cursor in view at the new height."""
        self._resize(len(self._rows))
        self.call_after_refresh(self.keep_in_view)
        self.post_message(self.Sized(self))

    def on_focus(self) -> None:
        """The cursor's row shows where the keys go."""
        self._strips.pop(self._cursor, None)
        self.refresh_line(self._cursor)

    def on_blur(self) -> None:
        """See `on_focus`."""
        self.on_focus()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; one on the cursor's row chooses it."""
        index = event.y + self.scroll_offset.y
        if index >= len(self._rows):
            return
        if index == self._cursor:
            self.post_message(self.Chosen(self, event.x))
        else:
            self.move_to(index)
            self.post_message(self.Moved(self, event.x))
