"""Chains in which each member leads to one other, such as `like` and `same`; of any length, in linear time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def along_chains(
    members: Iterable[str], onward: Callable[[str], str | None]
) -> Iterator[tuple[str, str | None]]:
    """Each member with the one it leads to, which was given before it.

    None where the chain ends, and for those in a circle: what they make of each other must not
    depend on where one begins.
    """
    settled: set[str] = set()
    for start in members:
        path: dict[str, int] = {}
        at: str | None = start
        while at is not None and at not in settled and at not in path:
            path[at] = len(path)
            at = onward(at)
        circle = path.get(at, len(path)) if at is not None else len(path)
        for place, address in reversed(list(enumerate(path))):
            yield address, None if place >= circle else onward(address)
        settled.update(path)
