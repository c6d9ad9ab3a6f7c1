"""A folder of the user's own for what can be made again: its files are whole or not there, and bounded together.

What is read from it may be trusted like the program: nobody else can write it, or it is not read at all.
"""

from __future__ import annotations

import errno
import mmap
import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from bsctui.storage.leftovers import sweep_folder, temporary_name
from bsctui.storage.regular_files import SAFE_OPEN_FLAGS, open_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SWITCHED_OFF: Final = "BSCTUI_NO_CACHE"
"""The environment variable that, set to anything, has nothing read from a cache and nothing kept."""
MOST_KEPT: Final = 1_000_000_000
"""Bytes of all files together: some three workspaces of a hundred thousand KPIs."""
MOST_OF_ONE: Final = MOST_KEPT // 2
"""Bytes of a file: a workspace of a hundred and fifty thousand KPIs."""
ENDING: Final = ".kept"
_SUM: Final = 4
"""Bytes of the checksum at the end of a file."""
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def cache_folder() -> Path | None:
    """The folder, made where it is not there; None: it is switched off, or would not be the user's alone."""
    if os.environ.get(SWITCHED_OFF) or not hasattr(os, "geteuid"):
        return None
    from platformdirs import user_cache_path

    folder = user_cache_path("bsctui") / "workspaces"
    try:
        folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        return folder if stat.S_ISDIR(folder.lstat().st_mode) and _is_own(folder.lstat()) else None
    except OSError:
        return None


def _is_own(about: os.stat_result) -> bool:
    return about.st_uid == os.geteuid() and not about.st_mode & _OTHERS


@contextmanager
def kept_bytes(path: Path) -> Iterator[memoryview]:
    """What a file of the folder holds, as long as it is looked at.

    Raises:
        OSError: It is not there, is somebody else's, or is not whole.
    """
    descriptor = open_regular(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        about = os.fstat(descriptor)
        if not _is_own(about) or about.st_size <= _SUM:
            raise OSError(errno.EPERM, "not a file that this program kept", str(path))
        with (
            mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) as mapped,
            memoryview(mapped) as whole,
            whole[:-_SUM] as content,
        ):
            if crc32(content).to_bytes(_SUM, "big") != bytes(whole[-_SUM:]):
                raise OSError(errno.EILSEQ, "not whole", str(path))
            yield content
    finally:
        os.close(descriptor)
    with suppress(OSError):
        os.utime(path)  # what is used stays longest


class _Summed:
    """A file that is written with its checksum, as far as one may grow."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._sum = self._size = 0

    def write(self, piece: Any) -> int:
        rest = memoryview(piece).cast("B")
        size = rest.nbytes
        self._sum, self._size = crc32(rest, self._sum), self._size + size
        if self._size > MOST_OF_ONE:
            raise OSError(errno.EFBIG, "too large to be kept")
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]
        return size

    def end(self) -> None:
        self.write(self._sum.to_bytes(_SUM, "big"))


def keep_bytes(path: Path, write: Callable[[_Summed], None]) -> None:
    """Put a file into the folder in place of an older one, as `write` writes it; the oldest make room for it.

    Raises:
        OSError: It could not be written, or is too large; what was there stays.
    """
    sweep_folder(path.parent)
    temporary = path.with_name(temporary_name())
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | SAFE_OPEN_FLAGS, 0o600)
    try:
        try:
            summed = _Summed(descriptor)
            write(summed)
            summed.end()
        finally:
            os.close(descriptor)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _make_room(path.parent)


def _make_room(folder: Path) -> None:
    """Take away those that were not used for longest, until the rest is as much as may be kept."""
    ages = sorted(
        ((about := path.stat()).st_mtime, about.st_size, path) for path in folder.glob(f"*{ENDING}")
    )
    size = sum(each for _, each, _ in ages)
    for _, each, path in ages:
        if size <= MOST_KEPT:
            return
        path.unlink(missing_ok=True)
        size -= each
