"""What a browser may say over its socket: five kinds of messages, each checked before anything is done with it."""

from __future__ import annotations

import json
from typing import Final, NamedTuple

WIDTHS: Final = range(20, 501)
HEIGHTS: Final = range(5, 201)
"""Cells of a window_size; what is asked for beyond them is brought inside: a terminal of a billion cells is none."""

LONGEST_INPUT: Final = 1_000_000
"""Characters that are typed or pasted at once."""

LONGEST_MESSAGE: Final = 4_000_000
"""Bytes of a message."""


class TypedKeys(NamedTuple):
    """Keys, or what was pasted."""

    text: str


class Resized(NamedTuple):
    """The window_size's size in cells."""

    width: int
    height: int


class Pinged(NamedTuple):
    """A question for a sign of life, with words to be repeated."""

    words: str


class Focused(NamedTuple):
    """Whether the window_size has the keys."""

    is_focused: bool


BrowserMessage = TypedKeys | Resized | Pinged | Focused


def read_message(text: str) -> BrowserMessage | None:
    """What a message says; None: nothing that is understood."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    match document:
        case ["stdin", str(typed)] if len(typed) <= LONGEST_INPUT:
            return TypedKeys(typed)
        case ["resize", {"width": int(width), "height": int(height)}]:
            return window_size(width, height)
        case ["ping", str() | int() | float() as words]:
            return Pinged(str(words)[:100])
        case ["focus", *_]:
            return Focused(is_focused=True)
        case ["blur", *_]:
            return Focused(is_focused=False)
    return None


def window_size(width: int, height: int) -> Resized:
    """A size within bounds."""
    return Resized(_within(width, WIDTHS), _within(height, HEIGHTS))


def _within(value: int, bounds: range) -> int:
    return min(max(value, bounds.start), bounds.stop - 1)


def query_number(text: str | None, default: int) -> int:
    """A whole number of an address's query."""
    return (
        int(text)
        if text is not None and text.isascii() and text.isdigit() and len(text) < 6
        else default
    )
