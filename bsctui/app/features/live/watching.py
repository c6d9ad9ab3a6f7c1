"""Noticing that files of the workspace changed on disk."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Final

from bsctui.storage.workspace_files import ENDING, SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator
    from pathlib import Path

Signature = frozenset[tuple[str, int, int, int]]
"""Path, time of change, size and number of each file that belongs to a workspace."""

SETTLED: Final = 0.1
"""Seconds in which nothing must change before a change is told: git and editors write in several steps."""


def files_signature(place: Path) -> Signature:
    """What can be told of a workspace's files, or of its only file, without reading them."""
    return frozenset(_stamps(_files(place)))


def _files(place: Path) -> Iterator[str]:
    if not place.is_dir():
        yield str(place)
        return
    for folder, folders, files in os.walk(place):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.endswith(ENDING) or name == SETTINGS_FILE:
                yield os.path.join(folder, name)


def _stamps(paths: Iterable[str]) -> Iterator[tuple[str, int, int, int]]:
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:  # gone between listing and looking
            continue
        yield path, status.st_mtime_ns, status.st_size, status.st_ino


async def disk_changes(place: Callable[[], Path], every: float) -> AsyncIterator[None]:
    """Yields each time the files differ from the look before and have come to rest; looks in a thread.

    Args:
        place: Where the workspace is now: another one may be opened; then it yields once for that.
        every: Seconds between looks.
    """
    where = place()
    before = await asyncio.to_thread(files_signature, where)
    while True:
        await asyncio.sleep(every)
        is_other = place() != where
        where = place()
        now = await asyncio.to_thread(files_signature, where)
        if now == before and not is_other:
            continue
        while (settled := await _a_moment_later(where, every)) != now:
            now = settled
        before = now
        yield


async def _a_moment_later(place: Path, every: float) -> Signature:
    await asyncio.sleep(min(SETTLED, every))
    return await asyncio.to_thread(files_signature, place)
