"""The grammar file as parsers and terminals; the tables are cached, since building them costs a quarter second."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from lark import Lark, Token, Tree, __version__
from lark.exceptions import LarkError
from platformdirs import user_cache_path

from bsctui.text.known_shapes import grammar_path
from bsctui.text.nesting import check_depth

if TYPE_CHECKING:
    from pathlib import Path

STARTS = ["header", "statement", "expression"]
_VALUES = frozenset({"dotted"})


@cache
def line_parser() -> Lark:
    """The parser of single lines; its starts are `header`, `statement` and `expression`."""
    text = grammar_path().read_text(encoding="utf-8")
    options = {"parser": "lalr", "lexer": "contextual", "start": STARTS}
    try:
        return Lark(text, cache=str(_cache_file(text)), **options)
    except OSError:  # no place for a cache: slower, never wrong
        return Lark(text, **options)


def parse_tree(text: str, start: str) -> Tree[Token]:
    """The tree of a line, or of a formula's text.

    Raises:
        TooDeepError: It nests deeper than anybody writes.
        LarkError: It has no form.
    """
    check_depth(text, start)
    return line_parser().parse(text, start=start)


def _cache_file(text: str) -> Path:
    digest = hashlib.sha256(f"{__version__}{text}".encode()).hexdigest()[:20]
    folder = user_cache_path("bsctui")
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"grammar-{digest}.bin"


@cache
def terminal_patterns() -> dict[str, str]:
    """The regular expression of each terminal, by name."""
    return {terminal.name: terminal.pattern.to_regexp() for terminal in line_parser().terminals}


@cache
def keywords_of(start: str) -> frozenset[str]:
    """The words that a line may begin with; a keyword's terminal is named for its word."""
    choices: dict[str, object] = line_parser().parse_interactive("", start=start).choices()  # type: ignore[no-untyped-call]
    return frozenset(name.lower() for name in choices if name.isupper()) - _VALUES


__all__ = [
    "STARTS",
    "LarkError",
    "Token",
    "Tree",
    "grammar_path",
    "keywords_of",
    "line_parser",
    "parse_tree",
    "terminal_patterns",
]
