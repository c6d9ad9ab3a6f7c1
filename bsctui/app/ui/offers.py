"""What a field of a form may say: texts with a word about each, walked by a key and written whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.listing import Listing
from bsctui.cells import align_label, share_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.strip import Strip

    from bsctui.app.core.spans import Spans


class Offer(NamedTuple):
    """Something that a field may say.

    Attributes:
        text: All of the field, once it is taken.
        shown: The part of it that is new.
        detail: A word about it: the label of an item, a person's name.
    """

    text: str
    shown: str
    detail: str = ""


class FieldHelp(NamedTuple):
    """What is offered for a text that is typed, and what the text itself means: labels of the items that it names."""

    offers: Sequence[Offer] = ()
    meaning: str = ""


NO_HELP = FieldHelp()

if TYPE_CHECKING:
    HelpFor = Callable[[str], FieldHelp]
    """Help for what is typed in a field."""


def no_help(text: str) -> FieldHelp:
    """For a field that may say anything."""
    return NO_HELP


def words_help(*words: tuple[str, str]) -> HelpFor:
    """Help for a field that says one of a few words, each with a word about it; those that go on from what is typed."""

    def help_for(text: str) -> FieldHelp:
        typed = text.strip().casefold()
        fitting = ((word, detail) for word, detail in words if word.startswith(typed))
        meaning = dict(words).get(typed, "")
        return FieldHelp([Offer(word, word, detail) for word, detail in fitting], meaning)

    return help_for


class _OfferRows:
    """One line an offer."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._offers = offers
        self._needs = tuple(
            max((cell_len(text) for text in texts), default=0)
            for texts in zip(*((each.shown, each.detail) for each in offers), strict=True)
        )

    def __len__(self) -> int:
        return len(self._offers)

    def line(self, index: int, width: int) -> Spans:
        offer = self._offers[index]
        shown, detail = share_cells(self._needs, (width // 2, 0), max(2, width - 4))
        return (
            StyledSpan(f" {align_label(offer.shown, shown)}", "link"),
            StyledSpan(f"  {align_label(offer.detail, detail)}" if detail else "", "dim"),
        )


class OfferList(Listing):
    """The offers for one field. It has no focus, and no cursor before it is walked."""

    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._offers: Sequence[Offer] = ()
        self._is_walked = False

    resting_look = "cursor"

    def _draw(self, index: int, width: int) -> Strip:
        """The cursor shows once they are walked."""
        if self._is_walked or index >= len(self.rows):
            return super()._draw(index, width)
        return self.strip(self.rows.line(index, width), width)

    def offer(self, offers: Sequence[Offer]) -> None:
        """Show these, none of them chosen."""
        self._offers, self._is_walked = offers, False
        self.show(_OfferRows(offers), 0)

    @property
    def chosen(self) -> Offer | None:
        """The one under the cursor; None before they are walked."""
        return self._offers[self.cursor] if self._is_walked and self._offers else None

    def walk(self, by: int) -> None:
        """To the next or the one before, round the ends; the first step is onto the first or the last."""
        if not self._offers:
            return
        last = len(self._offers) - 1
        if not self._is_walked:
            self._is_walked = True
            self.move_to(0 if by > 0 else last)
        else:
            self.move_to((self.cursor + by) % (last + 1))
        self.redraw()

    def point(self) -> None:
        """The one that was clicked is chosen."""
        self._is_walked = bool(self._offers)

    def leave(self) -> bool:
        """Choose none of them; False where none was."""
        was, self._is_walked = self._is_walked, False
        self.redraw()
        return was
