"""Who set each fact of an item, when, in which commit, with which reason: by meaning, whatever moved or reformatted its line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from bsctui.review.changes import Kind, runs
from bsctui.review.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

    from bsctui.git.repository import Commit
    from bsctui.model.periods import FiscalYear
    from bsctui.review.facts import Key, Piece, Thing
    from bsctui.review.history import History, Step

Mark = tuple["Key", "Hashable"]
"""A piece of a fact, as one side calls it."""

HEADER: Mark = (("", ""), "")
"""That the item is there, under this name, at this place."""


@dataclass(frozen=True, slots=True)
class Blamed:
    """A fact (or a run of periods that were entered together) with who set it.

    Attributes:
        field: The keyword; empty for the header.
        text: As written, without keyword and reason.
        reason: The reason or note on its line.
        path: Where it stands in the files.
        line: From 1.
        commit: Who set it; None for what is not committed yet.
    """

    field: str
    text: str
    reason: str | None
    path: str
    line: int
    commit: Commit | None


class _Set(NamedTuple):
    mark: Mark
    piece: Piece | None
    commit: Commit | None


def blame(history: History, address: str) -> list[Blamed]:
    """Who set each fact of an item, in the order of its lines; empty where the files have no such item.

    Raises:
        GitError: Git does not answer.
    """
    item = history.model.names.declared.get(address)
    if item is None:
        return []
    fiscal = _fiscal(history)
    pieces = _pieces(
        Facts(history.slice_here(address).documents, history.model.quantity, fiscal).thing(address)
    )
    setters = _setters(history, address, pieces)
    found = [_Set(mark, piece, setters.get(mark)) for mark, piece in pieces.items()]
    path, line = history.model.place(item.origin)
    text = history.model.documents[path].line_text(line).strip()
    header = Blamed("", text, None, path, line, setters.get(HEADER))
    facts = sorted(
        _rows(history, found, fiscal), key=lambda row: (row.path != path, row.path, row.line)
    )
    return [header, *facts]


def _fiscal(history: History) -> FiscalYear:
    from bsctui.model.periods import FiscalYear

    calendar = history.model.settings.calendar
    return calendar.fiscal if calendar is not None else FiscalYear()


def _pieces(thing: Thing | None) -> dict[Mark, Piece]:
    """Every piece of every fact but the label's, which stands in the header."""
    if thing is None:
        return {}
    return {
        (key, name): piece
        for key, fact in thing.facts.items()
        if key != ("under", "")
        for name, piece in fact.pieces.items()
    }


def _setters(
    history: History, address: str, pieces: Mapping[Mark, Piece]
) -> dict[Mark, Commit | None]:
    """The commit that set each piece: the oldest one up to which it was never otherwise."""
    found: dict[Mark, Commit | None] = {}
    waiting: dict[str, dict[Mark, Mark]] = {}
    for ancestor, name, steps in history.steps(address):
        commit = ancestor.commit if ancestor is not None else None
        mine = (
            waiting.pop(commit.oid, {})
            if commit is not None
            else {mark: mark for mark in (HEADER, *pieces)}
        )
        parents = history.parents(ancestor)
        for parent, step in zip(parents, steps, strict=False):
            passed = _passed(step, name, mine)
            there = waiting.setdefault(parent, {})
            for mark, older in passed.items():
                there.setdefault(older, mine.pop(mark))
        found |= dict.fromkeys(mine.values(), commit)
        if not any(waiting.values()):
            break
    return found


def _passed(step: Step, name: str, marks: Collection[Mark]) -> dict[Mark, Mark]:
    """The pieces that were the same before a step, with what they were called there."""
    if step.is_new:
        return {}
    sides = step.sides
    if sides is None:
        return {mark: mark for mark in marks}
    own = _pieces(Facts(sides.new.documents, sides.new.quantity, sides.fiscal).thing(name))
    after = _pieces(sides.new_facts.thing(sides.names.get(name, name)))
    before = _pieces(sides.old_facts.thing(step.before))
    as_old = dict(zip(own, after, strict=False))
    found: dict[Mark, Mark] = {}
    for mark in marks:
        old = as_old.get(mark)
        if old is not None and old in before and before[old].meaning == after[old].meaning:
            found[mark] = old
    if HEADER in marks and all(change.kind is Kind.CHANGED for change in step.changes):
        found[HEADER] = HEADER
    return found


def _rows(history: History, some: Iterable[_Set], fiscal: FiscalYear) -> Iterator[Blamed]:
    """One row a fact; periods in a row, on one line, set by one commit together."""

    def together(one: _Set) -> tuple[object, ...]:
        mark, piece, commit = one
        assert piece is not None, "only the header has none"
        apart = mark if piece.period is None else ()
        return apart, piece.field, piece.remark, piece.origin, commit

    ordered = sorted(some, key=_place)
    for _, group in groupby(ordered, key=together):
        pieces = [one.piece for one in group if one.piece is not None]
        yield _row(history, pieces, next(o.commit for o in ordered if o.piece is pieces[0]), fiscal)


def _place(one: _Set) -> tuple[object, ...]:
    piece = one.piece
    assert piece is not None, "only the header has none"
    period = piece.period
    return piece.origin.path, piece.origin.line, (period.ordinal if period is not None else 0)


def _row(
    history: History, pieces: list[Piece], commit: Commit | None, fiscal: FiscalYear
) -> Blamed:
    first = pieces[0]
    text = "; ".join(runs(pieces, fiscal)) if first.period is not None else first.text
    path, line = history.model.place(first.origin)
    return Blamed(first.field, text, first.remark, path, line, commit)
