"""Problems as the client shows them, sent when they change: those of `check`, of every file, open or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from bsctui.check import reading_problems, selected_diagnostics
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.lsp.project import Project
    from bsctui.lsp.session import EditorSession
    from bsctui.text.diagnostics import Diagnostic
    from bsctui.text.document import Document

SOURCE = "bsctui"


def problems_by_path(session: EditorSession, project: Project) -> dict[str, list[Diagnostic]]:
    """What is wrong now, and what advisers said of records that have not changed since."""
    problems = [*reading_problems(project.model), *project.config.problems]
    if session.settings.advice:
        problems += [problem for path in project.advice for problem in project.advice_of(path)]
    else:
        problems = [problem for problem in problems if problem.is_error]
    by_path: dict[str, list[Diagnostic]] = {}
    for problem in selected_diagnostics(problems, project.config):
        by_path.setdefault(problem.path, []).append(problem)
    return by_path


class Published(NamedTuple):
    """What was published of a file, and from what that was made."""

    project: Project
    document: Document | None
    problems: list[Diagnostic]
    diagnostics: list[types.Diagnostic]


class Publisher:
    """Remembers what was published of each file, and publishes what is new."""

    def __init__(self) -> None:
        self._published: dict[str, Published] = {}

    def news(
        self, session: EditorSession, project: Project
    ) -> Iterator[types.PublishDiagnosticsParams]:
        """The files of a workspace whose diagnostics are others than the client has."""
        by_path = problems_by_path(session, project)
        uris = {project.uri_of(path): path for path in by_path}
        cleared = [
            uri
            for uri, published in self._published.items()
            if published.project is project and uri not in uris
        ]
        for uri, path in uris.items():
            before, document = self._published.get(uri), project.documents.get(path)
            problems = by_path[path]
            if before is not None and before[:3] == (project, document, problems):
                continue
            diagnostics = [diagnostic(session, project, problem) for problem in problems]
            self._published[uri] = Published(project, document, problems, diagnostics)
            if before is None or (before.project, before.diagnostics) != (project, diagnostics):
                opened = project.opened.get(path)
                version = opened.version if opened is not None else None
                yield types.PublishDiagnosticsParams(uri, diagnostics, version)
        yield from map(self._clear, cleared)

    def forget(self, project: Project) -> Iterator[types.PublishDiagnosticsParams]:
        """A workspace that is served no longer."""
        uris = [uri for uri, published in self._published.items() if published.project is project]
        yield from map(self._clear, uris)

    def _clear(self, uri: str) -> types.PublishDiagnosticsParams:
        del self._published[uri]
        return types.PublishDiagnosticsParams(uri, [])


def diagnostic(session: EditorSession, project: Project, problem: Diagnostic) -> types.Diagnostic:
    """A problem as a diagnostic; what to write instead stands below its message."""
    message = printable(problem.message)
    if problem.help:
        message += f"\n{printable(problem.help)}"
    is_error = problem.is_error
    return types.Diagnostic(
        range=_span(project, problem),
        message=message,
        severity=types.DiagnosticSeverity.Error if is_error else types.DiagnosticSeverity.Warning,
        code=problem.code,
        source=SOURCE,
        related_information=_related(session, project, problem),
    )


def _span(project: Project, problem: Diagnostic) -> types.Range:
    if problem.path in project.documents:
        places = project.places(problem.path)
        return places.span(problem.line, problem.column, problem.end_column)
    line = problem.line - 1
    return types.Range(
        types.Position(line, problem.column - 1), types.Position(line, problem.end_column - 1)
    )


def _related(
    session: EditorSession, project: Project, problem: Diagnostic
) -> list[types.DiagnosticRelatedInformation] | None:
    if not session.client.related or not problem.related:
        return None
    return [
        types.DiagnosticRelatedInformation(
            types.Location(
                project.uri_of(other.path), project.places(other.path).rows(other.line, other.line)
            ),
            "this line too",
        )
        for other in problem.related
        if other.path in project.documents
    ]
