"""Long text in messages: enough of it to know it by."""

from __future__ import annotations

from typing import Final

NAMED: Final = 60
"""Characters of a name, number or text that a message repeats."""


def excerpt(text: str, most: int = NAMED) -> str:
    """A text, or its beginning and an ellipsis where it is longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
