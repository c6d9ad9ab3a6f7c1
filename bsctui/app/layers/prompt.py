"""A line of input at the bottom of the screen, checked as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from bsctui.app.cells import Span
from bsctui.app.layers.layer import Layer
from bsctui.app.looks import Bar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.geometry import Offset

    from bsctui.app.cells import Spans

    Verdict = Callable[[str], "Spans | None"]
    """What a typed text would do, as a line to show; its look `error` means it cannot be entered."""


class Prompt(Layer[str]):
    """Asks for one line of text.

    Args:
        label: What is asked for.
        value: The text to start from (selected, so that typing replaces it).
        verdict: Called with every text typed; what it returns is shown below. A line that
            holds a span of look `error` keeps enter from being accepted.
        at: Where on screen the input stands; the bottom where None.
    """

    def __init__(
        self,
        label: str,
        value: str = "",
        *,
        verdict: Verdict | None = None,
        at: Offset | None = None,
    ) -> None:
        super().__init__()
        self._label = label
        self._value = value
        self._verdict = verdict
        self._at = at
        self._refused = False

    def compose(self) -> ComposeResult:
        """The input line, and a line for what the text would do."""
        with Vertical(id="prompt"):
            with Horizontal(id="line"):
                yield Bar(id="label")
                yield Input(self._value, id="input", compact=True, select_on_focus=True)
            yield Bar(id="verdict")

    def on_mount(self) -> None:
        """Put everything in place before the first key arrives."""
        label = self.query_one("#label", Bar)
        label.show((Span(f" {self._label} ", "strong"),))
        label.styles.width = len(self._label) + 2
        self.query_one(Input).focus()
        self._place()
        self._judge(self._value)

    def _place(self) -> None:
        """In place of a line on screen rather than at the bottom, where it was asked for."""
        if self._at is None:
            return
        box = self.query_one("#prompt")
        box.styles.dock = "none"
        box.styles.position = "absolute"
        box.styles.width = self.size.width - self._at.x
        lowest = self.size.height - 2
        box.styles.offset = (self._at.x, min(self._at.y, lowest))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Judge what is typed."""
        self._judge(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers, unless the text was refused."""
        self._judge(event.value)
        if self._refused:
            self.app.bell()
        else:
            self.dismiss(event.value)

    def _judge(self, text: str) -> None:
        spans = self._verdict(text) if self._verdict else None
        self._refused = any(span.look == "error" for span in spans or ())
        self.query_one("#verdict", Bar).show((Span(" "), *spans) if spans else ())
