"""Cells of figures: a number as the sheet shows it, a missing value, or a cell that is not understood."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.exchange.reading.numerals import (
    Decimals,
    Numeral,
    agreement,
    is_missing,
    read_digits,
    read_numeral,
)
from bsctui.exchange.tables.grid import NEVER_CALCULATED, Typed, plain_number
from bsctui.text.bounds import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bsctui.exchange.tables.grid import RawCell

_INTEGER: Final = r"-?(?:0|[1-9][0-9]{0,14})"
_SURE: Final = (
    rf"{_INTEGER}\.(?:[0-9]{{1,2}}|[0-9]{{4,12}})|-?0\.[0-9]{{3}}|-?[1-9][0-9]{{3,14}}\.[0-9]{{3}}"
)
"""Digits whose point can be no sign for thousands."""
_DIGITS = re.compile(rf"{_INTEGER}(?:\.([0-9]{{1,12}}))?").fullmatch
_WHOLE = re.compile(_INTEGER).fullmatch
_NO_DOUBT = re.compile(_SURE).fullmatch
_LINES_OF_DIGITS = re.compile(rf"(?:{_INTEGER}(?:\.[0-9]{{1,12}})?+\n)*+").fullmatch
_LINES_WITHOUT_DOUBT = re.compile(rf"(?:(?:{_SURE}|{_INTEGER}|)\n)*+").fullmatch
_MOST: Final = Decimal(LARGEST)
LONGEST: Final = 300
"""Characters of a cell that may still be a number, or a target in words."""


class Reading(NamedTuple):
    """A cell of figures that was read; `text` None: it says that there is no value."""

    text: str | None
    is_percent: bool = False
    is_provisional: bool = False
    mark: str | None = None
    currency: str | None = None
    thousands: int = 0


MISSING: Final = Reading(None)


class NotUnderstood(Exception):
    """A cell of figures that holds something else."""


class DoubtfulCell(NamedTuple):
    """A cell with a number that is another one with the other decimal sign."""

    text: str
    numeral: Numeral


class ColumnDecimals(NamedTuple):
    """The decimal sign of a column: what its cells tell, and the first that leaves a doubt."""

    decimals: Decimals | None
    doubtful: DoubtfulCell | None


def told_decimals(cells: Iterable[RawCell]) -> ColumnDecimals:
    """The decimal sign of a column, by its cells of text that leave no doubt."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    lines = _lines(texts)
    if lines is not None and _LINES_WITHOUT_DOUBT(lines) is not None:
        return ColumnDecimals(Decimals.POINT if "." in lines else None, None)
    return _told_cell_by_cell(texts)


def _lines(texts: Sequence[str]) -> str | None:
    """A column's texts, each a line; None where one of them is several lines itself."""
    lines = "\n".join((*texts, ""))
    return lines if lines.count("\n") == len(texts) else None


def _told_cell_by_cell(texts: Iterable[str]) -> ColumnDecimals:
    numerals: list[Numeral] = []
    has_point = False
    doubtful: DoubtfulCell | None = None
    for cell in texts:
        if _NO_DOUBT(cell) is not None:
            has_point = True
            continue
        if len(cell) > LONGEST or _WHOLE(cell) is not None:
            continue
        for numeral in _numerals(cell):
            numerals.append(numeral)
            if doubtful is None and numeral.is_ambiguous:
                doubtful = DoubtfulCell(cell, numeral)
    if has_point:
        numerals.append(Numeral("0.5"))
    return ColumnDecimals(agreement(numerals).decimals, doubtful)


def _numerals(cell: str) -> Iterable[Numeral]:
    """The numbers in a cell: one, or those of a target in words."""
    if is_missing(cell):
        return ()
    numeral = read_numeral(cell)
    if numeral is not None:
        return (numeral,)
    from bsctui.exchange.reading.target_texts import read_target

    target = read_target(cell)
    return target.numerals if target is not None else ()


def plain_figure(cell: RawCell, decimals: Decimals | None) -> str | None:
    """What needs no other reading, as it will be written: digits with a point at most, a workbook's bare number."""
    if isinstance(cell, Typed):
        is_bare = (
            cell.number is not None
            and not (cell.is_percent or cell.thousands or cell.is_provisional)
            and abs(cell.number) <= _MOST
        )
        return cell.shown if is_bare else None
    digits = _DIGITS(cell)
    if digits is None:
        return None
    if digits.lastindex is None:
        return cell if cell != "-0" else "0"
    if decimals is not Decimals.POINT:
        return None
    return cell if cell[-1] != "0" else _trimmed(cell)


def plain_figures(cells: Sequence[RawCell], decimals: Decimals | None) -> list[str | None]:
    """`plain_figure` of each cell of a column; at once where all are digits."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    if len(texts) == len(cells) and decimals is Decimals.POINT:
        lines = _lines(texts)
        if lines is not None and _LINES_OF_DIGITS(lines) is not None:
            return [text if text[-1] != "0" else _trimmed(text) for text in texts]
    return [plain_figure(cell, decimals) for cell in cells]


def read_figure(cell: RawCell, decimals: Decimals | None) -> Reading:
    """A cell of figures.

    Args:
        cell: What stands there.
        decimals: The decimal sign of its column; None: no cell of it needs one.

    Raises:
        NotUnderstood: It is neither a number nor a word for a missing one; says why.
    """
    if isinstance(cell, Typed):
        return _typed(cell)
    digits = plain_figure(cell, decimals)
    if digits is not None:
        return Reading(digits)
    if is_missing(cell):
        return MISSING
    if cell == NEVER_CALCULATED:
        raise NotUnderstood(
            "a formula that was never calculated: open the workbook and save it once"
        )
    numeral = read_numeral(cell) if len(cell) <= LONGEST else None
    if numeral is None:
        raise NotUnderstood("no number")
    return reading_of(numeral, decimals)


def reading_of(numeral: Numeral, decimals: Decimals | None) -> Reading:
    """A number with the decimal sign of its column.

    Raises:
        NotUnderstood: It cannot be written with that sign, or is too large.
    """
    signs = (Decimals.POINT, Decimals.COMMA) if decimals is None else (decimals,)
    values = (numeral.value(sign) for sign in signs)
    value = next((each for each in values if each is not None), None)
    if value is None:
        raise NotUnderstood(f"no number where `{signs[0].value}` is the decimal sign")
    return Reading(
        _bounded(value), numeral.is_percent, numeral.is_provisional, numeral.mark, numeral.currency
    )


def _typed(cell: Typed) -> Reading:
    if cell.number is None:
        raise NotUnderstood("a day where a number is meant")
    return Reading(
        _bounded(cell.number), cell.is_percent, cell.is_provisional, thousands=cell.thousands
    )


def _bounded(value: Decimal) -> str:
    if abs(value) > _MOST:
        raise NotUnderstood("larger than numbers may be")
    return plain_number(value)


def _trimmed(text: str) -> str:
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def written(numeral: Numeral, decimals: Decimals) -> str:
    """A number as one reading has it, for a question."""
    value = read_digits(numeral.digits, decimals)
    return plain_number(value) if value is not None else "no number"
