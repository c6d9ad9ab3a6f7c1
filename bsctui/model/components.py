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
    index: dict[str, int] = {}
    low_link: dict[str, int] = {}
    on_stack: dict[str, None] = {}
    for start in starts:
        path = [] if start in index else [_opened(start, beneath, index, low_link, on_stack)]
        while path:
            node, waiting = path[-1]
            other = next(waiting, None)
            if other is None:
                path.pop()
                if path:
                    above = path[-1].node
                    low_link[above] = min(low_link[above], low_link[node])
                if low_link[node] == index[node]:
                    yield _closed(node, on_stack)
            elif other not in index:
                path.append(_opened(other, beneath, index, low_link, on_stack))
            elif other in on_stack:
                low_link[node] = min(low_link[node], index[other])


def _opened(
    node: str,
    beneath: Callable[[str], Iterable[str]],
    index: dict[str, int],
    low_link: dict[str, int],
    on_stack: dict[str, None],
) -> _Open:
    index[node] = low_link[node] = len(index)
    on_stack[node] = None
    return _Open(node, iter(beneath(node)))


def _closed(node: str, on_stack: dict[str, None]) -> tuple[str, ...]:
    """The component whose first member this is: all that is held since."""
    members: list[str] = []
    while not members or members[-1] != node:
        members.append(on_stack.popitem()[0])
    return tuple(reversed(members))
