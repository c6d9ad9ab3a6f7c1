"""Merging texts line by line, as git does: what touches conflicts."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.merge.conflicts import MergeConflict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.merge.conflicts import TextPart

MOST_COMPARED: Final = 2_000
"""Lines up to which a stretch without unique lines is compared line by line with every other."""


class Hunk(NamedTuple):
    """Lines `first` to `last` (half open, of the base) replaced by `begin` to `end` of the other side."""

    first: int
    last: int
    begin: int
    end: int


def merge_lines(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[TextPart]:
    """Both sides' changes of the base; where they touch, a conflict.

    A file's last line may lack its end; it then is another line than the one with it.
    """
    parts: list[TextPart] = []
    at = 0
    for left, right in _regions(hunks(base, ours), hunks(base, theirs)):
        first = min(hunk.first for hunk in (*left, *right))
        last = max(hunk.last for hunk in (*left, *right))
        parts += base[at:first]
        our_lines, their_lines = _side(ours, left, first, last), _side(theirs, right, first, last)
        if our_lines is None or their_lines is None or our_lines == their_lines:
            parts += (
                base[first:last]
                if our_lines is None and their_lines is None
                else our_lines or their_lines or ()
            )
        else:
            parts += _clash(tuple(base[first:last]), our_lines, their_lines)
        at = last
    return [*parts, *base[at:]]


def _clash(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> Iterator[TextPart]:
    """A conflict without the lines at its ends that both sides have."""
    least = min(len(ours), len(theirs))
    head = next((at for at in range(least) if ours[at] != theirs[at]), least)
    tail = next(
        (at for at in range(least - head) if ours[-1 - at] != theirs[-1 - at]), least - head
    )
    yield from ours[:head]
    yield MergeConflict(ours[head : len(ours) - tail], theirs[head : len(theirs) - tail], base)
    yield from ours[len(ours) - tail :]


def _side(
    lines: Sequence[str], side_hunks: Sequence[Hunk], first: int, last: int
) -> tuple[str, ...] | None:
    """A side's lines in a stretch of the base; None where it changed nothing there."""
    if not side_hunks:
        return None
    begin = side_hunks[0].begin - (side_hunks[0].first - first)
    end = side_hunks[-1].end + (last - side_hunks[-1].last)
    return tuple(lines[begin:end])


def _regions(left: list[Hunk], right: list[Hunk]) -> Iterator[tuple[list[Hunk], list[Hunk]]]:
    """The hunks of both sides, those that overlap or touch together."""
    waiting = sorted([*((hunk, 0) for hunk in left), *((hunk, 1) for hunk in right)])
    region: tuple[list[Hunk], list[Hunk]] = ([], [])
    reach = -1
    for hunk, side in waiting:
        if hunk.first > reach and (region[0] or region[1]):
            yield region
            region = ([], [])
        region[side].append(hunk)
        reach = max(reach, hunk.last)
    if region[0] or region[1]:
        yield region


def hunks(base: Sequence[str], other: Sequence[str]) -> list[Hunk]:
    """What the other version changed, top down."""
    changes: list[Hunk] = []
    at = begin = 0
    for first, other_at in [*_pairs(base, other), (len(base), len(other))]:
        if first > at or other_at > begin:
            changes.append(Hunk(at, first, begin, other_at))
        at, begin = first + 1, other_at + 1
    return changes


def _pairs(base: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """The lines that both have, as indices: headers and other lines that stand once hold the rest in place."""
    pairs: list[tuple[int, int]] = []
    waiting = [(0, len(base), 0, len(other))]
    while waiting:
        low, high, begin, end = waiting.pop()
        while low < high and begin < end and base[low] == other[begin]:
            pairs.append((low, begin))
            low, begin = low + 1, begin + 1
        while low < high and begin < end and base[high - 1] == other[end - 1]:
            high, end = high - 1, end - 1
            pairs.append((high, end))
        if low == high or begin == end:
            continue
        anchors = _anchors(base, other, low, high, begin, end)
        if not anchors:
            pairs += _compared(base, other, low, high, begin, end)
            continue
        edges = [(low - 1, begin - 1), *anchors, (high, end)]
        pairs += anchors
        waiting += [
            (a + 1, c, b + 1, d)
            for (a, b), (c, d) in itertools.pairwise(edges)
            if a + 1 < c and b + 1 < d
        ]
    return sorted(pairs)


def _compared(
    base: Sequence[str], other: Sequence[str], low: int, high: int, begin: int, end: int
) -> list[tuple[int, int]]:
    if max(high - low, end - begin) > MOST_COMPARED:
        return []
    matcher = SequenceMatcher(None, base[low:high], other[begin:end], autojunk=False)
    return [
        (low + block.a + at, begin + block.b + at)
        for block in matcher.get_matching_blocks()
        for at in range(block.size)
    ]


def _anchors(
    base: Sequence[str], other: Sequence[str], low: int, high: int, begin: int, end: int
) -> list[tuple[int, int]]:
    """Lines that stand once on each side, as many as keep their order."""
    unique = {line for line, count in Counter(base[low:high]).items() if count == 1}
    other_counts = Counter(other[begin:end])
    places = {base[at]: at for at in range(low, high) if base[at] in unique}
    candidates = [
        (places[other[at]], at)
        for at in range(begin, end)
        if other[at] in places and other_counts[other[at]] == 1
    ]
    return [candidates[at] for at in longest_run([first for first, _ in candidates])]


def longest_run(numbers: Sequence[int]) -> list[int]:
    """The places of a longest ascending choice of numbers that are all different."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(number)
            ends.append(at)
        else:
            tails[length], ends[length] = number, at
    run: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(at)
        at = before[at]
    return run[::-1]
