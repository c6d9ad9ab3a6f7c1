"""Whether two pieces say the same, and one line out of three where they say different things."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from bsctui.merge.normal_form import cell_meaning, statement_meaning
from bsctui.merge.pieces import LineParts, MergePiece, line_parts
from bsctui.merge.series import merged_series
from bsctui.merge.three_way import Disagreement, three_way_choice
from bsctui.model.periods import FiscalYear
from bsctui.text.forms import ROWS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from bsctui.text.lines import Statement

_FISCAL: Final = FiscalYear()
"""One file need not hold the calendar; two spellings of one span then count as two."""

_WORDS: Final = {"parent": "in ", "under": "under ", "below": "below ", "decimals": "decimals "}


def piece_meaning(piece: MergePiece | None) -> Hashable:
    """What a line says, apart from its spelling, comments and what is inside."""
    if piece is None:
        return None
    statement = piece.statement
    if statement is None:
        return tuple(line.strip() for line in piece.remarks)
    if statement.form.name == "tag":
        return ("tag", frozenset(statement.all("names")))
    plain_meaning = statement_meaning(statement, piece.home, _FISCAL, {"series"})
    if ROWS[statement.form.name].is_series:
        return (plain_meaning, _cells(statement))
    return plain_meaning


def _cells(statement: Statement) -> Hashable:
    """The values of a series, none for missing ones; bars are layout."""
    cells = (word for word in (statement.get("series") or "").split() if word != "|")
    return tuple(None if cell == "-" else cell_meaning(cell) for cell in cells)


def piece_comments(piece: MergePiece) -> tuple[str, ...]:
    """The comments of a line, without their layout."""
    tail = line_parts(piece.raw).tail.strip() if piece.raw else ""
    return (*(line.strip() for line in piece.remarks), *([tail] if tail else []))


def signature(piece: MergePiece) -> Hashable:
    """All that a piece says with what is inside, whatever its order and layout."""
    inside = frozenset(Counter(signature(inner) for inner in piece.inside).items())
    return (piece.key, piece_meaning(piece), piece_comments(piece), inside)


def signatures(pieces: Iterable[MergePiece]) -> Counter[Hashable]:
    """All that some pieces say."""
    return Counter(map(signature, pieces))


def is_equivalent(base: MergePiece, side: MergePiece) -> bool:
    """Whether a side left a piece as it was, layout and order inside apart."""
    return signature(base) == signature(side)


def merged_line(base: MergePiece | None, ours: MergePiece, theirs: MergePiece) -> str:
    """One line out of three.

    Raises:
        Disagreement: Both sides changed a fact of it, or its comment, each in its own way.
    """
    if ours.raw == theirs.raw:
        return ours.raw
    base_parts = line_parts(base.raw) if base is not None else None
    our_parts, their_parts = line_parts(ours.raw), line_parts(theirs.raw)
    tail = three_way_choice(base_parts.tail if base_parts else "", our_parts.tail, their_parts.tail)
    code = _code(base, ours, theirs, (base_parts, our_parts, their_parts))
    try:
        lead = three_way_choice(
            base_parts.lead if base_parts else our_parts.lead, our_parts.lead, their_parts.lead
        )
        end = three_way_choice(
            base_parts.end if base_parts else our_parts.end, our_parts.end, their_parts.end
        )
    except Disagreement:
        lead, end = our_parts.lead, our_parts.end
    return lead + code + tail + end


def _code(
    base: MergePiece | None,
    ours: MergePiece,
    theirs: MergePiece,
    parts: tuple[LineParts | None, LineParts, LineParts],
) -> str:
    base_parts, our_parts, their_parts = parts
    base_meaning, our_meaning, their_meaning = (
        piece_meaning(base),
        piece_meaning(ours),
        piece_meaning(theirs),
    )
    if our_meaning == their_meaning:
        return (
            our_parts.code
            if base_parts is None or our_parts.code != base_parts.code
            else their_parts.code
        )
    if their_meaning == base_meaning:
        return our_parts.code
    if our_meaning == base_meaning:
        return their_parts.code
    return _merged_facts(base, ours, theirs)


def _merged_facts(base: MergePiece | None, ours: MergePiece, theirs: MergePiece) -> str:
    """A line that states several facts, some changed here and some there."""
    form = ours.form
    if theirs.form != form or (base is not None and base.form != form):
        raise Disagreement
    if form == "tag":
        return _tags(base, ours, theirs)
    row = ROWS[form]
    if row.is_series:
        return merged_series(base, ours, theirs)
    if not row.by_slot:
        raise Disagreement
    slots = [
        three_way_choice(*(_slot(piece, slot) for piece in (base, ours, theirs)))
        for slot in row.slots
    ]
    keyword = ours.statement.form.keyword if ours.statement is not None else ""
    words = [
        _WORDS.get(slot, "") + text
        for slot, text in zip(row.slots, slots, strict=True)
        if text is not None
    ]
    return " ".join([keyword, *words])


def _slot(piece: MergePiece | None, slot: str) -> str | None:
    return piece.statement.get(slot) if piece is not None and piece.statement is not None else None


def _tags(base: MergePiece | None, ours: MergePiece, theirs: MergePiece) -> str:
    """Tags are a set: those of our line in its order, without what they took away, with what they added."""
    base_tags, our_tags, their_tags = (
        piece.statement.all("names") if piece is not None and piece.statement is not None else ()
        for piece in (base, ours, theirs)
    )
    remaining = [name for name in our_tags if name in their_tags or name not in base_tags]
    added = [name for name in their_tags if name not in our_tags and name not in base_tags]
    if not remaining and not added:
        raise Disagreement
    return " ".join(["tag", *remaining, *added])
