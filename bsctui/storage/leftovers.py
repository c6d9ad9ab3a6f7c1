"""Files that saving puts beside a user's own: how they are named, and what becomes of those of a killed process."""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import count, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bsctui.storage.locks import exclusive_in, is_process_alive
from bsctui.storage.regular_files import create_file, overwrite, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX: Final = ".bsctui-"
TEMPORARY: Final = ".tmp"
REDO: Final = ".redo"
VERSION: Final = 1
USUAL_LONGEST: Final = 255
"""Bytes in a file name, where the system does not say."""
_NAME: Final = re.compile(r"\.bsctui-([0-9a-f]{8})-([0-9]{1,10})-[0-9a-f]{8}\.(?:tmp|redo)")


def temporary_name() -> str:
    """The name of a temporary file: it tells whose it is, and fits beside a file of any name."""
    import secrets

    return f"{PREFIX}{_host()}-{os.getpid()}-{secrets.token_hex(4)}{TEMPORARY}"


@cache
def _host() -> str:
    import platform

    return hashlib.sha256(platform.node().encode("utf-8", "surrogateescape")).hexdigest()[:8]


def is_orphaned(name: str) -> bool:
    """Whether a file is what a process of this machine that is dead by now left behind."""
    match = _NAME.fullmatch(name)
    return match is not None and match[1] == _host() and not is_process_alive(int(match[2]))


def sweep(folder: Path, names: Iterable[str]) -> None:
    """Take away, of some files of a folder, what dead processes left; what they had begun to write is ended.

    What cannot be taken away stays: the next start tries again.
    """
    for name in filter(is_orphaned, names):
        with suppress(OSError):
            if name.endswith(REDO):
                with exclusive_in(folder):
                    finish_redo(Redo.of(read_regular(folder / name)), folder)
            (folder / name).unlink()


def sweep_folder(folder: Path) -> None:
    """The same for all files of a folder."""
    with suppress(OSError):
        sweep(folder, [entry.name for entry in folder.iterdir() if entry.name.startswith(PREFIX)])


# --- Writing in place


@dataclass(frozen=True, slots=True)
class Redo:
    """What stands beside a file while it is written in place: both of its texts, so that a kill loses neither."""

    name: str
    old: bytes
    new: bytes

    def to_bytes(self) -> bytes:
        """As it is written down."""
        head = {"version": VERSION, "name": self.name, "old": len(self.old), "new": len(self.new)}
        return json.dumps(head).encode("ascii") + b"\n" + self.old + self.new

    @classmethod
    def of(cls, content: bytes) -> Redo:
        """As it was written down.

        Raises:
            OSError: It is none.
        """
        head, _, texts = content.partition(b"\n")
        try:
            header = json.loads(head)
            version, name, old, new = (header[key] for key in ("version", "name", "old", "new"))
            if version == VERSION and Path(name).name == name and len(texts) == old + new:
                return cls(name, texts[:old], texts[old:])
        except (ValueError, KeyError, TypeError) as error:
            raise OSError(f"no redo: {error}") from None
        raise OSError("no redo: another version, or not whole")

    def is_mixture(self, now: bytes) -> bool:
        """Whether every byte of a content is the one or the other text's at its place."""
        return len(now) >= min(len(self.old), len(self.new)) and all(
            byte in pair for byte, *pair in zip_longest(now, self.old, self.new)
        )


def finish_redo(redo: Redo, folder: Path) -> None:
    """Finish what was half written; a file that somebody wrote since keeps its text, with ours beside it.

    Raises:
        OSError: It cannot be.
    """
    target = folder / redo.name
    try:
        now = read_regular(target)
    except FileNotFoundError:
        now = None
    if now in {redo.old, redo.new}:
        return
    if now is not None and redo.is_mixture(now):
        overwrite(target, redo.new)
    else:
        keep_beside(target, redo.new)


# --- A version kept beside


def keep_beside(path: Path, content: bytes, mode: int = 0o600) -> Path:
    """Keep a version of a file as `NAME.unsaved`, else `NAME.unsaved2` and so on: what was kept before stays.

    Raises:
        OSError: It cannot be kept.
    """
    for number in count(1):
        copy_path = path.with_name(
            _fitted_name(path.name, f".unsaved{number if number > 1 else ''}", path.parent)
        )
        try:
            os.close(create_file(copy_path, content, mode))
        except FileExistsError:
            if not _holds(copy_path, content):
                continue
        break
    return copy_path


def _holds(path: Path, content: bytes) -> bool:
    try:
        return read_regular(path) == content
    except OSError:
        return False


def _fitted_name(name: str, ending: str, folder: Path) -> str:
    """A name with an ending, cut where file names may be no longer."""
    while len(os.fsencode(name + ending)) > _longest(folder):
        name = name[:-1]
    return name + ending


def _longest(folder: Path) -> int:
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (AttributeError, ValueError, OSError):
        return USUAL_LONGEST
