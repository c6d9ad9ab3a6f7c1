"""Where in a line a statement's values stand: found again when a message needs it."""

from __future__ import annotations

from bsctui.text.grammar import LarkError
from bsctui.text.lines import Statement, code_part, pieces_of


def statement_span(raw: str) -> tuple[int, int]:
    """Columns of a line's statement, from 1, the end one past the last character; without its comment."""
    code = code_part(raw).rstrip(" \t")
    start = len(code) - len(code.lstrip(" \t"))
    return start + 1, max(len(code), start + 1) + 1


def part_spans(raw: str) -> list[tuple[int, int]]:
    """Columns of each of `Statement.parts`, from 1; empty for a line without form."""
    start = "statement" if raw[:1] in " \t" else "header"
    try:
        _, pieces = pieces_of(code_part(raw).rstrip(" \t"), start)
    except LarkError:
        return []
    return [(piece.start + 1, piece.end + 1) for piece in pieces if piece.slot]


def token_span(raw: str, statement: Statement, slot: str | None) -> tuple[int, int]:
    """Columns of a slot's value in the line, from 1 (of a repeated one: the first); the whole statement without it."""
    spans = part_spans(raw) if slot else []
    place = statement.form.slots.get(slot or "")
    at = place[0] if isinstance(place, tuple) else place
    if at is None or at >= len(spans):
        return statement_span(raw)
    return spans[at]
