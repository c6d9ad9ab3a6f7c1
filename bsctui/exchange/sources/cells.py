"""One value of a row on its way from an engine's process: what kind it is, and its text, exact to the last digit."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

LONGEST_TEXT: Final = 2_000
"""Characters of a text in a row: an address, a period, a note. What is longer is cut there, and then is no longer an address."""


class CellKind(StrEnum):
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


class Cell(NamedTuple):
    """A value of a row."""

    kind: CellKind
    text: str = ""


NULL: Final = Cell(CellKind.NULL)


def cell_of(value: object) -> Cell:
    """A value as Python has it, as a cell."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return Cell(CellKind.TRUTH, str(value).lower())
    if isinstance(value, int):
        return Cell(CellKind.NUMBER, _whole(value))
    if isinstance(value, Decimal):
        return Cell(CellKind.NUMBER, str(value))
    if isinstance(value, float):
        return Cell(CellKind.NUMBER, repr(value))
    if isinstance(value, datetime):
        return Cell(
            CellKind.MOMENT if value.tzinfo is None else CellKind.ZONED, value.isoformat(" ")
        )
    if isinstance(value, date):
        return Cell(CellKind.DATE, value.isoformat())
    if isinstance(value, str):
        return Cell(CellKind.TEXT, value[:LONGEST_TEXT])
    if hasattr(value, "item"):  # a number of numpy's
        return cell_of(value.item())
    return Cell(CellKind.OTHER, type(value).__name__)


def _whole(value: int) -> str:
    """Python writes no integer of thousands of digits; one of so many is past every bound anyway."""
    return str(value) if value.bit_length() < 1_000 else "inf"
