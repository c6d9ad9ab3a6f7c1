"""Decisions: a record that came, went or moved is one change, with all below it and the lines elsewhere that name it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bsctui.model.references import references_of
from bsctui.review.changes import Change, Kind, single_changes
from bsctui.review.facts import SETTINGS, Sort

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bsctui.model.names import Declaration
    from bsctui.review.alignment import Sides


def changes_between(sides: Sides) -> list[Change]:
    """Every change, one decision each, in the order of the new side's display; what was removed comes last."""
    found = single_changes(sides)
    records = [change for change in found if change.is_whole and change.thing not in SETTINGS]
    units = [
        *_topmost([one for one in records if one.kind is Kind.ADDED], sides.matching.new),
        *_topmost([one for one in records if one.kind is Kind.REMOVED], sides.matching.old),
    ]
    names = [_inner_names(unit, sides) for unit in units]
    followers: list[list[Change]] = [[] for _ in units]
    kept: list[Change] = []
    for change in found:
        if change.is_whole and change.thing not in SETTINGS:
            continue
        pairs = enumerate(zip(units, names, strict=True))
        at = next(
            (at for at, (unit, mine) in pairs if _names_one_of(change, mine, unit.kind)), None
        )
        (kept if at is None else followers[at]).append(change)
    made = (
        replace(unit, inside=(*unit.inside, *more))
        for unit, more in zip(units, followers, strict=True)
    )
    return [*_with_followers(kept, sides), *made]


def _with_followers(changes: Sequence[Change], sides: Sides) -> list[Change]:
    """What had to be renamed because the record above it moved to a scorecard where its name was taken goes with that move."""
    movers = {change.address: change for change in changes if change.kind is Kind.MOVED}
    followers: dict[str, list[Change]] = {}
    kept: list[Change] = []
    for change in changes:
        above = _mover(change, movers, sides)
        (kept if above is None else followers.setdefault(above, [])).append(change)
    return [
        replace(change, inside=(*change.inside, *followers[change.address]))
        if change.kind is Kind.MOVED and change.address in followers
        else change
        for change in kept
    ]


def _mover(change: Change, movers: Mapping[str, Change], sides: Sides) -> str | None:
    """The moved record that a renamed one follows; None where its name was a choice."""
    if change.kind is not Kind.RENAMED or change.old_address is None:
        return None
    card, _, name = change.old_address.partition(".")
    parent = sides.matching.new[change.address].parent
    taken = f"{change.scorecard}.{name}" in sides.matching.old
    return parent if parent in movers and card != change.scorecard and taken else None


def _topmost(changes: Sequence[Change], declared: Mapping[str, Declaration]) -> list[Change]:
    """The topmost of the records that came or went, each with those below it."""
    known = {change.address for change in changes}
    below: dict[str, list[Change]] = {}
    tops: list[Change] = []
    for change in changes:
        above = _above(declared[change.address])
        (below.setdefault(above, []) if above in known else tops).append(change)
    seen: set[str] = set()
    # In a circle none is topmost: the first of its records stands for it.
    return [
        replace(top, inside=tuple(_inner(top, below, seen)))
        for top in (*tops, *changes)
        if top.address not in seen
    ]


def _inner(top: Change, below: Mapping[str, Sequence[Change]], seen: set[str]) -> Iterator[Change]:
    """All below a record, each before what is below it and once; scorecards stand under one another to any depth."""
    seen.add(top.address)
    waiting = list(reversed(below.get(top.address, ())))
    while waiting:
        child = waiting.pop()
        if child.address not in seen:
            seen.add(child.address)
            yield child
            waiting += reversed(below.get(child.address, ()))


def _above(item: Declaration) -> str:
    """The address of the record above: an objective's parent names its perspective too."""
    parent = item.parent or ""
    return parent.partition(".")[0] if item.kind == "objective" else parent


def _inner_names(unit: Change, sides: Sides) -> frozenset[str]:
    """What came or went with a unit, in old names."""
    names = {unit.address, *(change.address for change in unit.inside)}
    if unit.kind is Kind.ADDED:
        names = {sides.names.get(name, name) for name in names}
    return frozenset(names)


def _names_one_of(change: Change, names: frozenset[str], kind: Kind) -> bool:
    """Whether a changed fact names what came (on its new side) or went (on its old one)."""
    fact = change.after if kind is Kind.ADDED else change.before
    if change.kind is not Kind.CHANGED or change.sort is not Sort.RULES or fact is None:
        return False
    stated = {(id(line.record), line.line) for line in fact.lines}
    return any(
        mention.address in names
        for line in fact.lines
        for mention in references_of(line.path, line.record)
        if (id(mention.origin.record), mention.origin.line) in stated
    )
