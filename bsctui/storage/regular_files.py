"""Regular files read and written by their descriptors: nothing waits for a pipe, and what a system lacks is left out."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path


def _flag(name: str) -> int:
    flag: int = getattr(os, name, 0)
    return flag


SAFE_OPEN_FLAGS: Final = (
    _flag("O_CLOEXEC") | _flag("O_BINARY") | _flag("O_NOCTTY") | _flag("O_NONBLOCK")
)
"""Not handed on to other programs, bytes as they are, and no waiting: for a pipe's other end, for a terminal."""


MOST_BYTES: Final = 64_000_000
"""Size of a file that is read: about two million lines. Data of that size belong where they are aggregated."""


def open_regular(path: Path, flags: int = os.O_RDONLY) -> int:
    """Open a file that is a file: no pipe, device or folder.

    Raises:
        OSError: It is not there, may not be opened, or is something else.
    """
    descriptor = os.open(path, flags | SAFE_OPEN_FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise not_a_file(path)
    return descriptor


def not_a_file(path: Path) -> OSError:
    """What is said of a pipe, a device or a folder where a file should be."""
    return OSError(
        errno.EINVAL, "a pipe, device or folder is there instead of a file; move it away", str(path)
    )


def read_regular(path: Path) -> bytes:
    """The content of a file.

    Raises:
        OSError: It cannot be read; the error names it.
    """
    try:
        with os.fdopen(open_regular(path), "rb") as file:
            return file.read()
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def read_bounded(path: Path) -> bytes:
    """The content of a file that is no larger than `MOST_BYTES`.

    Raises:
        OSError: It cannot be read, or is larger; the error names it.
    """
    if path.stat().st_size > MOST_BYTES:
        reason = f"it is larger than {MOST_BYTES // 10**6} MB; split it into several files"
        raise OSError(errno.EFBIG, reason, str(path))
    return read_regular(path)


def create_file(path: Path, content: bytes, mode: int) -> int:
    """Make a new file with some content on the disk; returns its descriptor.

    Raises:
        FileExistsError: There is one already.
        OSError: It could not be written, and is not there.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | SAFE_OPEN_FLAGS, mode)
    try:
        write_all(descriptor, content)
        os.fsync(descriptor)
    except BaseException:
        os.close(descriptor)
        with suppress(OSError):
            path.unlink()
        raise
    return descriptor


def write_all(descriptor: int, content: bytes) -> None:
    """Write a whole content, in as many pieces as it takes."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def overwrite(path: Path, content: bytes) -> None:
    """Write a file in place: from its start on, and then to its new end.

    Raises:
        OSError: It could not be written; it may be half written.
    """
    descriptor = open_regular(path, os.O_WRONLY)
    try:
        write_all(descriptor, content)
        os.ftruncate(descriptor, len(content))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make what was renamed in a folder last, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | SAFE_OPEN_FLAGS)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
