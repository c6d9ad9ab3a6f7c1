"""Decisions: a record that came, went or moved is one change, with all below it and the lines elsewhere that name it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bsctui.model.references import references_of
from bsctui.review.breakage import breakages
from bsctui.review.changes import ChangeKind, StrategyChange, single_changes
from bsctui.review.facts import SETTINGS, ChangeClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bsctui.model.names import Declaration
    from bsctui.review.alignment import AlignedSides


def changes_between(sides: AlignedSides) -> list[StrategyChange]:
    """Every change, one decision each, in the order of the new side's display; what was removed comes last."""
    changes = [*single_changes(sides), *breakages(sides)]
    records = [
        change for change in changes if change.is_whole and change.record_kind not in SETTINGS
    ]
    units = [
        *_topmost(
            [record for record in records if record.kind is ChangeKind.ADDED], sides.matching.new
        ),
        *_topmost(
            [record for record in records if record.kind is ChangeKind.REMOVED], sides.matching.old
        ),
    ]
    names = [_inner_names(unit, sides) for unit in units]
    followers: list[list[StrategyChange]] = [[] for _ in units]
    others: list[StrategyChange] = []
    for change in changes:
        if change.is_whole and change.record_kind not in SETTINGS:
            continue
        pairs = enumerate(zip(units, names, strict=True))
        at = next(
            (
                at
                for at, (unit, unit_names) in pairs
                if _names_one_of(change, unit_names, unit.kind)
            ),
            None,
        )
        (others if at is None else followers[at]).append(change)
    whole_units = (
        replace(unit, inside=(*unit.inside, *followed))
        for unit, followed in zip(units, followers, strict=True)
    )
    return [*_with_followers(others, sides), *whole_units]


def _with_followers(changes: Sequence[StrategyChange], sides: AlignedSides) -> list[StrategyChange]:
    """What had to be renamed because the record above it moved to a scorecard where its name was taken goes with that move."""
    movers = {change.address: change for change in changes if change.kind is ChangeKind.MOVED}
    followers: dict[str, list[StrategyChange]] = {}
    remaining: list[StrategyChange] = []
    for change in changes:
        above = _mover(change, movers, sides)
        (remaining if above is None else followers.setdefault(above, [])).append(change)
    return [
        replace(change, inside=(*change.inside, *followers[change.address]))
        if change.kind is ChangeKind.MOVED and change.address in followers
        else change
        for change in remaining
    ]


def _mover(
    change: StrategyChange, movers: Mapping[str, StrategyChange], sides: AlignedSides
) -> str | None:
    """The moved record that a renamed one follows; None where its name was a choice."""
    if change.kind is not ChangeKind.RENAMED or change.old_address is None:
        return None
    card, _, name = change.old_address.partition(".")
    parent = sides.matching.new[change.address].parent
    taken = f"{change.scorecard}.{name}" in sides.matching.old
    return parent if parent in movers and card != change.scorecard and taken else None


def _topmost(
    changes: Sequence[StrategyChange], declared: Mapping[str, Declaration]
) -> list[StrategyChange]:
    """The topmost of the records that came or went, each with those below it."""
    addresses = {change.address for change in changes}
    below: dict[str, list[StrategyChange]] = {}
    tops: list[StrategyChange] = []
    for change in changes:
        above = declared[change.address].container
        (below.setdefault(above, []) if above in addresses else tops).append(change)
    placed: set[str] = set()
    # In a circle none is topmost: the first of its records stands for it.
    return [
        replace(top, inside=tuple(_inner(top, below, placed)))
        for top in (*tops, *changes)
        if top.address not in placed
    ]


def _inner(
    top: StrategyChange, below: Mapping[str, Sequence[StrategyChange]], placed: set[str]
) -> Iterator[StrategyChange]:
    """All below a record, each before what is below it and once; scorecards stand under one another to any depth."""
    placed.add(top.address)
    waiting = list(reversed(below.get(top.address, ())))
    while waiting:
        child = waiting.pop()
        if child.address not in placed:
            placed.add(child.address)
            yield child
            waiting += reversed(below.get(child.address, ()))


def _inner_names(unit: StrategyChange, sides: AlignedSides) -> frozenset[str]:
    """What came or went with a unit, in old names."""
    names = {unit.address, *(change.address for change in unit.inside)}
    if unit.kind is ChangeKind.ADDED:
        names = {sides.names.get(name, name) for name in names}
    return frozenset(names)


def _names_one_of(change: StrategyChange, names: frozenset[str], kind: ChangeKind) -> bool:
    """Whether a changed fact names what came (on its new side) or went (on its old one)."""
    fact = change.after if kind is ChangeKind.ADDED else change.before
    if (
        change.kind is not ChangeKind.CHANGED
        or change.change_class is not ChangeClass.RULES
        or fact is None
    ):
        return False
    stated = {(id(line.record), line.line) for line in fact.lines}
    return any(
        mention.address in names
        for line in fact.lines
        for mention in references_of(line.path, line.record)
        if (id(mention.origin.record), mention.origin.line) in stated
    )
