"""Lines opened in the editor: as a text area can hold them, and as one edit of the file afterwards; pure."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from bsctui.app.core.smallest_edit import smallest_edit

if TYPE_CHECKING:
    from bsctui.edits import ReplaceRecordText
    from bsctui.text.document import Document

BREAKING: Final = "\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029"
"""What a text area would take for a line's end; in the language only a line feed is one."""
STAND_INS: Final = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6\ufdd7\ufdd8"
"""Noncharacters of Unicode, kept in its place while the text is edited."""

_VEIL: Final = str.maketrans(BREAKING, STAND_INS)
_UNVEIL: Final = str.maketrans(STAND_INS, BREAKING)


def with_stand_ins(text: str) -> str:
    """The text as a text area can hold it."""
    return text.translate(_VEIL)


def without_stand_ins(text: str) -> str:
    """What a text area holds, as the text that it stands for."""
    return text.translate(_UNVEIL)


@dataclass(frozen=True, slots=True)
class OpenedLines:
    """Some lines of a document, opened for editing.

    Attributes:
        document: As it was when they were opened.
        first: The first of the lines, from 1.
        last: The last of them; `first - 1` for none.
    """

    document: Document
    first: int
    last: int

    @property
    def path(self) -> str:
        """The file."""
        return self.document.path

    @property
    def raw(self) -> list[str]:
        """The lines with their ends."""
        return self.document.lines[self.first - 1 : self.last]

    @property
    def text(self) -> str:
        """What the editor begins with."""
        return "\n".join(with_stand_ins(without_line_end(raw)) for raw in self.raw)

    @property
    def can_be_edited(self) -> bool:
        """Whether no character of it is needed as a stand-in."""
        return not any(sign in raw for raw in self.raw for sign in STAND_INS)

    def edit(self, typed: str, now: Document | None) -> TypedEdit:
        """What was typed, as an edit of the document as it is now."""
        old = self.raw
        new = with_line_ends(old, without_stand_ins(typed).split("\n") if typed else [])
        if now is self.document or (now is not None and now.lines == self.document.lines):
            return TypedEdit(smallest_edit(self.path, self.first, old, new))
        if now is None:  # it is gone, and comes back with all that was typed
            return TypedEdit(smallest_edit(self.path, 1, [], self._whole(new)), was_merged=True)
        return self._merged(new, now)

    def _whole(self, new: list[str]) -> list[str]:
        """All lines of the file with these in it."""
        lines = self.document.lines
        return [*lines[: self.first - 1], *new, *lines[self.last :]]

    def _merged(self, new: list[str], now: Document) -> TypedEdit:
        """The file changed meanwhile: both changes, merged by meaning; what disagrees is marked."""
        from bsctui.merge.conflicts import ConflictMarkers
        from bsctui.merge.files import FileVersions, merge_file
        from bsctui.merge.versions import raw_lines

        base = self.document.lines
        typed = self._whole(new)
        versions = FileVersions(
            *(
                "".join(lines).encode("utf-8", "surrogateescape")
                for lines in (base, typed, now.lines)
            )
        )
        merged = merge_file(versions, ConflictMarkers("typed here", "changed meanwhile"), self.path)
        edit = smallest_edit(self.path, 1, now.lines, raw_lines(merged.content))
        return TypedEdit(edit, was_merged=True, in_conflict=bool(merged.conflicts))


@dataclass(frozen=True, slots=True)
class TypedEdit:
    """What becomes of a typed text: an edit (None where it changes nothing), and whether the file had changed."""

    edit: ReplaceRecordText | None
    was_merged: bool = False
    in_conflict: bool = False


def without_line_end(raw: str) -> str:
    """A line without its end."""
    return raw.removesuffix("\n").removesuffix("\r")


def with_line_ends(old: list[str], wanted: list[str]) -> list[str]:
    """Lines with ends: unchanged ones keep theirs, new ones take that of the line before (else after) them."""
    before = [without_line_end(raw) for raw in old]
    usual = _end_of(old) or "\n"
    lines: list[str] = []
    matcher = SequenceMatcher(None, before, wanted, autojunk=False)
    for tag, first, last, start, stop in matcher.get_opcodes():
        if tag == "equal":
            lines += old[first:last]
            continue
        near = next((end for raw in old[max(0, first - 1) : last] if (end := _end(raw))), usual)
        lines += [line + near for line in wanted[start:stop]]
    lacking = bool(old) and not _end(old[-1])
    lines = [raw if _end(raw) else raw + usual for raw in lines]
    if lacking and lines:
        lines[-1] = without_line_end(lines[-1])
    return [raw for raw in lines if raw]


def _end(raw: str) -> str:
    return raw[len(without_line_end(raw)) :]


def _end_of(lines: list[str]) -> str:
    return next((end for raw in lines if (end := _end(raw))), "")
