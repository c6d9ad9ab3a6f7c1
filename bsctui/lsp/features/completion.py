"""What may be written at a place, in the app's own order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import (
    CompletionItem,
    CompletionItemKind,
    CompletionList,
    CompletionOptions,
    InsertTextFormat,
    TextEdit,
)

from bsctui.language.completion import complete as proposals
from bsctui.language.cursor import TextCursor
from bsctui.language.tokens import TokenClass

if TYPE_CHECKING:
    from lsprotocol.types import CompletionParams

    from bsctui.language.completion import Proposal
    from bsctui.lsp.session import EditorSession, RequestContext

OPTIONS: Final = CompletionOptions(trigger_characters=[" ", ".", '"'])

_KINDS: Final = {
    TokenClass.KEYWORD: CompletionItemKind.Keyword,
    TokenClass.REFERENCE: CompletionItemKind.Reference,
    TokenClass.PERIOD: CompletionItemKind.Value,
    TokenClass.CHOICE: CompletionItemKind.EnumMember,
    TokenClass.FUNCTION: CompletionItemKind.Function,
    TokenClass.STRING: CompletionItemKind.Text,
}


def completion_list(session: EditorSession, params: CompletionParams) -> CompletionList | None:
    """The proposals; asked for again with every key, since they also match by label."""
    view = session.view(params.text_document.uri)
    if view is None:
        return None
    row, column = view.place(params.position)
    proposed = proposals(view.model, TextCursor(view.document.lines, row, column))
    items = [_item(view, row, column, at, each) for at, each in enumerate(proposed)]
    return CompletionList(is_incomplete=True, items=items)


def _item(
    view: RequestContext, row: int, column: int, at: int, proposal: Proposal
) -> CompletionItem:
    """One proposal. The client matches what is typed with itself, so that it neither leaves out nor sorts anew."""
    typed = view.document.line_text(row + 1)[proposal.start : column]
    span = view.places.span(row + 1, proposal.start + 1, max(proposal.end, column) + 1)
    return CompletionItem(
        label=proposal.text,
        kind=_KINDS.get(proposal.kind, CompletionItemKind.Text),
        detail=proposal.detail or None,
        sort_text=f"{at:04}",
        filter_text=typed or proposal.text,
        insert_text_format=InsertTextFormat.PlainText,
        text_edit=TextEdit(span, proposal.text),
    )
