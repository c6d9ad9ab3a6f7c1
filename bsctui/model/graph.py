"""Walks along what records say of each other: linear in what is linked, without recursion, ending where links turn in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

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


def along_chains(
    members: Iterable[str], onward: Callable[[str], str | None]
) -> Iterator[tuple[str, str | None]]:
    """Each member with the one it leads to, which was given before it.

    None where the chain ends, and for those in a circle: what they make of each other must not
    depend on where one begins.
    """
    settled: set[str] = set()
    for start in members:
        if onward(start) is None:  # nearly all of ten thousand
            if start not in settled:
                settled.add(start)
                yield start, None
            continue
        path: dict[str, int] = {}
        at: str | None = start
        while at is not None and at not in settled and at not in path:
            path[at] = len(path)
            at = onward(at)
        circle = path.get(at, len(path)) if at is not None else len(path)
        for place, address in reversed(list(enumerate(path))):
            yield address, None if place >= circle else onward(address)
        settled.update(path)


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


def cycles_in(arrows: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Circles, at least one of every knot, each node in one at most; linear, without recursion.

    Depth first: an arrow to a node on the open path closes a circle, which is the path from there.
    Each begins with its member that comes first among the arrows.
    """
    order = {address: rank for rank, address in enumerate(arrows)}
    done: set[str] = set()
    for start in arrows:
        if start not in done:
            yield from _Search(arrows, order, done).circles_from(start)


class _Search:
    """One walk, with the path that is open."""

    def __init__(
        self, arrows: Mapping[str, list[str]], order: Mapping[str, int], done: set[str]
    ) -> None:
        self.arrows = arrows
        self.order = order
        self.done = done
        self.path: list[str] = []
        self.place: dict[str, int] = {}
        self.last_reported: list[int] = []
        """For each place on the path the last one up to it that is in a circle given before; -1 for none."""

    def circles_from(self, start: str) -> Iterator[list[str]]:
        steps = [self._enter(start)]
        while steps:
            for other in steps[-1]:
                if other in self.place:
                    if self.last_reported[-1] < self.place[other]:
                        yield self._circle(self.place[other])
                elif other not in self.done and other in self.arrows:
                    steps.append(self._enter(other))
                    break
            else:
                steps.pop()
                self._leave()

    def _enter(self, node: str) -> Iterator[str]:
        self.place[node] = len(self.path)
        self.last_reported.append(self.last_reported[-1] if self.path else -1)
        self.path.append(node)
        return iter(self.arrows[node])

    def _leave(self) -> None:
        node = self.path.pop()
        self.last_reported.pop()
        del self.place[node]
        self.done.add(node)

    def _circle(self, begin: int) -> list[str]:
        for at in range(begin, len(self.path)):
            self.last_reported[at] = at
        circle = self.path[begin:]
        first = min(range(len(circle)), key=lambda at: self.order[circle[at]])
        return circle[first:] + circle[:first]
