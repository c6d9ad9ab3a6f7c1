"""A file as lines and records, kept byte for byte; reading it never fails."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from bsctui.text.diagnostics import Diagnostic, LineDiagnostic
from bsctui.text.encodings import foreign_file_diagnostic, merge_encoding_errors
from bsctui.text.excerpts import truncated_quote
from bsctui.text.lines import LineReader, Statement
from bsctui.text.places_above import PlacesAbove
from bsctui.text.word_search import WordSearch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

BOM: Final = "\ufeff"
HEADERS: Final = LineReader("header")
STATEMENTS: Final = LineReader("statement")

_LINE = attrgetter("line")
_RAW_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_BLANK_OR_COMMENT = re.compile(r"[ \t]*(?:#[^\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff]*)?\r?\n?")
_CONFLICT_MARK = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?\r?\n?|={7}\r?\n?").fullmatch


class Record:
    """A header with its statements, its comments and the blank lines after it; treated as immutable.

    A record knows nothing of its place in the document: lines count from its first one, from 0, so
    that it is kept, with all that was made of it, when lines above it change.

    Attributes:
        lines: The raw lines, with their ends.
        header_line: The header's line; None in the preamble (what stands before the first header).
        header: The header, None where it could not be read or there is none.
        statements: Those that could be read, in order.
        diagnostics: Why the others could not; their lines count from 0 like all of a record's.
    """

    __slots__ = ("__weakref__", "diagnostics", "header", "header_line", "lines", "statements")

    def __init__(self, path: str, lines: tuple[str, ...], header_line: int | None) -> None:
        self.lines = lines
        self.header_line = header_line
        self.header: Statement | None = None
        self.statements: tuple[Statement, ...] = ()
        self.diagnostics: tuple[Diagnostic, ...] = ()
        unread = self._read()
        if unread or (header_line is None and self.statements):
            self._explain(path, unread)

    def read_statement(self, line: int) -> Statement:
        """As `statement_at`, of a line that facts come from.

        Raises:
            KeyError: It could not be read.
        """
        statement = self.statement_at(line)
        if statement is None:
            raise KeyError(line)
        return statement

    @property
    def last_nonblank_line(self) -> int:
        """The last line (from 0) that is not blank; 0 where all are."""
        at = len(self.lines) - 1
        while at > 0 and not self.lines[at].strip():
            at -= 1
        return at

    def statement_at(self, line: int) -> Statement | None:
        """The header or statement on a line (from 0), if one could be read there."""
        if self.header is not None and self.header.line == line:
            return self.header
        at = bisect_left(self.statements, line, key=_LINE)
        statement = self.statements[at] if at < len(self.statements) else None
        return statement if statement is not None and statement.line == line else None

    def _read(self) -> list[int]:
        """Read the lines; returns those that could not be read."""
        statements: list[Statement] = []
        unread: list[int] = []
        read = STATEMENTS.read
        for at, raw in enumerate(self.lines):
            words = raw.split(None, 1)
            if not words or words[0][0] == "#":
                if not is_blank_or_comment(raw):
                    unread.append(at)
            elif at == self.header_line:
                self.header = HEADERS.read(raw, at)
                if self.header is None:
                    unread.append(at)
            else:
                statement = read(raw, at, words[0])
                if statement is not None:
                    statements.append(statement)
                elif not _CONFLICT_MARK(raw):
                    unread.append(at)
        self.statements = tuple(statements)
        return unread

    def _explain(self, path: str, unread: Sequence[int]) -> None:
        diagnostics = []
        if unread:
            from bsctui.text.line_errors import line_diagnostic
        for at in unread:
            kind = "header" if at == self.header_line else "statement"
            diagnostic = line_diagnostic(self.lines[at], kind)
            if diagnostic is not None:
                diagnostics.append(_placed(path, at, diagnostic))
        if self.header_line is None:
            diagnostics += [
                _placed(path, s.line, _outside_any_record(self.lines[s.line]))
                for s in self.statements
            ]
            self.statements = ()
        self.diagnostics = tuple(sorted(diagnostics, key=lambda problem: problem.line))


class Document:
    """One file: its raw lines, cut into records.

    Attributes:
        path: Relative to the workspace, with `/`.
        records: In order; together they hold every line.
        starts: The first line of each record, from 1.
    """

    __slots__ = (
        "_header_forms",
        "_places",
        "_word_search",
        "bom",
        "diagnostics",
        "path",
        "records",
        "starts",
    )

    def __init__(self, path: str, records: tuple[Record, ...], *, bom: bool) -> None:
        self.path = path
        self.bom = bom
        self.records = records
        starts: list[int] = []
        line = 1
        for record in records:
            starts.append(line)
            line += len(record.lines)
        self.starts = tuple(starts)
        self._places: dict[Record, int] | None = None
        self._word_search: WordSearch | None = None
        self._header_forms: frozenset[str] | None = None
        self.diagnostics = tuple(_document_diagnostics(self))

    @property
    def lines(self) -> list[str]:
        """All raw lines, with their ends."""
        return [raw for record in self.records for raw in record.lines]

    def to_bytes(self) -> bytes:
        """The file's bytes, exactly as they were read."""
        text = "".join(self.lines)
        return (BOM + text if self.bom else text).encode("utf-8", "surrogateescape")

    def start_of(self, record: Record) -> int:
        """The first line of one of the document's records (told by identity), from 1."""
        if self._places is None:
            self._places = dict(zip(self.records, self.starts, strict=True))
        return self._places[record]

    def records_naming(self, names: Iterable[str]) -> list[Record]:
        """The records that say any of the names, in order: whoever refers to an address says its scorecard in the header or the line."""
        if self._word_search is None:
            self._word_search = WordSearch(self.records)
        return self._word_search.records_naming(names)

    @property
    def header_forms(self) -> frozenset[str]:
        """The forms of headers that occur: found once, as every edit asks all documents for their settings."""
        if self._header_forms is None:
            headers = (record.header for record in self.records)
            self._header_forms = frozenset(header.form.name for header in headers if header)
        return self._header_forms

    def headed(self, forms: AbstractSet[str] | None = None) -> Iterator[tuple[Record, Statement]]:
        """The records whose header was read, each with it: those of some forms of headers, or all."""
        if forms is not None and self.header_forms.isdisjoint(forms):
            return
        for record in self.records:
            header = record.header
            if header is not None and (forms is None or header.form.name in forms):
                yield record, header

    def record_at(self, line: int) -> Record | None:
        """The record that holds a line (from 1)."""
        at = bisect_right(self.starts, line) - 1
        if at < 0 or line >= self.starts[at] + len(self.records[at].lines):
            return None
        return self.records[at]

    def line_text(self, line: int) -> str:
        """A line (from 1) without its end; empty where there is none."""
        record = self.record_at(line)
        if record is None:
            return ""
        raw = record.lines[line - self.start_of(record)]
        return raw.removesuffix("\n").removesuffix("\r")


def is_blank_or_comment(raw: str) -> bool:
    """Whether a line says nothing: it is blank, or a comment that can be read."""
    return _BLANK_OR_COMMENT.fullmatch(raw) is not None


def read_document(path: str, content: bytes) -> Document:
    """Read a file; what cannot be read becomes problems, never an exception."""
    return document_of(path, content.decode("utf-8", "surrogateescape"))


def reread_document(before: Document, content: bytes) -> Document:
    """A file's document after a change: the records whose lines are as before stay the same objects."""
    text = content.decode("utf-8", "surrogateescape")
    bom = text.startswith(BOM)
    lines = _RAW_LINE.findall(text[1:] if bom else text)
    if not lines or foreign_file_diagnostic(lines[0]) is not None:
        return document_of(before.path, text)
    known = {(record.lines, record.header_line): record for record in before.records}
    records: list[Record] = []
    for first, last, header in record_bounds(lines):
        text_of_it = tuple(lines[first:last]), header
        is_known = text_of_it in known  # and taken once: a record has but one place
        records.append(known.pop(text_of_it) if is_known else Record(before.path, *text_of_it))
    return Document(before.path, tuple(records), bom=bom)


def document_of(path: str, text: str) -> Document:
    """The document of a text that an editor holds, byte order mark included."""
    bom = text.startswith(BOM)
    if bom:
        text = text[1:]
    return Document(path, read_records(path, _RAW_LINE.findall(text)), bom=bom)


def read_records(path: str, lines: Sequence[str]) -> tuple[Record, ...]:
    """The records of a whole file; one without statements where it is no text of this language."""
    diagnostic = foreign_file_diagnostic(lines[0]) if lines else None
    return (
        (_foreign(path, lines, diagnostic),)
        if diagnostic is not None
        else split_records(path, lines)
    )


def split_records(path: str, lines: Sequence[str]) -> tuple[Record, ...]:
    """Cut lines into records at the headers and read each."""
    return tuple(
        Record(path, tuple(lines[first:last]), header)
        for first, last, header in record_bounds(lines)
    )


def record_bounds(lines: Sequence[str]) -> Iterator[tuple[int, int, int | None]]:
    """Where records stand: first line, line after the last, and the header's place in them."""
    first, header = 0, None
    for at, raw in enumerate(lines):
        if raw[0] in " \t#\r\n" or _CONFLICT_MARK(raw):
            continue
        begin = at
        while begin > first and lines[begin - 1].lstrip(" \t").startswith("#"):
            begin -= 1
        if begin > first or header is not None:
            yield first, begin, header
        first, header = begin, at - begin
    if first < len(lines):
        yield first, len(lines), header


def _foreign(path: str, lines: Sequence[str], diagnostic: LineDiagnostic) -> Record:
    record = Record(path, (), None)
    record.lines = tuple(lines)
    record.diagnostics = (_placed(path, 0, diagnostic),)
    return record


def _placed(path: str, line: int, diagnostic: LineDiagnostic) -> Diagnostic:
    return Diagnostic(
        diagnostic.code,
        diagnostic.message,
        path,
        line,
        diagnostic.start + 1,
        max(diagnostic.end, diagnostic.start + 1) + 1,
        diagnostic.help,
    )


def _outside_any_record(raw: str) -> LineDiagnostic:
    start = len(raw) - len(raw.lstrip(" \t"))
    end = len(raw.rstrip())
    return LineDiagnostic(
        "E112",
        "this line belongs to no record",
        start,
        end,
        "write a header above it, at the left margin",
    )


def _document_diagnostics(document: Document) -> Iterator[Diagnostic]:
    """What is wrong in a document, with lines from 1, in order."""
    diagnostics: list[Diagnostic] = []
    above = PlacesAbove()
    for start, record in zip(document.starts, document.records, strict=True):
        for diagnostic in record.diagnostics:
            place = (
                above.parent_of(document.line_text(diagnostic.line + start))
                if diagnostic.code == "E108"
                else None
            )
            hint = f"write `in {place}` after it" if place else diagnostic.help
            diagnostics.append(replace(diagnostic, line=diagnostic.line + start, help=hint))
        if record.header is not None:
            above.pass_header(record.header)
    diagnostics = merge_encoding_errors(diagnostics, document.lines)
    diagnostics += _conflict_diagnostics(document)
    diagnostics += _version_diagnostics(document)
    return iter(sorted(diagnostics, key=lambda problem: (problem.line, problem.column)))


def _conflict_diagnostics(document: Document) -> Iterator[Diagnostic]:
    """One problem for each conflict that git left, and for marks that are left over."""
    opened = False
    for start, record in zip(document.starts, document.records, strict=True):
        for at, raw in enumerate(record.lines):
            if raw[0] not in "<>=|" or not _CONFLICT_MARK(raw):
                continue
            if raw[0] == "<" or not opened:
                end = len(raw.rstrip("\r\n")) + 1
                message = (
                    "a conflict of a merge is unresolved"
                    if raw[0] == "<"
                    else "a conflict marker of a merge is left over"
                )
                yield Diagnostic(
                    "E114",
                    message,
                    document.path,
                    start + at,
                    1,
                    end,
                    "keep one side, or both, and delete the conflict markers",
                )
            opened = raw[0] != ">" if raw[0] in "<>" or opened else opened


def conflict_spans(document: Document) -> list[tuple[int, int]]:
    """The first and the last line of each conflict that git left."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for number, raw in enumerate(document.lines, 1):
        if raw[0] in "<>" and _CONFLICT_MARK(raw):
            if opened is not None and raw[0] == ">":
                spans.append((opened, number))
            opened = number if raw[0] == "<" else None
    return spans


def _version_diagnostics(document: Document) -> Iterator[Diagnostic]:
    """`bsc` stands first in its file, and names a version that is known."""
    headers = 0
    for start, record in zip(document.starts, document.records, strict=True):
        header = record.header
        if header is not None and header.form.name == "bsc":
            line = start + header.line
            width = len(document.line_text(line)) + 1
            if header.parts[0] != "1":
                message = f"this file is written in version {truncated_quote(header.parts[0])} of the language; this program reads version 1"
                yield Diagnostic(
                    "E116", message, document.path, line, 1, width, "use a newer version of bsctui"
                )
            elif headers:
                yield Diagnostic(
                    "E117",
                    "`bsc` is not the first header of its file",
                    document.path,
                    line,
                    1,
                    width,
                    "move it to the top",
                )
        headers += record.header_line is not None
