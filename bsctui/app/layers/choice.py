"""A short list to choose from, by cursor or by the key of an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, TypeVar

from textual.binding import Binding
from textual.containers import Vertical

from bsctui.app.cells import Span, Spans, left, width_of, wrap
from bsctui.app.layers.layer import Layer
from bsctui.app.listing import Lines, Listing
from bsctui.app.looks import Bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

Value = TypeVar("Value")

WIDTH = 80
"""The cells of a box, as the stylesheet has them."""


class Option(NamedTuple, Generic[Value]):
    """An entry: what it stands for, its text, and the key that takes it at once (if any)."""

    value: Value
    text: str
    key: str = ""
    look: str = ""


class Choice(Layer[Value], Generic[Value]):
    """Asks for one of several, under a title and lines that explain.

    A key that opened the question is never one of its keys (`q` does not confirm `q`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("enter", "take", show=False),
    ]

    def __init__(
        self, title: str, options: Sequence[Option[Value]], explain: Sequence[Spans] = ()
    ) -> None:
        super().__init__()
        self._title = title
        self._options = tuple(options)
        self._explain = tuple(explain)

    def compose(self) -> ComposeResult:
        """Title, explanation, the list."""
        with Vertical(id="box"):
            title = Bar(id="title")
            title.show((Span(f" {self._title}", "title"),))
            yield title
            if self._explain:
                explanation = Listing(id="explanation")
                explanation.can_focus = False
                yield explanation
            yield Listing(id="options")

    def on_mount(self) -> None:
        """Fill the lists and give them the height they need."""
        room = max(4, self.size.height - 6)
        if self._explain:
            explanation = self.query_one("#explanation", Listing)
            lines = self._explained()
            explanation.styles.height = min(len(lines), room - 3)
            explanation.show(Lines(lines), 0)
        options = self.query_one("#options", Listing)
        options.styles.height = min(len(self._options), room)
        options.show(Lines(tuple(self._line(option) for option in self._options)), 0)
        options.focus()

    def _explained(self) -> tuple[Spans, ...]:
        """A sentence too long is wrapped; a line of several spans (a place and what stands there) may be cut."""
        width = min(WIDTH, self.size.width) - 3
        lines: list[Spans] = []
        for spans in self._explain:
            if len(spans) > 1 or width_of(spans) <= width:
                lines.append(spans)
            else:
                parts = wrap(spans[0].text, width)
                lines += [(Span(f" {part}", spans[0].look),) for part in parts]
        return tuple(lines)

    def _line(self, option: Option[Value]) -> Spans:
        keyed = any(entry.key for entry in self._options)
        sign = (Span(left(f" {option.key}", 4), "key"),) if keyed else (Span(" "),)
        return (*sign, Span(option.text, option.look))

    def on_key(self, event: events.Key) -> None:
        """An entry's own key takes it."""
        for option in self._options:
            if option.key and event.character == option.key:
                event.stop()
                self.dismiss(option.value)
                return

    def on_listing_chosen(self) -> None:
        """A click on the cursor's row takes it."""
        self.action_take()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.query_one("#options", Listing).move_by(by)

    def action_take(self) -> None:
        """Answer with the entry under the cursor."""
        if self._options:
            self.dismiss(self._options[self.query_one("#options", Listing).cursor].value)
