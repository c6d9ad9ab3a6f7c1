"""The name of something new: made from its label where only that was given; pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_NAMED = re.compile(r'\s*(\w+)\s+"(.*)"\s*')


def slug(label: str, taken: Container[str]) -> str:
    """A name for a label: its words in lower case, made unique by a number."""
    words = unicodedata.normalize("NFC", label.casefold())
    name = re.sub(r"\W+", "_", words).strip("_") or "new"
    name = name if name.isidentifier() else f"n_{name}"
    name = unicodedata.normalize("NFC", name)
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    return candidate


def name_and_label(text: str, taken: Container[str]) -> tuple[str, str]:
    """What was typed as a new record's name and label: `name "Label"`, or the label alone."""
    match = _NAMED.fullmatch(text)
    if match is not None:
        return match[1], match[2]
    return slug(text, taken), text.strip()
