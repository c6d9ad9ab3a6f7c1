"""The text area of the Text view: coloured by the grammar, marked where something is wrong."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar, Final, Self

from rich.text import Text
from textual.binding import Binding
from textual.widgets import TextArea

from bsctui.app.ui.styles import SpanWidget
from bsctui.app.views.text.colouring import coloured, harmless
from bsctui.app.views.text.opened import without_stand_ins
from bsctui.language.cursor import begins_record

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual import events
    from textual.binding import BindingType

    from bsctui.app.views.text.live_diagnostics import EditorDiagnostic


class EditorAction(Enum):
    """What a key means that is not text."""

    UP = auto()
    DOWN = auto()
    TAKE = auto()
    ENTER = auto()
    CLOSE = auto()
    LEAVE = auto()
    WROTE = auto()
    """It was text after all, and is in place now."""
    WENT = auto()
    """Another key was done: the cursor or the text may be elsewhere (`undo`)."""


PROPOSING: Final = {
    "up": EditorAction.UP,
    "down": EditorAction.DOWN,
    "tab": EditorAction.TAKE,
    "enter": EditorAction.ENTER,
    "escape": EditorAction.CLOSE,
}
"""Keys that go to the list of proposals while it is open."""

WRITING: Final = frozenset({"backspace", "enter"})
"""Keys that write, besides those that are text."""


class Editor(TextArea, SpanWidget):
    """A text area of `.bsc` lines that draws what it is told.

    Args:
        steer: Told of keys that are not text, before the next key is looked at.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "document_start", show=False),
        Binding("ctrl+end", "document_end", show=False),
    ]

    def __init__(
        self, steer: Callable[[EditorAction], Awaitable[None]], *, id: str | None = None
    ) -> None:
        super().__init__(
            id=id,
            compact=True,
            show_line_numbers=True,
            tab_behavior="indent",
            soft_wrap=False,
            highlight_cursor_line=False,
        )
        self.cursor_blink = False  # as in every other input: no bytes while nobody types
        self.indent_width = 2
        self._steer = steer
        self.proposing = False
        """Whether the list of proposals is open."""
        self.taking = False
        """Whether enter takes a proposal: only once one was gone to by an arrow key."""
        self.stand_in = "?"
        self._remarks: dict[int, EditorDiagnostic] = {}

    def focus(self, scroll_visible: bool = True) -> Self:
        """Take the focus now, as a `Listing` does."""
        self.screen.set_focus(self, scroll_visible)
        return self

    # -- drawing

    def mark(self, remarks: Sequence[EditorDiagnostic]) -> None:
        """Draw these remarks from now on, the first of each row."""
        marked: dict[int, EditorDiagnostic] = {}
        for remark in remarks:
            marked.setdefault(remark.row, remark)
        if marked != self._remarks:
            self._remarks = marked
            self.notify_style_update()
            self.refresh()

    @property
    def remarks(self) -> dict[int, EditorDiagnostic]:
        """What is drawn, by row."""
        return self._remarks

    def get_line(self, line_index: int) -> Text:
        """A line in its colours, with what is wrong behind it (Textual's hook for styling lines)."""
        raw = self.document.get_line(line_index)
        line = Text(harmless(raw, self.stand_in), end="", no_wrap=True)
        for start, end, look in coloured(without_stand_ins(raw)):
            line.stylize(self.look(look), start, end)
        remark = self._remarks.get(line_index)
        if remark is not None:
            line.stylize(self.look("unread"), remark.start, min(remark.end, len(raw)))
            message = harmless(remark.message, self.stand_in)
            line.append(f"   {message}", self.look(remark.look))
        return line

    # -- keys

    def action_document_start(self) -> None:
        """To the first place of what is edited."""
        self.move_cursor((0, 0))

    def action_document_end(self) -> None:
        """Behind the last place of what is edited."""
        self.move_cursor(self.document.end)

    async def take(self, key: events.Key) -> bool:
        """Proposals first, then `escape`, then new lines with their indentation, then what a text area does."""
        action = PROPOSING.get(key.key) if self.proposing else None
        if action is EditorAction.ENTER and not self.taking:
            action = None
        if action is not None or key.key == "escape":
            await self._steer(action or EditorAction.LEAVE)
            return True
        if key.key == "enter":
            self._break_line()
        elif key.is_printable or key.key == "tab":
            await self._on_key(key)
        elif not await self.app._check_bindings(key.key):
            return False
        await self._steer(
            EditorAction.WROTE if key.key in WRITING or key.is_printable else EditorAction.WENT
        )
        return True

    async def take_text(self, text: str) -> bool:
        """A pasted text, lines and all."""
        self._replace_via_keyboard(text, *self.selection)
        await self._steer(EditorAction.WENT)
        return True

    def _break_line(self) -> None:
        """A new line, indented below a header and beside a statement; an empty one loses its blanks."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        if not line.strip():
            self.replace("\n", (row, 0), (row, len(line)), maintain_selection_offset=False)
            return
        blanks = line[: len(line) - len(line.lstrip(" \t"))]
        indent = "" if column == 0 else "  " if begins_record(line) else blanks
        start, end = self.selection
        self._replace_via_keyboard(f"\n{indent}", start, end)
