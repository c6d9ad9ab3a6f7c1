"""One line of text to a statement: by the shapes met before, else by the grammar itself.

A Lark parse costs some 20 microseconds a token. The first line of each *shape* (a sequence of keywords and
kinds of tokens) pays that; from its derivation one regular expression for the whole line is made out of the
grammar's own terminals, and the next line of that shape is a single match. Lines that no shape fits are
parsed, and those that do not parse are never remembered. The shapes of nearly all that people write are known
from the start (`known_shapes`), so that most files are read without Lark being imported.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.text.bounds import LONGEST_LINE
from bsctui.text.expressions import formula_or_none
from bsctui.text.known_shapes import KnownShape, known_shapes
from bsctui.text.literals import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.text.line_grammar import Piece

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


REPEATED_SLOTS: Final = frozenset({"names", "xs", "ys"})
LEARNABLE: Final = 24
"""Tokens of the longest shape worth a regular expression; longer lines are parsed each time."""
SHAPES: Final = 64
"""Shapes remembered for a keyword."""

_CODE = re.compile(r'(?:[^"#\r\n]++|"(?:[^"\\\r\n]++|\\.)*+(?:"|(?=[\r\n]|$)))*+')
TAIL: Final = r"[ \t]*(?:#[^\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff]*)?\r?\n?"
_FORMULA = re.compile(
    r"[ \t]++formula[ \t]++(?P<text>[^\"#\r\n]*+)"
    r"(?:(?P<reason>\"(?:[^\"\\\x00-\x1f\x7f-\x9f\ud800-\udfff]|\\[\"\\])*\"))?" + TAIL
)
_CLEAN_END = re.compile(TAIL)


def code_part(raw: str) -> str:
    """A line without its comment and its end; strings may hold `#`."""
    match = _CODE.match(raw)
    return match[0] if match else ""


Shape = tuple[Callable[[str], "re.Match[str] | None"], Form]


class LineReader:
    """Reads lines from one start of the grammar, and learns their shapes."""

    def __init__(self, start: str) -> None:
        self.start = start
        self._shapes: dict[str, list[Shape]] = {}
        self._unmet: dict[str, Iterator[KnownShape]] = {
            keyword: iter(shapes) for keyword, shapes in known_shapes(start).items()
        }
        """Shapes that no line had yet: each is compiled when one is sought among them."""
        self._forms: dict[tuple[str, ...], Form] = {}
        self._formulas = (
            Form("formula", "formula", {"expression": 0}, ()),
            Form("formula", "formula", {"expression": 0, "reason": 1}, ()),
        )

    def read(self, raw: str, line: int, word: str | None = None) -> Statement | None:
        """The statement of a line, or None where it has no form; `word` is its first word, where that is known."""
        if len(raw) > LONGEST_LINE:
            return None
        word = word or raw.split(None, 1)[0]
        keyword = word if "." not in word else ""
        shapes = self._shapes.get(keyword)
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
        if self._meet(raw, keyword):
            return self.read(raw, line, word)
        return self._parsed(raw, line)

    def value_spans(self, raw: str) -> list[tuple[int, int]] | None:
        """Columns (from 0) of the values of a line that has a form; None where none of its shape was met."""
        word = raw.split(None, 1)[0]
        for match, form in self._shapes.get(word if "." not in word else "", ()):
            matched = match(raw)
            if matched is not None and all(is_name(matched[i + 1]) for i in form.names):
                return list(map(matched.span, range(1, len(matched.groups()) + 1)))
        return None

    def _meet(self, raw: str, keyword: str) -> bool:
        """Whether a line has one of the known shapes that none had before; from then on it is one that was met."""
        for known in self._unmet.get(keyword, ()):
            form = Form(known.name, keyword, known.slots, known.names)
            match = re.compile(known.pattern).fullmatch
            self._shapes.setdefault(keyword, []).append((match, form))
            if match(raw) is not None:
                return True
        return False

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
        from bsctui.text.line_grammar import LarkError, pieces_of

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
        from bsctui.text.line_grammar import form_of

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
            from bsctui.text.line_grammar import shape_pattern

            shapes.append((re.compile(shape_pattern(pieces, self.start)).fullmatch, form))
