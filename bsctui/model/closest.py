"""The known word that a slip of the keys may have meant, found among many without comparing with all."""

from __future__ import annotations

from bisect import bisect_left
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NEIGHBOURS: Final = 4
"""So many on each side are compared, in the order of the alphabet and in that of the words read backwards."""

FEW: Final = 4 * NEIGHBOURS
"""With no more words than this all are compared."""

ALIKE: Final = 0.75
"""The ratio of `difflib` from which two words are close."""

SHORT: Final = 3
ALIKE_SHORT: Final = 0.6
"""Of words of no more letters than that: a single slip weighs more in them."""


class WordIndex:
    """Known words, in the order in which equally close ones are preferred.

    Two words that differ by a slip or two begin or end alike, so they stand near each other in one
    of the two orders.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._rank = {word: at for at, word in enumerate(words)}
        self._forward = sorted(self._rank)
        self._backward = sorted(word[::-1] for word in self._rank)

    def __iter__(self) -> Iterator[str]:
        """In their order."""
        return iter(self._rank)

    def near(self, word: str) -> list[str]:
        """The words that it can be close to."""
        if len(self._rank) <= FEW:
            return list(self._rank)
        nearby = _around(self._forward, word)
        nearby += [other[::-1] for other in _around(self._backward, word[::-1])]
        return sorted(dict.fromkeys(nearby), key=self._rank.__getitem__)


def _around(ordered: list[str], word: str) -> list[str]:
    at = bisect_left(ordered, word)
    return ordered[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]


def closest_of(word: str, words: Iterable[str]) -> str | None:
    """The closest of a few words, if one is close at all."""
    least = ALIKE_SHORT if len(word) <= SHORT else ALIKE
    return next(iter(get_close_matches(word, list(words), 1, least)), None)
