"""What a file's change consists of, fact by fact, so that a commit can hold some of it and leave out the rest; pure."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from bsctui.edits.fields import line_change_summary
from bsctui.merge.line_merge import hunks
from bsctui.merge.pieces import header_key, statement_key
from bsctui.model.names import declared_address, home_scorecard
from bsctui.text.lines import code_part

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from bsctui.text.document import Document
    from bsctui.text.lines import Statement

Lines = tuple[str, ...]


class CommitPart(NamedTuple):
    """One fact (or a whole record) that a file says otherwise than the last commit.

    Attributes:
        path: The file.
        first: How many of the old file's lines stand above it.
        old: The old file's lines that give way.
        new: The lines that stand in their place.
        address: The item that the fact belongs to; empty for settings and comments.
        text: What changed, as a reader says it.
        before: What the old line says; None where there is none, or more than one.
        after: What the new line says.
        adds: The kind of record that comes whole (`kpi`); empty for any other change.
    """

    path: str
    first: int
    old: Lines
    new: Lines
    address: str
    text: str
    before: Statement | None = None
    after: Statement | None = None
    adds: str = ""


class _Line(NamedTuple):
    """A line with what it speaks of."""

    raw: str
    key: tuple[object, ...]
    address: str
    statement: Statement | None


def commit_parts(old: Document, new: Document) -> list[CommitPart]:
    """The parts from top to bottom; all of them together make the new file of the old one."""
    before, after = list(_lines(old)), list(_lines(new))
    parts: list[CommitPart] = []
    for hunk in hunks([line.raw for line in before], [line.raw for line in after]):
        parts += _parts_of(
            new.path, hunk.first, before[hunk.first : hunk.last], after[hunk.begin : hunk.end]
        )
    return parts


def text_with(
    old: Sequence[str], parts: Iterable[CommitPart], left_out: Container[CommitPart]
) -> str:
    """The old file's lines with all parts but those left out."""
    lines: list[str] = []
    at = 0
    for part in parts:
        lines += old[at : part.first]
        lines += part.old if part in left_out else part.new
        at = part.first + len(part.old)
    return "".join([*lines, *old[at:]])


def _lines(document: Document) -> Iterator[_Line]:
    """Every line; a blank line and a comment belong to what stands below them in the same record."""
    for record in document.records:
        statements = {statement.line: statement for statement in record.statements}
        address = declared_address(record.header) or ""
        home = home_scorecard(record.header)
        whole = header_key(record.header) if record.header is not None else ("text",)
        for at, raw in enumerate(record.lines):
            statement = record.header if at == record.header_line else statements.get(at)
            if statement is None:
                key: tuple[object, ...] = (*whole, "", raw.strip())
            elif at == record.header_line:
                key = (*whole, "header")
            else:
                key = (*whole, *statement_key(statement, home))
            yield _Line(raw, key, address, statement)


def _parts_of(
    path: str, first: int, old: Sequence[_Line], new: Sequence[_Line]
) -> Iterator[CommitPart]:
    """A hunk cut where both sides speak of the same fact, and further where one record ends."""
    matcher = SequenceMatcher(
        None, [line.key for line in old], [line.key for line in new], autojunk=False
    )
    for tag, low, high, begin, end in matcher.get_opcodes():
        if tag == "equal":
            for step in range(high - low):
                yield _part(
                    path,
                    first + low + step,
                    old[low + step : low + step + 1],
                    new[begin + step : begin + step + 1],
                )
            continue
        removed, added = list(_facts(old[low:high])), list(_facts(new[begin:end]))
        at = first + low
        for lines in removed:
            yield _part(path, at, lines, [])
            at += len(lines)
        for lines in added:
            yield _part(path, at, [], lines)


def _facts(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines by fact: a whole record is one, and what stands above a line goes with it."""
    group: list[_Line] = []
    whole: str | None = None
    for line in lines:
        is_header = line.key[-1:] == ("header",)
        if group and (is_header or whole is None or line.address != whole) and _says(group):
            yield group
            group, whole = [], None
        if is_header:
            whole = line.address
        group.append(line)
    if group:
        yield group


def _says(lines: Sequence[_Line]) -> bool:
    return any(line.statement is not None for line in lines)


def _part(path: str, first: int, old: Sequence[_Line], new: Sequence[_Line]) -> CommitPart:
    before, after = _single(old), _single(new)
    first_line = next((line for line in (*new, *old) if line.statement is not None), None)
    address = first_line.address if first_line is not None else ""
    is_record = not old and any(line.key[-1:] == ("header",) for line in new)
    return CommitPart(
        path, first, tuple(line.raw for line in old), tuple(line.raw for line in new), address,
        _text(old, new), before, after, _words(new).partition(" ")[0] if is_record else "",
    )  # fmt: skip


def _single(lines: Sequence[_Line]) -> Statement | None:
    """The one statement in some lines; None where there are none or several."""
    statements = [line.statement for line in lines if line.statement is not None]
    return statements[0] if len(statements) == 1 else None


def _text(old: Sequence[_Line], new: Sequence[_Line]) -> str:
    """`target 88% → 85%`, `kpi doors added`."""
    was, becomes = _words(old), _words(new)
    if was and becomes:
        return line_change_summary(was, becomes)
    if not was and not becomes:
        return "a comment or blank lines"
    word = "added" if becomes else "removed"
    lines = new if becomes else old
    text = becomes or was
    if any(line.key[-1:] == ("header",) for line in lines):
        name = " ".join(text.split()[:2])
        return f"{name.replace('bsc ', 'language version ')} {word}"
    return text if becomes else f"{text} {word}"


def _words(lines: Sequence[_Line]) -> str:
    """The first statement's words."""
    return next((code_part(line.raw).strip() for line in lines if line.statement is not None), "")
