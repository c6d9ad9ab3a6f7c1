"""Columns of numbers under headings that say nothing known: where they stand among figures that are read, nobody may lose them unasked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bsctui.exchange.reading.headings import FIGURES, ColumnRole
from bsctui.exchange.reading.layout import NO_HEADING, SECOND_NAME, UNKNOWN, first_cells
from bsctui.exchange.reading.numerals import is_missing, read_numeral
from bsctui.exchange.tables.grid import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.exchange.reading.findings import Findings
    from bsctui.exchange.reading.layout import Column, Layout

_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|'\d\d)(?!\d)|[^\W\d_]{3,}\.?[ ./_-]*\d\d(?!\d)")
"""What looks like a year, or like a month's name with one: `T1 2025`, `Rujan 25`."""
SECOND: Final = "the names of a second table next to the first: put it in a file of its own"
WHY: Final = "a column of numbers under a heading that is not known; a mapping, `--as`, can say what it holds"


def tell_left_columns(layout: Layout, findings: Findings) -> None:
    """Tell the headings of columns that may hold figures of the rows and are not read."""
    for column in _left_columns(layout):
        findings.tell_unread(layout.sheet, layout.header, column.at, WHY)
    for column in _names_of_second_tables(layout):
        findings.tell_unread(layout.sheet, layout.header, column.at, SECOND)


def _left_columns(layout: Layout) -> Iterator[Column]:
    reasons = dict(layout.ignored)
    periods = [each.at for each in layout.columns if each.role in FIGURES and each.period]
    has_figures = any(each.role in FIGURES for each in layout.columns)
    for column in layout.columns:
        if column.role is not ColumnRole.IGNORE or reasons.get(column.key) not in {UNKNOWN, NO_HEADING}:  # fmt: skip
            continue
        is_among = bool(periods) and min(periods) < column.at < max(periods)
        is_behind = not column.heading and bool(periods) and column.at > min(periods)
        may_be_one = is_among or is_behind or not has_figures or _YEAR.search(column.heading)
        if may_be_one and _holds_numbers(layout, column):
            yield column


def _names_of_second_tables(layout: Layout) -> Iterator[Column]:
    """Columns of names among those of figures: what stands on their right is another table's."""
    reasons = dict(layout.ignored)
    figures = [each.at for each in layout.columns if each.role in FIGURES]
    for column in layout.columns:
        if reasons.get(column.key) == SECOND_NAME and figures and min(figures) < column.at < max(figures):  # fmt: skip
            yield column


def _holds_numbers(layout: Layout, column: Column) -> bool:
    texts = [text_of(cell) for cell in first_cells(layout.sheet, layout.first, column.at)]
    texts = [text for text in texts if not is_missing(text)]
    return 0 < len(texts) <= 2 * sum(read_numeral(text) is not None for text in texts)
