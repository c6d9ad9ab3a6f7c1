"""What changed between two sides, as a reviewer counts it: one decision, one change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from bsctui.review.facts import SETTINGS, SILENT, Fact, Key, Sort, Thing

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from bsctui.model.periods import FiscalYear, Period
    from bsctui.review.alignment import Sides
    from bsctui.review.facts import Piece


class Kind(StrEnum):
    """What happened to a thing, or to a fact of it."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    CHANGED = "changed"


class Revision(StrEnum):
    """What became of results."""

    NEW = "new"
    RESTATED = "restated"
    CLOSED = "restated after the close"
    WITHDRAWN = "withdrawn"


class Place(NamedTuple):
    """Where a change can be seen: a file and its line, in the new side's texts, of what went in the old one's."""

    path: str
    line: int
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        thing: The keyword of the record's header: `kpi`, `calendar`.
        address: The new side's; of what was removed the old side's. Settings are addressed by their header.
        old_address: Of what both sides have, and of what was removed.
        field: The keyword of the fact; None for a whole record.
        old: As written; None where there was nothing.
        new: As written; None where there is nothing any more.
        revision: Of results, what became of them.
        key: The fact, with `before` and `after`, in old names.
        inside: What belongs to it: records below one that came or went, and the lines that name them; what a move made rename.
        periods: Of results, the periods that they speak of.
    """

    thing: str
    address: str
    label: str
    kind: Kind
    sort: Sort
    place: Place | None = None
    old_address: str | None = None
    field: str | None = None
    old: str | None = None
    new: str | None = None
    reason: str | None = None
    revision: Revision | None = None
    key: Key | None = None
    before: Fact | None = None
    after: Fact | None = None
    inside: tuple[Change, ...] = ()
    periods: tuple[Period, ...] = ()

    @property
    def scorecard(self) -> str:
        """The scorecard it belongs to; empty for the workspace's settings."""
        return "" if self.thing in SETTINGS else self.address.partition(".")[0]

    @property
    def is_whole(self) -> bool:
        """Whether a whole record came or went."""
        return self.kind in {Kind.ADDED, Kind.REMOVED}


def single_changes(sides: Sides) -> list[Change]:
    """Every change by itself, in the order of the new side's display; then what was added, then what was removed."""
    return _Finder(sides).all()


class _Finder:
    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self.old, self.new = sides.old_facts, sides.new_facts
        self.fiscal: FiscalYear = sides.fiscal
        calendar = sides.old.settings.calendar
        closed = calendar.closed if calendar is not None else None
        self.closed_end = (
            calendar.fiscal.end(calendar.grain, closed)
            if calendar is not None and closed is not None
            else None
        )

    def all(self) -> list[Change]:
        """Settings, what both sides have, what was added, what was removed."""
        found = [change for key in self._setting_keys() for change in self._facts(key, key)]
        for new, old in self.sides.matching.old_of.items():
            found += self._standing(new, old)
            found += self._facts(old, new)
        return [*found, *self._added(), *self._removed()]

    def _setting_keys(self) -> Iterator[str]:
        yield from dict.fromkeys((*self.old.settings, *self.new.settings))

    # --- Records that both sides have

    def _standing(self, new: str, old: str) -> Iterator[Change]:
        """Renamed, moved or both: one change."""
        moved, renamed = self.sides.moved.get(old), self.sides.renamed.get(old)
        if moved is None and renamed is None:
            return
        item = self.sides.matching.new[new]
        before = self.sides.matching.old[old]
        kind = Kind.MOVED if moved is not None else Kind.RENAMED
        texts = (before.parent, item.parent) if moved is not None else (old, new)
        thing = self.new.thing(old)
        yield Change(
            item.kind, new, thing.label if thing else new, kind, Sort.RULES, self._header(new), old,
            old=texts[0], new=texts[1],
        )  # fmt: skip

    def _facts(self, old: str, new: str) -> Iterator[Change]:
        """The facts of one record that differ."""
        if self.old.says(old) == self.new.says(old):
            return
        before, after = self.old.thing(old), self.new.thing(old)
        there = after or before
        if there is None:
            return
        if before is None or after is None:
            yield self._whole_setting(there, is_new=before is None)
            return
        for key in _keys(before, after):
            left = before.facts.get(key) if before else None
            right = after.facts.get(key) if after else None
            yield from self._fact(_Subject(there.kind, new, old, there.label), key, left, right)

    def _whole_setting(self, thing: Thing, *, is_new: bool) -> Change:
        """A setting that came or went."""
        path, record = thing.path, thing.record
        documents = self.sides.new_documents if is_new else self.sides.old.documents
        place = Place(
            path, documents[path].start_of(record) + (record.header_line or 0), not is_new
        )
        said = (
            "; ".join(piece.text for piece in thing.facts[thing.kind, ""].pieces.values())
            or thing.kind
        )
        sort = Sort.NONE if thing.kind in SILENT else Sort.RULES
        name = thing.address
        if is_new:
            return Change(thing.kind, name, thing.label, Kind.ADDED, sort, place, new=said)
        return Change(thing.kind, name, thing.label, Kind.REMOVED, sort, place, name, old=said)

    def _fact(
        self, subject: _Subject, key: Key, before: Fact | None, after: Fact | None
    ) -> Iterator[Change]:
        left = before.pieces if before else {}
        right = after.pieces if after else {}
        gone = [
            piece for name, piece in left.items() if right.get(name, _NOTHING)[2] != piece.meaning
        ]
        come = [
            piece for name, piece in right.items() if left.get(name, _NOTHING)[2] != piece.meaning
        ]
        sort = (after or before or Fact(key)).sort
        if key == ("actual", ""):
            yield from self._actuals(subject, before, after, gone, come)
        elif gone or come:
            yield self._change(subject, key, before, after, gone, come, sort)
        elif (before.remarks if before else []) != (after.remarks if after else []):
            yield self._remark(subject, key, before, after)

    def _change(
        self, subject: _Subject, key: Key, before: Fact | None, after: Fact | None, gone: Sequence[Piece],
        come: Sequence[Piece], sort: Sort,
    ) -> Change:  # fmt: skip
        fields = list(dict.fromkeys(piece.field for piece in (*come, *gone)))
        fields.sort(key=lambda name: _GOAL_ORDER.index(name) if name in _GOAL_ORDER else 0)
        name = "role" if key[0] == "leading" else ", ".join(fields)
        return Change(
            subject.thing, subject.new, subject.label, Kind.CHANGED, sort, self._place((come or gone)[0], is_old=not come), subject.old,
            field=name, old=_text(gone, fields, self.fiscal), new=_text(come, fields, self.fiscal),
            reason=_reason(come), key=key, before=before, after=after,
        )  # fmt: skip

    def _remark(
        self, subject: _Subject, key: Key, before: Fact | None, after: Fact | None
    ) -> Change:
        pieces = list((after or before or Fact(key)).pieces.values())
        place = self._place(pieces[0], is_old=after is None) if pieces else None
        old, new = ("; ".join(fact.remarks) if fact else None for fact in (before, after))
        name = "target" if key[0] == "goal" else key[0]
        return Change(
            subject.thing, subject.new, subject.label, Kind.CHANGED, Sort.NONE, place, subject.old,
            field=f"{name} reason", old=old or None, new=new or None, key=key, before=before, after=after,
        )  # fmt: skip

    # --- Results

    def _actuals(
        self, subject: _Subject, before: Fact | None, after: Fact | None, gone: Sequence[Piece], come: Sequence[Piece],
    ) -> Iterator[Change]:  # fmt: skip
        """New, restated and withdrawn values apart; those of closed periods too."""
        old = {piece.period: piece for piece in gone}
        new = {piece.period: piece for piece in come}
        groups: dict[Revision, list[Period]] = {}
        for period in sorted({p for p in (*old, *new) if p is not None}):
            groups.setdefault(self._revision(period, old, new), []).append(period)
        for revision, periods in groups.items():
            left = [old[p] for p in periods if p in old]
            right = [new[p] for p in periods if p in new]
            yield Change(
                subject.thing, subject.new, subject.label, Kind.CHANGED, Sort.RESULTS, self._place((right or left)[0], is_old=not right),
                subject.old, field="actual", old=_text(left, ["actual"], self.fiscal),
                new=_text(right, ["actual"], self.fiscal), reason=_reason(right), revision=revision,
                key=("actual", ""), before=before, after=after, periods=tuple(periods),
            )  # fmt: skip
        if not groups and (before.remarks if before else []) != (after.remarks if after else []):
            yield self._remark(subject, ("actual", ""), before, after)

    def _revision(
        self, period: Period, old: Container[Period | None], new: Container[Period | None]
    ) -> Revision:
        if period not in new:
            return Revision.WITHDRAWN
        closed = (
            self.closed_end is not None
            and self.fiscal.end(period.grain, period.ordinal) <= self.closed_end
        )
        if closed:
            return Revision.CLOSED
        return Revision.RESTATED if period in old else Revision.NEW

    # --- Records that came or went

    def _added(self) -> Iterator[Change]:
        for new in self.sides.matching.added:
            thing = self.new.thing(self.sides.names.get(new, new))
            if thing is not None:
                place = self._header(new)
                yield Change(
                    thing.kind, new, thing.label, Kind.ADDED, Sort.RULES, place, new=thing.kind
                )

    def _removed(self) -> Iterator[Change]:
        for old in self.sides.matching.removed:
            thing = self.old.thing(old)
            if thing is not None:
                place = Place(
                    *self.sides.old.place(self.sides.matching.old[old].origin), is_old=True
                )
                yield Change(
                    thing.kind,
                    old,
                    thing.label,
                    Kind.REMOVED,
                    Sort.RULES,
                    place,
                    old,
                    old=thing.kind,
                )

    # --- Places

    def _header(self, new: str) -> Place:
        return Place(*self.sides.new.place(self.sides.matching.new[new].origin))

    def _place(self, piece: Piece, *, is_old: bool) -> Place:
        """Series come from the models, statements from the texts; lines are the same in both of the new side's."""
        path, record, line = piece.origin
        if piece.period is not None:
            return Place(
                *(self.sides.old if is_old else self.sides.new).place(piece.origin), is_old
            )
        documents = self.sides.old.documents if is_old else self.sides.new_documents
        return Place(path, documents[path].start_of(record) + line, is_old)


class _Subject(NamedTuple):
    thing: str
    new: str
    old: str
    label: str


_NOTHING = ("", None, object(), "")


def _reason(pieces: Iterable[Piece]) -> str | None:
    """The first reason or note on the lines of what is new."""
    return next((piece.remark for piece in pieces if piece.remark), None)


_GOAL_ORDER = ("better", "baseline", "target", "tolerance", "scale")


def _keys(before: Thing | None, after: Thing | None) -> list[Key]:
    return list(dict.fromkeys((*(after.facts if after else ()), *(before.facts if before else ()))))


def _text(pieces: Sequence[Piece], fields: Sequence[str], fiscal: FiscalYear) -> str | None:
    """Pieces as text: runs of periods together, the field named where there are several."""
    parts: list[str] = []
    for name in fields:
        mine = [piece for piece in pieces if piece.field == name]
        said = [piece.text for piece in mine if piece.period is None]
        said += runs([piece for piece in mine if piece.period is not None], fiscal)
        if said:
            text = "; ".join(said)
            parts.append(f"{name} {text}".rstrip() if len(fields) > 1 else text or name)
    return "; ".join(parts) or None


def runs(pieces: Iterable[Piece], fiscal: FiscalYear) -> Iterator[str]:
    """`2026-01: 95 93 104`, a run of consecutive periods each."""
    ordered = sorted(
        ((piece.period, piece.text) for piece in pieces if piece.period is not None),
        key=lambda pair: pair[0],
    )
    for _, run in groupby(enumerate(ordered), key=lambda pair: pair[1][0].ordinal - pair[0]):
        some = [pair for _, pair in run]
        yield f"{fiscal.format(some[0][0])}: {' '.join(text for _, text in some)}"
