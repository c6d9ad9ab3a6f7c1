"""Strongly connected components: what rests on what, inputs first, with circles told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class _Open(NamedTuple):
    """A node on the way down, with those beneath it that are still to be looked at."""

    node: str
    waiting: Iterator[str]


def components(
    starts: Iterable[str], beneath: Callable[[str], Iterable[str]]
) -> Iterator[tuple[str, ...]]:
    """All that the starts rest on, each after what is beneath it; a circle is one tuple of its members.

    Tarjan's algorithm without recursion, linear in nodes and arrows. Which nodes make a circle does not
    depend on where the walk begins; neither may anything that is made of it.
    """
    rank: dict[str, int] = {}
    lowest: dict[str, int] = {}
    held: dict[str, None] = {}
    for start in starts:
        path = [] if start in rank else [_opened(start, beneath, rank, lowest, held)]
        while path:
            node, waiting = path[-1]
            other = next(waiting, None)
            if other is None:
                path.pop()
                if path:
                    above = path[-1].node
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == rank[node]:
                    yield _closed(node, held)
            elif other not in rank:
                path.append(_opened(other, beneath, rank, lowest, held))
            elif other in held:
                lowest[node] = min(lowest[node], rank[other])


def _opened(
    node: str,
    beneath: Callable[[str], Iterable[str]],
    rank: dict[str, int],
    lowest: dict[str, int],
    held: dict[str, None],
) -> _Open:
    rank[node] = lowest[node] = len(rank)
    held[node] = None
    return _Open(node, iter(beneath(node)))


def _closed(node: str, held: dict[str, None]) -> tuple[str, ...]:
    """The component whose first member this is: all that is held since."""
    found: list[str] = []
    while not found or found[-1] != node:
        found.append(held.popitem()[0])
    return tuple(reversed(found))
