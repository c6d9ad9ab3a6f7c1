"""A file as pieces that can be told apart: records, the lines in them, and comments that stand alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.names import declared_address, home_scorecard
from bsctui.text.document import BOM, Document
from bsctui.text.forms import ROWS, STATEMENTS
from bsctui.text.lines import REPEATED_SLOTS, code_part
from bsctui.text.literals import string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bsctui.text.lines import Statement

PieceKey = tuple[str, ...]
"""Of what a piece speaks, among those it stands with."""

LOOSE_COMMENT: Final[PieceKey] = ("#",)
"""The key of every comment that stands alone."""

REPEATABLE: Final = frozenset(row.name for row in STATEMENTS.values() if row.is_all_told) | {"#"}
"""Of these a record may have several, even several of one key."""

_LINE = re.compile(r"(?P<end>\r?\n?)\Z")


class LineParts(NamedTuple):
    """A raw line in its parts: indentation, code, what stands behind it (blanks and comment), end."""

    lead: str
    code: str
    tail: str
    end: str


def line_parts(raw: str) -> LineParts:
    """The parts of a raw line."""
    match = _LINE.search(raw)
    end = match["end"] if match else ""
    body = raw.removesuffix(end) if end else raw
    code = code_part(body)
    lead = code[: len(code) - len(code.lstrip(" \t"))]
    bare = code[len(lead) :].rstrip(" \t")
    return LineParts(lead, bare, body[len(lead) + len(bare) :], end)


@dataclass(frozen=True, slots=True)
class MergePiece:
    """A line with what belongs to it.

    Attributes:
        key: Of what it speaks, among the pieces it stands with.
        home: The scorecard that short names in it mean.
        gap: The blank lines above it.
        remarks: The comment lines directly above; of a comment that stands alone the comment itself.
        raw: The line; empty for a comment that stands alone.
        statement: What the line says.
        inside: A header's statements.
    """

    key: PieceKey
    home: str
    gap: tuple[str, ...]
    remarks: tuple[str, ...]
    raw: str = ""
    statement: Statement | None = None
    inside: tuple[MergePiece, ...] = ()

    @property
    def form(self) -> str:
        """The form of its line; `#` for a comment."""
        return self.statement.form.name if self.statement is not None else "#"

    def lines(self) -> Iterator[str]:
        """All its raw lines, those inside too, without the gap above."""
        yield from self.remarks
        if self.raw:
            yield self.raw
        for piece in self.inside:
            yield from piece.gap
            yield from piece.lines()


@dataclass(frozen=True, slots=True)
class FilePieces:
    """A whole file.

    Attributes:
        pieces: From top to bottom.
        tail: Blank lines at its end.
        bom: Whether it begins with a byte order mark.
        is_open: Whether its last line has no end.
    """

    pieces: tuple[MergePiece, ...] = ()
    tail: tuple[str, ...] = ()
    bom: bool = False
    is_open: bool = False


@dataclass(slots=True)
class _Record:
    """A record while it is read."""

    piece: MergePiece
    inside: list[MergePiece] = field(default_factory=list)


class _Reader:
    """Gathers lines until it is clear what they belong to."""

    def __init__(self) -> None:
        self.records: list[_Record] = []
        self.gap: list[str] = []
        self.remarks: list[str] = []
        self.loose_comments: list[MergePiece] = []

    def blank(self, raw: str) -> None:
        """A blank line: the comment above it stands alone.

        A comment directly above a line goes where that line goes; one with a blank line below it belongs to a place,
        and stays there whatever happens to the lines around it.
        """
        self._alone()
        self.gap.append(raw)

    def comment(self, raw: str) -> None:
        """A whole-line comment."""
        self.remarks.append(raw)

    def header(self, raw: str, header: Statement) -> None:
        """A record begins; comments that stand alone above it stand between the records."""
        self.records += [_Record(piece) for piece in self.loose_comments]
        self.loose_comments = []
        line = self._line(header_key(header), home_scorecard(header), raw, header)
        self.records.append(_Record(line))

    def statement(self, home: str, raw: str, statement: Statement) -> None:
        """A line of the last record; comments that stand alone above it stand in the record."""
        self.records[-1].inside += [*self.loose_comments, self._line(statement_key(statement, home), home, raw, statement)]  # fmt: skip
        self.loose_comments = []

    def _line(self, key: PieceKey, home: str, raw: str, statement: Statement) -> MergePiece:
        piece = MergePiece(key, home, tuple(self.gap), tuple(self.remarks), raw, statement)
        self.gap, self.remarks = [], []
        return piece

    def _alone(self) -> None:
        if self.remarks:
            self.loose_comments.append(
                MergePiece(LOOSE_COMMENT, "", tuple(self.gap), tuple(self.remarks))
            )
            self.gap, self.remarks = [], []

    def pieces(self, *, bom: bool, is_open: bool) -> FilePieces:
        """All that was read."""
        self._alone()
        self.records += [_Record(piece) for piece in self.loose_comments]
        return FilePieces(tuple(map(_whole, self.records)), tuple(self.gap), bom, is_open)


def _whole(record: _Record) -> MergePiece:
    piece = record.piece
    return MergePiece(
        piece.key,
        piece.home,
        piece.gap,
        piece.remarks,
        piece.raw,
        piece.statement,
        tuple(record.inside),
    )


def file_pieces(document: Document) -> FilePieces:
    """A file that can be read, in pieces."""
    reader = _Reader()
    raw = ""
    for record in document.records:
        home = home_scorecard(record.header)
        statements = {statement.line: statement for statement in record.statements}
        for at, raw in enumerate(record.lines):
            line = raw if raw.endswith("\n") else raw + _end_of(document)
            if record.header is not None and at == record.header.line:
                reader.header(line, record.header)
            elif at in statements:
                reader.statement(home, line, statements[at])
            elif raw.strip():
                reader.comment(line)
            else:
                reader.blank(line)
    return reader.pieces(bom=document.bom, is_open=bool(raw) and not raw.endswith("\n"))


def _end_of(document: Document) -> str:
    """How lines end in a file, for a last line that lacks its end."""
    first = next(iter(document.lines), "")
    return "\r\n" if first.endswith("\r\n") else "\n"


def to_bytes(lines: Iterable[str], *, bom: bool, is_open: bool) -> bytes:
    """The bytes of a file."""
    text = "".join(lines)
    if is_open:
        text = text.removesuffix("\n").removesuffix("\r")
    return (BOM + text if bom else text).encode("utf-8", "surrogateescape")


def header_key(header: Statement) -> PieceKey:
    """What a header declares: an address, a setting, or a series at the left margin."""
    address = declared_address(header)
    if address is not None:
        return ("thing", address)
    form = header.form.name
    return (form, *(text for slot in ROWS[form].told_by for text in header.all(slot)))


def statement_key(statement: Statement, home: str) -> PieceKey:
    """Which fact a line states: its form and subject, and from when until when it holds."""
    row = ROWS[statement.form.name]
    slot = next((slot for slot in row.told_by if slot not in REPEATED_SLOTS), None)
    subject = statement.get(slot) or "" if slot else ""
    if slot == "ref":
        subject = subject if "." in subject or not home else f"{home}.{subject}"
    elif subject.startswith('"'):
        subject = string(subject)
    # Two dated lines of one fact hold in different spans: they are two pieces, so that each side can change one.
    span = (statement.get("from_") or "", statement.get("until") or "")
    return (row.name if row.told_by else row.states, subject, *span)
