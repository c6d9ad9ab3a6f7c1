"""The cells of a workbook's sheet, as it shows them: openpyxl's parser with a short way for bare numbers and shared texts.

Most cells are one of these two, and a table has a million of them: a dict and an object for each cell, which openpyxl makes,
take three times as long as all the rest. Whatever else a cell is goes openpyxl's own way.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.text import Text
from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet._reader import (
    DATA_TAG,
    INLINE_STRING,
    ROW_TAG,
    SHEET_MAIN_NS,
    VALUE_TAG,
    WorkSheetParser,
)
from openpyxl.xml.functions import iterparse

from bsctui.exchange.tables.grid import MULTIPLES, PROVISIONAL, RawCell, Typed, plain_number
from bsctui.model.periods import Grain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_MULTIPLE = re.compile(r'"\s*(K|k|M|(?i:mn|mio|bn|thousand|million|billion))\b[^"]*"')
_TEXT_TAG: Final = f"{{{SHEET_MAIN_NS}}}t"
_SHARED_TAG: Final = f"{{{SHEET_MAIN_NS}}}si"
_TYPED: Final = partial(tuple.__new__, Typed)
"""A cell of all its parts: a named tuple's own constructor takes twice as long."""


def open_workbook(content: bytes) -> Any:
    """A workbook, opened for reading its values alone."""
    reader = _BookReader(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read()
    return reader.wb


class _BookReader(ExcelReader):  # type: ignore[misc]
    """Reads the texts that cells share without an object for each."""

    def read_strings(self) -> None:
        """All shared texts."""
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, element in iterparse(source):
                if element.tag == _SHARED_TAG:
                    self.shared_strings.append(_content(element).replace("x005F_", ""))
                    element.clear()


def _content(element: Element) -> str:
    """A text without its formatting."""
    if len(element) == 1 and element[0].tag == _TEXT_TAG:
        return element[0].text or ""
    return str(Text.from_tree(element).content)


def sheet_rows(sheet: Any, text: bytes) -> Iterator[list[RawCell]]:
    """The rows of a sheet from the first on, blank ones too, each up to its last cell.

    Args:
        sheet: What openpyxl opened for reading alone.
        text: The sheet's own text; what it says of its size is not asked.
    """
    parser = _CellParser(sheet, text)
    at = 1
    for number, cells in parser.parse():
        if number < at:
            continue
        yield from ([] for _ in range(at, number))
        at = number + 1
        yield _placed(cells)


def _placed(cells: list[tuple[int, RawCell]]) -> list[RawCell]:
    """Cells in their columns; most rows have one after the other."""
    if not cells:
        return []
    width = max(column for column, _ in cells)
    if len(cells) == width and all(column == at for at, (column, _) in enumerate(cells, 1)):
        return [cell for _, cell in cells]
    row: list[RawCell] = [""] * width
    for column, cell in cells:
        row[column - 1] = cell
    return row


class _CellParser(WorkSheetParser):  # type: ignore[misc]
    """Reads rows as pairs of a column (from 1) and a cell."""

    def __init__(self, sheet: Any, text: bytes) -> None:
        book = sheet.parent
        super().__init__(
            BytesIO(text), sheet._shared_strings, data_only=True, epoch=book.epoch,
            date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        self._sheet = sheet
        self.col_counter: int = 0
        self._columns: dict[str, int] = {}
        self._formats: dict[int, _Format] = {}
        self._number_formats: dict[str | None, _Format | None] = {}

    def parse(self) -> Iterator[tuple[int, list[tuple[int, RawCell]]]]:
        """The rows, and nothing of what follows them: much of it makes openpyxl fail, and none of it is asked for."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()
            elif element.tag == DATA_TAG:
                return

    def parse_cell(self, element: Element) -> tuple[int, RawCell]:
        """A cell; by its own way where it is a bare number or a shared text."""
        kind, text = element.get("t", "n"), element.findtext(VALUE_TAG)
        if kind == "inlineStr":
            inline = element.find(INLINE_STRING)
            return self._column(element), "" if inline is None else _content(inline).strip()
        if not text:
            return self._column(element), ""
        if kind == "s":
            return self._column(element), self.shared_strings[int(text)].strip()
        if kind == "n":
            form = self._number_format(element.get("s"))
            if form is not None:
                return self._column(element), _number(text, form)
        cell = super().parse_cell(element)
        return cell["column"], self._other(cell["value"], cell["style_id"])

    def _column(self, element: Element) -> int:
        coordinate = element.get("r")
        if coordinate is None:
            self.col_counter += 1
            return self.col_counter
        letters = coordinate.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = int(coordinate_to_tuple(coordinate)[1])
        self.col_counter = column
        return column

    def _number_format(self, style: str | None) -> _Format | None:
        """How numbers of a style are shown; None: they are days or times."""
        if style not in self._number_formats:
            at = int(style or 0)
            is_time = at in self.date_formats or at in self.timedelta_formats
            self._number_formats[style] = None if is_time else self._format(at)
        return self._number_formats[style]

    def _format(self, style: int) -> _Format:
        form = self._formats.get(style)
        if form is None:
            cell = ReadOnlyCell(self._sheet, 1, 1, None, style_id=style)
            form = self._formats[style] = _Format(cell.number_format or "General")
        return form

    def _other(self, value: object, style: int) -> RawCell:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, datetime | date):
            day = value.date() if isinstance(value, datetime) else value
            return Typed(day.isoformat(), day=day, grain=self._format(style).grain)
        if isinstance(value, time | timedelta):
            return str(value)
        return str(value).strip()


class _Format:
    """What a number format shows."""

    def __init__(self, code: str) -> None:
        first = _LITERAL.sub("", code.partition(";")[0]).lower()
        self.is_percent = "%" in first
        self.divided = _scaling_commas(first)
        self.thousands = self.divided or _named_thousands(code)
        self.is_provisional = PROVISIONAL in code
        self.is_bare = not (self.is_percent or self.thousands or self.is_provisional)
        self.grain = None if "d" in first else Grain.MONTH if "m" in first else Grain.YEAR


def _scaling_commas(code: str) -> int:
    """How many times a number is shown divided by a thousand: by commas behind its digits, `#,##0,` or `0.0,,`."""
    digits = re.search(r"[0#?][0#?,.]*", code)
    parts = digits[0].split(".") if digits is not None else []
    return sum(len(part) - len(part.rstrip(",")) for part in parts)


def _named_thousands(code: str) -> int:
    """How many thousands a word behind the digits stands for, where a number was entered as so many of them: `0"k"`, `0.0" Mio"`."""
    word = _MULTIPLE.search(code.partition(";")[0])
    return 0 if word is None else MULTIPLES[word[1].casefold()] // 3


def _number(stored: str, form: _Format) -> Typed:
    """A number as the sheet shows it; a spreadsheet keeps 15 digits, and no more are taken."""
    is_float = "." in stored or "E" in stored or "e" in stored
    text = f"{float(stored):.15g}" if is_float else str(int(stored))
    number = Decimal(text)
    if form.is_bare:
        if "e" in text:
            text = plain_number(number)
        return _TYPED((text if text != "-0" else "0", number, None, False, None, 0, False))
    if form.thousands:
        number = number.scaleb(-3 * form.divided)
        return Typed(plain_number(number), number, thousands=form.thousands)
    if form.is_percent:
        number = number.scaleb(2)
    shown = plain_number(number) + "%" * form.is_percent
    return Typed(shown, number, is_percent=form.is_percent, is_provisional=form.is_provisional)
