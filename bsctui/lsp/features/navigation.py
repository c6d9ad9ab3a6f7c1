"""Where a name is declared, and every place that names the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import DocumentHighlight, DocumentHighlightKind

from bsctui.language import symbols
from bsctui.language.cursor import TextCursor

if TYPE_CHECKING:
    from lsprotocol.types import (
        DefinitionParams,
        DocumentHighlightParams,
        Location,
        Position,
        ReferenceParams,
    )

    from bsctui.language.symbols import LanguageSymbol, Mention, SymbolLocation
    from bsctui.lsp.session import EditorSession, RequestContext


def mention_of(view: RequestContext, position: Position) -> Mention | None:
    """The name at a place."""
    row, column = view.place(position)
    return symbols.mention_at(TextCursor(view.document.lines, row, column))


def symbol_named_at(view: RequestContext, position: Position) -> LanguageSymbol | None:
    """What the name at a place means."""
    mention = mention_of(view, position)
    return mention.symbol if mention is not None else None


def find_definition(session: EditorSession, params: DefinitionParams) -> Location | None:
    """Where the name at a place is declared."""
    view = session.view(params.text_document.uri)
    subject = symbol_named_at(view, params.position) if view is not None else None
    if view is None or subject is None:
        return None
    spot = symbols.symbol_definition(view.model, subject)
    return view.location(*spot) if spot is not None else None


def find_references(session: EditorSession, params: ReferenceParams) -> list[Location] | None:
    """Every place that names what is named at a place."""
    view = session.view(params.text_document.uri)
    subject = symbol_named_at(view, params.position) if view is not None else None
    if view is None or subject is None:
        return None
    spots = symbols.symbol_references(view.model, subject)
    declared = symbols.symbol_definition(view.model, subject)
    if declared is not None and params.context.include_declaration:
        spots = (declared, *spots)
    return [view.location(*spot) for spot in spots]


def highlight(
    session: EditorSession, params: DocumentHighlightParams
) -> list[DocumentHighlight] | None:
    """The same within the file."""
    view = session.view(params.text_document.uri)
    subject = symbol_named_at(view, params.position) if view is not None else None
    if view is None or subject is None:
        return None
    declared = symbols.symbol_definition(view.model, subject)
    spots = symbols.symbol_references(view.model, subject, within=view.path)
    marks = [_mark(view, spot, DocumentHighlightKind.Read) for spot in spots]
    if declared is not None and declared.path == view.path:
        marks.insert(0, _mark(view, declared, DocumentHighlightKind.Write))
    return marks


def _mark(
    view: RequestContext, spot: SymbolLocation, kind: DocumentHighlightKind
) -> DocumentHighlight:
    return DocumentHighlight(view.places.span(spot.line, spot.start, spot.end), kind)
