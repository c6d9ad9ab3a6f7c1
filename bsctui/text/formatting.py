"""Canonical layout (`commands.md`, fmt): blanks and empty lines only; order, spelling and comments stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.text.document import BOM, is_blank_or_comment, read_document
from bsctui.text.encodings import has_zeros, is_foreign
from bsctui.text.expressions import formula_or_none
from bsctui.text.grammar import Token, Tree, parse_tree
from bsctui.text.line_grammar import pieces_of
from bsctui.text.lines import code_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.text.document import Document, Record
    from bsctui.text.line_grammar import Piece

SPACED: Final = frozenset({"scorecard", "objective", "kpi", "measure", "initiative", "actuals"})
"""Headers before whose records one empty line stands."""

INNER: Final = frozenset({"statement", "unread"})
"""Lines that stand in a record."""

OPERATORS: Final = frozenset({"PLUS", "MINUS", "STAR", "SLASH", "COMPARE"})


def formatted(text: str) -> str:
    """The canonical form of a file's text; lines that cannot be read stay as they are."""
    document = read_document("", text.encode("utf-8", "surrogateescape"))
    return format_document(document)


def format_document(document: Document) -> str:
    """The canonical text of a document (without its byte order mark)."""
    if not has_layout(document):
        return "".join(document.lines)
    return lay_out([line for record in document.records for line in formatted_lines(record)])


def has_layout(document: Document) -> bool:
    """Whether there is a canonical layout: not of what is in conflict or in no text."""
    lines = document.lines
    conflict = any(diagnostic.code == "E114" for diagnostic in document.diagnostics)
    return bool(lines) and not (conflict or is_foreign(lines[0]) or has_zeros(lines))


def lay_out(lines: list[FormattedLine]) -> str:
    """The text of lines that are in canonical form, with empty lines and indentation."""
    groups = _grouped(lines)
    text = "".join(f"{line}\n" for line in _laid_out(groups))
    return f"\n{text}" if is_foreign(text) or text.startswith(BOM) else text


class FormattedLine(NamedTuple):
    """A line and what it is: `blank`, `comment`, `statement`, `unread`, or the form of a header."""

    kind: str
    text: str


class FormattedGroup(NamedTuple):
    """A header or statement with the comments that belong to it, or a comment that stands alone."""

    kind: str
    lines: tuple[str, ...]
    after_blank: bool


def formatted_lines(record: Record) -> Iterator[FormattedLine]:
    """The lines of a record, each in canonical form by itself."""
    for at, raw in enumerate(record.lines):
        statement = record.statement_at(at)
        if statement is not None and statement is record.header:
            yield FormattedLine(statement.form.name, _canonical_line(raw, "header"))
        elif statement is not None:
            yield FormattedLine("statement", _canonical_line(raw, "statement"))
        elif is_blank_or_comment(raw):
            text = raw.strip(" \t\r\n")
            yield FormattedLine("comment" if text else "blank", text)
        else:
            yield FormattedLine("kpi" if at == record.header_line else "unread", _unread_line(raw))


def _unread_line(raw: str) -> str:
    """A line that cannot be read, without its end; a CR that is none of the end must not become one."""
    body = raw.removesuffix("\n").removesuffix("\r")
    return f"{body}\r" if body.endswith("\r") else body


def _grouped(lines: list[FormattedLine]) -> list[FormattedGroup]:
    """Comments join what stands right below them."""
    groups: list[FormattedGroup] = []
    comments: list[str] = []
    after_blank = blank = False
    for line in [*lines, FormattedLine("blank", "")]:
        if line.kind == "comment":
            after_blank = blank if not comments else after_blank
            comments.append(line.text)
        elif line.kind == "blank":
            if comments:
                groups.append(FormattedGroup("comment", tuple(comments), after_blank))
                comments = []
        else:
            groups.append(
                FormattedGroup(
                    line.kind, (*comments, line.text), after_blank if comments else blank
                )
            )
            comments = []
        blank = line.kind == "blank"
    return groups


def _laid_out(groups: list[FormattedGroup]) -> Iterator[str]:
    """Empty lines and indentation."""
    inside = _inside_records(groups)
    for at, group in enumerate(groups):
        if at and _needs_empty(groups[at - 1], group, inside=inside[at]):
            yield ""
        indented = group.kind in INNER or inside[at]
        comments = group.lines if group.kind == "comment" else group.lines[:-1]
        yield from (f"  {line}" if indented else line for line in comments)
        yield from group.lines[len(comments) :]


def _inside_records(groups: list[FormattedGroup]) -> list[bool]:
    """Which stand-alone comments stand between the statements of one record."""
    inside = [False] * len(groups)
    follows = False
    for at in range(len(groups) - 1, -1, -1):
        if groups[at].kind == "comment":
            inside[at] = follows
        else:
            follows = groups[at].kind in INNER
    return inside


def _needs_empty(before: FormattedGroup, group: FormattedGroup, *, inside: bool) -> bool:
    if before.kind == "comment":
        return True
    if group.kind in INNER or inside:
        return False
    return group.kind in SPACED or group.kind == "comment" or group.after_blank


def _canonical_line(raw: str, start: str) -> str:
    """One line that can be read."""
    part = code_part(raw)
    _, pieces = pieces_of(part.rstrip(" \t\r\n"), start)
    comment = raw[len(part) :].rstrip(" \t\r\n")
    tail = f"  {comment}" if comment else ""
    return f"{'' if start == 'header' else '  '}{canonical_statement(pieces)}{tail}"


def canonical_statement(pieces: list[Piece]) -> str:
    """A statement with one blank between its tokens."""
    parts: list[str] = []
    scale = pieces[0].terminal == "SCALE"
    for piece in pieces:
        if piece.terminal == "COLON":
            parts.append(":" if scale else ": ")
        elif piece.terminal == "RANGE":
            parts.append("..")
        else:
            if parts and not parts[-1].endswith((" ", "..")) and not (scale and parts[-1] == ":"):
                parts.append(" ")
            parts.append(_text(piece))
    return "".join(parts)


def _text(piece: Piece) -> str:
    if piece.slot == "expression":
        return formula_text(piece.text)
    if piece.slot == "series":
        return " ".join(piece.text.split())
    return piece.text


def formula_text(text: str) -> str:
    """A formula as in arithmetic: blanks around operators and behind commas, none inside parentheses."""
    if formula_or_none(text) is None:
        return text
    tree = parse_tree(text, "expression")
    tokens = sorted(
        tree.scan_values(lambda value: isinstance(value, Token)),
        key=lambda token: token.start_pos or 0,
    )
    signs = _signs(tree)
    parts: list[str] = []
    for token in tokens:
        if token.type == "COMMA":
            parts.append(", ")
        elif token.type in OPERATORS and token.start_pos not in signs:
            parts.append(f" {token} ")
        else:
            parts.append(str(token))
    return "".join(parts)


def _signs(tree: Tree[Token]) -> set[int]:
    """Where a minus is a sign."""
    columns = set()
    for node in tree.iter_subtrees():
        if node.data == "negation":
            first = node.children[0]
            if isinstance(first, Token):
                columns.add(first.start_pos or 0)
    return columns
