"""One line of text to a statement: by the shapes met before, else by the grammar itself.

A Lark parse costs some 20 microseconds a token. The first line of each *shape* (a sequence of keywords and
kinds of tokens) pays that; from its derivation one regular expression for the whole line is made out of the
grammar's own terminals, and the next line of that shape is a single match. Lines that no shape fits are
parsed, and those that do not parse are never remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.text.bounds import LONGEST_LINE
from bsctui.text.expressions import formula_or_none
from bsctui.text.grammar import LarkError, Token, parse_tree, terminal_patterns
from bsctui.text.literals import is_name

if TYPE_CHECKING:
    from lark import Tree

Slots = dict[str, "int | tuple[int, ...]"]


class Form:
    """What a line says, apart from its values: shared by all lines of one shape.

    Attributes:
        name: The form, such as `target_by` (the aliases in the grammar).
        keyword: The word it begins with; empty for a line of an `actuals` block.
        slots: Where in `Statement.parts` each value stands; repeatable ones as a tuple of places.
        names: Places of names and refs.
    """

    __slots__ = ("keyword", "name", "names", "slots")

    def __init__(self, name: str, keyword: str, slots: Slots, names: tuple[int, ...]) -> None:
        self.name = name
        self.keyword = keyword
        self.slots = slots
        self.names = names

    def __repr__(self) -> str:
        return f"Form({self.name!r}, {self.slots!r})"


class Statement(NamedTuple):
    """A header or a statement: `line` counts from its record's first line, from 0."""

    line: int
    form: Form
    parts: tuple[str, ...]

    def get(self, slot: str) -> str | None:
        """The text in a slot that holds at most one value."""
        place = self.form.slots.get(slot)
        return self.parts[place] if isinstance(place, int) else None

    def all(self, slot: str) -> tuple[str, ...]:
        """The texts in a slot that may repeat."""
        places = self.form.slots.get(slot, ())
        return tuple(self.parts[i] for i in ((places,) if isinstance(places, int) else places))


class Piece(NamedTuple):
    """A token of a line: its terminal, its text, the slot it fills (None for keywords) and its columns from 0."""

    terminal: str
    text: str
    slot: str | None
    start: int
    end: int


REPEATED_SLOTS: Final = frozenset({"names", "xs", "ys"})
NAME_TERMINALS: Final = frozenset({"NAME", "DOTTED"})
LEARNABLE: Final = 24
"""Tokens of the longest shape worth a regular expression; longer lines are parsed each time."""
SHAPES: Final = 64
"""Shapes remembered for a keyword."""

_CODE = re.compile(r'(?:[^"#\r\n]++|"(?:[^"\\\r\n]++|\\.)*+(?:"|(?=[\r\n]|$)))*+')
_TAIL = r"[ \t]*(?:#[^\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff]*)?\r?\n?"
_FORMULA = re.compile(
    r"[ \t]++formula[ \t]++(?P<text>[^\"#\r\n]*+)"
    r"(?:(?P<reason>\"(?:[^\"\\\x00-\x1f\x7f-\x9f\ud800-\udfff]|\\[\"\\])*\"))?" + _TAIL
)
_UNSPACED = frozenset({"COLON", "RANGE"})


def code_part(raw: str) -> str:
    """A line without its comment and its end; strings may hold `#`."""
    match = _CODE.match(raw)
    return match[0] if match else ""


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


Shape = tuple[Callable[[str], "re.Match[str] | None"], Form]


class LineReader:
    """Reads lines from one start of the grammar, and learns their shapes."""

    def __init__(self, start: str) -> None:
        self.start = start
        self._shapes: dict[str, list[Shape]] = {}
        self._forms: dict[tuple[str, ...], Form] = {}
        self._formulas = (
            Form("formula", "formula", {"expression": 0}, ()),
            Form("formula", "formula", {"expression": 0, "reason": 1}, ()),
        )

    def read(self, raw: str, line: int) -> Statement | None:
        """The statement of a line, or None where it has no form."""
        if len(raw) > LONGEST_LINE:
            return None
        word = raw.split(None, 1)[0]
        shapes = self._shapes.get(word if "." not in word else "")
        if shapes is not None:
            for at, (match, form) in enumerate(shapes):
                matched = match(raw)
                if matched is not None:
                    if at:
                        shapes.insert(0, shapes.pop(at))
                    parts = matched.groups()
                    if raw.isascii() or all(is_name(parts[i]) for i in form.names):
                        return Statement(line, form, parts)
                    return None
        if word == "formula":
            return self._formula(raw, line)
        return self._parsed(raw, line)

    def _formula(self, raw: str, line: int) -> Statement | None:
        match = _FORMULA.fullmatch(raw)
        if match is None or self.start != "statement":
            return None
        text, reason = match["text"].rstrip(" \t"), match["reason"]
        glued = reason is not None and len(text) == len(match["text"])
        if glued or not text or formula_or_none(text) is None:
            return None
        if reason is None:
            return Statement(line, self._formulas[0], (text,))
        return Statement(line, self._formulas[1], (text, reason))

    def _parsed(self, raw: str, line: int) -> Statement | None:
        code = code_part(raw)
        if not _CLEAN_END.fullmatch(raw, len(code)):
            return None
        try:
            name, pieces = pieces_of(code, self.start)
        except LarkError:
            return None
        form = self._form(name, pieces)
        parts = tuple(piece.text for piece in pieces if piece.slot)
        if not all(is_name(parts[i]) for i in form.names):
            return None
        self._learn(form, pieces)
        return Statement(line, form, parts)

    def _form(self, name: str, pieces: list[Piece]) -> Form:
        """Shared by the lines of a shape, but for long ones: there are too many lengths to remember."""
        if len(pieces) > LEARNABLE:
            return form_of(name, pieces)
        key = (name, *(f"{piece.slot}:{piece.terminal}" for piece in pieces))
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = form_of(name, pieces)
        return form

    def _learn(self, form: Form, pieces: list[Piece]) -> None:
        shapes = self._shapes.setdefault(form.keyword, [])
        if len(pieces) <= LEARNABLE and len(shapes) < SHAPES:
            shapes.append((re.compile(shape_pattern(pieces, self.start)).fullmatch, form))


_CLEAN_END = re.compile(_TAIL)


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
    return "".join(parts) + _TAIL
