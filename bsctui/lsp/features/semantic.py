"""The colours of tokens, by the grammar that reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import (
    SemanticTokenModifiers,
    SemanticTokens,
    SemanticTokensLegend,
    SemanticTokenTypes,
)

from bsctui.language.tokens import TokenClass, tokens

if TYPE_CHECKING:
    from lsprotocol.types import SemanticTokensParams, SemanticTokensRangeParams

    from bsctui.lsp.places import Places
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


def all_tokens(session: EditorSession, params: SemanticTokensParams) -> SemanticTokens | None:
    """All of a file."""
    view = session.view(params.text_document.uri)
    return _tokens(view, 0, len(view.document.lines)) if view is not None else None


def tokens_in_range(
    session: EditorSession, params: SemanticTokensRangeParams
) -> SemanticTokens | None:
    """The lines that a range touches."""
    view = session.view(params.text_document.uri)
    if view is None:
        return None
    first, last = view.place(params.range.start).row, view.place(params.range.end).row
    return _tokens(view, first, last + 1)


def _tokens(view: RequestContext, first: int, last: int) -> SemanticTokens:
    """Each as lines and units from the one before, length, class and modifiers."""
    data: list[int] = []
    line = unit = 0
    lines = view.document.lines
    for row in range(first, min(last, len(lines))):
        for at, start, length, kind, declares in _of_line(view.places, row, lines[row]):
            data += (at - line, start - unit if at == line else start, length, kind, declares)
            line, unit = at, start
    return SemanticTokens(data)


def _of_line(places: Places, row: int, raw: str) -> list[tuple[int, int, int, int, int]]:
    coloured: list[tuple[int, int, int, int, int]] = []
    for token in tokens(raw):
        kind = _NUMBERS.get(token.kind)
        if kind is None:
            continue
        start = places.position(row + 1, token.start + 1)
        end = places.position(row + 1, token.end + 1)
        if start.line == end.line:  # a token that a lone CR cuts has none
            declares = int(token.kind is TokenClass.NAME)
            length = end.character - start.character
            coloured.append((start.line, start.character, length, kind, declares))
    return coloured
