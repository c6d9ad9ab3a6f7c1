"""One line read by the grammar itself: its form, its tokens, and the regular expression of all lines of its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.text.grammar import LarkError, Token, parse_tree, terminal_patterns
from bsctui.text.lines import REPEATED_SLOTS, TAIL, Form, Slots

if TYPE_CHECKING:
    from lark import Tree

NAME_TERMINALS: Final = frozenset({"NAME", "DOTTED"})
_UNSPACED: Final = frozenset({"COLON", "RANGE"})


class Piece(NamedTuple):
    """A token of a line: its terminal, its text, the slot it fills (None for keywords) and its columns from 0."""

    terminal: str
    text: str
    slot: str | None
    start: int
    end: int


def pieces_of(code: str, start: str) -> tuple[str, list[Piece]]:
    """Parse one line by the grammar: its form's name and its tokens.

    Raises:
        LarkError: The line has no form.
    """
    tree = parse_tree(code, start)
    return str(tree.data), [_piece(child, code) for child in tree.children]


def _piece(child: Tree[Token] | Token, code: str) -> Piece:
    if isinstance(child, Token):
        return Piece(child.type, str(child), None, child.start_pos or 0, child.end_pos or 0)
    first: Tree[Token] | Token = child
    last: Tree[Token] | Token = child
    while not isinstance(first, Token):
        first = first.children[0]
    while not isinstance(last, Token):
        last = last.children[-1]
    start, end = first.start_pos or 0, last.end_pos or 0
    return Piece(first.type, code[start:end], str(child.data), start, end)


def form_of(name: str, pieces: list[Piece]) -> Form:
    """The form of a parsed line."""
    values = [piece for piece in pieces if piece.slot]
    places: dict[str, list[int]] = {}
    for place, piece in enumerate(values):
        places.setdefault(piece.slot or "", []).append(place)
    slots: Slots = {
        slot: tuple(positions) if slot in REPEATED_SLOTS else positions[-1]
        for slot, positions in places.items()
    }
    names = tuple(i for i, piece in enumerate(values) if piece.terminal in NAME_TERMINALS)
    keyword = "" if pieces[0].slot else pieces[0].text
    return Form(name, keyword, slots, names)


def shape_pattern(pieces: list[Piece], start: str) -> str:
    """The regular expression of a whole line of this shape; its groups are the values."""
    patterns = terminal_patterns()
    parts = ["[ \t]+" if start == "statement" else ""]
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before is not None:
            free = before.terminal in _UNSPACED or piece.terminal in _UNSPACED
            parts.append("[ \t]*" if free else "[ \t]+")
        pattern = patterns[piece.terminal]
        parts.append(f"({pattern})" if piece.slot else f"(?:{pattern})")
    return "".join(parts) + TAIL


__all__ = ["LarkError", "Piece", "form_of", "pieces_of", "shape_pattern"]
