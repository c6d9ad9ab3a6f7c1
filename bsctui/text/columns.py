"""Where in a line a statement's values stand: found again when a message needs it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from bsctui.text.document import HEADERS, STATEMENTS
from bsctui.text.lines import Statement, code_part

COMPARED: Final = 250_000
"""Pairs of tokens up to which two lines are compared word by word."""

_CELL = re.compile(r"[^ \t]+")
_ALL = re.compile(r".+", re.DOTALL)


def statement_span(raw: str) -> tuple[int, int]:
    """Columns of a line's statement, from 1, the end one past the last character; without its comment."""
    code = code_part(raw).rstrip(" \t")
    start = len(code) - len(code.lstrip(" \t"))
    return start + 1, max(len(code), start + 1) + 1


class Word(NamedTuple):
    """A token of a line, of a series a cell; columns count from 0."""

    text: str
    start: int
    end: int


def rewritten_line(raw: str, statement: str) -> str:
    """A statement's line that says another one: of its characters only those of tokens that differ become others.

    Its indentation, the blanks between the tokens that stay, its comment and its end are kept.
    """
    code = code_part(raw).rstrip(" \t")
    indent = raw[: len(raw) - len(raw.lstrip(" \t"))]
    whole = indent + statement
    old, new = _words(code), _words(whole)
    changed = code
    for first, last, begin, end in reversed(_differences(old, new)):
        if last > first and end > begin:
            columns, text = (
                (old[first].start, old[last - 1].end),
                whole[new[begin].start : new[end - 1].end],
            )
        elif first == 0 or begin == 0:
            changed = whole
            break
        else:
            columns = old[first - 1].end, old[last - 1].end
            text = whole[new[begin - 1].end : new[end - 1].end]
        changed = changed[: columns[0]] + text + changed[columns[1] :]
    if [word.text for word in _words(changed)] != [word.text for word in new]:
        changed = whole
    return changed + raw[len(code) :]


def _words(code: str) -> list[Word]:
    """The tokens of a statement; none where it has no form."""
    from bsctui.text.line_grammar import LarkError, pieces_of

    try:
        _, pieces = pieces_of(code, "statement")
    except LarkError:
        return []
    return [
        Word(match[0], piece.start + match.start(), piece.start + match.end())
        for piece in pieces
        for match in (_CELL if piece.slot == "series" else _ALL).finditer(piece.text)
    ]


def _differences(old: list[Word], new: list[Word]) -> list[tuple[int, int, int, int]]:
    """Where the tokens differ, as `old[first:last]` and `new[begin:end]`, in order."""
    left, right = [word.text for word in old], [word.text for word in new]
    if len(left) * len(right) > COMPARED:
        return [(0, len(left), 0, len(right))]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [codes[1:] for codes in matcher.get_opcodes() if codes[0] != "equal"]


def part_spans(raw: str) -> list[tuple[int, int]]:
    """Columns of each of `Statement.parts`, from 1; empty for a line without form."""
    reader = STATEMENTS if raw[:1] in " \t" else HEADERS
    spans = reader.value_spans(raw)
    if spans is None:
        spans = _spans_by_grammar(raw, reader.start)
    return [(start + 1, end + 1) for start, end in spans]


def _spans_by_grammar(raw: str, start: str) -> list[tuple[int, int]]:
    from bsctui.text.line_grammar import LarkError, pieces_of

    try:
        _, pieces = pieces_of(code_part(raw).rstrip(" \t"), start)
    except LarkError:
        return []
    return [(piece.start, piece.end) for piece in pieces if piece.slot]


def token_span(raw: str, statement: Statement, slot: str | None) -> tuple[int, int]:
    """Columns of a slot's value in the line, from 1 (of a repeated one: the first); the whole statement without it."""
    spans = part_spans(raw) if slot else []
    place = statement.form.slots.get(slot or "")
    at = place[0] if isinstance(place, tuple) else place
    if at is None or at >= len(spans):
        return statement_span(raw)
    return spans[at]
