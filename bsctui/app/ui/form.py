"""A form: one line a field, judged as a whole with every key, accepted with enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Horizontal, Vertical, VerticalScroll

from bsctui.app.core.commands import LayerCommand
from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.cursor_commands import Down, Up
from bsctui.app.ui.input_line import ROOM, InputLine
from bsctui.app.ui.layer import Layer
from bsctui.app.ui.list_layer import ListKeys
from bsctui.app.ui.styles import Bar, WrappedBar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from bsctui.app.core.spans import Spans


HINTS = " tab next  enter accepts  esc leaves, a draft stays  ctrl+r drops it"
"""What the keys do, below the fields."""

NAMES = 14
"""Cells of a field's name."""


class FormEntry(NamedTuple):
    """A field of a form: its name, the text it starts with, and a word of help while it is empty."""

    name: str
    text: str
    hint: str = ""


class Answers(NamedTuple):
    """What was typed, a text for each entry; `accepted` is False where `esc` closed the form."""

    texts: tuple[str, ...]
    accepted: bool


class NextField(LayerCommand):
    id = Down.id
    keys = "down"
    help = "to the next field"

    def act(self, layer: FormLayer) -> None:
        """The last one keeps the keys."""
        layer.step(1)


class NextFieldByTab(NextField):
    id = "form.next"
    keys = "tab"


class PreviousField(LayerCommand):
    id = Up.id
    keys = "up"
    help = "to the field before"

    def act(self, layer: FormLayer) -> None:
        """The first one keeps the keys."""
        layer.step(-1)


class PreviousFieldByTab(PreviousField):
    id = "form.previous"
    keys = "shift+tab"


class AcceptForm(LayerCommand):
    id = "text.save"
    keys = "ctrl+s"
    help = "accepts what is typed, as enter does"

    def act(self, layer: FormLayer) -> None:
        """Unless something typed would be refused."""
        layer.accept()


class DropTyped(LayerCommand):
    id = "form.drop"
    keys = "ctrl+r"
    help = "puts the fields back as they were"

    def act(self, layer: FormLayer) -> None:
        """Without what was typed now or before."""
        layer.drop()


class FormLayer(Layer[Answers]):
    """Asks for several texts at once.

    Args:
        title: What the form is about.
        entries: Its fields.
        verdict: Judges all texts; a span of look `error` keeps enter from being accepted.
        typed: Texts to start with instead of the entries' own (a form left by `esc` before).
    """

    KEYS = (
        NextField,
        NextFieldByTab,
        PreviousField,
        PreviousFieldByTab,
        AcceptForm,
        DropTyped,
        ListKeys,
    )

    def __init__(
        self,
        title: str,
        entries: Sequence[FormEntry],
        verdict: Callable[[tuple[str, ...]], Spans | None],
        typed: tuple[str, ...] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._entries = tuple(entries)
        self._verdict = verdict
        self._typed = typed or tuple(entry.text for entry in entries)
        self._judged: tuple[str, ...] | None = None
        self._refused = False

    def compose(self) -> ComposeResult:
        """Title, fields, verdict."""
        with Vertical(id="box", classes="form"):
            title = Bar(id="title")
            title.show(
                (
                    StyledSpan(f" {self._title}", "title"),
                    StyledSpan("   all fields at once", "dim"),
                )
            )
            yield title
            with VerticalScroll(id="fields", can_focus=False):
                for entry, text in zip(self._entries, self._typed, strict=True):
                    with Horizontal(classes="field"):
                        yield self._named(entry.name)
                        yield InputLine(text, enter=self.accept, hint=entry.hint)
            yield WrappedBar(id="verdict")
            keys = Bar(id="form-keys")
            keys.show((StyledSpan(HINTS, "dim"),))
            yield keys

    @staticmethod
    def _named(name: str) -> Bar:
        bar = Bar(classes="name")
        bar.show((StyledSpan(f" {name}", "key"),))
        return bar

    def on_mount(self) -> None:
        """Room for the fields, the focus on the first."""
        self.query_one("#fields").styles.height = min(len(self._entries), self.size.height - 6)
        self.on_resize()
        self._inputs()[0].focus()
        self._judge()

    def on_resize(self) -> None:
        """Names give way to the inputs where there is little room."""
        for name in self.query(".name"):
            name.styles.width = min(NAMES, max(0, self.app.size.width - ROOM))

    def _inputs(self) -> list[InputLine]:
        return list(self.query(InputLine))

    @property
    def texts(self) -> tuple[str, ...]:
        """What is typed now."""
        return tuple(field.value for field in self._inputs())

    def on_input_changed(self) -> None:
        """Judge with every key."""
        self._judge()

    def _judge(self) -> None:
        """What stands in the fields now, once: while one state is judged many keys may come."""
        texts = self.texts
        if texts == self._judged or self.is_answered:
            return
        self._judged = texts
        spans = self._verdict(texts)
        self._refused = any(span.look == "error" for span in spans or ())
        self.query_one("#verdict", WrappedBar).show((StyledSpan(" "), *spans) if spans else ())

    def step(self, by: int) -> None:
        """The next or previous field."""
        inputs = self._inputs()
        at = next((index for index, field in enumerate(inputs) if field is self.focused), 0)
        inputs[max(0, min(at + by, len(inputs) - 1))].focus()

    def drop(self) -> None:
        """The fields as they were, without what was typed now or before."""
        for field, entry in zip(self._inputs(), self._entries, strict=True):
            field.value = entry.text
        self._judge()

    def accept(self) -> None:
        """Answer, unless something typed would be refused."""
        self._judge()
        if self._refused:
            self.app.bell()
        else:
            self.dismiss(Answers(self.texts, accepted=True))

    def action_close(self) -> None:
        """Leave, but keep what was typed."""
        self.dismiss(Answers(self.texts, accepted=False))
