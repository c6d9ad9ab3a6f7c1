"""One workspace that is served: its files as the editor and the disk have them, and what they mean."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from pygls.uris import from_fs_path

from bsctui.config import Config, load_config
from bsctui.lsp.changes import changed, replaced
from bsctui.lsp.places import Encoding, Places
from bsctui.model.build import build
from bsctui.model.update import model_after, unread_headers
from bsctui.storage.regular_files import read_bounded
from bsctui.storage.workspace_files import WorkspaceLocation, path_in_workspace, workspace_folders
from bsctui.text.document import document_of, read_document
from bsctui.workspace.scored import ScoredModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lsprotocol.types import TextDocumentContentChangeEvent

    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores
    from bsctui.text.diagnostics import Diagnostic
    from bsctui.text.document import Document, Record


AT_ONCE: Final = 2_000
"""KPIs up to which scores are made while somebody waits for them: beyond it a first scoring takes seconds."""


class OpenText(NamedTuple):
    """What the client says of a text that it has open."""

    uri: str
    version: int


class Advice(NamedTuple):
    """One piece of advice, tied to the record that it speaks of: `problem.line` counts from the record's start, from 0."""

    record: Record
    problem: Diagnostic


class PlacedAdvice(NamedTuple):
    """The advice on a document, where its records stand in it."""

    document: Document
    problems: list[Diagnostic]


class Project:
    """The texts of one workspace with what follows from them.

    Attributes:
        home: Where it is on disk; None for a text that is in no file yet.
        documents: By path relative to the root; those that are open as the client has them.
        opened: The open ones.
        config: What its `bsctui.toml` says.
        unreadable: Files and folders that could not be read, with the reason.
        advice: What advisers said last, by path.

    Beside the model it keeps the one before a header could no longer be read: what is typed into a header, and the moment
    when it can be read again, take little from that one.
    """

    def __init__(self, home: WorkspaceLocation | None, encoding: Encoding) -> None:
        self.home = home
        self.encoding = encoding
        self.documents: dict[str, Document] = {}
        self.opened: dict[str, OpenText] = {}
        self.config = Config()
        self.unreadable: dict[str, str] = {}
        self.advice: dict[str, list[Advice]] = {}
        self._on_disk: dict[str, bytes] = {}
        self._stamps: dict[str, tuple[int, int, int]] = {}
        self._places: dict[str, Places] = {}
        self._placed: dict[str, PlacedAdvice] = {}
        self._model = build({})
        self._before_slip = self._model
        self._scored = ScoredModel(self._model)
        self._advised: Model | None = None
        self._scoring = Lock()

    # --- Paths

    @property
    def root(self) -> Path:
        """The folder that its paths are relative to."""
        return self.home.root if self.home is not None else Path()

    def holds(self, file: Path) -> bool:
        """Whether a file, there or not yet there, belongs to the workspace."""
        home = self.home
        if home is None:
            return False
        if home.only is not None:
            return file == home.only
        if not file.is_relative_to(home.root) or file.suffix != ".bsc":
            return False
        parts = file.relative_to(home.root).parts
        return not any(part.startswith(".") for part in parts)

    def path_of(self, file: Path) -> str:
        """A file's path as documents carry it."""
        return path_in_workspace(self.home, file) if self.home is not None else file.name

    def uri_of(self, path: str) -> str:
        """What the client calls a file: as it opened it, else by its place on disk."""
        text = self.opened.get(path)
        if text is not None:
            return text.uri
        return from_fs_path(str(self.root / path)) or path

    def places(self, path: str) -> Places:
        """The places of a document that is there."""
        document = self.documents[path]
        places = self._places.get(path)
        if places is None or places.document is not document:
            places = self._places[path] = Places(document, self.encoding)
        return places

    # --- Disk

    def look(self) -> bool:
        """Take in what changed on disk and is not open; whether anything did."""
        home = self.home
        if home is None:
            return False
        files, unreadable = _files(home)
        stamps = {path: _stamp(file) for path, file in files.items()}
        config = load_config(home.root)
        moved = (stamps, config, unreadable) != (self._stamps, self.config, self.unreadable)
        if not moved:
            return False
        contents = {
            path: self._on_disk[path]
            if path in self._on_disk and stamps[path] == self._stamps.get(path)
            else _content(file, unreadable, path)
            for path, file in files.items()
        }
        self.config, self._stamps, self.unreadable = config, stamps, unreadable
        self._take({path: content for path, content in contents.items() if content is not None})
        return True

    def _take(self, contents: dict[str, bytes]) -> None:
        before, self._on_disk = self._on_disk, contents
        for path in before.keys() - contents.keys() - self.opened.keys():
            self.documents.pop(path, None)
        for path, content in contents.items():
            if path not in self.opened and before.get(path) != content:
                self.documents[path] = read_document(path, content)

    # --- Texts

    def open(self, path: str, text: str, opened: OpenText) -> None:
        """From now on the client has the word on a file."""
        self.opened[path] = opened
        known = self.documents.get(path)
        if known is not None:
            self.documents[path] = replaced(known, text)
        else:
            self.documents[path] = document_of(path, text)

    def change(
        self, path: str, version: int, changes: Sequence[TextDocumentContentChangeEvent]
    ) -> None:
        """What the client changed, one after the other."""
        self.opened[path] = self.opened[path]._replace(version=version)
        for each in changes:
            span = getattr(each, "range", None)
            if span is None:
                self.documents[path] = replaced(self.documents[path], each.text)
            else:
                self.documents[path] = changed(self.places(path), span, each.text)

    def close(self, path: str) -> None:
        """From now on the disk has the word again."""
        del self.opened[path]
        content = self._on_disk.get(path)
        if content is None:
            del self.documents[path]
        else:
            self.documents[path] = read_document(path, content)

    # --- Meaning

    @property
    def model(self) -> Model:
        """What the texts mean, brought up to date when it is asked for."""
        if not _same(self._model.documents, self.documents):
            before = self._model
            self._model = model_after((before, self._before_slip), dict(self.documents))
            if unread_headers(self._model) > unread_headers(before):
                self._before_slip = before
        return self._model

    def scored(self, model: Model) -> ScoredModel:
        """A model with its scores, from those of the one before; may be asked for beside the texts' own thread."""
        with self._scoring:
            if self._scored.model is not model:
                self._scored = self._scored.after(model)
            return self._scored

    def scores_at_hand(self) -> Scores | None:
        """The scores of the present texts; of a large workspace only once advisers have had them made."""
        model = self.model
        if model.settings.calendar is None:
            return None
        if len(model.kpis) > AT_ONCE and model is not self._advised:
            return None
        return self.scored(model).scores()

    def keep_advice(self, problems: Iterable[Diagnostic]) -> None:
        """What advisers say of the present texts, each piece tied to its record."""
        self._advised = self.model
        self.advice, self._placed = {}, {}
        for problem in problems:
            document = self.documents.get(problem.path)
            record = document.record_at(problem.line) if document is not None else None
            if document is not None and record is not None:
                tied = Advice(record, problem.moved(-document.start_of(record)))
                self.advice.setdefault(problem.path, []).append(tied)

    def advice_of(self, path: str) -> list[Diagnostic]:
        """The advice on a file whose records still stand there, where they stand now."""
        document = self.documents.get(path)
        pieces = self.advice.get(path)
        if document is None or pieces is None:
            return []
        known = self._placed.get(path)
        if known is None or known.document is not document:
            starts = {id(r): at for r, at in zip(document.records, document.starts, strict=True)}
            problems = [
                problem.moved(starts[id(record)])
                for record, problem in pieces
                if id(record) in starts
            ]
            known = self._placed[path] = PlacedAdvice(document, problems)
        return known.problems


def _same(one: Mapping[str, Document], other: Mapping[str, Document]) -> bool:
    return one.keys() == other.keys() and all(one[path] is other[path] for path in one)


def _files(home: WorkspaceLocation) -> tuple[dict[str, Path], dict[str, str]]:
    """The files of a workspace by path, and the folders that cannot be read, with the reason."""
    files: dict[str, Path] = {}
    unreadable: dict[str, str] = {}
    for folder in workspace_folders(home):
        if folder.trouble is not None:
            unreadable[folder.name_in(home)] = folder.trouble
        files |= {path_in_workspace(home, file): file for file in folder.files}
    return files, unreadable


def _stamp(file: Path) -> tuple[int, int, int]:
    """What tells that a file was written; nothing where it is not there."""
    try:
        status = file.stat()
    except OSError:
        return (0, 0, 0)
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def _content(file: Path, unreadable: dict[str, str], path: str) -> bytes | None:
    """What stands in a file; None where it cannot be read, which is noted."""
    try:
        return read_bounded(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        unreadable[path] = error.strerror or str(error)
        return None
