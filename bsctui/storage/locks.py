"""Locks that end with the process that holds them, however it ends; where a system has none, nothing is locked."""

from __future__ import annotations

import errno
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from bsctui.storage.regular_files import SAFE_OPEN_FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]
try:
    import msvcrt
except ImportError:
    msvcrt = None  # type: ignore[assignment]

CAN_LOCK: Final = fcntl is not None or msvcrt is not None
HELD_ELSEWHERE: Final = frozenset({errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK})
"""What a system says of a lock that another process has; anything else says that it knows no locks here."""
PATIENCE: Final = 10.0
"""Seconds for which another process may keep us waiting: far more than saving takes."""
PAUSE: Final = 0.01


def try_lock(descriptor: int) -> bool:
    """Lock an open file until it is closed; False where another process has it."""
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt is not None:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        return error.errno not in HELD_ELSEWHERE
    return True


def lock_file(path: Path, mode: int = 0o600) -> int | None:
    """Make a file if it is not there, and lock it; returns its descriptor, or None where another process has it."""
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | SAFE_OPEN_FLAGS, mode)
        except OSError:
            return None
        if not try_lock(descriptor):
            os.close(descriptor)
            return None
        if _is_still(path, descriptor):
            return descriptor
        os.close(descriptor)  # whoever had it took it away in the moment between


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False


@contextmanager
def exclusive_in(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """While no other bsctui saves in a folder: from looking at the files to having written them.

    Raises:
        OSError: Another one has been saving for too long.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | SAFE_OPEN_FLAGS)
    except (
        OSError
    ):  # no folder can be opened on Windows; a missing one is told of by what is done in it
        yield
        return
    try:
        end = time.monotonic() + patience
        while not try_lock(descriptor):
            if time.monotonic() > end:
                raise OSError(
                    errno.EBUSY,
                    "another bsctui has been saving here for a long time; end it, then try again",
                    str(folder),
                )
            time.sleep(PAUSE)
        yield
    finally:
        os.close(descriptor)


def is_process_alive(process: int) -> bool:
    """Whether a process of this machine still runs, as far as can be told."""
    if (
        os.name == "nt"
    ):  # a signal would end it; but there no open file can be deleted, which tells as well
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
