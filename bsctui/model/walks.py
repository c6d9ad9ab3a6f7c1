"""Walks along what records say of each other: each place is visited once, so that a walk ends where links turn in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    P = TypeVar("P", bound=Hashable)


def chain(start: P, onward: Callable[[P], P | None]) -> Iterator[P]:
    """The start and what comes one after the other from it, until nothing does or one comes again."""
    visited: set[P] = set()
    at: P | None = start
    while at is not None and at not in visited:
        yield at
        visited.add(at)
        at = onward(at)


def reachable_from(starts: Iterable[P], onward: Callable[[P], Iterable[P]]) -> list[P]:
    """The starts and all that is reached from them, nearest first, each once."""
    reachable = dict.fromkeys(starts)
    waiting = list(reachable)
    for at in waiting:
        for other in onward(at):
            if other not in reachable:
                reachable[other] = None
                waiting.append(other)
    return waiting
