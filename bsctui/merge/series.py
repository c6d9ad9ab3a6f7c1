"""Two changes of one run of values, period by period."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from bsctui.merge.normal_form import cell_meaning
from bsctui.merge.pieces import line_parts
from bsctui.merge.three_way import Disagreement, three_way_choice
from bsctui.text.literals import series_bar_positions

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from bsctui.merge.pieces import MergePiece


class ValueRun(NamedTuple):
    """A line of values: what stands before them, the cells, before which of them a bar stands, and what stands behind."""

    before: str
    cells: tuple[str, ...]
    bars: frozenset[int]
    behind: str


def value_run_of(piece: MergePiece) -> ValueRun:
    """The parts of a line of values."""
    statement = piece.statement
    text = statement.get("series") or "" if statement is not None else ""
    code = line_parts(piece.raw).code
    at = code.index(text, code.index(":"))
    words = tuple(word for word in text.split() if word != "|")
    return ValueRun(
        code[:at], words, frozenset(series_bar_positions(text)), code[at + len(text) :].strip()
    )


def merged_series(base: MergePiece | None, ours: MergePiece, theirs: MergePiece) -> str:
    """The code of a line whose values both sides changed.

    Raises:
        Disagreement: One period has two values, or the words behind the values differ.
    """
    our_run, their_run = value_run_of(ours), value_run_of(theirs)
    base_run = (
        value_run_of(base) if base is not None else ValueRun(our_run.before, (), frozenset(), "")
    )
    behind = three_way_choice(base_run.behind, our_run.behind, their_run.behind)
    cells = _cells(base_run.cells, our_run.cells, their_run.cells)
    placed = (
        (our_run.bars & their_run.bars)
        | (our_run.bars - base_run.bars)
        | (their_run.bars - base_run.bars)
    )
    words = [
        word
        for at, cell in enumerate(cells)
        for word in (("|", cell) if at in placed and at else (cell,))
    ]
    return f"{our_run.before}{' '.join(words)}" + (f" {behind}" if behind else "")


def _cells(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The value of each period; a side that is shorter than the base has taken the last ones away."""
    cells = [_cell(*three) for three in zip_longest(base, ours, theirs)]
    while cells and cells[-1] is None:
        cells.pop()
    if not cells:
        raise Disagreement
    return [cell if cell is not None else "-" for cell in cells]


def _cell(base: str | None, ours: str | None, theirs: str | None) -> str | None:
    """A cell; None where the line ends before it."""
    base_value, our_value, their_value = (_value(cell) for cell in (base, ours, theirs))
    if three_way_choice(base_value, our_value, their_value) == our_value:
        if our_value != their_value:
            return ours
        return ours if ours is not None and ours != base else theirs
    return theirs


def _value(cell: str | None) -> Hashable:
    """What a cell says: nothing where the period has no value."""
    return None if cell is None or cell == "-" else cell_meaning(cell)
