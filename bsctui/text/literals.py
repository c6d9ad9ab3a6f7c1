"""What a token says: numbers, strings, names and the cells of a series."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

EXPONENTS: Final = {"K": "e3", "M": "e6", "B": "e9"}
NAN: Final = float("nan")
NUMBER: Final = re.compile(r"[+-]?(?:0|[1-9][0-9]*(?:_[0-9]+)*)(?:\.[0-9]+)?[KMB]?%?")
"""A number token as the language has it."""

ESTIMATED: Final = "~"
"""The mark before a value that is provisional: an estimate, or of a period not yet finished."""

MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
"""As a fiscal year's first month is written."""

_ESCAPE = re.compile(r"\\(.)")


@lru_cache(maxsize=65536)
def number(text: str) -> float:
    """The value of a number token; `%` is decoration and never divides."""
    digits = text.removesuffix("%")
    exponent = EXPONENTS.get(digits[-1:])
    return float(digits) if exponent is None else float(digits[:-1] + exponent)


def is_percent(text: str) -> bool:
    """Whether a number carries a percent sign."""
    return text.endswith("%")


def string(text: str) -> str:
    """The text that a string token stands for."""
    inner = text[1:-1]
    return _ESCAPE.sub(r"\1", inner) if "\\" in inner else inner


def quoted(text: str) -> str:
    """The string token that stands for a text (which holds no control character)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def series_cell_values(text: str) -> list[float]:
    """The values of a series; nan for `-`, bars left out; an estimate counts as its number."""
    words = text.split()
    if "|" in words:
        words = [word for word in words if word != "|"]
    try:
        if "-" in words:
            return [NAN if word == "-" else float(word) for word in words]
        return list(map(float, words))
    except ValueError:  # multiples and percent signs
        return [NAN if word == "-" else number(word.removeprefix(ESTIMATED)) for word in words]


NO_CELLS: Final[frozenset[int]] = frozenset()
"""One for all: each empty set would take as much room as thirty numbers."""


def estimated_cells(text: str) -> frozenset[int]:
    """Which cells of a series (0 is the first) are estimates, marked by `~`."""
    if ESTIMATED not in text:
        return NO_CELLS
    cells = (word for word in text.split() if word != "|")
    return frozenset(at for at, word in enumerate(cells) if word.startswith(ESTIMATED))


def series_bar_positions(text: str) -> list[int]:
    """Before which cell each `|` of a series stands (0 is the first cell)."""
    positions: list[int] = []
    count = 0
    for word in text.split():
        if word == "|":
            positions.append(count)
        else:
            count += 1
    return positions


def cell_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each cell in the series' text, bars left out."""
    return [match.span() for match in re.finditer(r"[^ \t|]+", text)]


def bar_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each bar in the series' text."""
    return [match.span() for match in re.finditer(r"\|", text)]


def is_name(text: str) -> bool:
    """Whether a name or a dotted ref is made of identifiers in NFC, none with a leading `_`."""
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        return False
    if text.isidentifier():
        return text[0] != "_"
    return all(part.isidentifier() and not part.startswith("_") for part in text.split("."))
