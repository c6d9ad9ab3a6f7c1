"""Unsaved work on disk, apart from the workspace: written after every edit, found again after a crash."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import platformdirs

from bsctui.storage.atomic_write import OWNER_ONLY, write_atomically
from bsctui.storage.leftovers import sweep_folder
from bsctui.storage.locks import CAN_LOCK, is_process_alive, lock_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.text.document import Document
    from bsctui.workspace.results import AppliedEdit
    from bsctui.workspace.workspace import Preview, Workspace

VERSION: Final = 1


class BrokenJournalError(Exception):
    """A journal that cannot be read."""


@dataclass(frozen=True, slots=True)
class ReplacedLines:
    """Lines `first` to `last` of a file that gave way to others (`LineEdit`)."""

    path: str
    first: int
    last: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JournalEdit:
    """One unsaved edit: what it did, step by step."""

    description: str
    steps: tuple[tuple[ReplacedLines, ...], ...]


@dataclass(frozen=True, slots=True)
class UnsavedFile:
    """A file as it was on disk (None: not there), and as it was edited."""

    path: str
    base: str | None
    here: str


@dataclass(frozen=True, slots=True)
class UnsavedWork:
    """All unsaved work on one workspace."""

    files: tuple[UnsavedFile, ...]
    edits: tuple[JournalEdit, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A workspace at a moment; cheap to take, since nothing in it ever changes."""

    dirty: tuple[tuple[str, Document], ...]
    on_disk: Mapping[str, bytes]
    changes: tuple[AppliedEdit, ...]

    @classmethod
    def of(cls, workspace: Workspace, typed: Preview | None = None) -> Snapshot:
        """What is unsaved now, with the edit that is being typed as the last one."""
        documents = workspace.documents if typed is None else typed.documents
        paths = typed.change.paths if typed is not None else ()
        dirty = [
            item for item in documents.items() if workspace.differs(item[0]) or item[0] in paths
        ]
        base = {path: workspace.on_disk[path] for path, _ in dirty if path in workspace.on_disk}
        last = () if typed is None else (typed.change,)
        return cls(tuple(dirty), base, (*workspace.unsaved, *last))

    def unsaved(self) -> UnsavedWork:
        """As it is written down."""
        files = (
            UnsavedFile(path, _text(self.on_disk.get(path)), _text(document.to_bytes()) or "")
            for path, document in self.dirty
        )
        return UnsavedWork(tuple(files), tuple(map(_edited, self.changes)))


def _edited(change: AppliedEdit) -> JournalEdit:
    steps = (
        tuple(
            ReplacedLines(edit.path, edit.first, edit.last, edit.lines) for edit in step.line_edits
        )
        for step in change.steps
    )
    return JournalEdit(change.description, tuple(steps))


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode("utf-8", "surrogateescape")


def journal_folder() -> Path:
    """Where journals stand on this system."""
    return Path(platformdirs.user_state_dir("bsctui")) / "journal"


class Journal:
    """The journal that this process writes of one workspace; written in a thread, thrown away on leaving.

    Args:
        place: The workspace's folder, or its only file.
        folder: Where journals stand.
    """

    def __init__(self, place: Path, folder: Path | None = None) -> None:
        self.folder = journal_folder() if folder is None else folder
        self.key = _key(place)
        self.path = self.folder / f"{self.key}-{os.getpid()}-{secrets.token_hex(4)}.json"
        self._lock: int | None = None
        self._writing = Lock()
        self._is_closed = False

    def write(self, snapshot: Snapshot) -> None:
        """Write what is unsaved, durably; nothing unsaved takes the journal away.

        Raises:
            OSError: It cannot be written.
        """
        with self._writing:
            if self._is_closed:
                return
            if not snapshot.dirty:
                if self._lock is not None:
                    self.path.unlink(missing_ok=True)
                return
            self._claim()
            text = json.dumps({"version": VERSION, **asdict(snapshot.unsaved())})
            write_atomically(self.path, text.encode("ascii"), OWNER_ONLY)

    def write_last(self, snapshot: Snapshot) -> None:
        """Write what is unsaved as the process ends; what a thread still has to write comes too late.

        Raises:
            OSError: It cannot be written.
        """
        if not snapshot.dirty:
            self.discard()
            return
        self.write(snapshot)
        with self._writing:
            self._is_closed = True

    def _claim(self) -> None:
        """Show other processes, for as long as this one lives, that the journal is in use."""
        if self._lock is None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = lock_file(_lock_of(self.path))

    def discard(self) -> None:
        """Throw it away: everything is saved, or given up by the user."""
        with self._writing:
            self._is_closed = True
            if self._lock is not None:
                _remove_journal(self.path, self._lock)
                self._lock = None

    def orphans(self) -> list[OrphanJournal]:
        """The journals of this workspace whose processes are dead, the latest first; claimed until let go.

        What killed processes left beside journals is taken away.
        """
        sweep_folder(self.folder)
        self._sweep_locks()
        return [
            OrphanJournal(path, lock)
            for path in sorted(_glob(self.folder, f"{self.key}-*.json"), key=_age, reverse=True)
            if path != self.path and (lock := _lock_of_dead(path)) is not None
        ]

    def _sweep_locks(self) -> None:
        """The locks of this workspace that lock nothing: their process died before it had something to keep, or after."""
        for lock in _glob(self.folder, f"{self.key}-*.lock"):
            path = lock.with_suffix(".json")
            if path == self.path or path.exists():
                continue
            descriptor = _lock_of_dead(path)
            if descriptor is not None and path.exists():  # it wrote, and died, in this moment
                os.close(descriptor)
            elif descriptor is not None:
                _remove_journal(path, descriptor)


@dataclass(frozen=True, slots=True)
class OrphanJournal:
    """A journal that nobody writes any more."""

    path: Path
    lock: int

    def read(self) -> UnsavedWork:
        """What was unsaved.

        Raises:
            BrokenJournalError: It cannot be read.
        """
        try:
            return _unsaved(json.loads(self.path.read_bytes()))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenJournalError(str(error)) from None

    def set_aside(self) -> Path:
        """Keep a broken one for its owner, where it is not read again."""
        aside = self.path.with_suffix(".broken")
        try:
            self.path.replace(aside)
        except OSError:
            return self.path
        finally:
            self.release()
        return aside

    def discard(self) -> None:
        """Throw it away."""
        _remove_journal(self.path, self.lock)

    def release(self) -> None:
        """Leave it for the next start."""
        os.close(self.lock)


def _key(place: Path) -> str:
    return hashlib.sha256(os.fsencode(os.path.realpath(place))).hexdigest()[:24]


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _lock_of_dead(journal: Path) -> int | None:
    """The lock of a journal that nobody writes any more; None where somebody does."""
    writer = journal.name.split("-")[1]
    if not CAN_LOCK and writer.isdecimal() and is_process_alive(int(writer)):
        return None
    return lock_file(_lock_of(journal))


def _remove_journal(journal: Path, lock: int) -> None:
    """A journal with its lock; while the lock is held, and once more for systems on which open files stay."""
    for path in (journal, _lock_of(journal)):
        _unlink(path)
    os.close(lock)
    if os.name == "nt":
        _unlink(_lock_of(journal))


def _glob(folder: Path, pattern: str) -> list[Path]:
    try:
        return list(folder.glob(pattern))
    except OSError:
        return []


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


# --- Reading


def _unsaved(content: Any) -> UnsavedWork:
    if content["version"] != VERSION:
        raise ValueError("a later bsctui wrote it")
    files = tuple(
        UnsavedFile(_path(entry["path"]), _string_or_none(entry["base"]), _string(entry["here"]))
        for entry in content["files"]
    )
    edits = tuple(
        JournalEdit(
            _string(entry["description"]), tuple(tuple(_replaced(step)) for step in entry["steps"])
        )
        for entry in content["edits"]
    )
    return UnsavedWork(files, edits)


def _replaced(step: Any) -> Iterator[ReplacedLines]:
    for entry in step:
        lines = tuple(_string(line) for line in entry["lines"])
        yield ReplacedLines(_path(entry["path"]), int(entry["first"]), int(entry["last"]), lines)


def _path(value: Any) -> str:
    """A path inside of the workspace, and nothing else."""
    path = PurePosixPath(_string(value))
    if path.is_absolute() or ".." in path.parts or path.suffix != ".bsc":
        raise ValueError("a path out of the workspace")
    return str(path)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _string_or_none(value: Any) -> str | None:
    return None if value is None else _string(value)
