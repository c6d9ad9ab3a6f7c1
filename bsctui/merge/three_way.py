"""One out of three: whichever side changed it."""

from __future__ import annotations

from typing import TypeVar

Part = TypeVar("Part")


class Disagreement(Exception):
    """Both sides changed one thing, each in its own way."""


def three_way_choice(base: Part, ours: Part, theirs: Part) -> Part:
    """The changed one; ours where both did the same, or nobody did anything.

    Raises:
        Disagreement: Both changed it, each in its own way.
    """
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    raise Disagreement


def each_side(base: Part, ours: Part, theirs: Part) -> tuple[Part, Part]:
    """What stands on each side: twice the same where nothing is in dispute, else what that side has."""
    try:
        part = three_way_choice(base, ours, theirs)
    except Disagreement:
        return ours, theirs
    return part, part
