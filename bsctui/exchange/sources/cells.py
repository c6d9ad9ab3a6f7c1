"""One value of a row on its way from an engine's process: what kind it is, and its text, exact to the last digit."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

LONGEST_TEXT: Final = 2_000
"""Characters of a text in a row: an address, a period, a note. What is longer is cut there, and then is no longer an address."""


class SourceCellKind(StrEnum):
    """What an engine says a value is."""

    NULL = "-"
    NUMBER = "n"
    TRUTH = "b"
    DATE = "d"
    MOMENT = "m"
    """A date with a time of day."""
    ZONED = "z"
    """A moment with a time zone."""
    TEXT = "t"
    OTHER = "?"
    """Lists, blobs, intervals: their text is the type's name."""


class SourceCell(NamedTuple):
    """A value of a row."""

    kind: SourceCellKind
    text: str = ""


NULL: Final = SourceCell(SourceCellKind.NULL)


def cell_of(value: object) -> SourceCell:
    """A value as Python has it, as a cell."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return SourceCell(SourceCellKind.TRUTH, str(value).lower())
    if isinstance(value, int):
        return SourceCell(SourceCellKind.NUMBER, _whole(value))
    if isinstance(value, Decimal):
        return SourceCell(SourceCellKind.NUMBER, str(value))
    if isinstance(value, float):
        return SourceCell(SourceCellKind.NUMBER, repr(value))
    if isinstance(value, datetime):
        return SourceCell(
            SourceCellKind.MOMENT if value.tzinfo is None else SourceCellKind.ZONED,
            value.isoformat(" "),
        )
    if isinstance(value, date):
        return SourceCell(SourceCellKind.DATE, value.isoformat())
    if isinstance(value, str):
        return SourceCell(SourceCellKind.TEXT, value[:LONGEST_TEXT])
    if hasattr(value, "item"):  # a number of numpy's
        return cell_of(value.item())
    return SourceCell(SourceCellKind.OTHER, type(value).__name__)


def _whole(value: int) -> str:
    """Python writes no integer of thousands of digits; one of so many is past every bound anyway."""
    return str(value) if value.bit_length() < 1_000 else "inf"
