"""The workbook that `export` wrote, known again by `import`: one of its sheets holds what was entered, the others follow from that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.exchange.tables.grid import Sheet

SCORECARDS: Final = "Scorecards"
KPIS: Final = "KPIs"
ACTUALS: Final = "Actuals"
NOTES: Final = "Notes"
ACTUALS_HEADINGS: Final = ("Address", "KPI or measure", "Unit", "Every")
"""What stands before the periods."""


def entered_alone(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[str]]:
    """The sheets without those that `export` computed.

    Args:
        sheets: All that were opened.

    Returns:
        The sheets to read, those that somebody added among them, and a line for each workbook of which some are left out.
    """
    kept = list(sheets)
    remarks: list[str] = []
    for file in dict.fromkeys(sheet.file for sheet in sheets if _is_of_actuals(sheet)):
        computed = [sheet for sheet in kept if sheet.file == file and sheet.title in {SCORECARDS, KPIS, NOTES}]  # fmt: skip
        if computed:
            kept = [sheet for sheet in kept if sheet not in computed]
            names = ", ".join(f"`{sheet.title}`" for sheet in computed)
            remarks.append(
                f"{file}: written by `export`; its sheet `{ACTUALS}` is taken, what was changed in {names} is not"
            )
    return kept, remarks


def _is_of_actuals(sheet: Sheet) -> bool:
    headings = tuple(sheet.rows[0][: len(ACTUALS_HEADINGS)]) if sheet.rows else ()
    return sheet.title == ACTUALS and headings == ACTUALS_HEADINGS
