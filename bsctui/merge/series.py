"""Two changes of one run of values, period by period."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from bsctui.merge.pieces import split
from bsctui.merge.three_way import Disagreement, decided
from bsctui.text.literals import bars, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.merge.pieces import Piece


class Run(NamedTuple):
    """A line of values: what stands before them, the cells, before which of them a bar stands, and what stands behind."""

    before: str
    cells: tuple[str, ...]
    bars: frozenset[int]
    behind: str


def run_of(piece: Piece) -> Run:
    """The parts of a line of values."""
    statement = piece.statement
    text = statement.get("series") or "" if statement is not None else ""
    code = split(piece.raw).code
    at = code.index(text, code.index(":"))
    words = tuple(word for word in text.split() if word != "|")
    return Run(code[:at], words, frozenset(bars(text)), code[at + len(text) :].strip())


def merged_series(base: Piece | None, ours: Piece, theirs: Piece) -> str:
    """The code of a line whose values both sides changed.

    Raises:
        Disagreement: One period has two values, or the words behind the values differ.
    """
    mine, other = run_of(ours), run_of(theirs)
    old = run_of(base) if base is not None else Run(mine.before, (), frozenset(), "")
    behind = decided(old.behind, mine.behind, other.behind)
    cells = _cells(old.cells, mine.cells, other.cells)
    placed = (mine.bars & other.bars) | (mine.bars - old.bars) | (other.bars - old.bars)
    words = [
        word
        for at, cell in enumerate(cells)
        for word in (("|", cell) if at in placed and at else (cell,))
    ]
    return f"{mine.before}{' '.join(words)}" + (f" {behind}" if behind else "")


def _cells(old: Sequence[str], mine: Sequence[str], other: Sequence[str]) -> list[str]:
    """The value of each period; a side that is shorter than the base has taken the last ones away."""
    found = [_cell(*three) for three in zip_longest(old, mine, other)]
    while found and found[-1] is None:
        found.pop()
    if not found:
        raise Disagreement
    return [cell if cell is not None else "-" for cell in found]


def _cell(old: str | None, mine: str | None, other: str | None) -> str | None:
    """A cell; None where the line ends before it."""
    said, here, there = (_value(cell) for cell in (old, mine, other))
    if decided(said, here, there) == here:
        if here != there:
            return mine
        return mine if mine is not None and mine != old else other
    return other


def _value(cell: str | None) -> float | None:
    """What a cell says: nothing where the period has no value."""
    return None if cell is None or cell == "-" else number(cell)
