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
from bsctui.app.ui.offers import FieldHelp, OfferList, no_help
from bsctui.app.ui.styles import Bar, WrappedBar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from bsctui.app.core.spans import Spans
    from bsctui.app.ui.offers import Offer


HINTS = " tab next  enter accepts  esc leaves, a draft stays  ctrl+r drops it"
"""What the keys do, below the fields."""

NAMES = 14
"""Cells of a field's name."""

OFFERS = 4
"""Lines for what the field with the keys may say; fewer where the fields need them."""


class FormEntry(NamedTuple):
    """A field of a form.

    Attributes:
        name: What stands before it.
        text: What it starts with.
        hint: A word of help while it is empty.
        help_for: What it may say besides, and what that which is typed means.
    """

    name: str
    text: str
    hint: str = ""
    help_for: Callable[[str], FieldHelp] = no_help


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
    help = "inserts the suggestion that is shown, or goes to the next field"

    def act(self, layer: FormLayer) -> None:
        """As in an editor that completes."""
        if not layer.take_offer():
            layer.step(1)


class NextOffer(LayerCommand):
    id = "form.offer"
    keys = "ctrl+n,ctrl+@,ctrl+space"
    help = "steps through suggestions for this field; tab or enter inserts one"

    def act(self, layer: FormLayer) -> None:
        """Down, and round the end."""
        layer.walk_offers(1)


class PreviousOffer(LayerCommand):
    id = "form.offer-back"
    keys = "ctrl+p"
    help = "steps back through the suggestions"

    def act(self, layer: FormLayer) -> None:
        """Up, and round the end."""
        layer.walk_offers(-1)


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
        NextOffer,
        PreviousOffer,
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
        self._offered_for: tuple[int, str] | None = None

    def compose(self) -> ComposeResult:
        """Title, fields, verdict."""
        with Vertical(id="box", classes="form"):
            title = Bar(id="title")
            title.show(
                (
                    StyledSpan(f" {self._title}", "title"),
                    StyledSpan("   enter saves all fields", "dim"),
                )
            )
            yield title
            with VerticalScroll(id="fields", can_focus=False):
                for entry, text in zip(self._entries, self._typed, strict=True):
                    with Horizontal(classes="field"):
                        yield self._named(entry.name)
                        yield InputLine(text, enter=self.enter, hint=entry.hint)
            if self._has_offers:
                yield Bar(id="meaning")
                yield OfferList(id="offers")
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
        self.on_resize()
        self._inputs()[0].focus()
        self._judge()
        self._offer()

    def on_resize(self) -> None:
        """Names give way to the inputs where there is little room."""
        for name in self.query(".name"):
            name.styles.width = min(NAMES, max(0, self.app.size.width - ROOM))
        room, fields = max(3, self.size.height - 6), len(self._entries)
        if self._has_offers:
            offers = max(1, min(OFFERS, room - 1 - fields))
            self.offers.styles.height = offers
            room -= offers + 1
        self.query_one("#fields").styles.height = max(1, min(fields, room))

    @property
    def _has_offers(self) -> bool:
        return any(entry.help_for is not no_help for entry in self._entries)

    @property
    def offers(self) -> OfferList:
        """What the field with the keys may say."""
        return self.query_one(OfferList)

    def _inputs(self) -> list[InputLine]:
        return list(self.query(InputLine))

    @property
    def texts(self) -> tuple[str, ...]:
        """What is typed now."""
        return tuple(field.value for field in self._inputs())

    def on_input_changed(self) -> None:
        """Judge with every key."""
        self._judge()
        self._offer()

    def on_descendant_focus(self) -> None:
        """Another field may say other things."""
        self._offer()

    @property
    def _place(self) -> int:
        """Which field has the keys."""
        inputs = self._inputs()
        return next((index for index, field in enumerate(inputs) if field is self.focused), 0)

    def _offer(self) -> None:
        """Show what the field with the keys may say, once for each text; in place of what it starts with all it may."""
        if not self._has_offers:
            return
        at = self._place
        text = self._inputs()[at].value
        if (at, text) == self._offered_for:
            return
        self._offered_for = (at, text)
        entry = self._entries[at]
        known = entry.help_for(text)
        if text == entry.text:
            known = FieldHelp(entry.help_for("").offers, known.meaning)
        self.offers.offer([offer for offer in known.offers if offer.text != text])
        self.query_one("#meaning", Bar).show(_meaning(known))

    def walk_offers(self, by: int) -> None:
        """To the next offer for all that is typed now, or to the one before."""
        if self._has_offers:
            self._offer()
            self.offers.walk(by)

    def take_offer(self) -> bool:
        """Write the offer that was walked to; False where none was."""
        self._offer()
        offer: Offer | None = self.offers.chosen if self._has_offers else None
        if offer is None:
            return False
        field = self._inputs()[self._place]
        field.value = offer.text
        field.cursor_position = len(offer.text)
        self._judge()
        self._offer()
        return True

    def on_listing_moved(self) -> None:
        """A click takes an offer."""
        self.on_listing_chosen()

    def on_listing_chosen(self) -> None:
        """See `on_listing_moved`."""
        self.offers.point()
        self.take_offer()

    def enter(self) -> None:
        """Write the offer that was walked to; else accept the form."""
        if not self.take_offer():
            self.accept()

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
        inputs[max(0, min(self._place + by, len(inputs) - 1))].focus()
        self._offer()

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
        """Leave, but keep what was typed; first what is offered, where that is walked."""
        if self._has_offers and self.offers.leave():
            return
        self.dismiss(Answers(self.texts, accepted=False))


def _meaning(known: FieldHelp) -> Spans:
    """What is typed means this; what may stand there can be walked."""
    walk = " ctrl+n steps through suggestions:" if known.offers else ""
    return (StyledSpan(f" = {known.meaning}" if known.meaning else walk, "dim"),)
