"""Noticing that files of the workspace changed on disk."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

Signature = frozenset[tuple[str, int, int, int]]
"""Path, time of change, size and number of each file that belongs to a workspace."""

SETTLED: Final = 0.1
"""Seconds in which nothing must change before a change is told: git and editors write in several steps."""


def signature(root: Path) -> Signature:
    """What can be told of the files without reading them."""
    return frozenset(_seen(root))


def _seen(root: Path) -> Iterator[tuple[str, int, int, int]]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.endswith(".bsc") or name == "bsctui.toml":
                path = os.path.join(folder, name)  # noqa: PTH118 - a second saved on large trees
                try:
                    status = os.stat(path)  # noqa: PTH116 - see above
                except OSError:  # gone between listing and looking
                    continue
                yield path, status.st_mtime_ns, status.st_size, status.st_ino


async def changes(root: Path, every: float) -> AsyncIterator[None]:
    """Yields each time the files differ from the look before and have come to rest; looks in a thread."""
    before = await asyncio.to_thread(signature, root)
    while True:
        await asyncio.sleep(every)
        now = await asyncio.to_thread(signature, root)
        if now == before:
            continue
        while (settled := await _a_moment_later(root, every)) != now:
            now = settled
        before = now
        yield


async def _a_moment_later(root: Path, every: float) -> Signature:
    await asyncio.sleep(min(SETTLED, every))
    return await asyncio.to_thread(signature, root)
