"""A line as coloured tokens, by the grammar that reads it: there is no second lexer."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.text.grammar import (
    LarkError,
    Token,
    Tree,
    line_parser,
    parse_tree,
    terminal_patterns,
)
from bsctui.text.lines import code_part
from bsctui.text.literals import bar_spans
from bsctui.text.nesting import check_depth

if TYPE_CHECKING:
    from collections.abc import Iterator


class TokenClass(StrEnum):
    """What a token is to a reader's eye."""

    KEYWORD = "keyword"
    NAME = "name"
    """A name that is declared here."""
    REFERENCE = "reference"
    STRING = "string"
    NUMBER = "number"
    PERIOD = "period"
    CHOICE = "choice"
    """One of a few words, such as a grain, a colour or a method."""
    FUNCTION = "function"
    OPERATOR = "operator"
    COMMENT = "comment"
    UNREAD = "unread"
    """Where the grammar stopped."""


class LineToken(NamedTuple):
    """A token of a line.

    Columns count from 0, in characters. `terminal` is the grammar's, `slot` what the token fills there
    (None for keywords and for what stands in a line that has no form), `form` the line's (None as well).
    """

    start: int
    end: int
    kind: TokenClass
    text: str
    terminal: str
    slot: str | None = None
    form: str | None = None


CHOICES: Final = frozenset(
    {
        "GRAIN",
        "MONTH",
        "EDGE",
        "COLOUR",
        "MODE",
        "PART",
        "DIRECTION",
        "METHOD",
        "ROLLED",
        "STATE_NAME",
        "YTD",
    }
)
"""Terminals that are one of a few words."""

_KINDS: Final = {
    **dict.fromkeys(CHOICES, TokenClass.CHOICE),
    **dict.fromkeys(("NAME", "DOTTED", "WORD", "WORDS"), TokenClass.REFERENCE),
    **dict.fromkeys(
        (
            "NUMBER",
            "PLAIN",
            "YEAR",
            "COUNT",
            "DIGIT",
            "DASH",
            "CELLS",
            "FIGURES",
            "ESTIMATE",
            "LITERAL",
            "PERCENT",
        ),
        TokenClass.NUMBER,
    ),
    **dict.fromkeys(("PERIOD", "DATE"), TokenClass.PERIOD),
    **dict.fromkeys(
        ("COLON", "RANGE", "PLUS", "MINUS", "STAR", "SLASH", "LPAR", "RPAR", "COMMA", "COMPARE"),
        TokenClass.OPERATOR,
    ),
    "STRING": TokenClass.STRING,
    "FUNCTION": TokenClass.FUNCTION,
}
"""By terminal; all others are keywords."""

_PERIOD_SLOTS: Final = frozenset({"period", "first", "last", "at", "from_", "until"})
_MARK: Final = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?|={7}")


def grammar_start(raw: str) -> str:
    """Whether a line is read as a `header` or a `statement`."""
    return "statement" if raw[:1] in {" ", "\t"} else "header"


@lru_cache(maxsize=4096)
def tokens(raw: str) -> tuple[LineToken, ...]:
    """The tokens of a line (its end is ignored), left to right; those of a broken line as far as it reads."""
    line = raw.rstrip("\r\n")
    if _MARK.fullmatch(line):
        return (LineToken(0, len(line), TokenClass.UNREAD, line, ""),)
    code = code_part(line)
    code_tokens = tuple(_code_tokens(code.rstrip(" \t"), grammar_start(line)))
    if len(code) == len(line):
        return code_tokens
    comment = line[len(code) :]
    return (*code_tokens, LineToken(len(code), len(line), TokenClass.COMMENT, comment, ""))


def _code_tokens(code: str, start: str) -> Iterator[LineToken]:
    if not code.strip(" \t"):
        return
    try:
        tree = parse_tree(code, start)
    except LarkError:
        yield from _broken_line_tokens(code, start)
        return
    for token, slot in _leaves(tree):
        yield from _parts(token, slot, str(tree.data))


def _leaves(tree: Tree[Token]) -> Iterator[tuple[Token, str | None]]:
    """Every token in order, with the rule that it stands in; without recursion, as formulas may nest."""
    waiting: list[tuple[Token | Tree[Token], str | None]] = [
        (child, None) for child in reversed(tree.children)
    ]
    while waiting:
        node, rule = waiting.pop()
        if isinstance(node, Token):
            yield node, rule
        else:
            waiting += [(child, str(node.data)) for child in reversed(node.children)]


def _parts(token: Token, slot: str | None, form: str | None) -> Iterator[LineToken]:
    start, end = token.start_pos or 0, token.end_pos or 0
    kind = class_of(token.type, slot, form)
    if token.type not in {"CELLS", "FIGURES"}:
        yield LineToken(start, end, kind, str(token), token.type, slot, form)
        return
    at = 0
    for first, last in (*bar_spans(str(token)), (len(token), len(token))):
        cells = str(token)[at:first]
        if cells:
            yield LineToken(start + at, start + first, kind, cells, token.type, slot, form)
        if last > first:
            yield LineToken(start + first, start + last, TokenClass.OPERATOR, "|", "BAR")
        at = last


def class_of(terminal: str, slot: str | None, form: str | None) -> TokenClass:
    """What a terminal is to the eye in a slot of a form."""
    if slot in _PERIOD_SLOTS:
        return TokenClass.PERIOD
    if slot == "name" and form in _DECLARING:
        return TokenClass.NAME
    return _KINDS.get(terminal, TokenClass.KEYWORD)


_DECLARING: Final = frozenset(
    {"tier", "perspective", "person", "scorecard", "objective", "kpi", "measure", "initiative"}
)
"""Headers whose name is declared by them."""


def _broken_line_tokens(code: str, start: str) -> Iterator[LineToken]:
    """As far as the grammar reads; of the rest only texts in quotes can be told."""
    at = len(code) - len(code.lstrip(" \t"))
    try:
        check_depth(code, start)
        for token in line_parser().parse_interactive(code, start=start).iter_parse():
            yield from _parts(token, None, None)
            at = token.end_pos or at
    except LarkError:
        pass
    yield from _rest(code, at)


def _rest(code: str, at: int) -> Iterator[LineToken]:
    string = re.compile(terminal_patterns()["STRING"])
    for word in re.finditer(r'"(?:[^"\\]|\\.)*"?|[^ \t"]+', code[at:]):
        start, end = at + word.start(), at + word.end()
        kind = TokenClass.STRING if string.fullmatch(word[0]) else TokenClass.UNREAD
        yield LineToken(start, end, kind, word[0], "")
