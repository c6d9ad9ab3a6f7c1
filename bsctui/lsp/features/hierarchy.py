"""The line of sight as a hierarchy: up to what an objective supports or aligns with, down to what supports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import SymbolKind, TypeHierarchyItem

from bsctui.language import symbols
from bsctui.language.cursor import TextCursor
from bsctui.lsp.features.navigation import symbol_named_at
from bsctui.model.names import declared_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lsprotocol.types import (
        TypeHierarchyPrepareParams,
        TypeHierarchySubtypesParams,
        TypeHierarchySupertypesParams,
    )

    from bsctui.lsp.session import EditorSession, RequestContext
    from bsctui.model.entities import Objective


def prepare_hierarchy(
    session: EditorSession, params: TypeHierarchyPrepareParams
) -> list[TypeHierarchyItem] | None:
    """The objective that is named at a place, else the one whose record it is."""
    view = session.view(params.text_document.uri)
    if view is None:
        return None
    subject = symbol_named_at(view, params.position)
    row, column = view.place(params.position)
    around = declared_address(TextCursor(view.document.lines, row, column).header)
    named = (
        subject.name if subject is not None and subject.kind is symbols.SymbolKind.ADDRESS else None
    )
    address = next((each for each in (named, around) if each in view.model.objectives), None)
    return _items(view, [address] if address is not None else []) or None


def supertypes(
    session: EditorSession, params: TypeHierarchySupertypesParams
) -> list[TypeHierarchyItem] | None:
    """What an objective supports or aligns with."""
    view = session.view(params.item.uri)
    objective = _objective(view, params.item)
    if view is None or objective is None:
        return None
    return _items(view, _served(objective))


def subtypes(
    session: EditorSession, params: TypeHierarchySubtypesParams
) -> list[TypeHierarchyItem] | None:
    """What supports an objective or aligns with it."""
    view = session.view(params.item.uri)
    objective = _objective(view, params.item)
    if view is None or objective is None:
        return None
    address = objective.address
    others = view.model.objectives.values()
    return _items(view, [other.address for other in others if address in _served(other)])


def _served(objective: Objective) -> list[str]:
    lines = (*objective.supports, *objective.aligns)
    return list(dict.fromkeys(line.value.target for line in lines))


def _objective(view: RequestContext | None, item: TypeHierarchyItem) -> Objective | None:
    if view is None or not isinstance(item.data, str):
        return None
    return view.model.objectives.get(item.data)


def _items(view: RequestContext, addresses: Iterable[str]) -> list[TypeHierarchyItem]:
    return [
        _item(view, view.model.objectives[address])
        for address in addresses
        if address in view.model.objectives
    ]


def _item(view: RequestContext, objective: Objective) -> TypeHierarchyItem:
    path, line = view.model.place(objective.origin)
    span = view.project.places(path).rows(line, line)
    card = view.model.scorecards.get(objective.scorecard)
    return TypeHierarchyItem(
        name=objective.display_name,
        kind=SymbolKind.Class,
        uri=view.project.uri_of(path),
        range=span,
        selection_range=span,
        detail=f"{objective.address}, {card.display_name}"
        if card is not None
        else objective.address,
        data=objective.address,
    )
