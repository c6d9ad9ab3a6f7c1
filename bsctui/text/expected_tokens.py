"""What the parser would take at a place: terminals, and the form and slot that each would fill."""

from __future__ import annotations

import re
from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from lark.exceptions import UnexpectedInput

from bsctui.text.grammar import (
    LarkError,
    Token,
    Tree,
    line_parser,
    parse_tree,
    terminal_patterns,
)
from bsctui.text.nesting import TooDeepError, check_depth

if TYPE_CHECKING:
    from lark.parsers.lalr_interactive_parser import InteractiveParser

END: Final = "$END"
PROBE: Final = "?"
"""The text of the token asked for; all others have none."""
FARTHEST: Final = 8
"""Tokens that a line may still lack behind the place: the longest form needs six."""


class ExpectedToken(NamedTuple):
    """A terminal that may stand at a place, and what it would be there."""

    terminal: str
    form: str
    slot: str | None
    """None for a keyword."""


def expected_tokens_after(code: str, start: str) -> tuple[ExpectedToken, ...]:
    """What may follow the beginning of a line; nothing where that cannot be read."""
    parser = line_parser().parse_interactive(code, start=start)
    try:
        check_depth(code, start)
        before = tuple(token.type for token in parser.exhaust_lexer())
    except LarkError:
        return ()
    return _expected_after_terminals(before, start)


def parse_stop_column(code: str, start: str) -> int | None:
    """The column (from 0) at which a line can be read no further; None where it has a form."""
    try:
        parse_tree(code, start)
    except TooDeepError as error:
        return error.column
    except UnexpectedInput as error:
        at = error.pos_in_stream
        return len(code) if at is None or at < 0 else min(at, len(code))
    return None


@lru_cache(maxsize=1)
def words_of_language() -> frozenset[str]:
    """Every keyword, and every word that a value is chosen from."""
    return frozenset(word for terminal in terminal_patterns() for word in terminal_words(terminal))


@lru_cache(maxsize=2048)
def _expected_after_terminals(before: tuple[str, ...], start: str) -> tuple[ExpectedToken, ...]:
    """The same for the terminals of the beginning: what may follow depends on nothing else."""
    parser = line_parser().parse_interactive("", start=start)
    for terminal in before:
        parser.feed_token(Token(terminal, ""))
    tokens = (
        _expected_token(parser, terminal) for terminal in _accepted(parser) if terminal != END
    )
    return tuple(token for token in tokens if token is not None)


def _expected_token(parser: InteractiveParser, terminal: str) -> ExpectedToken | None:
    """The form and slot of a terminal, from the shortest line that holds it here."""
    token = Token(terminal, PROBE)
    waiting = deque([(_with_token(parser, token), 0)])
    while waiting:
        at, length = waiting.popleft()
        accepted = _accepted(at)
        if END in accepted:
            tree: Tree[Token] = at.feed_eof()  # type: ignore[no-untyped-call]
            return ExpectedToken(terminal, str(tree.data), _rule_of(tree))
        if length < FARTHEST:
            waiting += [(_with_token(at, Token(name, "")), length + 1) for name in accepted]
    return None


def _accepted(parser: InteractiveParser) -> list[str]:
    names: set[str] = parser.accepts()  # type: ignore[no-untyped-call]
    return sorted(names)


def _with_token(parser: InteractiveParser, token: Token) -> InteractiveParser:
    further: InteractiveParser = parser.copy()  # type: ignore[no-untyped-call]
    further.feed_token(token)
    return further


def _rule_of(tree: Tree[Token]) -> str | None:
    """The rule that holds the token asked for; told by its text, as the parser copies tokens."""
    for node in tree.iter_subtrees():
        if any(isinstance(child, Token) and child == PROBE for child in node.children):
            return None if node is tree else str(node.data)
    return None


@lru_cache(maxsize=256)
def terminal_words(terminal: str) -> tuple[str, ...]:
    """The words that a terminal is one of; empty for names, numbers and texts."""
    pattern = terminal_patterns().get(terminal, "")
    head = re.split(r"\(\?[=!]", pattern, maxsplit=1)[0]  # without what it looks at behind itself
    if not re.fullmatch(r"[A-Za-z|:?()]+", head):
        return ()
    return tuple(re.findall(r"[A-Za-z]+", head))
