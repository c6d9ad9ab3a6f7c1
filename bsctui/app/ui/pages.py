"""Pages that lead to each other: enter descends, back returns, `g` goes to the item itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Vertical

from bsctui.app.core.commands import LayerCommand
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.app.ui.header_footer import titled
from bsctui.app.ui.list_layer import LeaveLayer, ListKeys, ListLayer
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult


class TextPlace(NamedTuple):
    """A line of text: where the steps end."""

    path: str
    line: int


HINTS = ("esc closes", "enter down", "backspace back", "g goes there")
"""What can be done, the most needed first."""

Target = str | TextPlace
"""Where a line leads: to the page of another address, or to a line of text."""


class Page(NamedTuple):
    """A title and lines, each with where it leads."""

    title: str
    lines: tuple[tuple[Spans, Target | None], ...]


class Descend(LayerCommand):
    id = "why"
    keys = "x"
    help = "goes down to what the line names, or out to its line of text"

    def act(self, layer: PageLayer) -> None:
        layer.action_descend()


class DescendRight(Descend):
    id = "tree.right"
    keys = "right,l"


class DescendEnter(Descend):
    id = "pages.enter"
    keys = "enter"


class BackAPage(LayerCommand):
    id = "sight.back"
    keys = "backspace,ctrl+o"
    help = "back to the page before; from the first one out"

    def act(self, layer: PageLayer) -> None:
        layer.action_back()


class BackLeft(BackAPage):
    id = "tree.left"
    keys = "left,h"


class GoToPage(LayerCommand):
    id = "pages.go"
    keys = "g"
    help = "leaves for the item of this page"

    def act(self, layer: PageLayer) -> None:
        layer.action_go()


class PageLayer(ListLayer[Target]):
    """Answers with an address or a line of text to go to, or None where it was only read."""

    KEYS = (
        Descend,
        DescendRight,
        DescendEnter,
        BackAPage,
        BackLeft,
        GoToPage,
        LeaveLayer,
        ListKeys,
    )

    def __init__(self, page: Callable[[str, int], Page], start: str) -> None:
        super().__init__()
        self._page = page
        self._trail: list[tuple[str, int]] = [(start, -1)]
        self._targets: tuple[Target | None, ...] = ()

    def compose(self) -> ComposeResult:
        """A title and the lines."""
        with Vertical(id="box", classes="steps"):
            yield Bar(id="title")
            yield Listing(id="keys")

    def on_mount(self) -> None:
        """The first page."""
        self.pane.focus()
        self._show()

    def _show(self) -> None:
        address, cursor = self._trail[-1]
        width = min(100, self.size.width) - 2
        title, lines = self._page(address, width)
        self._targets = tuple(target for _, target in lines)
        shown = titled(
            (StyledSpan(f" Why: {title}", "title"),), HINTS, width + 2, self.shell.glyphs.ellipsis
        )
        self.query_one("#title", Bar).show(shown)
        listing = self.pane
        listing.styles.height = max(1, min(len(lines), self.size.height - 4))
        if cursor < 0:
            cursor = next((at for at, target in enumerate(self._targets) if target), 0)
        listing.show(Lines(tuple(spans for spans, _ in lines)), cursor)

    def action_descend(self) -> None:
        """To the page of the line's address, or out to its line of text."""
        listing = self.pane
        target = self._targets[listing.cursor] if self._targets else None
        if isinstance(target, TextPlace):
            self.dismiss(target)
        elif target is not None:
            self._trail[-1] = (self._trail[-1][0], listing.cursor)
            self._trail.append((target, -1))
            self._show()

    def action_back(self) -> None:
        """To the page before; from the first one out."""
        if len(self._trail) == 1:
            self.dismiss(None)
        else:
            self._trail.pop()
            self._show()

    def action_go(self) -> None:
        """Leave for the item itself."""
        self.dismiss(self._trail[-1][0])

    def on_listing_chosen(self) -> None:
        """A second click descends."""
        self.action_descend()
