"""A workspace on disk: which files belong to it, reading them, and writing them so that nothing is ever half written."""

from __future__ import annotations

import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS_FILE: Final = "bsctui.toml"
ENDING: Final = ".bsc"


class WorkspaceError(Exception):
    """A path that cannot be opened as a workspace; the message says why."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a workspace is: its root, the single file it consists of (None: all below the root), and where to start."""

    root: Path
    only: Path | None
    start: Path | None


def find_home(path: Path) -> Home:
    """The workspace that a path means (`language.md`, Shape).

    A file or folder inside a directory that holds a `bsctui.toml` means that workspace, and is where
    the cursor starts; a file elsewhere is a workspace of one file, a folder elsewhere its own root.

    Raises:
        WorkspaceError: There is nothing at the path.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as the user wrote them
    if not path.exists():
        raise WorkspaceError(f"there is no file or folder `{path}`")
    for folder in (path, *path.parents):
        if folder.is_dir() and (folder / SETTINGS_FILE).is_file():
            return Home(folder, None, None if folder == path else path)
    if path.is_dir():
        return Home(path, None, None)
    return Home(path.parent, path, None)


def default_path() -> Path:
    """Where commands look without `-C`: the nearest folder upward with a `bsctui.toml`, else the current one."""
    here = Path.cwd()
    return next(
        (folder for folder in (here, *here.parents) if (folder / SETTINGS_FILE).is_file()), here
    )


def workspace_files(home: Home) -> Iterator[Path]:
    """The `.bsc` files of a workspace: no dotfiles, no links out of it, no folder that is a workspace of its own."""
    if home.only is not None:
        yield home.only
        return
    real_root = home.root.resolve()
    waiting = [home.root]
    seen = {real_root}
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            path = Path(entry.path)
            if entry.name.startswith(".") or (entry.is_symlink() and not _inside(path, real_root)):
                continue
            if entry.is_dir():
                real = path.resolve()
                if real not in seen and not (path / SETTINGS_FILE).is_file():
                    seen.add(real)
                    waiting.append(path)
            elif entry.name.endswith(ENDING) and entry.is_file():
                yield path


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except OSError:
        return False


def relative(home: Home, path: Path) -> str:
    """A file's path as documents carry it: relative to the root, with `/`."""
    return path.relative_to(home.root).as_posix()


def write_atomically(path: Path, content: bytes, mode: int | None = None) -> None:
    """Replace a file's content by a temporary file beside it; links and the mode are kept.

    Args:
        path: The file.
        content: What it holds from now on.
        mode: Who may read and write it; None: as it was, or as usual for a new one.

    Raises:
        OSError: It could not be written; the old content is still there.
    """
    target = path.resolve()
    if mode is None and target.exists():
        mode = stat.S_IMODE(target.stat().st_mode)
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is None:
            mask = os.umask(0)
            os.umask(mask)
            mode = 0o666 & ~mask
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself last, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)
