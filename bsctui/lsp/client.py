"""What the client at the other end can do, told when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol.types import MarkupKind
from pygls.capabilities import get_capability

from bsctui.lsp.places import Encoding

if TYPE_CHECKING:
    from lsprotocol.types import ClientCapabilities


@dataclass(frozen=True, slots=True)
class Client:
    """The abilities that answers depend on.

    Attributes:
        encoding: What it counts columns in.
        versioned: Whether it takes edits of several documents with their versions.
        markdown: Whether hover text may be markdown.
        related: Whether a diagnostic may name other lines.
        tree: Whether an outline may be a tree.
        watches: Whether it can be asked to tell of changed files.
        configures: Whether it can be asked for its settings.
        refreshes_lenses: Whether it can be told that lenses are out of date.
        refreshes_hints: The same of inlay hints.
    """

    encoding: Encoding = Encoding.UTF_16
    versioned: bool = False
    markdown: bool = False
    related: bool = False
    tree: bool = False
    watches: bool = False
    configures: bool = False
    refreshes_lenses: bool = False
    refreshes_hints: bool = False


def client_of(capabilities: ClientCapabilities) -> Client:
    """What a client says of itself; of the encodings that it offers the first that is known here."""

    def can(name: str) -> bool:
        return bool(get_capability(capabilities, name, default=False))

    offered = get_capability(capabilities, "general.position_encodings", default=None) or []
    known = [Encoding(str(offer)) for offer in map(_value, offered) if offer in set(Encoding)]
    hover = get_capability(capabilities, "text_document.hover.content_format", default=None) or []
    return Client(
        encoding=known[0] if known else Encoding.UTF_16,
        versioned=can("workspace.workspace_edit.document_changes"),
        markdown=MarkupKind.Markdown in hover,
        related=can("text_document.publish_diagnostics.related_information"),
        tree=can("text_document.document_symbol.hierarchical_document_symbol_support"),
        watches=can("workspace.did_change_watched_files.dynamic_registration"),
        configures=can("workspace.configuration"),
        refreshes_lenses=can("workspace.code_lens.refresh_support"),
        refreshes_hints=can("workspace.inlay_hint.refresh_support"),
    )


def _value(kind: object) -> str:
    return str(getattr(kind, "value", kind))
