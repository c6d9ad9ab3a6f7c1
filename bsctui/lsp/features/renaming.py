"""Another name: every line that names it follows, in every file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import PrepareRenamePlaceholder

from bsctui.edits import Refused, RenameRecord, apply_edit
from bsctui.edits.edit import Texts
from bsctui.language.symbols import SymbolKind
from bsctui.lsp.features.navigation import mention_of
from bsctui.lsp.workspace_edits import workspace_edit

if TYPE_CHECKING:
    from lsprotocol.types import PrepareRenameParams, RenameParams, WorkspaceEdit

    from bsctui.language.symbols import LanguageSymbol
    from bsctui.lsp.session import EditorSession
    from bsctui.text.edits import LineEdit

PROVED: Final = 250
"""KPIs up to which a rename is proved on a copy before it is handed out: it costs a reading of the workspace."""


def prepare_rename(
    session: EditorSession, params: PrepareRenameParams
) -> PrepareRenamePlaceholder | None:
    """The name that would be replaced.

    Raises:
        Refused: It is the name of something that only the settings declare.
    """
    view = session.view(params.text_document.uri)
    mention = mention_of(view, params.position) if view is not None else None
    if view is None or mention is None:
        return None
    Texts(view.project.documents, view.model).record(_address(mention.symbol))
    row, _ = view.place(params.position)
    span = view.places.span(row + 1, mention.start + 1, mention.end + 1)
    return PrepareRenamePlaceholder(span, mention.symbol.name.rpartition(".")[2])


def rename(session: EditorSession, params: RenameParams) -> WorkspaceEdit | None:
    """Every edit that the new name needs.

    Raises:
        Refused: It cannot be called so; says why, as the app does.
    """
    view = session.view(params.text_document.uri)
    mention = mention_of(view, params.position) if view is not None else None
    if view is None or mention is None:
        return None
    address = _address(mention.symbol)
    card, dot, name = params.new_name.partition(".")
    new = name if dot and card == address.partition(".")[0] else params.new_name
    edits = _line_edits(RenameRecord(address, new), Texts(view.project.documents, view.model))
    return workspace_edit(session, view.project, edits)


def _line_edits(edit: RenameRecord, texts: Texts) -> tuple[LineEdit, ...]:
    if len(texts.model.kpis) > PROVED:
        return edit.plan(texts).line_edits
    return tuple(
        line_edit for step in apply_edit(edit, texts).steps for line_edit in step.line_edits
    )


def _address(subject: LanguageSymbol) -> str:
    if subject.kind is SymbolKind.ADDRESS:
        return subject.name
    raise Refused(
        f"`{subject.name}` is a {subject.kind}; {subject.kind}s are declared in the workspace's settings",
        "edit them as text",
    )
