"""Comments behind a line: where both sides added one, both are kept, the other side's above the line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bsctui.merge.pieces import line_parts

if TYPE_CHECKING:
    from bsctui.merge.pieces import MergePiece


class SetApart(NamedTuple):
    """Two versions of a line with one comment behind both, and the comment that goes above it, if any."""

    ours: MergePiece
    theirs: MergePiece
    remark: str | None = None


def comments_set_apart(base: MergePiece | None, ours: MergePiece, theirs: MergePiece) -> SetApart:
    """The sides' versions where each added a comment of its own; as they are where not both did."""
    mine, other = line_parts(ours.raw), line_parts(theirs.raw)
    comment, other_comment = mine.tail.strip(), other.tail.strip()
    is_new = base is None or not line_parts(base.raw).tail.strip()
    if not is_new or not comment or not other_comment or comment == other_comment:
        return SetApart(ours, theirs)
    if comment in _above(theirs):  # set apart by a merge before
        return SetApart(replace(ours, raw=_with_tail(ours, other.tail)), theirs)
    theirs_like_ours = replace(theirs, raw=_with_tail(theirs, mine.tail))
    if other_comment in _above(ours):
        return SetApart(ours, theirs_like_ours)
    return SetApart(ours, theirs_like_ours, mine.lead + other_comment + (mine.end or "\n"))


def _above(piece: MergePiece) -> set[str]:
    return {remark.strip() for remark in piece.remarks}


def _with_tail(piece: MergePiece, tail: str) -> str:
    parts = line_parts(piece.raw)
    return parts.lead + parts.code + tail + parts.end
