"""Who set each fact of an item, when, in which commit, with which reason: by meaning, whatever moved or reformatted its line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from bsctui.review.changes import ChangeKind, period_runs
from bsctui.review.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

    from bsctui.git.repository import Commit
    from bsctui.model.periods import FiscalYear
    from bsctui.review.changes import StrategyChange
    from bsctui.review.facts import FactKey, FactPart, RecordFacts
    from bsctui.review.history import HistoryStep, ItemHistory

FactMark = tuple["FactKey", "Hashable"]
"""A piece of a fact, as one side calls it."""

HEADER: FactMark = (("", ""), "")
"""That the item is there, under this name, at this place."""


UNDER: FactKey = ("under", "")
"""The fact that a scorecard's header states of its place."""


@dataclass(frozen=True, slots=True)
class FactBlame:
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
    mark: FactMark
    piece: FactPart
    commit: Commit | None


def blame(history: ItemHistory, address: str) -> list[FactBlame]:
    """Who set each fact of an item, in the order of its lines; empty where the files have no such item.

    Raises:
        GitError: Git does not answer.
    """
    item = history.model.names.declared.get(address)
    if item is None:
        return []
    fiscal = _fiscal(history)
    pieces = _pieces(
        Facts(history.excerpt_here(address).documents, history.model.quantity, fiscal).record_facts(
            address
        )
    )
    setters = _setters(history, address, pieces)
    set_parts = [_Set(mark, piece, setters.get(mark)) for mark, piece in pieces.items()]
    path, line = history.model.place(item.origin)
    text = history.model.documents[path].line_text(line).strip()
    header = FactBlame("", text, None, path, line, setters.get(HEADER))
    facts = sorted(
        _rows(history, set_parts, fiscal), key=lambda row: (row.path != path, row.path, row.line)
    )
    return [header, *facts]


def _fiscal(history: ItemHistory) -> FiscalYear:
    from bsctui.model.periods import FiscalYear

    calendar = history.model.settings.calendar
    return calendar.fiscal if calendar is not None else FiscalYear()


def _pieces(record: RecordFacts | None) -> dict[FactMark, FactPart]:
    """Every piece of every fact but the label's, which stands in the header."""
    if record is None:
        return {}
    return {
        (key, name): piece
        for key, fact in record.facts.items()
        if key != UNDER
        for name, piece in fact.pieces.items()
    }


def _setters(
    history: ItemHistory, address: str, pieces: Mapping[FactMark, FactPart]
) -> dict[FactMark, Commit | None]:
    """The commit that set each piece: the oldest one up to which it was never otherwise."""
    setters: dict[FactMark, Commit | None] = {}
    waiting: dict[str, dict[FactMark, FactMark]] = {}
    for ancestor, name, steps in history.steps(address):
        commit = ancestor.commit if ancestor is not None else None
        remaining = (
            waiting.pop(commit.oid, {})
            if commit is not None
            else {mark: mark for mark in (HEADER, *pieces)}
        )
        parents = history.parents(ancestor)
        for parent, step in zip(parents, steps, strict=False):
            passed = _passed(step, name, remaining)
            parent_marks = waiting.setdefault(parent, {})
            for mark, older in passed.items():
                parent_marks.setdefault(older, remaining.pop(mark))
        setters |= dict.fromkeys(remaining.values(), commit)
        if not any(waiting.values()):
            break
    return setters


def _passed(step: HistoryStep, name: str, marks: Collection[FactMark]) -> dict[FactMark, FactMark]:
    """The pieces that were the same before a step, with what they were called there."""
    if step.is_new:
        return {}
    sides = step.sides
    if sides is None:
        return {mark: mark for mark in marks}
    own = _pieces(Facts(sides.new.documents, sides.new.quantity, sides.fiscal).record_facts(name))
    after = _pieces(sides.new_facts.record_facts(sides.names.get(name, name)))
    before = _pieces(sides.old_facts.record_facts(step.before))
    as_old = dict(zip(own, after, strict=False))
    unchanged: dict[FactMark, FactMark] = {}
    for mark in marks:
        old = as_old.get(mark)
        if old is not None and old in before and before[old].meaning == after[old].meaning:
            unchanged[mark] = old
    if HEADER in marks and not any(map(_changes_header, step.changes)):
        unchanged[HEADER] = HEADER
    return unchanged


def _changes_header(change: StrategyChange) -> bool:
    """Whether the item came, went elsewhere or got another name: all that its header says but the label."""
    return change.kind is not ChangeKind.CHANGED or change.key == UNDER


def _rows(
    history: ItemHistory, set_parts: Iterable[_Set], fiscal: FiscalYear
) -> Iterator[FactBlame]:
    """One row a fact; periods in a row, on one line, set by one commit together."""

    def together(set_part: _Set) -> tuple[object, ...]:
        mark, piece, commit = set_part
        apart = mark if piece.period is None else ()
        return apart, piece.field, piece.remark, piece.origin, commit

    ordered = sorted(set_parts, key=_place)
    for _, group in groupby(ordered, key=together):
        set_together = list(group)
        pieces = [set_part.piece for set_part in set_together]
        yield _row(history, pieces, set_together[0].commit, fiscal)


def _place(set_part: _Set) -> tuple[object, ...]:
    piece, period = set_part.piece, set_part.piece.period
    return piece.origin.path, piece.origin.line, (period.ordinal if period is not None else 0)


def _row(
    history: ItemHistory, pieces: list[FactPart], commit: Commit | None, fiscal: FiscalYear
) -> FactBlame:
    first = pieces[0]
    text = "; ".join(period_runs(pieces, fiscal)) if first.period is not None else first.text
    path, line = history.model.place(first.origin)
    return FactBlame(first.field, text, first.remark, path, line, commit)
