"""The columns of a table: what each shows and sorts by, which of them fit a width, and how lines are laid out; pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np

from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.cells import align_label, align_right, truncate_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from bsctui.app.core.glyphs import Glyphs

    Keys = NDArray[np.float64]
    """A number for each row, nan for none: what a table is sorted by."""

T = TypeVar("T")

LABEL_WIDTH = 22
"""Columns give way, the least needed first, before the first column gets less than this."""

LABEL_ENOUGH = 40
"""With this much for the first column, other texts get what room is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SortableColumn(Generic[T]):
    """One column of a table of `T`.

    Attributes:
        name: What it is called where one chooses what to sort by.
        key: The key that chooses it there.
        heading: What stands above it.
        width: Its cells; the first column takes what the others leave.
        most: Its cells where there is room.
        rank: The highest gives way first.
        at_right: Whether it is aligned to the right, as numbers are.
        falling: Whether the highest come first when it is chosen to sort by.
        keyword: The field of the language that the cell shows; empty for what is computed.
        numbers: What to sort by; rows without stand last either way.
        cell: What one row shows.
    """

    name: str
    key: str
    heading: str
    width: int
    rank: int
    numbers: Callable[[T], Keys]
    cell: Callable[[T, int, Glyphs], StyledSpan]
    most: int = 0
    at_right: bool = True
    falling: bool = False
    keyword: str = ""

    def laid_out(self, text: str, width: int, ellipsis: str) -> str:
        """A text in exactly the column's cells."""
        return (align_right if self.at_right else align_label)(text, width, ellipsis)


class PlacedColumn(NamedTuple, Generic[T]):
    """A column and the cells it has."""

    column: SortableColumn[T]
    width: int


def placed_columns(columns: Sequence[SortableColumn[T]], width: int) -> tuple[PlacedColumn[T], ...]:
    """The columns that fit, each with its cells; one cell for the mark stands before them."""
    first, *rest = columns
    while rest and _left_over(rest, width) < LABEL_WIDTH:
        rest.remove(max(rest, key=lambda column: column.rank))
    spare = max(0, _left_over(rest, width) - LABEL_ENOUGH)
    placed: list[PlacedColumn[T]] = []
    for column in rest:
        more = min(spare, max(0, column.most - column.width))
        spare -= more
        placed.append(PlacedColumn(column, column.width + more))
    label = width - 1 - sum(each.width + 1 for each in placed)
    return (PlacedColumn(first, max(1, label)), *placed)


def _left_over(columns: Sequence[SortableColumn[T]], width: int) -> int:
    return width - 1 - sum(column.width + 1 for column in columns)


def headings(
    placed: Sequence[PlacedColumn[T]],
    sorted_by: SortableColumn[T] | None,
    current: SortableColumn[T],
    glyphs: Glyphs,
    base: str,
    *,
    falling: bool,
) -> Spans:
    """The line above the rows: the column sorted by has an arrow, the one under the cursor is underlined.

    Args:
        placed: The columns.
        sorted_by: The one that the rows are in the order of.
        current: The one under the cursor.
        glyphs: The signs of the terminal.
        base: The period that changes are told against.
        falling: Whether the highest stand first.
    """
    spans: list[StyledSpan] = []
    for column, width in placed:
        arrow = glyphs.trends[-1 if falling else 1] if column is sorted_by else ""
        heading = f"{glyphs.change} {base}".strip() if column.heading == "Δ" else column.heading
        text = column.laid_out(_headed(column, heading, width, arrow), width, glyphs.ellipsis)
        spans += [
            StyledSpan(" "),
            StyledSpan(text, "cell" if column is current else "dim", column.name),
        ]
    return tuple(spans)


def _headed(column: SortableColumn[T], heading: str, width: int, arrow: str) -> str:
    if not arrow:
        return heading
    word = truncate_cells(heading, width - 1, "")
    return f"{arrow}{word}" if column.at_right else f"{word}{arrow}"


def item_row(
    placed: Sequence[PlacedColumn[T]],
    table: T,
    at: int,
    glyphs: Glyphs,
    *,
    current: SortableColumn[T] | None,
    mark: str,
) -> Spans:
    """One row of a table.

    Args:
        placed: The columns.
        table: What they show.
        at: The row of the table.
        glyphs: The signs of the terminal.
        current: The column under the cursor, on the cursor's row.
        mark: What stands before it.
    """
    spans: list[StyledSpan] = []
    for column, width in placed:
        cell = column.cell(table, at, glyphs)
        text = column.laid_out(cell.text, width, glyphs.ellipsis)
        spans += [
            StyledSpan(" " if spans else mark),
            StyledSpan(text, "cell" if column is current else cell.look),
        ]
    return tuple(spans)


def text_ranks(texts: Sequence[str]) -> Keys:
    """Texts as numbers that sort as they do, without regard to case; empty ones have none."""
    folded = [text.casefold() for text in texts]
    place = {text: float(at) for at, text in enumerate(sorted(set(folded)))}
    place[""] = math.nan
    return np.array([place[text] for text in folded], dtype=np.float64)


def sorted_rows(numbers: Keys, rows: NDArray[np.int64], *, falling: bool) -> NDArray[np.int64]:
    """Some rows by their numbers; equal ones keep their order, those without a number stand last."""
    keys = numbers[rows]
    return rows[np.argsort(-keys if falling else keys, kind="stable")]
