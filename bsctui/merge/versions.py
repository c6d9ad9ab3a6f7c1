"""Three versions of a text, and their merge by lines alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bsctui.merge.conflicts import Marks, clashes, joined, written
from bsctui.merge.line_merge import merge_lines


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged file.

    Attributes:
        content: Its bytes, with conflict markers where something is to be decided.
        conflicts: How many.
        by_meaning: Whether its lines are not those of a merge by lines.
    """

    content: bytes
    conflicts: int = 0
    by_meaning: bool = False


class Versions(NamedTuple):
    """Three versions of one file; empty where a version lacks it."""

    base: bytes
    ours: bytes
    theirs: bytes

    @property
    def plain(self) -> bytes | None:
        """The outcome where one side left the file as it was, or both did the same; else None."""
        if self.theirs in (self.ours, self.base):
            return self.ours
        return self.theirs if self.ours == self.base else None


def by_lines(versions: Versions, marks: Marks | None = None) -> Merged:
    """Merge as git does, whatever the lines say."""
    base, ours, theirs = (lines_of(content) for content in versions)
    parts = joined(merge_lines(base, ours, theirs))
    text = "".join(written(parts, marks or Marks()))
    return Merged(text.encode("utf-8", "surrogateescape"), clashes(parts))


def lines_of(content: bytes) -> list[str]:
    """Raw lines with their ends; only a line feed ends one."""
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    return [*(line + "\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]
