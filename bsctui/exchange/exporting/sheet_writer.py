"""Writing cells of a workbook: texts that stay texts, numbers, formulas with their present result, and how they look."""

from __future__ import annotations

from math import isnan
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from bsctui.escaping import printable

WIDEST: Final = 48
"""Cells of the widest column."""
STATUS_FILLS: Final = {"red": "#F4B6B0", "amber": "#FBE1A2", "green": "#BFE3C0", "blue": "#BBD5F2", "insufficient": "#DDDDDD"}  # fmt: skip


class SheetWriter:
    """The workbook that is being written: sheets by title, formats by what they are for."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.notes: list[tuple[str, str]] = []
        """What has no formula, with the reason."""

    def format(self, **properties: Any) -> Any:
        """A cell's format, each once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def sheet(self, title: str, headings: list[str], frozen: int, numbers: range = range(0)) -> Any:
        """A new sheet with its headings, which stay in sight; those of columns of numbers stand above the numbers."""
        sheet = self.book.add_worksheet(title)
        head = {
            "bold": True,
            "bg_color": "#E7E6E6",
            "bottom": 1,
            "text_wrap": True,
            "valign": "top",
        }
        for column, heading in enumerate(headings):
            align = "right" if column in numbers else "left"
            indent = int(
                bool(numbers) and column == numbers.stop
            )  # apart from the numbers before it
            form = self.format(align=align, indent=indent, **head)
            sheet.write_string(0, column, printable(heading), form)
        sheet.freeze_panes(1, frozen)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def text(self, sheet: Any, row: int, column: int, text: str, **properties: Any) -> None:
        """A text, whatever it begins with."""
        sheet.write_string(row, column, printable(text)[:32_000], self.format(**properties))

    def number(self, sheet: Any, row: int, column: int, value: float, **properties: Any) -> None:
        """A number; nothing where there is none."""
        if isnan(value):
            sheet.write_blank(row, column, None, self.format(**properties))
        else:
            sheet.write_number(row, column, float(value), self.format(**properties))

    def formula(
        self, sheet: Any, row: int, column: int, formula: str, value: float | str, **properties: Any
    ) -> None:
        """A formula with its present result."""
        shown = "" if isinstance(value, float) and isnan(value) else value
        sheet.write_formula(row, column, formula, self.format(**properties), shown)

    def colour_statuses(self, sheet: Any, column: int, last: int) -> None:
        """The statuses of a column in their colours."""
        for status, colour in STATUS_FILLS.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{status}"', "format": self.book.add_format({"bg_color": colour})}  # fmt: skip
            sheet.conditional_format(1, column, last, column, rule)


def column_width(texts: list[str]) -> int:
    """The width of a column that shows its texts, unless they are long."""
    return min(max((len(text) for text in texts), default=8) + 2, WIDEST)


def cell_at(row: int, column: int) -> str:
    """`F5`."""
    name: str = xl_rowcol_to_cell(row, column)
    return name
