"""Why a change was made: what was written with it, and what was left standing (`review.md`, 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bsctui.model.entities import Note
    from bsctui.model.periods import Period
    from bsctui.review.alignment import AlignedSides
    from bsctui.review.facts import Fact, FactPart


class ChangeReason(NamedTuple):
    """The reason that was given for a change, and one that stood there before and says nothing of it."""

    given: str | None = None
    unchanged: str | None = None


def reason_of(parts: Iterable[FactPart], before: Fact | None) -> ChangeReason:
    """The reason or note on the lines of what is new; one that the fact had before counts as left standing."""
    known = set(before.remarks) if before is not None else set()
    remarks = [part.remark for part in parts if part.remark]
    given = next((remark for remark in remarks if remark not in known), None)
    unchanged = next((remark for remark in remarks if remark in known), None)
    return ChangeReason(given, unchanged if given is None else None)


def reason_of_results(
    sides: AlignedSides, new: str, parts: Sequence[FactPart], before: Fact | None, periods: Sequence[Period]
) -> ChangeReason:  # fmt: skip
    """The same of values; where their lines say nothing new, the new notes of their periods speak for them."""
    reason = reason_of(parts, before)
    if reason.given is not None:
        return reason
    notes = "; ".join(dict.fromkeys(note.text for note in _new_notes(sides, new, periods)))
    return ChangeReason(notes, None) if notes else reason


def _new_notes(sides: AlignedSides, new: str, periods: Sequence[Period]) -> Iterator[Note]:
    """The notes of some periods, or of longer ones that hold them, that the old side lacks."""
    entity = sides.new.entity(new)
    former = sides.old.entity(sides.matching.old_of.get(new, ""))
    known = {(note.period, note.text) for note in former.notes} if former is not None else set()
    for note in entity.notes if entity is not None else ():
        if (note.period, note.text) not in known and any(
            _holds(sides, note.period, period) for period in periods
        ):
            yield note


def _holds(sides: AlignedSides, noted: Period | None, period: Period) -> bool:
    if noted is None or noted.grain < period.grain:
        return False
    return sides.fiscal.containing(noted.grain, period) == noted
