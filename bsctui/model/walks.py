"""Walks along what records say of each other: each place is visited once, so that a walk ends where links turn in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    P = TypeVar("P", bound=Hashable)


def chain(start: P, onward: Callable[[P], P | None]) -> Iterator[P]:
    """The start and what comes one after the other from it, until nothing does or one comes again."""
    seen: set[P] = set()
    at: P | None = start
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = onward(at)


def reached(starts: Iterable[P], onward: Callable[[P], Iterable[P]]) -> list[P]:
    """The starts and all that is reached from them, nearest first, each once."""
    found = dict.fromkeys(starts)
    waiting = list(found)
    for at in waiting:
        for other in onward(at):
            if other not in found:
                found[other] = None
                waiting.append(other)
    return waiting
