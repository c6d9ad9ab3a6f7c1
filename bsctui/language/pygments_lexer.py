"""Colours for whatever uses Pygments (Sphinx, MkDocs, rich): an entry point, by the grammar that reads the lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from pygments.lexer import Lexer
from pygments.token import Comment, Error, Keyword, Name, Number, Operator, String, Whitespace

from bsctui.language.tokens import TokenClass, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygments.token import _TokenType

_TYPES: Final = {
    TokenClass.KEYWORD: Keyword,
    TokenClass.NAME: Name.Class,
    TokenClass.REFERENCE: Name.Variable,
    TokenClass.STRING: String.Double,
    TokenClass.NUMBER: Number,
    TokenClass.PERIOD: Number.Integer.Long,
    TokenClass.CHOICE: Name.Constant,
    TokenClass.FUNCTION: Name.Function,
    TokenClass.OPERATOR: Operator,
    TokenClass.COMMENT: Comment.Single,
    TokenClass.UNREAD: Error,
}
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")


class BscLexer(Lexer):
    """Balanced scorecards of bsctui."""

    name = "bsctui scorecard"
    aliases: ClassVar[list[str]] = ["bsc", "bsctui"]
    filenames: ClassVar[list[str]] = ["*.bsc"]
    mimetypes: ClassVar[list[str]] = ["text/x-bsc"]

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """Every character of a text once: tokens, and the blanks between them."""
        start = 0
        for line in _LINE.findall(text):
            at = 0
            for token in tokens(line):
                if token.start > at:
                    yield start + at, Whitespace, line[at : token.start]
                yield start + token.start, _TYPES[token.kind], line[token.start : token.end]
                at = token.end
            if at < len(line):
                yield start + at, Whitespace, line[at:]
            start += len(line)
