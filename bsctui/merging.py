"""Three versions of a file into one, by lines: clean where no two changes touch."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple


class Hunk(NamedTuple):
    """Lines `first` to `last` (half open, of the base) replaced by others."""

    first: int
    last: int
    lines: tuple[str, ...]


def hunks(base: list[str], other: list[str]) -> list[Hunk]:
    """What another version changed."""
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [
        Hunk(a, b, tuple(other[c:d])) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    ]


def merged(base: list[str], ours: list[str], theirs: list[str]) -> list[str] | None:
    """Both sides' changes of `base`, or None where they touch each other."""
    left, right = hunks(base, ours), hunks(base, theirs)
    both = sorted({*left, *right})
    for first, second in pairwise(both):
        if second.first < first.last or (second.first == first.first):
            return None
        if second.first == first.last and (first in left) != (second in left):
            return None
    result: list[str] = []
    at = 0
    for hunk in both:
        result += base[at : hunk.first]
        result += hunk.lines
        at = hunk.last
    return result + base[at:]
