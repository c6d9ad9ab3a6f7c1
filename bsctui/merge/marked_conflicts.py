"""Conflicts that git left in a text, between its marks, and the ways to settle them: one side, both, or fact by fact; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.merge.pieces import PieceKey, statement_key
from bsctui.text.document import HEADERS, STATEMENTS, is_blank_or_comment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Lines = tuple[str, ...]


class MarkedConflict(NamedTuple):
    """A conflict as it stands in a text.

    Attributes:
        first: The line of its first mark, from 1.
        last: The line of its last mark.
        ours: The lines of the upper side.
        theirs: The lines of the lower side.
        names: What the two sides are called behind the marks; empty where nothing stands there.
    """

    first: int
    last: int
    ours: Lines
    theirs: Lines
    names: tuple[str, str]

    @property
    def both(self) -> Lines:
        """The lines of both sides, each once."""
        return self.ours + tuple(raw for raw in self.theirs if raw not in self.ours)


class DisputedFact(NamedTuple):
    """What the two sides say of one fact, with the comments above it; no lines: the side says nothing of it."""

    ours: Lines
    theirs: Lines

    @property
    def is_settled(self) -> bool:
        """Whether both say the same."""
        return self.ours == self.theirs


def conflict_at(lines: Sequence[str], line: int) -> MarkedConflict | None:
    """The conflict whose first mark stands on a line (from 1); None where there is none, or its marks are torn.

    The common ancestor that `diff3` shows between them belongs to neither side.
    """
    if not 0 < line <= len(lines) or not lines[line - 1].startswith("<<<<<<<"):
        return None
    sides: dict[str, list[str]] = {"<": [], "|": [], "=": []}
    side = "<"
    for at in range(line, len(lines)):
        raw = lines[at]
        sign = raw[:1] if raw[:7] == raw[:1] * 7 else ""
        if sign == ">" and side == "=":
            names = (lines[line - 1][7:].strip(), raw[7:].strip())
            return MarkedConflict(line, at + 1, tuple(sides["<"]), tuple(sides["="]), names)
        if sign in {"<", ">"}:
            return None
        if sign in {"|", "="}:
            side = sign
        else:
            sides[side].append(raw)
    return None


def disputed_facts(conflict: MarkedConflict) -> tuple[DisputedFact, ...]:
    """The facts of both sides in their order, ours first; what only one side says stands where it says it."""
    ours, theirs = dict(_facts(conflict.ours)), dict(_facts(conflict.theirs))
    facts: list[DisputedFact] = []
    waiting = list(theirs)
    for key, lines in ours.items():
        while key in theirs and waiting[0] not in ours:
            facts.append(DisputedFact((), theirs[waiting.pop(0)]))
        if key in theirs:
            waiting.remove(key)
        facts.append(DisputedFact(lines, theirs.get(key, ())))
    facts += [DisputedFact((), theirs[key]) for key in waiting]
    return tuple(facts)


def settled_lines(facts: Iterable[DisputedFact], kept: Iterable[Lines]) -> Lines:
    """The lines of all facts, those that are disputed as they were decided, in their order."""
    decided = iter(kept)
    return tuple(raw for fact in facts for raw in (fact.ours if fact.is_settled else next(decided)))


def _facts(lines: Lines) -> Iterator[tuple[PieceKey, Lines]]:
    """Each fact of a side by what it speaks of; lines that cannot be read speak of themselves."""
    record: PieceKey = ()
    above: list[str] = []
    seen: dict[PieceKey, int] = {}
    for raw in lines:
        above.append(raw)
        if is_blank_or_comment(raw):
            continue
        key = _key(raw, record)
        record = key if raw[:1] not in {" ", "\t"} else record
        seen[key] = seen.get(key, 0) + 1
        yield (*key, str(seen[key])), tuple(above)
        above = []
    if above:
        yield ("#",), tuple(above)


def _key(raw: str, record: PieceKey) -> PieceKey:
    line = raw.rstrip("\r\n") + "\n"
    if raw[:1] not in {" ", "\t"}:
        header = HEADERS.read(line, 0)
        return ("record", *header.parts[:1], header.form.name) if header else ("record", raw)
    statement = STATEMENTS.read(line, 0)
    return (*record, *(statement_key(statement, "") if statement is not None else (raw,)))
