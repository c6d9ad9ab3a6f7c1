"""Links that were committed: a revision holds what `workspace_files` finds through them on disk; pure."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_HOPS: Final = 40
"""Links that lead to links; as many as an operating system follows."""


def linked_paths(links: Mapping[str, str], paths: Sequence[str], ending: str) -> dict[str, str]:
    """By the path that a link gives it the file that a workspace has through the link alone.

    Args:
        links: The target of each link, as it is written in it, by the link's path; both below the workspace.
        paths: All plain files below the workspace.
        ending: What the files of a workspace end with.
    """
    named: dict[str, str] = {}
    taken: set[str] = set()
    for link in sorted(links):
        if _is_hidden(link):
            continue
        target = _followed(link, links)
        if target is None:
            continue
        for path in paths:
            name = link + path[len(target) :]
            is_inside = path == target or path.startswith(f"{target}/")
            if not is_inside or not name.endswith(ending) or _is_hidden(path[len(target) + 1 :]):
                continue
            has_own_name = path.endswith(ending) and not _is_hidden(path)
            if not has_own_name and path not in taken:
                taken.add(path)
                named[name] = path
    return named


def _followed(link: str, links: Mapping[str, str]) -> str | None:
    """Where a link ends; None where it leads out of the workspace or round in a circle."""
    path = link
    for _ in range(MOST_HOPS):
        part = next((part for part in _prefixes(path) if part in links), None)
        if part is None:
            return None if path.startswith("../") or path in {"..", "."} else path
        target = links[part]
        if target.startswith("/"):
            return None
        path = posixpath.normpath(
            posixpath.join(posixpath.dirname(part), target) + path[len(part) :]
        )
    return None


def _prefixes(path: str) -> Iterator[str]:
    """A path and the folders it stands in, the outermost first."""
    parts = path.split("/")
    return ("/".join(parts[:at]) for at in range(1, len(parts) + 1))


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))
