"""A workbook that calculates: change a value, and its score and all above it follow, as here."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import xlsxwriter

from bsctui.exchange.exporting.actuals_sheet import ActualsSheet
from bsctui.exchange.exporting.cascade_sheet import CascadeSheet
from bsctui.exchange.exporting.kpi_sheet import KpiSheet
from bsctui.exchange.exporting.sheet_writer import SheetWriter
from bsctui.exchange.tables.exported_workbook import NOTES

if TYPE_CHECKING:
    from bsctui.scoring.result import Scores

MOST_ROWS: Final = 1_048_575
MOST_COLUMNS: Final = 16_000


class TooLargeForASheet(Exception):
    """More rows or columns than a sheet has."""


def workbook_bytes(scores: Scores, at: int) -> bytes:
    """The workbook of one period of some scores.

    Raises:
        TooLargeForASheet: It has more KPIs or periods than a sheet may have.
    """
    if 2 * len(scores.nodes) > MOST_ROWS:
        raise TooLargeForASheet(
            f"{len(scores.nodes)} rows are more than a sheet has; `export FILE.csv` has no such limit"
        )
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}  # fmt: skip
    book = xlsxwriter.Workbook(buffer, options)
    sheets = SheetWriter(book)
    cascade = CascadeSheet(sheets, scores, at)
    kpis = KpiSheet(sheets, scores, at)
    actuals = ActualsSheet(sheets, scores)
    if actuals.width > MOST_COLUMNS:
        raise TooLargeForASheet(f"{actuals.width} periods are more than a sheet has columns")
    kpis.write(actuals)
    cascade.write(kpis)
    actuals.write()
    _write_notes(sheets, scores, at)
    book.close()
    return buffer.getvalue()


def _write_notes(sheets: SheetWriter, scores: Scores, at: int) -> None:
    from bsctui import __version__

    fiscal = scores.calendar.fiscal
    period = fiscal.format(scores.periods[at])
    sheet = sheets.sheet(NOTES, ["What", "Note"], 0)
    lines = [
        ("Period", f"{period}, by the {scores.grain.word}"),
        ("Written by", f"bsctui {__version__}; the text files are the scorecard, this is a copy"),
        ("Blue figures", "may be changed: scores, coverage and status above them follow"),
        ("Grey cells", "have no formula here and do not follow; why is said below"),
        ("Targets", "are those of this period; lines between waypoints, plans and tolerances stand as numbers"),
        *sheets.notes,
    ]  # fmt: skip
    for row, (what, note) in enumerate(lines, 1):
        sheets.text(sheet, row, 0, what, valign="top")
        sheets.text(sheet, row, 1, note, text_wrap=True, valign="top")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
