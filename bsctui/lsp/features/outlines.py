"""The records of a file as a tree, and of a workspace by name or label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import DocumentSymbol, Location, SymbolInformation, SymbolKind

from bsctui.language.outline import items, outline

if TYPE_CHECKING:
    from lsprotocol.types import DocumentSymbolParams, WorkspaceSymbolParams

    from bsctui.language.outline import OutlineItem
    from bsctui.lsp.project import Project
    from bsctui.lsp.session import EditorSession, RequestContext

MOST: Final = 500
"""Symbols of a workspace that are listed at once: who sees more types another letter."""

_KINDS: Final = {
    "scorecard": SymbolKind.Module,
    "objective": SymbolKind.Class,
    "kpi": SymbolKind.Field,
    "measure": SymbolKind.Variable,
    "initiative": SymbolKind.Event,
    "person": SymbolKind.Constant,
    "tier": SymbolKind.Enum,
    "perspective": SymbolKind.Namespace,
    "status": SymbolKind.EnumMember,
    "actuals": SymbolKind.Array,
    "actual_margin": SymbolKind.Array,
    "target_margin": SymbolKind.Array,
}


def document_symbols(
    session: EditorSession, params: DocumentSymbolParams
) -> list[DocumentSymbol] | list[SymbolInformation] | None:
    """The tree; a list for clients that know no tree."""
    view = session.view(params.text_document.uri)
    if view is None:
        return None
    if session.client.tree:
        return [_symbol(view, item) for item in outline(view.document)]
    uri = view.project.uri_of(view.path)
    return [
        SymbolInformation(
            location=Location(uri, view.rows(item.header, item.last)),
            name=_title(item),
            kind=_kind(item),
            container_name=(item.address or "").rpartition(".")[0] or None,
        )
        for _, item in items(view.document)
    ]


def _symbol(view: RequestContext, item: OutlineItem) -> DocumentSymbol:
    """One record with what stands below it; of those that nest deepest first, without recursion."""
    order = [item]
    for each in order:
        order += each.children
    symbols: dict[int, DocumentSymbol] = {}
    for each in reversed(order):
        symbols[id(each)] = DocumentSymbol(
            name=_title(each),
            detail=each.label or each.form,
            kind=_kind(each),
            range=view.rows(each.first, each.last),
            selection_range=view.places.span(each.header, each.start, each.end),
            children=[symbols[id(child)] for child in each.children],
        )
    return symbols[id(item)]


def _title(item: OutlineItem) -> str:
    return item.name or item.form


def _kind(item: OutlineItem) -> SymbolKind:
    return _KINDS.get(item.form, SymbolKind.Property)


def workspace_symbols(
    session: EditorSession, params: WorkspaceSymbolParams
) -> list[SymbolInformation] | None:
    """Records whose address or label holds what was typed, those whose name begins so first."""
    typed = params.query.casefold()
    ranked: list[tuple[int, int, SymbolInformation]] = []
    for project in session.projects:
        for address, item in project.model.names.declared.items():
            entity = project.model.entity(address)
            label = entity.label or "" if entity is not None else ""
            if typed in address.casefold() or typed in label.casefold():
                name = address.rpartition(".")[2].casefold()
                rank = 0 if name.startswith(typed) else 1
                ranked.append((rank, len(ranked), _information(project, address, label, item.kind)))
                if len(ranked) >= MOST:
                    break
    return [symbol for _, _, symbol in sorted(ranked, key=lambda each: each[:2])]


def _information(project: Project, address: str, label: str, kind: str) -> SymbolInformation:
    origin = project.model.names.declared[address].origin
    path, line = project.model.place(origin)
    span = project.places(path).rows(line, line)
    return SymbolInformation(
        location=Location(project.uri_of(path), span),
        name=f"{address} {label}".rstrip(),
        kind=_KINDS[kind],
        container_name=address.rpartition(".")[0] or None,
    )
