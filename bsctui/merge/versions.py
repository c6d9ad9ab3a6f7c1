"""Three versions of a text, and their merge by lines alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bsctui.merge.conflicts import (
    ConflictMarkers,
    conflict_count,
    joined_conflicts,
    lines_with_markers,
)
from bsctui.merge.line_merge import merge_lines


@dataclass(frozen=True, slots=True)
class MergedFile:
    """A merged file.

    Attributes:
        content: Its bytes, with conflict markers where something is to be decided.
        conflicts: How many.
    """

    content: bytes
    conflicts: int = 0


class FileVersions(NamedTuple):
    """Three versions of one file; empty where a version lacks it."""

    base: bytes
    ours: bytes
    theirs: bytes

    @property
    def trivial_merge(self) -> bytes | None:
        """The outcome where one side left the file as it was, or both did the same; else None."""
        if self.theirs in (self.ours, self.base):
            return self.ours
        return self.theirs if self.ours == self.base else None


def merge_by_lines(versions: FileVersions, markers: ConflictMarkers | None = None) -> MergedFile:
    """Merge as git does, whatever the lines say."""
    base, ours, theirs = (raw_lines(content) for content in versions)
    parts = joined_conflicts(merge_lines(base, ours, theirs))
    text = "".join(lines_with_markers(parts, markers or ConflictMarkers()))
    return MergedFile(text.encode("utf-8", "surrogateescape"), conflict_count(parts))


def raw_lines(content: bytes) -> list[str]:
    """Raw lines with their ends; only a line feed ends one."""
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    return [*(line + "\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]
