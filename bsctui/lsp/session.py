"""One client's session: the workspaces it looks into, its open texts, its settings. Only the worker's thread is in here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol.types import Location
from pygls.uris import to_fs_path, urlparse

from bsctui.lsp.client import Client
from bsctui.lsp.project import OpenText, Project
from bsctui.lsp.settings import EditorSettings
from bsctui.storage.workspace_files import (
    SETTINGS_FILE,
    WorkspaceError,
    WorkspaceLocation,
    locate_workspace,
)
from bsctui.workspace import garbage_collector_paused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lsprotocol.types import (
        DidChangeTextDocumentParams,
        DidCloseTextDocumentParams,
        DidOpenTextDocumentParams,
        Position,
        Range,
    )

    from bsctui.lsp.places import Places, RowColumn
    from bsctui.model.model import Model
    from bsctui.text.document import Document
    from bsctui.workspace.scored import ScoredModel


class Known(NamedTuple):
    """Where a text that the client names stands."""

    project: Project
    path: str


@dataclass(frozen=True, slots=True)
class RequestContext:
    """One text as a request finds it, with all that is known around it."""

    session: EditorSession
    project: Project
    path: str

    @property
    def document(self) -> Document:
        """The text."""
        return self.project.documents[self.path]

    @property
    def places(self) -> Places:
        """Its places as the client counts them."""
        return self.project.places(self.path)

    @property
    def model(self) -> Model:
        """What its workspace means."""
        return self.project.model

    @property
    def scored(self) -> ScoredModel:
        """The same with scores."""
        return self.project.scored(self.model)

    def place(self, position: Position) -> RowColumn:
        """Where a position of the client lies, from 0."""
        return self.places.place(position)

    def location(self, path: str, line: int, start: int, end: int) -> Location:
        """Columns of a line of any file of the workspace, all from 1."""
        return Location(self.project.uri_of(path), self.project.places(path).span(line, start, end))

    def rows(self, first: int, last: int) -> Range:
        """Whole lines of this text, from 1."""
        return self.places.rows(first, last)


class EditorSession:
    """What is open, and where it belongs.

    Attributes:
        client: What the client can do.
        settings: What its user set.
        folders: The folders that it works in.
        projects: The workspaces that are served.
    """

    def __init__(self) -> None:
        self.client = Client()
        self.settings = EditorSettings()
        self.folders: list[Path] = []
        self.projects: list[Project] = []
        self._known: dict[str, Known] = {}

    # --- Folders

    def work_in(self, uris: Iterable[str]) -> None:
        """Serve the workspaces that folders mean, as far as anything stands in them."""
        for uri in uris:
            folder = _file_of(uri)
            if folder is None or folder in self.folders or not folder.is_dir():
                continue
            self.folders.append(folder)
            try:
                project = self._project(locate_workspace(folder))
            except WorkspaceError:
                continue
            if not project.documents:
                self.projects.remove(project)

    def leave(self, uris: Iterable[str]) -> list[Project]:
        """Serve folders no longer; returns the workspaces that nothing is open in any more."""
        gone = {_file_of(uri) for uri in uris}
        self.folders = [folder for folder in self.folders if folder not in gone]
        return [project for project in list(self.projects) if self._dropped(project)]

    def _dropped(self, project: Project) -> bool:
        """Forget a workspace that the client neither has a text of nor works in."""
        home = project.home
        worked_in = home is not None and any(
            folder.is_relative_to(home.root) for folder in self.folders
        )
        if project.opened or (worked_in and home is not None and home.only is None):
            return False
        self.projects.remove(project)
        return True

    def look(self) -> bool:
        """Take in what changed on disk; whether anything did."""
        looked = [
            project.look() for project in self.projects
        ]  # each of them, whatever the first says
        return any(looked)

    # --- Texts

    def open(self, params: DidOpenTextDocumentParams) -> None:
        """The client has a text open."""
        item = params.text_document
        known = self._known[item.uri] = self._place_of(item.uri)
        known.project.open(known.path, item.text, OpenText(item.uri, item.version))

    def change(self, params: DidChangeTextDocumentParams) -> None:
        """The client changed an open text; of others nothing is known."""
        known = self._known.get(params.text_document.uri)
        if known is not None:
            known.project.change(known.path, params.text_document.version, params.content_changes)

    def close(self, params: DidCloseTextDocumentParams) -> Project | None:
        """The client closed a text; returns its workspace where that is served no longer."""
        known = self._known.pop(params.text_document.uri, None)
        if known is None:
            return None
        known.project.close(known.path)
        return known.project if self._dropped(known.project) else None

    def view(self, uri: str) -> RequestContext | None:
        """A text that the client speaks of; None where it is neither open nor in a workspace that is served."""
        known = self._known.get(uri)
        if known is not None:
            return RequestContext(self, known.project, known.path)
        file = _file_of(uri)
        for project in self.projects if file is not None else ():
            if file is not None and project.holds(file):
                path = project.path_of(file)
                if path in project.documents:
                    return RequestContext(self, project, path)
        return None

    def _place_of(self, uri: str) -> Known:
        file = _file_of(uri)
        if file is None:  # a text that is in no file yet is a workspace of its own
            project = Project(None, self.client.encoding)
            self.projects.append(project)
            return Known(project, uri.rpartition("/")[2] or uri)
        project = self._project(self._home_of(file))
        if not project.holds(file):
            project = self._project(WorkspaceLocation(file.parent, file, None))
        return Known(project, project.path_of(file))

    def _home_of(self, file: Path) -> WorkspaceLocation:
        """The workspace that a file belongs to, as for the commands, within the folders that the client works in."""
        for folder in file.parents:
            if (folder / SETTINGS_FILE).is_file():
                return WorkspaceLocation(folder, None, None)
        around = [folder for folder in self.folders if file.is_relative_to(folder)]
        if around:
            return WorkspaceLocation(max(around, key=lambda folder: len(folder.parts)), None, None)
        return WorkspaceLocation(file.parent, file, None)

    def _project(self, home: WorkspaceLocation) -> Project:
        """The served workspace of a home; a new one is read."""
        for project in self.projects:
            here = project.home
            if here is not None and (here.root, here.only) == (home.root, home.only):
                return project
        project = Project(home, self.client.encoding)
        with garbage_collector_paused():
            project.look()
        self.projects.append(project)
        return project


def _file_of(uri: str) -> Path | None:
    """The file of a URI; None for what is in no file."""
    if urlparse(uri)[0] != "file":
        return None
    path = to_fs_path(uri)
    return Path(path) if path else None
