"""Which columns stand beside the label at which width, and how a row of the tree is laid out in cells."""

from __future__ import annotations

from enum import Enum
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui import numbers
from bsctui.app.core.spans import Spans, StyledSpan, sparkline_text
from bsctui.cells import align_label, align_left, align_right
from bsctui.escaping import printable

if TYPE_CHECKING:
    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.item_figures import ItemFigures


class TreeColumn(NamedTuple):
    """One column right of the label: heading, width in cells, and the order in which it gives way."""

    name: str
    heading: str
    gap: int
    width: int
    rank: int
    """The lowest stays longest."""


TREND = TreeColumn("trend", "trend", 1, 5, 4)
STATUS = TreeColumn("status", "", 1, 1, 0)
SCORE = TreeColumn("score", "score", 1, 5, 1)
CHANGE = TreeColumn("change", "", 1, 6, 2)
EDITED = TreeColumn("edited", "edit", 1, 6, 3)
PRESENT = TreeColumn("present", "present", 1, 7, 2)
ASSUMED = TreeColumn("score", "assumed", 1, 7, 1)
MIXED = TreeColumn("score", "mixed", 1, 7, 1)
POINTS = TreeColumn("points", "points", 1, 6, 3)
WEIGHT = TreeColumn("weight", "weight", 1, 6, 5)
OWNER = TreeColumn("owner", "owner", 2, 11, 6)

LABEL_WIDTH = 30
"""Columns give way, the least needed first, before the label gets less than this."""

LONG_LABELS = 36
"""As much where labels need it: a name that can be read tells more than the least needed column."""

ASSUMED_LABEL = 28
"""Under what-if a little less, so that present, assumed and points stand together wherever the detail stands beside."""


class TreeLayout(NamedTuple):
    """The columns that fit, and the cells left for the label."""

    label: int
    columns: tuple[TreeColumn, ...]


class Mode(Enum):
    """What the scores are compared with."""

    PLAIN = "plain"
    EDITED = "edited"
    """There are unsaved edits: the difference to the last save stands beside the score."""
    ASSUMED = "assumed"
    """What-if: present and assumed side by side, with the points between them."""
    MIXED = "mixed"
    """Another revision's rules or results: present and mixed side by side, in the same way."""


SHOWN = {
    Mode.PLAIN: (TREND, STATUS, SCORE, CHANGE, WEIGHT, OWNER),
    Mode.EDITED: (TREND, STATUS, SCORE, CHANGE, EDITED, WEIGHT, OWNER),
    Mode.ASSUMED: (TREND, PRESENT, STATUS, ASSUMED, POINTS, WEIGHT, OWNER),
    Mode.MIXED: (TREND, PRESENT, STATUS, MIXED, POINTS, WEIGHT, OWNER),
}
"""The columns of each mode, where there is room for all."""


class TextCells(NamedTuple):
    """What the longest texts of a tree take: the labels with sign and indentation, and the owners."""

    label: int = 0
    owner: int = 0


UNKNOWN = TextCells()


def fitting_columns(width: int, mode: Mode, needed: TextCells = UNKNOWN) -> TreeLayout:
    """The columns for a width."""
    columns = list(SHOWN[mode])
    least = ASSUMED_LABEL if mode in {Mode.ASSUMED, Mode.MIXED} else LABEL_WIDTH
    least = max(least, min(needed.label, LONG_LABELS))
    while columns and _label(width, columns) < least and len(columns) > 2:
        columns.remove(max(columns, key=lambda column: column.rank))
    if OWNER in columns:
        spare = max(0, _label(width, columns) - max(least, needed.label))
        owner = min(max(OWNER.width, needed.owner), OWNER.width + spare)
        columns[columns.index(OWNER)] = OWNER._replace(width=owner)
    return TreeLayout(max(1, _label(width, columns)), tuple(columns))


def _label(width: int, columns: list[TreeColumn]) -> int:
    return width - 1 - sum(column.gap + column.width for column in columns)


class TreeCells(NamedTuple):
    """What a row of the tree shows besides its numbers."""

    indent: int
    sign: str
    label: str
    look: str
    weight: str
    owner: str
    marked: bool


def tree_heading(shape: TreeLayout, title: str, glyphs: Glyphs, base: str = "") -> Spans:
    """The line above the tree; `base` is what changes are told against: `Q2`."""
    spans = [StyledSpan(f" {align_left(title, shape.label, glyphs.ellipsis)}", "dim", "label")]
    for column in shape.columns:
        text = f"{glyphs.change} {base}".strip() if column is CHANGE else column.heading
        spans.append(StyledSpan(" " * column.gap))
        spans.append(StyledSpan(_aligned(text, column), "dim", column.name))
    return tuple(spans)


def _aligned(text: str, column: TreeColumn, ellipsis: str = "…") -> str:
    if column.name in {"trend", "owner", "status"}:
        return align_left(text, column.width, ellipsis)
    return align_right(text, column.width, ellipsis)


def tree_line(
    cells: TreeCells, figures: ItemFigures | None, shape: TreeLayout, glyphs: Glyphs
) -> Spans:
    """A row: sign and label, then each column's cell."""
    mark = glyphs.mark if cells.marked else " "
    before = f"{mark}{'  ' * cells.indent}{cells.sign} "
    room = shape.label + 1 - cell_len(before)
    label = align_label(printable(cells.label), max(0, room), glyphs.ellipsis)
    start = align_left(before + label, shape.label + 1) if room < 1 else before + label
    spans = [StyledSpan(start, cells.look)]
    for column in shape.columns:
        cell = _cell(column, cells, figures, glyphs)
        spans.append(StyledSpan(" " * column.gap))
        spans.append(cell._replace(text=_aligned(cell.text, column, glyphs.ellipsis)))
    return tuple(spans)


def _cell(
    column: TreeColumn, cells: TreeCells, figures: ItemFigures | None, glyphs: Glyphs
) -> StyledSpan:
    if column.name == "weight":
        return StyledSpan(cells.weight, "dim")
    if column.name == "owner":
        return StyledSpan(printable(cells.owner), "dim")
    if figures is None:
        return StyledSpan("")
    if column.name == "trend":
        return StyledSpan(sparkline_text(figures.history, glyphs) if figures.history else "", "dim")
    if column.name == "status":
        return StyledSpan(glyphs.status(figures.status), figures.status or "dim")
    if column.name == "score":
        return StyledSpan(numbers.format_score(figures.shown), "" if figures.in_force else "dim")
    if column.name == "present":
        return StyledSpan(numbers.format_score(figures.present_shown), "dim")
    if column.name == "points":
        return _difference(_points(figures), hide_zero=True)
    difference = figures.change if column.name == "change" else figures.edited
    return _difference(difference, hide_zero=column.name == "edited")


def _points(figures: ItemFigures) -> float:
    """Won or lost by what is assumed; nan where a score comes or goes."""
    if isnan(figures.score) and isnan(figures.present):
        return 0.0
    return figures.score - figures.present


def _difference(value: float, *, hide_zero: bool) -> StyledSpan:
    text = numbers.format_difference(value)
    if hide_zero and text in {"+0.0", "-0.0"}:
        return StyledSpan("")
    if not text:
        return StyledSpan("*" if hide_zero else "")
    return StyledSpan(text, "gain" if value > 0.05 else "loss" if value < -0.05 else "dim")
