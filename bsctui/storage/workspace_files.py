"""A workspace on disk: where it is, and which files belong to it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bsctui.escaping import printable
from bsctui.frozen import dataclass
from bsctui.storage.leftovers import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS_FILE: Final = "bsctui.toml"
ENDING: Final = ".bsc"


class WorkspaceError(Exception):
    """A path that cannot be opened as a workspace; the message says why."""


@dataclass(frozen=True, slots=True)
class WorkspaceLocation:
    """Where a workspace is: its root, the single file it consists of (None: all below the root), and where to start."""

    root: Path
    only: Path | None
    start: Path | None


def locate_workspace(path: Path) -> WorkspaceLocation:
    """The workspace that a path means (`language.md`, Shape).

    A file or folder inside a directory that holds a `bsctui.toml` means that workspace, and is where
    the cursor starts; a file elsewhere is a workspace of one file, a folder elsewhere its own root.

    Raises:
        WorkspaceError: There is nothing at the path.
    """
    path = Path(os.path.normpath(path if path.is_absolute() else current_folder() / path))
    if not path.exists():
        raise WorkspaceError(f"there is no file or folder `{path}`")
    for folder in (path, *path.parents):
        if folder.is_dir() and (folder / SETTINGS_FILE).is_file():
            return WorkspaceLocation(folder, None, None if folder == path else path)
    if path.is_dir():
        return WorkspaceLocation(path, None, None)
    return WorkspaceLocation(path.parent, path, None)


def current_folder() -> Path:
    """The folder that the user is in.

    Raises:
        OSError: It is gone.
    """
    try:
        return Path.cwd()
    except OSError as error:
        message = "the current folder was deleted; go to another one, such as by `cd ~`"
        raise OSError(error.errno, message, ".") from None


def default_path() -> Path:
    """Where commands look without `-C`: the nearest folder upward with a `bsctui.toml`, else the current one.

    Raises:
        OSError: The current folder is gone.
    """
    current = current_folder()
    return next(
        (folder for folder in (current, *current.parents) if (folder / SETTINGS_FILE).is_file()),
        current,
    )


@dataclass(frozen=True, slots=True)
class WorkspaceFolder:
    """One folder of a workspace.

    Attributes:
        path: Where it is.
        files: Its `.bsc` files.
        leftovers: What saving may have left in it (`leftovers.sweep`).
        trouble: Why it cannot be read; None: it can.
    """

    path: Path
    files: tuple[Path, ...] = ()
    leftovers: tuple[str, ...] = ()
    trouble: str | None = None

    def name_in(self, home: WorkspaceLocation) -> str:
        """What it is called where files are named: `./sub/`."""
        return "./" if self.path == home.root else f"./{path_in_workspace(home, self.path)}/"


MOST_LOOKED_AT: Final = 1000
"""Folders that are looked into for workspaces below: somebody may be in the home folder of a machine."""

DEPTH_BELOW: Final = 3
"""So many folders down workspaces are looked for."""

MOST_NAMED: Final = 5
"""Workspaces that a message names."""


def workspaces_below(root: Path) -> tuple[str, ...]:
    """The folders below one that are workspaces of their own, relative to it, the nearest first."""
    below: list[str] = []
    waiting = [(root, 0)]
    for folder, depth in waiting:
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.is_symlink() or not _is_folder(entry):
                continue
            path = Path(entry.path)
            if os.path.isfile(path / SETTINGS_FILE):
                below.append(path.relative_to(root).as_posix())
            elif depth + 1 < DEPTH_BELOW and len(waiting) < MOST_LOOKED_AT:
                waiting.append((path, depth + 1))
    return tuple(below)


def nothing_written(place: Path) -> str:
    """What is said of a workspace without a file, with the workspaces right below it, one of which may be meant."""
    below = workspaces_below(place)
    named = ", ".join(f"`{printable(name)}`" for name in below[:MOST_NAMED])
    remedy = (
        f"the workspaces below it are {named}: name one with `-C`"
        if below
        else "`bsctui new` writes a workspace to start from"
    )
    return f"there is no `.bsc` file in `{place}`; {remedy}"


def workspace_files(home: WorkspaceLocation) -> Iterator[Path]:
    """The `.bsc` files of a workspace, each once, in the folders that can be read."""
    for folder in workspace_folders(home):
        yield from folder.files


def workspace_folders(home: WorkspaceLocation) -> Iterator[WorkspaceFolder]:
    """The folders of a workspace: no dotfiles, no links out of it, no folder that is a workspace of its own.

    What links inside the workspace lead to a second time is left out: a file is read once, by its own name if it has
    one in the workspace.
    """
    if home.only is not None:
        yield WorkspaceFolder(home.root, (home.only,), _leftovers_in(home.root))
        return
    walk = _Walk(home.root)
    while (folder := walk.next()) is not None:
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            yield WorkspaceFolder(folder, trouble=error.strerror or str(error))
        else:
            yield walk.folder(folder, entries)
    yield from walk.linked_files()


class _Walk:
    """A walk through the folders of a workspace; links wait until everything has been seen under its own name."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._waiting = [root]
        self._linked_folders: list[Path] = []
        self._linked_files: list[Path] = []
        self._seen: set[Path] = set()

    def next(self) -> Path | None:
        """The folder to look into next; None: there is no more."""
        while self._waiting or self._linked_folders:
            path = self._waiting.pop() if self._waiting else self._linked_folders.pop()
            real = path.resolve()
            if real not in self._seen:
                self._seen.add(real)
                return path
        return None

    def folder(self, folder_path: Path, entries: list[os.DirEntry[str]]) -> WorkspaceFolder:
        """What a folder holds; folders below it wait for their turn."""
        files: list[Path] = []
        for entry in entries:
            path, is_link = Path(entry.path), entry.is_symlink()
            if entry.name.startswith(".") or (is_link and not _inside(path, self._root)):
                continue
            if _is_folder(entry):
                if not os.path.isfile(path / SETTINGS_FILE):
                    (self._linked_folders if is_link else self._waiting).append(path)
            elif entry.name.endswith(ENDING) and os.path.isfile(path):
                (self._linked_files if is_link else files).append(path)
        left = (entry.name for entry in entries if entry.name.startswith(PREFIX))
        return WorkspaceFolder(folder_path, tuple(files), tuple(left))

    def linked_files(self) -> Iterator[WorkspaceFolder]:
        """The files that stand in the workspace as links alone, each by the first of its names."""
        by_target: dict[Path, Path] = {}
        for path in self._linked_files:
            real = path.resolve()
            is_read = (
                real.parent in self._seen
                and real.name.endswith(ENDING)
                and not real.name.startswith(".")
            )
            if not is_read:
                by_target.setdefault(real, path)
        for real, path in by_target.items():
            yield WorkspaceFolder(real.parent, (path,), _leftovers_in(real.parent))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _leftovers_in(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(entry.name for entry in folder.iterdir() if entry.name.startswith(PREFIX))
    except OSError:
        return ()


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def path_in_workspace(home: WorkspaceLocation, path: Path) -> str:
    """A file's path as documents carry it: relative to the root, with `/`."""
    return path.relative_to(home.root).as_posix()
