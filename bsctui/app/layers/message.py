"""Something to read, and one line to answer it with: what a commit holds, and its message."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from bsctui.app.cells import Span
from bsctui.app.layers.layer import Layer
from bsctui.app.listing import Lines, Listing
from bsctui.app.looks import Bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from bsctui.app.cells import Spans


class Message(Layer[str]):
    """Answers with the line typed; an empty one is not accepted.

    Args:
        title: What it is about.
        lines: What there is to read.
        label: What is asked for.
        value: The text to start from.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown,ctrl+d", "page(1)", show=False, priority=True),
        Binding("pageup,ctrl+u", "page(-1)", show=False, priority=True),
    ]

    def __init__(self, title: str, lines: Sequence[Spans], label: str, value: str) -> None:
        super().__init__()
        self._title = title
        self._lines = tuple(lines)
        self._label = label
        self._value = value

    def compose(self) -> ComposeResult:
        """Title, text, input."""
        with Vertical(id="box", classes="message"):
            yield Bar(id="title")
            yield Listing(id="keys")
            with Horizontal(id="line"):
                yield Bar(id="label")
                yield Input(self._value, id="input", compact=True)

    def on_mount(self) -> None:
        """Fill it; the keys go to the line."""
        title = (Span(f" {self._title}", "title"), Span("   enter commits, esc closes", "dim"))
        self.query_one("#title", Bar).show(title)
        label = self.query_one("#label", Bar)
        label.show((Span(f" {self._label} ", "strong"),))
        label.styles.width = len(self._label) + 2
        listing = self.query_one(Listing)
        listing.can_focus = False
        listing.styles.height = max(1, min(len(self._lines), self.size.height - 6))
        listing.show(Lines(self._lines), 0)
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers."""
        if event.value.strip():
            self.dismiss(event.value.strip())
        else:
            self.app.bell()

    def action_move(self, by: int) -> None:
        """Read on."""
        self.query_one(Listing).move_by(by)

    def action_page(self, by: int) -> None:
        """Read on by a page."""
        listing = self.query_one(Listing)
        listing.move_by(by * listing.page)
