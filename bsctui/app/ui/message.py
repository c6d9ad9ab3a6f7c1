"""Something to read, and one line to answer it with: what a commit holds, and its message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.input_line import InputLine, LabelledLine
from bsctui.app.ui.layer import Layer
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from bsctui.app.core.spans import Spans


class MessageLayer(Layer[str]):
    """Answers with the line typed; an empty one is not accepted.

    Args:
        title: What it is about.
        lines: What there is to read.
        label: What is asked for.
        value: The text to start from.
    """

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
            yield LabelledLine(self._label, InputLine(self._value, enter=self._accept, id="input"))

    def on_mount(self) -> None:
        """Fill it; the keys go to the line."""
        title = (
            StyledSpan(f" {self._title}", "title"),
            StyledSpan("   enter commits, esc closes", "dim"),
        )
        self.query_one("#title", Bar).show(title)
        listing = self.query_one(Listing)
        listing.can_focus = False
        listing.styles.height = max(1, min(len(self._lines), self.size.height - 6))
        listing.show(Lines(self._lines), 0)
        self.query_one(InputLine).focus()

    @property
    def pane(self) -> Listing:
        """What there is to read."""
        return self.query_one(Listing)

    def _accept(self) -> None:
        """Enter answers."""
        text = self.query_one(InputLine).value.strip()
        if text:
            self.dismiss(text)
        else:
            self.app.bell()
