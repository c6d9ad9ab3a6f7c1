"""Which changes a reviewer has seen: kept in the user's state folder by what the change is, so that it survives restarts."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from bsctui.storage.atomic_write import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.review.changes import StrategyChange

MOST = 20_000
"""Changes that are remembered; the oldest are forgotten first."""


def change_key(change: StrategyChange) -> str:
    """The content of a change: the same wherever and whenever it is reviewed, another where any of it differs."""
    return sha256("\0".join(_content(change)).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _content(change: StrategyChange) -> Iterator[str]:
    parts = (
        change.record_kind,
        change.address,
        change.kind,
        change.field,
        change.old,
        change.new,
        change.reason,
    )
    yield from (part or "" for part in parts)
    for inner in change.inside:
        yield from _content(inner)


class SeenChanges:
    """The changes seen, on disk. What cannot be kept is forgotten at the end, and nothing else happens."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or Path(platformdirs.user_state_dir("bsctui")) / "seen-changes"
        try:
            self._keys = dict.fromkeys(self._path.read_text("ascii").split())
        except (OSError, UnicodeDecodeError):
            self._keys = {}

    def __contains__(self, change: StrategyChange) -> bool:
        return change_key(change) in self._keys

    def turn(self, change: StrategyChange) -> bool:
        """Mark a change as seen, or as not seen where it was; whether it is seen now."""
        key = change_key(change)
        is_seen = key not in self._keys
        if is_seen:
            self._keys[key] = None
        else:
            del self._keys[key]
        self._write()
        return is_seen

    def _write(self) -> None:
        keys = list(self._keys)[-MOST:]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, "".join(f"{key}\n" for key in keys).encode("ascii"))
        except OSError:
            return
