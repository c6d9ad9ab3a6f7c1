"""The one line of input of form, sheet, prompts, find and filter: it ends where enter was pressed, at any speed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Self

from rich.text import Text
from textual.containers import Horizontal
from textual.widgets import Input
from textual.widgets.input import Selection

from bsctui.app.core.spans import StyledSpan, width_of
from bsctui.app.ui.styles import Bar
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from bsctui.app.core.spans import Spans

ROOM = 24
"""Cells that an input has beside its label, however long that is."""


JOINERS = frozenset("\u200c\u200d\ufe0f")
"""What joins letters of Persian words and parts of an emoji: it changes no order."""

STAND_IN = "\N{REPLACEMENT CHARACTER}"


class InputLine(Input):
    """A line of text that takes its keys itself, one after the other, enter among them (`keys`).

    Args:
        value: The text to start from; selected when the line gets the focus, so that typing replaces it.
        enter: Called for enter, when all that was typed before it is in the line and nothing that was typed after.
        hint: Shown while the line is empty.
    """

    def __init__(
        self,
        value: str = "",
        *,
        enter: Callable[[], None],
        hint: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(value, placeholder=hint, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False  # a cursor that blinks sends bytes for as long as nobody types
        self._enter = enter

    def focus(self, scroll_visible: bool = True) -> Self:
        """Take the focus now, as a `Listing` does, with the whole text selected."""
        self.screen.set_focus(self, scroll_visible)
        self.selection = Selection(0, len(self.value))
        return self

    @property
    def _value(self) -> Text:
        """The text as it is drawn: what would hide or reorder it has a stand-in, so that each sign keeps its place."""
        return Text("".join(map(shown_sign, self.value)), no_wrap=True, overflow="ignore", end="")

    async def take(self, key: events.Key) -> bool:
        """Enter and what is text; the keys that edit are Textual's bindings of an input."""
        if key.key == "enter":
            self._enter()
        elif key.character is not None and is_text(key.character):
            self.write(key.character)
        else:
            return False
        return True

    async def take_text(self, text: str) -> bool:
        """A pasted text as one line."""
        self.write(one_line(text))
        return True

    def write(self, text: str) -> None:
        """Text in place of what is selected, or at the cursor."""
        self.replace(text, *self.selection)


def shown_sign(sign: str) -> str:
    """A sign of a text that is edited, one cell's worth for one: what joins letters stays, what steers is stood in for."""
    return sign if sign in JOINERS or printable(sign) == sign else STAND_IN


def is_text(character: str) -> bool:
    """Whether a key's character is written: what joins letters is, what steers a terminal is not."""
    return all(unicodedata.category(sign) != "Cc" for sign in character)


def one_line(text: str) -> str:
    """Lines joined by blanks, without what steers a terminal."""
    lines = (" ".join(line.split("\t")).strip() for line in text.splitlines())
    joined = " ".join(line for line in lines if line)
    return "".join(sign for sign in joined if is_text(sign))


def labelled(label: str) -> Spans:
    """A label as it stands before an input."""
    return (StyledSpan(f" {printable(label)} ", "strong"),)


class LabelledLine(Horizontal):
    """An input behind a label, which is cut where the input would have no room."""

    def __init__(self, label: str, line: InputLine) -> None:
        super().__init__(id="line")
        self._label = labelled(label)
        self._line = line

    def compose(self) -> ComposeResult:
        """Side by side."""
        yield Bar(id="label")
        yield self._line

    def on_mount(self) -> None:
        """In place before the first key."""
        self.query_one("#label", Bar).show(self._label)
        self.fit(self.app.size.width)

    def on_resize(self) -> None:
        """As there is room now."""
        self.fit(self.size.width)

    def fit(self, width: int) -> None:
        """Give the label what the input leaves of so many cells."""
        self.query_one("#label", Bar).styles.width = min(
            width_of(self._label), max(0, width - ROOM)
        )
