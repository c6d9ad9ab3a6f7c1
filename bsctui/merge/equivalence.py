"""Whether two pieces say the same, and one line out of three where they say different things."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from bsctui.merge.normal_form import meaning_of
from bsctui.merge.pieces import SERIES, Piece, Split, split
from bsctui.merge.series import merged_series
from bsctui.merge.three_way import Disagreement, decided
from bsctui.model.periods import FiscalYear
from bsctui.text.literals import cells

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from bsctui.text.lines import Statement

_FISCAL: Final = FiscalYear()
"""One file need not hold the calendar; two spellings of one span then count as two."""

_ORDERS: Final = {
    "kpi": ("name", "label", "parent"), "objective": ("name", "label", "parent"), "initiative": ("name", "label", "parent"),
    "measure": ("name", "label", "parent"), "scorecard": ("name", "label", "under"), "person": ("name", "full", "email"),
    "status": ("colour", "label", "below"), "band": ("colour", "label", "below"),
}  # fmt: skip
"""Lines that state several facts, each in a slot of its own: the slots in their order."""

_WORDS: Final = {"parent": "in ", "under": "under ", "below": "below "}


def meaning(piece: Piece | None) -> Hashable:
    """What a line says, apart from its spelling, comments and what is inside."""
    if piece is None:
        return None
    statement = piece.statement
    if statement is None:
        return tuple(line.strip() for line in piece.remarks)
    if statement.form.name == "tag":
        return ("tag", frozenset(statement.all("names")))
    said = meaning_of(statement, piece.home, _FISCAL, {"series"})
    if statement.form.name in SERIES:
        return (said, _cells(statement))
    return said


def _cells(statement: Statement) -> Hashable:
    """The values of a series, none for missing ones; bars are layout."""
    return tuple(None if cell != cell else cell for cell in cells(statement.get("series") or ""))


def comments(piece: Piece) -> tuple[str, ...]:
    """The comments of a line, without their layout."""
    tail = split(piece.raw).tail.strip() if piece.raw else ""
    return (*(line.strip() for line in piece.remarks), *([tail] if tail else []))


def signature(piece: Piece) -> Hashable:
    """All that a piece says with what is inside, whatever its order and layout."""
    inside = frozenset(Counter(signature(one) for one in piece.inside).items())
    return (piece.key, meaning(piece), comments(piece), inside)


def signatures(pieces: Iterable[Piece]) -> Counter[Hashable]:
    """All that some pieces say."""
    return Counter(map(signature, pieces))


def is_as_before(base: Piece, side: Piece) -> bool:
    """Whether a side left a piece as it was, layout and order inside apart."""
    return signature(base) == signature(side)


def merged_raw(base: Piece | None, ours: Piece, theirs: Piece) -> str:
    """One line out of three.

    Raises:
        Disagreement: Both sides changed a fact of it, or its comment, each in its own way.
    """
    if ours.raw == theirs.raw:
        return ours.raw
    old = split(base.raw) if base is not None else None
    mine, other = split(ours.raw), split(theirs.raw)
    tail = decided(old.tail if old else "", mine.tail, other.tail)
    code = _code(base, ours, theirs, (old, mine, other))
    try:
        lead = decided(old.lead if old else mine.lead, mine.lead, other.lead)
        end = decided(old.end if old else mine.end, mine.end, other.end)
    except Disagreement:
        lead, end = mine.lead, mine.end
    return lead + code + tail + end


def _code(
    base: Piece | None, ours: Piece, theirs: Piece, parts: tuple[Split | None, Split, Split]
) -> str:
    old, mine, other = parts
    said, here, there = meaning(base), meaning(ours), meaning(theirs)
    if here == there:
        return mine.code if old is None or mine.code != old.code else other.code
    if there == said:
        return mine.code
    if here == said:
        return other.code
    return _joined(base, ours, theirs)


def _joined(base: Piece | None, ours: Piece, theirs: Piece) -> str:
    """A line that states several facts, some changed here and some there."""
    form = ours.form
    if theirs.form != form or (base is not None and base.form != form):
        raise Disagreement
    if form == "tag":
        return _tags(base, ours, theirs)
    if form in SERIES:
        return merged_series(base, ours, theirs)
    if form not in _ORDERS:
        raise Disagreement
    slots = [
        decided(*(_slot(piece, slot) for piece in (base, ours, theirs))) for slot in _ORDERS[form]
    ]
    keyword = ours.statement.form.keyword if ours.statement is not None else ""
    words = [
        _WORDS.get(slot, "") + text
        for slot, text in zip(_ORDERS[form], slots, strict=True)
        if text is not None
    ]
    return " ".join([keyword, *words])


def _slot(piece: Piece | None, slot: str) -> str | None:
    return piece.statement.get(slot) if piece is not None and piece.statement is not None else None


def _tags(base: Piece | None, ours: Piece, theirs: Piece) -> str:
    """Tags are a set: those of our line in its order, without what they took away, with what they added."""
    old, mine, other = (
        piece.statement.all("names") if piece is not None and piece.statement is not None else ()
        for piece in (base, ours, theirs)
    )
    kept = [name for name in mine if name in other or name not in old]
    added = [name for name in other if name not in mine and name not in old]
    if not kept and not added:
        raise Disagreement
    return " ".join(["tag", *kept, *added])
