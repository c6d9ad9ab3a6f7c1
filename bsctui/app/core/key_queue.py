"""Who gets a key: what has the focus does all that a key means to it before the next one is looked at.

Textual hands a key to the queue of the focused widget and looks at the bindings when it has come back through
the queues of all that the widget stands in. Keys typed faster than that overtake each other: enter saves a
form before the last letters are in it, and what follows enter is still written into the old line. So here the
app's own queue is the only one for keys: it takes one, sees it done, and then takes the next.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual import events


@runtime_checkable
class TakesKeys(Protocol):
    """What has keys of its own that no binding tells: text, or the entries of a list."""

    async def take(self, key: events.Key) -> bool:
        """Do all that the key means here; False where it means nothing."""


@runtime_checkable
class TakesText(Protocol):
    """What a text can be pasted into."""

    async def take_text(self, text: str) -> bool:
        """Take a pasted text; False where there is no place for it."""


def normalized_key(key: events.Key) -> events.Key:
    """The key that was pressed: until a terminal is the app's own it passes on enter as a line feed."""
    return events.Key("enter", "\r") if key.key == "ctrl+j" else key
