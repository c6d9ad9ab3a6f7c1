"""The line of sight as lines: from the top objectives down to an item, and on to what supports it; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.advice.advise import case_of
from bsctui.advice.structure import objectives_unaligned, objectives_uncascaded
from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bsctui.app.core.session import Session
    from bsctui.model.model import Model

Path = tuple[str, ...]

MOST_WAYS = 200
"""Ways up that are drawn of one objective: nobody reads more, and links that cross multiply them."""

MOST_LEVELS = 100
"""Levels that are drawn above an objective, and so many below: as many as there may be tiers."""


class SightLine(NamedTuple):
    """One objective of the drawing.

    Attributes:
        address: The objective.
        lasts: For each level from the top down to it whether it is the last one there (its joints).
        word: How it serves the one above: `supports` or `aligns`; empty at the top.
        anchor: Whether the line of sight is drawn for it.
    """

    address: str
    lasts: tuple[bool, ...] = ()
    word: str = ""
    anchor: bool = False


class SightLinks:
    """Who serves whom in one period, both ways, in the text's order; `end` as in `Session.end`.

    A line may name what is no objective (an error); it serves nobody.
    """

    def __init__(self, model: Model, end: int | None) -> None:
        self._up: dict[str, dict[str, str]] = {}
        self._down: dict[str, dict[str, str]] = {}
        for objective in model.objectives.values():
            for word, lines in (("supports", objective.supports), ("aligns", objective.aligns)):
                for line in lines:
                    is_there = line.value.target in model.objectives
                    if is_there and (end is None or line.span.holds(end)):
                        self._join(objective.address, line.value.target, word)

    def _join(self, giver: str, receiver: str, word: str) -> None:
        self._up.setdefault(giver, {}).setdefault(receiver, word)
        self._down.setdefault(receiver, {}).setdefault(giver, word)

    def up(self, address: str) -> Iterable[str]:
        """What an objective serves."""
        return self._up.get(address, ())

    def down(self, address: str) -> Iterable[str]:
        """What serves it."""
        return self._down.get(address, ())

    def word(self, giver: str, receiver: str) -> str:
        """How one serves the other."""
        return self._up.get(giver, {}).get(receiver, "")


def anchors_of(session: Session, address: str | None) -> tuple[str, ...]:
    """The objectives whose line of sight an item's is: its own, or those of its scorecard; of an error none."""
    return tuple(named for named in _named(session, address) if named in session.model.objectives)


def _named(session: Session, address: str | None) -> tuple[str, ...]:
    model = session.model
    kind = session.kind(address) if address else None
    if address is None or kind is None:
        return ()
    if kind is Kind.OBJECTIVE:
        return (address,)
    if kind is Kind.KPI:
        return (model.kpis[address].objective,)
    if kind is Kind.INITIATIVE:
        return _named(session, model.initiatives[address].parent)
    card, _, name = address.partition(".")
    whole = kind is not Kind.PERSPECTIVE
    return tuple(
        objective.address
        for objective in model.objectives.values()
        if objective.scorecard == card and (whole or objective.perspective == name)
    )


def line_of_sight(links: SightLinks, anchors: Iterable[str]) -> list[SightLine]:
    """A forest: each way from the top to an anchor once, and below an anchor all that serves it."""
    forest = _Forest(links, dict.fromkeys(anchors))
    lines: list[SightLine] = []
    waiting: list[tuple[Path, tuple[bool, ...]]] = [((), ())]
    while waiting:
        path, lasts = waiting.pop()
        if path:
            word = links.word(path[-1], path[-2]) if len(path) > 1 else ""
            lines.append(SightLine(path[-1], lasts, word, path[-1] in forest.anchors))
        below = forest.below(path)
        waiting += reversed(
            [
                ((*path, address), (*lasts, index == len(below) - 1) if path else ())
                for index, address in enumerate(below)
            ]
        )
    return lines


class _Forest:
    """What stands below each joint of the drawing, while it is drawn from the top."""

    def __init__(self, links: SightLinks, anchors: Mapping[str, None]) -> None:
        self.anchors = anchors
        self._links = links
        self._drawn: set[str] = set()
        self._ways: dict[Path, dict[str, None]] = {(): {}}
        for anchor in anchors:
            for path in _ways_up(links, anchor):
                self._keep(path)

    def _keep(self, path: Path) -> None:
        """Enter a way into the tree of ways, by the paths of its joints."""
        for depth, address in enumerate(path):
            self._ways.setdefault(path[:depth], {})[address] = None
        self._ways.setdefault(path, {})

    def below(self, path: Path) -> tuple[str, ...]:
        """The ways on to an anchor, then (once) all that serves the anchor itself."""
        ways = self._ways.get(path)
        below = dict(ways or {})
        is_anchor = bool(path) and path[-1] in self.anchors and path[-1] not in self._drawn
        if is_anchor or (ways is None and len(path) < 2 * MOST_LEVELS):
            above = frozenset(path)
            below |= {giver: None for giver in self._links.down(path[-1]) if giver not in above}
        if is_anchor:
            self._drawn.add(path[-1])
        return tuple(below)


def _ways_up(links: SightLinks, address: str) -> Iterator[Path]:
    """Each way from an objective that serves nothing down to this one."""
    stack: list[Path] = [(address,)]
    count = 0
    while stack and count < MOST_WAYS:
        path = stack.pop()
        above = [target for target in links.up(path[0]) if target not in path]
        if above and len(path) < MOST_LEVELS:
            stack.extend((target, *path) for target in reversed(above))
        else:
            count += 1
            yield path


class WithoutSight(NamedTuple):
    """Objectives without a line of sight, as advice finds them in the period in view.

    Attributes:
        upward: Below the top tier, serving nothing (A102).
        downward: At the top, served by nothing (A103).
    """

    upward: tuple[str, ...] = ()
    downward: tuple[str, ...] = ()


def objectives_without_sight(session: Session) -> WithoutSight:
    """Both kinds, in the order of display."""
    if session.model.settings.calendar is None or not session.scores.periods:
        return WithoutSight()
    case = case_of(session.model, session.scores, session.column)
    return WithoutSight(
        tuple(finding.address for finding in objectives_unaligned(case)),
        tuple(finding.address for finding in objectives_uncascaded(case)),
    )
