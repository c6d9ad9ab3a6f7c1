"""Lines of a record that stand for one another: where they are in dispute, they are in dispute together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.merge.equivalence import is_equivalent
from bsctui.merge.pieces import REPEATABLE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bsctui.merge.pairing import PieceTriple
    from bsctui.merge.pieces import PieceKey

_FAMILIES: Final = {
    "target": "target", "target_by": "target", "target_series": "target", "scale": "target",
    "baseline": "baseline", "baseline_series": "baseline",
    "actual": "value", "formula": "value", "rollup": "value", "same": "value",
}  # fmt: skip
"""Ways to say one thing, of which a KPI has one."""


def alternatives(
    triples: Sequence[PieceTriple], disputed: Collection[int]
) -> list[tuple[int, ...]]:
    """The places of what is to be decided as one: on each side a fact has another span, or is said in another way.

    Args:
        triples: The lines of one record.
        disputed: Those that cannot stand with another one.
    """
    groups: list[tuple[int, ...]] = []
    for at, triple in enumerate(triples):
        is_grouped = any(at in group for group in groups)
        if is_grouped or triple.any_piece.key[0] in REPEATABLE:
            continue
        if at in disputed or _is_edited_and_deleted(triple):
            group = tuple(sorted(_group(triples, at, disputed)))
            groups += [group] if len(group) > 1 else []
    return groups


def _group(triples: Sequence[PieceTriple], at: int, disputed: Collection[int]) -> set[int]:
    """A line, those that stand for it, and what goes with those."""
    key = triples[at].any_piece.key
    family = [
        place
        for place, triple in enumerate(triples)
        if _family(triple.any_piece.key) == _family(key)
        and (place in disputed or _lacks_a_side(triple))
    ]
    group = {at, *(place for place in family if _stands_for(triples[place].any_piece.key, key))}
    if len(group) == 1:
        return group
    kinds = {triples[place].any_piece.key[0] for place in group}
    return group | {place for place in family if triples[place].any_piece.key[0] in kinds}


def _family(key: PieceKey) -> PieceKey:
    family = _FAMILIES.get(key[0])
    return key[:2] if family is None else (family,)


def _stands_for(key: PieceKey, other: PieceKey) -> bool:
    """Whether two lines of a family state one fact: not two periods of one series."""
    return key != other and (key[0] != other[0] or key[1] == other[1])


def _lacks_a_side(triple: PieceTriple) -> bool:
    return triple.ours is None or triple.theirs is None


def _is_edited_and_deleted(triple: PieceTriple) -> bool:
    base, ours, theirs = triple
    remaining = ours or theirs
    if base is None or remaining is None or not _lacks_a_side(triple):
        return False
    return not is_equivalent(base, remaining)
