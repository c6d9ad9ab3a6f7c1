"""A line of input at the bottom of the screen, checked as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from bsctui.app.core.spans import StyledSpan, width_of
from bsctui.app.ui.input_line import ROOM, InputLine, LabelledLine, labelled
from bsctui.app.ui.layer import Layer
from bsctui.app.ui.styles import WrappedBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.geometry import Offset

    from bsctui.app.core.spans import Spans

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
        self._judged: str | None = None
        self._refused = False

    def compose(self) -> ComposeResult:
        """The input line, and a line for what the text would do."""
        with Vertical(id="prompt"):
            yield LabelledLine(self._label, InputLine(self._value, enter=self._accept, id="input"))
            yield WrappedBar(id="verdict")

    def on_mount(self) -> None:
        """Put everything in place before the first key arrives."""
        self._place()
        self._line.focus()
        self._judge()

    def on_resize(self) -> None:
        """As there is room now."""
        self._place()

    @property
    def _line(self) -> InputLine:
        return self.query_one(InputLine)

    def _place(self) -> None:
        """In place of a line on screen rather than at the bottom, where it was asked for."""
        if self._at is None:
            return
        box = self.query_one("#prompt")
        box.styles.dock = "none"
        box.styles.position = "absolute"
        width, verdict = self.app.size.width, self.query_one("#verdict", WrappedBar)
        lowest = self.app.size.height - 1 - verdict.height_in(width)
        needed = width_of(labelled(self._label)) + ROOM
        left = max(0, min(self._at.x, width - needed))
        box.styles.width = width - left
        box.styles.offset = (left, min(self._at.y, lowest))
        self.query_one(LabelledLine).fit(width - left)

    def on_input_changed(self) -> None:
        """Judge what is typed."""
        self._judge()

    def _accept(self) -> None:
        """Enter answers, unless the text was refused."""
        self._judge()
        if self._refused:
            self.app.bell()
        else:
            self.dismiss(self._line.value)

    def _judge(self) -> None:
        """What stands in the line now, once: while one text is judged many may be typed."""
        text = self._line.value
        if text == self._judged or self.is_answered:
            return
        self._judged = text
        spans = self._verdict(text) if self._verdict else None
        self._refused = any(span.look == "error" for span in spans or ())
        self.query_one("#verdict", WrappedBar).show((StyledSpan(" "), *spans) if spans else ())
        self._place()
