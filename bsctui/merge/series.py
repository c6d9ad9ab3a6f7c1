"""Two changes of one run of values, period by period."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from bsctui.merge.normal_form import cell_meaning
from bsctui.merge.pieces import line_parts
from bsctui.merge.three_way import each_side
from bsctui.text.literals import series_bar_positions

if TYPE_CHECKING:
    from collections.abc import Hashable

    from bsctui.merge.pieces import MergePiece


class ValueRun(NamedTuple):
    """A line of values: what stands before them, the cells, before which of them a bar stands, and what stands behind."""

    before: str
    cells: tuple[str, ...]
    bars: frozenset[int]
    behind: str

    @property
    def code(self) -> str:
        """The line."""
        words = [
            word
            for at, cell in enumerate(self.cells)
            for word in (("|", cell) if at and at in self.bars else (cell,))
        ]
        return self.before + " ".join([*words, *([self.behind] if self.behind else [])])


def value_run_of(piece: MergePiece | None) -> ValueRun:
    """The parts of a line of values; empty ones where there is none."""
    statement = piece.statement if piece is not None else None
    if piece is None or statement is None:
        return ValueRun("", (), frozenset(), "")
    code = line_parts(piece.raw).code
    if statement.form.name == "block_actual":
        text = statement.parts[1]
        at = code.index(text, len(statement.parts[0]))
    else:
        text = statement.get("series") or ""
        at = code.index(text, code.index(":"))
    words = tuple(word for word in text.split() if word != "|")
    return ValueRun(
        code[:at], words, frozenset(series_bar_positions(text)), code[at + len(text) :].strip()
    )


def merged_series(base: MergePiece | None, ours: MergePiece, theirs: MergePiece) -> tuple[str, str]:
    """The code of a line whose values both sides changed, as each side would have it.

    The two differ in the periods that have two values, and in the words behind the values, where those are in dispute.
    """
    our_run, their_run, base_run = value_run_of(ours), value_run_of(theirs), value_run_of(base)
    behind = each_side(base_run.behind, our_run.behind, their_run.behind)
    cells = [_cell(*cells) for cells in zip_longest(base_run.cells, our_run.cells, their_run.cells)]
    bars = (
        (our_run.bars & their_run.bars)
        | (our_run.bars - base_run.bars)
        | (their_run.bars - base_run.bars)
    )
    left, right = (
        ValueRun(our_run.before, _whole([pair[side] for pair in cells]), bars, behind[side]).code
        for side in (0, 1)
    )
    return left, right


def _whole(cells: list[str | None]) -> tuple[str, ...]:
    """The value of each period; a side that is shorter than the base has taken the last ones away."""
    while len(cells) > 1 and cells[-1] is None:
        cells.pop()
    return tuple(cell if cell is not None else "-" for cell in cells)


def _cell(base: str | None, ours: str | None, theirs: str | None) -> tuple[str | None, str | None]:
    """A cell as each side would have it; None where the line ends before it."""
    base_value, our_value, their_value = (_value(cell) for cell in (base, ours, theirs))
    if our_value == their_value:
        cell = ours if ours is not None and ours != base else theirs
        return cell, cell
    if their_value == base_value:
        return ours, ours
    return (theirs, theirs) if our_value == base_value else (ours, theirs)


def _value(cell: str | None) -> Hashable:
    """What a cell says: nothing where the period has no value."""
    return None if cell is None or cell == "-" else cell_meaning(cell)
