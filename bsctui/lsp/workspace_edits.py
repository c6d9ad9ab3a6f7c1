"""Edits of lines of a workspace as one edit for the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import (
    OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit,
    WorkspaceEdit,
)

from bsctui.lsp.changes import text_edits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lsprotocol.types import TextEdit

    from bsctui.lsp.project import Project
    from bsctui.lsp.session import EditorSession
    from bsctui.text.edits import LineEdit


def workspace_edit(
    session: EditorSession, project: Project, edits: Iterable[LineEdit]
) -> WorkspaceEdit:
    """The edits by document, with the version that they are meant for where the client takes it."""
    by_path: dict[str, list[LineEdit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    changes = {
        path: list(text_edits(project.places(path), lines)) for path, lines in by_path.items()
    }
    if not session.client.versioned:
        return WorkspaceEdit(
            changes={project.uri_of(path): text_changes for path, text_changes in changes.items()}
        )
    return WorkspaceEdit(
        document_changes=[
            _versioned(project, path, text_changes) for path, text_changes in changes.items()
        ]
    )


def _versioned(project: Project, path: str, edits: list[TextEdit]) -> TextDocumentEdit:
    opened = project.opened.get(path)
    version = opened.version if opened is not None else None
    identifier = OptionalVersionedTextDocumentIdentifier(project.uri_of(path), version)
    return TextDocumentEdit(identifier, list(edits))
