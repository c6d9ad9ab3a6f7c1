"""Which records of a file say a name, told by searching its whole text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bsctui.text.document import Record


class WordSearch:
    """Records with their text as one string.

    No index of words is kept: it would be many times as large as the text, and out of date with
    each edit, while a string is searched at the speed of memory.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        texts = ["".join(record.lines) for record in records]
        self._records = records
        self._ends = list(accumulate(map(len, texts)))
        self._text = "".join(texts)

    def records_naming(self, names: Iterable[str]) -> list[Record]:
        """The records that say any of the names, in order; of a dotted one all its words, wherever they stand."""
        places: set[int] = set()
        for name in names:
            by_word = [set(self._places(word)) for word in name.split(".") if word]
            places |= set.intersection(*by_word) if by_word else set()
        return [self._records[place] for place in sorted(places)]

    def _places(self, word: str) -> Iterator[int]:
        at = self._text.find(word)
        while at >= 0:
            end = at + len(word)
            if self._is_word(at, end):
                place = bisect_right(self._ends, at)
                yield place
                end = self._ends[place]
            at = self._text.find(word, end)

    def _is_word(self, start: int, end: int) -> bool:
        return not (
            _is_in_names(self._text[start - 1 : start]) or _is_in_names(self._text[end : end + 1])
        )


def _is_in_names(character: str) -> bool:
    return character.isalnum() or character == "_"
