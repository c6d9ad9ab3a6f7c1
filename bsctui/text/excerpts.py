"""Long text in messages: enough of it to know it by."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST_QUOTED: Final = 60
"""Characters of a name, number or text that a message repeats."""


WIDEST: Final = 200
"""Characters of a line that a message shows whole."""


def truncated_quote(text: str, most: int = LONGEST_QUOTED) -> str:
    """A text, or its beginning and an ellipsis where it is longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def closest(word: str, candidates: Collection[str], least: float = 0.6) -> str | None:
    """The known word that a slip of the keys may have meant; none for what is longer than any name."""
    close = get_close_matches(word, candidates, 1, least) if len(word) <= LONGEST_QUOTED else []
    return close[0] if close else None


def split_around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before, in and behind some columns (from 0) of a text, each cut where the text is long."""
    before, marked, after = text[:start], text[start:end], text[end:]
    if len(text) <= WIDEST:
        return before, marked, after
    before = before if len(before) <= LONGEST_QUOTED else f"…{before[1 - LONGEST_QUOTED :]}"
    return before, truncated_quote(marked, LONGEST_QUOTED), truncated_quote(after)
