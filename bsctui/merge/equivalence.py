"""Whether two pieces say the same, and one line out of three where they say different things."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from bsctui.merge.normal_form import cell_meaning, statement_meaning
from bsctui.merge.pieces import MergePiece, line_parts
from bsctui.merge.series import merged_series
from bsctui.merge.three_way import each_side
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


def merged_lines(base: MergePiece | None, ours: MergePiece, theirs: MergePiece) -> tuple[str, str]:
    """One line out of three, as each side would have it: twice the same where nothing is in dispute.

    Where both sides changed a fact of it, each in its own way, the two differ in that fact alone.
    """
    if ours.raw == theirs.raw:
        return ours.raw, theirs.raw
    our_parts, their_parts = line_parts(ours.raw), line_parts(theirs.raw)
    base_parts = line_parts(base.raw) if base is not None else None
    tails = each_side(base_parts.tail if base_parts else "", our_parts.tail, their_parts.tail)
    codes = _codes(base, ours, theirs)
    old = base_parts or our_parts
    lead, _ = each_side(old.lead, our_parts.lead, their_parts.lead)
    end, _ = each_side(old.end, our_parts.end, their_parts.end)
    left, right = (lead + code + tail + end for code, tail in zip(codes, tails, strict=True))
    return left, right


def _codes(base: MergePiece | None, ours: MergePiece, theirs: MergePiece) -> tuple[str, str]:
    our_code, their_code = line_parts(ours.raw).code, line_parts(theirs.raw).code
    base_meaning, our_meaning, their_meaning = map(piece_meaning, (base, ours, theirs))
    if our_meaning == their_meaning:
        is_ours = base is None or our_code != line_parts(base.raw).code
        return (our_code, our_code) if is_ours else (their_code, their_code)
    if their_meaning == base_meaning:
        return our_code, our_code
    if our_meaning == base_meaning:
        return their_code, their_code
    return _merged_facts(base, ours, theirs) or (our_code, their_code)


def _merged_facts(
    base: MergePiece | None, ours: MergePiece, theirs: MergePiece
) -> tuple[str, str] | None:
    """A line that states several facts, some changed here and some there; None for one that states one."""
    form = ours.form
    if theirs.form != form or (base is not None and base.form != form):
        return None
    if form == "tag":
        return _tags(base, ours, theirs)
    row = ROWS[form]
    if row.is_series or form == "block_actual":
        return merged_series(base, ours, theirs)
    return _slots(base, ours, theirs) if row.by_slot else None


def _slots(base: MergePiece | None, ours: MergePiece, theirs: MergePiece) -> tuple[str, str]:
    """A header or a status, slot by slot."""
    order = ROWS[ours.form].slots
    slots = [each_side(*(_slot(piece, slot) for piece in (base, ours, theirs))) for slot in order]
    keyword = ours.statement.form.keyword if ours.statement is not None else ""
    left, right = (
        " ".join([keyword, *(_WORDS.get(slot, "") + text for slot, text in zip(order, texts, strict=True) if text)])
        for texts in zip(*slots, strict=True)
    )  # fmt: skip
    return left, right


def _slot(piece: MergePiece | None, slot: str) -> str | None:
    return piece.statement.get(slot) if piece is not None and piece.statement is not None else None


def _tags(base: MergePiece | None, ours: MergePiece, theirs: MergePiece) -> tuple[str, str] | None:
    """Tags are a set: those of our line in its order, without what they took away, with what they added; None for none."""
    base_tags, our_tags, their_tags = (
        piece.statement.all("names") if piece is not None and piece.statement is not None else ()
        for piece in (base, ours, theirs)
    )
    remaining = [name for name in our_tags if name in their_tags or name not in base_tags]
    added = [name for name in their_tags if name not in our_tags and name not in base_tags]
    code = " ".join(["tag", *remaining, *added])
    return (code, code) if remaining or added else None
