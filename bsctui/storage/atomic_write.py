"""Writing a file so that it always holds one of its two texts whole, and stays who it was.

A new file takes the old one's place: no kill and no full disk can tear it. Where a new one could not be just like
the old one (a hard link, another owner, rights that only their owner may give), the old one is written in place, with
both texts beside it until that is done (`leftovers.Redo`).
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bsctui.storage.leftovers import REDO, Redo, temporary_name
from bsctui.storage.regular_files import (
    create_file,
    not_a_file,
    open_regular,
    overwrite,
    read_regular,
    sync_folder,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEFAULT_MODE: Final = 0o666
"""Who may read and write a new file, less what the user's mask takes away."""
OWNER_ONLY: Final = 0o600
WRITERS: Final = 0o222

REMEDIES: Final = {
    errno.ENOSPC: "no space left on the disk; make room, then try again",
    errno.EDQUOT: "your quota of disk space is used up; make room, then try again",
    errno.EFBIG: "larger than files may become here; raise the limit (`ulimit -f`), or split it",
    errno.EROFS: "it is on a read-only file system; have that mounted for writing, then try again",
    errno.ENOENT: "its folder is not there any more; put it back, then try again",
    errno.ENAMETOOLONG: "its name is longer than the file system allows; shorten it",
    errno.ELOOP: "its symbolic links lead round in a circle; fix them, then try again",
}


class ChangedMeanwhileError(OSError):
    """The file is not what it was taken to be: somebody else wrote it."""


def write_atomically(path: Path, content: bytes, mode: int | None = None) -> None:
    """Replace a file's content; links, mode, owner, extended attributes and access lists are kept.

    Args:
        path: The file.
        content: What it holds from now on.
        mode: Who may read and write it; None: as it was, or as usual for a new one.

    Raises:
        OSError: It could not be written, with the reason and what to do; the old content is still there.
    """
    _write(path, content, mode, lambda _: None)


def replace_unchanged(path: Path, expected: bytes | None, content: bytes) -> None:
    """The same, of a file that holds what is known of it, up to the last moment (None: that is not there).

    Raises:
        ChangedMeanwhileError: It holds something else by now.
        OSError: It could not be written; the old content is still there.
    """

    def check_unchanged(target: Path) -> None:
        if content_or_none(target) != expected:
            raise ChangedMeanwhileError(
                errno.EAGAIN, "it was changed by another program", str(path)
            )

    _write(path, content, None, check_unchanged)


def content_or_none(path: Path) -> bytes | None:
    """What a file holds; None: there is none.

    Raises:
        OSError: It cannot be read.
    """
    try:
        return read_regular(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def mode_of(path: Path) -> int:
    """Who may read and write a file; of one that is not there, who usually may."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return DEFAULT_MODE


@contextmanager
def errors_about(path: Path) -> Iterator[None]:
    """What cannot be done for the sake of a file is said of that file, with what to do."""
    try:
        yield
    except ChangedMeanwhileError:
        raise
    except OSError as error:
        raise OSError(error.errno, _reason(error), str(path)) from error


def _reason(error: OSError) -> str:
    reason = REMEDIES.get(error.errno or 0) or error.strerror or str(error)
    if error.errno in {errno.EACCES, errno.EPERM} and error.filename:
        folder = os.path.dirname(os.fsdecode(error.filename))
        return f"no new file may be put beside it; allow writing in `{folder}`, then try again"
    return reason


def _write(
    path: Path, content: bytes, mode: int | None, check_unchanged: Callable[[Path], None]
) -> None:
    with errors_about(path):
        target = Path(os.path.realpath(path))
        old = _to_be_replaced(target)
        with _temporary_beside(target, content, _first_mode(old, mode)) as temporary:
            is_alike = old is None or _copy_metadata(temporary, target, old, mode)
            check_unchanged(target)
            if is_alike:
                temporary.replace(target)
            else:
                _write_in_place(target, content)
        sync_folder(target.parent)


def _first_mode(old: os.stat_result | None, mode: int | None) -> int:
    """Nobody else reads a new file before it has the rights of the old one."""
    if old is not None:
        return OWNER_ONLY
    return DEFAULT_MODE if mode is None else mode


@contextmanager
def _temporary_beside(target: Path, content: bytes, mode: int) -> Iterator[Path]:
    """A new file in the same folder, taken away at the end if it is still there."""
    temporary = target.with_name(temporary_name())
    try:
        os.close(create_file(temporary, content, mode))
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink()


def _to_be_replaced(target: Path) -> os.stat_result | None:
    """What is told of the file that will be replaced; None: there is none.

    Raises:
        OSError: It is no file, or may not be written.
    """
    try:
        old = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(old.st_mode):
        raise not_a_file(target)
    if not os.access(target, os.W_OK):
        with suppress(PermissionError):  # a read-only file system has a reason of its own
            os.close(open_regular(target, os.O_WRONLY))
    elif old.st_mode & WRITERS:
        return old
    mode = f"mode {stat.S_IMODE(old.st_mode):04o}"
    if old.st_uid == getattr(os, "geteuid", lambda: old.st_uid)():
        message = f"it is write-protected ({mode}); allow writing (`chmod u+w`), then try again"
    else:
        message = f"it belongs to another user, who does not let you write it ({mode}); ask them to"
    raise OSError(errno.EACCES, message)


# --- As the old one was


def _copy_metadata(temporary: Path, target: Path, old: os.stat_result, mode: int | None) -> bool:
    """Give a new file everything that the old one has apart from its text; False where that cannot be."""
    if old.st_nlink > 1:
        return False
    new_mode = stat.S_IMODE(old.st_mode) if mode is None else mode
    try:
        _give_owner(temporary, old)
        _give_attributes(temporary, target)
        temporary.chmod(new_mode)
        new = temporary.stat()
    except OSError:
        return False
    return (new.st_uid, new.st_gid) == (old.st_uid, old.st_gid)


def _give_owner(temporary: Path, old: os.stat_result) -> None:
    new = temporary.stat()
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid) and hasattr(os, "chown"):
        os.chown(temporary, old.st_uid, old.st_gid)


def _give_attributes(temporary: Path, target: Path) -> None:
    """Extended attributes, which hold the access lists too; those that the folder gave of itself go."""
    old_attributes, new_attributes = _attributes(target), _attributes(temporary)
    for name in new_attributes.keys() - old_attributes.keys():
        os.removexattr(temporary, name)
    for name, value in old_attributes.items():
        if new_attributes.get(name) != value:
            os.setxattr(temporary, name, value)


def _attributes(path: Path) -> dict[str, bytes]:
    if not hasattr(os, "listxattr"):
        return {}
    try:
        names = os.listxattr(path)
    except OSError as error:
        if error.errno == errno.ENOTSUP:
            return {}
        raise
    return {name: os.getxattr(path, name) for name in names}


def _write_in_place(target: Path, new: bytes) -> None:
    """Write over the old file itself; a kill on the way is made good at the next start."""
    old = read_regular(target)
    redo = Redo(target.name, old, new).to_bytes()
    with _temporary_beside(target, redo, OWNER_ONLY) as temporary:
        ready = temporary.with_suffix(REDO)
        temporary.replace(ready)
        sync_folder(target.parent)
        try:
            overwrite(target, new)
        except BaseException:
            overwrite(target, old)
            ready.unlink()
            raise
        ready.unlink()
