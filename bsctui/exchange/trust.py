"""Which queries the user has seen and said yes to: a list of hashes, outside of every workspace.

A query stands in a file that others may change, and a url says where it is sent. So nothing runs unless its hash is in
the user's own list, or in what the environment of a CI job says; any change of the text, the url, the name or the place
of the workspace makes another hash.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import platformdirs

from bsctui.storage.atomic_write import write_atomically
from bsctui.storage.regular_files import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bsctui.exchange.sources.queries import SourcedQuery

VARIABLE: Final = "BSCTUI_TRUST"
"""Hashes, or the name of a file of hashes, for jobs without a user."""

VERSION: Final = 1
OWNER_ONLY: Final = 0o600
OTHERS: Final = 0o022
"""Rights by which somebody else could write the list."""

_HASH: Final = re.compile(r"[0-9a-f]{64}")


class TrustError(Exception):
    """The list of trusted queries cannot be used; the message says why."""


def fingerprint(query: SourcedQuery, root: Path) -> str:
    """What is trusted: this text, by this source and url, in this workspace; a password is no part of it."""
    source = query.source
    parts = [
        VERSION, str(root.resolve()), source.name, source.shown_url, query.file, query.address, query.text,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def trust_file() -> Path:
    """Where the user's list stands on this system."""
    return Path(platformdirs.user_data_dir("bsctui")) / "trusted"


def trusted_hashes(root: Path, environment: Mapping[str, str]) -> frozenset[str]:
    """Every hash that is trusted: the user's own, and those that the environment names.

    Raises:
        TrustError: A list cannot be read, may be written by others, or stands in the workspace.
    """
    return _listed(trust_file()) | _of_environment(environment.get(VARIABLE, ""), root)


def _of_environment(written: str, root: Path) -> frozenset[str]:
    words = written.replace(",", " ").split()
    if all(_HASH.fullmatch(word) for word in words):
        return frozenset(words)
    path = Path(written.strip())
    if not path.is_absolute() or path.resolve().is_relative_to(root.resolve()):
        raise TrustError(
            f"{VARIABLE} holds hashes, or the whole path of a file of them outside the workspace, which others may change"
        )
    if not path.is_file():
        raise TrustError(f"{VARIABLE} names `{path}`, and there is no such file")
    return _listed(path)


def _listed(path: Path) -> frozenset[str]:
    try:
        status = path.stat()
        if hasattr(os, "geteuid") and (
            status.st_mode & OTHERS or status.st_uid not in {0, os.geteuid()}
        ):
            mode = stat.S_IMODE(status.st_mode)
            raise TrustError(
                f"`{path}` may be written by others (mode {mode:04o}); `chmod 600` it, and look at what is in it"
            )
        text = read_bounded(path).decode("utf-8", "replace")
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise TrustError(f"`{path}` cannot be read: {error.strerror or error}") from None
    first = (line.split(maxsplit=1)[0] for line in text.splitlines() if line.strip())
    return frozenset(word for word in first if _HASH.fullmatch(word))


def trust(queries: Iterable[tuple[str, str]]) -> None:
    """Put hashes on the user's list, each with words that tell a reader of the list what it was.

    Raises:
        TrustError: The list cannot be used.
        OSError: It cannot be written.
    """
    known = _listed(trust_file())
    added = [f"{digest} {words}" for digest, words in dict(queries).items() if digest not in known]
    _write([*_lines(), *added])


def distrust(hashes: Iterable[str]) -> None:
    """Take hashes off the user's list.

    Raises:
        OSError: It cannot be written.
    """
    gone = frozenset(hashes)
    _write([line for line in _lines() if line.split(maxsplit=1)[0] not in gone])


def _lines() -> list[str]:
    try:
        text = read_bounded(trust_file()).decode("utf-8", "replace")
    except FileNotFoundError:
        return []
    return [line for line in text.splitlines() if line.strip()]


def _write(lines: list[str]) -> None:
    path = trust_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_atomically(path, "".join(f"{line}\n" for line in lines).encode(), OWNER_ONLY)
