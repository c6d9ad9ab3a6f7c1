"""Tracks: which row of a channel each level piece of an arrow runs in, so that none crosses more than it must."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class SegmentShape(IntEnum):
    """What a level piece joins; the order is that of the tracks from the top."""

    HANGING = 0
    """Two boxes of the row above."""
    STRAND = 1
    """One of the row above with one of the row below."""
    STANDING = 2
    """Two boxes of the row below."""


class ChannelSegment(NamedTuple):
    """A level piece: for a strand `left` is its column at the upper row and `right` at the lower one."""

    link: int
    shape: SegmentShape
    left: int
    right: int

    @property
    def low(self) -> int:
        """The first column it covers."""
        return min(self.left, self.right)

    @property
    def high(self) -> int:
        """The last column it covers."""
        return max(self.left, self.right)

    def meets(self, other: ChannelSegment) -> bool:
        """Whether both could not share a track with a blank cell between them."""
        return self.low <= other.high + 1 and other.low <= self.high + 1


def assign_tracks(pieces: Iterable[ChannelSegment]) -> dict[int, int]:
    """The track of each link's piece, from 1 at the top; strands that run straight down have none."""
    settled: list[tuple[ChannelSegment, int]] = []
    level = (piece for piece in pieces if piece.low != piece.high)
    for piece in sorted(level, key=_top_down_key):
        least = 1 + max(
            (track for other, track in settled if other.meets(piece) and _is_above(other, piece)),
            default=0,
        )
        occupied = {track for other, track in settled if other.meets(piece)}
        settled.append(
            (
                piece,
                next(at for at in range(least, len(occupied) + least + 1) if at not in occupied),
            )
        )
    return {piece.link: track for piece, track in settled}


def track_count(track_of_link: dict[int, int]) -> int:
    """How many tracks there are."""
    return max(track_of_link.values(), default=0)


def _top_down_key(piece: ChannelSegment) -> tuple[int, int, int, int]:
    """An order in which every piece comes behind all that must run above it.

    Of strands that run to the right the rightmost is first, of those to the left the leftmost: in these
    orders two that keep their sides do not cross. Arcs nest, the longest farthest from its row.
    """
    if piece.shape is SegmentShape.STRAND:
        rightward = piece.right > piece.left
        return (
            piece.shape,
            0 if rightward else 1,
            -piece.right if rightward else piece.right,
            piece.link,
        )
    length = piece.high - piece.low
    return (
        piece.shape,
        length if piece.shape is SegmentShape.HANGING else -length,
        piece.low,
        piece.link,
    )


def _is_above(first: ChannelSegment, second: ChannelSegment) -> bool:
    """Whether of two that overlap the first must run above the second (and not only on another track)."""
    if first.shape is not SegmentShape.STRAND or second.shape is not SegmentShape.STRAND:
        return first.shape is not second.shape or _nested(first, second)
    before = (first.left < second.left) - (first.left > second.left)
    after = (first.right < second.right) - (first.right > second.right)
    return before == after


def _nested(first: ChannelSegment, second: ChannelSegment) -> bool:
    outer, inner = (second, first) if first.shape is SegmentShape.HANGING else (first, second)
    return outer.low < inner.low and inner.high < outer.high
