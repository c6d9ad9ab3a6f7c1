"""A file as lines and records, kept byte for byte; reading it never fails."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from bsctui.text.diagnostics import Problem
from bsctui.text.encodings import encoding_problems, foreign_fault
from bsctui.text.excerpts import excerpt
from bsctui.text.line_errors import Fault, fault_of
from bsctui.text.lines import LineReader, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BOM: Final = "\ufeff"
HEADERS: Final = LineReader("header")
STATEMENTS: Final = LineReader("statement")

_LINE = attrgetter("line")
_RAW_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_QUIET = re.compile(r"[ \t]*(?:#[^\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff]*)?\r?\n?")
_MARK = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?\r?\n?|={7}\r?\n?").fullmatch


class Record:
    """A header with its statements, its comments and the blank lines after it; treated as immutable.

    A record knows nothing of its place in the document: lines count from its first one, from 0, so
    that it is kept, with all that was made of it, when lines above it change.

    Attributes:
        lines: The raw lines, with their ends.
        header_line: The header's line; None in the preamble (what stands before the first header).
        header: The header, None where it could not be read or there is none.
        statements: Those that could be read, in order.
        problems: Why the others could not; their lines count from 0 like all of a record's.
    """

    __slots__ = ("__weakref__", "header", "header_line", "lines", "problems", "statements")

    def __init__(self, path: str, lines: tuple[str, ...], header_line: int | None) -> None:
        self.lines = lines
        self.header_line = header_line
        self.header: Statement | None = None
        self.statements: tuple[Statement, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        unread = self._read()
        if unread or (header_line is None and self.statements):
            self._explain(path, unread)

    def statement_at(self, line: int) -> Statement | None:
        """The header or statement on a line (from 0), if one could be read there."""
        if self.header is not None and self.header.line == line:
            return self.header
        at = bisect_left(self.statements, line, key=_LINE)
        found = self.statements[at] if at < len(self.statements) else None
        return found if found is not None and found.line == line else None

    def _read(self) -> list[int]:
        """Read the lines; returns those that could not be read."""
        statements: list[Statement] = []
        unread: list[int] = []
        read = STATEMENTS.read
        for at, raw in enumerate(self.lines):
            words = raw.split(None, 1)
            if not words or words[0][0] == "#":
                if not is_quiet(raw):
                    unread.append(at)
            elif at == self.header_line:
                self.header = HEADERS.read(raw, at)
                if self.header is None:
                    unread.append(at)
            else:
                statement = read(raw, at)
                if statement is not None:
                    statements.append(statement)
                elif not _MARK(raw):
                    unread.append(at)
        self.statements = tuple(statements)
        return unread

    def _explain(self, path: str, unread: Sequence[int]) -> None:
        found = []
        for at in unread:
            kind = "header" if at == self.header_line else "statement"
            fault = fault_of(self.lines[at], kind)
            if fault is not None:
                found.append(_problem(path, at, fault))
        if self.header_line is None:
            found += [_problem(path, s.line, _lost(self.lines[s.line])) for s in self.statements]
            self.statements = ()
        self.problems = tuple(sorted(found, key=lambda problem: problem.line))


class Document:
    """One file: its raw lines, cut into records.

    Attributes:
        path: Relative to the workspace, with `/`.
        records: In order; together they hold every line.
        starts: The first line of each record, from 1.
    """

    __slots__ = ("_places", "bom", "path", "problems", "records", "starts")

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
        self._places: dict[int, int] | None = None
        self.problems = tuple(_problems(self))

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
            self._places = {
                id(known): start for known, start in zip(self.records, self.starts, strict=True)
            }
        return self._places[id(record)]

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


def is_quiet(raw: str) -> bool:
    """Whether a line says nothing: it is blank, or a comment that can be read."""
    return _QUIET.fullmatch(raw) is not None


def read_document(path: str, content: bytes) -> Document:
    """Read a file; what cannot be read becomes problems, never an exception."""
    return document_of(path, content.decode("utf-8", "surrogateescape"))


def document_of(path: str, text: str) -> Document:
    """The document of a text that an editor holds, byte order mark included."""
    bom = text.startswith(BOM)
    if bom:
        text = text[1:]
    return Document(path, read_records(path, _RAW_LINE.findall(text)), bom=bom)


def read_records(path: str, lines: Sequence[str]) -> tuple[Record, ...]:
    """The records of a whole file; one without statements where it is no text of this language."""
    fault = foreign_fault(lines[0]) if lines else None
    return (_foreign(path, lines, fault),) if fault is not None else cut_records(path, lines)


def cut_records(path: str, lines: Sequence[str]) -> tuple[Record, ...]:
    """Cut lines into records at the headers and read each."""
    return tuple(
        Record(path, tuple(lines[first:last]), header) for first, last, header in cut(lines)
    )


def cut(lines: Sequence[str]) -> Iterator[tuple[int, int, int | None]]:
    """Where records stand: first line, line after the last, and the header's place in them."""
    first, header = 0, None
    for at, raw in enumerate(lines):
        if raw[0] in " \t#\r\n" or _MARK(raw):
            continue
        begin = at
        while begin > first and lines[begin - 1].lstrip(" \t").startswith("#"):
            begin -= 1
        if begin > first or header is not None:
            yield first, begin, header
        first, header = begin, at - begin
    if first < len(lines):
        yield first, len(lines), header


def _foreign(path: str, lines: Sequence[str], fault: Fault) -> Record:
    record = Record(path, (), None)
    record.lines = tuple(lines)
    record.problems = (_problem(path, 0, fault),)
    return record


def _problem(path: str, line: int, fault: Fault) -> Problem:
    return Problem(
        fault.code,
        fault.message,
        path,
        line,
        fault.start + 1,
        max(fault.end, fault.start + 1) + 1,
        fault.help,
    )


def _lost(raw: str) -> Fault:
    start = len(raw) - len(raw.lstrip(" \t"))
    end = len(raw.rstrip())
    return Fault(
        "E112",
        "this line belongs to no record",
        start,
        end,
        "write a header above it, at the left margin",
    )


def _problems(document: Document) -> Iterator[Problem]:
    """What is wrong in a document, with lines from 1, in order."""
    found: list[Problem] = []
    above: str | None = None
    for start, record in zip(document.starts, document.records, strict=True):
        for problem in record.problems:
            hint = (
                f"write `in {above}` behind it"
                if problem.code == "E108" and above
                else problem.help
            )
            found.append(replace(problem, line=problem.line + start, help=hint))
        if record.header is not None:
            above = record.header.get("parent") or above
    found = encoding_problems(found, document.lines)
    found += _conflicts(document)
    found += _versions(document)
    return iter(sorted(found, key=lambda problem: (problem.line, problem.column)))


def _conflicts(document: Document) -> Iterator[Problem]:
    """One problem for each conflict that git left, and for marks that are left over."""
    opened = False
    for start, record in zip(document.starts, document.records, strict=True):
        for at, raw in enumerate(record.lines):
            if raw[0] not in "<>=|" or not _MARK(raw):
                continue
            if raw[0] == "<" or not opened:
                end = len(raw.rstrip("\r\n")) + 1
                message = (
                    "a conflict of a merge is unresolved"
                    if raw[0] == "<"
                    else "a mark of a merge's conflict is left over"
                )
                yield Problem(
                    "E114",
                    message,
                    document.path,
                    start + at,
                    1,
                    end,
                    "keep one side, or both, and delete the marks",
                )
            opened = raw[0] != ">" if raw[0] in "<>" or opened else opened


def _versions(document: Document) -> Iterator[Problem]:
    """`bsc` stands first in its file, and names a version that is known."""
    headers = 0
    for start, record in zip(document.starts, document.records, strict=True):
        header = record.header
        if header is not None and header.form.name == "bsc":
            line = start + header.line
            width = len(document.line_text(line)) + 1
            if header.parts[0] != "1":
                message = f"this file is written in version {excerpt(header.parts[0])} of the language; this program reads version 1"
                yield Problem("E116", message, document.path, line, 1, width, "use a later bsctui")
            elif headers:
                yield Problem(
                    "E117",
                    "`bsc` is not the first header of its file",
                    document.path,
                    line,
                    1,
                    width,
                    "move it to the top",
                )
        headers += record.header_line is not None
