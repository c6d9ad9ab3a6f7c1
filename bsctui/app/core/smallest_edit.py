"""The edit of a text that was written anew elsewhere: only the lines that differ; pure."""

from __future__ import annotations

from bsctui.edits import ReplaceRecordText
from bsctui.text.edits import common_ends


def smallest_edit(
    path: str, first: int, old: list[str], new: list[str]
) -> ReplaceRecordText | None:
    """Only the lines that differ are replaced."""
    if old == new:
        return None
    top, bottom = common_ends(old, new)
    lines = tuple(new[top : len(new) - bottom])
    return ReplaceRecordText(path, first + top, first + len(old) - 1 - bottom, lines)
