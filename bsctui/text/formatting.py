"""Canonical layout (`commands.md`, fmt): blanks and empty lines only; order, spelling and comments stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.text.document import read_document
from bsctui.text.expressions import formula_or_none
from bsctui.text.grammar import LarkError, Token, Tree, parsed
from bsctui.text.lines import code_part, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Piece

SPACED: Final = frozenset({"scorecard", "objective", "kpi", "measure", "initiative", "actuals"})
"""Headers before whose records one empty line stands."""

OPERATORS: Final = frozenset({"PLUS", "MINUS", "STAR", "SLASH", "COMPARE"})


def formatted(text: str) -> str:
    """The canonical form of a file's text; lines that cannot be read stay as they are."""
    document = read_document("", text.encode("utf-8", "surrogateescape"))
    return format_document(document)


def format_document(document: Document) -> str:
    """The canonical text of a document (without its byte order mark)."""
    if any(problem.code in {"E113", "E114"} for problem in document.problems):
        return "".join(document.lines)
    groups = _grouped([line for record in document.records for line in _lines(record)])
    return "".join(f"{line}\n" for line in _laid_out(groups))


class Line(NamedTuple):
    """A line and what it is: `blank`, `comment`, `statement`, or the form of a header."""

    kind: str
    text: str


class Group(NamedTuple):
    """A header or statement with the comments that belong to it, or a comment that stands alone."""

    kind: str
    lines: tuple[str, ...]
    after_blank: bool


def _lines(record: Record) -> Iterator[Line]:
    for at, raw in enumerate(record.lines):
        text = raw.strip(" \t\r\n")
        if not text:
            yield Line("blank", "")
        elif text.startswith("#"):
            yield Line("comment", text)
        elif at == record.header_line:
            form = record.header.form.name if record.header is not None else "kpi"
            yield Line(form, _canonical_line(raw, "header"))
        else:
            yield Line("statement", _canonical_line(raw, "statement"))


def _grouped(lines: list[Line]) -> list[Group]:
    """Comments join what stands right below them."""
    groups: list[Group] = []
    comments: list[str] = []
    after_blank = blank = False
    for line in [*lines, Line("blank", "")]:
        if line.kind == "comment":
            after_blank = blank if not comments else after_blank
            comments.append(line.text)
        elif line.kind == "blank":
            if comments:
                groups.append(Group("comment", tuple(comments), after_blank))
                comments = []
        else:
            groups.append(
                Group(line.kind, (*comments, line.text), after_blank if comments else blank)
            )
            comments = []
        blank = line.kind == "blank"
    return groups


def _laid_out(groups: list[Group]) -> Iterator[str]:
    """Empty lines and indentation."""
    inside = _inside_records(groups)
    for at, group in enumerate(groups):
        if at and _needs_empty(groups[at - 1], group, inside=inside[at]):
            yield ""
        indented = group.kind == "statement" or inside[at]
        for line in group.lines:
            yield f"  {line}" if indented and line.startswith("#") else line


def _inside_records(groups: list[Group]) -> list[bool]:
    """Which stand-alone comments stand between the statements of one record."""
    inside = [False] * len(groups)
    follows = False
    for at in range(len(groups) - 1, -1, -1):
        if groups[at].kind == "comment":
            inside[at] = follows
        else:
            follows = groups[at].kind == "statement"
    return inside


def _needs_empty(before: Group, group: Group, *, inside: bool) -> bool:
    if before.kind == "comment":
        return True
    if group.kind == "statement" or inside:
        return False
    return group.kind in SPACED or group.kind == "comment" or group.after_blank


def _canonical_line(raw: str, start: str) -> str:
    """One line; where it cannot be read, as it is."""
    part = code_part(raw)
    try:
        _, pieces = pieces_of(part.rstrip(" \t\r\n"), start)
    except LarkError:
        return raw.rstrip("\r\n")
    comment = raw[len(part) :].rstrip(" \t\r\n")
    tail = f"  {comment}" if comment else ""
    return f"{'' if start == 'header' else '  '}{canonical(pieces)}{tail}"


def canonical(pieces: list[Piece]) -> str:
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
    tree = parsed(text, "expression")
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
    found = set()
    for node in tree.iter_subtrees():
        if node.data == "negation":
            first = node.children[0]
            if isinstance(first, Token):
                found.add(first.start_pos or 0)
    return found
