"""The colours of tokens, by the grammar that reads them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from lsprotocol.types import (
    SemanticTokenModifiers,
    SemanticTokens,
    SemanticTokensLegend,
    SemanticTokenTypes,
)

from bsctui.language.tokens import TokenClass, tokens
from bsctui.lsp.turns import LongAnswer

if TYPE_CHECKING:
    from collections.abc import Generator

    from lsprotocol.types import SemanticTokensParams, SemanticTokensRangeParams

    from bsctui.lsp.session import EditorSession, RequestContext

_TYPES: Final = {
    TokenClass.KEYWORD: SemanticTokenTypes.Keyword,
    TokenClass.NAME: SemanticTokenTypes.Class,
    TokenClass.REFERENCE: SemanticTokenTypes.Variable,
    TokenClass.STRING: SemanticTokenTypes.String,
    TokenClass.NUMBER: SemanticTokenTypes.Number,
    TokenClass.PERIOD: SemanticTokenTypes.Type,
    TokenClass.CHOICE: SemanticTokenTypes.EnumMember,
    TokenClass.FUNCTION: SemanticTokenTypes.Function,
    TokenClass.OPERATOR: SemanticTokenTypes.Operator,
    TokenClass.COMMENT: SemanticTokenTypes.Comment,
}
"""By class; what cannot be read has no colour, it has a diagnostic."""
_NUMBERS: Final = {kind: at for at, kind in enumerate(_TYPES)}

LEGEND: Final = SemanticTokensLegend(
    token_types=[kind.value for kind in _TYPES.values()],
    token_modifiers=[SemanticTokenModifiers.Declaration.value],
)


REMEMBERED: Final = 16_384
"""Lines whose colours are remembered: a few files of 5,000 lines are asked for again after every edit."""
GIVE_WAY_AFTER: Final = 20
"""Lines that are coloured between two looks at the clock."""


class ColouredToken(NamedTuple):
    """A token of a line: columns in characters from 0, the number of its class, 1 where it declares a name."""

    start: int
    end: int
    kind: int
    declares: int


def all_tokens(session: EditorSession, params: SemanticTokensParams) -> LongAnswer | None:
    """All of a file."""
    view = session.view(params.text_document.uri)
    if view is None:
        return None
    return LongAnswer(view, _tokens(view, 0, len(view.document.lines)))


def tokens_in_range(session: EditorSession, params: SemanticTokensRangeParams) -> LongAnswer | None:
    """The lines that a range touches."""
    view = session.view(params.text_document.uri)
    if view is None:
        return None
    first, last = view.place(params.range.start).row, view.place(params.range.end).row
    return LongAnswer(view, _tokens(view, first, last + 1))


def _tokens(view: RequestContext, first: int, last: int) -> Generator[None, None, SemanticTokens]:
    """Each as lines and units from the one before, length, class and modifiers."""
    data: list[int] = []
    line = unit = 0
    lines, places = view.document.lines, view.places
    for row in range(first, min(last, len(lines))):
        if row % GIVE_WAY_AFTER == 0:
            yield
        for token in _coloured(lines[row]):
            span = places.columns(row, token.start, token.end)
            if span is not None:
                at, start, end = span
                from_last = start - unit if at == line else start
                data += (at - line, from_last, end - start, token.kind, token.declares)
                line, unit = at, start
    return SemanticTokens(data)


@lru_cache(REMEMBERED)
def _coloured(raw: str) -> tuple[ColouredToken, ...]:
    return tuple(
        ColouredToken(token.start, token.end, kind, int(token.kind is TokenClass.NAME))
        for token in tokens(raw)
        if (kind := _NUMBERS.get(token.kind)) is not None
    )
