"""Whether two records are one thing: by what makes it itself, its label and its figures (`review.md`, Likeness)."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.text.literals import string

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from bsctui.model.names import Declaration

    RecordFigures = Mapping[Hashable, Hashable]
    """By period what was measured in it."""
    FiguresOf = Callable[[str], RecordFigures]

ALIKE_LETTERS: Final = 0.88
"""The part of their letters that two labels share of which one is the other, written a little differently."""
ALIKE_WORD: Final = 0.75
"""The same for two words in one place of them, such as a singular and its plural."""
SHORT_WORD: Final = 3
"""Words up to this length may come or go; longer ones make another label."""
NEGATIONS: Final = frozenset({"no", "not", "non"})
LEAST_EQUAL: Final = 2
"""Fewer equal figures than this are chance."""


class FigureMatch(NamedTuple):
    """In how many periods two records both have a figure, and in how many it is the same."""

    shared: int
    equal: int

    @property
    def agrees(self) -> bool:
        """Whether they are the same in most periods, two at least."""
        return self.equal >= LEAST_EQUAL and self.equal * 2 > self.shared

    @property
    def contradicts(self) -> bool:
        """Whether there are periods to compare and they are the same in none."""
        return self.shared > 0 and self.equal == 0


def compared_figures(old: RecordFigures, new: RecordFigures) -> FigureMatch:
    """How far the figures of two records agree."""
    shared = [period for period in new if period in old]
    return FigureMatch(len(shared), sum(old[period] == new[period] for period in shared))


def stated_figures(record: Declaration) -> RecordFigures:
    """The actuals that a record's own lines state."""
    figures: dict[Hashable, Hashable] = {}
    for statement in record.origin.record.statements:
        if statement.form.keyword == "actual":
            period, series = statement.get("period"), statement.get("series") or ""
            cells = [cell for cell in series.split() if cell != "|"]
            figures |= {(period, at): cell for at, cell in enumerate(cells) if cell != "-"}
    return figures


def label_of(record: Declaration) -> str:
    """The label as it is shown: the name where there is none."""
    header = record.origin.record.header
    label = header.get("label") if header is not None else None
    return string(label) if label else record.address.rpartition(".")[2]


def has_label(record: Declaration) -> bool:
    """Whether a label is written."""
    header = record.origin.record.header
    return header is not None and bool(header.get("label"))


def words_of(label: str) -> list[str]:
    """A label's words, whatever their case and what stands between them."""
    return re.findall(r"\w+", label.casefold())


def nearly_equal(one: str, other: str) -> bool:
    """Whether two labels are one, written a little differently: no other number, no other word."""
    if one == other:
        return True
    left, right = words_of(one), words_of(other)
    if left == right:
        return bool(left) or one == other
    letters = SequenceMatcher(None, " ".join(left), " ".join(right), autojunk=False).ratio()
    return letters >= ALIKE_LETTERS and _same_words(left, right)


def _same_words(left: list[str], right: list[str]) -> bool:
    for tag, low, high, first, last in SequenceMatcher(None, left, right).get_opcodes():
        gone, come = left[low:high], right[first:last]
        if tag == "equal":
            continue
        if tag == "replace" and len(gone) == len(come):
            if not all(_same_word(*pair) for pair in zip(gone, come, strict=True)):
                return False
        elif not all(_is_small(word) for word in (*gone, *come)):
            return False
    return True


def _same_word(one: str, other: str) -> bool:
    if min(len(one), len(other)) <= SHORT_WORD or not (one.isalpha() and other.isalpha()):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE_WORD


def _is_small(word: str) -> bool:
    return (1 < len(word) <= SHORT_WORD and word.isalpha() and word not in NEGATIONS) or word == "a"
