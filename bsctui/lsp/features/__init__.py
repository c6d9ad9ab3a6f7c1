"""What the server answers, a row a request of the protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lsprotocol import types

from bsctui.lsp.features import (
    actions,
    completion,
    formatting,
    hierarchy,
    hover,
    navigation,
    outlines,
    renaming,
    semantic,
    signs,
    structure,
)

if TYPE_CHECKING:
    from bsctui.lsp.session import EditorSession

Answer = Callable[["EditorSession", Any], Any]


class Feature(NamedTuple):
    """How a request is answered, and what the client is told of it beforehand."""

    answer: Answer
    options: Any = None


FEATURES: Final[dict[str, Feature]] = {
    types.TEXT_DOCUMENT_COMPLETION: Feature(completion.completion_list, completion.OPTIONS),
    types.TEXT_DOCUMENT_HOVER: Feature(hover.hover),
    types.TEXT_DOCUMENT_DEFINITION: Feature(navigation.find_definition),
    types.TEXT_DOCUMENT_REFERENCES: Feature(navigation.find_references),
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: Feature(navigation.highlight),
    types.TEXT_DOCUMENT_PREPARE_RENAME: Feature(renaming.prepare_rename),
    types.TEXT_DOCUMENT_RENAME: Feature(
        renaming.rename, types.RenameOptions(prepare_provider=True)
    ),
    types.TEXT_DOCUMENT_CODE_ACTION: Feature(actions.actions, actions.OPTIONS),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: Feature(outlines.document_symbols),
    types.WORKSPACE_SYMBOL: Feature(outlines.workspace_symbols),
    types.TEXT_DOCUMENT_FORMATTING: Feature(formatting.format_file),
    types.TEXT_DOCUMENT_RANGE_FORMATTING: Feature(formatting.format_records),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: Feature(semantic.all_tokens, semantic.LEGEND),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE: Feature(semantic.tokens_in_range, semantic.LEGEND),
    types.TEXT_DOCUMENT_FOLDING_RANGE: Feature(structure.folding_ranges),
    types.TEXT_DOCUMENT_SELECTION_RANGE: Feature(structure.selection_ranges),
    types.TEXT_DOCUMENT_DOCUMENT_LINK: Feature(structure.document_links),
    types.TEXT_DOCUMENT_CODE_LENS: Feature(signs.code_lenses),
    types.TEXT_DOCUMENT_INLAY_HINT: Feature(signs.inlay_hints),
    types.TEXT_DOCUMENT_PREPARE_TYPE_HIERARCHY: Feature(hierarchy.prepare_hierarchy),
    types.TYPE_HIERARCHY_SUPERTYPES: Feature(hierarchy.supertypes),
    types.TYPE_HIERARCHY_SUBTYPES: Feature(hierarchy.subtypes),
}
"""By method."""
