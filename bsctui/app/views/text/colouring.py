"""How the text looks: a look for each kind of token, and characters that a terminal must not get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.app.core.spans import StyledSpan
from bsctui.language.tokens import TokenClass, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.app.core.spans import Spans

LOOK: Final = {
    TokenClass.KEYWORD: "keyword",
    TokenClass.NAME: "strong",
    TokenClass.REFERENCE: "link",
    TokenClass.STRING: "string",
    TokenClass.NUMBER: "number",
    TokenClass.PERIOD: "number",
    TokenClass.CHOICE: "choice",
    TokenClass.FUNCTION: "choice",
    TokenClass.OPERATOR: "dim",
    TokenClass.COMMENT: "dim",
    TokenClass.UNREAD: "unread",
}
"""The look of each kind; in none does colour alone carry a meaning."""


def coloured(raw: str) -> Iterator[tuple[int, int, str]]:
    """Columns of a line (from 0) with their look."""
    for token in tokens(raw):
        yield token.start, token.end, LOOK[token.kind]


def coloured_spans(raw: str) -> Spans:
    """A line as spans; cleaning is left to who draws them."""
    line = raw.rstrip("\r\n")
    spans: list[StyledSpan] = []
    at = 0
    for start, end, look in coloured(raw):
        if start > at:
            spans.append(StyledSpan(line[at:start]))
        spans.append(StyledSpan(line[start:end], look))
        at = end
    return (*spans, StyledSpan(line[at:])) if at < len(line) else tuple(spans)


def harmless(text: str, stand_in: str) -> str:
    """The text, character by character, with a stand-in for each that does not print; tabs stay."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\t" else stand_in for c in text)
