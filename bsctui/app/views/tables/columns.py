"""The columns of a table: what each shows and sorts by, which of them fit a width, and how lines are laid out; pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np
from rich.cells import cell_len

from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.cells import align_label, align_right, share_cells, truncate_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from bsctui.app.core.glyphs import Glyphs

    Keys = NDArray[np.float64]
    """A number for each row, nan for none: what a table is sorted by."""

T = TypeVar("T")

LABEL_WIDTH = 22
"""Columns give way, the least needed first, before the first column gets less than this."""

LABEL_SHARE = 0.3
"""And before it gets less than this part of the width, as long as its texts need that."""

EXTRA_RANK = 12
"""Columns from this rank on stand only where everything before them is shown in full."""

MEASURED = 100
"""So many rows tell how wide the texts are: longer ones further down are cut, and nothing is slow."""


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

    @property
    def holds_texts(self) -> bool:
        """Whether its width depends on what its rows say."""
        return self.most > 0 or self.width == 0

    def needed(self, texts: Mapping[str, int]) -> int:
        """The cells that show all it holds, within its bounds; `texts` as in `placed_columns`."""
        if self.name not in texts:
            return max(self.width, self.most)
        text = max(texts[self.name], cell_len(self.heading) + 1)
        return min(text, self.most) if self.most else text

    def laid_out(self, text: str, width: int, ellipsis: str) -> str:
        """A text in exactly the column's cells."""
        return (align_right if self.at_right else align_label)(text, width, ellipsis)


class PlacedColumn(NamedTuple, Generic[T]):
    """A column and the cells it has."""

    column: SortableColumn[T]
    width: int


def text_widths(
    columns: Sequence[SortableColumn[T]], table: T, rows: Sequence[int], glyphs: Glyphs
) -> dict[str, int]:
    """The cells that the longest text of each column of texts or values takes, by the column's name."""
    return {
        column.name: max(
            (cell_len(column.cell(table, at, glyphs).text) for at in rows[:MEASURED]), default=0
        )
        for column in columns
        if column.holds_texts
    }


def placed_columns(
    columns: Sequence[SortableColumn[T]], width: int, texts: Mapping[str, int]
) -> tuple[PlacedColumn[T], ...]:
    """The columns that fit, each with its cells; one cell for the mark stands before them.

    Args:
        columns: Those that tell something, the one that names the item first.
        width: Cells of a row.
        texts: How wide the texts of a column are, by its name.
    """
    first, *rest = columns
    needs = {column.name: column.needed(texts) for column in columns}
    least = max(LABEL_WIDTH, min(needs[first.name], int(LABEL_SHARE * width)))
    cells = {column.name: min(column.width, needs[column.name]) for column in rest}
    rest.sort(key=lambda column: column.rank)
    while (
        rest[-1:]
        and rest[-1].rank >= EXTRA_RANK
        and _left_over(rest, width, needs) < needs[first.name]
    ):
        rest.pop()
    while rest and _left_over(rest, width, cells) < least:
        rest.pop()
    rest = [column for column in columns if column in rest]
    label = min(least, max(1, _left_over(rest, width, cells)))
    shown = share_cells(
        [max(label, needs[first.name]), *(needs[column.name] for column in rest)],
        [label, *(cells[column.name] for column in rest)],
        width - 1 - len(rest),
    )
    placed = [PlacedColumn(*pair) for pair in zip((first, *rest), shown, strict=True)]
    spare = width - 1 - len(rest) - sum(shown)
    return (PlacedColumn(first, shown[0] + max(0, spare)), *placed[1:])


def _left_over(columns: Sequence[SortableColumn[T]], width: int, cells: Mapping[str, int]) -> int:
    return width - 1 - sum(cells[column.name] + 1 for column in columns)


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
