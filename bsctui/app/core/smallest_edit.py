"""The edit of a text that was written anew elsewhere: only the lines that differ; pure."""

from __future__ import annotations

from bsctui.edits import ReplaceRecordText


def smallest_edit(
    path: str, first: int, old: list[str], new: list[str]
) -> ReplaceRecordText | None:
    """Only the lines that differ are replaced."""
    if old == new:
        return None
    most = min(len(old), len(new))
    top = 0
    while top < most and old[top] == new[top]:
        top += 1
    bottom = 0
    while bottom < most - top and old[-1 - bottom] == new[-1 - bottom]:
        bottom += 1
    lines = tuple(new[top : len(new) - bottom])
    return ReplaceRecordText(path, first + top, first + len(old) - 1 - bottom, lines)
