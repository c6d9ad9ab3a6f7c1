"""Where a workspace stood at a commit that lacks its folder: followed by equal contents, then by git's renames."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.git.repository import Repository
    from bsctui.text.document import Document


def former_place(
    repository: Repository, old: str, new: str | None, documents: Mapping[str, Document]
) -> Repository | None:
    """The same workspace where it stood at an older commit; None where nothing tells.

    Args:
        repository: The repository with the workspace's present place.
        old: The older commit.
        new: The later one; None for the files as they are.
        documents: The workspace's files on the later side.
    """
    for pairs in (_equal_files(repository, old, documents), _renames(repository, old, new)):
        votes = Counter(_places(repository, pairs))
        if votes:
            (prefix, only), _ = max(votes.items(), key=lambda vote: (vote[1], vote[0]))
            return replace(repository, prefix=prefix, only=only or None)
    return None


def _places(repository: Repository, pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """By pair of an old path and the path in the workspace now: the old folder, and of one file its name."""
    for before, inside in pairs:
        if repository.only is not None:
            folder, slash, name = before.rpartition("/")
            yield folder + slash, name
        elif before == inside or before.endswith(f"/{inside}"):
            yield before[: len(before) - len(inside)], ""


def _equal_files(
    repository: Repository, commit: str, documents: Mapping[str, Document]
) -> Iterator[tuple[str, str]]:
    """Files of a commit that are, byte for byte, files of the workspace."""
    listing = repository.run("ls-tree", "-r", "-z", "--full-tree", commit).stdout
    places: dict[str, list[str]] = {}
    for entry in listing.split(b"\0"):
        meta, _, name = entry.partition(b"\t")
        words = meta.split()
        if len(words) == 3 and name.endswith(b".bsc"):
            path = name.decode("utf-8", "surrogateescape")
            places.setdefault(words[2].decode("ascii"), []).append(path)
    size = max(map(len, places), default=40)
    for path, document in documents.items():
        for before in places.get(_object_name(document.to_bytes(), size), ()):
            yield before, path


def _object_name(content: bytes, size: int) -> str:
    """Git's name for a file's content."""
    algorithm = "sha256" if size == 64 else "sha1"
    return hashlib.new(
        algorithm, b"blob %d\0" % len(content) + content, usedforsecurity=False
    ).hexdigest()


def _renames(repository: Repository, old: str, new: str | None) -> Iterator[tuple[str, str]]:
    """What git takes for renamed into the workspace's folder."""
    sides = (old, new) if new is not None else (old,)
    answer = repository.run("diff", "--name-status", "-M", "--diff-filter=R", "-z", *sides, "--")
    words = answer.stdout.decode("utf-8", "surrogateescape").split("\0")
    for at in range(0, len(words) - 2, 3):
        before, after = words[at + 1], words[at + 2]
        if before.endswith(".bsc") and after.startswith(repository.prefix):
            yield before, after[len(repository.prefix) :]
